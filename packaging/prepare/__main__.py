"""Make a fresh machine ready: ``python3 packaging/prepare [run|test|packages|servers]``. Doing it again costs nothing.

``run`` is what the window needs, ``test`` also what the tests need, ``packages`` also what tests of packages need, and
``servers`` servers and a benchmark of others, which take ten minutes to build. Standard library only: nothing is
installed yet.
"""

import sys
from typing import TextIO

import debian
import engine_wheel
import llama_bench
import llama_server
import llmock
import model_files
import places
import python_tools
import spec_examples

PURPOSES = ("run", "test", "packages", "servers")


def main(arguments: list[str]) -> int:
    """Prepare for ``run`` (default), or for one of ``PURPOSES``; 0 when all is there, 1 with a sentence when not."""
    purpose = arguments[0] if arguments else "run"
    if purpose not in PURPOSES:
        print(__doc__, file=sys.stderr)
        return 2
    places.CACHE.mkdir(parents=True, exist_ok=True)
    with (places.CACHE / "prepare.lock").open("w") as lock:
        _wait_for(lock)
        try:
            debian.install("test" if purpose == "servers" else purpose)
            tools = python_tools.make()
            tools.sync()
            tools.run([str(tools.python), str(places.CHECKOUT / "packaging" / "translations" / "release.py")])
            engine_wheel.install(tools)
            model_files.place(places.starter_model(), places.CHECKOUT / "resources" / "models", tools)
            if purpose != "run":
                model_files.place(places.TEST_MODEL, places.CACHE / "test-models", tools)
                spec_examples.place(tools)
            if purpose == "servers":
                llama_server.install(tools)
                llama_bench.install(tools)
                llmock.install(tools)
        except places.CannotPrepareError as problem:
            print(f"\n{problem}", file=sys.stderr)
            return 1
    return 0


def _wait_for(lock: TextIO) -> None:
    """Two makes at once would compile llama.cpp twice."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        places.say("Another make is setting things up; waiting until it is done.")
        fcntl.flock(lock, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
