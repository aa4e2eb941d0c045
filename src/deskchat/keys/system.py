"""The system's keyring. The only importer of ``keyring``; runs in the helper process alone."""

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
    from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

    found = _trusted()
    if found is None:
        return KeyringAnswer("none")
    backend, name = found
    try:
        return _ask(backend, name, request)
    except (KeyringLocked, InitError) as error:
        return KeyringAnswer("locked", backend=name, detail=type(error).__name__)
    except PasswordDeleteError:
        return KeyringAnswer("ok", backend=name)    # it was not there


def _ask(backend: "KeyringBackend", name: str, request: KeyringRequest) -> KeyringAnswer:
    match request.action:
        case "status":
            backend.get_password(SERVICE, "")    # nobody's: only then does a locked or hung keyring show
            return KeyringAnswer("ok", backend=name)
        case "get":
            return KeyringAnswer("ok", backend.get_password(SERVICE, request.name), name)
        case "delete":
            backend.delete_password(SERVICE, request.name)
            return KeyringAnswer("ok", backend=name)
        case "set":
            backend.set_password(SERVICE, request.name, request.value)
            kept = backend.get_password(SERVICE, request.name) == request.value
            return KeyringAnswer("ok" if kept else "not_stored", backend=name)


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
