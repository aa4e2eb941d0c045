"""Keys with a real Secret Service in every state it can be in."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.keys import KeyPlace, Keys
from tests.faults.cases import case
from tests.support import keyring_session

CANARY = "sk-canary-4711-do-not-leak"
NO_HELPER = (sys.executable, "-c", "raise SystemExit(3)")
real_keyring = pytest.mark.skipif(not keyring_session.is_available(), reason="needs gnome-keyring and a D-Bus daemon")

BEGIN = """
import asyncio, json, os
from deskchat.chat.errors import ChatError
from deskchat.keys import Keys
CANARY, TIMEOUT_S = ARGUMENTS
keys = Keys(os.environ, timeout_s=TIMEOUT_S)
async def attempt(awaitable):
    try:
        return await awaitable
    except ChatError as error:
        return error.message
"""
USE = """
async def main():
    told = {"set": await attempt(keys.set("openai", CANARY, host="api.openai.com", env_name="OPENAI_API_KEY"))}
    fresh = Keys(os.environ, timeout_s=TIMEOUT_S)
    told["get"] = await fresh.get("openai", "OTHER_KEY", "api.openai.com")
    told["place"] = await fresh.where("openai", "OTHER_KEY", "api.openai.com")
    told["trouble"] = fresh.trouble
    told["sentence"] = (await keys.status()).sentence
    await keys.set("openai", CANARY, "session", host="api.openai.com")
    told["session"] = await keys.get("openai", None, "api.openai.com") == CANARY
    print(json.dumps(told))
asyncio.run(main())
"""
CHOICE = (
    "The key was not stored. Use the key for this session only, or put it into the environment variable OPENAI_API_KEY "
    "before you start deskchat."
)
LOCKED = "The keyring is locked, or the question for its password was closed."
NONE = "This system has no keyring that deskchat can use."
HUNG = "The keyring does not answer. If it asks for a password, enter it, then try again."


def use(state: str, home: Path, code: str, timeout_s: float = 60, environ: Mapping[str, str] = MappingProxyType({})) -> Any:
    program = BEGIN.replace("ARGUMENTS", repr((CANARY, timeout_s))) + code
    return json.loads(keyring_session.run_python(state, home, program, environ).splitlines()[-1])


@case(82)
@real_keyring
def test_a_stored_key_is_there_for_a_new_process(tmp_path: Path) -> None:
    told = use("unlocked", tmp_path, USE)
    assert told == {"set": None, "get": CANARY, "place": "keyring", "trouble": "", "sentence": "", "session": True}


@case(66, 69, 71, 72, 73)
@real_keyring
@pytest.mark.parametrize(
    ("state", "sentence", "timeout_s"),
    [
        ("locked", LOCKED, 60),
        ("died", LOCKED, 60),    # it is started anew, and is locked then
        ("absent", NONE, 60),
        ("nobus", NONE, 60),
        ("hung", HUNG, 1),
        ("hang-activate", HUNG, 1),
    ],
)
def test_without_a_working_keyring_there_is_a_choice_and_the_session_goes_on(
    tmp_path: Path, state: str, sentence: str, timeout_s: float
) -> None:
    told = use(state, tmp_path, USE, timeout_s)
    assert told == {
        "set": f"{sentence} {CHOICE}",
        "get": None,
        "place": "none" if sentence == NONE else "unknown",
        "trouble": sentence,
        "sentence": sentence,
        "session": True,
    }


@case(71)
@real_keyring
def test_the_environment_helps_out_when_the_keyring_does_not_answer(tmp_path: Path) -> None:
    code = """
helpers, start = [], asyncio.create_subprocess_exec
async def counted(*given, **more):
    helpers.append(given)
    return await start(*given, **more)
async def main():
    asyncio.create_subprocess_exec = counted
    found = await keys.find("openai", "OPENAI_API_KEY", "api.openai.com")
    once = len(helpers)
    await keys.find("openai", "OPENAI_API_KEY", "api.openai.com")    # the keyring is not waited for again
    print(json.dumps([found.key, found.place, keys.trouble, once, len(helpers)]))
asyncio.run(main())
"""
    assert use("hung", tmp_path, code, 1, {"OPENAI_API_KEY": "sk-env\n"}) == ["sk-env", "environment", HUNG, 1, 1]


@case(58, 82)
@real_keyring
def test_a_key_is_bound_to_the_host_it_was_entered_for(tmp_path: Path) -> None:
    code = """
