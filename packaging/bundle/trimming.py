"""What PyInstaller collected and the program does not use, or the system must own.

An entry is PyInstaller's: name in the bundle, file it comes from (for a link, its target), kind.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection
from fnmatch import fnmatch
from pathlib import Path

import elf

Entry = tuple[str, str, str]
Needed = Callable[[Path], Collection[str]]    # the SONAMEs that a file is linked with

UNUSED_ENGINE = "libllama-common."    # for llama.cpp's own programs
LANGUAGES = ("de", "fr", "es")
# what an installer noted for itself: true of the environment only, with its folder and checksums of programs that name it
NOTES_OF_INSTALLERS = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"}
UNUSED_PLUGINS = [
    "*/plugins/egldeviceintegrations/*", "*/plugins/generic/*", "*/plugins/networkinformation/*",
    "*/plugins/platforms/libqeglfs*", "*/plugins/platforms/libqlinuxfb*", "*/plugins/platforms/libqvnc*",
    "*/plugins/platforms/libqvkkhrdisplay*", "*/plugins/platforms/libqminimal*",
    "*/plugins/platformthemes/libqgtk3*",    # brings forty libraries of GTK; the portal theme does what it does for us
    "*/plugins/imageformats/libqtga*", "*/plugins/imageformats/libqtiff*", "*/plugins/imageformats/libqwbmp*",
    "*/plugins/imageformats/libqicns*", "*/plugins/imageformats/libqpdf*", "*/plugins/tls/*",
    "*/plugins/wayland-graphics-integration-client/libdmabuf*", "*/plugins/wayland-graphics-integration-client/libdrm*",
    "*/plugins/wayland-graphics-integration-client/libshm*", "*/plugins/wayland-graphics-integration-client/libvulkan*",
    "*/plugins/wayland-shell-integration/libivi*", "*/plugins/wayland-shell-integration/libfullscreen*",
    "*/plugins/wayland-shell-integration/libqt-shell*", "*/plugins/wayland-shell-integration/libwl-shell*",
]  # fmt: skip

# Graphics drivers, D-Bus and Kerberos plug into these: two versions in one process crash. The .deb depends on them.
SYSTEM_OWNS = re.compile(
    r"lib(stdc\+\+|gcc_s|X11|X11-xcb|xcb|xcb-dri2|xcb-dri3|xcb-glx|fontconfig|freetype|expat|z|com_err|gpg-error|p11-kit|"
    r"glib-2\.0|gobject-2\.0|gio-2\.0|gmodule-2\.0|gthread-2\.0|systemd|dbus-1|selinux|mount|blkid|keyutils|k5crypto|krb5|"
    r"krb5support|gssapi_krb5|resolv|gcrypt|cap|pcre2-8|brotlidec|brotlicommon|png16|wayland-client|wayland-cursor|"
    r"wayland-egl|vulkan)\.so"
)
# PyInstaller also puts the engine's libraries where all others are: a second copy, that the loader would take first
SECOND_COPY = re.compile(r"lib(llama|ggml|mtmd)[\w-]*\.so")
OPENED_BY_NAME = re.compile(r"lib(python|ssl|crypto)[\d.]*\.so")    # nothing is linked with them


def kept_binaries(entries: list[Entry], needed: Needed = elf.needed) -> list[Entry]:
    """The libraries, plugins and modules that stay."""
    used = [entry for entry in entries if not _dropped(entry[0]) and not _at_the_top(entry[0])]
    reached = _reached(used, needed)
    return [entry for entry in used if entry[2] == "SYMLINK" or entry[0] in reached]


def kept_data(entries: list[Entry]) -> list[Entry]:
    """The files that stay: of Qt's own translations those of our languages, of packages' records what is true here."""
    return [entry for entry in entries if _translation_stays(entry[0]) and not _installers_note(entry[0])]


def without_dangling_links(entries: list[Entry], names: set[str]) -> list[Entry]:
    """``entries`` without the links to what is not among ``names``."""
    return [
        (name, source, kind)
        for name, source, kind in entries
        if kind != "SYMLINK" or os.path.normpath(str(Path(name).parent / source)) in names
    ]


def engine_libraries(folder: Path) -> list[tuple[str, str]]:
    """llama.cpp's libraries as (file, folder in the bundle): each under the name it is opened by.

    A wheel holds every library three times, for it can't hold links; ``engine_links`` names those that take their place.
    """
    return [(str(folder / name), "llama_cpp/lib") for name in sorted(_by_soname(folder))]


def engine_links(folder: Path) -> dict[str, str]:
    """Further names that the bindings open a library by, each with the file it is a link to."""
    shortest = {own: min(names, key=len) for own, names in _by_soname(folder).items()}
    return {name: own for own, name in shortest.items() if name != own}


def _by_soname(folder: Path) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.glob("*.so*")):
        if not file.name.startswith(UNUSED_ENGINE):
            names[elf.soname(file)].append(file.name)
    return names


def _dropped(name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in UNUSED_PLUGINS)


def _at_the_top(name: str) -> bool:
    """Is it among the libraries and not to be there?"""
    return "/" not in name and (SYSTEM_OWNS.match(name) or SECOND_COPY.match(name)) is not None


def _translation_stays(name: str) -> bool:
    ours = {f"qtbase_{language}.qm" for language in LANGUAGES}
    return "/Qt/translations/" not in name or Path(name).name in ours


def _installers_note(name: str) -> bool:
    return Path(name).parent.name.endswith(".dist-info") and Path(name).name in NOTES_OF_INSTALLERS


def _is_library(name: str) -> bool:
    """Something that is there only because another file is linked with it: no plugin, no module."""
    file = Path(name).name
    own = "/plugins/" in name or "llama_cpp/lib" in name or OPENED_BY_NAME.match(file)
    return re.match(r"lib.+\.so(\.|$)", file) is not None and not own


def _reached(entries: list[Entry], needed: Needed) -> set[str]:
    """What is opened by itself, and all that is linked with, from there on."""
    by_file = defaultdict(list)
    for entry in entries:
        by_file[Path(entry[0]).name].append(entry)
    reached: set[str] = set()
    todo = [entry for entry in entries if entry[2] != "SYMLINK" and not _is_library(entry[0])]
    while todo:
        name, source, _ = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        todo += [other for library in needed(Path(source)) for other in by_file[library]]
    return reached
