"""The end of the window's program."""

import asyncio
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskchat import app
from deskchat.app import Opening
from deskchat.paths import find
from deskchat.services.services import Services
from deskchat.settings import THEME, Settings


def test_settings_that_can_t_be_written_cost_no_reply(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "CLOSE_WITHIN_S", 120.0)
    paths, closed = find(tmp_path), list[str]()
    whole = Services.aclose

    async def slowly(self: Services) -> None:
        await asyncio.sleep(0.2)    # as with replies to store: what is not waited for is cancelled here
        await whole(self)
        closed.append("all")

    monkeypatch.setattr(Services, "aclose", slowly)
    settings = Settings.load(paths.settings)
    opening = Opening(paths, settings, safe=False, order=None)
    with qtbot.waitSignal(opening.done):
        opening.start()
    settings.set(THEME, "dark")
    paths.settings.mkdir(parents=True)    # nothing can be written there
    opening.close()
    assert closed == ["all"]
