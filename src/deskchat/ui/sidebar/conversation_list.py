"""The list itself: one selected conversation is opened, with several something is done; keys and a menu do the rest."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from deskchat.ui.sidebar.conversation_model import HEADING, ID, NODE, PAGE, PINNED, ConversationModel, Index
from deskchat.ui.sidebar.row_delegate import RowDelegate


class ConversationList(QListView):
    """Accessible name “Conversations”; an item's name is its title."""

    chosen = Signal(str, str)          # conversation id, and the message that was found in it or ""
    pin_wanted = Signal(str, bool)     # conversation id, pinned from now on
    delete_wanted = Signal()           # what is selected, as in all that follow
    menu_wanted = Signal(QMenu)        # to be filled with what can be done with what is selected
    menu_left = Signal()               # and something was chosen from it, or nothing
    several_changed = Signal(int)      # how many are selected, 0 for one or none

    def __init__(self, model: ConversationModel, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._quiet = False
        self._told = False    # did the click that goes on choose anything?
        self._beside = False  # did it begin beside the rows?
        self.setModel(model)
        self.setSelectionModel(_Selection(model, self))
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Conversations"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)    # a hundred thousand rows are as cheap as thirty
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.clicked.connect(lambda at: None if self._told else self._choose_hit(at))

    @property
    def current_id(self) -> str | None:
        """The selected conversation, when it is one."""
        rows = self.selectedIndexes() if self.selected_count == 1 else []
        return str(rows[0].data(ID)) or None if rows else None

    @property
    def selected_count(self) -> int:
        """How many conversations are selected."""
        return sum(count for _, count in self.selected_places())

    @property
    def editing(self) -> bool:
        """Is a title being typed?"""
        return self.state() is QAbstractItemView.State.EditingState

    def selected_ids(self) -> list[str] | None:
        """The conversations that are selected, top to bottom; ``None`` when some of them were not read yet."""
        ids = []
        for start, count in self.selected_places():
            for place in range(start, start + count):
                row = place if self._model.searched else self._model.row_at(place)
                summary = self._model.summary(row)
                if summary is None:
                    return None
                ids.append(summary.id)
        return list(dict.fromkeys(ids))

    def selected_places(self) -> list[tuple[int, int]]:
        """The same as places in the list: firsts and counts."""
        places = []
        for span in self.selectionModel().selection().toList():
            top, bottom = span.top(), span.bottom()
            if self._model.searched:
                places.append((top, bottom - top + 1))
                continue
            while top <= bottom and self._model.place_of(top) < 0:
                top += 1
            while bottom >= top and self._model.place_of(bottom) < 0:
                bottom -= 1
            if top <= bottom:
                first = self._model.place_of(top)
                places.append((first, self._model.place_of(bottom) - first + 1))
        return sorted(places)

    def shown_pages(self) -> list[int]:
        """The pages in view, and one more on each side."""
        height = max(1, self.sizeHintForRow(0)) if self._model.rowCount() else 1
        top = self.verticalScrollBar().value() // height
        bottom = top + self.viewport().height() // height + 1
        first = max(0, top - len(self._model.headings_above(top)))
        return list(range(max(0, first // PAGE), bottom // PAGE + 1))

    def select(self, row: int) -> None:
        """Show which conversation is open, without opening it; -1: none of these."""
        if self.selected_count > 1:
            return    # the person is choosing
        self._quiet = True
        try:
            if row < 0:
                self.clearSelection()
            elif self.currentIndex().row() != row or not self.selectionModel().isSelected(self._model.index(row)):
                bar = self.verticalScrollBar().value()
                visible = self.viewport().rect().intersects(self.visualRect(self._model.index(row)))
                self.setCurrentIndex(self._model.index(row))
                if not visible:
                    self.verticalScrollBar().setValue(bar)    # the reader's place stays
        finally:
            self._quiet = False

    def step(self, by: int) -> None:
        """Open the conversation ``by`` rows further down."""
        row = self.currentIndex().row() + by if self.selectedIndexes() else 0
        while 0 <= row < self._model.rowCount() and self._model.index(row).data(HEADING):
            row += 1 if by > 0 else -1
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row))

    def enter(self) -> None:
        """Take the keyboard: the first hit is opened, be it selected already; in the list the one that is open stays."""
        self.setFocus()
        first = self._model.index(0)
        if not self._model.searched:
            if not self.selectedIndexes():
                self.step(1)
        elif self.selectionModel().isSelected(first):
            self._choose_hit(first)
        else:
            self.setCurrentIndex(first)

    def rename_current(self) -> None:
        """Edit the selected title in place."""
        if self.current_id is not None:
            self.edit(self.selectedIndexes()[0])

    def toggle_pin(self) -> None:
        """Pin the selected conversation, or not any more."""
        if self.current_id is not None:
            index = self.selectedIndexes()[0]
            self.pin_wanted.emit(index.data(ID), not index.data(PINNED))

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: object = ()) -> None:
        """All rows are equally high whatever they hold: Qt's own way would lay all of them out again."""
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        count = self.selected_count
        self.several_changed.emit(count if count > 1 else 0)
        rows = selected.indexes() if count == 1 else []
        if rows and not self._quiet and rows[0].data(ID):
            self._told = True
            self.chosen.emit(rows[0].data(ID), rows[0].data(NODE))

    def _choose_hit(self, at: Index) -> None:
        """A hit that is selected already, because its conversation is open, still leads to its message."""
        if at.data(NODE) and self.selected_count == 1:
            self.chosen.emit(at.data(ID), at.data(NODE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the rows there is nothing to choose, and the right button asks for a menu: what is open stays marked."""
        self._told = False
        at = self.indexAt(event.position().toPoint())
        self._beside = (not at.isValid() or bool(at.data(HEADING))) and self.selected_count < 2
        if not self._beside and event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not (self._beside and event.buttons()):    # else Qt would select from where it was pressed before
            super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete:
                self.delete_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self.editing and self.currentIndex().isValid():
                self._choose_hit(self.currentIndex())
            case Qt.Key.Key_F2:
                self.rename_current()
            case Qt.Key.Key_Escape if self.selected_count > 1:
                self.clearSelection()
            case _:
                super().keyPressEvent(event)

    def _open_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid() or not index.data(ID):
            return
        if not self.selectionModel().isSelected(index):
            self._quiet = True    # to ask what can be done with a conversation is not to open it
            self.setCurrentIndex(index)
            self._quiet = False
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu)
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self.menu_left.emit))    # what is chosen is done first
        menu.popup(self.viewport().mapToGlobal(at))


class _Selection(QItemSelectionModel):
    """What is pressed in the accessibility tree is opened: there Qt adds it to what is selected, or takes it away.

    While several are selected it does just that: all can be selected in the tree, and those that are not meant taken away.
    """

    def select(self, what: Index | QItemSelection, command: QItemSelectionModel.SelectionFlag, /) -> None:
        bare = command in (QItemSelectionModel.SelectionFlag.Select, QItemSelectionModel.SelectionFlag.Deselect)
        if isinstance(what, QItemSelection):
            super().select(what, command)
        elif bare and self._count() < 2:    # of mouse and keyboard come other commands
            self.setCurrentIndex(what, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            super().select(what, command)

    def _count(self) -> int:
        return sum(span.height() for span in self.selection().toList())
