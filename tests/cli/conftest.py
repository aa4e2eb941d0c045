from collections.abc import Iterator

import pytest

from tests.support.home import Home
from tests.support.servers import ChatServer


@pytest.fixture
def server(home: Home) -> Iterator[ChatServer]:
    with ChatServer(mode="echo") as running:
        home.add_provider("loop", running.url)
        yield running
