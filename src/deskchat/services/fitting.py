"""Whether models fit this machine: of files that are here, and of those that could be fetched."""

import asyncio
from typing import TYPE_CHECKING

from deskchat import settings as known_settings
from deskchat.engine.device import Device
from deskchat.engine.local import LocalProvider
from deskchat.services.on_this_machine import cache_type
from deskchat.settings import Settings

if TYPE_CHECKING:    # is needed by a list of models, not by the window
    from deskchat.engine.gguf import Header
    from deskchat.engine.machine import Machine
    from deskchat.engine.shape import Shape
    from deskchat.engine.verdict import Verdict


class Fitting:
    """Judges with the settings as they are; the machine is looked at once, when it is first asked about."""

    def __init__(self, engine: LocalProvider, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._machine: asyncio.Task[Machine] | None = None

    async def devices(self) -> tuple[Device, ...]:
        """What models can be computed on, with the memory that is free now. Raises ``ChatError``."""
        return await self._engine.devices()

    def placed(self) -> str:
        """A sentence on what computes the model that was asked last; ``""`` when none is in memory."""
        return self._engine.placed

    async def of_size(self, size_bytes: int, kv_bytes_per_token: int = 0) -> "Verdict":
        """The verdict on a file that is not here. ``kv_bytes_per_token``: what a token of context takes, 0 if unknown."""
        from deskchat.engine.verdict import guessed

        return await self._judged(guessed(size_bytes, kv_bytes_per_token))

    async def of_header(self, header: "Header", size_bytes: int) -> "Verdict":
        """The verdict on a file of ``size_bytes`` that is not here; ``header``: of any quantisation of the same model."""
        from deskchat.engine.shape import shape_of
        from deskchat.engine.verdict import resized

        return await self._judged(resized(shape_of(header), size_bytes))

    async def _judged(self, shape: "Shape") -> "Verdict":
        from deskchat.engine.fit import Use
        from deskchat.engine.verdict import judge

        get = self._settings.get
        use = Use(get(known_settings.CONTEXT_TOKENS), cache_type(get(known_settings.CACHE_TYPE)))
        return judge(shape, use, await self._known_machine())

    async def _known_machine(self) -> "Machine":
        if self._machine is None or (self._machine.done() and (self._machine.cancelled() or self._machine.exception())):
            self._machine = asyncio.create_task(self._looked_at())
        return await asyncio.shield(self._machine)    # several rows of a list ask at once

    async def _looked_at(self) -> "Machine":
        from deskchat.engine.machine import this_machine

        return await asyncio.to_thread(this_machine, await self._engine.devices())
