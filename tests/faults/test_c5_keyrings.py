"""A real Secret Service that hangs, dies, asks and changes, and a keyring that is a plain file (cases 67, 70, 71, 73, 74, 81, 82)."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.faults.scene import Scene
from tests.keys.test_keys import CANARY, CHOICE, HUNG, LOCKED, NONE, USE, use
from tests.support.desktop import virtual_screen
from tests.support.keyring_session import SCRIPT, is_available, run_python

pytestmark = [pytest.mark.skipif(not is_available(), reason="needs gnome-keyring and a D-Bus daemon"), pytest.mark.timeout(600)]
VARIABLE = "Use the key for this session only, or put it into an environment variable before you start deskchat."
PROMPTED = ("Xvfb", "xdotool", "dbus-update-activation-environment")
SIGNAL = """
import re, signal, subprocess
def process_of(name):
    call = ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus",
        "--method", "org.freedesktop.DBus.GetConnectionUnixProcessID", name]
    return int(re.findall(r"uint32 (\\d+)", subprocess.run(call, capture_output=True, text=True).stdout)[0])
"""


@case(71)
def test_a_keyring_that_hung_is_used_once_it_answers(tmp_path: Path) -> None:
    code = SIGNAL + """
async def main():
    told = [await attempt(keys.set("openai", CANARY))]
    keys._timeout_s = 30
    os.kill(process_of("org.freedesktop.secrets"), signal.SIGCONT)
    keys.retry()
    told.append(await attempt(keys.set("openai", CANARY)))
    told.append(await Keys(os.environ, timeout_s=30).get("openai") == CANARY)
    print(json.dumps(told))
asyncio.run(main())
"""
    assert use("hung", tmp_path, code, 1) == [f"{HUNG} The key was not stored. {VARIABLE}", None, True]


@case(69, 71)
@pytest.mark.parametrize(("state", "sentence"), [("hung", HUNG), ("locked", LOCKED)])
def test_the_window_opens_answers_and_says_so(tmp_path: Path, state: str, sentence: str) -> None:
    """The real window; its provider needs a key that nobody gives."""
    within = (str(SCRIPT), state, str(tmp_path / "user"))
    more = 'key = "keyring"\nmodels = [{ id = "echo-1" }]\n'
    with Scene(tmp_path / "home", within=within, more=more) as scene:
        for seen in scene.look_at({"a reply": "Never sent."})["a reply"].all:
            assert seen.status == "failed"
            assert seen.cpu_ms < 2_000, "the window waited for the keyring"
            assert seen.text == ""
        assert scene.server.chats == []
    history = sqlite3.connect(tmp_path / "home" / "deskchat.db")
    ((failure,),) = history.execute("SELECT failure FROM message WHERE role = 'assistant'").fetchall()
    history.close()
    assert sentence in json.loads(failure)["message"]


@case(73)
def test_a_key_in_memory_goes_on_working_when_the_keyring_dies_and_then_the_bus(tmp_path: Path) -> None:
    code = SIGNAL + """
async def main():
    told = [await attempt(keys.set("openai", CANARY))]
    for victim in ("org.freedesktop.secrets", "org.freedesktop.DBus"):
        os.kill(process_of(victim), signal.SIGKILL)
        told.append(await keys.get("openai") == CANARY)
        told.append(await attempt(keys.set("mistral", CANARY)))
        await keys.set("mistral", CANARY, "session")
        told.append(await keys.get("mistral") == CANARY)
        keys._session.clear()
    print(json.dumps(told))
