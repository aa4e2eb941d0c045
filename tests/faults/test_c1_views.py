"""A hostile message in every other place that shows it (cases 20–22)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.faults.cases import case
from tests.faults.scene import Scene, can_watch
from tests.support.home import Home
from tests.support.servers import ChatServer

CANARY = "canary-view.png"


def hostile(canary: Path) -> str:
    return f"<img src='{canary}'><b>needle</b> ![x]({canary}) <script>alert(1)</script> [l](javascript:alert(1)) ![y](http://127.0.0.1:9/y)"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    if not can_watch():
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("views")
    (folder / CANARY).write_bytes(b"not a picture")
    with Scene(folder / "home", folder / "opened.log") as made:
        yield made


@pytest.fixture(scope="module")
def seen(scene: Scene) -> dict[str, Any]:
    """A conversation whose message, title and reply are hostile, in all its views."""
    assert scene.log is not None
    text = hostile(scene.log.parent / CANARY)
    (looks,) = scene.look_at({"views": text}, said=text).values()
    streamed, restarted = looks.all
    return {"titles": [*streamed.titles, *restarted.titles], **scene.other_views("needle")}


@case(20)
def test_a_title_is_text_wherever_it_stands(seen: dict[str, Any]) -> None:
    assert any("<img" in title or "<b>" in title for title in seen["titles"]), "the title is shown as it was typed"
    assert seen["rich"] == [], "every label shows its text as it is"
    assert all("<img" not in tip and "<script" not in tip for tip in seen["tips"])


@case(21)
def test_hits_edits_and_comparisons_show_text(seen: dict[str, Any]) -> None:
    assert any("needle" in hit for hit in seen["hits"])
    assert "<img src=" in seen["edited"]
    assert len(seen["beside"]) == 2
    for text in seen["beside"]:
        assert "<script>alert(1)</script>" in text
        assert "image not loaded" in text


@case(20, 21)
def test_no_view_opens_anything(scene: Scene, seen: dict[str, Any]) -> None:
    opened = scene.opened()

    assert seen["hits"]
    assert CANARY not in opened
    assert scene.connections() == {scene.server.port}


class Page(HTMLParser):
    """The tags of a page, and what their attributes name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.named += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "background", "srcset", "data", "style")]
        self.named += [name for name, _ in attrs if name.startswith("on")]


@case(22)
def test_an_exported_page_loads_nothing(tmp_path: Path) -> None:

    text = hostile(tmp_path / CANARY)
    with ChatServer(reply=text) as server:
        home = Home(tmp_path / "home")
        home.add_provider("loop", server.url)
        asked = home.run("ask", "--model", "loop/echo-1", text)
        assert asked.status == 0, asked.err
        exported = home.run("export", "--all", "--format", "html", "--to", str(tmp_path / "page.html"))
    assert exported.status == 0, exported.err
    written = (tmp_path / "page.html").read_text("utf-8")
    page = Page()
    page.feed(written)

    assert "&lt;script&gt;alert(1)" in written
    assert not page.tags & {"img", "script", "iframe", "object", "embed", "link", "base", "form", "svg", "video", "audio"}
    assert [name for name in page.named if "javascript:" in name or "127.0.0.1" in name or CANARY in name or name.startswith("on")] == []
