"""Servers that nobody here wrote, on free ports of the loopback interface."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

CONTEXT = 2_048


def tool(pattern: str) -> Path:
    """A program that ``make servers`` put into the cache; the test is skipped, and says how to get it, when it is not there."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat" / "tools"
    found = sorted(cache.glob(pattern))
    if not found:
        pytest.skip(f"{Path(pattern).name} is not here: make servers")
    return found[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LlamaServer:
    """One process with one model; ``url`` is its address without a path."""

    def __init__(self, model: Path, log: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        command = [tool("llama-server-*/llama-server"), "-m", model, "--host", "127.0.0.1", "--port", str(port), "-c", str(CONTEXT), "-np", "1", "-t", "1"]
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


class Llmock:
    """A mock of several providers that breaks on demand and grades its clients; ``url`` is its address without a path."""

    def __init__(self, log: Path) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [str(tool("llmock-*/bin/llmock")), "serve", "--port", str(port), "--log-level", "warning"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)

    def __enter__(self) -> Self:
        for _ in range(300):
            try:
                self._ask("/health")
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self._process.kill()
        raise RuntimeError("llmock did not start")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()

    def begin(self, *behaviours: dict[str, object]) -> None:
        """Forget what was, and behave so from now on."""
        self._ask("/_llmock/reset", {})
        if behaviours:
            self._ask("/_llmock/scenario", {"behaviors": list(behaviours)})

    def requests(self) -> list[dict[str, Any]]:
        """What it was asked since ``begin``."""
        return list(self._ask("/_llmock/requests")["requests"])

    def findings(self) -> list[str]:
        """What its client did wrong since ``begin``, by its own rules."""
        return [finding["code"] for finding in self._ask("/_llmock/verdict")["findings"]]

    def _ask(self, path: str, body: object = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return dict(json.load(answer))
