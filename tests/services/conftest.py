import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator

import pytest

from deskchat.services.services import Services, open_services
from tests.support.desktop import session_bus
from tests.support.home import Home
from tests.support.servers import ChatServer


@pytest.fixture
def server(home: Home) -> Iterator[ChatServer]:
    with ChatServer(mode="echo") as running:
        home.add_provider("loop", running.url)
        yield running


@pytest.fixture
async def services(home: Home, server: ChatServer) -> AsyncIterator[Services]:
    opened = await open_services(home.paths)
    yield opened
    await opened.aclose()


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a D-Bus session of its own, which is the program's."""
    if not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None:
        pytest.skip("there is no D-Bus here")
    with session_bus(os.environ) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
