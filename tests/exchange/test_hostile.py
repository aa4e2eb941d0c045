"""A hundred exports that are broken or made to do harm: taken in part or refused with a sentence, in bounded memory."""

import copy
import io
import json
import random
import resource
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskchat.exchange import native
from tests.exchange.conftest import Kept
from tests.exchange.test_foreign import CHATGPT, CHERRY, CLAUDE, LM_STUDIO, OPEN_WEBUI, node, said, zipped
from tests.faults.cases import case
from tests.support.soundness import integrity

WRONG: list[Any] = [None, True, -1, 1e308, 10**30, "", "\ud800", "../../x", [], {}, [[[]]], {"a": {"b": 1}}, "\x00" * 5]
SAMPLES: list[Any] = [[CHATGPT], [CLAUDE], [OPEN_WEBUI], LM_STUDIO, CHERRY]
MOST_GROWTH = 400 << 10    # KiB
SEED = 20260301


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def damaged(value: Any, chance: random.Random) -> Any:
    """The same with something of a wrong type in some places."""
    if chance.random() < 0.08:
        return chance.choice(WRONG)
    if isinstance(value, dict):
        return {key: damaged(one, chance) for key, one in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [damaged(one, chance) for one in value]
    return value


def in_a_circle() -> bytes:
    mapping = {"a": node("b", said("user", "x")), "b": node("a", said("user", "y")), "c": node("c", said("user", "z"))}
    return json.dumps([{"id": "circle", "mapping": mapping}]).encode()


def a_long_chain() -> bytes:
    mapping = {str(n): node(str(n - 1) if n else None, said("user", "x") if n % 50 == 0 else None) for n in range(20_000)}
    return json.dumps([{"id": "chain", "mapping": mapping}]).encode()


def bomb(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as file:
        for _ in range(256):
            file.write(b" " * (1 << 20))
    return packed.getvalue()


def lying() -> bytes:
    """An archive whose list claims to be four gigabytes long."""
    whole = bytearray(zipped({"conversations.json": b"[]"}))
    struct.pack_into("<I", whole, whole.rfind(b"PK\x05\x06") + 12, 0xFFFFFFF0)
    return bytes(whole)


def encrypted() -> bytes:
    whole = bytearray(zipped({"conversations.json": json.dumps([CLAUDE]).encode()}))
    whole[6] |= 1
    whole[whole.find(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def wrong_crc() -> bytes:
    whole = bytearray(zipped({"conversations.json": json.dumps([CLAUDE]).encode()}))
    struct.pack_into("<I", whole, whole.find(b"PK\x01\x02") + 16, 4711)
    return bytes(whole)


def with_link() -> bytes:
    """An archive whose conversations are a link to a file of this machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("conversations.json")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def overlapping() -> bytes:
    """An archive in which a hundred names lead to the same megabytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0/conversations.json", b" " * (8 << 20))
        for number in range(1, 100):
            entry = copy.copy(archive.infolist()[0])
            entry.filename = f"{number}/conversations.json"
            archive.filelist.append(entry)
    return packed.getvalue()


def odd_times() -> bytes:
    times = (1e20, -1e20, -1, 0, 1e308, "9999-12-31T23:59:59Z", "0000-00-00", "25:61")
    talks = [{**CHATGPT, "id": f"t{n}", "create_time": time, "update_time": time} for n, time in enumerate(times)]
    return json.dumps([*talks, *({**CLAUDE, "uuid": f"c{n}", "created_at": time} for n, time in enumerate(times))]).encode()


def made() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(SEED)
    for place in range(60):
        yield f"wrong-types-{place}", json.dumps(damaged(chance.choice(SAMPLES), chance)).encode()
    whole = zipped({"conversations.json": json.dumps([CHATGPT, CLAUDE]).encode()})
    for place in range(20):
        data = bytearray(whole[: chance.randrange(4, len(whole))] if place % 2 else whole)
        for _ in range(10):
            data[chance.randrange(4, len(data)) if len(data) > 4 else 0] = chance.randrange(256)
        yield f"damaged-zip-{place}", bytes(data)
    yield "half-a-model", json.dumps([CHATGPT]).replace('"o3"', '"o3\\ud83d"').encode()
    yield "circle", in_a_circle()
    yield "chain", a_long_chain()
    yield "deep-lists", b"[" * 2_000_000
    yield "deep-objects", b'[{"a":' * 300_000
    yield "deep-in-one", b"[" + b"[" * 100_000 + b"]" * 100_000 + b"]"
    yield "only-commas", b"[" + b"," * 500_000 + b"]"
    yield "closes-only", b"]}]}" * 1000
    yield "not-a-number", b'[{"uuid":"n","chat_messages":[{"uuid":"a","sender":"human","text":"x","created_at":NaN}]}]'
    yield "huge-number", b'[{"uuid":"h","created_at":' + b"9" * 5000 + b',"chat_messages":[]}]'
    yield "twice", json.dumps([CLAUDE, CLAUDE, {**CLAUDE, "chat_messages": [*CLAUDE["chat_messages"]] * 3}]).encode()
    yield "climbing-names", zipped({"../../../conversations.json": json.dumps([CLAUDE]).encode(), "C:\\evil.png": b"x"})
    yield "bomb", bomb("conversations.json")
    yield "bomb-cherry", bomb("data.json")
    yield "list-of-lies", lying()
    yield "encrypted", encrypted()
    yield "wrong-crc", wrong_crc()
    yield "link", with_link()
    yield "overlapping", overlapping()
    yield "times", odd_times()
    yield "unknown-kinds", json.dumps([{**CHATGPT, "id": "k", "mapping": {"a": node("gone", said("user", "x", kind="hologram"))}}]).encode()
    yield "nested-zip", zipped({"conversations.json": zipped({"conversations.json": b"[]"})})
    yield "many-entries", zipped({f"{n}": b"" for n in range(20_000)})
    yield "half-native", native.head() + b'\n{"id":"x","title"'
    yield "native-wrong", native.head() + b'\n{"id":5},\n{"id":"../x","title":"","created_at":"0001-01-01T00:00:00Z"' + native.tail()
    yield "native-numbers", native.head() + b'{"id":"a","title":"","created_at":1e400,"updated_at":NaN}' + native.tail()
    yield "empty", b""
    yield "zeros", b"\x00" * 1_000_000


HOSTILE = dict(made())


def test_there_are_a_hundred_of_them() -> None:
    assert len(HOSTILE) >= 100


@case(123)
async def test_none_of_them_does_harm(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
        report = await kept.exchange.take([folder / name])
        assert report.sentences or report.added or report.known or report.extended, name
        assert all(len(sentence) < 1000 for sentence in report.sentences), name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH
    assert integrity(kept.database) == "ok"
    for conversation in kept.all():
        assert conversation.branch()
    assert names_in(tmp_path) == {"files", "one"}, "nothing was written beside the history"


@case(123)
@pytest.mark.parametrize("text", [b'[{"uuid":"', b"["])
async def test_a_gigabyte_that_never_ends_takes_little_memory(kept: Kept, tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "gigabyte"
    with file.open("wb") as stream:
        stream.write(text)
        stream.truncate(1 << 30)    # sparse: the rest is zeros
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = await kept.exchange.take([file])
    assert any("incomplete" in sentence for sentence in report.sentences)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH


@case(126)
@pytest.mark.parametrize("title", ["../../x", "CON", "a:b", "x" * 300, "dots...", "\x00\u202e", ""])
async def test_a_title_is_never_a_way(kept: Kept, tmp_path: Path, title: str) -> None:
    from deskchat.services.exchange import Form

    file = tmp_path / "claude"
    file.write_text(json.dumps([{**CLAUDE, "name": title}, {**CLAUDE, "uuid": "other", "name": title}]))
    await kept.exchange.take([file])
    target = tmp_path / "out"
    await kept.exchange.export(None, target, Form.MARKDOWN)
    assert sum(name.endswith(".md") for name in names_in(target)) == 2
    assert names_in(tmp_path) == {"out", "claude", "one"}


@case(127)
async def test_a_page_of_html_loads_and_runs_nothing(kept: Kept, tmp_path: Path) -> None:
    from deskchat.services.exchange import Form

    evil = "<script>alert(1)</script><img src=http://example.org/x onerror=alert(1)>"
    talk = {**CLAUDE, "name": evil, "chat_messages": [{"uuid": "a", "sender": "human", "text": f"```{evil}\n{evil}\n```\n{evil}"}]}
    (tmp_path / "claude").write_text(json.dumps([talk]))
    await kept.exchange.take([tmp_path / "claude"])
    await kept.exchange.export(None, tmp_path / "page.html", Form.HTML)
    page = (tmp_path / "page.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
