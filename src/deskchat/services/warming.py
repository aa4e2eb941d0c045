"""Having a local model in memory by the time its question is written."""

from deskchat.chat.model import ModelRef
from deskchat.engine.local import LocalProvider


class Warming:
    """Loads the model that is about to be asked: starting the engine and opening a file takes longer than the first word."""

    def __init__(self, engine: LocalProvider) -> None:
        self._engine = engine

    async def warm(self, model: ModelRef) -> None:
        """Load ``model`` if it is one of this machine and there is room for it; returns when that is done. Never raises."""
        if model.is_local:
            await self._engine.warm(model.model)
