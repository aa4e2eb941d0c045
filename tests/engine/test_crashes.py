import asyncio
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from llama_cpp import llama_cpp

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Finished, Progress
from deskchat.chat.message import Stop
from deskchat.chat.model import Sampling
from deskchat.engine import frames
from deskchat.engine.host import STOP_SECONDS
from deskchat.engine.local import LocalProvider
from deskchat.engine.native import AbortFlag
from deskchat.engine.worker import _Requests
from tests.engine.talking import CAPITAL, LONG, ask, asking, local_model, until_text
from tests.faults.cases import case
from tests.support import models
from tests.support.bad_ggufs import ABORTS

Make = Callable[..., LocalProvider]
STORY = asking("Tell me a very long story about a fox.", sampling=LONG)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@case(110)
@posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
async def test_a_killed_engine_is_one_sentence_and_the_next_request_works(
    number: signal.Signals, provider: LocalProvider
) -> None:
    stream = provider.stream(STORY)
    await until_text(stream, 3)
    (pid,) = provider.engine_pids
    os.kill(pid, number)
    with pytest.raises(ChatError) as caught:
        async for _ in stream:
            pass
    assert caught.value.kind is ErrorKind.ENGINE
    assert number.name in caught.value.detail
    assert not psutil.pid_exists(pid)    # not a zombie either
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


@case(110)
@posix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
async def test_a_question_right_after_an_idle_engine_died_is_answered(number: signal.Signals, provider: LocalProvider) -> None:
    await ask(provider, asking(CAPITAL))
    (pid,) = provider.engine_pids
    os.kill(pid, number)
    assert provider.engine_pids == (pid,)    # nobody has noticed yet
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    assert provider.engine_pids != (pid,)


@case(110)
@posix
async def test_an_engine_that_a_question_kills_is_not_asked_it_again(tmp_path: Path) -> None:
    code = (
        "import os, sys; from deskchat.engine import worker;"
        "worker._Worker._chat = lambda self, request: (open(sys.argv[1], 'a').write('x'), os.abort());"
        "sys.exit(worker.worker_main())"
    )
    asked = tmp_path / "asked"
    files = {"smol": local_model("smol", models.smollm2())}
    provider = LocalProvider(lambda: files, (sys.executable, "-c", code, str(asked)), work_folder=tmp_path / "engine")
    for times in (1, 2):
        with pytest.raises(ChatError, match="broke down"):
            await ask(provider, asking(CAPITAL))
        assert asked.read_text() == "x" * times
    await provider.aclose()


@case(110)
@posix
async def test_stop_returns_though_the_engine_hangs(provider: LocalProvider) -> None:
    stream = provider.stream(STORY)
    await until_text(stream, 3)
    (pid,) = provider.engine_pids
    os.kill(pid, signal.SIGSTOP)
    assert STOP_SECONDS <= 0.25
    async with asyncio.timeout(60):    # the engine stands still for ever
        await stream.aclose()    # type: ignore[attr-defined]
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text
    assert not psutil.pid_exists(pid)


@case(110)
async def test_closing_in_mid_reply_leaves_no_process(provider: LocalProvider) -> None:
    stream = provider.stream(STORY)
    await until_text(stream)
    (pid,) = provider.engine_pids
    await provider.aclose()
    assert not psutil.pid_exists(pid)
    try:
        last = [event async for event in stream][-1]    # what it could still say
    except ChatError as error:
        assert error.kind is ErrorKind.ENGINE
    else:
        assert last == Finished(Stop.CANCELLED)


