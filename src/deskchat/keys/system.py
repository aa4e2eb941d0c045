"""The system's keyring. The only importer of ``keyring``; runs in the helper process alone."""

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from deskchat.keys.request import SERVICE, KeyringAnswer, KeyringRequest

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

# stores that encrypt with the person's login; keyrings.alt, null and what a configuration file names are not among them
TRUSTED = {
    ("keyring.backends.SecretService", "Keyring"): "Secret Service",
    ("keyring.backends.macOS", "Keyring"): "Keychain",
    ("keyring.backends.Windows", "WinVaultKeyring"): "Windows Credential Manager",
    ("keyring.backends.kwallet", "DBusKeyring"): "KWallet",
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"): "KWallet",
}


def answer(request: KeyringRequest) -> KeyringAnswer:
    """Do what is asked. Known refusals are answers; other errors of the backend rise."""
    from keyring.errors import InitError, KeyringLocked

    found = _trusted()
    if found is None:
        return KeyringAnswer("none")
    backend, name = found
    try:
        return _ask(backend, name, request)
    except (KeyringLocked, InitError) as error:
        return KeyringAnswer("locked", backend=name, detail=type(error).__name__)


def _ask(backend: "KeyringBackend", name: str, request: KeyringRequest) -> KeyringAnswer:
    nothing_kept, asks = _before_asking(name)
    if request.quiet and asks:
        return KeyringAnswer("asks", backend=name)
    if nothing_kept and request.action != "set":    # to look would make a keyring, and ask for its password
        return KeyringAnswer("ok", backend=name)
    match request.action:
        case "status":
            backend.get_password(SERVICE, "")    # nobody's: only then does a locked or hung keyring show
            return KeyringAnswer("ok", backend=name)
        case "get":
            return KeyringAnswer("ok", _kept(backend, request), name)
        case "delete":
            return _deleted(backend, name, request)
        case "set":
            return _stored(backend, name, request)


def _before_asking(name: str) -> tuple[bool, bool]:
    """Is nothing kept yet, not even a keyring there? Would looking into it ask the person for a password?"""
    if name == "KWallet":
        return False, True    # whether it is open it tells each program anew
    if name != "Secret Service":
        return False, False
    import secretstorage
    from secretstorage.collection import Collection
    from secretstorage.exceptions import ItemNotFoundException

    with closing(secretstorage.dbus_init()) as bus:
        try:
            return False, Collection(bus).is_locked()
        except ItemNotFoundException:
            return True, False


def _kept(backend: "KeyringBackend", request: KeyringRequest) -> str | None:
    kept: str | None = backend.get_password(SERVICE, request.name)
    if kept is None and request.shared:
        kept = backend.get_password(SERVICE, request.shared)
    return kept


def _stored(backend: "KeyringBackend", name: str, request: KeyringRequest) -> KeyringAnswer:
    backend.set_password(SERVICE, request.name, request.value)
    kept = backend.get_password(SERVICE, request.name) == request.value
    return KeyringAnswer("ok" if kept else "not_stored", backend=name)


def _deleted(backend: "KeyringBackend", name: str, request: KeyringRequest) -> KeyringAnswer:
    from keyring.errors import PasswordDeleteError

    if request.shared and backend.get_password(SERVICE, request.shared) is not None:
        return _stored(backend, name, request)
    with suppress(PasswordDeleteError):    # it was not there
        backend.delete_password(SERVICE, request.name)
    return KeyringAnswer("ok", backend=name)


def _trusted() -> "tuple[KeyringBackend, str] | None":
    """The best of the trusted backends that work here, made directly: no configuration file is asked."""
    from importlib import import_module

    works: list[tuple[float, KeyringBackend, str]] = []
    for (module_name, class_name), name in TRUSTED.items():
        backend_class = getattr(import_module(module_name), class_name, None)
        if backend_class is None:
            continue
        try:
            priority = float(backend_class.priority)
        except Exception:    # noqa: BLE001, S112  # a backend says in any way it likes that it can't work here
            continue
        if priority > 0:
            works.append((priority, backend_class(), name))
    best = max(works, key=lambda one: one[0], default=None)
    return best and (best[1], best[2])
