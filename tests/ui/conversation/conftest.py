"""What the tests of the conversation are given: the look, and a page with real services and a server on the loopback."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Message, Role, Status
from deskchat.chat.model import ModelRef
from deskchat.chat.parts import TextPart
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import MODEL, Settings
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.icons import Icons
from deskchat.ui.theme import Theme
from tests.support.home import Home
from tests.support.servers import ChatServer

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    """The light theme."""
    made = Theme(qapp, Settings.load(tmp_path / "settings.toml"))
    yield made
    made.deleteLater()


@pytest.fixture
def ink(theme: Theme) -> Ink:
    """Fonts, colours and icons of the theme."""
    return Ink.of(theme, Icons(theme))


def person(node_id: str, text: str, parent: str | None = None) -> Node:
    """Something the person said."""
    return Node(node_id, parent, Message(Role.USER, (TextPart(text),)), NOW)


def reply(node_id: str, text: str, parent: str, status: Status = Status.DONE) -> Node:
    """Something a model said."""
    parts = (TextPart(text),) if text else ()
    return Node(node_id, parent, Message(Role.ASSISTANT, parts, status, ModelRef("local", "m"), "Small Model"), NOW)


def conversation(*nodes: Node) -> Conversation:
    """These nodes, the last one shown."""
    return Conversation("c", "A title", NOW, NOW, nodes, nodes[-1].id, ModelRef("local", "m"))


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Wait until something is so."""

    def until(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)

    return until


@pytest.fixture
def transcript(qtbot: QtBot, ink: Ink) -> Transcript:
    """An empty one."""
    made = Transcript(ink)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


@contextmanager
def knowing(server: ChatServer, home: Home, loop: BackgroundLoop, model: str = "echo-1") -> Iterator[Services]:
    """Services that know this server as ``loop``, and ask this model of it."""
    home.add_provider("loop", server.url)
    opened = loop.submit(open_services(home.paths)).result(120)
    loop.submit(opened.accounts.check("loop")).result(120)
    opened.settings.set(MODEL, f"loop/{model}")
    yield opened
    loop.submit(opened.aclose()).result(120)


def say(page: ConversationPage, text: str, settle: Callable[[Callable[[], bool]], None], *, wait: bool = True) -> None:
    """Type a message, send it, and wait until it is there; ``wait``: until its reply has ended, too."""
    before = len(page.entries)
    QTest.keyClicks(page.composer.box, text)
    QTest.keyClick(page.composer.box, Qt.Key.Key_Return)
    settle(lambda: len(page.entries) > before)    # the question, and the reply that is begun
    if wait:
        settle(lambda: not page.replying and not page.entries[-1].streaming)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, settle: Callable[[Callable[[], bool]], None]) -> ConversationPage:
    """An empty one, with the services of the test, when it knows its model."""
    made = ConversationPage(context, MessageBox(lambda: False))
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.show_conversation(None)
    settle(lambda: made.model is not None)
    return made
