"""Whatever a server answers, asking it ends, with words or a sentence, and takes no memory to speak of (cases 39–48, 50, 60, 61).

Everything but the window is real and in a process of its own, whose memory is measured while each of them is asked.
"""

import json
import os
import re
import selectors
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.faults.answers import ANSWERS, SLOW, asked_for, hostile_server
from tests.faults.cases import case
from tests.support.home import KEYLESS, Home
from tests.support.raw_server import RawServer

ROOT = Path(__file__).parents[2]
LONGEST_S = 60.0
MOST_MB = 64
SETTINGS = "[network]\nconnect_timeout_s = 3\nfirst_byte_timeout_s = 5\nidle_timeout_s = 5\n"
TECHNICAL = re.compile(r"Traceback|Error\b|Exception|errno|0x|<!DOCTYPE|None\b")
Outcome = dict[str, object]


class Asker:
    """A process that asks; one that hangs is ended, and the next one started."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._process: subprocess.Popen[str] | None = None

    def ask(self, *models: str) -> list[Outcome]:
        """What came of each; nothing when the process hung or died."""
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([f"{ANSWERS[name].wire}/{name}" for name in models]) + "\n")
        process.stdin.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            line = process.stdout.readline() if selector.select(LONGEST_S) else ""
        if not line:
            self.end()
        return list(json.loads(line or "[]"))

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, **KEYLESS, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.asker", str(self._home.folder)],
            cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )    # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, server: RawServer) -> Mapping[str, Outcome]:
    """What came of asking for each answer, one after the other; those that take their time at once."""
    home = Home(tmp_path_factory.mktemp("answers"))
    home.paths.config.mkdir(parents=True, exist_ok=True)
    wires = sorted({answer.wire for answer in ANSWERS.values()})
    tables = [f'[[provider]]\nid = "{wire}"\nname = "Raw"\nwire = "{wire}"\nbase_url = "{server.url}"\n' for wire in wires]
    home.paths.providers.write_text("\n".join(tables))
    home.paths.settings.write_text(SETTINGS)
    asker = Asker(home)
    told = asker.ask("JSON as text")    # so that nothing is loaded for the first time below
    told += asker.ask(*SLOW)
    for name in ANSWERS:
        if name not in SLOW:
            told += asker.ask(name)
    asker.end()
    return {str(outcome["model"]): outcome for outcome in told}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [pytest.param(name, marks=case(*answer.cases)) for name, answer in ANSWERS.items()])
def test_it_ends_with_words_or_a_sentence_and_little_memory(
    outcomes: Mapping[str, Outcome], server: RawServer, name: str
) -> None:
    answer = ANSWERS[name]
    assert name in outcomes, "the program hung or died"
    outcome = outcomes[name]
    message = str(outcome["message"])

    assert outcome["kept"], "what is shown is not what is stored"
    assert answer.words in str(outcome["text"])
    assert outcome["status"] == ("failed" if answer.sentence else "done"), message
    assert answer.sentence in message
    if message:
        assert message[0].isupper() or message.startswith(name)
        assert message.endswith(".")
        assert not TECHNICAL.search(message), message
        assert len(message) < 600
    assert float(str(outcome["grown_mb"])) <= MOST_MB
    asked = [talk for talk in server.requests if asked_for(talk) == name]
    assert len(asked) == answer.requests + (name == "JSON as text")
    assert not any("cookie" in talk.head.lower() for talk in server.requests)
