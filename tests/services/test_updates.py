"""Updates are looked for when the person wants it, and only what the makers signed is believed."""

import json
import os
import runpy
import time
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers.transport import Transport
from deskchat.services import installation
from deskchat.services.releases import Release, read_release
from deskchat.services.updates import Source, Updates, built_in_source
from deskchat.settings import UPDATES, Settings

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "packaging" / "release_manifest.py"))
PRIVATE, PUBLIC = TOOL["new_keys"]()
NOTES = "https://deskchat.example/notes"


def published(version: str, key: str = PRIVATE, notes: str = NOTES, **files: Path) -> bytes:
    text = TOOL["manifest"](version, "2026-12-01", notes, "https://deskchat.example/files", files)
    made: str = TOOL["signed"](text, key)
    return made.encode()


class Place(ThreadingHTTPServer):
    """Where the file lies; counts who looks."""

    body = b""
    asked: int = 0


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Place)
        self.server.asked += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def place() -> Iterator[Place]:
    with Place(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(tmp_path / "settings.toml")


@pytest.fixture
async def updates(place: Place, settings: Settings, tmp_path: Path) -> AsyncIterator[Updates]:
    transport = Transport()
    source = Source(f"http://127.0.0.1:{place.server_port}/latest.json", PUBLIC)
    yield Updates(source, transport, settings, tmp_path / "cache" / "asked", installation.ARCHIVE)
    await transport.aclose()


async def test_a_newer_release_is_told_with_its_files(place: Place, updates: Updates, tmp_path: Path) -> None:
    (tmp_path / "deskchat.tar.xz").write_bytes(b"12345")
    place.body = published("99.0.0", archive=tmp_path / "deskchat.tar.xz")
    release = await updates.look()
    assert release is not None
    assert (release.version, release.notes) == ("99.0.0", NOTES)
    (file,) = release.files
    assert (file.kind, file.size, len(file.sha256)) == ("archive", 5, 64)
    assert file.url == "https://deskchat.example/files/deskchat.tar.xz"


@pytest.mark.parametrize("version", ["0.1.0", "0.0.9"])
async def test_nobody_is_led_back(place: Place, updates: Updates, version: str) -> None:
    place.body = published(version)
    assert await updates.look() is None


@pytest.mark.parametrize(
    "body",
    [
        published("99.0.0", TOOL["new_keys"]()[0]),
        published("99.0.0").replace(b"99.0.0", b"98.0.0"),
        published("99.0.0", notes="javascript:alert(1)"),
        published("newest"),
        b"<html>", b"{}", b"[]", b"", b'{"manifest": 1}', json.dumps({"manifest": "{}", "signature": "x"}).encode(),
        b'{"x": ' + b"[" * 100_000,
    ],
    ids=range(11),
)    # fmt: skip
async def test_what_is_not_signed_is_not_believed(place: Place, updates: Updates, body: bytes) -> None:
    place.body = body
    with pytest.raises(ChatError) as refused:
        await updates.look()
    assert refused.value.kind is ErrorKind.PROTOCOL
    assert "not signed" in refused.value.sentence


async def test_by_itself_it_looks_once_a_day_and_only_when_wished(
    place: Place, updates: Updates, settings: Settings, tmp_path: Path
) -> None:
    place.body = published("99.0.0")
    assert await updates.look_daily() is None
    assert place.asked == 0
    settings.set(UPDATES, True)
    assert await updates.look_daily() is not None
    assert await updates.look_daily() is None
    assert place.asked == 1
    yesterday = time.time() - 90_000
    os.utime(tmp_path / "cache" / "asked", (yesterday, yesterday))
    assert await updates.look_daily() is not None


async def test_where_it_can_not_be_noted_nobody_is_asked_and_nothing_is_told(
    place: Place, updates: Updates, settings: Settings, tmp_path: Path
) -> None:
    place.body = published("99.0.0")
    settings.set(UPDATES, True)
    (tmp_path / "cache").write_text("not a folder")
    assert await updates.look_daily() is None
    assert place.asked == 0


async def test_offline_nobody_is_asked(settings: Settings, tmp_path: Path) -> None:
    transport = Transport(offline=True)
    source = Source("https://deskchat.example/latest.json", PUBLIC)
    with pytest.raises(ChatError) as refused:
        await Updates(source, transport, settings, tmp_path / "asked", installation.DEB).look()
    assert refused.value.kind is ErrorKind.OFFLINE
    await transport.aclose()


def test_this_tree_knows_no_place_and_says_who_brings_updates() -> None:
    assert built_in_source() == Source()
    assert "git pull" in installation.this_installation().update


@pytest.mark.parametrize(
    ("platform", "environ", "told", "kind"),
    [
        ("linux", {}, {}, "archive"), ("linux", {}, {"packaged": True}, "deb"), ("linux", {}, {"flatpak": True}, "flatpak"),
        ("linux", {"APPIMAGE": "/x"}, {}, "appimage"), ("win32", {}, {}, "windows"), ("darwin", {}, {}, "macos"),
    ],
)    # fmt: skip
def test_the_kind_of_installation(platform: str, environ: dict[str, str], told: dict[str, bool], kind: str) -> None:
    assert installation.recognise(platform, environ, frozen=True, **told).kind == kind


def test_a_version_that_is_none_is_never_newer() -> None:
    release = Release("1.2", "", "")
    assert release.newer_than("1.1.9")
    assert not release.newer_than("1.2.0")
    assert not release.newer_than("nightly")
    assert read_release(published("1.2"), PUBLIC).version == "1.2"
