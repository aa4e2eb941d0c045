"""``deskchat ask``: one question, its reply on stdout, kept in a conversation exactly as the window would."""

import argparse
import asyncio
import sys
from contextlib import nullcontext
from pathlib import Path

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Status
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import Part, TextPart
from deskchat.chat.persona import Persona, Terms
from deskchat.cli.interruption import Interruption
from deskchat.cli.opened import finished, tell_notices
from deskchat.cli.outcome import DONE, FAILED, INTERRUPTED, MisuseError
from deskchat.cli.reply_output import JsonOutput, PlainOutput, ReplyOutput
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.terminal import Printer, forget_stdout, say
from deskchat.cli.usage import count
from deskchat.paths import Paths
from deskchat.services.services import Services, open_services
from deskchat.services.spending import over_budget
from deskchat.services.turns import Turn, Turns

VERBOSITIES = ("low", "medium", "high")
EFFORTS = ("none", "minimal", "low", "medium", "high", "max")
PROMPT_LIMIT_BYTES = 10_000_000
NOBODY = "none"    # as the name of an assistant
LAST_WORDS_S = 1.0    # how long a pipe may take to accept the end of an interrupted reply


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    ask = commands.add_parser("ask", help="ask a model and print its reply")
    ask.add_argument(
        "--model",
        metavar="M",
        action="append",
        default=[],
        help="provider/model, local/NAME, or a .gguf file; given more than once, all of them are asked",
    )
    ask.add_argument("--conversation", metavar="ID", help="go on with this conversation (its id or how it begins)")
    assistant = f"one of your assistants, or “{NOBODY}”; a new conversation begins with the one that the settings name"
    ask.add_argument("--assistant", metavar="NAME", help=assistant)
    ask.add_argument("--system", metavar="TEXT", help="the system text of the conversation")
    attached = "a picture, a PDF or office document, or a text; more than once for several"
    ask.add_argument("--attach", metavar="FILE", type=Path, action="append", default=[], help=attached)
    ask.add_argument("--effort", choices=EFFORTS, help="how long to think, where the model has a choice")
    ask.add_argument("--verbosity", choices=VERBOSITIES, help="how much to say, where the model has a choice")
    ask.add_argument("--temperature", metavar="X", type=_temperature, help="0 to 2; higher is more varied")
    ask.add_argument("--max-tokens", metavar="N", type=count, help="the longest reply, thinking included")
    ask.add_argument("--offline", action="store_true", help="connect to nothing: use only models that deskchat runs itself")
    ask.add_argument("--over-budget", action="store_true", help="ask although a monthly budget is used up")
    ask.add_argument("--json", action="store_true", help="print one JSON object a line")
    ask.add_argument("prompt", metavar="PROMPT", nargs="?", help="the question; - or nothing: read it from stdin")
    ask.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Ask; the exit status."""
    parts = _parts(arguments)
    return finished(_Asking(arguments, paths, parts).run())


class _Asking:
    """One question, until its replies are stored, and printed or interrupted."""

    def __init__(self, arguments: argparse.Namespace, paths: Paths, parts: tuple[Part, ...]) -> None:
        self._arguments = arguments
        self._paths = paths
        self._parts = parts
        self._printer = Printer(sys.stdout)

    async def run(self) -> int:
        with Interruption() as interruption:
            try:
                services = await open_services(self._paths, offline=self._arguments.offline)
                tell_notices(services)
                try:
                    turns = await self._begin(services)
                    interruption.handled_by_task()
                    return await self._follow(services.turns, turns, interruption)
                finally:
                    await services.aclose()
            except ChatError as error:
                await self._output(several=False).failed(error)
                return FAILED
            except asyncio.CancelledError:
                return INTERRUPTED

    async def _begin(self, services: Services) -> tuple[Turn, ...]:
        arguments, chats = self._arguments, services.chats
        conversation = await chats.open(arguments.conversation) if arguments.conversation else None
        persona = await self._persona(services, conversation)
        models = await self._models(services, persona, conversation)
        conversation = conversation or await chats.create(models[0])
        await chats.set_terms(conversation.id, self._terms(conversation.terms if persona is None else persona.terms))
        try:
            with over_budget() if arguments.over_budget else nullcontext():
                return await self._ask(services, conversation.id, models)
        except ChatError:
            if not arguments.conversation:
                await chats.delete(conversation.id)    # nothing was said in it
            raise

    async def _persona(self, services: Services, conversation: Conversation | None) -> Persona | None:
        """Who is asked from now on: as given here, or as in a new conversation of the window; ``None``: as before."""
        name = self._arguments.assistant
        if name is None:
            return await services.personas.default() if conversation is None else None
        return Persona("") if name.strip().casefold() == NOBODY else await services.personas.named(name)

    async def _models(
        self, services: Services, persona: Persona | None, conversation: Conversation | None
    ) -> list[ModelRef]:
        """Those given here, or else the assistant's, the conversation's, the settings'."""
        if self._arguments.model:
            return [(await services.directory.resolve(name)).ref for name in self._arguments.model]
        own = (persona and persona.model) or (conversation and conversation.model)
        return [own or (await services.directory.default()).ref]

    def _terms(self, terms: Terms) -> Terms:
        """What holds in the conversation from now on: what was given here, and for the rest what ``terms`` say."""
        given = self._arguments.system
        system = terms.system if given is None else given
        return Terms(terms.persona, system, _sampling(self._arguments).over(terms.sampling))

    async def _ask(self, services: Services, conversation_id: str, models: list[ModelRef]) -> tuple[Turn, ...]:
        if len(set(models)) > 1:
            return await services.turns.ask_several(conversation_id, self._parts, models)
        return (await services.turns.send(conversation_id, self._parts, models[0]),)

    async def _follow(self, running: Turns, turns: tuple[Turn, ...], interruption: Interruption) -> int:
        printing = asyncio.create_task(self._print_all(turns))
        interrupted = asyncio.create_task(interruption.wait())
        await asyncio.wait({printing, interrupted}, return_when=asyncio.FIRST_COMPLETED)
        interrupted.cancel()
        status = printing.result() if printing.done() else INTERRUPTED
        if status == INTERRUPTED:
            await running.stop(turns[0].conversation_id)
            await asyncio.wait({printing}, timeout=LAST_WORDS_S)
        return status

    async def _print_all(self, turns: tuple[Turn, ...]) -> int:
        """Events of several replies come as they come; for people one reply stands below the other."""
        several = len(turns) > 1
        if self._arguments.json:
            statuses = list(await asyncio.gather(*(self._print(turn, several) for turn in turns)))
        else:
            statuses = [await self._print(turn, several) for turn in turns]
        if INTERRUPTED in statuses:
            return INTERRUPTED
        return DONE if DONE in statuses else FAILED

    async def _print(self, turn: Turn, several: bool) -> int:
        """One reply, and those that went on where it broke off."""
        output = self._output(several)
        while True:
            status = await self._print_one(output, turn)
            if turn.next is None or status == INTERRUPTED:
                return status
            turn, output = turn.next, self._output(several)

    async def _print_one(self, output: ReplyOutput, turn: Turn) -> int:
        reading = await output.begin(turn)
        async for update in turn.updates():
            if update.done:
                reading = await output.end(turn)
                return _status(update.node.message.status) if reading else self._nobody_reads()
            reading = reading and await output.more(update)
            if not reading:
                return self._nobody_reads()
        raise AssertionError("updates end with one that is done")

    def _nobody_reads(self) -> int:
        forget_stdout()
        return INTERRUPTED

    def _output(self, several: bool) -> ReplyOutput:
        return (JsonOutput if self._arguments.json else PlainOutput)(self._printer, several)


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
            read = asyncio.run(read_attachment(path))
        except ChatError as error:
            raise MisuseError(error.message) from error
        if read.note:
            say(read.note)
        parts.append(read.part)
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
    return Sampling(
        temperature=arguments.temperature,
        max_tokens=arguments.max_tokens,
        effort=arguments.effort,
        verbosity=arguments.verbosity,
    )


def _temperature(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 2:
        raise argparse.ArgumentTypeError("a number from 0 to 2 is meant")
    return value
