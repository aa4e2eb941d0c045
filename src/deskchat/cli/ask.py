"""``deskchat ask``: one question, its reply on stdout, kept in a conversation exactly as the window would."""

import argparse
import asyncio
import sys
from pathlib import Path

from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelInfo, Sampling
from deskchat.chat.parts import Part, TextPart
from deskchat.cli.interruption import Interruption
from deskchat.cli.outcome import DONE, FAILED, INTERRUPTED, MisuseError
from deskchat.cli.reply_output import JsonOutput, PlainOutput, ReplyOutput
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.terminal import Printer, forget_stdout
from deskchat.paths import Paths
from deskchat.services.services import Services, open_services
from deskchat.services.turns import Turn

EFFORTS = ("none", "minimal", "low", "medium", "high", "max")
PROMPT_LIMIT_BYTES = 10_000_000
LAST_WORDS_S = 1.0    # how long a pipe may take to accept the end of an interrupted reply


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    ask = commands.add_parser("ask", help="ask a model and print its reply")
    ask.add_argument("--model", metavar="M", help="provider/model, local/NAME, or a .gguf file")
    ask.add_argument("--conversation", metavar="ID", help="go on with this conversation (its id or how it begins)")
    ask.add_argument("--system", metavar="TEXT", help="the system text of the conversation")
    ask.add_argument("--attach", metavar="FILE", type=Path, action="append", default=[], help="an image or a text file")
    ask.add_argument("--effort", choices=EFFORTS, help="how long to think, where the model has a choice")
    ask.add_argument("--temperature", metavar="X", type=_temperature, help="0 to 2; higher is more varied")
    ask.add_argument("--max-tokens", metavar="N", type=_count, help="the longest reply, thinking included")
    ask.add_argument("--offline", action="store_true", help="use only models on this machine")
    ask.add_argument("--json", action="store_true", help="print one JSON object a line")
    ask.add_argument("prompt", metavar="PROMPT", nargs="?", help="the question; - or nothing: read it from stdin")
    ask.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Ask; the exit status."""
    parts = _parts(arguments)
    return asyncio.run(_Asking(arguments, paths, parts).run())


class _Asking:
    """One question, until its reply is stored, and printed or interrupted."""

    def __init__(self, arguments: argparse.Namespace, paths: Paths, parts: tuple[Part, ...]) -> None:
        self._arguments = arguments
        self._paths = paths
        self._parts = parts
        self._output: ReplyOutput = (JsonOutput if arguments.json else PlainOutput)(Printer(sys.stdout))

    async def run(self) -> int:
        with Interruption() as interruption:
            try:
                services = await open_services(self._paths, offline=self._arguments.offline)
                try:
                    turn, model = await self._begin(services)
                    interruption.handled_by_task()
                    return await self._follow(turn, model, interruption)
                finally:
                    await services.aclose()
            except ChatError as error:
                await self._output.failed(error)
                return FAILED
            except asyncio.CancelledError:
                return INTERRUPTED

    async def _begin(self, services: Services) -> tuple[Turn, ModelInfo]:
        arguments, chats = self._arguments, services.chats
        conversation = await chats.open(arguments.conversation) if arguments.conversation else None
        if arguments.model:
            model = await services.directory.resolve(arguments.model)
        elif conversation is not None and conversation.model is not None:
            model = await services.directory.info(conversation.model)
        else:
            model = await services.directory.default()
        if conversation is None:
            conversation = await chats.create(model.ref, arguments.system)
        elif arguments.system is not None:
            await chats.set_system(conversation.id, arguments.system)
        turn = await services.turns.send(conversation.id, self._parts, model.ref, sampling=_sampling(arguments))
        return turn, model

    async def _follow(self, turn: Turn, model: ModelInfo, interruption: Interruption) -> int:
        printing = asyncio.create_task(self._print(turn, model))
        interrupted = asyncio.create_task(interruption.wait())
        await asyncio.wait({printing, interrupted}, return_when=asyncio.FIRST_COMPLETED)
        interrupted.cancel()
        if printing.done():
            return printing.result()
        await turn.stop()
        await asyncio.wait({printing}, timeout=LAST_WORDS_S)
        return INTERRUPTED

    async def _print(self, turn: Turn, model: ModelInfo) -> int:
        reading = await self._output.begin(turn)
        async for update in turn.updates():
            if update.done:
                retry_after_s = turn.error.retry_after_s if turn.error is not None else None
                reading = await self._output.end(update.node, model.price, retry_after_s)
                return _status(update.node.message.status)
            reading = reading and await self._output.more(update.node.message)
            if not reading:
                forget_stdout()
                await turn.stop()
                return INTERRUPTED
        raise AssertionError("updates end with one that is done")


def _status(status: Status) -> int:
    match status:
        case Status.DONE:
            return DONE
        case Status.STOPPED | Status.PARTIAL:
            return INTERRUPTED
        case _:
            return FAILED


def _parts(arguments: argparse.Namespace) -> tuple[Part, ...]:
    parts: list[Part] = []
    for path in arguments.attach:
        from deskchat.services.attachments import read_attachment

        try:
            parts.append(read_attachment(path))
        except ChatError as error:
            raise MisuseError(error.message) from error
    text = _prompt(arguments.prompt)
    if text.strip():
        parts.append(TextPart(text))
    if not parts:
        raise MisuseError("There is nothing to ask: give a PROMPT, or write it to stdin.")
    return tuple(parts)


def _prompt(argument: str | None) -> str:
    if argument is not None and argument != "-":
        # a byte that is not UTF-8 comes as half a surrogate pair, which nothing downstream can write
        return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if argument is None and sys.stdin.isatty():
        return ""
    data = sys.stdin.buffer.read(PROMPT_LIMIT_BYTES + 1)
    if len(data) > PROMPT_LIMIT_BYTES:
        raise MisuseError(f"The prompt on stdin is longer than {PROMPT_LIMIT_BYTES // 1_000_000} MB.")
    return data.decode("utf-8-sig", "replace")


def _sampling(arguments: argparse.Namespace) -> Sampling:
    return Sampling(temperature=arguments.temperature, max_tokens=arguments.max_tokens, effort=arguments.effort)


def _temperature(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 2:
        raise argparse.ArgumentTypeError("a number from 0 to 2 is meant")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on is meant")
    return value
