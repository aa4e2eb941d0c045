"""The Turn with providers that behave in one way each; what is saved is recorded with the time."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from itertools import pairwise
from time import monotonic

import pytest

from deskchat.chat.context import Lesson
from deskchat.chat.conversation import Node
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Finished, Noted, Progress, ReasoningDelta, StreamEvent, TextDelta, ToolCalled, Waiting
from deskchat.chat.message import Message, Role, Status, Stop
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import TextPart, ToolPart
from deskchat.chat.plan import Plan, make_plan
from deskchat.chat.reply import LONGEST
from deskchat.chat.request import ChatRequest
from deskchat.services.turn import LET_GO_S, NoRescue, Question, Rescue, Sequel, Turn, TurnUpdate
from tests.faults.cases import case

MODEL = ModelInfo(ModelRef("test", "model"), "Model")
QUESTION = Message(Role.USER, (TextPart("Hello"),))
Script = Callable[[], AsyncIterator[StreamEvent]]


class Scripted:
    """A provider that answers by a script."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def stream(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
        return self._script()

    async def models(self) -> tuple[ModelInfo, ...]:
        return (MODEL,)

    async def count(self, request: ChatRequest) -> int | None:
        return None

    async def aclose(self) -> None:
        pass


class Disk:
    """Records what is saved; fails as often as told."""

    def __init__(self, failures: int = 0, error: Exception | None = None) -> None:
        self.saved: list[tuple[float, Node]] = []
        self._failures = failures
        self._error = error or ChatError(ErrorKind.INTERNAL, "The disk is full.")

    async def save(self, node: Node) -> None:
        if self._failures:
            self._failures -= 1
            raise self._error
        self.saved.append((monotonic(), node))

    @property
    def last(self) -> Message:
        return self.saved[-1][1].message


def question(script: Script, model: ModelInfo = MODEL) -> Question:
    return Question(
        model, make_plan([QUESTION], model), lambda _: make_plan([QUESTION], model), lambda: Scripted(script)
    )


def begin(script: Script, save: Callable[[Node], Awaitable[None]], rescue: Rescue | None = None) -> Turn:
    message = Message(Role.ASSISTANT, (), Status.STREAMING, MODEL.ref, MODEL.name)
    reply = Node("r1", "u1", message, datetime.now(UTC))
    return Turn("c1", None, reply, question(script), save, rescue)


async def run(script: Script, disk: Disk) -> tuple[Turn, TurnUpdate]:
    turn = begin(script, disk.save)
    await turn.run()
    return turn, turn.latest


async def test_a_whole_reply_is_stored_and_shown() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield Progress("loading", 0.5)
        yield ReasoningDelta("hm")
        yield TextDelta("Red, ")
        yield TextDelta("green.")
        yield Finished(Stop.END)

    disk = Disk()
    _, latest = await run(script, disk)
    assert latest.done
    assert latest.node.message == disk.last
    assert (disk.last.status, disk.last.stop, disk.last.text) == (Status.DONE, Stop.END, "Red, green.")
    assert disk.last.reasoning == "hm"
    assert disk.last.model_name == "Model"


async def test_an_error_after_text_keeps_the_text() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")
        raise ChatError(ErrorKind.NETWORK, "The line broke.", retry_after_s=3)

    disk = Disk()
    turn, _ = await run(script, disk)
    assert (disk.last.status, disk.last.text) == (Status.FAILED, "half")
    assert disk.last.failure is not None
    assert disk.last.failure.kind == "network"
    assert turn.error is not None
    assert turn.error.retry_after_s == 3


@case(43)
async def test_a_stream_that_just_ends_was_cut_off() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")

    disk = Disk()
    await run(script, disk)
    assert disk.last.status is Status.FAILED
    assert disk.last.text == "half"
    assert disk.last.failure is not None
    assert "ended in the middle" in disk.last.failure.message


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (Stop.END, "empty reply"),
        (Stop.LENGTH, "limit of tokens"),
        (Stop.FILTER, "content filter"),
        (Stop.REFUSAL, "declined to answer"),
        (Stop.TOOL, "called a tool instead of answering"),
    ],
)
async def test_a_reply_without_words_is_a_failure_that_says_why(stop: Stop, words: str) -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield ReasoningDelta("thinking")
        yield Finished(stop)

    disk = Disk()
    await run(script, disk)
    assert disk.last.failure is not None
    assert words in disk.last.failure.message


async def test_what_was_told_of_a_reply_stays_when_it_has_no_words() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield Noted("Its chat template can't be used.")
        yield Finished(Stop.END)

    disk = Disk()
    await run(script, disk)
    assert disk.last.notes == ("Its chat template can't be used.",)


