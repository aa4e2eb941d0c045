"""``deskchat keys`` with a real Secret Service: set, used, listed, deleted, and the key's bytes in no file."""

import json
from pathlib import Path

import pytest

from tests.faults.cases import case
from tests.support.home import Home
from tests.support.keyring_session import is_available, run_python
from tests.support.program import program
from tests.support.servers import ChatServer

KEY = "sk-very-secret-0123456789"
SCENE = f"""
import json, subprocess

def deskchat(*arguments, stdin=""):
    command = [*{{program!r}}, "--home", {{home!r}}, *arguments]
    done = subprocess.run(command, input=stdin, capture_output=True, text=True)
    return [done.returncode, done.stdout, done.stderr]

steps = [
    deskchat("keys", "set", "locked", stdin="{KEY}\\n"),
    deskchat("keys", "list", "locked"),
    deskchat("ask", "--model", "locked/echo-1", "Hello"),
    deskchat("keys", "delete", "locked"),
    deskchat("keys", "list", "locked"),
    deskchat("ask", "--model", "locked/echo-1", "Hello"),
]
print(json.dumps(steps))
"""


@case(65)
@pytest.mark.skipif(not is_available(), reason="gnome-keyring is not installed")
def test_a_key_is_set_used_listed_and_deleted(home: Home, tmp_path: Path) -> None:
    with ChatServer(mode="echo", key=KEY) as server:
        home.add_provider("locked", server.url, key_env="LOCKED_KEY")
        scene = SCENE.format(program=program(), home=str(home.folder))
        told = run_python("unlocked", tmp_path / "user", scene, {})
        assert server.chats[-1].headers["authorization"] == f"Bearer {KEY}"
        assert len(server.chats) == 1    # without a key nothing is sent
    stored, listed, asked, deleted, empty, refused = json.loads(told.splitlines()[-1])
    assert stored[0] == 0, stored
    assert "in the keyring" in listed[1]
    assert asked[:2] == [0, "You said: Hello\n"]
    assert deleted[0] == 0
    assert "no key" in empty[1]
    assert refused[0] == 1
    assert "no key for Locked" in refused[2]
    assert KEY not in told
    for folder in (home.folder, tmp_path / "user"):
        for path in folder.rglob("*"):
            assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
