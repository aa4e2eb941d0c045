"""Sentences for requests that got no answer worth reading: no connection, silence, too much, somewhere else."""

from urllib.parse import urlsplit

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.redaction import without
from deskchat.providers import failures
from deskchat.providers.addresses import host_and_port, is_loopback
from deskchat.providers.network import Call


def without_key(error: ChatError, key: str | None) -> ChatError:
    """The same error with every trace of ``key`` blotted out: servers repeat what they were sent, whole or in part."""
    if not key:
        return error
    return ChatError(
        error.kind,
        without(error.sentence, key),
        remedy=without(error.remedy, key),
        detail=without(error.detail, key),
        retry_after_s=error.retry_after_s,
        about=error.about,
    )


def offline(name: str) -> ChatError:
    """The switch forbids it."""
    return ChatError(
        ErrorKind.OFFLINE,
        f"Offline mode is on, so {name} was not asked.",
        remedy="Choose a model that runs in deskchat itself, or turn offline mode off.",
    )


def odd_key(name: str) -> ChatError:
    """No header can carry it. The key is in none of the words."""
    return ChatError(
        ErrorKind.AUTH,
        f"The key for {name} holds a character that no key has, such as a space or a line break.",
        remedy="Copy the key again and enter it in the settings.",
    )


def key_in_the_clear(name: str) -> ChatError:
    """It would travel unprotected."""
    return ChatError(
        ErrorKind.PERMISSION,
        f"The key for {name} was not sent: over http:// anyone on the way could read it.",
        remedy="Use an https:// address, or set the provider to need no key.",
    )


def no_address(name: str) -> ChatError:
    """The address is not one."""
    return ChatError(
        ErrorKind.BAD_REQUEST,
        f"The address of {name} is not one of a server.",
        remedy="Correct it in the settings; it begins with http:// or https://.",
    )


def unreachable(call: Call, detail: str, *, proxied: bool) -> ChatError:
    """No connection was made. ``proxied``: the way may lead through a proxy."""
    where = host_and_port(call.url)
    if is_insecure(detail):
        return ChatError(
            ErrorKind.NETWORK,
            f"{call.name} was not asked, because no secure connection to {where} could be made.",
            remedy="Check the address, and the date of this computer; a server of your own needs a valid certificate,"
            " or its certificate authority named in the settings.",
            detail=detail,
        )
    if is_loopback(call.url):
        return ChatError(
            ErrorKind.NETWORK,
            f"{call.name} is not running: nothing answers at {where}.",
            remedy="Start it, check its address in the settings, or choose another model.",
            detail=detail,
        )
    return ChatError(
        ErrorKind.NETWORK,
        f"{call.name} can't be reached at {where}.",
        remedy="Check the connection, the proxy and the address, or choose a local model."
        if proxied
        else "Check the connection and the address, or choose a local model.",
        detail=detail,
    )


def is_insecure(detail: str) -> bool:
    """Does the HTTP library speak of TLS? It has no error of its own for it."""
    return "SSL" in detail or "certificate" in detail


def closed(name: str, detail: str) -> ChatError:
    """The server ended the connection and said nothing."""
    return ChatError(
        ErrorKind.NETWORK,
        f"{name} closed the connection without an answer.",
        remedy="Try again, or choose another model.",
        detail=detail,
    )


def stopped_by_proxy(name: str, detail: str) -> ChatError:
    """The proxy answered, and not with a way to the server."""
    return ChatError(
        ErrorKind.NETWORK,
        f"The proxy did not make a connection to {name}.",
        remedy="Check the proxy in the settings or of this system, and its name and password.",
        detail=detail,
    )


def unusable_proxy(detail: str) -> ChatError:
    """What is set as the proxy can't be one."""
    return ChatError(
        ErrorKind.NETWORK,
        "The proxy that is set can't be used: it has to be an http:// or https:// address.",
        remedy="Correct it in the settings (Network), or in the settings of this system, or set it to none.",
        detail=detail,
    )


def locked_proxy(why: str) -> ChatError:
    """The proxy wants a password, which can't be had. ``why`` is a sentence."""
    return ChatError(
        ErrorKind.NETWORK,
        f"The proxy's password is not at hand, so nothing was sent. {why}",
        remedy="Enter it in the settings (Network), or choose another proxy there.",
    )


def unusable_certificates(path: str, detail: str) -> ChatError:
    """The file of additional certificates is none."""
    return ChatError(
        ErrorKind.NETWORK,
        f"The certificates in “{failures.clean(path, 200)}” can't be used, so nothing was sent.",
        remedy="Choose a file with certificates in PEM form in the settings (Network), or none.",
        detail=detail,
    )


def redirected(call: Call, location: str) -> ChatError:
    """The server wants the request, with all that is in it, somewhere else."""
    try:
        target = urlsplit(location).hostname
    except ValueError:
        target = None
    target = failures.clean(target or urlsplit(call.url).hostname or "another address", 100)
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{call.name} wants the request sent to {target} instead, which was not done.",
        remedy="It would take the message and the key along. If the new address is right, enter it in the settings.",
        detail="an HTTP redirect",
    )


def too_large(name: str, limit_bytes: int) -> ChatError:
    """There was no end to it."""
    return ChatError(
        ErrorKind.PROTOCOL,
        f"{name} sent far more than an answer can hold, so the rest was not read.",
        remedy="Check the address of the server in the settings.",
        detail=f"more than {limit_bytes:,} bytes",
    )


def too_slow(name: str) -> ChatError:
    """Nothing came in time."""
    return ChatError(
        ErrorKind.TIMEOUT,
        f"{name} said nothing for too long.",
        remedy="Try again, or choose another model.",
    )


def not_http(name: str, detail: str) -> ChatError:
    """What came was not an HTTP answer."""
    sentence, remedy = failures.sentences(ErrorKind.PROTOCOL, name)
    return ChatError(ErrorKind.PROTOCOL, sentence, remedy=remedy, detail=detail)