async def test_a_reply_of_nothing_but_tool_calls_says_so_and_keeps_them() -> None:
    call = ToolPart("search", '{"q": "weather"}')

    async def script() -> AsyncIterator[StreamEvent]:
        yield ToolCalled(call.name, call.arguments)
        yield Finished(Stop.TOOL)

    disk = Disk()
    await run(script, disk)
    assert disk.last.parts == (call,)
    assert disk.last.failure is not None
    assert "without tools" in disk.last.failure.message
    assert disk.last.failure.remedy_action == "other_model"


async def test_a_bug_costs_one_reply_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half of a secret")
        raise RuntimeError("boom")

    disk = Disk()
    await run(script, disk)
    assert disk.last.failure is not None
    assert disk.last.failure.kind == "internal"
    assert disk.last.text == "half of a secret"
    assert "turn failed" in caplog.text
    assert "secret" not in caplog.text


async def test_stop_keeps_what_arrived_and_does_not_wait_for_the_provider() -> None:
    began, let_go = asyncio.Event(), asyncio.Event()

    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await let_go.wait()    # a provider that does not let go

    disk = Disk()
    turn = begin(script, disk.save)
    task = asyncio.create_task(turn.run())
    await began.wait()
    await turn.stop()    # waits for it no longer than this
    assert LET_GO_S < 0.25
    assert (disk.last.status, disk.last.stop, disk.last.text) == (Status.STOPPED, Stop.CANCELLED, "half")
    let_go.set()
    await task


async def test_the_end_of_the_program_leaves_a_partial_reply() -> None:
    began = asyncio.Event()

    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")
        began.set()
        await asyncio.Event().wait()

    disk = Disk()
    turn = begin(script, disk.save)
    task = asyncio.create_task(turn.run())
    await began.wait()
    await turn.cut_off()
    await task
    assert (disk.last.status, disk.last.text) == (Status.PARTIAL, "half")


async def test_a_cancelled_turn_still_stores_what_arrived() -> None:
    began = asyncio.Event()

    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")
        began.set()
        await asyncio.Event().wait()

    disk = Disk()
    turn = begin(script, disk.save)
    task = asyncio.create_task(turn.run())
    await began.wait()
    task.cancel()
    await asyncio.wait([task])
    assert (disk.last.status, disk.last.text) == (Status.PARTIAL, "half")


async def test_while_it_streams_every_quarter_second_is_on_the_disk() -> None:
    """A machine that stands still makes the words come later, too: they are counted, not the seconds."""

    async def script() -> AsyncIterator[StreamEvent]:
        for _ in range(60):
            yield TextDelta("word ")
            await asyncio.sleep(0.02)
        yield Finished(Stop.END)

    disk = Disk()
    await run(script, disk)
    words = [node.message.text.count("word") for _, node in disk.saved]
    assert words[-1] == 60
    assert all(0 <= later - earlier <= 0.25 / 0.02 for earlier, later in pairwise([0, *words]))


async def test_listeners_get_the_latest_and_the_end_however_many_and_late() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        for number in range(2_000):
            yield TextDelta(f"{number} ")
            if number % 50 == 0:
                await asyncio.sleep(0.005)
        yield Finished(Stop.END)

    disk = Disk()
    turn = begin(script, disk.save)
    task = asyncio.create_task(turn.run())
    first = [update async for update in turn.updates()]
    late = [update async for update in turn.updates()]
    await task
    assert len(first) < 100    # 2,000 events are not 2,000 updates
    assert first[-1].done
    assert first[-1].node.message == disk.last
    assert late == first[-1:]


async def test_progress_is_shown_until_words_come() -> None:
    go_on = asyncio.Event()

    async def script() -> AsyncIterator[StreamEvent]:
        yield Progress("loading", 0.25)
        await go_on.wait()
        yield TextDelta("word")
        yield Finished(Stop.END)

    turn = begin(script, Disk().save)
    task = asyncio.create_task(turn.run())
    async for update in turn.updates():
        if update.progress is not None:
            assert update.progress == Progress("loading", 0.25)
            go_on.set()
    await task
    assert go_on.is_set()
    assert turn.latest.progress is None


async def test_a_wait_is_shown_with_the_moment_it_ends_and_stop_ends_it_at_once() -> None:
    before = monotonic()

    async def script() -> AsyncIterator[StreamEvent]:
        yield Waiting("Too busy.", 30.0)
        await asyncio.Event().wait()

    turn = begin(script, Disk().save)
    task = asyncio.create_task(turn.run())
    async for update in turn.updates():
        if update.waiting is not None:
            assert update.waiting == Waiting("Too busy.", 30.0)
            assert update.goes_on_s is not None
            assert before + 30 <= update.goes_on_s <= monotonic() + 30
            break
    await turn.stop()
    assert turn.latest.waiting is None
    assert turn.latest.node.message.status is Status.STOPPED
    await task


async def test_a_wait_is_over_when_the_first_word_comes() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield Waiting("Too busy.", 0.01)
        yield TextDelta("word")
        await asyncio.Event().wait()

    turn = begin(script, Disk().save)
    task = asyncio.create_task(turn.run())
    async for update in turn.updates():
        if update.node.message.text:
            assert (update.waiting, update.goes_on_s) == (None, None)
            break
    await turn.stop()
    await task


