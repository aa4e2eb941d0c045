"""The AppImage: ``python packaging/bundle/appimage.py`` puts the image in ``dist/`` behind the runtime of its makers.

The runtime is a program that mounts what follows it and runs ``AppRun`` there. It is fetched once, in one version, and is
taken only when it is the very file that was looked at.
"""

import shutil
import sys
from pathlib import Path

import checksums
from steps import CACHE, CHECKOUT, CannotBuildError, say

VERSION = "20251108"
SHA256 = "2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d"
ADDRESS = f"https://github.com/AppImage/type2-runtime/releases/download/{VERSION}/runtime-x86_64"
DIST = CHECKOUT / "dist"


def build(image: Path, runtime: Path) -> Path:
    """``image`` behind ``runtime``, as a program beside it."""
    made = image.with_suffix(".AppImage")
    with made.open("wb") as out:
        for part in (runtime, image):
            with part.open("rb") as content:
                shutil.copyfileobj(content, out)
    made.chmod(0o755)
    return made


def runtime() -> Path:
    """The pinned one, from the cache or from where it is published. Raises ``CannotBuildError``."""
    import model_files

    kept = CACHE / "tools" / f"appimage-runtime-{VERSION}"
    if not kept.exists():
        say("Fetching the AppImage's runtime")
        partial = kept.with_suffix(".part")
        partial.parent.mkdir(parents=True, exist_ok=True)
        try:
            model_files.download(ADDRESS, partial)
        except OSError as problem:
            raise CannotBuildError(f"The AppImage's runtime can't be had: {problem}") from problem
        if (found := model_files.sha256(partial)) != SHA256:
            partial.unlink()
            raise CannotBuildError(f"The AppImage's runtime is not the file that was looked at: its SHA-256 is {found}.")
        partial.replace(kept)
    return kept


def main() -> int:
    """Make it; 0 when it is there, 1 with a sentence when not."""
    try:
        image = next(DIST.glob("*.squashfs"), None)
        if image is None:
            raise CannotBuildError("There is no image in dist/. First: make dist")
        say(f"Made {build(image, runtime()).name}")
    except CannotBuildError as problem:
        print(problem, file=sys.stderr)
        return 1
    checksums.write(DIST)
    return 0


if __name__ == "__main__":
    sys.exit(main())
