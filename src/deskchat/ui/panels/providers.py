"""Providers: their addresses and keys, and new ones."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskchat.services.accounts import Account
from deskchat.ui.context import UiContext
from deskchat.ui.panels.provider_form import ProviderForm
from deskchat.ui.panels.server_finder import ServerFinder
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

TITLE = "Providers"
ORDER = 10
ID = Qt.ItemDataRole.UserRole


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return ProvidersPage(context, parent)


class ProvidersPage(QWidget):
    """The list on the left, the chosen provider on the right, a new server below."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._accounts = context.services.accounts
        self._wanted: str | None = None
        self._new = ""    # the server that was just added, until it is shown
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Providers"))
        self._form = ProviderForm(context, self)
        row = QHBoxLayout()
        row.addWidget(self._list, 2)
        row.addWidget(self._form, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        self._finder = ServerFinder(context, self)
        column.addWidget(self._finder)
        column.addWidget(self._new_server())
        follow_selection(self._list)
        self._list.currentItemChanged.connect(self._show)
        self._form.changed.connect(self._reload)
        self._finder.added.connect(self._found)
        # a plugin that is allowed, or the person's own file, brings others
        context.relay.listen(self, context.services.directory.changes(), lambda _: self._look_again())
        self._reload()

    def select(self, provider_id: str) -> None:
        """Look at that provider; “providers” means that a new one is wanted."""
        self._wanted = provider_id
        if provider_id == "providers":
            self._name.setFocus()
        self._reload()

    def _new_server(self) -> QGroupBox:
        box = QGroupBox(self.tr("Add a server"), self)
        form = QFormLayout(box)
        self._name = self._line(form, self.tr("Name"), self.tr("My server"))
        self._address = self._line(form, self.tr("Address"), "http://127.0.0.1:8080/v1")
        self._needs_key = QCheckBox(self.tr("It needs a key"), box)
        add = QPushButton(self.tr("Add the server"), box)
        row = QHBoxLayout()
        row.addWidget(self._needs_key, 1)
        row.addWidget(add)
        form.addRow(row)
        self._said = PlainLabel(wrap=True, parent=box)
        form.addRow(self._said)
        self._said.hide()
        add.clicked.connect(self._add)
        for line in (self._name, self._address):
            line.returnPressed.connect(self._add)
        return box

    def _line(self, form: QFormLayout, name: str, example: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(self.tr("New server: %s") % name)
        line.setPlaceholderText(example)
        form.addRow(PlainLabel(name), line)
        return line

    def _add(self) -> None:
        adding = self._accounts.add(
            self._name.text(), self._address.text(), needs_key=self._needs_key.isChecked()
        )
        self._context.relay.run(self, adding, self._added, lambda error: self._say(translated(error.message)))

    def _added(self, account: Account) -> None:
        self._name.clear()
        self._address.clear()
        self._say("")
        self._wanted = self._new = account.id
        self._reload()

    def _found(self, provider_id: str) -> None:
        self._wanted = provider_id
        self._reload()

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _reload(self) -> None:
        self._context.relay.run(self, self._accounts.all(), self._fill)

    def _look_again(self) -> None:
        self._context.relay.run(self, self._accounts.all(), self._follow)

    def _follow(self, accounts: tuple[Account, ...]) -> None:
        """Show others than before; the list is left alone while it is the same, and what is typed beside it."""
        listed = [self._list.item(row).data(ID).id for row in range(self._list.count())]
        if listed != [account.id for account in accounts]:
            self._fill(accounts)

    def _fill(self, accounts: tuple[Account, ...]) -> None:
        current = self._list.currentItem()
        wanted = self._wanted or (current.data(ID).id if current else None)
        self._wanted = None
        self._list.clear()
        for account in accounts:
            item = QListWidgetItem(account.name)
            item.setData(ID, account)
            self._list.addItem(item)
        at = next((n for n, account in enumerate(accounts) if account.id == wanted), 0)
        self._list.setCurrentRow(at)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        account = item.data(ID)
        self._form.show_account(account)
        if account.id == self._new:
            self._new = ""
            if not account.needs_key:
                self._form.check_connection()
