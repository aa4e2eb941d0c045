"""One reply, from the request to the stored message. The Turn is its only writer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

import msgspec
from msgspec.structs import replace

from deskchat.chat.context import Lesson
from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind, RemedyAction
from deskchat.chat.events import Finished, Progress, StreamEvent, Waiting
from deskchat.chat.message import Failure, Message, Status
from deskchat.chat.model import ModelInfo
from deskchat.chat.plan import Plan
from deskchat.chat.provider import Provider
from deskchat.chat.reply import Reply
from deskchat.services import turn_failures
from deskchat.services.foresight import Foresight
from deskchat.services.stopping import until_stopped

log = logging.getLogger(__name__)

SHOW_EVERY_S = 1 / 30
SAVE_EVERY_S = 0.2       # the promise is 0.25 s; the rest is for the disk
LET_GO_S = 0.05          # how long a stopped provider may take to let go before the reply is stored without it
SAVE_AGAIN_S = (0.1, 0.4)    # the store itself has waited before it gives up


class TurnUpdate(msgspec.Struct, frozen=True):
    """The reply as it stands.

    ``progress`` is set while the model is loaded or the prompt is read; ``waiting`` from the moment the server asked to
    be asked later until it answers. ``goes_on_s``: when that will be over, on ``time.monotonic()``, where it can be told.
    """

    node: Node
    progress: Progress | None = None
    done: bool = False
    waiting: Waiting | None = None
    goes_on_s: float | None = None


class TurnUpdates(AsyncIterator[TurnUpdate]):
    """The latest update each time there is a newer one; ends after the one that is ``done``."""

    def __init__(self, turn: "Turn") -> None:
        self._turn = turn
        self._seen: TurnUpdate | None = None

    async def __anext__(self) -> TurnUpdate:
        if self._seen is not None and self._seen.done:
            raise StopAsyncIteration
        self._seen = await self._turn.newer_than(self._seen)
        return self._seen


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked what.

    ``plan_again`` plans again with what was learnt by asking; ``lesson`` is what was known before. ``story``: sentences
    on how it came that this model is asked.
    """

    model: ModelInfo
    plan: Plan
    plan_again: Callable[[Lesson], Plan]
    provider: Callable[[], Provider]
    lesson: Lesson = Lesson()
    story: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who is asked instead, ``None`` when there is nobody; ``notes`` are sentences on that for the person."""

    question: Question | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequel:
    """The turn that goes on where a reply broke off, ``None`` when there is none; then ``notes`` may say why."""

    turn: "Turn | None" = None
    notes: tuple[str, ...] = ()


class Rescue(Protocol):
    """What is done when a model can't answer."""

    async def instead(self, question: Question, error: ChatError) -> Substitute:
        """Nothing of the reply had come: who is asked in place of the model of ``question``?"""
        ...

    async def go_on(self, question: Question, reply: Node, error: ChatError) -> Sequel:
        """``reply`` broke off and is stored as it is: the turn that goes on from there, already under way."""
        ...


class NoRescue:
    """A failure is left to the person."""

    async def instead(self, question: Question, error: ChatError) -> Substitute:
        """Nobody."""
        return Substitute()

    async def go_on(self, question: Question, reply: Node, error: ChatError) -> Sequel:
        """Nobody."""
        return Sequel()


