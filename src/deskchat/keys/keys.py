"""Where a provider's key is, and how it is got, stored and removed."""

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.redaction import PROCESS
from deskchat.keys.clean import clean_key
from deskchat.keys.helper import KeyringHungError, ask
from deskchat.keys.request import Action, KeyringAnswer, KeyringRequest

LOCKED = "The keyring is locked, or the question for its password was closed."
NONE = "This system has no keyring that deskchat can use."
HUNG = "The keyring does not answer. If it asks for a password, enter it, then try again."
FAILED = "The keyring broke off."
NOT_STORED = "The keyring took the key but did not keep it."


class KeyPlace(StrEnum):
    """Where the key that would be used is."""

    KEYRING = "keyring"
    SESSION = "session"
    ENVIRONMENT = "environment"
    NONE = "none"
    UNKNOWN = "unknown"    # the keyring was not asked yet, or did not answer


class KeyringStatus(msgspec.Struct, frozen=True):
    """Can keys be stored? ``backend``: the keyring's name; ``sentence``: why not, ``""`` when they can."""

    available: bool
    backend: str = ""
    sentence: str = ""


class StoredKey(msgspec.Struct, frozen=True):
    """A key as it is kept: bound to the host it was entered for, ``""`` when it was entered for any.

    An empty key says that there is none in this home, whatever the usual one has.
    """

    key: str
    host: str = ""

    def __repr__(self) -> str:
        return f"StoredKey(host={self.host!r})"


class FoundKey(msgspec.Struct, frozen=True):
    """A key and its place; ``key`` is ``None`` when there is none. ``sentence``: why, when it is worth saying."""

    key: str | None
    place: KeyPlace
    sentence: str = ""

    def __repr__(self) -> str:
        return f"FoundKey({self.place!r}, {self.sentence!r})"


