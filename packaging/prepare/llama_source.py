"""llama.cpp's source, as the package of the bindings carries it."""

import tarfile
from pathlib import Path

from engine_wheel import PACKAGE, locked_hash, locked_version
from python_tools import PythonTools


def unpacked(tools: PythonTools, folder: Path) -> Path:
    """Download the locked package into ``folder``; the folder of llama.cpp in it."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{PACKAGE}=={locked_version()} --hash={locked_hash()}\n")
    get = [*tools.pip, "download", "--quiet", "--no-deps", "--no-binary", PACKAGE]
    tools.run([*get, "-d", str(folder), "-r", str(requirements)])
    archive = next(folder.glob("llama_cpp_python-*.tar.gz"))
    with tarfile.open(archive) as package:
        package.extractall(folder, filter="data")
    return next(folder.glob("llama_cpp_python-*/vendor/llama.cpp"))
