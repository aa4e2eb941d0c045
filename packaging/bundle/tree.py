"""The files of an installation below ``/usr``: the program, and what tells a desktop about it."""

import gzip
import os
import shutil
import time
from pathlib import Path

import icons
import licences
from steps import APP_ID, CHECKOUT, ICON, LINUX, commit_time, set_times, starter_model, version

ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
MODELS = Path("_internal/deskchat/resources/models")


def lay_out(frozen: Path, root: Path, *, with_model: bool) -> Path:
    """Make ``root`` anew with ``usr`` in it; ``frozen``'s files are linked, not copied. Returns ``root``."""
    shutil.rmtree(root, ignore_errors=True)
    program = root / "usr" / "lib" / "deskchat"
    shutil.copytree(frozen, program, symlinks=True, copy_function=os.link)
    if with_model:
        shutil.copyfile(starter_model(), program / MODELS / starter_model().name)
    else:
        (program / MODELS / f"{starter_model().stem}.toml").unlink(missing_ok=True)
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "deskchat").symlink_to("../lib/deskchat/deskchat")
    share = root / "usr" / "share"
    _describe(share)
    _draw(share / "icons" / "hicolor")
    documents = share / "doc" / "deskchat"
    documents.mkdir(parents=True)
    (documents / "THIRD-PARTY.txt").write_text(licences.third_party(frozen, with_model=with_model), "utf-8")
    for path in share.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    set_times(share)
    return root


def _describe(share: Path) -> None:
    _fill(LINUX / f"{APP_ID}.desktop", share / "applications" / f"{APP_ID}.desktop")
    _fill(LINUX / f"{APP_ID}.metainfo.xml", share / "metainfo" / f"{APP_ID}.metainfo.xml")
    _fill(LINUX / f"{APP_ID}.mime.xml", share / "mime" / "packages" / f"{APP_ID}.xml")
    manual = share / "man" / "man1" / "deskchat.1"
    _fill(LINUX / "deskchat.1", manual)
    compress(manual)


def _draw(pictures: Path) -> None:
    scalable = pictures / "scalable" / "apps" / f"{APP_ID}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(ICON, scalable)
    for side in ICON_SIZES:
        picture = pictures / f"{side}x{side}" / "apps" / f"{APP_ID}.png"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(icons.png(side))


def _fill(source: Path, target: Path) -> None:
    day = time.strftime("%Y-%m-%d", time.gmtime(commit_time()))
    target.parent.mkdir(parents=True)
    target.write_text(source.read_text("utf-8").replace("@VERSION@", version()).replace("@DATE@", day), "utf-8")


def compress(file: Path) -> None:
    """Replace ``file`` by one in gzip's format, without a date in it."""
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    file.unlink()


def licence_of_deskchat() -> str:
    """Deskchat's own."""
    return (CHECKOUT / "LICENSE").read_text("utf-8")
