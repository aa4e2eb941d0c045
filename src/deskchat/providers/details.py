"""What a list of models leaves out and a further question tells: Ollama's older servers, model by model.

``POST /api/show`` (Ollama, docs/api.md): capabilities, the window, how it thinks.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.providers.catalogue import Entry
from deskchat.providers.reading import parsed, string, table, tables
from deskchat.providers.wire import Endpoint

AT_ONCE = 8
MOST_ASKED = 200    # models; nobody has so many
TOLD = ("capabilities", "model_info", "thinking")

Ask = Callable[[Endpoint], Awaitable[bytes]]


async def completed(entry: Entry, body: bytes, ask: Ask) -> bytes:
    """The list in ``body`` with what ``ask`` gives for each model that lacks it; as it is for all other servers."""
    if entry.wire != "ollama-chat":
        return body
    value = table(await asyncio.to_thread(parsed, body.decode("utf-8", "replace")))
    lacking = [item for item in tables(value.get("models")) if _lacks(item)][:MOST_ASKED]
    if not lacking:
        return body
    turns = asyncio.Semaphore(AT_ONCE)

    async def fill(item: dict[str, Any]) -> None:
        name = string(item.get("model")) or string(item.get("name"))
        async with turns:
            try:
                answer = await ask(Endpoint("api/show", msgspec.json.encode({"model": name})))
            except ChatError:
                return    # its facts stay unknown; the model can be asked all the same
        told = table(parsed(answer.decode("utf-8", "replace")))
        item.update({field: told[field] for field in TOLD if field in told})
        item["details"] = {**table(told.get("details")), **table(item.get("details"))}

    await asyncio.gather(*(fill(item) for item in lacking))
    return json.dumps(value).encode()


def _lacks(item: dict[str, Any]) -> bool:
    return not isinstance(item.get("capabilities"), list) or not table(item.get("details")).get("context_length")
