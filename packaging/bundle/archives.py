"""The archive that is unpacked anywhere, and the folder an AppImage is made of."""

import os
import platform
import shutil
from pathlib import Path

from steps import APP_ID, CHECKOUT, commit_time, run, say, set_times, version

RUN = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/bin/deskchat" "$@"\n'


def tar_xz(root: Path, output: Path) -> Path:
    """``deskchat-VERSION-ARCH.tar.xz``: one folder, with the program in ``bin``."""
    name = f"deskchat-{version()}-{platform.machine()}"
    say(f"Packing {name}.tar.xz")
    shutil.copyfile(CHECKOUT / "LICENSE", root / "usr" / "share" / "doc" / "deskchat" / "LICENSE")
    set_times(root)
    archive = output / f"{name}.tar.xz"
    same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{commit_time()}"]
    environment = {**os.environ, "XZ_OPT": "-6 -T1"}    # see debian_package.py
    run(
        ["tar", *same, "--transform", f"s,^usr,{name},S", "-C", str(root), "-cJf", str(archive), "usr"], environment
    )
    return archive


def app_dir(root: Path) -> Path:
    """Make ``root`` an AppDir: what a desktop asks for lies at its top."""
    say("Making the AppDir")
    icon, entry = f"{APP_ID}.svg", f"{APP_ID}.desktop"
    shutil.copyfile(root / "usr/share/applications" / entry, root / entry)
    shutil.copyfile(root / "usr/share/icons/hicolor/scalable/apps" / icon, root / icon)
    (root / ".DirIcon").symlink_to(icon)
    (root / "AppRun").write_text(RUN)
    (root / "AppRun").chmod(0o755)
    set_times(root)
    return root


def squashfs(root: Path, output: Path) -> Path | None:
    """The AppDir's image, zstd because xz makes every start two seconds slower; ``None`` where it can't be made.

    An AppImage is a runtime of its makers followed by this file: `cat runtime-x86_64 deskchat.squashfs > deskchat.AppImage`.
    """
    if shutil.which("mksquashfs") is None:
        say("mksquashfs is not installed: the image that an AppImage is made of is left out.")
        return None
    image = output / f"deskchat-{version()}-{platform.machine()}.squashfs"
    say(f"Packing {image.name}")
    moment = str(commit_time())
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    command = ["mksquashfs", str(root), str(image), "-comp", "zstd", "-Xcompression-level", "19", "-b", "1M"]
    same = ["-root-owned", "-mkfs-time", moment, "-all-time", moment]
    run([*command, *same, "-noappend", "-quiet", "-no-progress"], environment)
    return image
