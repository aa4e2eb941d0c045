"""A real HTTP proxy on the loopback interface: it tunnels and forwards, wherever it is asked to, to one server.

::

    with ChatServer(tls=True) as server, Proxy(server.port) as proxy:
        ...ask https://chat.example/ through proxy.url...
        assert proxy.asked == ["CONNECT chat.example:443"]
"""

import contextlib
import select
import socket
import threading
from base64 import b64encode
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit


class Proxy:
    """``asked`` are the first lines it got, ``headers`` those that came with them; ``refusal``: the status it refuses with.

    ``login``: the name and the password without which it refuses with 407.
    """

    def __init__(self, target_port: int, refusal: int = 0, login: tuple[str, str] | None = None) -> None:
        self.target_port = target_port
        self.refusal = refusal
        self.basic = login and "Basic " + b64encode(":".join(login).encode()).decode()
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def __enter__(self) -> Self:
        self._http = _Http(("127.0.0.1", 0), type("Bound", (_Passing,), {"proxy": self}))
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def address_for(self, name: str, password: str) -> str:
        """Its address with a name and a password."""
        return self.url.replace("//", f"//{name}:{password}@")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_CONNECT(self) -> None:
        if self._refused():
            return
        with socket.create_connection(("127.0.0.1", self.proxy.target_port)) as target:
            self.send_response(200, "Connection established")
            self.end_headers()
            _relay(self.connection, target)
        self.close_connection = True

    def do_POST(self) -> None:
        if self._refused():
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with contextlib.closing(HTTPConnection("127.0.0.1", self.proxy.target_port)) as target:
            target.request("POST", urlsplit(self.path).path, body, {"Content-Type": "application/json"})
            answer = target.getresponse()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.read())
        self.close_connection = True

    def _refused(self) -> bool:
        self.proxy.asked.append(f"{self.command} {self.path}")
        self.proxy.headers.append({name.lower(): value for name, value in self.headers.items()})
        wrong = self.proxy.basic and self.headers.get("Proxy-Authorization") != self.proxy.basic
        refusal = self.proxy.refusal or (407 if wrong else 0)
        if refusal:
            self.send_response(refusal)
            if refusal == 407:
                self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        return bool(refusal)


def _relay(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            for ready in select.select([one, other], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                (other if ready is one else one).sendall(data)
