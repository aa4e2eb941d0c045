"""What most scripts begin with."""

from collections.abc import Iterator

import pytest

from tests.blackbox.jobs import REPLY
from tests.support.servers import ChatServer


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A server that answers."""
    with ChatServer(reply=REPLY) as server:
        yield server
