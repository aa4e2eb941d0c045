"""One provider: its address, its key, and whether it answers."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.services.accounts import Account
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated


class ProviderForm(QWidget):
    """The key is never shown, not even the stored one; what is typed is cleared as soon as it is kept."""

    changed = Signal()    # the provider is not what it was

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._accounts = context.services.accounts
        self._account: Account | None = None
        self._name = PlainLabel(parent=self)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._address = QLineEdit(self)
        self._address.setAccessibleName(self.tr("Address"))
        self._state = PlainLabel(wrap=True, parent=self)
        self._key = QLineEdit(self)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setAccessibleName(self.tr("Key"))
        self._key.setPlaceholderText(self.tr("Paste a key"))
        self._where = PlainLabel(wrap=True, selectable=True, parent=self)
        self._said = PlainLabel(wrap=True, selectable=True, parent=self)
        self._place()

    def show_account(self, account: Account) -> None:
        """Look at this provider. What was typed for another one is forgotten."""
        same = self._account is not None and self._account.id == account.id
        self._account = account
        self._name.setText(account.name)
        self._address.setText(account.base_url)
        self._where.setText(self.tr("Keys are made at %s") % account.console_url if account.console_url else "")
        self._where.setVisible(bool(account.console_url))
        for widget in self._key_widgets:
            widget.setVisible(account.needs_key)
        self._show_key(account)
        self._session.hide()
        self._remove.setVisible(account.own)
        if not same:
            self._key.clear()
            self._say("")
            if account.needs_key and account.key_place == "unknown":
                self._do(self._accounts.look_up_key(account.id, quiet=True), self._show_key, lambda _: None)

    def check_connection(self) -> None:
        """Ask the provider which models it has, and say what came of it."""
        if self._account is not None:
            self._say(self.tr("Asking…"))
            self._do(self._accounts.check(self._account.id), self._checked)

    def _show_key(self, account: Account) -> None:
        self._state.setText(self._key_words(account))
        self._forget.setVisible(account.needs_key and account.key_place not in ("none", "environment"))

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self._name)
        row = QHBoxLayout()
        row.addWidget(self._address, 1)
        self._move = add_button(self.tr("Change the address"), row, self)
        column.addLayout(row)
        column.addWidget(self._state)
        row = QHBoxLayout()
        row.addWidget(self._key, 1)
        self._save = add_button(self.tr("Save the key"), row, self)
        column.addLayout(row)
        self._session = add_button(self.tr("Keep it for this session only"), column, self)
        column.addWidget(self._where)
        row = QHBoxLayout()
        self._check = add_button(self.tr("Check the connection"), row, self)
        self._forget = add_button(self.tr("Delete the key"), row, self)
        self._remove = add_button(self.tr("Remove the provider"), row, self)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addStretch(1)
        self._key_widgets = (self._state, self._key, self._save, self._where, self._forget)
        self._move.clicked.connect(self._change_address)
        self._save.clicked.connect(lambda: self._save_key(session_only=False))
        self._key.returnPressed.connect(lambda: self._save_key(session_only=False))
        self._session.clicked.connect(lambda: self._save_key(session_only=True))
        self._check.clicked.connect(self.check_connection)
        self._address.returnPressed.connect(self._change_address)
        self._forget.clicked.connect(self._delete_key)
        self._remove.clicked.connect(self._remove_provider)

    def _key_words(self, account: Account) -> str:
        match account.key_place:
            case "keyring":
                return self.tr("Its key is in the system's keyring.")
            case "session":
                return self.tr("Its key is kept until deskchat is closed.")
            case "environment":
                return self.tr("Its key comes from the environment variable %s.") % account.key_env
            case "none":
                return self.tr("It has no key yet.")
        return self.tr("Whether it has a key is found out when it is asked.")

    def _save_key(self, *, session_only: bool) -> None:
        if self._account is None:
            return
        setting = self._accounts.set_key(self._account.id, self._key.text(), session_only=session_only)
        self._do(setting, self._kept, self._not_kept)

    def _kept(self, account: Account) -> None:
        self._key.clear()
        self.show_account(account)
        self.check_connection()

    def _not_kept(self, error: ChatError) -> None:
        self._say_problem(error)
        self._session.setVisible(bool(self._key.text().strip()))

    def _delete_key(self) -> None:
        if self._account is not None:
            self._do(self._accounts.delete_key(self._account.id), self._changed)

    def _change_address(self) -> None:
        if self._account is not None:
            self._do(self._accounts.change_address(self._account.id, self._address.text()), self._changed)

    def _remove_provider(self) -> None:
        if self._account is not None:
            self._do(self._accounts.remove(self._account.id), lambda _: self.changed.emit(), self._not_all_removed)

    def _not_all_removed(self, error: ChatError) -> None:
        self.changed.emit()    # the provider may be gone, and only its key not
        self._say_problem(error)

    def _checked(self, count: int) -> None:
        said = self.tr("It answers, and offers %1 models.", "", count)
        self._say(counted(said, count, "It answers, and offers one model."))

    def _changed(self, account: Account) -> None:
        self._say("")
        self.show_account(account)
        self.changed.emit()

    def _do(self, asking: Coroutine[Any, Any, Any], done: Any, failed: Any = None) -> None:
        """Ask, and drop an answer that belongs to a provider that is not looked at any more."""
        asked = self._account

        def still(what: Any) -> Any:
            def if_same(answer: Any) -> None:
                if asked is not None and self._account is not None and asked.id == self._account.id:
                    what(answer)

            return if_same

        tell = failed or self._say_problem
        self._context.relay.run(self, asking, still(done), still(tell))

    def _say(self, sentence: str, *, problem: bool = False) -> None:
        self._said.setObjectName("warning" if problem else "")
        self._said.style().polish(self._said)
        self._said.setText(sentence)

    def _say_problem(self, error: ChatError) -> None:
        self._say(translated(error.message), problem=True)
