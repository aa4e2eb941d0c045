"""The packages of this system: ``python packaging/bundle/build.py [KIND…]``; all of them when none is named.

They lie in ``dist/`` afterwards, with their checksums. ``DESKCHAT_ENGINE=environment`` packs the engine that runs from this
checkout (processors with AVX2, no graphics): the one that packages are for takes half an hour to compile, once.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

import archives
import authenticode
import bill_of_materials
import checksums
import debian
import debian_package
import engine_bundle
import freezing
import licences
import mac
import python_tools
import tree
import windows
from places import CannotPrepareError
from steps import CHECKOUT, CannotBuildError, say, starter_model

LINUX = ("bare", "deb", "tar", "appdir")    # bare: the .deb without the model
KINDS = {"win32": ("nsis", "zip"), "darwin": ("dmg",)}.get(sys.platform, LINUX)


def main(arguments: list[str]) -> int:
    """Build; 0 when all is there, 1 with a sentence when not, 2 for wrong usage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--output", type=Path, default=CHECKOUT / "dist", help="where to put them; what is there goes")
    parser.add_argument("--work", type=Path, default=CHECKOUT / "build" / "dist", help="where to make them")
    wanted = parser.parse_args(arguments)
    if not set(wanted.kinds) <= set(KINDS):
        parser.error(f"there are {', '.join(KINDS)}")
    os.umask(0o022)    # whoever builds: folders are open to those who install
    try:
        debian.install("dist")
        made = _build(wanted.kinds or KINDS, wanted.work.absolute(), wanted.output.absolute())
    except (CannotBuildError, CannotPrepareError) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    for file in made:
        say(f"{file.stat().st_size / 1e6:6.1f} MB  {file}")
    return 0


def _build(kinds: Collection[str], work: Path, output: Path) -> list[Path]:
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    frozen = freezing.freeze(work, _engine())
    pack = {"win32": _for_windows, "darwin": _for_a_mac}.get(sys.platform, _for_linux)
    made = [*pack(kinds, frozen, work, output), bill_of_materials.write(output, python_tools.make().program)]
    checksums.write(output)
    return made


def _for_linux(kinds: Collection[str], frozen: Path, work: Path, output: Path) -> list[Path]:
    made = []
    if "bare" in kinds:
        bare = tree.lay_out(frozen, work / "bare", with_model=False)
        made.append(debian_package.build(bare, output, "-without-model"))
        shutil.rmtree(bare)
    root = tree.lay_out(frozen, work / "tree", with_model=True)
    if "deb" in kinds:
        made.append(debian_package.build(root, output))
    if "tar" in kinds:
        made.append(archives.tar_xz(root, output))
    if "appdir" in kinds and (image := archives.squashfs(archives.app_dir(root), output)):
        made.append(image)
    return made


def _for_windows(kinds: Collection[str], frozen: Path, _work: Path, output: Path) -> list[Path]:
    shutil.copy(starter_model(), frozen / tree.MODELS)
    windows.documents(frozen, with_model=True)
    authenticode.sign(*frozen.glob("*.exe"))
    packers = {"nsis": windows.installer, "zip": windows.archive}
    made = [packers[kind](frozen, output) for kind in kinds]
    authenticode.sign(*(file for file in made if file.suffix == ".exe"))
    return made


def _for_a_mac(_kinds: Collection[str], frozen: Path, work: Path, output: Path) -> list[Path]:
    app = frozen.with_name("deskchat.app")
    resources = app / "Contents" / "Resources"
    shutil.copy(starter_model(), resources / tree.MODELS.relative_to("_internal"))
    (resources / "THIRD-PARTY.txt").write_text(licences.third_party(frozen, with_model=True), "utf-8")
    mac.sign(app)
    return [mac.disk_image(app, work, output)]


def _engine() -> Path:
    if os.environ.get("DESKCHAT_ENGINE") == "environment":
        return freezing.installed_engine()
    return engine_bundle.libraries(python_tools.make())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