class Turn:
    """One reply being written, whether or not anybody listens.

    ``user`` is the message it answers when that was made by this turn, ``reply`` the empty reply it began with,
    ``question`` who is asked (another one after a ``rescue``). ``save`` stores a node and may raise ``ChatError``. A
    failure of the reply is not raised: it is kept with the reply. ``next`` is known when the last update comes: the turn
    that goes on below this one; so is ``unstored``: the whole reply, when the disk refused it.
    """

    def __init__(
        self,
        conversation_id: str,
        user: Node | None,
        reply: Node,
        question: Question,
        save: Callable[[Node], Awaitable[None]],
        rescue: Rescue | None = None,
    ) -> None:
        self.conversation_id = conversation_id
        self.user = user
        self.reply = reply
        self.next: Turn | None = None
        self.unstored: Node | None = None
        self._save = save
        self._rescue = rescue or NoRescue()
        self._story = question.story
        self._begin(question)
        self._ending: Status | None = None
        self._error: ChatError | None = None
        self._latest = TurnUpdate(reply)
        self._newer = asyncio.Event()
        self._told, self._unsaved = asyncio.Event(), asyncio.Event()
        self._stop_asked = asyncio.Event()
        self._finished = asyncio.Event()

    @property
    def error(self) -> ChatError | None:
        """What ended the reply, when it failed."""
        return self._error

    @property
    def latest(self) -> TurnUpdate:
        """The reply as it was last shown."""
        return self._latest

    def updates(self) -> AsyncIterator[TurnUpdate]:
        """The latest snapshot, at most about thirty a second; ends after ``done``. May be called on any thread."""
        return TurnUpdates(self)

    async def newer_than(self, seen: TurnUpdate | None) -> TurnUpdate:
        """Wait for an update other than ``seen``."""
        while self._latest is seen:
            newer = self._newer
            await newer.wait()
        return self._latest

    async def stop(self) -> None:
        """End the reply as the person's wish; returns when what arrived is stored."""
        await self._end_as(Status.STOPPED)

    async def cut_off(self) -> None:
        """End the reply because the program ends; returns when what arrived is stored."""
        await self._end_as(Status.PARTIAL)

    async def finished(self) -> TurnUpdate:
        """Wait for the end."""
        await self._finished.wait()
        return self._latest

    async def run(self) -> None:
        """Ask and write until the end. Run it once, as a task of its own."""
        sides = [
            asyncio.create_task(_whenever(self._told, SHOW_EVERY_S, self._show)),
            asyncio.create_task(_whenever(self._unsaved, SAVE_EVERY_S, self._keep)),
        ]
        try:
            await self._read_until_stopped()
        finally:
            for side in sides:
                side.cancel()
            await asyncio.wait(sides)
            await self._close()

    async def _end_as(self, status: Status) -> None:
        if self._ending is None:
            self._ending = status
        self._stop_asked.set()
        await self._finished.wait()

    async def _read_until_stopped(self) -> None:
        reading = asyncio.create_task(self._read())
        stopping = asyncio.create_task(self._stop_asked.wait())
        try:
            await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._ending = self._ending or Status.PARTIAL
            raise
        finally:
            stopping.cancel()
            if not reading.done():
                reading.cancel()
                await asyncio.wait({reading}, timeout=LET_GO_S)

    async def _read(self) -> None:
        try:
            await self._ask_until_somebody_answers()
        except ChatError as error:
            self._fail(error)
        except Exception as error:    # the outer seam of the turn: a bug must cost one reply, not the conversation
            log.exception("turn failed reply=%s", self.reply.id)
            self._fail(turn_failures.internal(error))

    async def _ask_until_somebody_answers(self) -> None:
        while True:
            try:
                await self._ask_until_it_fits()
                return
            except ChatError as error:
                if self._folded.has_begun or self._ending is not None:
                    raise
                log.info("no reply from %s kind=%s", self.question.model.ref, error.kind)
                substitute = await self._rescue.instead(self.question, error)
                self._story = (*self._story, *substitute.notes)
                if substitute.question is None:
                    self._folded.note((*self._story, *_notes(self.plan)))
                    raise
            self._begin(substitute.question)
            self._told.set()
            self._unsaved.set()    # who is asked must be on the disk before its first word

    def _begin(self, question: Question) -> None:
        self.question, self.plan = question, question.plan
        self._folded = Reply(question.model, monotonic(), (*self._story, *_notes(question.plan)))
        self._progress: Progress | None = None
        self._waiting: Waiting | None = None
        self._foresight = Foresight()
        self._goes_on_s: float | None = None

    async def _ask_until_it_fits(self) -> None:
        """Ask; when the model refuses something that can be left out, leave it out and ask again."""
        provider, lesson = self.question.provider(), self.question.lesson
        while True:
            try:
                await self._fold_all(provider)
                return
            except ChatError as error:
                learnt = None if self._folded.has_begun else turn_failures.learnt(error, lesson)
                if learnt is None:
                    raise
                again = self.question.plan_again(learnt)
                if again.request is None or again.request == self.plan.request:
                    raise    # there is nothing more to leave out
                lesson, self.plan = learnt, again
                self._folded.note((*self._story, *again.notes))

    async def _fold_all(self, provider: Provider) -> None:
        request = self.plan.request
        if request is None:
            raise ChatError(ErrorKind.CONTEXT, " ".join(self.plan.notes))
        ended: Finished | None = None
        stream = provider.stream(request)
        if request.sampling.stop:
            stream = until_stopped(stream, request.sampling.stop)
        try:
            async for event in stream:
                self._fold(event)
                if isinstance(event, Finished):
                    ended = event
                if self._folded.is_full:
                    raise turn_failures.endless(self.question.model)
        finally:
            if isinstance(stream, AsyncGenerator):    # left in the middle, it would hold its connection for a while
                await stream.aclose()
        if ended is None:
            raise turn_failures.cut_off(self.question.model)
        if not self._folded.has_words:
            raise turn_failures.empty(request, ended.stop)

    def _fold(self, event: StreamEvent) -> None:
        if self._ending is not None:    # what a provider says after Stop was pressed is of no interest
            return
        self._progress = event if isinstance(event, Progress) else None
        self._waiting = event if isinstance(event, Waiting) else None
        now_s = monotonic()
        self._goes_on_s = self._foresight.goes_on_s(event, now_s)
        self._folded.fold(event, now_s)
        self._told.set()
        if not isinstance(event, Progress | Waiting | Finished):
            self._unsaved.set()

    def _fail(self, error: ChatError) -> None:
        if self._ending is None:
            self._error = error
            self._folded.fail(error)

    async def _show(self) -> None:
        self._publish(TurnUpdate(self._node(), self._progress, waiting=self._waiting, goes_on_s=self._goes_on_s))

    async def _keep(self) -> None:
        try:
            await self._save(self._node())
        except ChatError as error:
            # the next save, or the last one, will say so if it stays that way
            log.warning("reply not saved for now kind=%s", error.kind)
        except Exception as error:    # noqa: BLE001  # the last save tells it
            log.warning("reply not saved for now: %s", type(error).__name__)

    async def _close(self) -> None:
        node = replace(self.reply, message=self._last_message())
        error = await self._save_last(node)
        if error is not None:
            said = f"This reply could not be stored. {error.message}"
            failure = Failure(error.kind.value, said, error.detail, RemedyAction.REGENERATE.value)
            self.unstored = node
            node = replace(node, message=replace(node.message, status=Status.FAILED, failure=failure))
        elif self._error is not None and self._folded.has_begun:
            node = await self._let_another_go_on(node, self._error)
        self._publish(TurnUpdate(node, None, done=True))
        self._finished.set()

    async def _let_another_go_on(self, reply: Node, error: ChatError) -> Node:
        """The reply as it is shown at last."""
        if self._stop_asked.is_set():
            return reply
        try:
            sequel = await self._rescue.go_on(self.question, reply, error)
            self.next = sequel.turn
            if sequel.notes:
                reply = replace(reply, message=replace(reply.message, notes=(*reply.message.notes, *sequel.notes)))
                await self._save(reply)
        except ChatError as trouble:
            log.warning("nobody goes on kind=%s", trouble.kind)
        except Exception:    # as in ``_read``: the reply is there, and has to end
            log.exception("nobody goes on reply=%s", reply.id)
        if self.next is not None and self._stop_asked.is_set():    # pressed meanwhile: it meant this one, too
            await self.next.stop()
        return reply

    async def _save_last(self, node: Node) -> ChatError | None:
        for wait_s in (*SAVE_AGAIN_S, None):
            try:
                await self._save(node)
                return None
            except ChatError as error:
                log.warning("reply not saved kind=%s", error.kind)
                refusal = error
            except Exception as error:    # as in ``_read``: who waits for the end has to hear of it
                log.exception("reply not saved reply=%s", node.id)
                refusal = turn_failures.unstored(error)
            if wait_s is None:
                return refusal
            await asyncio.sleep(wait_s)
        raise AssertionError("the last attempt returns")

    def _last_message(self) -> Message:
        message = self._folded.message(monotonic())
        if self._ending is Status.STOPPED and message.status is Status.STREAMING:
            self._folded.stop()
            return self._folded.message(monotonic())
        return replace(message, status=Status.PARTIAL) if message.status is Status.STREAMING else message

    def _node(self) -> Node:
        return replace(self.reply, message=self._folded.message(monotonic()))

    def _publish(self, update: TurnUpdate) -> None:
        self._latest = update
        told, self._newer = self._newer, asyncio.Event()
        told.set()


async def _whenever(changed: asyncio.Event, at_most_every_s: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await changed.wait()
        changed.clear()
        began = monotonic()
        await do()
        # a disk that takes long for one save must not make the next one later still; others want to use it, too
        await asyncio.sleep(max(at_most_every_s / 4, at_most_every_s - (monotonic() - began)))


def notes_of(question: Question) -> tuple[str, ...]:
    """What the person is told beforehand, as the first notes of the reply."""
    return (*question.story, *_notes(question.plan))


def _notes(plan: Plan) -> tuple[str, ...]:
    return plan.notes if plan.fits else ()    # else they say why nothing could be sent: the failure does, too
