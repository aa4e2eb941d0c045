r"""A loopback server that writes bytes as they are: for answers that no HTTP library would send.

::

    with RawServer(lambda talk: talk.send(b"HTTP/1.1 200 OK\r\n", b"Content-Length: 9\r\n\r\n", b"short")) as server:
        ...talk to server.url...
        assert len(server.requests) == 1
"""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from tests.support.reset import reset_when_read


@dataclass(frozen=True)
class Talk:
    """One request that came in on a connection, and what can be done with the connection."""

    connection: socket.socket
    head: str
    body: bytes
    closing: threading.Event

    @property
    def json(self) -> Any:
        """The body as JSON; ``None`` when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def send(self, *parts: bytes) -> None:
        """Write these bytes."""
        for part in parts:
            self.connection.sendall(part)

    def send_for_ever(self, parts: Iterable[bytes], pause_s: float = 0.0) -> None:
        """Write one after the other until they or the test are over, or nobody reads any more."""
        for part in parts:
            if self.closing.is_set():
                return
            self.send(part)
            if pause_s:
                time.sleep(pause_s)

    def wait(self) -> None:
        """Say nothing until the other side has gone or the test is over."""
        self.connection.settimeout(0.05)
        while not self.closing.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(4096):
                    return

    def reset(self) -> None:
        """End the connection with RST, after the other side has read what was sent."""
        reset_when_read(self.connection)


@dataclass
class RawServer:
    """``answer`` is called with every request; the connection is closed after it unless it returns ``True``."""

    answer: Callable[[Talk], bool | None]
    requests: list[Talk] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._closing = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._listening.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):    # wakes who waits in accept, which a close alone does not: the port stayed taken
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(20)

    @property
    def url(self) -> str:
        """Its address, as a person would enter it."""
        return f"http://127.0.0.1:{self.port}/v1"

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while (talk := self._read(connection)) is not None:
                self.requests.append(talk)
                if not self.answer(talk):
                    return

    def _read(self, connection: socket.socket) -> Talk | None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65_536)
            if not piece:
                return None
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        while len(body) < int(lengths[0] if lengths else 0):
            piece = connection.recv(65_536)
            if not piece:    # it has gone; without this the thread would turn for ever
                return None
            body += piece
        return Talk(connection, head.decode("latin-1"), body, self._closing)
