"""The packages of this system: ``python packaging/bundle/build.py [deb] [tar] [appdir]``; all of them when none is named.

They lie in ``dist/`` afterwards, with their checksums.
"""

import hashlib
import shutil
import sys
from pathlib import Path

import archives
import debian_package
import freezing
import tree
from steps import CHECKOUT, CannotBuildError, say

sys.path.insert(0, str(CHECKOUT / "packaging" / "prepare"))

import debian
from places import CannotPrepareError

WORK = CHECKOUT / "build" / "dist"
OUTPUT = CHECKOUT / "dist"
KINDS = ("deb", "tar", "appdir")


def main(arguments: list[str]) -> int:
    """Build; 0 when all is there, 1 with a sentence when not, 2 for wrong usage."""
    kinds = arguments or KINDS
    if not set(kinds) <= set(KINDS):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        debian.install("dist")
        made = _build(kinds)
    except (CannotBuildError, CannotPrepareError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    for file in made:
        say(f"{file.stat().st_size / 1e6:6.1f} MB  {file.relative_to(CHECKOUT)}")
    return 0


def _build(kinds: tuple[str, ...] | list[str]) -> list[Path]:
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir()
    frozen = freezing.freeze(WORK)
    made = []
    bare = tree.lay_out(frozen, WORK / "bare", with_model=False)
    if "deb" in kinds:
        made.append(debian_package.build(bare, OUTPUT, "-without-model"))
    shutil.rmtree(bare)
    root = tree.lay_out(frozen, WORK / "tree", with_model=True)
    if "deb" in kinds:
        made.append(debian_package.build(root, OUTPUT))
    if "tar" in kinds:
        made.append(archives.tar_xz(root, OUTPUT))
    if "appdir" in kinds and (image := archives.squashfs(archives.app_dir(root), OUTPUT)):
        made.append(image)
    sums = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in made)
    (OUTPUT / "SHA256SUMS").write_text("".join(sums))
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
