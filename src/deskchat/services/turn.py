"""One reply, from the request to the stored message. The Turn is its only writer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

import msgspec
from msgspec.structs import replace

from deskchat.chat.context import Lesson
from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Finished, Progress, StreamEvent
from deskchat.chat.message import Failure, Message, Status, Stop
from deskchat.chat.model import ModelInfo
from deskchat.chat.plan import Plan
from deskchat.chat.provider import Provider
from deskchat.chat.reply import Reply

log = logging.getLogger(__name__)

SHOW_EVERY_S = 1 / 30
SAVE_EVERY_S = 0.2       # the promise is 0.25 s; the rest is for the disk
LET_GO_S = 0.05          # how long a stopped provider may take to let go before the reply is stored without it
SAVE_AGAIN_S = (0.1, 0.4)    # the store itself has waited before it gives up
TIGHTER = (1.3, 1.8, 2.5)    # real tokens for an estimated one, tried in this order when a request was too long


class TurnUpdate(msgspec.Struct, frozen=True):
    """The reply as it stands. ``progress`` is set while the model is loaded or the prompt is read."""

    node: Node
    progress: Progress | None = None
    done: bool = False


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
    """Who is asked what. ``plan_again`` plans again with what was learnt by asking."""

    model: ModelInfo
    plan: Plan
    plan_again: Callable[[Lesson], Plan]


class Turn:
    """One reply being written, whether or not anybody listens.

    ``user`` is the message it answers when that was made by this turn, ``reply`` the empty reply it began with,
    ``plan`` what the model sees. ``save`` stores a node and may raise ``ChatError``. A failure of the reply is not
    raised: it is kept with the reply.
    """

    def __init__(
        self,
        conversation_id: str,
        user: Node | None,
        reply: Node,
        question: Question,
        save: Callable[[Node], Awaitable[None]],
    ) -> None:
        self.conversation_id = conversation_id
        self.user = user
        self.reply = reply
        self.plan = question.plan
        self.question = question
        self._save = save
        self._plan_again = question.plan_again
        self._model = question.model
        self._folded = Reply(question.model, monotonic(), question.plan.notes)
        self._progress: Progress | None = None
        self._ending: Status | None = None
        self._error: ChatError | None = None
        self._latest = TurnUpdate(reply)
        self._newer = asyncio.Event()
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

    async def run(self, provider: Callable[[], Provider]) -> None:
        """Ask and write until the end. Run it once, as a task of its own."""
        told, unsaved = asyncio.Event(), asyncio.Event()
        sides = [
            asyncio.create_task(_whenever(told, SHOW_EVERY_S, self._show)),
            asyncio.create_task(_whenever(unsaved, SAVE_EVERY_S, self._keep)),
        ]
        try:
            await self._read_until_stopped(provider, told, unsaved)
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

    async def _read_until_stopped(
        self, provider: Callable[[], Provider], told: asyncio.Event, unsaved: asyncio.Event
    ) -> None:
        reading = asyncio.create_task(self._read(provider, told, unsaved))
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

    async def _read(self, provider: Callable[[], Provider], told: asyncio.Event, unsaved: asyncio.Event) -> None:
        try:
            await self._ask_until_it_fits(provider(), told, unsaved)
        except ChatError as error:
            self._fail(error)
        except Exception as error:    # the outer seam of the turn: a bug must cost one reply, not the conversation
            log.exception("turn failed reply=%s", self.reply.id)
            self._fail(_internal(error))

    async def _ask_until_it_fits(self, provider: Provider, told: asyncio.Event, unsaved: asyncio.Event) -> None:
        """Ask; when the model refuses something that can be left out, leave it out and ask again."""
        lesson = Lesson()
        while True:
            try:
                await self._fold_all(provider, told, unsaved)
                return
            except ChatError as error:
                learnt = None if self._folded.has_begun else _learnt(error, lesson)
                if learnt is None:
                    raise
                again = self._plan_again(learnt)
                if again.request is None or again.request == self.plan.request:
                    raise    # there is nothing more to leave out
                lesson, self.plan = learnt, again
                self._folded.note(again.notes)

    async def _fold_all(self, provider: Provider, told: asyncio.Event, unsaved: asyncio.Event) -> None:
        if self.plan.request is None:
            raise ChatError(ErrorKind.CONTEXT, " ".join(self.plan.notes))
        ended: Finished | None = None
        async for event in provider.stream(self.plan.request):
            self._fold(event)
            told.set()
            if isinstance(event, Finished):
                ended = event
            elif not isinstance(event, Progress):
                unsaved.set()
        if ended is None:
            raise _cut_off(self._model)
        if not self._folded.message(monotonic()).text.strip():
            raise _empty(self._model, ended.stop)

    def _fold(self, event: StreamEvent) -> None:
        if self._ending is None:    # what a provider says after Stop was pressed is of no interest
            self._progress = event if isinstance(event, Progress) else None
            self._folded.fold(event, monotonic())

    def _fail(self, error: ChatError) -> None:
        if self._ending is None:
            self._error = error
            self._folded.fail(error)

    async def _show(self) -> None:
        self._publish(TurnUpdate(self._node(), self._progress))

    async def _keep(self) -> None:
        try:
            await self._save(self._node())
        except ChatError as error:
            # the next save, or the last one, will say so if it stays that way
            log.warning("reply not saved for now kind=%s", error.kind)

    async def _close(self) -> None:
        node = replace(self.reply, message=self._last_message())
        error = await self._save_last(node)
        if error is not None:
            failure = Failure(error.kind.value, f"This reply could not be stored. {error.message}", error.detail)
            node = replace(node, message=replace(node.message, status=Status.FAILED, failure=failure))
        self._publish(TurnUpdate(node, None, done=True))
        self._finished.set()

    async def _save_last(self, node: Node) -> ChatError | None:
        for wait_s in (*SAVE_AGAIN_S, None):
            try:
                await self._save(node)
                return None
            except ChatError as error:
                log.warning("reply not saved kind=%s", error.kind)
                if wait_s is None:
                    return error
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
        await do()
        await asyncio.sleep(at_most_every_s)


def _learnt(error: ChatError, lesson: Lesson) -> Lesson | None:
    """What a refusal teaches beyond ``lesson``; ``None``: nothing that would help."""
    if error.kind is ErrorKind.CONTEXT:
        factor = next((factor for factor in TIGHTER if factor > lesson.token_factor), None)
        return None if factor is None else replace(lesson, token_factor=factor)
    if error.about == "state" and lesson.with_state:
        return replace(lesson, with_state=False)
    if error.about == "effort" and lesson.with_effort:
        return replace(lesson, with_effort=False)
    return None


def _cut_off(model: ModelInfo) -> ChatError:
    return ChatError(
        ErrorKind.PROTOCOL,
        f"The connection to {model.name} ended in the middle of the reply.",
        remedy="What arrived is kept. Ask again, or let this or another model continue.",
    )


def _empty(model: ModelInfo, stop: Stop) -> ChatError:
    if stop is Stop.LENGTH:
        return ChatError(
            ErrorKind.PROTOCOL,
            f"{model.name} reached the limit of tokens before it wrote a word.",
            remedy="Ask again without a limit, or with a higher one: thinking counts too.",
        )
    if stop is Stop.FILTER:
        return ChatError(
            ErrorKind.BAD_REQUEST,
            f"A content filter of the provider held back the reply of {model.name}.",
            remedy="Put the question in other words, or ask another model.",
        )
    return ChatError(
        ErrorKind.PROTOCOL, f"{model.name} sent an empty reply.", remedy="Ask again, or ask another model."
    )


def _internal(error: Exception) -> ChatError:
    return ChatError(
        ErrorKind.INTERNAL,
        "Something went wrong inside deskchat while the reply was written.",
        remedy="What arrived is kept, and the log has the details.",
        detail=type(error).__name__,
    )
