"""The switch: each kind of history, made by each wire, continued on each model; and how good token estimates are.

The servers are strict ones on the loopback (``tests/switching``). The estimates are held against what providers counted in
recorded answers, where those lie beside the checkout.
"""

import asyncio
import json
import statistics
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from deskchat.chat.events import ReasoningDelta, TextDelta, ToolCalled, UsageReported  # noqa: E402
from deskchat.chat.message import Usage  # noqa: E402
from deskchat.chat.plan import make_plan  # noqa: E402
from deskchat.chat.tokens import estimate  # noqa: E402
from deskchat.providers.wire import open_wire  # noqa: E402
from tests.providers.wires.replay import read  # noqa: E402
from tests.switching.matrix import HISTORIES, MAKERS, TARGETS, answer, continued, user  # noqa: E402
from tests.switching.strict import StrictServer  # noqa: E402

FIXTURES = ROOT.parent / "shared" / "fixtures"
ENOUGH = 20        # tokens: in less, what a server adds weighs more than the text
SHORTENED = 0.3    # below this, whoever kept the recording cut its text and left its counts


def main() -> int:
    """Print both tables; 1 when anything was refused or lost."""
    wrong = asyncio.run(matrix())
    print()
    estimates()
    return 1 if wrong else 0


async def matrix() -> int:
    """Print how many of the makers' histories went on with each model; how many did not."""
    by_name, good = {target.name: target for target in TARGETS}, Counter[tuple[str, str]]()
    with StrictServer({target.name: target.kind for target in TARGETS}) as server:
        replies = {
            name: await answer(server, by_name[name], make_plan([user("Where is Paris?")], by_name[name].info).request)
            for name in MAKERS
        }
        for history in HISTORIES:
            for target in TARGETS:
                for reply in replies.values():
                    good[history, target.name] += not await continued(server, reply, history, target)
    print(f"histories made by {len(MAKERS)} models, continued on {len(TARGETS)}: how many went on with nothing lost\n")
    print(" " * 18 + "".join(f"{target.name[:13]:>14}" for target in TARGETS))
    for history in HISTORIES:
        cells = (f"{good[history, target.name]}/{len(MAKERS)}" for target in TARGETS)
        print(f"{history:18}" + "".join(f"{cell:>14}" for cell in cells))
    total = len(HISTORIES) * len(TARGETS) * len(MAKERS)
    print(f"\n{sum(good.values())} of {total} went on; refused by a server: {len(server.refused)}")
    return total - sum(good.values())


def estimates() -> None:
    """Print the estimate of recorded replies as a part of what their provider counted."""
    ratios: dict[str, list[float]] = {}
    for path in sorted(FIXTURES.glob("*/*.json")):
        recording: dict[str, Any] = json.loads(path.read_text("utf-8"))
        said = visible(recording) if recording["response"]["status"] == 200 else None
        if said is not None and (ratio := estimate(said[0]) / said[1]) > SHORTENED:
            ratios.setdefault(recording["provider"], []).append(ratio)
    if not ratios:
        print("token estimates: the recorded answers are not on this machine")
        return
    print(f"{'estimated tokens / counted':28}{'replies':>8}{'lowest':>8}{'median':>8}{'highest':>8}")
    for provider, found in sorted(ratios.items()):
        print(f"{provider:28}{len(found):>8}{min(found):>8.2f}{statistics.median(found):>8.2f}{max(found):>8.2f}")


def visible(recording: dict[str, Any]) -> tuple[str, int] | None:
    """The text and how many tokens the provider counted for it; ``None`` where thinking or tools are in the count."""
    events, error = read(open_wire(recording["wire"], "", {}).decoder(), [recording["response"]["body"].encode()])
    if error is not None or any(isinstance(event, ReasoningDelta | ToolCalled) for event in events):
        return None
    usage = next((event.usage for event in reversed(events) if isinstance(event, UsageReported)), Usage())
    counted = (usage.output_tokens or 0) - (usage.reasoning_tokens or 0)
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    return (text, counted) if counted >= ENOUGH and text else None


if __name__ == "__main__":
    sys.exit(main())
