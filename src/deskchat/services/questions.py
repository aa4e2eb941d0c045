"""Who is asked what: a model is looked up, its view of the conversation planned, and its cost agreed to."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec.structs import replace

from deskchat.chat.context import Lesson
from deskchat.chat.conversation import Conversation, Node, is_temporary
from deskchat.chat.message import Message, Role
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import Part
from deskchat.chat.persona import Terms
from deskchat.chat.plan import Plan, make_plan
from deskchat.services.directory import Directory
from deskchat.services.paces import Paces
from deskchat.services.token_factors import TokenFactors
from deskchat.services.turn import Question, Turn


class SpendingWatch(Protocol):
    """Is told of every reply, and may refuse a question before it is asked."""

    async def allow(self, model: ModelInfo, plan: Plan) -> tuple[str, ...]:
        """May ``model`` be asked this? Sentences on its budget for the reply's notes.

        Raises ``ChatError("budget")`` when the person has to agree first.
        """
        ...

    async def spent(self, conversation_id: str, reply: Node, model: ModelInfo) -> None:
        """A reply was stored, whole or not; ``model`` is who was asked in the end, with its price.

        A ``ChatError`` is logged and goes no further.
        """
        ...


class NobodyWatches:
    """Allows everything and remembers nothing."""

    async def allow(self, model: ModelInfo, plan: Plan) -> tuple[str, ...]:
        """Yes."""
        return ()

    async def spent(self, conversation_id: str, reply: Node, model: ModelInfo) -> None:
        """So be it."""


class Questions:
    """Makes questions for the models of ``directory``."""

    def __init__(
        self,
        directory: Directory,
        spending: SpendingWatch | None = None,
        factors: TokenFactors | None = None,
        paces: Paces | None = None,
    ) -> None:
        self.directory = directory
        self._spending = spending or NobodyWatches()
        self._factors = factors
        self._paces = paces
        self._refused: dict[ModelRef, tuple[str, ...]] = {}    # fields of ``Sampling``, learnt since the program began

    async def ask(self, conversation: Conversation, leaf: str, model: ModelRef, sampling: Sampling) -> Question:
        """What ``model`` is asked on the branch that ends at ``leaf``. Raises ``ChatError("budget")``.

        ``sampling``: of this question; where it says nothing, the conversation's own holds.
        """
        info = await self.directory.info(model)
        sampling = sampling.over(conversation.sampling)
        branch = [node.message for node in conversation.branch(leaf)]

        remarks: tuple[str, ...] = ()

        def plan_with(lesson: Lesson) -> Plan:
            plan = make_plan(branch, info, system=conversation.system, sampling=sampling, lesson=lesson)
            if plan.request is None:
                return plan
            known = ("", "") if is_temporary(conversation.id) else (conversation.id, leaf)
            request = replace(plan.request, conversation=known[0], leaf=known[1])
            return replace(plan, request=request, notes=(*plan.notes, *remarks))

        def plan_again(lesson: Lesson) -> Plan:
            self._refused[info.ref] = lesson.refused    # the next question is not to be refused for it, too
            return plan_with(lesson)

        lesson = self._lesson(info)
        plan = plan_with(lesson)
        if plan.fits:
            remarks = await self._spending.allow(info, plan)
            plan = replace(plan, notes=(*plan.notes, *remarks))
        return Question(info, plan, plan_again, lambda: self.directory.provider(info.ref), lesson)

    async def plans(
        self, conversation: Conversation | None, models: Sequence[ModelInfo], draft: tuple[Part, ...]
    ) -> Mapping[ModelRef, Plan]:
        """What each of ``models`` would see if it were asked ``draft`` next. Without a conversation: in a new one."""
        branch = [node.message for node in conversation.branch()] if conversation is not None else []
        terms = conversation.terms if conversation is not None else Terms()

        def plan(model: ModelInfo) -> Plan:
            lesson = self._lesson(model)
            return make_plan(
                branch, model, system=terms.system, sampling=terms.sampling, draft=draft, lesson=lesson
            )

        def make() -> dict[ModelRef, Plan]:
            plans = map(plan, models)
            return {model.ref: self._with_wait(plan, model, branch) for plan, model in zip(plans, models, strict=True)}

        # hundreds of models and a long history take longer than the loop may be kept
        return await asyncio.to_thread(make)

    async def count(self, plan: Plan) -> int | None:
        """The exact number of input tokens of what ``plan`` would send, where its model or provider tells it for nothing.

        A provider that is asked gets to see all of it, as if it were sent. Raises ``ChatError``.
        """
        if plan.request is None:
            return None
        model = plan.request.model.ref
        counted = await self.directory.provider(model).count(plan.request)
        if counted and self._factors is not None:
            self._factors.counted(model, plan.request, counted)
        return counted

    async def answered(self, turn: Turn) -> None:
        """A reply was stored: what can be learnt of it is learnt. Raises ``ChatError``."""
        reply, model, request = turn.latest.node, turn.question.model, turn.plan.request
        await self._spending.spent(turn.conversation_id, reply, model)
        if is_temporary(turn.conversation_id):
            return    # what would be learnt is written down
        counted, factors = reply.message.usage.input_tokens, self._factors
        if counted and request and factors and factors.learn(model.ref, request, counted):
            await asyncio.to_thread(factors.save)
        if self._paces is not None and self._paces.learn(reply.message):
            await asyncio.to_thread(self._paces.save)

    def _with_wait(self, plan: Plan, model: ModelInfo, branch: Sequence[Message]) -> Plan:
        """The plan with the wait as it was the last times; what the model read for its last reply it need not read again."""
        pace = self._paces.of(model.ref) if self._paces is not None else None
        if pace is None or not plan.fits:
            return plan
        last = next((message for message in reversed(branch) if message.role is Role.ASSISTANT), None)
        tokens = plan.input_tokens
        if last is not None and last.model == model.ref:
            tokens = max(1, tokens - (last.usage.input_tokens or 0) - (last.usage.output_tokens or 0))
        return replace(plan, wait_s=pace.wait_s(tokens, local=model.ref.is_local))

    def _lesson(self, model: ModelInfo) -> Lesson:
        factor = 1.0 if self._factors is None else self._factors.of(model.ref)
        return Lesson(token_factor=factor, refused=self._refused.get(model.ref, ()))
