"""The add-on for NVIDIA cards on Linux: ``python packaging/bundle/cuda_addon.py``, where CUDA's compiler is installed.

It is one more part of the engine, libggml-cuda, with the libraries of CUDA that it is linked with. The engine loads what
lies beside it, and leaves it alone where there is no driver: nothing else knows of the add-on. It fits only the deskchat
it was made with, so the .deb asks for that very version. CUDA is not in the packages themselves: it is several times their
size, and Vulkan computes on the same cards.
"""

import os
import platform
import shutil
import sys
import zipfile
from pathlib import Path

import checksums
import elf
from debian_package import ARCHITECTURES, MAINTAINER
from steps import CACHE, CHECKOUT, CannotBuildError, commit_time, run, say, set_times, version

ARGUMENTS = ["-DGGML_NATIVE=OFF", "-DGGML_BACKEND_DL=ON", "-DGGML_CUDA=ON"]
PLACE = Path("usr/lib/deskchat/_internal/llama_cpp/lib")
LIBRARY = "libggml-cuda.so"
OF_CUDA = ("libcudart.so", "libcublas.so", "libcublasLt.so")    # NVIDIA lets programs bring these along; not the driver's
CONTROL = """Package: deskchat-cuda
Version: {version}
Section: net
Priority: optional
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kilobytes}
Depends: deskchat (= {version})
Description: NVIDIA's CUDA for local models in deskchat
 With NVIDIA's driver, local models run on NVIDIA cards through CUDA instead of
 Vulkan.
"""


def compiled() -> Path:
    """The part, from the cache or compiled. Raises ``CannotBuildError``."""
    import engine_wheel
    import python_tools

    if shutil.which("nvcc") is None:
        raise CannotBuildError("CUDA's compiler is not installed: there is no nvcc.")
    arguments = ARGUMENTS + engine_wheel.BASE
    folder = CACHE / "wheels" / engine_wheel.cache_key(engine_wheel.locked_version(), arguments)
    if engine_wheel.cached(folder) is None:
        say("Compiling the engine's part for CUDA. This happens once and takes about an hour.")
        engine_wheel.compile_into(folder, python_tools.make(), arguments)
    wheel = engine_wheel.cached(folder)
    if wheel is None:
        raise CannotBuildError(f"The part for CUDA was not made. The build's log: {folder / 'build.log'}")
    with zipfile.ZipFile(wheel) as packed:
        (folder / LIBRARY).write_bytes(packed.read(f"llama_cpp/lib/{LIBRARY}"))
    return folder / LIBRARY


def lay_out(library: Path, toolkit: Path, root: Path) -> None:
    """Make ``root`` anew with the part in its place, and what it needs of the libraries in ``toolkit``."""
    shutil.rmtree(root, ignore_errors=True)
    place = root / PLACE
    place.mkdir(parents=True)
    shutil.copyfile(library, place / LIBRARY)
    todo = [library]
    while todo:
        for name in sorted(elf.needed(todo.pop())):
            if name.startswith(OF_CUDA) and not (place / name).exists():
                source = next((found for found in toolkit.rglob(name) if elf.is_elf(found.resolve())), None)
                if source is None:
                    raise CannotBuildError(f"{name} is not below {toolkit}.")
                shutil.copyfile(source.resolve(), place / name)
                todo.append(place / name)
    for path in root.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    set_times(root)


def pack(root: Path, output: Path) -> list[Path]:
    """The .deb, and an archive to unpack over the folder of the other archive."""
    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    package = output / f"deskchat-cuda_{version()}_{architecture}.deb"
    archive = output / f"deskchat-cuda-{version()}-{platform.machine()}.tar.xz"
    kilobytes = sum(-(-file.stat().st_size // 1024) for file in root.rglob("*") if file.is_file())
    name = f"deskchat-{version()}-{platform.machine()}"
    same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{commit_time()}"]
    run(["tar", *same, "--transform", f"s,^usr,{name},S", "-C", str(root), "-cJf", str(archive), "usr"])
    (root / "DEBIAN").mkdir()
    filled = CONTROL.format(version=version(), architecture=architecture, maintainer=MAINTAINER, kilobytes=kilobytes)
    (root / "DEBIAN" / "control").write_text(filled, "utf-8")
    set_times(root)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(commit_time())}
    run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(root), str(package)], environment)
    shutil.rmtree(root / "DEBIAN")
    return [package, archive]


def main() -> int:
    """Make both; 0 when they are there, 1 with a sentence when not."""
    from places import CannotPrepareError

    try:
        toolkit = Path(shutil.which("nvcc") or "/usr/local/cuda/bin/nvcc").resolve().parents[1]
        root, output = CHECKOUT / "build" / "cuda", CHECKOUT / "dist"
        lay_out(compiled(), toolkit, root)
        output.mkdir(exist_ok=True)
        made = pack(root, output)
    except (CannotBuildError, CannotPrepareError) as problem:
        print(problem, file=sys.stderr)
        return 1
    checksums.write(output)
    for file in made:
        say(f"{file.stat().st_size / 1e6:6.1f} MB  {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
