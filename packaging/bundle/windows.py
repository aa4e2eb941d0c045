"""What people on Windows download: an installer, and a folder to unpack anywhere.

The installer is made by NSIS, which runs on every system, so it is compiled and tried on Linux as well.
"""

import shutil
import time
import zipfile
from pathlib import Path

import icons
import licences
from steps import CHECKOUT, CannotBuildError, commit_time, run, say, version

SCRIPT = CHECKOUT / "packaging" / "windows" / "deskchat.nsi"
ARCHITECTURE = "x64"


def documents(frozen: Path, *, with_model: bool) -> None:
    """Put the licences into the folder with the program."""
    shutil.copyfile(CHECKOUT / "LICENSE", frozen / "LICENSE.txt")
    (frozen / "THIRD-PARTY.txt").write_text(licences.third_party(frozen, with_model=with_model), "utf-8")


def installer(frozen: Path, output: Path) -> Path:
    """``deskchat-VERSION-x64-setup.exe`` out of the folder with the program."""
    made = output / f"deskchat-{version()}-{ARCHITECTURE}-setup.exe"
    icon = output / "deskchat.ico"
    icons.ico(icon)
    say(f"Packing {made.name}")
    defined = {"VERSION": version(), "PAYLOAD": frozen / "*", "LICENSE": CHECKOUT / "LICENSE", "ICON": icon, "OUTPUT": made}
    run(["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), str(SCRIPT)])
    icon.unlink()
    if not made.is_file():
        raise CannotBuildError("makensis made nothing.")
    return made


def archive(frozen: Path, output: Path) -> Path:
    """``deskchat-VERSION-x64.zip``: one folder, with the dates of the commit."""
    name = f"deskchat-{version()}-{ARCHITECTURE}"
    say(f"Packing {name}.zip")
    moment = time.gmtime(commit_time())[:6]
    made = output / f"{name}.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(path for path in frozen.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{file.relative_to(frozen).as_posix()}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, file.read_bytes())
    return made
