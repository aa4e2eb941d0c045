"""Histories made by each wire, continued on each: what was refused, and what got lost."""

import json
from collections.abc import Callable, Mapping
from time import monotonic

import msgspec

from deskchat.chat.errors import ChatError
from deskchat.chat.message import Failure, Message, Role, Status, Stop
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import FilePart, ImagePart, Part, RefusalPart, StatePart, TextPart, ToolPart
from deskchat.chat.plan import make_plan
from deskchat.chat.reply import Reply
from deskchat.providers.catalogue import Entry
from deskchat.providers.service import HttpProvider
from deskchat.providers.transport import Transport
from deskchat.providers.wire import open_wire
from tests.switching.strict import THOUGHT, Kind, StrictServer

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 600
PDF = b"%PDF-1.7" + b"q" * 600
SYSTEM = "Answer in one sentence."
LAST = "And what comes after that?"


class Target(msgspec.Struct, frozen=True):
    """A model that is asked next, as it is known here."""

    name: str
    kind: Kind
    path: str = ""
    dialect: dict[str, object] = {}
    context_tokens: int | None = 100_000
    vision: bool | None = True
    pdf: bool | None = False
    reasons: bool | None = True
    samples: bool = True
    takes_system: bool = True

    @property
    def info(self) -> ModelInfo:
        """What the directory would know."""
        return ModelInfo(
            ModelRef(self.name, self.name),
            self.name,
            context_tokens=self.context_tokens,
            vision=self.vision,
            pdf=self.pdf,
            reasons=self.reasons,
            samples=self.samples,
            takes_system=self.takes_system,
        )


CHAT = "openai-chat"
TARGETS = (
    Target("gpt-5.5", Kind("openai-responses"), pdf=True, samples=False),
    Target("gpt-4.1", Kind("openai-responses"), pdf=True, reasons=False),
    Target("claude-sonnet-5", Kind("anthropic-messages"), pdf=True, samples=False),
    Target("claude-opus-4-1", Kind("anthropic-messages"), pdf=True),
    Target("gemini-3.1-pro-preview", Kind("google-generate-content"), pdf=True),
    Target("gemini-2.5-flash", Kind("google-generate-content"), pdf=True),
    Target("gemma-3-27b-it", Kind("google-generate-content"), reasons=False, takes_system=False),
    Target("openrouter", Kind(CHAT), dialect={"keeps_details": True, "effort": "reasoning"}),
    Target("deepseek-flash", Kind(CHAT), dialect={"thinking_switch": True}),
    Target("mistral-small", Kind(CHAT, strict=True), dialect={"include_usage": False}),
    Target("llama-server", Kind(CHAT, context=2_000, strict=True, vision=False), context_tokens=2_000, vision=False),
    Target("ollama-vision", Kind("ollama-chat")),
    Target("ollama-plain", Kind("ollama-chat", context=8_192, vision=False, thinks=False), context_tokens=8_192, vision=False, reasons=False),
)  # fmt: skip
MAKERS = ("gpt-5.5", "claude-sonnet-5", "gemini-3.1-pro-preview", "openrouter", "deepseek-flash", "ollama-vision")


def user(*parts: Part | str) -> Message:
    """Something the person said."""
    return Message(Role.USER, tuple(TextPart(part) if isinstance(part, str) else part for part in parts))


def _with(reply: Message, *parts: Part, **fields: object) -> Message:
    kept = (*(part for part in reply.parts if isinstance(part, StatePart)), *parts)
    return msgspec.structs.replace(reply, **{"parts": kept if parts else reply.parts, **fields})


def _failed(reply: Message) -> Message:
    return msgspec.structs.replace(reply, parts=(), status=Status.FAILED, stop=None, failure=Failure("network", "It broke."))


