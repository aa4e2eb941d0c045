"""Asking the keyring in a process of its own, which is killed when it does not answer."""

import asyncio
import contextlib
import os
from collections.abc import Mapping, Sequence

import msgspec

from deskchat.keys.request import KeyringAnswer, KeyringRequest

# what finding the keyring, Python and the window for a password takes; other programs' keys stay out
NEEDED = (
    "HOME", "PATH", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "DISPLAY", "WAYLAND_DISPLAY",
    "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CURRENT_DESKTOP", "KDE_FULL_SESSION",
    "KDE_SESSION_VERSION", "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "DESKTOP_SESSION", "SYSTEMROOT",
    "APPDATA", "LOCALAPPDATA", "USERPROFILE", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
)    # fmt: skip


class KeyringHungError(Exception):
    """It did not answer in time."""


async def ask(
    request: KeyringRequest, command: Sequence[str], environ: Mapping[str, str], timeout_s: float
) -> KeyringAnswer:
    """Ask the keyring. Raises ``KeyringHungError``; a helper that dies is an answer of state ``failed``."""
    environment = {name: environ[name] for name in NEEDED if name in environ}
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            cwd=os.path.sep,
        )
    except OSError as error:
        return KeyringAnswer("failed", detail=type(error).__name__)
    try:
        async with asyncio.timeout(timeout_s):
            stdout, _ = await process.communicate(msgspec.json.encode(request))
    except TimeoutError:
        raise KeyringHungError from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    try:
        return msgspec.json.decode(stdout, type=KeyringAnswer)
    except msgspec.DecodeError:
        return KeyringAnswer("failed", detail=f"exit status {process.returncode}")
