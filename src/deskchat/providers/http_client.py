"""The HTTP library, and all that is known of it: its clients, how a request is made of a call, what its errors mean.

It is imported with the first call, and nowhere else.
"""

import logging
from typing import TYPE_CHECKING, TypeAlias

from deskchat.chat.errors import ChatError
from deskchat.providers import failures, proxy_address, unanswered
from deskchat.providers.addresses import is_loopback
from deskchat.providers.network import NONE, SYSTEM, Call, Patience, Route

if TYPE_CHECKING:
    import ssl

    import httpx2

Response: TypeAlias = "httpx2.Response"

WRITE_S = 60.0    # for one piece of a request: pictures are large, and lines slow


class Line:
    """An HTTP client with its connections; one that is no longer wanted closes after the last answer on it."""

    def __init__(self, client: "httpx2.AsyncClient") -> None:
        self.client = client
        self.wanted = True
        self._answers = 0

    def taken(self) -> None:
        """An answer is read on it."""
        self._answers += 1

    async def left(self) -> None:
        """An answer was read."""
        self._answers -= 1
        await self.close_if_idle()

    async def close_if_idle(self) -> None:
        """Close it when nobody wants or uses it."""
        if not self.wanted and not self._answers:
            await self.client.aclose()


def request_of(call: Call, client: "httpx2.AsyncClient", patience: Patience) -> "httpx2.Request":
    """``call`` as it is sent."""
    import httpx2

    headers = {
        "Accept": "text/event-stream, application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "deskchat",
        **({} if call.body is None else {"Content-Type": "application/json"}),
        **call.headers,
        **call.authorization,
    }
    timeout = httpx2.Timeout(connect=patience.connect_s, read=None, write=WRITE_S, pool=patience.list_s)
    return client.build_request(call.method, call.url, headers=headers, content=call.body, timeout=timeout)


def new_client(route: Route, local: bool, secure: bool) -> "httpx2.AsyncClient":
    """For this machine (``local``), which no proxy reaches, or for the rest of the world. Raises ``ChatError``."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx2

    for name in ("httpx2", "httpcore2"):    # they log whole addresses and headers
        logging.getLogger(name).setLevel(logging.WARNING)
    import ssl

    # without TLS, certificates take no time and cause no trouble; a context that trusts nobody stands for them
    context = _trust(route.ca_file) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx2.AsyncClient(
            verify=context,
            trust_env=not local and route.proxy == SYSTEM,
            proxy=None if local or route.proxy in (SYSTEM, NONE) else _proxy(route),
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        # an odd scheme, or SOCKS; the address may hold a password and stays out of the words
        raise unanswered.unusable_proxy(type(error).__name__) from None


def _proxy(route: Route) -> "httpx2.Proxy":
    """Name and password travel beside the address: an address may be logged. Raises ``ValueError``."""
    import httpx2

    address = proxy_address.parse(route.proxy)
    if address is None:
        raise ValueError("no address of a proxy")
    if address.user is None:
        return httpx2.Proxy(address.origin)
    return httpx2.Proxy(address.origin, auth=(address.user, route.password or address.password or ""))


def _trust(ca_file: str) -> "ssl.SSLContext":
    """The system's certificates, or those of ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``, and besides them ``ca_file``."""
    import httpx2

    try:
        context = httpx2.create_ssl_context()
        if ca_file:
            context.load_verify_locations(cafile=ca_file)
    except OSError as error:    # SSLError is one
        import os

        path = ca_file or os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or ""
        raise unanswered.unusable_certificates(path, type(error).__name__) from None
    return context


def _may_be_proxied(call: Call, route: Route) -> bool:
    from urllib.request import getproxies

    return not is_loopback(call.url) and route.proxy != NONE and (route.proxy != SYSTEM or bool(getproxies()))


def headers_of(response: Response) -> dict[str, str]:
    """With lower-case names."""
    return {name.lower(): value for name, value in response.headers.items()}


def foreign() -> tuple[type[Exception], ...]:
    """Everything a call can fail with that is nobody's bug here."""
    import httpx2

    return (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, TimeoutError)


def never_connected(error: Exception) -> bool:
    """Was there no connection, so that nothing was sent?"""
    import httpx2

    return isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)


def connected_too_slowly(error: Exception) -> bool:
    """Was a connection waited for in vain?"""
    import httpx2

    return isinstance(error, httpx2.ConnectTimeout)


def translated(error: Exception, call: Call, *, begun: bool, route: Route | None = None) -> ChatError:
    """What the HTTP library says, in our words; beyond this function nobody has heard of it."""
    import httpx2

    name, detail = call.name, type(error).__name__
    match error:
        case httpx2.ProxyError():
            return unanswered.stopped_by_proxy(name, f"{detail}: {failures.clean(str(error), 200)}")
        case httpx2.ConnectTimeout() | httpx2.ConnectError():
            proxied = route is not None and _may_be_proxied(call, route)
            return unanswered.unreachable(call, f"{detail}: {failures.clean(str(error), 200)}", proxied=proxied)
        case TimeoutError() | httpx2.TimeoutException():
            return unanswered.too_slow(name)
        case httpx2.InvalidURL() | httpx2.UnsupportedProtocol():
            return unanswered.no_address(name)
        case httpx2.TransportError() | httpx2.DecodingError() if begun:
            return failures.cut_off(name, detail)
        case httpx2.DecodingError() | httpx2.ProtocolError() if not isinstance(error, httpx2.RemoteProtocolError):
            return unanswered.not_http(name, detail)
        case httpx2.TransportError() | httpx2.StreamError():
            return unanswered.closed(name, detail)
        case _:
            raise error