# histories: a reply as its maker really gave it, in the circumstances of a kind
HISTORIES: dict[str, Callable[[Message], list[Message]]] = {
    "plain": lambda reply: [user("Where is Paris?"), reply],
    "two exchanges": lambda reply: [user("Where is Paris?"), reply, user("And Rome?"), reply],
    "stopped": lambda reply: [user("Where is Paris?"), _with(reply, TextPart("Paris is"), status=Status.STOPPED, stop=Stop.CANCELLED)],
    "cut off": lambda reply: [user("Where is Paris?"), _with(reply, TextPart("Paris is"), status=Status.PARTIAL, stop=None)],
    "refused": lambda reply: [user("Tell me a secret."), _with(reply, RefusalPart("I can't tell."), stop=Stop.REFUSAL)],
    "refused half-way": lambda reply: [user("Tell me."), _with(reply, TextPart("First,"), stop=Stop.REFUSAL)],
    "filtered": lambda reply: [user("Tell me."), _with(reply, TextPart("It is"), stop=Stop.FILTER)],
    "failed, empty": lambda reply: [user("Where is Paris?"), _failed(reply)],
    "images": lambda reply: [user("What is this?", ImagePart("cat.png", "image/png", PNG)), reply],
    "a PDF": lambda reply: [user("Sum it up.", FilePart("a.pdf", "application/pdf", "words of the file", PDF)), reply],
    "a text file": lambda reply: [user("Read this.", FilePart("n.txt", "text/plain", "words of the note")), reply],
    "only a file": lambda reply: [user(FilePart("n.txt", "text/plain", "words of the note")), reply],
    "tools": lambda reply: [user("Weather?"), _with(reply, TextPart("Sunny."), ToolPart("weather", "Paris", "sun and wind"))],
    "only a tool": lambda reply: [user("Weather?"), _with(reply, ToolPart("weather", "Paris", "sun and wind"), stop=Stop.TOOL)],
    "two in a row": lambda reply: [user("Where is Paris?"), user("I mean the city."), reply, reply],
    "blank words": lambda reply: [user("Where is Paris?"), _with(reply, TextPart("  \n"))],
    "over-long": lambda reply: [message for n in range(60) for message in (user(f"Question {n} " + "word " * 120), reply)],
}


async def continued(server: StrictServer, maker: Message, history: str, target: Target) -> list[str]:
    """Continue ``history`` on ``target``; what went wrong, in sentences."""
    branch = [*HISTORIES[history](maker), user(LAST)]
    plan = make_plan(branch, target.info, system=SYSTEM, sampling=Sampling(effort="high", max_tokens=500))
    if plan.request is None:
        return [f"could not be sent: {plan.notes}"]
    before = len(server.taken), len(server.refused)
    try:
        await answer(server, target, plan.request)
    except ChatError as error:
        return [error.message, *server.refused[before[1] :]]
    return server.refused[before[1] :] or lost(branch, target, json.dumps(server.taken[-1], ensure_ascii=False), omitted=plan.omitted)


async def answer(server: StrictServer, target: Target, request: object) -> Message:
    """The reply of ``target``, as the program would keep it."""
    entry = Entry(target.name, target.name, server.url + target.path, target.kind.wire, "keyring", dialect=dict(target.dialect))

    async def key() -> str:
        return "sk-strict"

    wire = open_wire(entry.wire, entry.name, entry.dialect)
    transport = Transport()
    reply = Reply(target.info, monotonic())
    try:
        async for event in HttpProvider(entry, wire, key, transport).stream(request):    # type: ignore[arg-type]
            reply.fold(event, monotonic())
    finally:
        await transport.aclose()
    return reply.message(monotonic())


def lost(branch: list[Message], target: Target, sent: str, *, omitted: int) -> list[str]:
    """What the target could have taken and did not get, or got and should not have."""
    wrong = [f"thoughts were sent: {THOUGHT}"] if _as_text(sent) else []
    if omitted:
        return wrong + ([] if LAST in sent else ["the newest message was lost"])
    for message in branch:
        refused = message.stop is Stop.REFUSAL and message.model == target.info.ref and "First," in message.text
        for part in message.parts:
            words = _words(part, target)
            if words and not refused and words not in sent:
                wrong.append(f"“{words[:40]}” was lost")
    return wrong


def _as_text(sent: str) -> bool:
    """Are thoughts in it other than in the form in which their maker wants them back?"""
    body = json.loads(sent)
    plain = json.dumps([_without_states(one) for one in body.get("input", body.get("messages", body.get("contents", [])))])
    return THOUGHT in plain


def _without_states(message: Mapping[str, object]) -> Mapping[str, object]:
    if message.get("type") == "reasoning":
        return {}
    return {name: value for name, value in message.items() if name != "reasoning_details"}


def _words(part: Part, target: Target) -> str:
    """What of ``part`` has to be found in the request, as JSON writes it."""
    match part:
        case TextPart(text) | RefusalPart(text):
            return json.dumps(text.strip(), ensure_ascii=False)[1:-1]
        case ImagePart(name):
            return "cHBwcHBw" if target.vision else f"[image: {name}]"
        case FilePart(_, _, text, data):
            return "cXFxcXFx" if data and target.pdf else text
        case ToolPart(_, _, result):
            return result
        case _:
            return ""
