"""The proxy: its address is a setting, its password goes into the keyring and is never shown."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.services.proxy_account import ProxyState, split_password
from deskchat.settings import PROXY
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.sentences import translated


def add_proxy(form: QFormLayout, at: int, context: UiContext, page: QWidget) -> None:
    """Put the row into the form, as its row number ``at``."""
    row = ProxyRow(context, page)
    label = PlainLabel(QCoreApplication.translate("Settings", PROXY.title), wrap=True)
    label.setBuddy(row.address)
    form.insertRow(at, label, row)


class ProxyRow(QWidget):
    """A password that is typed into the address is taken out of it as soon as the field is left."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._proxy = context.services.proxy
        title, explained = (QCoreApplication.translate("Settings", text) for text in (PROXY.title, PROXY.help))
        self.address = QLineEdit(self._proxy.address, self)
        self.address.setAccessibleName(title)
        self.address.setAccessibleDescription(explained)
        self._help = HintLabel(explained, self)
        self._password = QLineEdit(self)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password of the proxy"))
        self._password.setPlaceholderText(self.tr("Its password"))
        self._state = PlainLabel(wrap=True, selectable=True, parent=self)
        self._said = PlainLabel(wrap=True, selectable=True, parent=self)
        self._said.setObjectName("warning")
        self._place(context.theme.em)
        for widget in (self._state, self._said, *self._password_widgets):
            widget.hide()
        self._looking = context.relay.run(self, self._proxy.look_up(), self._show, self._say)

    def _place(self, em: float) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(0.15 * em))
        column.addWidget(self.address)
        column.addWidget(self._help)
        row = QHBoxLayout()
        row.addWidget(self._password, 1)
        self._save = add_button(self.tr("Save the password"), row, self)
        column.addLayout(row)
        row = QHBoxLayout()
        self._session = add_button(self.tr("Keep it for this session only"), row, self)
        self._forget = add_button(self.tr("Delete the password"), row, self)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._state)
        column.addWidget(self._said)
        self._password_widgets = (self._password, self._save, self._session, self._forget)
        self.address.editingFinished.connect(self._choose)
        # in the accessibility tree a text is set at once, and by nobody who leaves the field
        self.address.textChanged.connect(lambda: None if self.address.hasFocus() else self._choose())
        self._save.clicked.connect(lambda: self._keep(session_only=False))
        self._password.returnPressed.connect(lambda: self._keep(session_only=False))
        self._session.clicked.connect(lambda: self._keep(session_only=True))
        self._forget.clicked.connect(lambda: self._do(self._proxy.delete_password()))

    def _choose(self) -> None:
        address, password = split_password(self.address.text())
        if address != self.address.text():
            self.address.blockSignals(True)
            self.address.setText(address)
            self.address.blockSignals(False)
        if password:
            self._password.setText(password)
        if password or address != self._proxy.address:
            self._do(self._proxy.choose(address), self._keep_typed if password else None)

    def _keep_typed(self) -> None:
        self._keep(session_only=False)

    def _keep(self, *, session_only: bool) -> None:
        if typed := self._password.text():
            keeping = self._proxy.set_password(typed, session_only=session_only)
            self._do(keeping, self._password.clear, self._not_kept)

    def _not_kept(self, error: ChatError) -> None:
        self._say(error)
        self._session.show()

    def _do(self, asking: Coroutine[Any, Any, ProxyState], then: Any = None, failed: Any = None) -> None:
        self._looking.cancel()    # how things were
        self._said.hide()
        self._session.hide()

        def done(state: ProxyState) -> None:
            self._show(state)
            if then is not None:
                then()

        self._context.relay.run(self, asking, done, failed or self._say)

    def _say(self, error: ChatError) -> None:
        self._said.setText(translated(error.message))
        self._said.show()

    def _show(self, state: ProxyState) -> None:
        for widget in (self._password, self._save):
            widget.setVisible(state.wants_password)
        self._forget.setVisible(state.wants_password and state.place in ("keyring", "session"))
        words = self._words(state)
        self._state.setText(words)
        self._state.setVisible(bool(words))

    def _words(self, state: ProxyState) -> str:
        if state.address == "system":
            named = ", ".join(state.system)
            return self.tr("From the system: %1").replace("%1", named) if named else self.tr("The system names no proxy.")
        if not state.wants_password:
            return ""
        match state.place:
            case "keyring":
                return self.tr("Its password is in the system's keyring.")
            case "session":
                return self.tr("Its password is kept until deskchat is closed.")
            case "none":
                return self.tr("It has no password yet.")
        return self.tr("Whether it has a password is found out when it is asked.")