class Keys:
    """The keys of all providers. A key for this session only wins over the keyring, the keyring over the environment.

    The keyring is asked when a key is first needed, never before; what it said is remembered until the program ends or
    ``retry`` is called. ``command`` starts the helper process. ``home``: the folder of a home that is not the usual one.
    Its keys have entries of their own; where it has none, those of the usual home are used, and never changed.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        command: Sequence[str] = (sys.executable, "-m", "deskchat.keys"),
        timeout_s: float = 5.0,
        home: str = "",
    ) -> None:
        self._environ = environ
        self._home = home
        self._command = command
        self._timeout_s = timeout_s
        self._session: dict[str, StoredKey] = {}
        self._keyring: dict[str, StoredKey | None] = {}
        self._trouble = ""

    @property
    def trouble(self) -> str:
        """Why the keyring could not be asked the last time; ``""`` when it could, or was not asked yet."""
        return self._trouble

    async def get(self, provider: str, env_name: str | None = None, host: str = "") -> str | None:
        """The key to send to ``host``, or ``None``. A keyring that does not answer counts as empty; see ``trouble``."""
        return (await self.find(provider, env_name, host)).key

    async def find(
        self, provider: str, env_name: str | None = None, host: str = "", *, quiet: bool = False
    ) -> FoundKey:
        """The key to send to ``host``, where it is, and a sentence when there should be one and it can't be used.

        ``quiet``: where the keyring would ask for a password it is left alone, and the place is ``unknown``.
        """
        if provider in self._session:
            return _bound(provider, self._session[provider], host, KeyPlace.SESSION)
        stored = await self._stored(provider, quiet=quiet)
        if stored is not None:
            return _bound(provider, stored, host, KeyPlace.KEYRING)
        if env_name and (self._environ.get(env_name) or "").strip():
            return _of_environment(env_name, self._environ[env_name])
        unknown = provider not in self._keyring and self._trouble != NONE
        return FoundKey(None, KeyPlace.UNKNOWN if unknown else KeyPlace.NONE, self._trouble if unknown else "")

    async def where(self, provider: str, env_name: str | None = None, host: str = "") -> KeyPlace:
        """Where the key is, asking the keyring when needed."""
        return (await self.find(provider, env_name, host)).place

    def known_place(self, provider: str, env_name: str | None = None) -> KeyPlace:
        """Where the key is, as far as that is known without asking the keyring."""
        if provider in self._session:
            return KeyPlace.SESSION
        if self._keyring.get(provider) is not None:
            return KeyPlace.KEYRING
        if provider not in self._keyring and not self._trouble:
            return KeyPlace.UNKNOWN
        if env_name and (self._environ.get(env_name) or "").strip():
            return KeyPlace.ENVIRONMENT
        return KeyPlace.UNKNOWN if self._trouble not in ("", NONE) else KeyPlace.NONE

    async def set(
        self,
        provider: str,
        key: str,
        where: Literal["keyring", "session"] = "keyring",
        *,
        host: str = "",
        env_name: str | None = None,
    ) -> None:
        """Keep ``key`` for ``host``. Raises ``ChatError("auth")``: an odd key, or a keyring that can't store it."""
        stored = StoredKey(clean_key(key), host)
        PROCESS.know(stored.key)
        if where == "session":
            self._session[provider] = stored
            return
        told = await self._ask("set", provider, stored)
        if told.state != "ok":
            raise _not_stored(self._trouble, env_name)
        self._session.pop(provider, None)
        self._keyring[provider] = stored

    async def delete(self, provider: str) -> None:
        """Forget the key here and in the keyring. Raises ``ChatError("auth")`` when the keyring could not be asked."""
        self._session.pop(provider, None)
        told = await self._ask("delete", provider, StoredKey(""))
        if told.state in ("ok", "none"):
            self._keyring[provider] = None
            return
        raise ChatError(
            ErrorKind.AUTH,
            f"{self._trouble} The key may still be stored there.",
            remedy="Unlock the keyring and delete the key again.",
        )

    async def status(self) -> KeyringStatus:
        """Can keys be stored? Asks the keyring, which may ask the person to unlock it."""
        told = await self._ask("status")
        return KeyringStatus(told.state == "ok", told.backend, self._trouble)

    def retry(self) -> None:
        """Ask the keyring anew the next time a key is needed."""
        self._keyring.clear()
        self._trouble = ""

    async def _stored(self, provider: str, *, quiet: bool) -> StoredKey | None:
        if provider in self._keyring:
            return self._keyring[provider]
        if self._trouble:
            return None    # asked once and not answered: not every reply shall wait for it; ``retry`` asks again
        told = await self._ask("get", provider, quiet=quiet)
        if told.state == "ok":
            self._keyring[provider] = _decoded(told.value)
        return self._keyring.get(provider)

    async def _ask(
        self, action: Action, provider: str = "", stored: StoredKey | None = None, *, quiet: bool = False
    ) -> KeyringAnswer:
        name, shared = (f"{provider} in {self._home}", provider) if self._home else (provider, "")
        value = msgspec.json.encode(stored).decode() if stored is not None else ""
        request = KeyringRequest(action, name, value, shared, quiet)
        try:
            told = await ask(request, self._command, self._environ, self._timeout_s)
        except KeyringHungError:
            self._trouble = HUNG
            return KeyringAnswer("failed")
        self._trouble = _sentence(told)
        return told


def _sentence(told: KeyringAnswer) -> str:
    return {"ok": "", "asks": "", "none": NONE, "locked": LOCKED, "failed": FAILED, "not_stored": NOT_STORED}[told.state]


def _decoded(value: str | None) -> StoredKey | None:
    if value is None:
        return None
    try:
        stored = msgspec.json.decode(value, type=StoredKey)
        return stored if stored.key else None
    except msgspec.DecodeError:
        return StoredKey(value)    # put there by hand, with another program: bound to no host


def _of_environment(name: str, value: str) -> FoundKey:
    """An odd one is this provider's trouble, and no other's."""
    PROCESS.know(value.strip())
    try:
        return FoundKey(clean_key(value), KeyPlace.ENVIRONMENT)
    except ChatError as error:
        return FoundKey(None, KeyPlace.ENVIRONMENT, f"The key in the variable {name} can't be used. {error.sentence}")


def _bound(provider: str, stored: StoredKey, host: str, place: KeyPlace) -> FoundKey:
    """A key never follows a changed address: whoever changed it might be after the key."""
    if stored.host and stored.host != host:
        return FoundKey(None, KeyPlace.NONE, f"The address of {provider} changed; enter its key again.")
    PROCESS.know(stored.key)
    return FoundKey(stored.key, place)


def _not_stored(trouble: str, env_name: str | None) -> ChatError:
    return ChatError(
        ErrorKind.AUTH,
        f"{trouble} The key was not stored.",
        remedy="Use the key for this session only, or put it into "
        f"the environment variable {env_name} before you start deskchat."
        if env_name
        else "Use the key for this session only, or put it into an environment variable before you start deskchat.",
    )
