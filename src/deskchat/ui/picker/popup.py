"""The list that opens below the model's name: search, models, and what the highlighted one would see."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import Part
from deskchat.chat.plan import Plan
from deskchat.services.directory import ProviderModels
from deskchat.settings import BLIND
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.file_dialog import ask_for_model_file
from deskchat.ui.picker import plan_words
from deskchat.ui.picker.row_delegate import RowDelegate
from deskchat.ui.picker.row_model import ROW, RowModel
from deskchat.ui.picker.rows import Kind, Row, rows
from deskchat.ui.relay import Job
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.selecting import follow_selection
from deskchat.ui.tab_order import step
from deskchat.ui.wrapping_row import WrappingRow

PLAN_AFTER_MS = 60
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PickerPopup(QFrame):
    """Lies over the window, as a part of it: Qt shows real popups to no screen reader.

    Closes by itself when something is chosen, on Esc, and when the person turns to something else.
    """

    chosen = Signal(object)          # ModelInfo
    several_chosen = Signal(tuple)   # of ModelInfo, two or more
    settings_wanted = Signal(str)    # provider id, "providers" for a new server, "downloads"

    def __init__(self, context: UiContext, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self._context = context
        self._conversation: str | None = None
        self._draft: tuple[Part, ...] = ()
        self._current: ModelInfo | None = None
        self._highlighted: ModelRef | None = None    # by the person, or the one in use; it may not be listed yet
        self._filling = False
        self._groups: tuple[ProviderModels, ...] = ()
        self._before: QWidget | None = None    # what had the focus when the list was opened
        self._planning: Job | None = None
        self._planned: tuple[Plan, ModelInfo] | None = None
        self._marked: dict[ModelRef, ModelInfo] = {}    # while several are being chosen
        self.setAccessibleName(self.tr("Models"))
        self.setObjectName("picker")
        self._search = QLineEdit(self)
        self._rows = RowModel()
        self._list = QListView(self)
        self._plan = PlainLabel(wrap=True, parent=self)
        self._plan_soon = QTimer(self)
        self._place()
        self._connect()

    def open_below(self, current: ModelInfo | None, conversation: str | None, draft: tuple[Part, ...] = ()) -> None:
        """Show the list, with the model in use highlighted; ``draft`` is the message that is being written."""
        self._current, self._conversation, self._draft = current, conversation, draft
        self._before = QApplication.focusWidget()
        em = self._context.theme.em
        window, anchor = self._anchor.window(), self._anchor
        width = round(min(30 * em, window.width() - 2 * em))
        corner = anchor.mapTo(window, anchor.rect().bottomRight())
        self.resize(width, round(min(36 * em, window.height() - corner.y() - em)))
        self.move(max(round(em), corner.x() - width), corner.y() + 4)
        self._highlighted = current.ref if current is not None else None
        self._search.clear()
        self._several.setChecked(False)
        self.show()
        self.raise_()
        self._search.setFocus()
        self._watch(True)
        self._fill()    # with what is known already
        self._ask()
        self._context.relay.run(self._context.relay, self._context.services.directory.refresh_stale(), None, lambda _: None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if not self._is_ours(watched):
                self.close()
        elif isinstance(event, QKeyEvent) and isinstance(watched, QWidget) and self._is_ours(watched):
            return self._key(watched, event)
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The Tab key stays in the list while it lies over the window."""
        return step(self, forward=forward)

    def hideEvent(self, event: QHideEvent) -> None:
        self._watch(False)
        self._clear()    # to Qt the rows of a hidden list show, and a screen reader would find them
        super().hideEvent(event)

    def _watch(self, on: bool) -> None:
        """See every event of the program while the list is open, to close when the person turns elsewhere."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
            if on:
                application.installEventFilter(self)

    def _is_ours(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _key(self, where: QWidget, event: QKeyEvent) -> bool:
        """Keys of the picker; True when nobody else shall see it."""
        if event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()    # else it would stop the reply
            elif event.type() is QEvent.Type.KeyPress:
                self._give_up()
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.type() is QEvent.Type.KeyPress
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take_several()
            return True
        if where is self._search and event.type() is QEvent.Type.KeyPress:
            if event.key() in MOVES:
                self._list.keyPressEvent(event)
                return True
            if enter:
                self._take(self._list.currentIndex())
                return True
        return False

    def _give_up(self) -> None:
        """Nothing is chosen: the person goes on where they were."""
        self.close()
        before = self._before if isValid(self._before) else None
        (before or self._anchor).setFocus()

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setContentsMargins(*[round(0.6 * em)] * 4)
        self._search.setPlaceholderText(self.tr("Search models"))
        self._search.setAccessibleName(self.tr("Search models"))
        column.addWidget(self._search)
        self._list.setAccessibleName(self.tr("Models"))
        self._list.setModel(self._rows)
        self._list.setItemDelegate(RowDelegate(self._context.theme, self._context.icons, self))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setMouseTracking(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setLayoutMode(QListView.LayoutMode.Batched)
        column.addWidget(self._list, 1)
        self._plan.setAccessibleDescription(self.tr("What this model will see"))    # its name is what it says
        self._plan.setMinimumHeight(round(2.4 * em))
        column.addWidget(self._plan)
        self._count = QToolButton(self)
        self._count.setText(self.tr("Count exactly"))
        self._count.setAccessibleName(self._count.text())
        self._count.setObjectName("quiet")
        self._count.hide()
        column.addWidget(self._count)
        row = WrappingRow(spacing=round(0.4 * em))
        self._refresh = add_button(self.tr("Refresh"), row, self)
        self._get_models = add_button(self.tr("Get models…"), row, self)
        self._add_file = add_button(self.tr("Add a file…"), row, self)
        self._add_server = add_button(self.tr("Add a server…"), row, self)
        self._several = add_button(self.tr("Ask several"), row, self)
        self._several.setCheckable(True)
        set_tooltip(self._several, self.tr("Choose two or more models; their replies stand side by side"))
        column.addLayout(row)
        self._blind = QCheckBox(self.tr("Hide the names until I pick the best reply"), self)
        self._blind.setAccessibleName(self._blind.text())
        self._blind.hide()
        column.addWidget(self._blind)
        self._ask_them = QPushButton(self)
        self._ask_them.setObjectName("primary")
        self._ask_them.hide()
        column.addWidget(self._ask_them)

    def _connect(self) -> None:
        self._plan_soon.setSingleShot(True)
        self._plan_soon.setInterval(PLAN_AFTER_MS)
        self._plan_soon.timeout.connect(self._ask_for_plan)
        self._search.textChanged.connect(lambda _: self._fill())
        self._list.clicked.connect(self._take)
        self._list.activated.connect(self._take)
        self._list.selectionModel().currentChanged.connect(self._note_highlighted)
        follow_selection(self._list, self._take_seen)    # a choice, where nobody can press Enter
        self._count.clicked.connect(self._count_exactly)
        self._several.toggled.connect(self._choose_several)
        self._blind.toggled.connect(lambda on: self._context.services.settings.set(BLIND, on))
        self._ask_them.clicked.connect(self._take_several)
        self._refresh.clicked.connect(self._ask_servers)
        self._add_file.clicked.connect(self._choose_file)
        self._add_server.clicked.connect(lambda: self._leave_for("providers"))
        self._get_models.clicked.connect(lambda: self._leave_for("downloads"))
        directory = self._context.services.directory
        self._context.relay.listen(self, directory.changes(), lambda _: self._ask() if self.isVisible() else None)

    def _ask(self) -> None:
        self._context.relay.run(self, self._context.services.directory.groups(), self._show_groups)

    def _ask_servers(self) -> None:
        self._refresh.setEnabled(False)

        def asked(groups: tuple[ProviderModels, ...]) -> None:
            self._refresh.setEnabled(True)
            self._show_groups(groups)

        def failed(error: ChatError) -> None:
            self._refresh.setEnabled(True)
            self._context.notices.tell_error(error)

        self._context.relay.run(self, self._context.services.directory.refresh(), asked, failed)

    def _show_groups(self, groups: tuple[ProviderModels, ...]) -> None:
        self._groups = groups
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self._filling = True
        self._rows.show(rows(self._groups, self._search.text()))
        index = self._rows.first(self._highlighted)
        self._list.setCurrentIndex(self._rows.index(index.row()))
        self._filling = False
        self._list.scrollTo(self._rows.index(index.row()))
        self._plan_soon.start()

    def _clear(self) -> None:
        self._filling = True
        self._rows.show(())
        self._filling = False
        self._plan_soon.stop()

    def _note_highlighted(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if not self._filling and isinstance(row, Row) and row.info is not None:
            self._highlighted = row.info.ref
        self._plan_soon.start()

    def _take_seen(self, index: QModelIndex) -> None:
        if self.isVisible():
            self._take(index)

    def _take(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, Row):
            self._take_row(row)

    def _take_row(self, row: Row) -> None:
        if row.kind is Kind.MODEL and row.info is not None:
            if row.info.unavailable and row.provider.key_needed:
                self._leave_for(row.provider.id)
                return
            if self._several.isChecked():
                self._mark(row.info)
                return
            self.close()
            self.chosen.emit(row.info)
        elif row.kind is Kind.REASON:
            self._leave_for(row.provider.id)

    def _choose_several(self, several: bool) -> None:
        self._marked = {}
        self._blind.setChecked(self._context.services.settings.get(BLIND))    # the settings have it, too
        if several and self._current is not None:
            self._marked[self._current.ref] = self._current
        self._rows.mark(self._marked if several else None)
        self._offer()
        self._search.setFocus()

    def _mark(self, info: ModelInfo) -> None:
        if info.ref in self._marked:
            del self._marked[info.ref]
        else:
            self._marked[info.ref] = info
        self._rows.mark(self._marked)
        self._offer()
        self._search.setFocus()    # after a click: typing goes on looking for the next one

    def _offer(self) -> None:
        count = len(self._marked)
        self._ask_them.setVisible(self._several.isChecked())
        self._blind.setVisible(self._several.isChecked())
        self._ask_them.setEnabled(count > 1)
        names = ", ".join(info.name for info in self._marked.values())    # one may be marked that the search hides
        text = self.tr("Ask %s") % names if count > 1 else self.tr("Choose two or more models")
        room = self.width() - 6 * self.fontMetrics().horizontalAdvance("m")
        shown = self.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, room)
        self._ask_them.setText(shown.replace("&", "&&"))
        self._ask_them.setAccessibleName(text)
        set_tooltip(self._ask_them, text)

    def _take_several(self) -> None:
        if len(self._marked) > 1:
            self.close()
            self.several_chosen.emit(tuple(self._marked.values()))

    def _leave_for(self, provider_id: str) -> None:
        self.close()
        self.settings_wanted.emit(provider_id)

    def _choose_file(self) -> None:
        self.close()
        ask_for_model_file(self._anchor.window(), self._add)

    def _add(self, path: str) -> None:
        def added(info: ModelInfo) -> None:
            self._context.notices.tell(self.tr("%s was added.") % info.name)
            self.chosen.emit(info)

        self._context.relay.run(self, self._context.services.local_files.add(Path(path)), added)

    def _ask_for_plan(self) -> None:
        row = self._list.currentIndex().data(ROW)
        if self._planning is not None:
            self._planning.cancel()
        self._planned = None
        self._count.hide()
        if not isinstance(row, Row) or row.info is None:
            self._plan.setText(self._without_plan(row))
            return
        info = row.info

        def planned(plans: Mapping[ModelRef, Plan]) -> None:
            self._planned = (plans[info.ref], info) if info.ref in plans else None
            self._show_plan()

        asking = self._context.services.turns.plans(self._conversation, [info], self._draft)
        self._planning = self._context.relay.run(self, asking, planned)

    def _without_plan(self, row: Row | None) -> str:
        if row is not None:
            return self.tr("Activate to enter a key or check the connection.")
        return self.tr("No model has that in its name.") if self._groups and not self._rows.rowCount() else ""

    def _show_plan(self, counted: int | None = None) -> None:
        if self._planned is None:
            self._plan.setText("")
            return
        plan, info = self._planned
        self._plan.setText("\n".join(plan_words.lines(plan, info, counted)))
        self._count.setVisible(plan.fits and counted is None and not info.ref.is_local and plan.messages > 0)
        set_tooltip(self._count, self.tr("Asks %s, which then sees the conversation") % info.ref.provider)

    def _count_exactly(self) -> None:
        """Where the provider counts for nothing; it sees all that would be sent, so only when the person asks for it."""
        planned = self._planned
        if planned is None:
            return
        self._count.setEnabled(False)

        def counted(tokens: int | None) -> None:
            self._count.setEnabled(True)
            if self._planned is planned:
                self._show_plan(tokens)
                if tokens is None:
                    self._context.notices.tell(self.tr("This provider does not count for nothing: the number stays about."))

        def failed(error: ChatError) -> None:
            self._count.setEnabled(True)
            self._context.notices.tell_error(error)

        self._context.relay.run(self, self._context.services.turns.count(planned[0]), counted, failed)
