"""The real engine behind the command line: the starter model, a base model, a killed worker, bad files."""

import json
import os
import re
import signal
from pathlib import Path

import psutil
import pytest

from tests.faults.cases import case
from tests.support import bad_ggufs
from tests.support.home import Home, texts
from tests.support.models import gemma3, smollm2
from tests.support.servers import ChatServer

SHORT = ("--temperature", "0", "--max-tokens", "24")    # a base model may else end its reply with the first token


def is_engine(process: psutil.Process) -> bool:
    """Is it the engine's process? A package starts its own program anew for it."""
    try:
        return process.cmdline()[-1:] in (["deskchat.engine"], ["--engine-worker"])
    except psutil.Error:    # it has just ended
        return False


def test_the_starter_model_answers_offline(home: Home) -> None:
    smollm2()
    done = home.run("ask", "--offline", *SHORT, "Name three colours.")
    assert done.status == 0, done.err
    assert re.search("red|blue|green|yellow|colou?r", done.out, re.IGNORECASE), done.out


def test_texts_become_vectors(home: Home) -> None:
    smollm2()
    done = home.run("embed", "The cat sleeps.", "A kitten naps.")
    assert done.status == 0, done.err
    vectors = [json.loads(line)["vector"] for line in done.out.splitlines()]
    assert [len(vector) for vector in vectors] == [576, 576]
    assert 0.5 < sum(a * b for a, b in zip(*vectors, strict=True)) < 0.99999
    assert home.run("embed", "--model", "openai/x", "a").status == 1
    # a page break ends no line, as little as what Unicode calls a line separator
    piped = home.run("embed", stdin="One\x0c page.\r\nAnother\u2028page.\n".encode())
    assert len(piped.out.splitlines()) == 2, piped.err


def test_a_conversation_keeps_everything_through_three_kinds_of_models(home: Home, server: ChatServer) -> None:
    starter, base = smollm2(), gemma3()
    added = home.run("models", "--add", str(base))
    assert added.status == 0, added.err
    first = home.ask(*SHORT, "My dog is called Bruno.").events
    conversation = first[0]["conversation"]
    assert first[-1]["cost"] == 0    # known, unlike that of a server without prices
    replies = [texts(first)]
    for model in ("loop/echo-1", f"local/{base.stem}", f"local/{starter.stem}"):
        events = home.ask(*SHORT, "--model", model, "--conversation", conversation, f"Question for {model}").events
        assert events[0]["model"] == model
        assert events[-1]["event"] == "done", events[-1]
        replies.append(texts(events))
    assert "Bruno" in json.dumps(server.chats[0].json["messages"])
    shown = home.show(conversation)
    for reply in replies:
        assert reply.strip()[:40] in shown
    speakers = re.findall(r"\((local/\S+|loop/\S+)\)(?: \[\w+\])?:", shown)
    assert speakers == [f"local/{starter.stem}", "loop/echo-1", f"local/{base.stem}", f"local/{starter.stem}"]


def test_a_killed_worker_costs_one_reply_and_the_next_one_works(home: Home) -> None:
    smollm2()
    asking = home.start("ask", "--json", "--offline", "--max-tokens", "600", "Tell me a very long story.")
    assert asking.stdout is not None
    printed = [asking.stdout.readline() for _ in range(6)]
    worker = next(p for p in psutil.Process(asking.pid).children() if is_engine(p))
    worker.send_signal(signal.SIGKILL)
    out, _ = asking.communicate(timeout=120)
    events = [json.loads(line) for line in [*printed, *out.splitlines()]]
    assert asking.returncode == 1
    assert events[-1]["kind"] == "engine", events[-1]
    conversation = events[0]["conversation"]
    shown = home.show(conversation)
    assert texts(events).strip() in shown
    assert "[failed]" in shown
    again = home.ask(*SHORT, "--conversation", conversation, "Go on.")
    assert again.events[-1]["event"] == "done"


@case(78)
def test_no_key_reaches_the_worker(home: Home) -> None:
    smollm2()
    proxy = "http://me:proxy-canary-0123456789@127.0.0.1:9"
    environ = {**os.environ, "OPENAI_API_KEY": "sk-very-secret-0123456789", "HTTPS_PROXY": proxy, "all_proxy": proxy}
    asking = home.start("ask", "--json", "--max-tokens", "600", "Tell me a very long story.", environ=environ)
    assert asking.stdout is not None
    for _ in range(3):
        asking.stdout.readline()
    workers = [p for p in psutil.Process(asking.pid).children() if is_engine(p)]
    environments = [dict(worker.environ()) for worker in workers]
    asking.terminate()
    asking.communicate(timeout=120)
    assert environments
    assert "sk-very-secret-0123456789" not in repr(environments)
    assert "proxy-canary-0123456789" not in repr(environments)


def test_a_gguf_file_is_asked_by_its_path(home: Home, tmp_path: Path) -> None:
    link = tmp_path / "my-model.gguf"
    link.symlink_to(smollm2())
    done = home.ask(*SHORT, "--model", str(link), "Hello")
    assert done.events[0]["model"] == "local/my-model"
    assert done.status == 0


@pytest.mark.parametrize("name", ["html", "bad_magic", "magic_only", "tensor_beyond_eof"])
def test_a_bad_gguf_file_is_a_sentence(home: Home, tmp_path: Path, name: str) -> None:
    data, words = bad_ggufs.BAD[name]
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)
    for done in (home.run("models", "--add", str(path)), home.run("ask", "--model", str(path), "x")):
        assert done.status == 1
        assert words in done.err


def test_a_file_cut_short_after_it_was_added_is_a_sentence_in_the_conversation(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(smollm2().read_bytes())
    assert home.run("models", "--add", str(path)).status == 0
    os.truncate(path, 1_000_000)
    done = home.ask(*SHORT, "--model", "local/cut", "What is lost?")
    assert done.status == 1
    assert done.events[-1]["kind"] == "model_file", done.events
    assert "What is lost?" in home.show(done.events[0]["conversation"])


def test_doctor_tries_the_engine_and_says_no_secret(home: Home) -> None:
    smollm2()
    key = "sk-very-secret-0123456789"
    done = home.run("doctor", environ={"OPENAI_API_KEY": key})
    assert done.status == 0, done.out
    assert re.search(r"engine +works: ", done.out)
    assert re.search(r"device +CPU: .+ GB free", done.out)
    assert "so the processor computes" in done.out
    assert str(home.paths.database) in done.out
    assert key not in done.out + done.err
