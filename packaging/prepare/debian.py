"""Debian and Ubuntu packages that are missing; on other systems they are only named."""

import os
import shutil
import subprocess

from places import CannotPrepareError, say

BUILD = ["g++", "cmake", "ninja-build", "python3-venv", "ca-certificates"]
WINDOW = [
    "libegl1", "libgl1", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1",
    "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1", "libdbus-1-3",
    "libfontconfig1", "fonts-dejavu-core", "fonts-noto-core",
]  # fmt: skip
TESTS = [
    "xvfb", "xauth", "xdotool", "x11-utils", "imagemagick", "gnome-keyring", "dbus", "dbus-daemon", "libsecret-tools",
    "libglib2.0-bin", "at-spi2-core", "python3-gi", "gir1.2-atspi-2.0", "strace", "procps", "util-linux", "libfaketime",
    "x11-xserver-utils", "iproute2", "mount", "git",
]  # fmt: skip
PACKAGES = ["binutils", "debootstrap", "dpkg-dev", "git", "patchelf", "squashfs-tools", "tar", "xz-utils"]    # to make some
PACKAGE_TESTS = [
    "appstream", "desktop-file-utils", "flatpak-builder", "lintian", "nsis", "openssl", "osslsigncode", "weston",
    "wine", "wine64",
]  # fmt: skip
PURPOSES = {"test": TESTS, "dist": PACKAGES, "packages": [*TESTS, *PACKAGES, *PACKAGE_TESTS]}


def install(purpose: str) -> None:
    """Install what ``purpose`` (“run”, or one of ``PURPOSES``) needs and is not there; nothing is asked of apt otherwise."""
    wanted = BUILD + WINDOW + PURPOSES.get(purpose, [])
    if shutil.which("dpkg-query") is None:
        say("Not a Debian system: the packages that a window needs are not checked.")
        return
    missing = [name for name in wanted if not _installed(name)]
    if not missing:
        return
    say(f"Installing system packages: {' '.join(missing)}")
    apt = [] if os.geteuid() == 0 else ["sudo"]
    if apt and shutil.which("sudo") is None:
        raise CannotPrepareError(f"Packages are missing; as root: apt-get install {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run([*apt, "apt-get", "update", "-qq"], environment)
    _run([*apt, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], environment)


def _installed(name: str) -> bool:
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}", name]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout.strip() == "installed"


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise CannotPrepareError(f"“{' '.join(command)}” failed:\n{done.stdout[-3000:]}")
