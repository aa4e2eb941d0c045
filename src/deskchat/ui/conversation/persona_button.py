"""The assistant of a conversation, in its header."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup

from deskchat.chat.persona import Persona, Terms
from deskchat.ui.context import UiContext
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.room import Room
from deskchat.ui.safe_text import set_tooltip

MOST_EMS = 9    # of a name


class PersonaButton(MenuButton):
    """Accessible name “Assistant”; its menu is read from the person's file each time it opens."""

    chosen = Signal(object)          # Persona, or None for none
    edit_asked = Signal()
    settings_wanted = Signal(str)    # the page of assistants

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._persona = ""
        self._room = Room.WIDE
        self.setAccessibleName(self.tr("Assistant"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)    # the mark that it opens stands after the name
        self.show_terms(Terms())
        self._group = QActionGroup(self)
        context.theme.changed.connect(self._draw)

    def show_terms(self, terms: Terms) -> None:
        """Name the assistant."""
        self._persona = terms.persona
        room = MOST_EMS * round(self._context.theme.em)
        name = terms.persona or self.tr("Assistant")
        self.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        self.setAccessibleDescription(terms.persona or self.tr("No assistant"))
        what = self.tr("Who answers: a system prompt with its model and parameters")
        set_tooltip(self, f"{terms.persona}. {what}" if terms.persona else what)
        self._draw()

    def set_room(self, room: Room) -> None:
        """An icon, where there is no room for the name."""
        if room != self._room:
            self._room = room
            self._draw()

    def open_menu(self) -> None:
        """Offer all of them below the button."""
        self._context.relay.run(self, self._context.services.personas.all(), self._offer)

    def _offer(self, personas: tuple[Persona, ...]) -> None:
        self._menu.clear()
        for persona in (None, *personas):
            name = persona.name if persona is not None else ""
            label = (name or self.tr("No assistant")).replace("&", "&&")
            action = QAction(label, self._menu, checkable=True)    # its own: clearing it deletes them
            action.setChecked(name == self._persona)
            action.triggered.connect(lambda _=False, persona=persona: self.chosen.emit(persona))
            self._group.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("System prompt and parameters…")).triggered.connect(self.edit_asked)
        manage = self._menu.addAction(self.tr("Manage assistants…"))
        manage.triggered.connect(lambda: self.settings_wanted.emit("personas"))
        super().open_menu()

    def _draw(self) -> None:
        words, colours = self._room is Room.WIDE, self._context.theme.colours
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly)
        name = "chevron-down" if words else "assistant"
        self.setIcon(self._context.icons.icon(name, colours.accent if self._persona and not words else colours.quiet))
        self.setIconSize(self._context.icons.size * (0.9 if words else 1))
