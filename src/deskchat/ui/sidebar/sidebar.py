"""The left side of the window: new chat, search, the list, settings."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from deskchat.chat.conversation import Summary
from deskchat.services.chats import Changed
from deskchat.services.finding import Hit
from deskchat.ui.context import UiContext
from deskchat.ui.offline_switch import OfflineSwitch
from deskchat.ui.relay import Job
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sidebar.conversation_list import ConversationList
from deskchat.ui.sidebar.conversation_model import ConversationModel
from deskchat.ui.sidebar.row_delegate import RowDelegate

SEARCH_AFTER_MS = 150
REFRESH_AFTER_MS = 80


class Sidebar(QWidget):
    """Keeps itself in step with the conversations there are."""

    chosen = Signal(str)             # id of the conversation to show
    new_chat_wanted = Signal()
    settings_wanted = Signal()
    export_wanted = Signal(str)      # id of a conversation
    deleted = Signal(str)            # id of a conversation that was put away

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chats = context.services.chats
        self._shown: str | None = None
        self._deleted: list[str] = []    # what can be brought back, newest last
        self._asking: Job | None = None
        self.setObjectName("sidebar")
        self._model = ConversationModel(lambda cid: context.services.turns.running(cid) is not None, self)
        self._list = ConversationList(self._model, RowDelegate(context.theme, context.icons, self), self)
        self._search = QLineEdit(self)
        self._nothing = PlainLabel(wrap=True, parent=self)
        self._place()
        self._search_soon = self._timer(SEARCH_AFTER_MS)
        self._refresh_soon = self._timer(REFRESH_AFTER_MS)
        self._connect()
        context.relay.listen(self, self._chats.changes(), self._note_change)
        self._refresh()

    def show_as_open(self, conversation_id: str | None) -> None:
        """Mark the conversation that is on screen."""
        self._shown = conversation_id
        self._list.select(conversation_id)

    def focus_search(self) -> None:
        """Let the person type what to look for."""
        self._search.setFocus()
        self._search.selectAll()

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) conversation."""
        self._list.step(by)

    def rename_current(self) -> None:
        """Edit the title of the conversation that is shown."""
        self._list.rename_current()

    def toggle_pin(self) -> None:
        """Pin or unpin the conversation that is shown."""
        self._list.toggle_pin()

    def delete_current(self) -> None:
        """Put the conversation that is shown away."""
        self._list.delete_current()

    def undo_delete(self) -> None:
        """Bring back what was deleted last; again: what was deleted before it."""
        if self._deleted:
            self._restore(self._deleted[-1])

    def _place(self) -> None:
        em = self._context.theme.em
        margin = round(0.5 * em)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, margin, 0, margin)
        column.setSpacing(round(0.35 * em))
        top = QVBoxLayout()
        top.setContentsMargins(margin, 0, margin, 0)
        self._new = self._button("new-chat", self.tr("New chat"))
        top.addWidget(self._new)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search conversations"))
        self._search.setClearButtonEnabled(True)
        glass = QAction(self._context.icons.icon("search", self._context.theme.colours.quiet), "", self._search)
        self._search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        buttons = self._search.findChildren(QToolButton)    # Qt's own, inside the field, without names
        for name, button in zip((self.tr("Clear"), self.tr("Search")), buttons, strict=True):
            button.setAccessibleName(name)
        top.addWidget(self._search)
        column.addLayout(top)
        self._nothing.setContentsMargins(round(em), round(em), round(em), 0)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(margin, 0, margin, 0)
        self._settings = self._button("settings", self.tr("Settings"))
        bottom.addWidget(self._settings, 1)
        bottom.addWidget(OfflineSwitch(self._context))
        column.addLayout(bottom)

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setIcon(self._context.icons.icon(icon))
        button.setIconSize(self._context.icons.size)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context.theme.changed.connect(lambda: button.setIcon(self._context.icons.icon(icon)))
        return button

    def _timer(self, after_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(self._refresh)
        return timer

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_chat_wanted)
        self._settings.clicked.connect(self.settings_wanted)
        self._search.textChanged.connect(lambda _: self._search_soon.start())
        self._list.chosen.connect(self.chosen)
        self._list.pin_wanted.connect(lambda cid, pinned: self._context.relay.run(self, self._chats.pin(cid, pinned)))
        self._list.delete_wanted.connect(self._delete)
        self._list.export_wanted.connect(self.export_wanted)
        self._model.renamed.connect(lambda cid, title: self._context.relay.run(self, self._chats.rename(cid, title)))

    def _note_change(self, _: Changed) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def _refresh(self) -> None:
        """Ask again for what is to be listed; a later question replaces an earlier one."""
        if self._asking is not None:
            self._asking.cancel()
        words = self._search.text().strip()
        if words:
            self._asking = self._context.relay.run(self, self._context.services.finding.search(words), self._show_hits)
        else:
            self._asking = self._context.relay.run(self, self._chats.all(), self._show_all)

    def _show_all(self, summaries: tuple[Summary, ...]) -> None:
        self._model.show_all(summaries)
        self._listed(self.tr("Your conversations will be listed here.") if not summaries else "")

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        self._model.show_hits(hits)
        self._listed(self.tr("Nothing found.") if not hits else "")

    def _listed(self, instead: str) -> None:
        self._nothing.setText(instead)
        self._nothing.setVisible(bool(instead))
        self._list.select(self._shown)

    def _delete(self, conversation_id: str) -> None:
        row = self._model.row_of(conversation_id)
        summary = self._model.summary(row)
        title = summary.title if summary is not None and summary.title else self.tr("New chat")

        def deleted(_: None) -> None:
            self._deleted.append(conversation_id)
            self.deleted.emit(conversation_id)
            undo = (self.tr("Undo"), lambda: self._restore(conversation_id))
            self._context.notices.tell(self.tr("“%s” was deleted.") % title, undo)

        self._context.relay.run(self, self._chats.delete(conversation_id), deleted)

    def _restore(self, conversation_id: str) -> None:
        if conversation_id in self._deleted:
            self._deleted.remove(conversation_id)
            self._context.relay.run(self, self._chats.restore(conversation_id), lambda _: self.chosen.emit(conversation_id))
