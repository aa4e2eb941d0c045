"""The reply of ``streaming.py`` in deskchat and in llama.cpp's web UI in Chromium, one after the other in one run.

The peer is not part of the project. To have it: install Debian's ``chromium``, and build the web UI from the source that
the engine's package carries (``vendor/llama.cpp/tools/ui`` in ``llama_cpp_python-*.tar.gz``) with Node 20 or newer::

    npm ci --ignore-scripts && npx vite build

then ``python benchmarks/peer.py PATH/tools/ui/dist``. Both get the same events from the same server. Processor time and
memory (PSS) are those of the program with all its processes; the memory before is that of the empty page, and of a short
conversation in deskchat. Without a folder there is nothing to compare, and the program says so.
"""

import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from keyboard import Typist
from screen import screen
from streaming import stream
from watched import memory_kb

SETTLES_S = 12.0
LONGEST_S = 180.0
RESTS_BELOW = 0.2     # of one processor, for QUIET_S: the reply is all there
QUIET_S = 4
GOAL = 6.0


def main() -> int:
    """Print both side by side; 0 when the goal is met or the peer is not there."""
    pages = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    browser = shutil.which("chromium")
    if pages is None or browser is None or not (pages / "index.html").is_file():
        print("llama.cpp's web UI and Chromium are not here: see the beginning of benchmarks/peer.py")
        return 0
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        ours = stream(home, environment)
        their_cpu_s, before_mb, after_mb = page(browser, pages, Path(folder) / "profile", environment)
    print(f"{'':28}{'deskchat':>12}{'Chromium':>12}")
    print(f"{'processor time':28}{ours['cpu_s']:>10.1f} s{their_cpu_s:>10.1f} s")
    print(f"{'memory growth (PSS)':28}{ours['memory_kb'] / 1024:>9.0f} MB{after_mb - before_mb:>9.0f} MB")
    print(f"{'memory after it (PSS)':28}{ours['after_kb'] / 1024:>9.0f} MB{after_mb:>9.0f} MB")
    ratio = their_cpu_s / ours["cpu_s"]
    print(f"the web UI takes {ratio:.1f} times as much processor time   goal ≥ {GOAL:.0f}")
    return 0 if ratio >= GOAL else 1


def page(browser: str, pages: Path, profile: Path, environment: dict[str, str]) -> tuple[float, float, float]:
    """Processor time in s for the reply, and MB before and after it."""
    server = Path(__file__).with_name("streaming_server.py")
    with subprocess.Popen([sys.executable, server, pages], stdout=subprocess.PIPE, text=True) as model:
        assert model.stdout is not None
        url = f"http://127.0.0.1:{int(model.stdout.readline())}/"
        options = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--window-size=1280,900"]
        started = subprocess.Popen(
            [browser, *options, f"--user-data-dir={profile}", f"--app={url}"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )    # fmt: skip
        try:
            time.sleep(SETTLES_S)
            typist = Typist(environment["DISPLAY"])
            typist.take_focus()
            return asked(psutil.Process(started.pid), typist)
        finally:
            started.terminate()
            started.wait(20)
            model.terminate()


def asked(program: psutil.Process, typist: Typist) -> tuple[float, float, float]:
    """Ask by keys and wait until it rests."""
    before_mb = memory_mb(program)
    began_s = last_s = cpu_s(program)
    typist.write("tell me of rivers")
    typist.press("Return")
    rested = 0
    for second in itertools.count():
        time.sleep(1)
        now_s = cpu_s(program)
        rested = rested + 1 if now_s - last_s < RESTS_BELOW else 0
        last_s = now_s
        if rested >= QUIET_S and second > QUIET_S:
            break
        if second > LONGEST_S:
            raise RuntimeError("the page never rests")
    return last_s - began_s, before_mb, memory_mb(program)


def family(program: psutil.Process) -> list[psutil.Process]:
    """It and all it started."""
    return [program, *program.children(recursive=True)]


def cpu_s(program: psutil.Process) -> float:
    """Of all its processes."""
    return sum(sum(one.cpu_times()[:2]) for one in family(program) if one.is_running())


def memory_mb(program: psutil.Process) -> float:
    """PSS of all its processes."""
    return sum(memory_kb(one.pid, "Pss") for one in family(program)) / 1024


if __name__ == "__main__":
    sys.exit(main())
