"""Which plugins there are, and which of them the person allowed."""

import asyncio
from pathlib import Path

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import plugins
from deskchat.providers.plugins import Plugin
from deskchat.services.connections import Connections
from deskchat.services.directory import Directory
from deskchat.settings import PLUGINS, Settings


class KnownPlugin(msgspec.Struct, frozen=True):
    """A plugin that is installed, and whether it is used."""

    plugin: Plugin
    allowed: bool


class Plugins:
    """Plugins of this home; a change is seen in ``connections`` and told by ``directory``."""

    def __init__(self, folder: Path, settings: Settings, connections: Connections, directory: Directory) -> None:
        self.folder = folder
        self._settings = settings
        self._connections = connections
        self._directory = directory

    async def all(self) -> tuple[KnownPlugin, ...]:
        """All that are installed; none of their code runs for it."""
        allowed = self._settings.get(PLUGINS)
        found = await asyncio.to_thread(plugins.installed, self.folder)
        return tuple(KnownPlugin(plugin, plugin.package in allowed) for plugin in found)

    async def allow(self, package: str, allowed: bool = True) -> None:
        """Use a plugin from now on, or no longer; what it runs already ends with the program.

        Raises ``ChatError("not_found")``.
        """
        known = {known.plugin.package for known in await self.all()}
        if allowed and package not in known:
            raise ChatError(
                ErrorKind.NOT_FOUND,
                f"There is no plugin called “{package}”.",
                remedy=f"Install it into “{self.folder}” first." if not known else f"There are: {', '.join(sorted(known))}.",
            )
        others = [name for name in self._settings.get(PLUGINS) if name != package]
        self._settings.set(PLUGINS, tuple([*others, package] if allowed else others))
        await asyncio.to_thread(self._settings.save)
        await asyncio.to_thread(self._connections.reload)
        self._directory.tell()
