"""What deskchat stands on: the room on the disk, the display, the fonts. Looked at from outside, for ``deskchat doctor``."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deskchat.services.own_process import bare_environment

LITTLE_ROOM_BYTES = 1_000_000_000
FONTS_WAIT_S = 10.0
# scripts that fonts are often missing for, by the language fontconfig knows them by
SCRIPTS = {
    "zh-cn": "Chinese", "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "hi": "Hindi", "th": "Thai", "und-zsye": "emoji",
}  # fmt: skip


def room(place: Path) -> str:
    """How much is free where ``place`` is, or will be."""
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return f"can't be told: {error.strerror or type(error).__name__}"
    return f"{free / 1e9:.1f} GB free{': little; replies and downloads need room' if free < LITTLE_ROOM_BYTES else ''}"


def size(file: Path) -> str:
    """How large a file is, in words; ``""`` when it is not there."""
    try:
        return f"{file.stat().st_size / 1e6:,.1f} MB"
    except OSError:
        return ""


def display(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Which display a window would open on."""
    if not platform.startswith("linux"):
        return "the system's own"
    chosen = environ.get("QT_QPA_PLATFORM", "")
    asked = f" (QT_QPA_PLATFORM asks for {chosen})" if chosen else ""
    desktop = environ.get("XDG_CURRENT_DESKTOP", "")
    on = f", {desktop}" if desktop else ""
    if environ.get("WAYLAND_DISPLAY"):
        return f"Wayland{on}{asked}"
    if environ.get("DISPLAY"):
        return f"X11 at {environ['DISPLAY']}{on}{asked}"
    return f"none: the window can't open here, the command line works{asked}"


def fonts() -> str:
    """How many fonts fontconfig knows, and for which scripts there is none; ``""`` where there is no fontconfig."""
    lister = shutil.which("fc-list")
    if lister is None:
        return ""
    families = _families(lister, ":")
    missing = [name for language, name in SCRIPTS.items() if not _families(lister, f":lang={language}")]
    return f"{len(families)} families" + (f"; none for {', '.join(missing)}: shown as boxes" if missing else "")


def _families(lister: str, pattern: str) -> set[str]:
    try:
        done = subprocess.run(    # fontconfig's own tool, with words of ours
            (lister, pattern, "family"), capture_output=True, text=True, errors="replace", timeout=FONTS_WAIT_S, check=False,
            env=_fontconfigs(os.environ),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {line.strip() for line in done.stdout.splitlines() if line.strip()}


def _fontconfigs(own: Mapping[str, str]) -> dict[str, str]:
    """Where fonts and their configuration lie, and no key or password."""
    kept = {name: value for name, value in own.items() if name.startswith(("FONTCONFIG_", "XDG_"))}
    return bare_environment(own) | kept | {"LC_ALL": "C.UTF-8"}
