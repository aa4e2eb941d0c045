"""What can be set for one conversation alone, behind the three dots of its header."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction

from deskchat.chat.conversation import Conversation
from deskchat.settings import FALLBACK_ENABLED, FALLBACK_MODELS
from deskchat.ui.context import UiContext
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.safe_text import set_tooltip

if TYPE_CHECKING:
    from deskchat.ui.conversation.fallback_dialog import Fallback


class MoreButton(MenuButton):
    """Accessible name “Conversation”. Of a conversation that has not begun it keeps what was chosen until it begins."""

    terms_asked = Signal()
    message_wanted = Signal(str, str)    # ids of the conversation and of a message of it

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._conversation: str | None = None
        self._shown: Conversation | None = None    # as it was last read
        self.fallback: Fallback = None    # who is asked when the model can't answer
        self._menu.addAction(self.tr("System prompt and parameters…")).triggered.connect(self.terms_asked)
        self._tree_action = self._menu.addAction(self.tr("Branches…"))
        self._tree_action.triggered.connect(self.open_tree)
        self._fallback_action = QAction(self._menu)
        self._fallback_action.triggered.connect(self.open_fallback)
        self._menu.addAction(self._fallback_action)
        self._menu.aboutToShow.connect(self._name)
        self.setAccessibleName(self.tr("Conversation"))
        set_tooltip(self, self.tr("What holds for this conversation alone"))
        self._draw()
        context.theme.changed.connect(self._draw)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Set things of another one; ``None``: of one that has not begun."""
        self._conversation = conversation.id if conversation is not None else None
        self._shown = conversation
        self.fallback = conversation.fallback if conversation is not None else None
        self.setEnabled(True)

    def leave(self) -> None:
        """Nothing can be set until it is known for what."""
        self.setEnabled(False)

    def open_tree(self) -> None:
        """Show all branches, and let the person go to one."""
        shown = self._shown
        if not self.isEnabled() or shown is None or not shown.nodes:
            return
        from deskchat.ui.conversation.tree_dialog import TreeDialog  # not needed before somebody looks

        dialog = TreeDialog(self._context, shown, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda node_id: self.message_wanted.emit(shown.id, node_id))
        dialog.open()

    def open_fallback(self) -> None:
        """Let the person choose who is asked when the model can't answer."""
        if not self.isEnabled():
            return
        from deskchat.ui.conversation.fallback_dialog import FallbackDialog  # not needed before somebody looks

        dialog = FallbackDialog(self._context, self.fallback, self._usual(), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        conversation_id = self._conversation
        dialog.decided.connect(lambda fallback: self._keep(conversation_id, fallback))
        dialog.open()

    def _keep(self, conversation_id: str | None, fallback: "Fallback") -> None:
        if conversation_id == self._conversation:
            self.fallback = fallback
        if conversation_id is not None:
            relay = self._context.relay
            relay.run(relay, self._context.services.chats.set_fallback(conversation_id, fallback))

    def _usual(self) -> tuple[str, ...]:
        settings = self._context.services.settings
        return settings.get(FALLBACK_MODELS) if settings.get(FALLBACK_ENABLED) else ()

    def _name(self) -> None:
        self._tree_action.setEnabled(self._shown is not None and bool(self._shown.nodes))
        if self.fallback is None:
            who = self.tr("as in the settings")
        else:
            who = self.tr("ask %s") % self.fallback[0].model if self.fallback else self.tr("ask nobody else")
        self._fallback_action.setText((self.tr("When the model can't answer: %s…") % who).replace("&", "&&"))

    def _draw(self) -> None:
        self.setIcon(self._context.icons.icon("more", self._context.theme.colours.quiet))
        self.setIconSize(self._context.icons.size)
