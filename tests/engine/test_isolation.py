"""The engine is on its own: what befalls it or its files stays with it, and it holds nothing but its model."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.engine import environment, frames
from deskchat.engine.local import LocalProvider
from deskchat.services.services import open_services
from tests.engine.talking import CAPITAL, LONG, ask, asking, local_model, until_text
from tests.engine.test_crashes import start_engine
from tests.faults.cases import case
from tests.support import models
from tests.support.bad_ggufs import ABORTS
from tests.support.home import Home
from tests.support.processes import children_with

Make = Callable[..., LocalProvider]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and sets limits of Linux")
VALUES = st.none() | st.integers(-(1 << 63), (1 << 64) - 1) | st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3)
STORY = "Tell me a very long story about a fox."
LOAD = (
    "import sys; from deskchat.engine import native; from deskchat.engine.loaded import LoadedModel, Opening; n = native.start();"
    "LoadedModel(n, native.AbortFlag(n.c), sys.argv[1], Opening(256, 1, 1), print)"
)


def _aborting(tmp_path: Path, environ: dict[str, str]) -> bool:
    """Let llama.cpp abort; was a debugger started on it?"""
    tools, called = tmp_path / "tools", tmp_path / "called"
    tools.mkdir(exist_ok=True)
    for name in ("gdb", "lldb"):
        (tools / name).write_text(f"#!/bin/sh\ntouch '{called}'\n")
        (tools / name).chmod(0o755)
    model = tmp_path / "aborts.gguf"
    model.write_bytes(ABORTS)
    environ = {**environ, "PATH": f"{tools}:{environ['PATH']}"}
    done = subprocess.run([sys.executable, "-c", LOAD, model], env=environ, capture_output=True, timeout=60)
    assert done.returncode != 0
    return called.exists()


@case(107)
def test_no_debugger_is_started_when_it_aborts(tmp_path: Path) -> None:
    (tmp_path / "guarded").mkdir()
    assert not _aborting(tmp_path / "guarded", environment.for_engine(os.environ))
    (tmp_path / "bare").mkdir()
    assert _aborting(tmp_path / "bare", dict(os.environ)), "the witness is blind"


@case(110)
async def test_an_engine_without_memory_is_one_sentence_and_the_next_one_works(tmp_path: Path) -> None:
    files = {"smol": local_model("smol", models.smollm2())}
    with start_engine(tmp_path) as idle:
        assert idle.stdout is not None
        idle.stdout.read(4)    # it is ready
        kilobytes = psutil.Process(idle.pid).memory_info().vms // 1024 + 100_000
        idle.kill()
    short = ("sh", "-c", f'ulimit -v {kilobytes}; exec "$@"', "sh", sys.executable, "-m", "deskchat.engine")
    provider = LocalProvider(lambda: files, short, work_folder=tmp_path / "short")
    with pytest.raises(ChatError) as caught:
        await ask(provider, asking(CAPITAL))
    await provider.aclose()
    assert caught.value.kind in (ErrorKind.ENGINE, ErrorKind.MODEL_FILE)
    assert caught.value.sentence.endswith(".")
    provider = LocalProvider(lambda: files, work_folder=tmp_path / "enough")
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    await provider.aclose()


@case(112)
async def test_a_file_that_is_cut_while_it_is_in_use_ends_at_most_the_engine(provider_of: Make, tmp_path: Path) -> None:
    victim = tmp_path / "victim.gguf"
    shutil.copyfile(models.smollm2(), victim)
    provider = provider_of(victim=victim, smol=models.smollm2())
    stream = provider.stream(asking(STORY, model="victim", sampling=LONG))
    await until_text(stream, 3)
    os.truncate(victim, 1 << 20)
    try:
        async with asyncio.timeout(60):
            async for _ in stream:
                pass
    except ChatError as error:
        assert error.kind in (ErrorKind.ENGINE, ErrorKind.MODEL_FILE)
        assert error.sentence.endswith(".")
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


@case(112)
async def test_a_file_that_is_replaced_while_it_is_in_use_changes_nothing(provider_of: Make, tmp_path: Path) -> None:
    victim, other = tmp_path / "victim.gguf", tmp_path / "other"
    shutil.copyfile(models.smollm2(), victim)
    other.write_bytes(b"<html>something else</html>")
    provider = provider_of(victim=victim)
    stream = provider.stream(asking(STORY, model="victim", sampling=Sampling(temperature=0.0, max_tokens=60)))
    await until_text(stream, 3)
    other.replace(victim)
    async with asyncio.timeout(60):
        async for _ in stream:
            pass


@case(118)
async def test_a_reply_of_cut_characters_without_an_end_is_text_and_can_be_stopped(provider_of: Make) -> None:
    provider = provider_of(smol=models.smollm2())
    wild = Sampling(temperature=50.0, top_p=1.0, top_k=0, min_p=0.0, repeat_penalty=1.0, seed=4711)    # every token as likely as any other
    stream = provider.stream(asking(STORY, sampling=wild))
    async with asyncio.timeout(60):
        said = ""
        while "\ufffd" not in said:    # half a character has come
            said += getattr(await anext(stream), "text", "")
        await stream.aclose()    # type: ignore[attr-defined]
    assert said.encode("utf-8")    # no half surrogates
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


@case(115)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_an_error_of_frames(body: bytes) -> None:
    for read in (frames.request, frames.event):
        with contextlib.suppress(frames.FrameError):
            read(body)


@case(115)
@given(st.sampled_from(["load", "chat", "count", "stop", "done", "text", "failed", "loaded"]), st.data())
def test_wrong_values_in_a_frame_are_an_error_of_frames(tag: str, data: st.DataObject) -> None:
    values = {name: data.draw(VALUES) for name in ("id", "path", "turns", "text", "sampling", "kind")}
    body = msgspec.msgpack.encode({"type": tag, **values})
    for read in (frames.request, frames.event):
        with contextlib.suppress(frames.FrameError):
            read(body)


@case(116)
async def test_it_has_no_history_open_and_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789")
    home = Home(tmp_path / "home")
    home.paths.models.mkdir(parents=True)
    (home.paths.models / "smol.gguf").symlink_to(models.smollm2())
    services = await open_services(home.paths)
    try:
        conversation = (await services.chats.create()).id
        turn = await services.turns.send(conversation, (TextPart(STORY),), ModelRef("local", "smol"))
        async for update in turn.updates():
            if update.node.message.text:
                break
        (engine,) = children_with("deskchat.engine")
        assert engine.net_connections("inet") == []
        assert {Path(file.path).name for file in engine.open_files()} <= {models.SMOLLM2}
        assert "canary" not in str(engine.environ()) + str(engine.cmdline())
    finally:
        await services.aclose()
