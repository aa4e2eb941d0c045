"""The .deb of a tree: what it depends on is computed from its libraries, and removing it leaves nothing."""

import hashlib
import os
import platform
import re
import shutil
from email.utils import formatdate
from pathlib import Path

import elf
import licences
from steps import LINUX, CannotBuildError, commit_time, run, say, set_times, version
from tree import compress, licence_of_deskchat

GRAPHICS = re.compile(r"libggml-(vulkan|cuda|hip|sycl)\.")    # loaded where there is a driver, and left alone where not
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
MAINTAINER = "The deskchat contributors <deskchat@users.noreply.github.com>"
CONTROL = """Package: deskchat
Version: {version}
Section: net
Priority: optional
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: fonts-dejavu-core | fonts-noto-core, gnome-keyring | kwalletmanager, libvulkan1, xdg-utils, xdg-desktop-portal
Suggests: mesa-vulkan-drivers
Description: chat with any model, on this computer or elsewhere
 deskchat talks to the models of many providers, to your own servers, and runs
 GGUF files itself. The model can be changed in the middle of a conversation,
 and nothing of it is lost.
"""
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: deskchat
Comment: What others made, and its licences: /usr/share/doc/deskchat/THIRD-PARTY.txt

Files: *
Copyright: the deskchat contributors
License: MIT
"""
CHANGELOG = """deskchat ({version}) unstable; urgency=medium

  * See CHANGELOG.md of the source.

 -- {maintainer}  {date}
"""


def build(root: Path, output: Path, suffix: str = "") -> Path:
    """Pack ``root``, which gets a folder ``DEBIAN``. ``suffix`` becomes part of the file's name."""
    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    package = output / f"deskchat{suffix}_{version()}_{architecture}.deb"
    say(f"Packing {package.name}")
    _document(root)
    debian = root / "DEBIAN"
    shutil.rmtree(debian, ignore_errors=True)
    debian.mkdir(mode=0o755)
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    (debian / "control").write_text(
        CONTROL.format(
            version=version(), architecture=architecture, maintainer=MAINTAINER, depends=depends(root),
            kilobytes=sum(-(-path.stat().st_size // 1024) for path in files),
        )
    )  # fmt: skip
    sums = (f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)
    (debian / "md5sums").write_text("".join(sums))
    for file in debian.iterdir():
        file.chmod(0o644)
    set_times(root)
    # one thread: xz cuts into blocks by how many processors and how much memory it finds, and the file would tell
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time()), "DPKG_DEB_THREADS_MAX": "1"}
    run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(root), str(package)], environment)
    shutil.rmtree(debian)
    return package


def depends(root: Path) -> str:
    """The packages of the libraries that the tree needs and has not, with the oldest version that will do."""
    program = root / "usr" / "lib" / "deskchat"
    binaries = [path for path in sorted(program.rglob("*")) if elf.is_elf(path) and not GRAPHICS.match(path.name)]
    folders = sorted({str(path.parent) for path in binaries})
    work = root.parent / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text("Source: deskchat\n\nPackage: deskchat\nArchitecture: any\n")
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{folder}" for folder in folders)]
    answer = run([*command, *(f"-e{path}" for path in binaries)], cwd=work)
    shutil.rmtree(work)
    owners = {licences.owner(name) for name in _from_outside(binaries)}
    # dpkg-shlibdeps also names the packages of libraries that are in the tree
    found = [each for each in answer.strip().removeprefix("shlibs:Depends=").split(", ") if each.split()[0] in owners]
    if not any(each.startswith("libc6 ") for each in found):
        raise CannotBuildError(f"dpkg-shlibdeps answered “{answer}”.")
    return ", ".join(found)


def _from_outside(binaries: list[Path]) -> set[str]:
    """The libraries that something here is linked with and that are not here."""
    inside = {path.name for path in binaries} | {elf.soname(path) for path in binaries}
    return {name for path in binaries for name in elf.needed(path)} - inside


def _document(root: Path) -> None:
    documents = root / "usr" / "share" / "doc" / "deskchat"
    licence = "".join(f" {line}\n" if line else " .\n" for line in licence_of_deskchat().splitlines())
    (documents / "copyright").write_text(COPYRIGHT + licence, "utf-8")
    changes = documents / "changelog"
    date = formatdate(commit_time(), localtime=False, usegmt=False)
    changes.write_text(CHANGELOG.format(version=version(), maintainer=MAINTAINER, date=date), "utf-8")
    compress(changes)
    overrides = root / "usr" / "share" / "lintian" / "overrides" / "deskchat"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(LINUX / "lintian-overrides", overrides)
    for path in (root / "usr" / "share").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()    # the format's, not a protection
