"""A real chat server on the loopback interface, well-behaved or faulty in a named way, that remembers what it was asked.

In a test, synchronous or not::

    with ChatServer(reply="Hello there.") as server:
        ...talk to server.url...
        assert server.chats[-1].json["messages"][-1]["content"] == "Hi"

For a script: ``python -m tests.support.servers --port 0 --log FILE`` prints the address and serves until it is killed.
``server.mode`` may be changed at any time; ``server.script`` holds modes for the next chat requests, used before ``mode``.
"""

import argparse
import json
import socket
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.reset import reset_when_read

MODES = {
    "well": "streams `reply`",
    "echo": "streams “You said: …” with the last message's text",
    "html": "200 with a web page, as a login page of a hotel network does",
    "unauthorized": "401 wrong key",
    "echo_key": "401 whose message repeats the Authorization header",
    "no_credit": "429 insufficient_quota",
    "rate_limited": "429 with Retry-After: `retry_after`",
    "overloaded": "503",
    "broken": "500",
    "context": "400 context_length_exceeded",
    "unknown_model": "404 model_not_found (also sent by “well” for a model that is not in `models`)",
    "cut": "half the reply, then the connection is closed in order (FIN) without an end mark",
    "cut_chunked": "half the reply, then FIN in the middle of a chunked body",
    "reset": "half the reply, then RST",
    "hang_up": "closes the connection without any answer",
    "empty": "a stream that ends properly without a word",
    "thinking": "streams `reply` as reasoning_content first, then as text",
    "thinking_cut": "half of `reply` as reasoning_content, then FIN",
    "endless": "the same word for ever, well-formed",
    "endless_thinking": "the same, as reasoning_content",
    "long_line": "200 MB in one line without a newline",
    "drip": "a comment line every `delay_s` (0.05 s when 0) for ever, never a word",
    "silence": "accepts and never answers",
    "stall": "half the reply, then says nothing more for ever",
    "redirect": "307 to `location`",
    "error_in_stream": "half the reply, then an error object in the 200 stream",
    "bomb": "a stream of 300 MB of zeros, gzip-encoded whether asked or not",
    "json": "one JSON object instead of a stream",
}
LISTED_FAULTS = ("html", "redirect", "broken", "silence", "unauthorized", "echo_key", "rate_limited")    # of the model list
CA_FILE = Path(__file__).with_name("worthless_ca.pem")
SERVER_FILE = Path(__file__).with_name("worthless_server.pem")
LONG_LINE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One request as it came in; header names in lower case; ``json`` is ``None`` when the body is not JSON.

    ``client_port`` tells connections apart.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    json: Any
    client_port: int


