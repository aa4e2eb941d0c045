"""A small box for one question, over whatever is on the screen."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.parts import TextPart
from deskchat.services.services import Services
from deskchat.services.turns import Turn
from deskchat.settings import SEND_WITH
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.opened import read_fresh
from deskchat.ui.conversation.replies import Replies
from deskchat.ui.conversation.stray_keys import StrayKeys
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.copied import clean_for_clipboard
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.entry import entries_of
from deskchat.ui.conversation.transcript.formulas import Formulas
from deskchat.ui.conversation.transcript.ink import Ink
from deskchat.ui.conversation.transcript.links import ask_to_open
from deskchat.ui.conversation.transcript.sheet import sheet
from deskchat.ui.conversation.transcript.transcript import Transcript
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated
from deskchat.ui.tab_order import step


class QuickAsk(QWidget):
    """Asks the model of new conversations; the answer streams in, and the conversation is one like any other.

    Esc puts it away; it begins anew the next time it is called, unless a reply is still being written.
    """

    open_wanted = Signal(str)    # id of the conversation, to be shown in the window

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        on_top = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(parent, Qt.WindowType.Tool | on_top)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._context = context
        self._services = context.services
        self._conversation: Conversation | None = None
        self._sending = False
        self._replies = Replies(context.relay, context.services.turns, self)
        self._frame = QFrame(self)
        self.box = MessageBox(lambda: context.services.settings.get(SEND_WITH) == "ctrl+enter")
        self._model = PlainLabel("", self)
        self._problem = Caption("")
        self._open = QPushButton(self.tr("Open in the window"), self)
        self._send = QPushButton(self)
        self._send.setObjectName("primary")
        self._formulas = Formulas(context.services.formulas, context.relay)
        self.transcript = Transcript(self._ink())
        self._place()
        self.transcript.to_end.float_over(self)
        self._connect()
        self._follow_theme()

    def call(self) -> None:
        """Come to the front, with an empty box to type in."""
        if not self._replies.busy and not self._sending and not self.isVisible():
            self._begin_anew()
        self.show()
        self.raise_()
        self.activateWindow()
        self.box.setFocus()
        reading = read_fresh(self._services)
        self._context.relay.run(self, reading, lambda fresh: self._model.setText(fresh.model.name), self._fail)

    def event(self, event: QEvent) -> bool:
        """Esc is meant for the box, not for the window behind it."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away; a reply goes on without it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The Tab key was pressed, with or without Shift."""
        return step(self, forward=forward)

    def changeEvent(self, event: QEvent) -> None:
        """Fonts change with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_theme()

    def _place(self) -> None:
        em = self._context.theme.em
        self.setWindowTitle(self.tr("Quick question"))
        self.setAccessibleName(self.tr("Quick question"))
        self.box.setPlaceholderText(self.tr("Ask anything"))
        self._frame.setObjectName("quick")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._frame)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(round(0.8 * em), round(0.6 * em), round(0.8 * em), round(0.6 * em))
        inside.addWidget(self.box)
        inside.addWidget(self._problem)
        inside.addWidget(self.transcript, 1)
        row = QHBoxLayout()
        self._model.setObjectName("quiet")
        row.addWidget(self._model, 1)
        row.addWidget(self._open)
        row.addWidget(self._send)
        inside.addLayout(row)
        self._problem.setObjectName("warning")

    def _connect(self) -> None:
        StrayKeys(self.box).watch(self)
        self.box.submitted.connect(self._ask)
        self.box.stop_asked.connect(self.hide)
        self._open.clicked.connect(self._open_in_window)
        self._send.clicked.connect(self._ask_or_stop)
        self.box.textChanged.connect(self._offer)
        self._replies.busy_changed.connect(lambda _: self._offer())
        self._offer()
        self._replies.updated.connect(self.transcript.show_reply)
        self._replies.ended.connect(self._reload)
        self.transcript.copy_asked.connect(self._copy)
        self.transcript.link_clicked.connect(lambda target: ask_to_open(target, self))
        self.transcript.stop_asked.connect(self._replies.stop)
        self.transcript.rate_asked.connect(self._rate)
        for asked in (
            self.transcript.edit_asked,
            self.transcript.regenerate_asked,
            self.transcript.regenerate_with_asked,
            self.transcript.continue_asked,
            self.transcript.continue_with_asked,
            self.transcript.sibling_asked,
            self.transcript.compare_asked,
            self.transcript.key_wanted,
        ):
            asked.connect(self._open_in_window)    # where there is room for it
        self._context.theme.changed.connect(self._follow_theme)
        QShortcut(QKeySequence("Ctrl+Return"), self._open).activated.connect(self._open_in_window)

    def _begin_anew(self) -> None:
        self._replies.leave()
        self._conversation = None
        self._problem.show_text("")
        self.transcript.hide()
        self._open.hide()
        self.adjustSize()
        screen = self.screen().availableGeometry()
        em = self._context.theme.em
        self.resize(min(round(42 * em), screen.width()), self.sizeHint().height())
        self.move(screen.center().x() - self.width() // 2, screen.top() + screen.height() // 5)

    def _offer(self) -> None:
        """Let it be asked when there is something to ask; while it is answered, let that be stopped."""
        busy = self._replies.busy
        self._send.setText(self.tr("Stop") if busy else self.tr("Ask"))
        self._send.setEnabled(busy or (bool(self.box.toPlainText().strip()) and not self._sending))

    def _ask_or_stop(self) -> None:
        if self._replies.busy and self._conversation is not None:
            self._context.relay.run(self, self._services.turns.stop(self._conversation.id))
        else:
            self._ask()

    def _ask(self) -> None:
        text = self.box.toPlainText().replace("\0", "").encode("utf-8", "replace").decode()
        if not text.strip() or self._sending or self._replies.busy:
            return
        self._sending = True
        self._offer()
        self._problem.show_text("")
        self._context.relay.run(self, _asked(self._services, self._conversation, text), self._begun, self._fail)

    def _begun(self, begun: tuple[Turn, Conversation]) -> None:
        self._sending = False
        turn, self._conversation = begun
        self.box.clear()
        self._show(self._conversation)
        self._replies.follow([turn])
        self.transcript.show()
        self._open.show()
        screen = self.screen().availableGeometry()
        self.resize(self.width(), min(round(26 * self._context.theme.em), screen.bottom() - self.y()))

    def _show(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self.transcript.show_entries(entries_of(conversation))

    def _reload(self) -> None:
        if self._conversation is not None:
            self._context.relay.run(self, self._services.chats.open(self._conversation.id), self._show)

    def _open_in_window(self, *_: object) -> None:
        if self._conversation is not None:
            self.hide()
            self.open_wanted.emit(self._conversation.id)

    def _copy(self, node_id: str) -> None:
        message = self.transcript.message(node_id)
        if message is not None:
            QGuiApplication.clipboard().setText(clean_for_clipboard(message.text))

    def _rate(self, node_id: str, rating: int) -> None:
        if self._conversation is not None:
            rated = self._services.judging.rate(self._conversation.id, node_id, rating)
            self._context.relay.run(self, rated, lambda _: self._reload(), self._fail)

    def _fail(self, error: ChatError) -> None:
        self._sending = False
        self._offer()
        self._problem.show_text(translated(error.message))

    def _ink(self) -> Ink:
        return Ink.of(self._context.theme, self._context.icons, Decoding(self._context.relay), self._formulas)

    def _follow_theme(self) -> None:
        ink = self._ink()
        c, em = self._context.theme.colours, self._context.theme.em
        self.setStyleSheet(
            f"{sheet(ink)} #quick {{ background: {c.surface.name()}; border: 1px solid {c.accent.name()};"
            f" border-radius: {0.4 * em:.0f}px; }} #quick QPlainTextEdit {{ background: transparent; }}"
            f" #transcript {{ background: {c.surface.name()}; }}"
        )
        self.transcript.set_ink(ink)


async def _asked(services: Services, conversation: Conversation | None, text: str) -> tuple[Turn, Conversation]:
    """Ask in that conversation, or in a new one as the settings say. Raises ``ChatError``."""
    if conversation is None or conversation.model is None:
        fresh = await read_fresh(services)
        conversation = await services.chats.create(fresh.model.ref)
        if fresh.persona is not None:
            await services.chats.set_terms(conversation.id, fresh.persona.terms)
        conversation = replace(conversation, model=fresh.model.ref)
    model = conversation.model or (await services.directory.default()).ref
    turn = await services.turns.send(conversation.id, (TextPart(text),), model)
    return turn, await services.chats.open(conversation.id)
