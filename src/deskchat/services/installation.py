"""How this program came onto the machine, and so who brings its updates."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

DPKG_LIST = Path("/var/lib/dpkg/info/deskchat.list")
FLATPAK = Path("/.flatpak-info")


class Installation(msgspec.Struct, frozen=True):
    """``kind`` is a kind of release file (``releases.py``), or ``deb``, ``flatpak``, ``source``.

    ``update``: what the person does to get a newer one.
    """

    kind: str
    update: str


SOURCE = Installation("source", "Update the checkout with “git pull”, then “make run”.")
DEB = Installation("deb", "Your package manager brings it, or “sudo apt install ./deskchat_….deb”.")
FLATPAK_BUNDLE = Installation("flatpak", "“flatpak update” brings it.")
APPIMAGE = Installation("appimage", "Put the new AppImage in the place of this one.")
WINDOWS = Installation("windows", "Run the new installer; your conversations stay.")
MACOS = Installation("macos", "Open the new image and drag deskchat over the old one.")
ARCHIVE = Installation("archive", "Unpack the new archive in the place of the old one.")


def this_installation() -> Installation:
    """That of the running program."""
    frozen = bool(getattr(sys, "frozen", False))
    return recognise(sys.platform, os.environ, frozen=frozen, packaged=DPKG_LIST.exists(), flatpak=FLATPAK.exists())


def recognise(
    platform: str, environ: Mapping[str, str], *, frozen: bool, packaged: bool = False, flatpak: bool = False
) -> Installation:
    """The kind of an installation; ``packaged``: dpkg knows of it."""
    if not frozen:
        return SOURCE
    if platform in ("win32", "darwin"):
        return WINDOWS if platform == "win32" else MACOS
    if flatpak:
        return FLATPAK_BUNDLE
    if environ.get("APPIMAGE"):
        return APPIMAGE
    return DEB if packaged else ARCHIVE