@dataclass
class ChatServer:
    """An ``openai-chat`` server at ``url``. Every request is kept in ``requests``, chat requests also in ``chats``.

    ``delay_s`` is waited before each piece of text. ``holds_after``: behind so many pieces a reply stands still until ``go_on`` is set.
    ``models`` are ids, or whole objects of the model list. ``key``: when set, other keys get 401. ``asked`` is set with the first request, ``hung_up`` when a client closed the connection while a reply was being sent; ``sent_bytes``
    counts the body bytes of the last answer that were handed to the system. ``tls``: it speaks HTTPS, as ``localhost`` and
    ``chat.example``, with a certificate that nobody trusts without ``CA_FILE``.
    """

    reply: str = "Hello from the loopback server."
    mode: str = "well"
    models: Sequence[str | dict[str, Any]] = ("echo-1", "echo-2")
    context_length: int | None = 8192
    delay_s: float = 0.0
    holds_after: int | None = None
    key: str | None = None
    retry_after: str = "1"
    location: str = ""
    port: int = 0
    tls: bool = False
    log: Path | None = None
    script: list[str] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    sent_bytes: int = 0

    def __enter__(self) -> Self:
        self.closing = threading.Event()
        server = self
        self._http = _Http(("127.0.0.1", self.port), type("Bound", (_Answering,), {"chat": server}))
        self.port = self._http.server_address[1]
        if self.tls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(SERVER_FILE)
            # the handshake is left to the thread of the connection: one that fails must not end the listening
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self.go_on.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """The base URL, as a person would enter it."""
        return f"https://localhost:{self.port}/v1" if self.tls else f"http://127.0.0.1:{self.port}/v1"

    @property
    def chats(self) -> list[Asked]:
        """The requests for a reply, oldest first."""
        return [r for r in self.requests if r.path.endswith("/chat/completions")]

    def model_list(self) -> dict[str, Any]:
        """What ``GET /models`` answers."""
        facts = {} if self.context_length is None else {"context_length": self.context_length}
        return {
            "object": "list",
            "data": [m if isinstance(m, dict) else {"id": m, "object": "model", **facts} for m in self.models],
        }

    def knows(self, model: object) -> bool:
        """Is ``model`` in the list?"""
        return any(model == (m["id"] if isinstance(m, dict) else m) for m in self.models)

    def record(self, asked: Asked) -> None:
        """Keep a request, and write it to the log file as one JSON line."""
        self.requests.append(asked)
        self.asked.set()
        if self.log is not None:
            with self.log.open("a") as file:
                line = {"method": asked.method, "path": asked.path, "headers": asked.headers, "json": asked.json}
                file.write(json.dumps(line) + "\n")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests are about."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # typeshed names socket types


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    chat: ChatServer
    chunked = False

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the requests are kept as values."""

    def do_GET(self) -> None:
        asked = self._read()
        if self._refused(asked):
            return
        mode = self.chat.mode
        if asked.path.endswith("/models") and mode in LISTED_FAULTS:
            self._answer(mode, asked)
        elif asked.path.endswith("/models"):
            self._json(200, self.chat.model_list())
        else:
            self._json(404, _error("no such address", "not_found"))

    def do_POST(self) -> None:
        asked = self._read()
        if self._refused(asked):
            return
        if not asked.path.endswith("/chat/completions"):
            self._json(404, _error("no such address", "not_found"))
            return
        self._answer(self.chat.script.pop(0) if self.chat.script else self.chat.mode, asked)

    def _read(self) -> Asked:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            value = json.loads(body)
        except ValueError:
            value = None
        headers = {name.lower(): text for name, text in self.headers.items()}
        asked = Asked(self.command, self.path, headers, body, value, self.client_address[1])
        self.chat.record(asked)
        self.chat.sent_bytes = 0
        return asked

    def _refused(self, asked: Asked) -> bool:
        if self.chat.key is None or asked.headers.get("authorization") == f"Bearer {self.chat.key}":
            return False
        self._json(401, _error("Incorrect API key provided", "invalid_api_key"))
        return True

    def _answer(self, mode: str, asked: Asked) -> None:
        refusals = {
            "unauthorized": (401, _error("Incorrect API key provided", "invalid_api_key")),
            "echo_key": (401, _error(f"Bad key: {asked.headers.get('authorization')}", "invalid_api_key")),
            "no_credit": (429, _error("You exceeded your current quota", "insufficient_quota")),
            "overloaded": (503, _error("The model is overloaded", "server_error")),
            "broken": (500, _error("Something went wrong", "server_error")),
            "context": (400, _error("This model's maximum context length is 8192 tokens", "context_length_exceeded")),
            "unknown_model": (404, _error("The model does not exist", "model_not_found")),
        }
        if mode in refusals:
            self._json(*refusals[mode])
        elif mode == "rate_limited":
            self._json(429, _error("Slow down", "rate_limit_exceeded"), {"Retry-After": self.chat.retry_after})
        elif mode == "html":
            page = b"<!DOCTYPE html><html><head><title>Welcome to the hotel</title></head><body>Please log in</body></html>"
            self._whole(200, "text/html; charset=utf-8", page)
        elif mode == "redirect":
            self._whole(307, "text/plain", b"", {"Location": self.chat.location})
        elif mode == "silence":
            self.chat.closing.wait()
        elif mode == "hang_up":
            self.close_connection = True
        elif mode in ("well", "echo", "json", "thinking") and not self.chat.knows((asked.json or {}).get("model")):
            self._json(*refusals["unknown_model"])
        elif mode == "json":
            self._json(200, _whole_reply(asked, self._text(mode, asked)))
        else:
            self._stream(mode, asked)

    def _stream(self, mode: str, asked: Asked) -> None:
        self.chunked = mode not in ("cut", "thinking_cut", "reset", "long_line")
        headers = {"Content-Encoding": "gzip"} if mode == "bomb" else {}
        headers |= {"Transfer-Encoding": "chunked"} if self.chunked else {"Connection": "close"}
        self._head(200, "text/event-stream", headers)
        self.close_connection = not self.chunked
        try:
            if mode == "long_line":
                self._long_line()
            elif mode == "bomb":
                self._bomb()
            elif mode == "drip":
                self._drip()
            elif mode in ("endless", "endless_thinking"):
                self._endless("content" if mode == "endless" else "reasoning_content")
            else:
                self._reply(mode, asked)
        except OSError:
            self.chat.hung_up.set()
            self.close_connection = True

    def _reply(self, mode: str, asked: Asked) -> None:
        model = (asked.json or {}).get("model")
        text = "" if mode == "empty" else self._text(mode, asked)
        pieces = _pieces(text)
        halved = mode in ("cut", "thinking_cut", "cut_chunked", "reset", "stall", "error_in_stream")
        if halved:
            pieces = pieces[: max(1, len(pieces) // 2)]
        self._event(_chunk(model, {"role": "assistant", "content": ""}))
        if mode in ("thinking", "thinking_cut"):
            for piece in pieces:
                self._event(_chunk(model, {"reasoning_content": piece}))
        for number, piece in enumerate(pieces if mode != "thinking_cut" else ()):
            self._pause()
            if number == self.chat.holds_after:
                self._hold()
            self._event(_chunk(model, {"content": piece}))
        if halved:
            self._break_off(mode)
            return
        self._event(_chunk(model, {}, "stop"))
        usage = {"prompt_tokens": len(asked.body) // 4, "completion_tokens": len(pieces)}
        if ((asked.json or {}).get("stream_options") or {}).get("include_usage"):
            self._event({"id": "c1", "object": "chat.completion.chunk", "model": model, "choices": [], "usage": usage})
        self._send(b"data: [DONE]\n\n")
        self._end()

    def _hold(self) -> None:
        while not self.chat.go_on.wait(0.02):
            if not self.chat.tls:    # there is no peeping into what is secure
                self._notice_hang_up()

    def _break_off(self, mode: str) -> None:
        self.close_connection = True
        if mode == "error_in_stream":
            self._event({"error": {"message": "The model gave up", "type": "server_error", "code": 502}})
            self._end()
        elif mode == "stall":
            while not self.chat.closing.wait(0.02):
                self._notice_hang_up()
        elif mode == "reset":
            reset_when_read(self.connection)
            self.rfile.close()
            self.connection.close()

    def _notice_hang_up(self) -> None:
        self.connection.setblocking(False)
        try:
            if not self.connection.recv(1, socket.MSG_PEEK):
                raise ConnectionResetError("the client has gone")
        except BlockingIOError:
            pass
        finally:
            self.connection.setblocking(True)

    def _long_line(self) -> None:
        self._send(b"data: ")
        block = b"a" * (1024 * 1024)
        for _ in range(LONG_LINE_BYTES // len(block)):
            self._send(block)

    def _bomb(self) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        for _ in range(300):
            if packed := packer.compress(bytes(1024 * 1024)):
                self._send(packed)
        self._send(packer.flush())
        self._end()

    def _drip(self) -> None:
        while not self.chat.closing.wait(self.chat.delay_s or 0.05):
            self._send(b": still here\n\n")

    def _endless(self, field: str) -> None:
        event = b"data: " + json.dumps(_chunk("echo-1", {field: "word " * 2_000})).encode() + b"\n\n"
        while not self.chat.closing.is_set():
            self._send(event)

    def _text(self, mode: str, asked: Asked) -> str:
        if mode != "echo":
            return self.chat.reply
        content = ((asked.json or {}).get("messages") or [{}])[-1].get("content", "")
        if isinstance(content, list):
            content = "".join(part.get("text", "") for part in content)
        return f"You said: {content}"

    def _pause(self) -> None:
        if self.chat.delay_s and self.chat.closing.wait(self.chat.delay_s):
            raise ConnectionAbortedError("the server is being closed")

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._whole(status, "application/json", json.dumps(value).encode(), headers)

    def _whole(self, status: int, media_type: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, media_type, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _head(self, status: int, media_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _event(self, value: object) -> None:
        self._send(b"data: " + json.dumps(value).encode() + b"\n\n")

    def _send(self, data: bytes) -> None:
        if data:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data)
            self.chat.sent_bytes += len(data)

    def _end(self) -> None:
        if self.chunked:
            self.wfile.write(b"0\r\n\r\n")


def _pieces(text: str) -> list[str]:
    """The text in pieces of one word with the space before it."""
    words = text.split(" ")
    return [word if place == 0 else f" {word}" for place, word in enumerate(words)] if text else []


def _chunk(model: object, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}


def _whole_reply(asked: Asked, text: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {
        "id": "c1",
        "object": "chat.completion",
        "model": (asked.json or {}).get("model"),
        "choices": [choice],
        "usage": {"prompt_tokens": 5, "completion_tokens": 4},
    }


def _error(message: str, code: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def free_port() -> int:
    """A loopback port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description="A chat server on 127.0.0.1 for tests.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", choices=sorted(MODES), default="echo")
    parser.add_argument("--reply", default=ChatServer.reply)
    parser.add_argument("--model", action="append", dest="models", metavar="ID")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each word")
    parser.add_argument("--key", help="the only key that is accepted")
    parser.add_argument("--log", type=Path, help="write each request to this file, one JSON object a line")
    given = parser.parse_args()
    models = given.models or ["echo-1", "echo-2"]
    server = ChatServer(given.reply, given.mode, models, delay_s=given.delay, key=given.key, port=given.port, log=given.log)
    with server:
        print(server.url, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
