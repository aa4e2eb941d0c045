"""Asks models of a provider one after the other in a process of its own, and tells what came of each.

``python -m tests.faults.asker HOME``: on each line of standard input a JSON list of models (``wire/name``) that are asked at once; what
came of them, on a line of standard output. The memory is the most that the process had meanwhile, compared with what it had before.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.paths import find
from deskchat.services.services import Services, open_services


def most_memory_kb() -> int:
    """The most that this process has had since ``forget_memory``."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def open_files() -> int:
    """How many files and sockets this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def forget_memory() -> None:
    """Begin to measure anew."""
    Path("/proc/self/clear_refs").write_text("5")


async def ask(services: Services, model: str) -> dict[str, object]:
    """Ask it in a new conversation."""
    forget_memory()
    before_kb, began = most_memory_kb(), time.monotonic()
    conversation = await services.chats.create()
    turn = await services.turns.send(conversation.id, (TextPart("Is it?"),), ModelRef(*model.split("/", 1)))
    update = await turn.finished()
    message = update.node.message
    stored = (await services.chats.open(conversation.id)).branch()[-1].message
    return {
        "model": model.partition("/")[2],
        "status": message.status.value,
        "text": message.text[:10_000],
        "message": message.failure.message if message.failure else "",
        "kept": stored == message,
        "took_s": time.monotonic() - began,
        "grown_mb": (most_memory_kb() - before_kb) / 1024,
        "files": open_files(),
    }


async def main() -> None:
    """Serve the lines of standard input."""
    services = await open_services(find(Path(sys.argv[1])))
    for line in sys.stdin:
        told = await asyncio.gather(*(ask(services, model) for model in json.loads(line)))
        print(json.dumps(told), flush=True)
    await services.aclose()


if __name__ == "__main__":
    asyncio.run(main())
