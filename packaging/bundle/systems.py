"""What differs between Linux, Windows and macOS when the program is frozen. Systems are called as ``sys.platform`` does."""

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import trimming
from steps import version

VERSION_OF_WINDOWS = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'The deskchat contributors'), StringStruct('FileDescription', 'deskchat'),
      StringStruct('FileVersion', '{version}'), StringStruct('InternalName', 'deskchat'),
      StringStruct('LegalCopyright', 'The deskchat contributors, MIT licence'), StringStruct('ProductName', 'deskchat'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""
LEFT_OUT = (".gguf", ".sha256", ".part", ".ts")    # the model in the box is added at the end; the last are sources
ENGINE_FILES = {"win32": (".dll",), "darwin": (".dylib", ".so", ".metal")}
KEYRINGS = {"win32": ("Windows",), "darwin": ("macOS", "macOS.api")}
KEYRINGS_OF_LINUX = ("SecretService", "kwallet", "libsecret")
# A window of widgets draws without OpenGL: Mesa in software (20 MB) is not needed, nor other kinds of windows.
UNUSED = [
    "*opengl32sw.dll", "*d3dcompiler*.dll", "*plugins?platforms?qminimal*", "*plugins?platforms?libqminimal*",
    "*plugins?platforms?qdirect2d*", "*plugins?generic?*", "*plugins?networkinformation?*", "*plugins?tls?*",
    "*imageformats?*qtga*", "*imageformats?*qtiff*", "*imageformats?*qwbmp*", "*imageformats?*qpdf*",
]  # fmt: skip


@dataclass(frozen=True)
class Program:
    """``console``: it belongs to the terminal that it is started from, or opens one."""

    name: str
    console: bool


def programs(system: str) -> list[Program]:
    """One file for all roles; on Windows, where a program with a window has no terminal, a second for the command line."""
    window = Program("deskchat", console=False)
    return [window, Program("deskchat-cli", console=True)] if system == "win32" else [window]


def program_options(system: str, icons: Path, work: Path) -> dict[str, Any]:
    """What PyInstaller is told of each program there."""
    if system == "win32":
        numbers = (*(int(part) for part in version().split(".")), 0)
        resource = work / "version.txt"
        resource.write_text(VERSION_OF_WINDOWS.format(numbers=numbers, version=version()), "utf-8")
        return {"icon": str(icons / "deskchat.ico"), "version": str(resource)}
    return {}


def keyrings(system: str) -> list[str]:
    """The modules of the keyring that are looked for by name at run time."""
    wanted = (*KEYRINGS.get(system, KEYRINGS_OF_LINUX), "chainer", "fail", "null")
    return [f"keyring.backends.{name}" for name in wanted]


def resources(folder: Path) -> list[tuple[str, str]]:
    """All files that come with the program, but for models and sources, each with its folder in the bundle."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix not in LEFT_OUT)
    return [(str(file), (Path("deskchat/resources") / file.parent.relative_to(folder)).as_posix()) for file in files]


def documentation(folder: Path) -> list[tuple[str, str]]:
    """The pages that the guide's window shows, each with its folder in the bundle; no pictures."""
    pages = [page for below in ("*", "guide/*", "generated/*", "fr/**/*") for page in folder.glob(f"{below}.md")]
    return [(str(page), (Path("deskchat/docs") / page.parent.relative_to(folder)).as_posix()) for page in sorted(pages)]


def engine(system: str, folder: Path) -> list[Path]:
    """The files of llama.cpp that are packed; the whole of its modules where there are some."""
    if system not in ENGINE_FILES:
        return [Path(file) for file, _ in trimming.engine_libraries(folder)]
    found = (file for file in sorted(folder.iterdir()) if file.suffix in ENGINE_FILES[system])
    return [file for file in found if not file.name.removeprefix("lib").startswith("llama-common.")]


def is_unused(name: str) -> bool:
    """Is it a library of Qt that a window of widgets on Windows or macOS does without?"""
    return any(fnmatch(name.lower().replace("\\", "/"), pattern) for pattern in UNUSED)
