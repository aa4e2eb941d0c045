"""The longest stall of the window's thread for each text of the torture set, while it streams, when it is opened
again, and when the window then gets other widths and its letters other sizes.

The real window shows each text as the reply of a server on this machine; a timer beats in its event loop, and the longest
time between two beats is the stall. The goal: none over 200 ms, no crash, and no connection but to that server.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.scene import Scene, can_watch
from tests.support.torture import items

GOAL_MS = 200.0


def main() -> int:
    """Print the table; 0 when the goal is met."""
    worst = 0.0
    hung = []
    with tempfile.TemporaryDirectory() as folder, Scene(Path(folder) / "home") as scene:
        looks = scene.look_at(items(), relay=True)
        print(f"{'':32} {'streamed':>10} {'reopened':>10} {'laid anew':>10}   ms: the longest stall (the processor's)")
        for name, look in looks.items():
            if look.streamed is None or look.restarted is None:
                hung.append(name)
                print(f"{name:32}       hung")
                continue
            stalls = look.streamed.wall_ms, look.restarted.wall_ms, look.relaid_ms or 0.0
            worst = max(worst, *stalls)
            busy = f"({look.streamed.cpu_ms:.0f}, {look.restarted.cpu_ms:.0f})"
            print(f"{name:32} {stalls[0]:10.0f} {stalls[1]:10.0f} {stalls[2]:10.0f}   {busy}")
    print(f"the longest of all: {worst:.0f} ms   goal ≤ {GOAL_MS:.0f}; hung: {', '.join(hung) or 'none'}")
    print(f"connections to anything else: {', '.join(foreign()) or 'none'}")
    return 0 if worst <= GOAL_MS and not hung else 1


def foreign() -> list[str]:
    """What a second run, watched by strace and not timed, connects to besides the server."""
    if not can_watch():
        return ["not watched: strace is not installed"]
    with tempfile.TemporaryDirectory() as folder:
        with Scene(Path(folder) / "home", Path(folder) / "opened.log") as scene:
            texts = items()
            scene.look_at({name: texts[name] for name in texts if name.startswith(("constructs", "the specification"))})
        return [str(port) for port in scene.connections() - {scene.server.port}]


if __name__ == "__main__":
    sys.exit(main())
