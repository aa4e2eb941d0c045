"""What each provider last said about its models, kept as one small file a provider."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from deskchat.chat.model import ModelInfo
from deskchat.paths import replace_file


class ModelList(msgspec.Struct, frozen=True):
    """A provider's models, and when it named them (aware, UTC), where it was the provider who did."""

    fetched_at: datetime | None
    models: tuple[ModelInfo, ...]


class ModelCache:
    """The files below one folder. A cache: a file that can't be read or written is no loss."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, ModelList | None] = {}

    def get(self, provider_id: str) -> ModelList | None:
        """The last list; ``None`` when there never was one. Read from the disk once."""
        if provider_id not in self._known:
            self._known[provider_id] = self._read(provider_id)
        return self._known[provider_id]

    def keep(self, provider_id: str, models: ModelList) -> None:
        """Replace the list, all of it or nothing."""
        self._known[provider_id] = models
        try:
            replace_file(self._path(provider_id), msgspec.json.encode(models))
        except OSError:
            return    # asked again next time

    def forget(self, provider_id: str) -> None:
        """Remove what is known: the address or the account is another one now."""
        self._known[provider_id] = None
        with suppress(OSError):    # a folder that may not be written: the next list takes its place, in memory at least
            self._path(provider_id).unlink()

    def _read(self, provider_id: str) -> ModelList | None:
        try:
            return msgspec.json.decode(self._path(provider_id).read_bytes(), type=ModelList)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None

    def _path(self, provider_id: str) -> Path:
        return self._folder / f"{quote(provider_id, safe='')}.json"
