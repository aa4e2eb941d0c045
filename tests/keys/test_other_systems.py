"""The keyrings of Windows and macOS, through the real backends, on strict stand-ins for the systems' own calls.

The stand-ins refuse what the systems refuse: a wrong type, an unknown argument, a key that is too long, one that is not there.
"""

import platform
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from deskchat.keys import system
from deskchat.keys.request import SERVICE, KeyringAnswer, KeyringRequest

BLOB_BYTES = 2560    # CRED_MAX_CREDENTIAL_BLOB_SIZE
NOT_FOUND, BAD_STUB_DATA = 1168, 1783


class WindowsError(Exception):
    """As ``pywintypes.error``."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname, "")
        self.winerror, self.funcname = winerror, funcname


class CredentialManager(ModuleType):
    """As ``win32cred``: what is written is bytes of UTF-16, by one target name."""

    CRED_TYPE_GENERIC, CRED_PERSIST_ENTERPRISE = 1, 3
    FIELDS = frozenset({"Type", "TargetName", "UserName", "CredentialBlob", "Comment", "Persist"})

    def __init__(self) -> None:
        super().__init__("win32cred")
        self.kept: dict[str, dict[str, Any]] = {}

    def CredWrite(self, Credential: dict[str, Any], Flags: int) -> None:
        assert set(Credential) == self.FIELDS
        assert (Credential["Type"], Flags) == (self.CRED_TYPE_GENERIC, 0)
        blob = Credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > BLOB_BYTES:
            raise WindowsError(BAD_STUB_DATA, "CredWrite")
        self.kept[Credential["TargetName"]] = {**Credential, "CredentialBlob": blob}

    def CredRead(self, *, Type: int, TargetName: str) -> dict[str, Any]:
        assert Type == self.CRED_TYPE_GENERIC
        if TargetName not in self.kept:
            raise WindowsError(NOT_FOUND, "CredRead")
        return self.kept[TargetName]

    def CredDelete(self, *, Type: int, TargetName: str) -> None:
        assert Type == self.CRED_TYPE_GENERIC
        if self.kept.pop(TargetName, None) is None:
            raise WindowsError(NOT_FOUND, "CredDelete")


class Keychain(ModuleType):
    """As ``keyring.backends.macOS.api``."""

    class Error(Exception):
        """Any."""

    class NotFound(Error):
        """It is not there."""

    class KeychainDenied(Error):
        """The person closed the question for the password."""

    class SecAuthFailure(Error):
        """The program's signature is not the one that stored it."""

    def __init__(self) -> None:
        super().__init__("keyring.backends.macOS.api")
        self.kept: dict[tuple[str, str], str] = {}
        self.is_denied = False

    def set_generic_password(self, name: None, service: str, username: str, password: str) -> None:
        self._check(name)
        password.encode()
        self.kept[service, username] = password

    def find_generic_password(self, kc_name: None, service: str, username: str, not_found_ok: bool = False) -> str | None:
        self._check(kc_name)
        if (service, username) not in self.kept and not not_found_ok:
            raise self.NotFound(-25300)
        return self.kept.get((service, username))

    def delete_generic_password(self, name: None, service: str, username: str) -> None:
        self._check(name)
        if self.kept.pop((service, username), None) is None:
            raise self.NotFound(-25300)

    def _check(self, keychain: None) -> None:
        assert keychain is None, "the person's own keychain, no file that a variable names"
        if self.is_denied:
            raise self.KeychainDenied(-128)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The backends are imported anew, on the stand-ins, and forgotten afterwards."""
    for name in [name for name in sys.modules if name.startswith("keyring.backends.") and name.split(".")[2] in ("Windows", "macOS")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)    # no Secret Service is asked
    monkeypatch.setitem(sys.modules, "secretstorage", None)
    monkeypatch.setitem(sys.modules, "dbus", None)
    yield monkeypatch
    for name in ("keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.macOS.api"):
        sys.modules.pop(name, None)


@pytest.fixture
def windows(fresh: pytest.MonkeyPatch) -> CredentialManager:
    manager = CredentialManager()
    types = ModuleType("pywintypes")
    types.error = WindowsError    # type: ignore[attr-defined]
    package, inner = ModuleType("win32ctypes"), ModuleType("win32ctypes.pywin32")
    inner.pywintypes, inner.win32cred = types, manager    # type: ignore[attr-defined]
    fresh.setitem(sys.modules, "win32ctypes", package)
    fresh.setitem(sys.modules, "win32ctypes.pywin32", inner)
    return manager


@pytest.fixture
def mac(fresh: pytest.MonkeyPatch) -> Keychain:
    keychain = Keychain()
    fresh.setattr(platform, "system", lambda: "Darwin")
    fresh.setitem(sys.modules, "keyring.backends.macOS.api", keychain)
    return keychain


def ask(action: Any, name: str = "", value: str = "") -> KeyringAnswer:
    return system.answer(KeyringRequest(action, name, value))


@pytest.mark.parametrize("where", ["windows", "mac"])
def test_keys_are_set_found_and_deleted(where: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(where)
    name = {"windows": "Windows Credential Manager", "mac": "Keychain"}[where]
    assert ask("status") == KeyringAnswer("ok", None, name)
    assert ask("get", "openai") == KeyringAnswer("ok", None, name)
    assert ask("set", "openai", "sk-ä-1") == KeyringAnswer("ok", None, name)
    assert ask("set", "anthropic", "sk-2").state == "ok"
    assert ask("set", "google", "sk-3").state == "ok"
    assert [ask("get", provider).value for provider in ("openai", "anthropic", "google")] == ["sk-ä-1", "sk-2", "sk-3"]
    assert ask("set", "openai", "sk-4").state == "ok"
    assert ask("get", "openai").value == "sk-4"
    for provider in ("openai", "openai", "google"):    # twice: what is not there is deleted, too
        assert ask("delete", provider).state == "ok"
    assert [ask("get", provider).value for provider in ("openai", "anthropic", "google")] == [None, "sk-2", None]


def test_windows_keeps_keys_under_the_service_and_the_providers_name(windows: CredentialManager) -> None:
    ask("set", "openai", "one")
    ask("set", "anthropic", "two")
    assert {(kept["TargetName"], kept["UserName"]) for kept in windows.kept.values()} == {
        (SERVICE, "anthropic"), (f"openai@{SERVICE}", "openai"),
    }    # fmt: skip


def test_a_key_that_windows_has_no_room_for_is_an_error_and_not_a_loss(windows: CredentialManager) -> None:
    ask("set", "google", "short")
    with pytest.raises(WindowsError):
        ask("set", "google", "x" * (BLOB_BYTES // 2 + 1))
    assert ask("get", "google").value == "short"


def test_a_keychain_that_stays_closed_is_called_locked(mac: Keychain) -> None:
    ask("set", "openai", "sk-1")
    mac.is_denied = True
    assert ask("get", "openai").state == "locked"
    assert ask("status").state == "locked"
    assert ask("set", "openai", "sk-2").state == "locked"
    mac.is_denied = False
    assert ask("get", "openai").value == "sk-1"
