"""A server of chat completions that writes one long Markdown reply, a token an event, a thousand events a second.

It prints its port, then when each reply begins and ends, in seconds on ``time.monotonic()``.
Given a folder it serves llama.cpp's web UI from there as well, with what that asks its server for; with ``--letters`` its
replies are of that length.
"""

import argparse
import asyncio
import json
import mimetypes
import sys
import time
from functools import cache
from pathlib import Path

TOKENS_PER_S = 1_000.0
LETTERS = 4
LENGTH = 100_000
TEXT = (
    "The river carries what the hills have lost and lays it down where the land is flat so that every spring the "
    "fields are new and nobody remembers where the bank was in the year before while the town has moved a little"
)
WORDS = TEXT.split()
MODELS = {"object": "list", "data": [{"id": "river", "object": "model"}]}
PROPS = {
    "default_generation_settings": {"n_ctx": 131_072, "params": {}}, "total_slots": 1, "model_path": "river",
    "modalities": {"vision": False, "audio": False}, "chat_template": "", "build_info": "", "role": "model",
}  # fmt: skip
TOLD: dict[str, object] = {"v1/models": MODELS, "models": MODELS, "props": PROPS, "slots": []}


def reply(length: int = LENGTH) -> str:
    """Headings, paragraphs with emphasis and links, lists, a table, quotes and code, again and again."""
    pieces: list[str] = []
    number = size = 0
    while size < length:
        number += 1
        piece = _section(number)
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)[:length]


def _section(number: int) -> str:
    def words(count: int, start: int) -> str:
        return " ".join(WORDS[(start + i) % len(WORDS)] for i in range(count))

    paragraph = (
        f"{words(30, number)}, **{words(3, number + 5)}**, and `{words(1, number)}` is "
        f"[told here](https://example.org/{number}). {words(25, number * 7)}."
    )
    items = "".join(f"{i}. {words(9, number + i)} with *{words(2, i)}*.\n" for i in range(1, 6))
    table = "| Place | Height | Length |\n|---|---:|---:|\n" + "".join(
        f"| {words(2, i + number)} | {i * 7} m | {i * 31} km |\n" for i in range(4)
    )
    code = "```python\n" + "".join(
        f"def measure_{number}_{i}(height: float, length: float = {i}.5) -> float:\n"
        f'    """{words(6, i)}."""\n    return height * {i} + length  # {words(4, number + i)}\n\n'
        for i in range(3)
    ) + "```\n"
    quote = f"> {words(20, number + 3)}\n> {words(14, number + 9)}\n"
    return f"## {words(4, number)}\n\n{paragraph}\n\n{items}\n{table}\n{code}\n{quote}\n{words(40, number + 11)}.\n\n"


@cache
def options() -> argparse.Namespace:
    """``pages`` and ``letters``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("--letters", type=int, default=LENGTH)
    return parser.parse_args()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        writer.close()    # browsers open connections that they may want later
        return
    length = next((int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length:")), 0)
    await reader.readexactly(length)
    if head.startswith("POST"):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        await _stream(writer)
    else:
        status, kind, body = _found(head.split(" ")[1].partition("?")[0].strip("/"))
        told = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(told.encode() + body)
    await writer.drain()
    writer.close()


def _found(path: str) -> tuple[str, str, bytes]:
    """Status, type and content of what is asked for."""
    if path in TOLD:
        return "200 OK", "application/json", json.dumps(TOLD[path]).encode()
    pages = options().pages
    file = pages / (path or "index.html") if pages else None
    if pages is None or file is None or not file.is_file() or not file.resolve().is_relative_to(pages.resolve()):
        return "404 Not Found", "text/plain", b""
    return "200 OK", mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()


async def _stream(writer: asyncio.StreamWriter) -> None:
    text = reply(options().letters)
    began_s, sent = time.monotonic(), 0
    print(began_s, flush=True)
    count = (len(text) + LETTERS - 1) // LETTERS
    while sent < count:
        due = min(count, int((time.monotonic() - began_s) * TOKENS_PER_S) + 1)
        for number in range(sent, due):
            writer.write(_event({"content": text[number * LETTERS : (number + 1) * LETTERS]}))
        sent = due
        await writer.drain()
        await asyncio.sleep(1 / TOKENS_PER_S)
    writer.write(_event({}, "stop") + b"data: [DONE]\n\n")
    print(time.monotonic(), flush=True)


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "model": "river", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


async def main() -> None:
    """Serve on a free port."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
