"""A server that repeats what it was sent, in every way it can, finds no way to put the key anywhere: for every wire."""

import json
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deskchat.chat.departure import Purpose
from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.providers import wires
from deskchat.providers.network import Call
from deskchat.services.crash_reports import CrashReports
from deskchat.services.exchange import Form
from deskchat.services.services import Services, open_services
from tests.faults.cases import case
from tests.support.home import Home

KEY = "sk-Canary-AbCdEfGhIjKlMnOpQrStUvWx-0123456789"
LONGEST_PIECE = 12    # of it in a row, in any case
WIRES = sorted(path.stem.replace("_", "-") for path in Path(wires.__path__[0]).glob("[!_]*.py"))

ONCE = {"X-Should-Retry": "false"}

Said = tuple[int, dict[str, str], bytes]


def _json(status: int, value: object) -> Said:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()


def _stream(*events: str) -> Said:
    return 200, {"Content-Type": "text/event-stream"}, "".join(f"{event}\n\n" for event in events).encode()


FAULTS: dict[str, Callable[[str], Said]] = {
    "refused": lambda key: _json(401, {"error": {"message": f"Bad key {key}", "type": "authentication_error"}}),
    "refused in part": lambda key: _json(401, {"error": {"message": f"Bad key {key[:24]}…", "code": key[10:]}}),
    "refused loudly": lambda key: _json(403, {"error": {"message": f"BAD KEY {key.upper()}"}}),
    "an odd shape": lambda key: _json(400, [{"error": {"status": key, "details": [{"reason": key}], "message": key}}]),
    "only text": lambda key: (500, {"Content-Type": "text/plain", **ONCE}, f"Traceback: {key}".encode()),
    "a page": lambda key: (502, {"Content-Type": "text/html", **ONCE}, f"<html><title>{key}</title></html>".encode()),
    "too many": lambda key: (429, {"Retry-After": key, **ONCE}, key.encode()),
    "elsewhere": lambda key: (307, {"Location": f"http://{key}.example/?key={key}"}, b""),
    "a bad header": lambda key: (200, {"Content-Encoding": key, "Content-Length": "5"}, b"hello"),
    "an error in the stream": lambda key: _stream(f'data: {{"error": {{"message": "{key}", "code": 401}}}}'),
    "an event of failure": lambda key: _stream(
        f'event: error\ndata: {{"type": "error", "error": {{"type": "x", "message": "{key}"}}}}'
    ),
    "a line of failure": lambda key: (200, {"Content-Type": "application/x-ndjson"}, f'{{"error": "{key}"}}\n'.encode()),
    "one value": lambda key: _json(200, {"error": {"message": key}}),
    "nonsense": lambda key: (200, {"Content-Type": "text/plain"}, f"{key}\n".encode()),
}


class Repeater:
    """An HTTP server that has one way of repeating the key it is sent; ``keys`` are the headers that carried it."""

    def __init__(self) -> None:
        self.fault = ""
        self.keys: list[str] = []

    def __enter__(self) -> "Repeater":
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Repeating,), {"repeater": self}))
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"


class _Repeating(BaseHTTPRequestHandler):
    repeater: Repeater

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.repeater.keys += [name for name, value in self.headers.items() if KEY in value]
        status, headers, body = FAULTS[self.repeater.fault](KEY)
        self.send_response(status, KEY)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST


@pytest.fixture(scope="module")
def repeater() -> Iterator[Repeater]:
    with Repeater() as running:
        yield running


@pytest.fixture
def keyed(home: Home, repeater: Repeater, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with a provider on each wire, all with the same key from the environment."""
    monkeypatch.setenv("CANARY_KEY", KEY)
    home.paths.config.mkdir(parents=True)
    home.paths.providers.write_text(
        "\n".join(
            f'[[provider]]\nid = "{wire}"\nname = "Far"\nwire = "{wire}"\nbase_url = "{repeater.url}"\n'
            'key = "keyring"\nkey_env = "CANARY_KEY"\n'
            for wire in WIRES
        )
    )
    return home


def leaked(text: str) -> list[str]:
    """The pieces of the key in ``text``."""
    lowered, key = text.lower(), KEY.lower()
    pieces = [key[start : start + LONGEST_PIECE] for start in range(len(key) - LONGEST_PIECE + 1)]
    return [piece for piece in pieces if piece in lowered]


async def asked(services: Services, wire: str) -> str:
    """Everything a failed reply and a failed list of models say, to people and to programs."""
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, (TextPart("Hello"),), ModelRef(wire, "model"))
    update = await turn.finished()
    said = [repr(update), repr(turn.error), *(traceback.format_exception(turn.error) if turn.error else ())]
    stored = (await services.chats.open(conversation.id)).branch()[-1].message
    assert stored.failure is not None, "the server never answered well"
    try:
        await services.directory.fetch(wire)
    except ChatError as error:
        said += [error.message, error.detail, repr(error), *traceback.format_exception(error)]
    groups = await services.directory.groups()
    return "\n".join([*said, repr(stored), repr(groups)])


@case(52, 65, 76, 77, 79)
@pytest.mark.parametrize("fault", FAULTS)
async def test_the_key_is_in_no_word_no_log_and_no_file(
    keyed: Home, repeater: Repeater, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    repeater.fault = fault
    services = await open_services(keyed.paths)
    for wire in WIRES:
        repeater.keys.clear()
        said = await asked(services, wire)
        assert repeater.keys, f"{wire} never sent the key, so this shows nothing"
        assert leaked(said) == [], wire
    for form in Form:
        await services.exchange.export(None, keyed.folder / f"exported-{form}", form)
    await services.backups.make()
    try:
        raise LookupError(KEY)
    except LookupError as error:
        assert CrashReports(keyed.paths.crashes).write(error) is not None
        logging.getLogger("deskchat").exception("odd header %s", KEY)
    assert all(one.subject.purpose is not Purpose.OTHER for one in await services.departures.latest(100))
    await services.aclose()
    printed = capfd.readouterr()
    assert leaked(caplog.text) == []
    assert leaked(printed.out + printed.err) == []
    for path in keyed.folder.rglob("*"):
        assert not path.is_file() or leaked(path.read_bytes().decode("latin-1")) == [], path


@pytest.mark.parametrize("wire", WIRES)
def test_the_command_line_does_not_print_it(keyed: Home, repeater: Repeater, wire: str) -> None:
    repeater.fault = "refused"
    for arguments in (("ask", "--json"), ("ask",)):
        done = keyed.run(*arguments, "--model", f"{wire}/model", "Hello", environ={"CANARY_KEY": KEY})
        assert done.status == 1
        assert "Far" in done.out + done.err
        assert leaked(done.out + done.err) == []


def test_a_request_can_be_printed_without_it() -> None:
    call = Call("Far", "POST", f"https://far.example/v1?x={KEY}", {"x": KEY}, KEY.encode(), KEY, {"x-api-key": KEY})
    assert leaked(f"{call!r} {call} {call!s}") == []


def test_every_wire_is_among_them() -> None:
    assert "openai-chat" in WIRES
