"""Servers that nobody here wrote, on free ports of the loopback interface."""

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

CONTEXT = 2_048


def llama_server() -> Path:
    """Where llama.cpp's server lies; the test is skipped, and says how to get it, when it was not built."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat" / "tools"
    found = sorted(cache.glob("llama-server-*/llama-server"))
    if not found:
        pytest.skip("llama-server was not built here: make servers")
    return found[-1]


class LlamaServer:
    """One process with one model; ``url`` is its address without a path."""

    def __init__(self, model: Path, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        command = [llama_server(), "-m", model, "--host", "127.0.0.1", "--port", str(port), "-c", str(CONTEXT), "-np", "1", "-t", "1"]
        with log.open("wb") as output:
            self._process = subprocess.Popen([str(part) for part in command], stdout=output, stderr=subprocess.STDOUT)

    def __enter__(self) -> Self:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.1)
        self._process.kill()
        raise RuntimeError(f"llama-server did not start: {self._log.read_text(errors='replace')[-2000:]}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def kill(self) -> None:
        """End it at once, also in the middle of a reply."""
        self._process.kill()
        self._process.wait()

    @property
    def refusals(self) -> list[str]:
        """What it refused, as its log tells: lines with a status of 400 and above."""
        lines = self._log.read_text(errors="replace").splitlines()
        return [line for line in lines if "done request" in line and not line.rstrip().endswith(" 200")]
