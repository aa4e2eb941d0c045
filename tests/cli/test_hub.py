"""Models searched, downloaded and deleted on the command line, from a Hub on the loopback with the real small model."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from tests.support import models
from tests.support.home import KEYLESS, Home, Ran
from tests.support.loopback_hub import LoopbackHub

REPOSITORY = "maker/SmolLM2-135M-GGUF"
NAME = "SmolLM2-135M-Instruct-Q4_1"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub({REPOSITORY: {f"{NAME}.gguf": models.smollm2().read_bytes()}}) as running:
        yield running


def run(home: Home, hub: LoopbackHub, *arguments: str) -> Ran:
    return home.run("models", *arguments, environ={"HF_ENDPOINT": hub.url})


def test_a_model_is_found_judged_downloaded_used_and_deleted(home: Home, hub: LoopbackHub) -> None:
    assert REPOSITORY in run(home, hub, "search", "smollm2").out
    (listed,) = run(home, hub, "files", REPOSITORY, "--json").events
    assert (listed["quantisation"], listed["fit"]) == ("Q4_1", "fits")
    done = run(home, hub, "download", REPOSITORY, "--json")
    assert done.status == 0, done.err
    assert done.events[-1]["state"] == "done"
    assert "Licence: apache-2.0" in done.err
    assert f"local/{NAME}" in [model["model"] for model in home.run("models", "--json").events]
    replied = home.ask("--offline", "--model", f"local/{NAME}", "Name a colour.")
    assert replied.status == 0, replied.out
    assert run(home, hub, "delete", NAME).status == 0
    assert not list(home.paths.models.iterdir())
    refused = run(home, hub, "delete", models.SMOLLM2.removesuffix(".gguf"))
    assert refused.status == 1
    assert "not downloaded by deskchat" in refused.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_download_that_was_killed_goes_on_where_it_was(home: Home, hub: LoopbackHub, number: signal.Signals) -> None:
    hub.bytes_per_s = 5e6
    environ = {**os.environ, **KEYLESS, "HF_ENDPOINT": hub.url}
    process = home.start("models", "download", f"{REPOSITORY}:Q4_1", environ=environ)
    part = home.paths.models / REPOSITORY / f"{NAME}.gguf.part"
    for _ in range(3000):
        if part.exists() and part.stat().st_size > 5_000_000:
            break
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    if number is signal.SIGINT:
        assert process.returncode == 130
        assert b"goes on from there" in said
    length = part.stat().st_size
    assert 5_000_000 < length < 98_000_000
    hub.bytes_per_s = 0
    done = run(home, hub, "download", f"{REPOSITORY}/{NAME}.gguf")
    assert done.status == 0, done.err
    assert hub.storage_asked[-1].headers["range"] == f"bytes={length}-"
    assert (home.paths.models / REPOSITORY / f"{NAME}.gguf").read_bytes() == models.smollm2().read_bytes()


def test_an_interruption_while_the_hub_says_nothing_is_no_fault(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {**os.environ, **KEYLESS, "HF_ENDPOINT": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        process = home.start("models", "download", REPOSITORY, environ=environ)
        with silent.accept()[0]:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"")


def test_what_is_not_there_is_a_sentence(home: Home, hub: LoopbackHub) -> None:
    for arguments in (("files", "maker/nothing"), ("download", "maker/nothing"), ("search", "quetzal"), ("delete", "nothing")):
        done = run(home, hub, *arguments)
        assert (done.status, done.out) == (1, "")
        assert len(done.err.splitlines()) == 1
    missing = run(home, hub, "download", f"{REPOSITORY}:Q9_9")
    assert "There are: Q4_1." in missing.err
    assert run(home, hub, "download", "nothing").status == 2
    assert json.loads(run(home, hub, "search", "smol", "--json").out)["repository"] == REPOSITORY
