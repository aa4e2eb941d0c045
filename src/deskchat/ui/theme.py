"""The look: which colours, fonts, and the application's palette and style sheet made of them."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from deskchat.settings import CONTRAST, FONT_SIZE, THEME, WRAP_CODE, Settings
from deskchat.ui.colours import LIGHT, Colours, look
from deskchat.ui.style_sheet import sheet


class Theme(QObject):
    """The look in force. It follows the settings and, where they say so, the system."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._hints = application.styleHints()
        self._access = self._hints.accessibility()    # is gone for Python when no one keeps the hints
        self._system_font = system_font()
        self.colours = LIGHT
        self._apply()
        self._hints.colorSchemeChanged.connect(self._apply)
        self._access.contrastPreferenceChanged.connect(self._apply)
        settings.subscribe(self._follow)

    def follow_system(self) -> None:
        """The desktop's look has changed: take its font, of which Qt tells no one whose own it once became."""
        if system_font() != self._system_font:
            self._system_font = system_font()
            self._apply()

    def zoom(self, steps: int) -> None:
        """Larger or smaller text, by points; 0 goes back to the system's size."""
        now = round(self.font.pointSizeF())
        self._settings.set(FONT_SIZE, 0 if steps == 0 else min(32, max(8, now + steps)))

    @property
    def font(self) -> QFont:
        """The font of ordinary text."""
        return self._application.font()

    @property
    def mono(self) -> QFont:
        """The font of code, matched to the ordinary text's size."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font.pointSizeF() * 0.95)
        if not QFontInfo(font).fixedPitch():
            font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    @property
    def wraps_code(self) -> bool:
        """Do long lines of code go on in the next line?"""
        return self._settings.get(WRAP_CODE)

    @property
    def em(self) -> float:
        """The height of a line of text, in pixels; distances are multiples of it."""
        return QFontMetricsF(self.font).height()

    def _follow(self, key: str) -> None:
        """On the window's thread: only its settings pages and its keys change the look."""
        if key in (THEME.key, CONTRAST.key, FONT_SIZE.key, WRAP_CODE.key):
            self._apply()

    def _apply(self, _: object = None) -> None:
        self.colours = look(dark=self._is_dark(), strong=self._is_strong())
        font = QFont(self._system_font)
        if self._settings.get(FONT_SIZE):
            font.setPointSizeF(self._settings.get(FONT_SIZE))
        self._application.setFont(font)
        self._application.setPalette(_palette(self.colours))
        self._application.setStyleSheet(sheet(self.colours, self.em))
        self.changed.emit()

    def _is_dark(self) -> bool:
        name = self._settings.get(THEME)
        if name != "system":
            return name == "dark"
        return self._hints.colorScheme() is Qt.ColorScheme.Dark

    def _is_strong(self) -> bool:
        name = self._settings.get(CONTRAST)
        if name != "system":
            return name == "high"
        return self._access.contrastPreference() is Qt.ContrastPreference.HighContrast


def system_font() -> QFont:
    """The font that the desktop says ordinary text has, size included."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in {
        role.Window: c.window, role.WindowText: c.text, role.Base: c.raised, role.AlternateBase: c.hover,
        role.Text: c.text, role.PlaceholderText: c.quiet, role.Button: c.raised, role.ButtonText: c.text,
        role.ToolTipBase: c.raised, role.ToolTipText: c.text, role.Highlight: c.selection, role.HighlightedText: c.text,
        role.Link: c.link, role.LinkVisited: c.link, role.Accent: c.accent, role.Mid: c.border, role.Light: c.hover,
        role.Dark: c.border,
    }.items():  # fmt: skip
        palette.setColor(where, colour)
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, c.quiet)
    return palette