asyncio.run(main())
"""
    # the end of the bus ends the session, so what was told is read from its output alone
    stored, first, refused, kept, second, refused_again, kept_again = use("unlocked", tmp_path, code, 30)
    assert (stored, first, kept, second, kept_again) == (None, True, True, True, True)
    assert refused == f"{LOCKED} The key was not stored. {VARIABLE}"
    assert str(refused_again).endswith(f"The key was not stored. {VARIABLE}")


@case(67, 68)
def test_a_keyring_that_another_package_brings_is_not_asked(tmp_path: Path) -> None:
    """As ``keyrings.alt`` does: an entry point, and a backend that works anywhere and keeps keys in a plain file."""
    brought = tmp_path / "brought"
    (brought / "plain_keyrings-1.dist-info").mkdir(parents=True)
    (brought / "plain_keyrings-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: plain-keyrings\nVersion: 1\n")
    (brought / "plain_keyrings-1.dist-info" / "entry_points.txt").write_text("[keyring.backends]\nplain = plain_keyrings\n")
    (brought / "plain_keyrings.py").write_text(
        "import pathlib\nfrom keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    file = pathlib.Path(__file__).with_name('keys.txt')\n"
        "    def set_password(self, service, name, value): self.file.write_text(value)\n"
        "    def get_password(self, service, name): return self.file.read_text() if self.file.exists() else None\n"
        "    def delete_password(self, service, name): self.file.unlink()\n"
    )
    chosen = "import keyring; print(type(keyring.get_keyring()).__name__)"
    path = {"PYTHONPATH": f"{brought}:{Path(__file__).parents[2] / 'src'}"}
    assert run_python("absent", tmp_path / "other", chosen, path).strip() == "PlaintextKeyring", "it would not have been chosen"
    told = use("absent", tmp_path / "user", USE, environ=path)
    assert told["set"] == f"{NONE} {CHOICE}"
    assert not (brought / "keys.txt").exists()


@case(74)
def test_another_keyring_asks_anew_and_the_first_one_keeps_its_key(tmp_path: Path) -> None:
    ask = "\nasync def main():\n    print(json.dumps(await keys.get('openai')))\nasyncio.run(main())\n"
    keep = "\nasync def main():\n    print(json.dumps(await attempt(keys.set('openai', CANARY))))\nasyncio.run(main())\n"
    assert use("unlocked", tmp_path / "one", keep) is None
    assert use("unlocked", tmp_path / "two", ask) is None
    assert use("unlocked", tmp_path / "one", ask) == CANARY


@case(81, 82)
def test_a_provider_that_is_removed_takes_its_key_along_and_no_other(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from deskchat.paths import find
from deskchat.services.services import open_services
import subprocess
def stored():
    words = subprocess.run(["secret-tool", "search", "--all", "service", "deskchat"], capture_output=True, text=True)
    return sorted(line.split(" = ")[1].split()[0] for line in (words.stdout + words.stderr).splitlines() if "username = " in line)
async def main():
    services = await open_services(find(Path({str(tmp_path / "home")!r})))
    told = []
    for name in ("Work", "Play"):
        account = await services.accounts.add(name, f"https://{{name.lower()}}.example/v1", needs_key=True)
        await services.accounts.set_key(account.id, CANARY + name)
    told.append(stored())
    await services.accounts.remove("work")
    told.append(stored())
    await services.accounts.delete_key("play")
    told.append(stored())
    await services.aclose()
    print(json.dumps(told))
asyncio.run(main())
"""
    assert use("unlocked", tmp_path / "user", code) == [["play", "work"], ["play"], []]


@case(70)
@pytest.mark.skipif(not all(map(shutil.which, PROMPTED)), reason="needs Xvfb and xdotool")
@pytest.mark.skipif(not Path("/usr/libexec/gcr-prompter").exists(), reason="needs the prompter of gcr")
def test_the_question_for_the_password_is_answered_or_not(tmp_path: Path) -> None:
    code = SIGNAL + """
def shell(*words):
    return subprocess.run(words, capture_output=True, text=True)
def lock():
    shell("gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", "/org/freedesktop/secrets",
        "--method", "org.freedesktop.Secret.Service.Lock", "[objectpath '/org/freedesktop/secrets/collection/login']")
async def press(task, *keys):
    while not task.done():
        found = await asyncio.to_thread(shell, "xdotool", "search", "--onlyvisible", "--name", ".+")
        if found.stdout.strip():
            await asyncio.sleep(1)
            for one in keys:
                await asyncio.to_thread(shell, "xdotool", *one)
            await asyncio.wait({task}, timeout=6)
        await asyncio.sleep(0.2)
    return task.result()
async def main():
    os.environ["DISPLAY"] = DISPLAY
    shell("dbus-update-activation-environment", f"DISPLAY={DISPLAY}")
    told = [await attempt(Keys(os.environ, timeout_s=2).set("openai", CANARY))]
    ticks = 0
    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.02)
            ticks += 1
    ticking = asyncio.create_task(tick())
    patient = Keys(os.environ, timeout_s=60)
    asking = asyncio.create_task(attempt(patient.set("openai", CANARY)))
    told.append(await press(asking, ("type", "testpw"), ("key", "Return")))
    told.append(await Keys(os.environ, timeout_s=60).get("openai") == CANARY)
    lock()
    asking = asyncio.create_task(attempt(Keys(os.environ, timeout_s=60).set("openai", CANARY)))
    told.append(await press(asking, ("type", "wrong"), ("key", "Return"), ("key", "Escape")))
    told.append(ticks > 10)
    ticking.cancel()
    print(json.dumps(told))
asyncio.run(main())
"""
    with virtual_screen("800x600") as display:
        told = use("locked", tmp_path, f"DISPLAY = {json.dumps(display)}\n{code}")
    assert told == [
        f"{HUNG} The key was not stored. {VARIABLE}", None, True, f"{LOCKED} The key was not stored. {VARIABLE}", True,
    ]    # fmt: skip
