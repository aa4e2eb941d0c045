"""The whole tree of a conversation: every version of every message, and a way to each."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Role
from deskchat.chat.readable import readable
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.safe_text import HintLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.within_screen import resize_within

ID = Qt.ItemDataRole.UserRole
MOST_LETTERS = 160    # of a message in its row


class TreeDialog(QDialog):
    """A message that goes on in one way stands below the one before; where it goes on in several, each is a branch.

    Rows of the branch that is shown are bold. Enter or a double click goes to a message.
    """

    chosen = Signal(str)    # id of a message to show

    def __init__(self, context: UiContext, conversation: Conversation, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._conversation = conversation
        self._shown = {node.id for node in conversation.branch()}
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setWindowTitle(self.tr("Branches of this conversation"))
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self.tr("Branches"))
        self.tree.setHeaderLabels([self.tr("Message"), self.tr("From"), self.tr("When")])
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(round(1.4 * context.theme.em))
        self._place()
        self._fill()
        follow_selection(self.tree)
        self.tree.itemActivated.connect(self._activate)    # Enter, and a double click

    def choose_current(self) -> None:
        """Go to the message that is marked."""
        item = self.tree.currentItem()
        if item is not None:
            self._activate(item)

    def _place(self) -> None:
        em = self._context.theme.em
        resize_within(self, 46 * em, 34 * em)
        column = QVBoxLayout(self)
        column.addWidget(self.tree, 1)
        said = self.tr("Bold is what is shown. Enter goes to a message; ← and → close and open a branch.")
        column.addWidget(HintLabel(said, self))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        go = buttons.addButton(self.tr("Go there"), QDialogButtonBox.ButtonRole.ActionRole)
        go.clicked.connect(self.choose_current)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, header.ResizeMode.ResizeToContents)

    def _fill(self) -> None:
        children: dict[str | None, list[Node]] = {}
        for node in self._conversation.nodes:
            children.setdefault(node.parent, []).append(node)
        waiting = [(node, self.tree.invisibleRootItem(), (place, count)) for node, place, count in _versions(children, None)]
        while waiting:    # by hand: a branch is longer than Python calls itself
            node, place, version = waiting.pop()
            item = self._item(node, place, version)
            below = _versions(children, node.id)
            if len(below) == 1 and version[1] == 1:
                waiting.append((below[0][0], place, (1, 1)))    # it goes on, at the same depth
            else:
                waiting += [(child, item, (at, count)) for child, at, count in below]
        for node_id in self._shown:
            self._items[node_id].setExpanded(True)
        current = self._items.get(self._conversation.leaf or "")
        if current is not None:
            self.tree.setCurrentItem(current)
            self.tree.scrollToItem(current)

    def _item(self, node: Node, place: QTreeWidgetItem, version: tuple[int, int]) -> QTreeWidgetItem:
        message = node.message
        who = self.tr("You") if message.role is Role.USER else with_controls_shown(message.model_name) or self.tr("Model")
        is_reply = message.role is Role.ASSISTANT    # what the person typed stays as it is
        text = readable(message.text, 0, 2 * MOST_LETTERS) if is_reply else message.text[: 4 * MOST_LETTERS]
        text = with_controls_shown(" ".join(text.split()))[:MOST_LETTERS] or "…"
        at, count = version
        mark = f"{at}/{count}  " if count > 1 else ""
        moment = QDateTime.fromSecsSinceEpoch(int(node.created_at.timestamp()))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        item = QTreeWidgetItem(place, [f"{mark}{text}", who, when])
        item.setData(0, ID, node.id)
        spoken = f"{who}: {text}"
        if count > 1:
            spoken = f"{self.tr('Version %s of %s') % version}. {spoken}"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)
        if node.id in self._shown:
            font = QFont(self.tree.font())
            font.setBold(True)
            for column in range(3):
                item.setFont(column, font)
        self._items[node.id] = item
        return item

    def _activate(self, item: QTreeWidgetItem, _: int = 0) -> None:
        self.chosen.emit(str(item.data(0, ID)))
        self.accept()


def _versions(children: dict[str | None, list[Node]], parent: str | None) -> list[tuple[Node, int, int]]:
    """What follows a message, the last one first: node, which version it is, and of how many."""
    found = children.get(parent, [])
    return [(node, at, len(found)) for at, node in reversed(list(enumerate(found, 1)))]
