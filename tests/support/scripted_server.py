"""A loopback server that answers each request by a function: for wires that speak otherwise than ``ChatServer``.

::

    with ScriptedServer(lambda asked: Answer(200, b"{}")) as server:
        ...talk to server.url...
        assert server.asked[0].json == {...}
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.support.servers import Asked


@dataclass(frozen=True)
class Answer:
    """What the server says; ``body`` is sent as it is, in the way a stream is (chunked)."""

    status: int
    body: bytes
    media_type: str = "application/json"


@dataclass
class ScriptedServer:
    """Every request is kept in ``asked``, oldest first."""

    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Answering,), {"server_of": self}))
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: ScriptedServer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the requests are kept as values."""

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): text for name, text in self.headers.items()}
        asked = Asked(self.command, self.path, headers, body, json.loads(body or b"null"), self.client_address[1])
        self.server_of.asked.append(asked)
        answer = self.server_of.answer(asked)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if answer.body:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(answer.body), answer.body))
        self.wfile.write(b"0\r\n\r\n")
