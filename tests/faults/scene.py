"""A scene: the real window in a process of its own, a chat server that says hostile things, and a witness of what is opened.

Each text is looked at three ways: after it was streamed, and after the program was ended and started again; what happens
while it streams counts for the first. A window that hangs is ended, and the case it hung in is known.
"""

import contextlib
import json
import os
import re
import selectors
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.home import Home
from tests.support.servers import ChatServer

HANG_S = 240.0    # more than the window waits for anything (``window.LONGEST_S``)
ROOT = Path(__file__).parents[2]


class HungError(AssertionError):
    """The window did not answer any more."""


@dataclass(frozen=True)
class Seen:
    """What was to be seen of a reply. ``cpu_ms``: the longest the window's thread was busy at a stretch."""

    shown: str
    text: str
    length: int
    copied: str
    status: str
    titles: Sequence[str]
    cpu_ms: float
    wall_ms: float
    grown_mb: float
    noted: Sequence[str]


@dataclass(frozen=True)
class Looks:
    """A reply after it was streamed, and after a restart; ``None``: the window hung.

    ``relaid_ms``: the longest stall while the window got another width and its letters another size, where that was tried.
    """

    streamed: Seen | None
    restarted: Seen | None
    relaid_ms: float | None = None

    @property
    def all(self) -> tuple[Seen, ...]:
        """Both. ``AssertionError``: the window hung."""
        assert self.streamed is not None, "the window hung while the reply was streamed"
        assert self.restarted is not None, "the window hung when the reply was opened again"
        return self.streamed, self.restarted


@dataclass
class Scene:
    """A home, a server and a window on them.

    ``log``: where strace notes what is opened; without one nobody watches. ``within``: a command in which the window runs.
    ``more``: further lines of the provider, in TOML. ``window``: the module that is the window.
    """

    home: Path
    log: Path | None = None
    server: ChatServer = field(default_factory=ChatServer)
    within: Sequence[str] = ()
    more: str = ""
    window: str = "tests.faults.window"

    def __enter__(self) -> Self:
        self.server.__enter__()
        home = Home(self.home)
        home.add_provider("loop", self.server.url)
        with home.paths.providers.open("a") as file:
            file.write(self.more)
        self._process: subprocess.Popen[str] | None = None
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(politely=kind is None)
        self.server.__exit__(None, None, None)

    def look_at(self, texts: Mapping[str, str], said: str = "Go on", *, relay: bool = False) -> dict[str, Looks]:
        """Each text as a reply, then all of them once more after a restart; ``relay``: and laid out anew there."""
        streamed: dict[str, Seen | None] = {}
        ids: dict[str, str] = {}
        for name, text in texts.items():
            self.server.reply = text
            streamed[name], ids[name] = self._seen("ask", said)
        self.restart()
        looks = {}
        for name in texts:
            restarted = self._seen("open", ids[name])[0] if ids[name] else None
            relaid_ms = self._order("relay")["wall_ms"] if relay and restarted is not None else None
            looks[name] = Looks(streamed[name], restarted, relaid_ms)
        return looks

    def other_views(self, word: str) -> dict[str, Any]:
        """What the other views show of the conversation that is open; ``word`` is searched for."""
        return self._order("other_views", word)

    def restart(self) -> None:
        """End the program as one does, and start it again."""
        self._end(politely=True)
        self._start()

    def opened(self) -> str:
        """All that was opened, connected to and started, as strace noted it."""
        assert self.log is not None
        return self.log.read_text("utf-8", "replace")

    def connections(self) -> set[int]:
        """The ports of internet addresses that were connected to."""
        ports = re.findall(r"connect\(\d+, \{sa_family=AF_INET6?, sin6?_port=htons\((\d+)\)", self.opened())
        return {int(port) for port in ports}

    def _seen(self, do: str, what: str) -> tuple[Seen | None, str]:
        try:
            told = self._order(do, what)
        except HungError:
            self._end(politely=False)
            self._start()
            return None, ""
        node = str(told.pop("id"))
        return Seen(**told), node

    def _order(self, do: str, *what: object) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "with": what}) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._line()) or {})

    def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(HANG_S):
                raise HungError
        line = self._process.stdout.readline()
        if not line:
            raise HungError("the window is gone")
        return line

    def _start(self) -> None:
        watch = []
        if self.log is not None:
            calls = "trace=open,openat,connect,execve"
            watch = ["strace", "-f", "-qq", "-A", "-s", "4096", "-e", calls, "-o", str(self.log)]
        command = [*self.within, *watch, sys.executable, "-m", self.window, str(self.home)]
        errors = (self.home / "window.err").open("ab")
        with errors:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ,
            )    # fmt: skip
        assert self._line() == "ready\n"

    def _end(self, *, politely: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(BrokenPipeError, HungError):
            if politely:
                self._process = process
                self._order("close")
                self._process = None
        process.terminate() if not politely else None
        try:
            process.wait(120 if politely else 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(120)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


def can_watch() -> bool:
    """Is strace there?"""
    return shutil.which("strace") is not None
