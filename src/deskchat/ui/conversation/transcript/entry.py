"""A message as the transcript shows it, and the words around it."""

import hashlib
from dataclasses import dataclass, replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Contest, Failure, Message, Role, Status, Stop
from deskchat.chat.parts import ReasoningPart
from deskchat.services.turns import TurnUpdate
from deskchat.ui.conversation.transcript.cost_words import cost_words, token_words
from deskchat.ui.figures import counted, figures, seconds_words
from deskchat.ui.sentences import translated

LONGEST_NAME = 2_000     # characters of a message in its accessible name; its text widget has all of it
SHORT_S = 3    # a wait that is not worth foretelling
PHASES = {
    "loading": QT_TRANSLATE_NOOP("Transcript", "Loading the model"),
    "reading": QT_TRANSLATE_NOOP("Transcript", "Reading the conversation"),
}
SHORT_STOPS = {
    Stop.LENGTH: QT_TRANSLATE_NOOP("Transcript", "The reply reached its length limit."),
    Stop.REFUSAL: QT_TRANSLATE_NOOP("Transcript", "The model declined to answer."),
    Stop.FILTER: QT_TRANSLATE_NOOP("Transcript", "The provider's content filter ended the reply."),
    Stop.TOOL: QT_TRANSLATE_NOOP("Transcript", "The model asked for a tool, which deskchat does not offer."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A node, and its alternatives (ids, oldest first)."""

    node: Node
    siblings: tuple[str, ...]
    view_begins: bool = False        # the chosen model does not see what stands between the first exchange and this
    update: TurnUpdate | None = None    # how the reply goes, while it is being written
    beside: tuple["Entry", ...] = ()    # all replies to the same message, itself among them, to be shown side by side
    comparable: bool = False            # could it be shown so?
    extent: tuple[int, int] = (0, 0)    # letters and line breaks of its text, before an update: how tall it may be
    mask: str = ""                      # stands for the model's name until the person has picked one of several

    @property
    def id(self) -> str:
        """The node's id."""
        return self.node.id

    @property
    def message(self) -> Message:
        """What was said."""
        return self.node.message

    @property
    def is_person(self) -> bool:
        """Did the person say it?"""
        return self.message.role is Role.USER

    @property
    def streaming(self) -> bool:
        """Is it being written?"""
        return self.message.status is Status.STREAMING


def entries_of(conversation: Conversation, compared: str | None = None) -> tuple[Entry, ...]:
    """The shown branch. All replies to its last question stand side by side while none of them is picked.

    They do so, too, when that is the message ``compared``: the person wants to see versions of a reply together.
    """
    children: dict[str | None, list[str]] = {}
    for node in conversation.nodes:
        children.setdefault(node.parent, []).append(node.id)
    entries = [
        Entry(node, tuple(children[node.parent]), extent=extent_of(node.message)) for node in conversation.branch()
    ]
    if entries and not entries[-1].is_person and len(entries[-1].siblings) > 1:
        last = entries[-1]
        blind = blind_order(conversation, last.node)
        named = {node.id: _tr("Reply %1").replace("%1", chr(ord("A") + place)) for place, node in enumerate(blind)}
        nodes = blind or tuple(conversation.node(node_id) for node_id in last.siblings)
        beside = tuple(
            Entry(masked(node, named.get(node.id, "")), (node.id,), mask=named.get(node.id, "")) for node in nodes
        )
        going_on = any(children.get(node_id) for node_id in last.siblings)
        unpicked = not going_on and last.message.contest is Contest.SEEN and nodes[-1].message.contest is Contest.SEEN
        side_by_side = bool(blind) or unpicked or last.node.parent == compared
        entries[-1] = replace(last, comparable=not side_by_side, beside=beside if side_by_side else ())
    return tuple(entries)


def extent_of(message: Message) -> tuple[int, int]:
    """Letters and line breaks of its text."""
    text = message.text
    return len(text), text.count("\n")


def blind_order(conversation: Conversation, reply: Node) -> tuple[Node, ...]:
    """The replies among which ``reply`` competes without names, in an order that tells nothing; empty when it does not."""
    if reply.message.contest is not Contest.BLIND:
        return ()
    among = [node for node in conversation.siblings(reply.id) if node.message.contest is Contest.BLIND]
    return tuple(sorted(among, key=lambda node: hashlib.blake2b(node.id.encode()).digest()))


def masked(node: Node, mask: str) -> Node:
    """The node without anything that tells whose it is; as it is without a ``mask``."""
    if not mask:
        return node
    message = node.message
    failure = message.failure and Failure(message.failure.kind, _tr("This reply failed."))
    bare = Message(message.role, message.parts, message.status, model_name=mask, stop=message.stop, failure=failure,
                   rating=message.rating, contest=message.contest)
    return Node(node.id, node.parent, bare, node.created_at)


def updated(entry: Entry, update: TurnUpdate) -> Entry:
    """The entry with the newest state of one of its replies."""
    node = update.node
    beside = tuple(
        replace(one, node=masked(node, one.mask), update=update) if one.id == node.id else one for one in entry.beside
    )
    if entry.id == node.id:
        return replace(entry, node=node, update=update, beside=beside)
    return replace(entry, beside=beside)


def revealed(conversation: Conversation, picked: str) -> str:
    """Whose replies those were, when that was hidden until ``picked`` was; else ``""``."""
    best = conversation.node(picked)
    others = [speaker(node.message) for node in blind_order(conversation, best) if node.id != best.id]
    told = QCoreApplication.translate("Transcript", "You picked %s. Not picked: %s.")
    return told % (speaker(best.message), ", ".join(others)) if others else ""


def speaker(message: Message) -> str:
    """Who spoke, as a label."""
    if message.role is Role.USER:
        return _tr("You")
    return message.model_name or (message.model.model if message.model else "") or _tr("Model")


def accessible_name(message: Message) -> str:
    """Who spoke, then what."""
    text = message.text if len(message.text) <= LONGEST_NAME else message.text[:LONGEST_NAME] + "…"
    said = text or status_sentence(message) or "…"
    return _tr("%1: %2").replace("%1", speaker(message)).replace("%2", said)


def status_sentence(message: Message) -> str:
    """How it ended, when that needs saying; a failure has its own sentence."""
    match message.status:
        case Status.STOPPED:
            return _tr("You stopped this reply.")
        case Status.PARTIAL:
            return _tr("This reply was cut off; what had arrived is kept.")
        case Status.FAILED:
            return translated(message.failure.message) if message.failure else _tr("This reply failed.")
        case Status.STREAMING:
            return ""
        case Status.DONE:
            if message.stop in SHORT_STOPS:
                return _tr(str(SHORT_STOPS[message.stop]))
            is_reply = message.role is Role.ASSISTANT
            return _tr("The model answered with nothing.") if is_reply and not message.text.strip() else ""


def can_continue(message: Message) -> bool:
    """Is there a beginning the model could go on from?"""
    cut = message.status in (Status.STOPPED, Status.PARTIAL, Status.FAILED) or message.stop is Stop.LENGTH
    return message.role is Role.ASSISTANT and cut and bool(message.text.strip())


def facts(message: Message) -> str:
    """Size, cost and speed of a reply in one quiet line, as far as they are known."""
    timing = message.timing
    known = [token_words(message), *cost_words(message)]
    if timing.tokens_per_s:
        digits = 0 if timing.tokens_per_s >= 10 else 1
        known.append(_tr("%1 tokens/s").replace("%1", figures(f"{timing.tokens_per_s:,.{digits}f}")))
    if timing.first_token_s is not None:
        known.append(_tr("first token in %1").replace("%1", seconds_words(timing.first_token_s)))
    return " · ".join(filter(None, known))


def progress_words(entry: Entry, now_s: float) -> str:
    """What is going on before the first word; ``now_s`` is the time on ``time.monotonic()``."""
    if not entry.streaming or entry.message.text:
        return ""
    if entry.mask:    # how it comes about tells whose it is
        return _tr("Waiting for the first word…")
    update = entry.update
    if update is not None and update.waiting is not None:
        left_s = max(0, round((update.goes_on_s or now_s) - now_s))
        again = _tr("Asked again in %1 s.").replace("%1", str(left_s)) if left_s else _tr("Asking again…")
        return f"{translated(update.waiting.reason)} {again}"
    if update is None or update.progress is None:
        return _tr("Thinking…") if entry.message.reasoning else _tr("Waiting for the first word…")
    phase = update.progress.phase
    if phase == "queued":
        return _tr("Waiting until another reply on this computer is written…")
    so_far = f"{_tr(str(PHASES.get(phase, phase.capitalize())))}… {round(update.progress.fraction * 100)} %"
    left_s = round((update.goes_on_s or now_s) - now_s)
    if left_s < SHORT_S:
        return so_far
    left = f"{left_s} s" if left_s < 10 else seconds_words(5 * round(left_s / 5))
    return _tr("%1, about %2 left").replace("%1", so_far).replace("%2", left)


def reasoning_title(message: Message) -> str:
    """The line the reasoning is folded under."""
    if message.status is Status.STREAMING and not message.text:
        return _tr("Thinking…")
    seconds = next((p.seconds for p in message.parts if isinstance(p, ReasoningPart) and p.seconds), None)
    return _tr("Thought for %1").replace("%1", seconds_words(seconds)) if seconds else _tr("Thoughts")


def size_words(size_bytes: int) -> str:
    """A file size as people say it."""
    if size_bytes < 1_000:
        return counted(QCoreApplication.translate("Transcript", "%1 bytes", "", size_bytes), size_bytes, "%1 byte")
    if size_bytes < 1_000_000:
        return _tr("%1 kB").replace("%1", figures(f"{size_bytes / 1_000:.0f}"))
    return _tr("%1 MB").replace("%1", figures(f"{size_bytes / 1_000_000:.1f}"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Transcript", text)
