"""Is there a newer deskchat? Asked only by the person, or daily when they wished so; nothing is replaced by itself."""

import asyncio
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from deskchat import __version__
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import private_folder, resources
from deskchat.providers.network import Call
from deskchat.providers.transport import Transport
from deskchat.services.installation import Installation
from deskchat.services.releases import MANIFEST_BYTES, Release, read_release
from deskchat.settings import UPDATES, Settings

DAY_S = 86_400.0
NAME_WORDS = "The place of updates"


class Source(msgspec.Struct, frozen=True):
    """Where a build looks, and the key of those who sign there (Base64); empty in a build that does not know."""

    url: str = ""
    public_key: str = ""


def built_in_source() -> Source:
    """What the makers of this build wrote into it."""
    return msgspec.convert(tomllib.loads((resources() / "updates.toml").read_text("utf-8")), Source)


class Updates:
    """Asks for the newest release. ``asked`` is the file whose age tells when that was done by itself."""

    def __init__(self, source: Source, transport: Transport, settings: Settings, asked: Path, here: Installation) -> None:
        self.here = here
        self._source = source
        self._transport = transport
        self._settings = settings
        self._asked = asked

    @property
    def known(self) -> bool:
        """Does this build know where to look?"""
        return bool(self._source.url and self._source.public_key)

    async def look(self) -> Release | None:
        """The newest release, if it is newer than this program. Raises ``ChatError``."""
        if not self.known:
            raise ChatError(
                ErrorKind.NOT_FOUND,
                "This build of deskchat does not know where its updates are.",
                remedy=self.here.update,
            )
        # no version, no system, no count: whoever is asked learns that somebody looked, and nothing else
        data = await self._transport.read(Call(NAME_WORDS, "GET", self._source.url), _other_status, MANIFEST_BYTES)
        release = read_release(data, self._source.public_key)
        return release if release.newer_than(__version__) else None

    async def look_daily(self) -> Release | None:
        """As ``look``, where the person wished it, and not more than once a day; a failure is none to tell of."""
        if not (self.known and self._settings.get(UPDATES)) or not await asyncio.to_thread(self._due):
            return None
        try:
            return await self.look()
        except ChatError:
            return None

    def _due(self) -> bool:
        try:
            if self._asked.exists() and time.time() - self._asked.stat().st_mtime < DAY_S:
                return False
            private_folder(self._asked.parent)
            self._asked.touch(mode=0o600)
        except OSError:    # where it can't be noted, each start would ask
            return False
        return True


def _other_status(status: int, _headers: Mapping[str, str], _body: bytes) -> ChatError:
    return ChatError(
        ErrorKind.NETWORK, f"{NAME_WORDS} answered with status {status}.", remedy="Try again later.", detail=str(status)
    )
