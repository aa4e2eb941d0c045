"""Everything the window can do, in one menu, for whoever does not know the keys."""

from collections.abc import Mapping

from PySide6.QtGui import QAction

from deskchat.ui.actions import MENUS, title_of
from deskchat.ui.context import UiContext
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.safe_text import set_tooltip

KEY = "F10"    # as on other desktops


class MainMenu(MenuButton):
    """Accessible name “Menu”."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName(self.tr("Menu"))
        self.setShortcut(KEY)
        set_tooltip(self, self.tr("All that can be done (%s)") % KEY)
        self._draw()
        context.theme.changed.connect(self._draw)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """Offer ``actions``, all of the window, by id."""
        for at, group in enumerate(MENUS):
            into = self._menu
            if group.title:
                into = self._menu.addMenu(title_of(group))
                into.setAccessibleName(title_of(group))
            elif at:
                self._menu.addSeparator()
            for entry in group.entries:
                into.addAction(actions[entry.id])
            if not at:
                self._menu.addSeparator()

    def _draw(self) -> None:
        self.setIcon(self._context.icons.icon("menu", self._context.theme.colours.quiet))
        self.setIconSize(self._context.icons.size)
