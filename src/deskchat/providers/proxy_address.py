"""The address of a proxy, taken apart: a password that stands in it belongs elsewhere."""

import re
from urllib.parse import quote, unquote

import msgspec

# a password may hold anything but a space, even an @: the last one ends it
FORM = re.compile(
    r"(?P<scheme>https?)://(?:(?P<user>[^\s:@/]*)(?::(?P<password>\S*))?@)?(?P<host>[^\s/@]+)/?", re.IGNORECASE
)


class ProxyAddress(msgspec.Struct, frozen=True):
    """``user`` and ``password`` as they are said, not as they are written in an address; ``None``: there is none."""

    scheme: str
    host: str
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"ProxyAddress({self.scheme}://{self.host})"

    @property
    def origin(self) -> str:
        """Scheme, host and port alone."""
        return f"{self.scheme}://{self.host}"

    @property
    def shown(self) -> str:
        """The address with the user's name and without the password: fit for files and eyes."""
        return self.origin if self.user is None else f"{self.scheme}://{quote(self.user, safe='')}@{self.host}"


def parse(text: str) -> ProxyAddress | None:
    """``None`` for what is no address of an HTTP proxy."""
    found = FORM.fullmatch(text.strip())
    if found is None:
        return None
    user, password = found["user"], found["password"]
    return ProxyAddress(
        found["scheme"].lower(),
        found["host"],
        None if user is None else unquote(user),
        unquote(password) if password else None,
    )


def without_password(text: str) -> str:
    """``text``, an address or not, as it may be shown."""
    address = parse(text if "://" in text else f"http://{text}")
    return address.shown if address is not None else re.sub(r"://\S*@", "://", text)