@case(39)
@pytest.mark.parametrize("kind", [TextDelta, ReasoningDelta])
async def test_a_reply_without_an_end_is_ended_and_kept(kind: type[TextDelta] | type[ReasoningDelta]) -> None:
    closed = asyncio.Event()

    async def script() -> AsyncIterator[StreamEvent]:
        try:
            while True:
                yield kind("word " * 10_000)
        finally:
            closed.set()

    disk = Disk()
    await run(script, disk)
    assert closed.is_set()
    assert disk.last.status is Status.FAILED
    assert LONGEST < len(disk.last.text or disk.last.reasoning) < LONGEST + 100_000
    assert disk.last.failure is not None
    assert "without an end" in disk.last.failure.message


@pytest.mark.parametrize(("limit", "action"), [(5, "without_limit"), (None, "regenerate")])
async def test_a_limit_that_left_no_room_for_words_can_be_lifted(limit: int | None, action: str) -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield ReasoningDelta("thinking")
        yield Finished(Stop.LENGTH)

    disk = Disk()
    turn = begin(script, disk.save)
    plan = make_plan([QUESTION], MODEL, sampling=Sampling(max_tokens=limit))
    turn = Turn("c1", None, turn.reply, dataclasses.replace(turn.question, plan=plan), disk.save)
    await turn.run()
    assert disk.last.failure is not None
    assert disk.last.failure.remedy_action == action


@case(86)
async def test_a_save_that_fails_for_a_while_loses_nothing() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("all of it")
        yield Finished(Stop.END)

    disk = Disk(failures=2)
    _, latest = await run(script, disk)
    assert disk.last.text == "all of it"
    assert latest.node.message.status is Status.DONE


@case(86)
async def test_a_reply_that_can_never_be_stored_says_so() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("all of it")
        yield Finished(Stop.END)

    _, latest = await run(script, Disk(failures=100))
    assert latest.done
    assert latest.node.message.text == "all of it"
    assert latest.node.message.failure is not None
    assert "could not be stored. The disk is full." in latest.node.message.failure.message


@pytest.mark.parametrize("failures", [2, 100])
async def test_a_bug_while_a_reply_is_stored_costs_no_more_than_that_reply(failures: int) -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("all of it")
        yield Finished(Stop.END)

    turn, latest = await run(script, Disk(failures, ValueError("a bug")))
    assert (latest.done, latest.node.message.text) == (True, "all of it")
    assert await asyncio.wait_for(turn.finished(), 60) is latest
    failure = latest.node.message.failure
    if failures == 2:
        assert failure is None
    else:
        assert failure is not None
        assert failure.message == "This reply could not be stored. Something went wrong inside deskchat."
        assert turn.unstored is not None


async def test_a_bug_while_another_model_is_looked_for_leaves_the_reply_as_it_is() -> None:
    async def script() -> AsyncIterator[StreamEvent]:
        yield TextDelta("half")
        raise ChatError(ErrorKind.NETWORK, "The line broke.")

    class Buggy(NoRescue):
        async def go_on(self, question: Question, reply: Node, error: ChatError) -> Sequel:
            raise ValueError("a bug")

    disk = Disk()
    turn = begin(script, disk.save, Buggy())
    await turn.run()
    assert (turn.latest.done, disk.last.status, disk.last.text) == (True, Status.FAILED, "half")


async def test_a_request_that_was_too_long_is_asked_again_with_less() -> None:
    small = ModelInfo(ModelRef("test", "small"), "Small", context_tokens=1000)
    branch = [Message(role, (TextPart("word " * 100),)) for _ in range(2) for role in (Role.USER, Role.ASSISTANT)]
    branch.append(QUESTION)
    asked: list[ChatRequest] = []

    class Strict(Scripted):
        def stream(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
            asked.append(request)
            return self._answer(request)

        async def _answer(self, request: ChatRequest) -> AsyncIterator[StreamEvent]:
            if len(request.messages) > 3:
                raise ChatError(ErrorKind.CONTEXT, "Too long.")
            yield TextDelta("Fine.")
            yield Finished(Stop.END)

    def plan(lesson: Lesson) -> Plan:
        return make_plan(branch, small, lesson=lesson)

    disk = Disk()
    message = Message(Role.ASSISTANT, (), Status.STREAMING, small.ref, small.name)
    asking = Question(small, plan(Lesson()), plan, lambda: Strict(asked_nothing))
    turn = Turn("c1", None, Node("r1", "u1", message, datetime.now(UTC)), asking, disk.save)
    await turn.run()
    assert [len(request.messages) for request in asked] == [5, 3]
    assert disk.last.text == "Fine."
    assert disk.last.notes == turn.plan.notes
    assert "left out" in disk.last.notes[0]


async def asked_nothing() -> AsyncIterator[StreamEvent]:
    yield Finished(Stop.END)
