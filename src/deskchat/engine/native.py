"""llama.cpp's C interface, brought up in the right order, with its log kept for error messages."""

import ctypes
import os
import sys
from collections import deque
from pathlib import Path
from typing import Any, Final

import msgspec

from deskchat.engine.environment import PROCESSOR_ONLY

LOG_LINES: Final = 60
_WARNING: Final = 3


class Native(msgspec.Struct, frozen=True):
    """``c``: the functions of ``llama.h``, whose version is ``version``. ``log``: its last warnings and errors."""

    c: Any
    version: str
    log: deque[str]
    keep: tuple[Any, ...]    # callbacks C still calls: they must outlive it

    def reason(self) -> str:
        """What the log says was wrong, and forget it."""
        text = "".join(self.log).strip()
        self.log.clear()
        return text[-2_000:]


class AbortFlag:
    """Makes ``llama_decode`` return in the middle of its work, from another thread and without Python's lock.

    llama.cpp asks a callback after every node of its graph. A Python callback would wait for the interpreter each time
    (measured: fifty times slower while another thread is busy); C's ``strlen`` on two bytes says 0 or 1 without it.
    """

    def __init__(self, c: Any) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        self.callback = ctypes.cast(_strlen(), c.ggml_abort_callback)
        self.data = ctypes.cast(self._bytes, ctypes.c_void_p)

    def set(self) -> None:
        """Stop as soon as possible."""
        self._bytes[0] = b"\x01"

    def clear(self) -> None:
        """Work again."""
        self._bytes[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        """Was a stop asked for?"""
        return self._bytes[0] != b"\x00"


def _strlen() -> Any:
    if sys.platform == "win32":
        return ctypes.CDLL("msvcrt").strlen
    return ctypes.CDLL(None).strlen


def start() -> Native:
    """Load the library, its backends and its log. Raises ``ImportError``, or ``RuntimeError`` for a foreign build."""
    from llama_cpp import llama_cpp as c

    log: deque[str] = deque(maxlen=LOG_LINES)

    def note(level: int, text: bytes, _data: object) -> None:
        if level >= _WARNING:
            log.append(text.decode("utf-8", "replace"))

    callback = c.llama_log_callback(note)
    c.llama_log_set(callback, ctypes.c_void_p(0))
    _load_backends(library_folder())
    c.llama_backend_init()
    defaults = c.llama_context_default_params()
    # the structures go by value: a library of another version would read garbage
    if (defaults.n_ctx, defaults.n_batch, defaults.type_k, defaults.swa_full) != (512, 2048, 1, True):
        raise RuntimeError("the installed llama.cpp library is not the one this program was made for")
    return Native(c, _version(c), log, (callback,))


def library_folder() -> Path:
    """Where the engine's libraries lie."""
    from llama_cpp import llama_cpp as c

    return Path(c.__file__).parent / "lib"


def build() -> str:
    """Which build of llama.cpp this is, by the package it came with: the library's own version says as good as nothing."""
    import llama_cpp

    return str(llama_cpp.__version__)


def _version(c: Any) -> str:
    version = getattr(c, "llama_version", None)
    told = version() if version is not None else b""
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def ggml(name: str) -> Any:
    """A function of ggml, which is several libraries: the ones that llama.cpp itself uses.

    The package's own handle opens ``libggml.so``, llama.cpp wants ``libggml.so.0``: in an installed wheel these are two
    files, so two copies in memory, and what one has loaded the other has not. A library's symbols include those of the
    libraries it needs, but on Windows, where one name is one library.
    """
    from llama_cpp import llama_cpp as c

    if sys.platform != "win32":
        return getattr(c._lib, name)
    for library in ("ggml.dll", "ggml-base.dll"):
        found = getattr(ctypes.CDLL(str(library_folder() / library)), name, None)
        if found is not None:
            return found
    raise AttributeError(name)


def _load_backends(folder: Path) -> None:
    """Where backends are modules, take those beside the library only (llama.cpp would look in the current folder)."""
    if os.environ.get(PROCESSOR_ONLY):
        _load_processor(folder)
        return
    load = ggml("ggml_backend_load_all_from_path")
    load.argtypes, load.restype = [ctypes.c_char_p], None
    load(str(folder).encode())


def _load_processor(folder: Path) -> None:
    """The module that suits this processor best; none where it is built in."""
    score, best = max(((_score(file), str(file)) for file in folder.glob("*ggml-cpu*")), default=(0, ""))
    if score > 0:
        load = ggml("ggml_backend_load")
        load.argtypes, load.restype = [ctypes.c_char_p], ctypes.c_void_p
        load(os.fsencode(best))


def _score(file: Path) -> int:
    """What a module for processors says of itself here: 0, it can't run; a library that is no module can't either."""
    try:
        module = ctypes.CDLL(str(file))
    except OSError:
        return 0
    if not hasattr(module, "ggml_backend_init"):
        return 0
    return int(module.ggml_backend_score()) if hasattr(module, "ggml_backend_score") else 1
