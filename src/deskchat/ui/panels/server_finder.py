"""Servers of models that answer nearby: one click adds one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskchat.chat.errors import ChatError
from deskchat.services.accounts import Account
from deskchat.services.nearby import Server
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

ROWS_SHOWN = 3


class ServerFinder(QGroupBox):
    """Looks on this computer's usual ports, or at the address that was typed; only when the button is pressed."""

    added = Signal(str)    # the provider's id

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Find servers on this or another computer"))
        self._context = context
        self._services = context.services
        self._servers: tuple[Server, ...] = ()
        self._address = QLineEdit(self)
        self._address.setPlaceholderText(self.tr("this computer, or an address such as 192.168.1.20"))
        self._address.setAccessibleName(self.tr("Computer to look at"))
        self._find = QPushButton(self.tr("Find"), self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Servers that answer"))
        self._list.setMaximumHeight(round(ROWS_SHOWN * 2.4 * context.theme.em))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._add = QPushButton(self.tr("Add it"), self)
        self._said = PlainLabel(wrap=True, parent=self)
        self._place()
        self._show_found(())
        self._say("")
        self._find.clicked.connect(self._look)
        self._address.returnPressed.connect(self._look)
        follow_selection(self._list)
        self._list.currentRowChanged.connect(lambda _: self._offer())
        self._list.itemActivated.connect(lambda _: self._take())
        self._add.clicked.connect(self._take)

    def _place(self) -> None:
        column = QVBoxLayout(self)
        for widget, button in ((self._address, self._find), (self._list, self._add)):
            row = QHBoxLayout()
            row.addWidget(widget, 1)
            row.addWidget(button)
            column.addLayout(row)
        column.addWidget(self._said)

    def _look(self) -> None:
        address = self._address.text().strip()
        nearby = self._services.nearby
        looking = nearby.at(address) if address else nearby.on_this_machine()
        self._find.setEnabled(False)
        self._say(self.tr("Looking…"))
        self._context.relay.run(self, looking, self._found, self._failed)

    def _found(self, servers: tuple[Server, ...]) -> None:
        self._find.setEnabled(True)
        self._show_found(servers)
        self._say("" if servers else self.tr("No server of models answers on the usual ports of this computer."))

    def _failed(self, error: ChatError) -> None:
        self._find.setEnabled(True)
        self._show_found(())
        self._say(translated(error.message))

    def _show_found(self, servers: tuple[Server, ...]) -> None:
        self._servers = servers
        self._list.clear()
        for server in servers:
            count = len(server.models)
            words = counted(self.tr("%1 models", "", count), count, "one model")
            if self._services.accounts.known(server) is not None:
                words = self.tr("%s, added already") % words
            self._list.addItem(QListWidgetItem(f"{server.name}   {server.base_url}   {words}"))
        for widget in (self._list, self._add):
            widget.setVisible(bool(servers))
        self._list.setCurrentRow(0)
        self._offer()

    def _offer(self) -> None:
        chosen = self._chosen()
        self._add.setEnabled(chosen is not None and self._services.accounts.known(chosen) is None)

    def _chosen(self) -> Server | None:
        row = self._list.currentRow()
        return self._servers[row] if 0 <= row < len(self._servers) else None

    def _take(self) -> None:
        server = self._chosen()
        if server is not None:
            self._context.relay.run(self, self._services.accounts.add_server(server), self._taken, self._failed)

    def _taken(self, account: Account) -> None:
        self._show_found(self._servers)
        self._say(self.tr("“%s” is added; its models are in the list of models.") % account.name)
        self._context.relay.run(self, self._services.accounts.check(account.id), lambda _: None, lambda _: None)
        self.added.emit(account.id)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
