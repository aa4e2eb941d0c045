"""``deskchat plugins``, and a plugin that is really asked."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support.home import Home
from tests.support.plugins import NAME, install_example

LAST = {"content": "", "stop": True, "stop_type": "eos", "tokens_evaluated": 4, "tokens_predicted": 3}


class Completing(BaseHTTPRequestHandler):
    """Goes on with a text as llama-server does."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/completion"
        assert asked["stream"] is True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in ({"content": f" ({asked['prompt']}) went on", "stop": False}, LAST):
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Completing)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_plugin_answers_once_it_is_allowed(home: Home, address: str) -> None:
    install_example(home.paths.plugins)
    assert home.run("plugins").out.split()[:4] == [NAME, "1.0", "not", "allowed"]
    assert home.ask("--model", "llama-completion/loaded", "Once").status == 1

    assert home.run("plugins", "allow", NAME).status == 0
    with home.paths.providers.open("a") as file:
        file.write(f'[[provider]]\nid = "llama-completion"\nbase_url = "{address}"\n')
    done = home.ask("--model", "llama-completion/loaded", "Once")
    assert [event["text"] for event in done.events if event["event"] == "text"] == [" (Once) went on"]
    assert done.events[-1]["output_tokens"] == 3

    assert home.run("plugins", "forbid", NAME).status == 0
    assert "not allowed" in home.run("plugins").out


def test_where_there_are_none_that_is_said(home: Home) -> None:
    listed = home.run("plugins")
    assert (listed.status, listed.out) == (0, ""), listed.err
    assert "There are no plugins" in listed.err
    forbidden = home.run("plugins", "forbid", "nowhere")
    assert (forbidden.status, forbidden.out) == (0, ""), forbidden.err


def test_a_plugin_that_is_not_there_can_not_be_allowed(home: Home) -> None:
    done = home.run("plugins", "allow", "nobody")
    assert done.status == 1
    assert "no plugin called “nobody”" in done.err
