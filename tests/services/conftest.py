from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deskchat.services.services import Services, open_services
from tests.support.home import Home
from tests.support.servers import ChatServer


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


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
