"""A Hugging Face Hub on the loopback interface: its API, and a storage on another port to which it redirects, as the real one.

::

    with LoopbackHub({"maker/tiny-GGUF": {"tiny-Q4_0.gguf": data}}) as hub:
        hub.faults["tiny-Q4_0.gguf"] = ["cut", "well"]     # for the next requests of its bytes; the last one stays
        ...HF_ENDPOINT = hub.url...
        assert not any("authorization" in asked.headers for asked in hub.storage_asked)

For a script: ``python -m tests.support.loopback_hub --file REPO=PATH`` prints the address and serves until it is killed.
"""

import argparse
import hashlib
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support.reset import reset_when_read

FAULTS = {
    "well": "the bytes that were asked for",
    "cut": "`cut_bytes` of them, then the connection is closed",
    "reset": "`cut_bytes` of them, then a reset",
    "stall": "`cut_bytes` of them, then nothing any more",
    "no_range": "ranges are ignored: the whole file with 200",
    "no_range_cut": "as no_range, and cut after `cut_bytes`",
    "short": "a Content-Length that is smaller than the file",
    "long": "a Content-Length that is larger than what comes",
    "chunked_long": "no length, and bytes behind the end",
    "other_range": "206 for another place than was asked for",
    "wrong": "bytes of the right number that are others",
    "changed": "another ETag, and so the whole file",
    "page": "200 with a web page",
    "401": "", "403": "", "404": "", "416": "", "429": "with Retry-After", "500": "", "503": "", "hub_404": "from the Hub itself",
    "storage_403": "the address that the Hub gave is no longer valid",
    "downgrade": "a redirection to a host that is no address",
    "odd": "a redirection to what only begins like an address",
    "circle": "a redirection to itself",
}  # fmt: skip
COMMIT = "c0ffee" + 34 * "0"


@dataclass(frozen=True)
class AskedFor:
    """A request; header names are lower-case."""

    path: str
    headers: Mapping[str, str]


@dataclass
class LoopbackHub:
    """``files``: by repository, then by path. ``gated``: repositories that want ``token``, with terms or without.

    ``facts``: what the Hub says of a repository in place of the usual.
    """

    files: dict[str, dict[str, bytes]]
    token: str = "hf_token-of-the-person-0123456789"  # a canary
    gated: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)      # gated, and the terms were not accepted
    faults: dict[str, list[str]] = field(default_factory=dict)
    cut_bytes: int = 20_000
    bytes_per_s: float = 0.0
    wrong_hashes: set[str] = field(default_factory=set)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    port: int = 0

    def __enter__(self) -> Self:
        self.asked: list[AskedFor] = []
        self.storage_asked: list[AskedFor] = []
        self.closing = threading.Event()
        self._servers = [_serving(self, _Hub, self.port), _serving(self, _Storage, 0)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def url(self) -> str:
        """The Hub's address, as HF_ENDPOINT wants it."""
        return f"http://127.0.0.1:{self._servers[0].server_address[1]}"

    @property
    def storage(self) -> str:
        """The other host's."""
        return f"http://localhost:{self._servers[1].server_address[1]}"

    def fault_of(self, name: str) -> str:
        """What happens to the next request of a file's bytes."""
        left = self.faults.get(name, [])
        return left.pop(0) if len(left) > 1 else left[0] if left else "well"


def _serving(hub: LoopbackHub, handler: type["_Handler"], port: int) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (handler,), {"hub": hub}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: LoopbackHub

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the requests are kept as values."""

    def told(self) -> AskedFor:
        """The request, as a value."""
        return AskedFor(self.path, {name.lower(): text for name, text in self.headers.items()})

    def whole(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """A short answer."""
        self.head(status, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """The beginning of an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class _Hub(_Handler):
    def do_GET(self) -> None:
        self.hub.asked.append(self.told())
        parts = urlsplit(self.path)
        if parts.path == "/api/models":
            words = parse_qs(parts.query).get("search", [""])[0].lower()
            listed = [self._repository(name) for name in self.hub.files if words in name.lower()]
            return self.whole(200, json.dumps(listed).encode())
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/tree/(\w+))?", unquote(parts.path)):
            return self._api(found[1], found[2])
        if found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/(\w+)/(.+)", unquote(parts.path)):
            return self._bytes(found[1], found[3])
        return self.whole(404)

    def _api(self, name: str, commit: str | None) -> None:
        if name not in self.hub.files:
            return self.whole(401, headers={"X-Error-Code": "RepoNotFound"})
        files = self.hub.files[name].items()
        value: Any = self._repository(name) if commit is None else [self._listed(*one) for one in files]
        return self.whole(200, json.dumps(value).encode())

    def _repository(self, name: str) -> dict[str, Any]:
        return {
            "id": name, "sha": COMMIT, "downloads": 1234, "gated": "manual" if name in self.hub.gated else False,
            "tags": ["gguf", "license:apache-2.0"], "gguf": {"total": 135_000_000, "architecture": "llama"},
            **self.hub.facts.get(name, {}),
        }  # fmt: skip

    def _listed(self, path: str, data: bytes) -> dict[str, Any]:
        digest = "0" * 64 if path in self.hub.wrong_hashes else hashlib.sha256(data).hexdigest()
        return {"type": "file", "path": path, "size": len(data), "oid": "1" * 40, "lfs": {"oid": digest, "size": len(data)}}

    def _bytes(self, name: str, path: str) -> None:
        given = self.headers.get("Authorization")
        if name in self.hub.gated | self.hub.refused:
            if given != f"Bearer {self.hub.token}":
                return self.whole(401, headers={"X-Error-Code": "GatedRepo"})
            if name in self.hub.refused:
                return self.whole(403, headers={"X-Error-Code": "GatedRepo"})
        if path not in self.hub.files.get(name, {}):
            return self.whole(404, b"<!doctype html><h1>404</h1>", {"X-Error-Code": "EntryNotFound"})
        fault = self.hub.fault_of(path)
        if fault in ("401", "403", "404", "500", "503"):
            return self.whole(int(fault), b"<!doctype html><p>no")
        if fault == "429":
            return self.whole(429, b'{"error": "Too many requests"}', {"Retry-After": "0"})
        elsewhere = {"circle": self.path, "downgrade": "file:///etc/passwd", "odd": "https://[hub/x"}
        target = elsewhere.get(fault, f"{self.hub.storage}/{fault}/{name}/{path}")
        return self.whole(302, headers={"Location": target})


