"""A button in the header by which a model is told how to answer, in a few steps: shown only where it can be told."""

import asyncio
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup

from deskchat.settings import Setting
from deskchat.ui.context import UiContext
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.room import Room
from deskchat.ui.safe_text import set_tooltip


class LevelButton(MenuButton):
    """``words`` says each value of ``setting`` in the language of the window, ``""`` included: as the model likes.
    ``icon`` stands for all words where there is no room for them.

    The choice holds for all conversations until it is changed, but for one that has its own; a model that does not know it
    is not told.
    """

    decided = Signal()          # the person chose one
    own_chosen = Signal(str)    # the same, and it is for this conversation alone

    def __init__(
        self, context: UiContext, setting: Setting[str], title: str, tooltip: str, words: Mapping[str, str], icon: str
    ) -> None:
        super().__init__()
        self._context = context
        self._setting = setting
        self._title, self._tooltip, self._icon = title, tooltip, icon
        self._room = Room.WIDE
        self._words = words
        self._levels: tuple[str, ...] = ()
        self._own = ""    # of this conversation
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)    # the mark that it opens stands after the name
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._group = QActionGroup(self)
        self.setAccessibleName(title)
        self._name()
        context.theme.changed.connect(self._draw)
        self.hide()

    @property
    def chosen(self) -> str | None:
        """What the next question asks for; ``None``: nothing, or nothing that the model knows."""
        level = self._own or self._context.services.settings.get(self._setting)
        return level if level in self._levels else None

    def show_levels(self, levels: Sequence[str]) -> None:
        """Offer these, as far as there is a word for them, or nothing."""
        self._levels = tuple(level for level in levels if level in self._words)
        self.setVisible(bool(self._levels))
        self._menu.clear()
        for level in ("", *self._levels):
            action = QAction(self._words[level], self._menu, checkable=True)    # its own: clearing it deletes them
            action.setChecked(level == (self.chosen or ""))
            action.triggered.connect(lambda _=False, level=level: self._choose(level))
            self._group.addAction(action)
            self._menu.addAction(action)
        self._name()

    def show_own(self, level: str | None) -> None:
        """The conversation has its own, or none."""
        if self._own != (level or ""):
            self._own = level or ""
            self.show_levels(self._levels)

    def set_room(self, room: Room) -> None:
        """An icon, where there is no room for words; in the colour of what is chosen, when something is."""
        if room != self._room:
            self._room = room
            self._draw()

    def _choose(self, level: str) -> None:
        if self._own:
            self.own_chosen.emit(level)
            self.decided.emit()
            return
        settings = self._context.services.settings
        settings.set(self._setting, level)
        self._context.relay.run(self._context.relay, asyncio.to_thread(settings.save))
        self._name()
        self.decided.emit()

    def _draw(self) -> None:
        words, colours = self._room is Room.WIDE, self._context.theme.colours
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly)
        name = "chevron-down" if words else self._icon
        self.setIcon(self._context.icons.icon(name, colours.accent if self.chosen and not words else colours.quiet))
        self.setIconSize(self._context.icons.size * (0.9 if words else 1))

    def _name(self) -> None:
        chosen = self.chosen
        self.setText(self._with(self._title, chosen) if chosen else self._title)
        self.setAccessibleDescription(self._words[chosen or ""])
        set_tooltip(self, self._with(self._tooltip, chosen or ""))
        self._draw()

    def _with(self, title: str, level: str) -> str:
        return self.tr("%1: %2").replace("%1", title).replace("%2", self._words[level].lower())