async def main():
    await keys.set("openai", CANARY, host="api.openai.com")
    told = []
    for one in (keys, Keys(os.environ, timeout_s=TIMEOUT_S)):
        found = await one.find("openai", None, "evil.example")
        told.append([found.key, found.sentence])
    print(json.dumps(told))
asyncio.run(main())
"""
    moved = [None, "The address of openai changed; enter its key again."]
    assert use("unlocked", tmp_path, code) == [moved, moved]


@case(81)
@real_keyring
def test_a_deleted_key_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    code = """
async def main():
    await keys.set("openai", CANARY)
    await keys.set("mistral", "sk-mistral")
    await keys.delete("openai")
    await keys.delete("never there")
    fresh = Keys(os.environ, timeout_s=TIMEOUT_S)
    print(json.dumps([await keys.get("openai"), await fresh.get("openai"), await fresh.get("mistral")]))
asyncio.run(main())
"""
    assert use("unlocked", tmp_path, code) == [None, None, "sk-mistral"]


@case(74)
@real_keyring
def test_each_home_has_keys_of_its_own_and_finds_those_of_the_usual_one(tmp_path: Path) -> None:
    code = """
def home(place=""):
    return Keys(os.environ, home=place, timeout_s=TIMEOUT_S)
async def all_of():
    return [await one.get("openai", host="a") for one in (home(), home("/one"), home("/two"))]
async def main():
    told = []
    await home().set("openai", "usual", host="a")
    told.append(await all_of())
    await home("/one").set("openai", "one", host="a")
    told.append(await all_of())
    await home("/two").delete("openai")
    told.append(await all_of())
    await home("/one").delete("openai")
    await home("/two").set("openai", "two", host="a")
    told.append(await all_of())
    await home().delete("openai")
    await home("/one").delete("openai")
    told.append(await all_of())
    print(json.dumps(told))
asyncio.run(main())
"""
    assert use("unlocked", tmp_path, code) == [
        ["usual", "usual", "usual"],
        ["usual", "one", "usual"],
        ["usual", "one", None],
        ["usual", None, "two"],
        [None, None, "two"],
    ]


LOOK = """
async def main():
    told = []
    for quiet in (True, False):
        one = Keys(os.environ, timeout_s=TIMEOUT_S)
        found = await one.find("openai", "OPENAI_API_KEY", quiet=quiet)
        told.append([found.key, found.place, one.trouble])
    print(json.dumps(told))
