import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers.transport import Transport
from deskchat.services.remote_pictures import MOST_BYTES, RemotePictures
from tests.support import pictures

asked: list[str] = []


class Serving(BaseHTTPRequestHandler):
    """Answers by path."""

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        asked.append(self.path)
        answers = {
            "/cat.png": (200, PNG),
            "/drawing.svg": (200, b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>"),
            "/page": (200, b"<html>log in</html>"),
            "/huge.png": (200, PNG + bytes(MOST_BYTES)),
            "/away.png": (302, b""),
        }
        status, body = answers.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/cat.png")
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return    # it had enough


PNG = pictures.png(8, 8, (200, 30, 30))


@pytest.fixture(scope="module")
def at() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Serving) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


async def test_a_picture_is_fetched_and_named(at: str) -> None:
    transport = Transport()
    picture = await RemotePictures(transport).fetch(f"{at}/cat.png")
    await transport.aclose()

    assert (picture.name, picture.media_type, picture.data) == ("cat.png", "image/png", PNG)


@pytest.mark.parametrize("path", ["/drawing.svg", "/page", "/huge.png", "/away.png", "/nothing"])
async def test_what_is_no_picture_of_pixels_or_too_much_is_refused(at: str, path: str) -> None:
    transport = Transport()
    with pytest.raises(ChatError):
        await RemotePictures(transport).fetch(f"{at}{path}")
    await transport.aclose()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:image/png;base64,AA==", "ftp://a.test/x.png", "//host/x.png"])
async def test_nothing_but_the_web_is_asked(url: str) -> None:
    transport = Transport()
    with pytest.raises(ChatError):
        await RemotePictures(transport).fetch(url)
    await transport.aclose()


async def test_offline_nobody_is_asked(at: str) -> None:
    transport = Transport()
    transport.go_offline(True)
    asked.clear()

    with pytest.raises(ChatError) as refused:
        await RemotePictures(transport).fetch(f"{at}/cat.png")
    await transport.aclose()

    assert refused.value.kind is ErrorKind.OFFLINE
    assert asked == []


async def test_a_server_that_is_away_is_no_matter_of_models() -> None:
    transport = Transport()
    with pytest.raises(ChatError) as refused:
        await RemotePictures(transport).fetch("http://127.0.0.1:9/cat.png")
    await transport.aclose()

    assert refused.value.kind is ErrorKind.NETWORK
    assert "picture was not loaded" in refused.value.message
    assert "model" not in refused.value.message


@pytest.mark.parametrize("address", ["https://[x/a.png", "https://℀.example/a.png", "https://a.example:99999/a.png", "nowhere"])
async def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    with pytest.raises(ChatError, match="did not give the picture"):
        await RemotePictures(Transport()).fetch(address)
