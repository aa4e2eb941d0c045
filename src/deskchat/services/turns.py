"""Asking: a message is stored, a reply is begun, and a Turn writes it."""

from collections.abc import Mapping, Sequence

from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import Part
from deskchat.chat.plan import Plan
from deskchat.services.turn import Turn, TurnUpdate

__all__ = ["Turn", "TurnUpdate", "Turns"]


class Turns:
    async def send(
        self, conversation_id: str, parts: tuple[Part, ...], model: ModelRef, *, sampling: Sampling = Sampling()
    ) -> Turn:
        raise NotImplementedError

    async def regenerate(
        self, conversation_id: str, reply_id: str, model: ModelRef, *, sampling: Sampling = Sampling()
    ) -> Turn:
        raise NotImplementedError

    async def edit(
        self,
        conversation_id: str,
        message_id: str,
        parts: tuple[Part, ...],
        model: ModelRef,
        *,
        sampling: Sampling = Sampling(),
    ) -> Turn:
        raise NotImplementedError

    async def continue_reply(
        self, conversation_id: str, reply_id: str, model: ModelRef, *, sampling: Sampling = Sampling()
    ) -> Turn:
        raise NotImplementedError

    def running(self, conversation_id: str) -> Turn | None:
        raise NotImplementedError

    async def plan(self, conversation_id: str, model: ModelInfo, draft: tuple[Part, ...] = ()) -> Plan:
        raise NotImplementedError

    async def plans(
        self, conversation_id: str | None, models: Sequence[ModelInfo], draft: tuple[Part, ...] = ()
    ) -> Mapping[ModelRef, Plan]:
        raise NotImplementedError