asyncio.run(main())
"""


@case(69, 70)
@real_keyring
def test_who_only_looks_is_asked_for_no_password(tmp_path: Path) -> None:
    looked, asked = use("locked", tmp_path, LOOK)
    assert looked == [None, "unknown", ""]
    assert asked == [None, "unknown", LOCKED]


@case(70)
@real_keyring
def test_no_keyring_is_made_before_a_key_is_stored(tmp_path: Path) -> None:
    code = LOOK.replace("print(", """told.append((await keys.status()).sentence)
    told.append([await attempt(keys.delete("openai")), await attempt(keys.set("openai", CANARY))])
    print(""")
    *looked, status, changed = use("fresh", tmp_path, code)
    assert looked == [[None, "none", ""]] * 2
    assert status == ""
    assert changed[0] is None
    assert str(changed[1]).startswith(LOCKED), "to store one it has to be made, and nobody is there to give its password"


@case(67, 68)
@real_keyring
def test_a_keyring_that_only_pretends_to_store_is_never_chosen(tmp_path: Path) -> None:
    """Configuration and variables can name any module as a keyring: neither is asked."""
    (tmp_path / "fake").mkdir()
    (tmp_path / "fake" / "plain.py").write_text("open(__file__ + '.ran', 'w')\nraise SystemExit\n")
    settings = tmp_path / ".config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[backend]\ndefault-keyring=plain.Keyring\nkeyring-path={tmp_path / 'fake'}\n")
    told = use("absent", tmp_path, USE, environ={"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
    assert told["set"] == f"{NONE} {CHOICE}"
    assert not (tmp_path / "fake" / "plain.py.ran").exists()
    assert not (tmp_path / ".local" / "share" / "python_keyring").exists()


@case(65, 78)
@real_keyring
def test_the_key_is_in_no_file_no_argument_and_no_environment(tmp_path: Path) -> None:
    code = """
import pathlib, select, subprocess, sys
SEEN = "import pathlib, select, sys\\nseen = 0\\nhelpers = 0\\n" \\
    "word = sys.stdin.buffer.readline().strip()\\n" \\
    "print('watching', flush=True)\\n" \\
    "while not select.select([sys.stdin], [], [], 0)[0]:\\n" \\
    "    for p in pathlib.Path('/proc').glob('[0-9]*'):\\n" \\
    "        for n in ('cmdline', 'environ'):\\n" \\
    "            try: text = (p / n).read_bytes()\\n" \\
    "            except OSError: continue\\n" \\
    "            seen += word in text\\n" \\
    "            if n == 'cmdline' and b'deskchat.keys' in text:\\n" \\
    "                if not helpers: print('there is one', flush=True)\\n" \\
    "                helpers += 1\\n" \\
    "print(seen, helpers)"
async def main():
    watcher = subprocess.Popen([sys.executable, "-c", SEEN], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    watcher.stdin.write(CANARY.encode() + b"\\n"); watcher.stdin.flush()
    watcher.stdout.readline()
    times = 0
    while times < 3 or not select.select([watcher.stdout], [], [], 0)[0]:    # and until it has seen one
        await keys.set("openai", CANARY)
        await Keys(os.environ, timeout_s=TIMEOUT_S).get("openai")
        times += 1
    watcher.stdin.close()
    print(json.dumps(watcher.stdout.read().decode().split()[-2:]))
asyncio.run(main())
"""
    seen, helpers = use("unlocked", tmp_path, code)
    assert int(helpers) > 0, "the watcher saw none of them"
    assert int(seen) == 0
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    assert [file for file in files if CANARY.encode() in file.read_bytes()] == []


async def test_a_helper_that_dies_is_a_sentence() -> None:
    keys = Keys({}, NO_HELPER)
    with pytest.raises(ChatError, match=r"The keyring broke off\. The key was not stored"):
        await keys.set("openai", CANARY)
    assert await keys.where("openai") is KeyPlace.UNKNOWN
    with pytest.raises(ChatError, match="may still be stored"):
        await keys.delete("openai")


async def test_a_missing_helper_is_a_sentence() -> None:
    keys = Keys({}, ("/no/such/program",))
    assert (await keys.status()).sentence == "The keyring broke off."


async def test_an_answer_cut_in_the_middle_is_a_sentence() -> None:
    keys = Keys({}, (sys.executable, "-c", "print('{\"state\": \"ok\", \"va')"))
    assert await keys.get("openai") is None
    assert keys.trouble == "The keyring broke off."


async def test_a_key_for_this_session_never_starts_a_process() -> None:
    keys = Keys({"OPENAI_API_KEY": "sk-env"}, ("/no/such/program",))
    assert keys.known_place("openai") is KeyPlace.UNKNOWN
    await keys.set("openai", f" {CANARY}\n", "session", host="a")
    assert await keys.get("openai", "OPENAI_API_KEY", "a") == CANARY
    assert keys.known_place("openai") is KeyPlace.SESSION
    assert keys.trouble == ""


async def test_what_is_known_without_asking_follows_what_was_asked() -> None:
    keys = Keys({"OPENAI_API_KEY": "sk-env"}, NO_HELPER)
    asked = [keys.known_place("openai", "OPENAI_API_KEY")]
    await keys.get("mistral")    # fails, so nothing in the keyring can be used
    asked += [keys.known_place("openai", "OPENAI_API_KEY"), keys.known_place("mistral")]
    keys.retry()
    asked.append(keys.known_place("openai", "OPENAI_API_KEY"))
    assert asked == [KeyPlace.UNKNOWN, KeyPlace.ENVIRONMENT, KeyPlace.UNKNOWN, KeyPlace.UNKNOWN]


async def test_no_value_that_holds_a_key_shows_it() -> None:
    keys = Keys({"OPENAI_API_KEY": CANARY}, NO_HELPER)
    found = await keys.find("openai", "OPENAI_API_KEY")
    assert found.key == CANARY
    await keys.set("x", CANARY, "session")
    assert CANARY not in repr(found) + repr(vars(keys)["_session"])


def test_the_keyring_library_is_not_loaded_into_the_program() -> None:
    code = "import sys, deskchat.keys; print([m for m in sys.modules if m.split('.')[0] in ('keyring', 'secretstorage')])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert shown.stdout.strip() == "[]"