@case(111)
@posix
async def test_the_engine_dies_with_the_program(tmp_path: Path) -> None:
    parent = subprocess.Popen(  # noqa: ASYNC220  # nothing else waits on this loop
        [sys.executable, "-c", PARENT, str(models.smollm2()), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    await asyncio.to_thread(psutil.wait_procs, [child], 60)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


PARENT = """
import asyncio, sys
from pathlib import Path
from deskchat.engine.host import STOP_SECONDS
from deskchat.engine.local import LocalProvider
from deskchat.engine.native import AbortFlag
from deskchat.engine.worker import _Requests
from tests.engine.test_crashes import STORY, local_model, until_text
async def main():
    provider = LocalProvider(lambda: {"smol": local_model("smol", Path(sys.argv[1]))}, work_folder=Path(sys.argv[2]) / "e")
    await until_text(provider.stream(STORY))
    print(provider.engine_pids[0], flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@case(78, 116)
async def test_the_engine_sees_no_key(provider: LocalProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "HF_TOKEN", "SOME_SECRET"):
        monkeypatch.setenv(name, "canary-4711")
    await ask(provider, asking(CAPITAL))
    environment = psutil.Process(*provider.engine_pids).environ()
    assert "canary" not in str(environment)
    assert environment["GGML_NO_BACKTRACE"] == "1"


def start_engine(cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "deskchat.engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=os.environ | {"GGML_NO_BACKTRACE": "1"},
    )


@case(115)
@pytest.mark.parametrize(
    "sent", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x02{}", b"\x00\x00\x00\x01\xc1", b"GET / HTTP/1.1\r\n\r\n"]
)
def test_nonsense_on_the_pipe_ends_the_engine(sent: bytes, tmp_path: Path) -> None:
    with start_engine(tmp_path) as engine:
        engine.communicate(sent, timeout=120)
    assert engine.returncode in (0, 3)


@case(111)
def test_an_engine_without_a_parent_ends(tmp_path: Path) -> None:
    with start_engine(tmp_path) as engine:
        engine.communicate(b"", timeout=120)
    assert engine.returncode == 0


@case(115)
async def test_an_engine_that_speaks_nonsense_is_ended(tmp_path: Path) -> None:
    code = "import sys, time; sys.stdout.buffer.write(b'\\xff' * 100); sys.stdout.flush(); time.sleep(60)"
    provider = LocalProvider(
        lambda: {"smol": local_model("smol", models.smollm2())}, (sys.executable, "-c", code), work_folder=tmp_path
    )
    with pytest.raises(ChatError) as caught:
        await ask(provider, asking("Hi"))
    assert caught.value.kind is ErrorKind.ENGINE
    assert provider.engine_pids == ()


async def test_an_engine_that_can_not_start_is_told(tmp_path: Path) -> None:
    provider = LocalProvider(
        lambda: {"smol": local_model("smol", models.smollm2())}, ("/nonexistent/engine",), work_folder=tmp_path
    )
    with pytest.raises(ChatError, match="can't be started"):
        await ask(provider, asking("Hi"))


@case(107)
@posix
def test_llama_cpp_aborts_on_the_file_and_only_its_own_process_dies(tmp_path: Path) -> None:
    """The reason for the whole arrangement, tried without the header check in between."""
    path = tmp_path / "aborts.gguf"
    path.write_bytes(ABORTS)
    code = (
        "import sys; from deskchat.engine import native; from deskchat.engine.loaded import LoadedModel, Opening; n = native.start();"
        "LoadedModel(n, native.AbortFlag(n.c), sys.argv[1], Opening(256, 1, 1), print)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, env=os.environ | {"GGML_NO_BACKTRACE": "1"})
    assert done.returncode in (-signal.SIGABRT, 1)


@case(115)
async def test_a_load_that_is_given_up_disturbs_no_later_one(provider: LocalProvider) -> None:
    for _ in range(2):
        await provider.unload()
        stream = provider.stream(asking(CAPITAL))
        async for event in stream:
            if isinstance(event, Progress):
                break
        await stream.aclose()    # type: ignore[attr-defined]  # a generator, typed as an iterator
        assert "Paris" in (await ask(provider, asking(CAPITAL))).text


async def test_who_is_cancelled_while_an_engine_ends_leaves_no_process(
    provider: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(provider, asking(CAPITAL))
    (pid,) = provider.engine_pids
    monkeypatch.setattr("deskchat.engine.supervisor.SAVE_SECONDS", 0.2)
    psutil.Process(pid).suspend()    # it does not end by itself
    unloading = asyncio.create_task(provider.unload())
    await asyncio.sleep(0.1)
    unloading.cancel()
    await asyncio.wait({unloading})
    await provider.aclose()
    assert not psutil.pid_exists(pid)


async def test_a_conversation_that_is_too_large_is_one_sentence(provider: LocalProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(provider, asking(CAPITAL))
    with monkeypatch.context() as smaller:
        smaller.setattr(frames, "REQUEST_LIMIT", 1 << 10)
        with pytest.raises(ChatError, match="too large for the local engine"):
            await ask(provider, asking(CAPITAL * 100))
    assert "Paris" in (await ask(provider, asking(CAPITAL))).text


def test_what_waits_in_line_is_not_begun_when_the_program_ends() -> None:
    abort = AbortFlag(llama_cpp)
    requests = _Requests(abort)
    requests.read_all(io.BytesIO(frames.pack(frames.Chat(7, (), Sampling())) + frames.pack(frames.Shutdown())))
    requests.begin(7)
    assert abort.is_set


def test_frames_refuse_what_is_too_long() -> None:
    with pytest.raises(frames.FrameError):
        frames.pack(frames.Text(1, "x" * (frames.EVENT_LIMIT + 1)))
    with pytest.raises(frames.FrameError):
        frames.length(b"\xff\xff\xff\xff", frames.REQUEST_LIMIT)
    sent = frames.Chat(3, (frames.Turn("user", "ü\n"),), LONG)
    packed = frames.pack(sent)
    assert frames.length(packed[:4], frames.REQUEST_LIMIT) == len(packed) - 4
    assert frames.request(packed[4:]) == sent