class _Storage(_Handler):
    def do_GET(self) -> None:
        self.hub.storage_asked.append(self.told())
        _, fault, owner, name, path = self.path.split("/", 4)
        data = self.hub.files[f"{owner}/{name}"][path]
        if fault == "storage_403":
            return self.whole(403, b"<?xml version='1.0'?><Error>Request has expired</Error>")
        if fault == "416":
            return self.whole(416)
        if fault == "page":
            return self.whole(200, b"<!doctype html><p>Please log in</p>")
        ranged = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        etag = '"other"' if fault == "changed" else f'"{hashlib.sha256(data).hexdigest()}"'
        if fault.startswith("no_range") or self.headers.get("If-Range", etag) != etag:
            ranged = None
        start = int(ranged[1]) if ranged else 0
        end = min(int(ranged[2]) + 1, len(data)) if ranged and ranged[2] else len(data)
        headers = {"ETag": etag, "Content-Length": str(end - start)}
        if ranged:
            moved = 5 if fault == "other_range" else 0
            headers["Content-Range"] = f"bytes {start + moved}-{end - 1 + moved}/{len(data) + moved}"
        return self._send(206 if ranged else 200, headers, data[start:end], fault)

    def _send(self, status: int, headers: dict[str, str], body: bytes, fault: str) -> None:
        if fault == "wrong":
            body = bytes(len(body))
        if fault == "chunked_long":
            del headers["Content-Length"]
            self.head(status, {**headers, "Transfer-Encoding": "chunked"})
            self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body) + 9, body + b"and more."))
            return
        if fault in ("short", "long"):
            headers["Content-Length"] = str(len(body) + (1000 if fault == "long" else -1000))
        self.head(status, headers)
        if fault in ("cut", "reset", "stall", "no_range_cut"):
            self.wfile.write(body[: self.hub.cut_bytes])
            self.close_connection = True
            if fault == "stall":
                self.hub.closing.wait(30)
            if fault == "reset":
                reset_when_read(self.connection)
                self.rfile.close()
                self.connection.close()
            return
        self._pour(body)

    def _pour(self, body: bytes) -> None:
        step = int(self.hub.bytes_per_s / 20) if self.hub.bytes_per_s else len(body)
        try:
            for at in range(0, len(body), max(step, 1)):
                self.wfile.write(body[at : at + step])
                if self.hub.bytes_per_s and self.hub.closing.wait(0.05):
                    return
        except OSError:
            self.close_connection = True    # the client has enough


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description="A Hugging Face Hub on 127.0.0.1 for tests.")
    parser.add_argument("--file", action="append", required=True, metavar="REPO=PATH[=NAME]")
    parser.add_argument("--gated", action="append", default=[], metavar="REPO")
    parser.add_argument("--speed", type=float, default=0.0, help="bytes a second")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    files: dict[str, dict[str, bytes]] = {}
    for one in given.file:
        repository, path, *name = one.split("=")
        files.setdefault(repository, {})[name[0] if name else Path(path).name] = Path(path).read_bytes()
    with LoopbackHub(files, gated=set(given.gated), bytes_per_s=given.speed, port=given.port) as hub:
        print(hub.url, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
