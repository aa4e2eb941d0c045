"""The list itself: selection opens, keys and a menu do the rest."""

from PySide6.QtCore import QItemSelection, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from deskchat.ui.sidebar.conversation_model import ID, PINNED, ConversationModel
from deskchat.ui.sidebar.row_delegate import RowDelegate


class ConversationList(QListView):
    """Accessible name “Conversations”; an item's name is its title."""

    chosen = Signal(str)               # conversation id
    pin_wanted = Signal(str, bool)     # conversation id, pinned from now on
    delete_wanted = Signal(str)        # conversation id
    export_wanted = Signal(str)      # id

    def __init__(self, model: ConversationModel, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = delegate
        self._quiet = False
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Conversations"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setLayoutMode(QListView.LayoutMode.Batched)    # a hundred thousand rows are laid out a few at a time
        self.setBatchSize(500)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)

    @property
    def current_id(self) -> str | None:
        """The selected conversation."""
        rows = self.selectedIndexes()
        return str(rows[0].data(ID)) if rows else None

    def select(self, conversation_id: str | None) -> None:
        """Show which conversation is open, without opening it."""
        row = self._model.row_of(conversation_id)
        self._quiet = True
        try:
            if row < 0:
                self.clearSelection()
            else:
                self.setCurrentIndex(self._model.index(row))
        finally:
            self._quiet = False

    def step(self, by: int) -> None:
        """Open the conversation ``by`` rows further down."""
        row = min(max(self._model.row_of(self.current_id) + by, 0), self._model.rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))

    def rename_current(self) -> None:
        """Edit the selected title in place."""
        rows = self.selectedIndexes()
        if rows:
            self.edit(rows[0])

    def toggle_pin(self) -> None:
        """Pin the selected conversation, or not any more."""
        rows = self.selectedIndexes()
        if rows:
            self.pin_wanted.emit(rows[0].data(ID), not rows[0].data(PINNED))

    def delete_current(self) -> None:
        """Put the selected conversation away."""
        if self.current_id is not None:
            self.delete_wanted.emit(self.current_id)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = selected.indexes()
        if rows and not self._quiet:
            self.chosen.emit(rows[0].data(ID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete:
                self.delete_current()
            case Qt.Key.Key_F2:
                self.rename_current()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and at.y() < self.visualRect(index).top() + self._delegate.heading_height(index):
            return    # a heading is not the conversation below it
        super().mousePressEvent(event)

    def _open_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():
            return
        conversation_id, pinned = index.data(ID), index.data(PINNED)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename"), lambda: self.edit(self._model.index(self._model.row_of(conversation_id))))
        pin = self.tr("Unpin") if pinned else self.tr("Pin")
        menu.addAction(pin, lambda: self.pin_wanted.emit(conversation_id, not pinned))
        menu.addAction(self.tr("Export…"), lambda: self.export_wanted.emit(conversation_id))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.delete_wanted.emit(conversation_id))
        menu.popup(self.viewport().mapToGlobal(at))
