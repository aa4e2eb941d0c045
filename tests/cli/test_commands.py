"""The small commands as programs, and what the terminal is spared."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import deskchat
from deskchat.cli.terminal import harmless
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.key_scan import files_with_keys
from tests.support.servers import ChatServer
from tests.support.terminal import written


def test_help_names_every_command_and_takes_no_heavy_import(home: Home) -> None:
    done = home.run("--help")
    assert done.status == 0
    for command in ("ask", "models", "providers", "keys", "list", "show", "search", "doctor"):
        assert re.search(rf"^    {command}\b", done.out, re.MULTILINE)
    code = (
        "import sys; from deskchat.__main__ import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('PySide6', 'httpx2', 'llama_cpp', 'numpy', 'keyring', 'genai_prices') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_models_are_listed_in_json(home: Home, server: ChatServer) -> None:
    done = home.run("models", "--json", "--refresh")
    listed = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 0
    echo = next(model for model in listed if model["model"] == "loop/echo-1")
    assert echo["context"] == 8192
    assert echo["provider"] == "loop"


def test_what_was_left_out_of_the_providers_file_is_told_beside_the_output(home: Home, server: ChatServer) -> None:
    with home.paths.providers.open("a") as file:
        file.write('[[provider]]\nid = "wrong"\nbase_url = "ftp://x"\n')
    told = "The provider “wrong” in your file of providers"
    asked = home.ask("--model", "loop/echo-1", "x")
    assert asked.events[-1]["event"] == "done"
    listed = home.run("models", "--json")
    assert listed.events
    assert asked.err.count(told) == listed.err.count(told) == 1
    doctor = home.run("doctor")
    assert (doctor.out.count(told), doctor.err.count(told)) == (1, 0)


def test_search_finds_and_show_knows_the_beginning_of_an_id(home: Home, server: ChatServer) -> None:
    conversation = home.ask("--model", "loop/echo-1", "Where is the quetzal?").events[0]["conversation"]
    found = home.run("search", "quetz").out
    assert conversation in found
    assert "You:\nWhere is the quetzal?" in home.show(conversation[:12])
    none = home.run("search", "nothing-like-it")
    assert (none.status, none.out, none.err) == (0, "", "Nothing was found.\n")
    missing = home.run("show", "zzz")
    assert missing.status == 1
    assert missing.err == "There is no conversation “zzz”. “deskchat list” shows those there are.\n"


@case(66)
def test_without_a_keyring_a_key_is_not_written_anywhere(home: Home) -> None:
    key = "sk-very-secret-0123456789"
    done = home.run("keys", "set", "openai", stdin=f"{key}\n".encode(), environ={"PYTHON_KEYRING_BACKEND": ""})
    assert done.status == 1
    assert "OPENAI_API_KEY" in done.err
    assert key not in done.out + done.err
    for path in home.folder.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


def test_keys_are_listed_by_place_only(home: Home) -> None:
    key = "sk-very-secret-0123456789"
    done = home.run("keys", "list", "openai", environ={"OPENAI_API_KEY": key})
    assert done.status == 0
    assert key not in done.out + done.err
    unknown = home.run("keys", "set", "nobody", stdin=b"x\n")
    assert unknown.status == 1
    assert "nobody" in unknown.err


@pytest.mark.parametrize("arguments", [["nonsense"], ["ask", "--nonsense"], ["show"], ["keys"], ["keys", "set"]])
def test_wrong_usage_ends_with_two(home: Home, arguments: list[str]) -> None:
    done = home.run(*arguments)
    assert done.status == 2
    assert "usage: deskchat" in done.err
    assert "Traceback" not in done.err


def test_a_reply_cannot_steer_the_terminal(home: Home, server: ChatServer) -> None:
    server.mode, server.reply = "well", "\x1b]0;owned\x07red\x1b[2J \u202egreen"
    primary, secondary = pty.openpty()
    asking = subprocess.Popen(
        home.command("ask", "--model", "loop/echo-1", "x"), stdin=subprocess.DEVNULL, stdout=secondary
    )
    os.close(secondary)
    assert asking.wait(120) == 0
    assert written(primary).strip() == "]0;ownedred[2J green"


def test_harmless_keeps_what_is_text() -> None:
    assert harmless("a\tb\nc\r\nd é 漢 🙂") == "a\tb\nc\nd é 漢 🙂"
    assert harmless("\x1b[31m\x9b1m\x7f\u2066") == "[31m1m"


AS_NOBODY = """
import os, sys
import tomlkit, tempfile, deskchat.cli.main, deskchat.providers.wires.openai_chat
deskchat.cli.main._parser()    # imports the commands: not everybody may read where the interpreter lies
from deskchat.__main__ import main
if os.geteuid() == 0:    # to whom permissions mean nothing
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


def _at(home: Home, *arguments: str) -> list[str]:
    return ["--home", str(home.folder), *arguments]


@pytest.fixture
def open_home() -> Iterator[Home]:
    """A home that another user, to whom permissions mean something, can reach; as root we become one."""
    program = Path(deskchat.__file__)
    if os.geteuid() == 0 and not all(folder.stat().st_mode & 0o001 for folder in program.parents):
        pytest.skip("run as root from a folder that no other user can enter")
    folder = Path(tempfile.mkdtemp(prefix="deskchat-open-", dir="/tmp"))    # nobody else may enter the folder of the tests
    folder.chmod(0o755)
    yield Home(folder / "home")
    found = files_with_keys(folder)
    shutil.rmtree(folder)
    assert found == []


@case(87, 96)
def test_a_history_that_may_only_be_read_is_a_sentence(open_home: Home) -> None:
    with ChatServer(mode="echo") as server:
        open_home.add_provider("loop", server.url)
        conversation = open_home.ask("--model", "loop/echo-1", "What is lost?").events[0]["conversation"]
        for path in (open_home.folder, *open_home.folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        ask = ["ask", "--json", "--conversation", conversation, "More."]
        done = subprocess.run([sys.executable, "-c", AS_NOBODY, *_at(open_home, *ask)], capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        told = "The history may only be read: nothing you write now can be stored.\n"
        assert done.stderr.decode() == told
        error = json.loads(done.stdout.splitlines()[-1])
        assert "may only be read" in error["message"]
        assert len(server.chats) == 1
        show = _at(open_home, "show", conversation)
        shown = subprocess.run([sys.executable, "-c", AS_NOBODY, *show], capture_output=True, check=True)
        assert "What is lost?" in shown.stdout.decode()
    for path in (open_home.folder, *open_home.folder.rglob("*")):
        path.chmod(0o755)
