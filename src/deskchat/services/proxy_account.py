"""The proxy as the person manages it: its address is a setting, its password is in the keyring."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, unquote

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.redaction import PROCESS
from deskchat.keys import FoundKey, KeyPlace, Keys
from deskchat.keys.keys import NONE as NO_KEYRING
from deskchat.providers import proxy_address, unanswered
from deskchat.providers.network import Route
from deskchat.settings import CA_FILE, PROXY, Settings

ENTRY = "network.proxy"    # its name in the keyring, among those of providers
MOVED = "The address of the proxy changed; enter its password again."


class ProxyState(msgspec.Struct, frozen=True):
    """The proxy that is set. ``wants_password``: it has a user's name; ``place`` of the password: keyring, session, none
    or unknown. ``system``: the proxies that the environment or the desktop names, such as ``https: http://proxy:3128``.
    No password is in any of it.
    """

    address: str
    wants_password: bool
    place: str
    system: tuple[str, ...]


class ProxyAccount:
    """The address and the password. What can't be done is raised as ``ChatError``; no password is ever returned.

    A password that stands in the file of settings, as older versions wrote it, is used from memory until ``leave_file``.
    """

    def __init__(self, settings: Settings, keys: Keys, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._keys = keys
        for name, value in environ.items():
            if name.lower().endswith("_proxy"):
                know(value)

    @property
    def address(self) -> str:
        """``system``, ``none`` or the address without the password."""
        found = proxy_address.parse(self._settings.get(PROXY))
        return found.shown if found else self._settings.get(PROXY)

    @property
    def stands_in_file(self) -> bool:
        """Is the password in the file of settings still?"""
        found = proxy_address.parse(self._settings.get(PROXY))
        return found is not None and found.password is not None

    async def password(self, address: str) -> str:
        """What is sent to the proxy at ``address`` with the user's name; ``""``: none was entered. Asks the keyring."""
        found = await self._find(address)
        if found.key is None and found.sentence:
            raise unanswered.locked_proxy(MOVED if found.place is KeyPlace.NONE else found.sentence)
        return _decoded(found.key)

    async def look_up(self) -> ProxyState:
        """How things are; the keyring is asked, but must ask the person for nothing."""
        found = proxy_address.parse(self._settings.get(PROXY))
        wants = found is not None and found.user is not None
        place = KeyPlace.NONE
        if found is not None and found.password is not None:
            place = KeyPlace.SESSION
        elif wants:
            if self._keys.trouble:
                self._keys.retry()    # the person looks: perhaps it was unlocked meanwhile
            place = (await self._find(self.address, quiet=True)).place
        return ProxyState(self.address, wants, place.value, await asyncio.to_thread(system_proxies))

    async def choose(self, address: str) -> ProxyState:
        """Ask through this proxy from now on: ``system``, ``none``, or an address; a password in it is refused."""
        if not PROXY.accepts(address):
            raise ChatError(
                ErrorKind.BAD_REQUEST,
                "This is not the address of a proxy.",
                remedy="It begins with http:// or https://, such as http://proxy.example:3128. Or write “system” or “none”.",
            )
        self._settings.set(PROXY, address)
        await asyncio.to_thread(self._settings.save)
        return await self.look_up()

    async def set_password(self, password: str, *, session_only: bool = False) -> ProxyState:
        """Keep the password in the keyring, or until the program ends. Without a keyring the error names the ways out."""
        _know_password(self.address, password)
        try:
            await self._keys.set(ENTRY, _encoded(password), "session" if session_only else "keyring", host=self.address)
        except ChatError:
            why = self._keys.trouble or "It is far too long to be one."
            raise ChatError(
                ErrorKind.AUTH,
                f"The password was not stored. {why}",
                remedy="Keep it for this session only, or name the proxy in the environment variable HTTPS_PROXY"
                " before you start deskchat, and write “system” here.",
            ) from None
        return await self.look_up()

    async def delete_password(self) -> ProxyState:
        """Forget the password, here and in the keyring."""
        try:
            await self._keys.delete(ENTRY)
        except ChatError:
            raise ChatError(
                ErrorKind.AUTH,
                f"{self._keys.trouble} The password may still be stored there.",
                remedy="Unlock the keyring and delete it again.",
            ) from None
        return await self.look_up()

    async def leave_file(self) -> str:
        """Bring a password that stands in the file of settings into the keyring; what the person should know, or ``""``.

        Where there is no keyring it leaves the file all the same, and is kept in memory. A keyring that is locked or
        does not answer may do so the next time: until then the password stays where it is.
        """
        found = proxy_address.parse(self._settings.get(PROXY))
        if found is None or found.password is None:
            return ""
        said = ""
        try:
            await self._keys.set(ENTRY, _encoded(found.password), host=found.shown)
        except ChatError:
            if self._keys.trouble != NO_KEYRING:
                return (
                    "The password of your proxy still stands in the settings file, as the keyring can't be used now."
                    " It is moved there at a start when it can."
                )
            await self._keys.set(ENTRY, _encoded(found.password), "session", host=found.shown)
            said = (
                "The password of your proxy was taken out of the settings file. This system has no keyring for it:"
                " it is kept until deskchat ends."
            )
        self._settings.set(PROXY, found.shown)
        await asyncio.to_thread(self._settings.save)
        return said

    async def _find(self, address: str, *, quiet: bool = False) -> FoundKey:
        found = await self._keys.find(ENTRY, None, address, quiet=quiet)
        if found.key is not None:
            _know_password(address, _decoded(found.key))
        return found


def route_of(settings: Settings) -> Route:
    """By which way servers are asked. A password that the file of settings holds is a part of it, for memory only."""
    proxy, password = settings.get(PROXY), None
    found = proxy_address.parse(proxy)
    if found is not None:
        know(proxy)
        proxy, password = found.shown, found.password
    return Route(proxy, settings.get(CA_FILE), password)


def split_password(text: str) -> tuple[str, str]:
    """What a person typed: the address without the password, and the password, ``""`` when there is none."""
    text = text.strip()
    found = proxy_address.parse(text)
    return (found.shown, found.password) if found is not None and found.password else (text, "")


def system_proxies() -> tuple[str, ...]:
    """What the environment, or the desktop, says of proxies: without passwords."""
    from urllib.request import getproxies  # slow to load

    named = getproxies()
    kinds = [kind for kind in ("https", "http", "all") if kind in named]
    return tuple(f"{kind}: {proxy_address.without_password(named[kind])}" for kind in kinds)


def know(address: str) -> None:
    """From now on mask the password in ``address``."""
    found = proxy_address.parse(address if "://" in address else f"http://{address}")
    if found is not None and found.password is not None:
        _know_password(found.shown, found.password)


def _know_password(address: str, password: str) -> None:
    """As it is, as it is written in an address, and as it travels."""
    found = proxy_address.parse(address)
    user = found.user if found is not None and found.user is not None else ""
    for form in (password, quote(password, safe=""), b64encode(f"{user}:{password}".encode()).decode()):
        PROCESS.know(form)


def _encoded(password: str) -> str:
    """A key has no spaces, quotes or accents; a password may have them."""
    return f":{quote(password, safe='')}" if password else ""


def _decoded(stored: str | None) -> str:
    return unquote((stored or "").removeprefix(":"))
