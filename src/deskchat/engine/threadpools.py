"""Threads that stay as long as a context does, in place of those that ggml would start for each pass over the weights.

A thread that was just started stands in line on the core of the one that started it, until the system notices that another
core is idle. Measured on two cores: reading 482 tokens took a tenth longer in most runs, and as long as llama-bench, which
keeps its threads, in the others. The structure is that of ``ggml.h`` in llama-cpp-python 0.3.36, which has no name for it.
"""

import ctypes
from typing import Any, Final

from deskchat.engine import native

_THREADS_MOST: Final = 512    # GGML_MAX_N_THREADS
_PROCESSOR: Final = 0         # GGML_BACKEND_DEVICE_TYPE_CPU


class _Parameters(ctypes.Structure):
    _fields_ = (
        ("cpumask", ctypes.c_bool * _THREADS_MOST),
        ("n_threads", ctypes.c_int),
        ("prio", ctypes.c_int),
        ("poll", ctypes.c_uint32),
        ("strict_cpu", ctypes.c_bool),
        ("paused", ctypes.c_bool),
    )


class Threadpools:
    """Of one context: ``decoding`` threads, and up to ``reading`` for prompts. While one kind works the other sleeps.

    ``free`` ends them, after the context.
    """

    def __init__(self, c: Any, context: Any, decoding: int, reading: int) -> None:
        self._c, self._context = c, context
        self.counts = decoding, reading
        processor = _ggml("ggml_backend_dev_by_type", ctypes.c_int)(_PROCESSOR)
        self._backend = _ggml("ggml_backend_dev_backend_reg", ctypes.c_void_p)(processor)
        self._pools = [self._started(count) for count in dict.fromkeys((decoding, reading))]
        self.decode()

    def read(self, count: int) -> None:
        """From now on ``count`` threads compute several tokens at once."""
        self._use(self._pools[-1], count)

    def decode(self) -> None:
        """From now on those that decode compute guesses, too: they are few, and the window wants its core."""
        self._use(self._pools[0], self.counts[0])

    def free(self) -> None:
        """No call after this."""
        for pool in self._pools:
            self._function("ggml_threadpool_free", None, ctypes.c_void_p)(pool)
        self._pools = []

    def _use(self, pool: Any, count: int) -> None:
        attach = self._c._lib.llama_attach_threadpool
        attach.restype, attach.argtypes = None, [self._c.llama_context_p_ctypes, ctypes.c_void_p, ctypes.c_void_p]
        attach(self._context, self._pools[0], pool)
        self._c.llama_set_n_threads(self._context, self.counts[0], count)

    def _started(self, count: int) -> Any:
        parameters = _Parameters()
        pointer = ctypes.POINTER(_Parameters)
        _ggml("ggml_threadpool_params_init", pointer, ctypes.c_int, result=None)(ctypes.byref(parameters), count)
        return self._function("ggml_threadpool_new", ctypes.c_void_p, pointer)(ctypes.byref(parameters))

    def _function(self, name: str, result: Any, argument: Any) -> Any:
        """One of the processor's backend, which may be a module that nothing is linked to."""
        find = _ggml("ggml_backend_reg_get_proc_address", ctypes.c_void_p, ctypes.c_char_p)
        return ctypes.CFUNCTYPE(result, argument)(find(self._backend, name.encode()))


def _ggml(name: str, *arguments: Any, result: Any = ctypes.c_void_p) -> Any:
    found = native.ggml(name)
    found.restype, found.argtypes = result, list(arguments)
    return found
