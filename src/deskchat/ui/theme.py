"""The look: colours by what they are for, fonts, and the application's palette and style sheet made of them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from deskchat.paths import resources
from deskchat.settings import FONT_SIZE, THEME, Settings


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme. ``window`` is behind the sidebar, ``surface`` behind the conversation, ``raised`` for fields."""

    dark: bool
    window: QColor
    surface: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    border: QColor
    text: QColor
    quiet: QColor
    accent: QColor
    on_accent: QColor
    link: QColor
    bubble: QColor
    code_background: QColor
    code_text: QColor
    selection: QColor
    danger: QColor
    danger_background: QColor


def _colours(dark: bool, **names: str) -> Colours:
    return Colours(dark, **{name: QColor(value) for name, value in names.items()})


LIGHT = _colours(
    False,
    window="#f3f3f1", surface="#ffffff", raised="#ffffff", hover="#e9e9e6", selected="#dfe4f3", border="#dcdcd8",
    text="#1d1d1f", quiet="#65656b", accent="#3b62d0", on_accent="#ffffff", link="#2f55bd", bubble="#eef1f8",
    code_background="#f6f6f4", code_text="#24242a", selection="#c3d1f7", danger="#b3261e", danger_background="#fdf0ef",
)  # fmt: skip
DARK = _colours(
    True,
    window="#1b1b1d", surface="#222224", raised="#2b2b2e", hover="#323236", selected="#343c55", border="#3d3d42",
    text="#ececee", quiet="#a3a3ab", accent="#7d9bf2", on_accent="#11131a", link="#93adf7", bubble="#2d3140",
    code_background="#1a1a1c", code_text="#e4e4e8", selection="#3d4f86", danger="#ff8a80", danger_background="#3a2424",
)  # fmt: skip


class Theme(QObject):
    """The look in force. It follows the settings and, where they say so, the system."""

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._system_size = application.font().pointSizeF()
        self.colours = LIGHT
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._apply)
        settings.subscribe(self._follow)

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
    def em(self) -> float:
        """The height of a line of text, in pixels; distances are multiples of it."""
        return QFontMetricsF(self.font).height()

    def _follow(self, key: str) -> None:
        """On the window's thread: only its settings pages and its keys change the look."""
        if key in (THEME.key, FONT_SIZE.key):
            self._apply()

    def _apply(self, _: object = None) -> None:
        self.colours = DARK if self._is_dark() else LIGHT
        font = self._application.font()
        font.setPointSizeF(self._settings.get(FONT_SIZE) or self._system_size)
        self._application.setFont(font)
        self._application.setPalette(_palette(self.colours))
        self._application.setStyleSheet(_sheet(self.colours, self.em))
        self.changed.emit()

    def _is_dark(self) -> bool:
        name = self._settings.get(THEME)
        if name != "system":
            return name == "dark"
        return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark


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


def _sheet(c: Colours, em: float) -> str:
    """The style sheet of what is common to all windows; sizes come from the font."""
    return f"""{_arrows(em)}{_marks(c, em)}{_scroll_bars(c, em)}
    QPushButton, QComboBox, QAbstractSpinBox, QLineEdit {{ background: {c.raised.name()}; color: {c.text.name()};
        border: 1px solid {c.border.name()}; border-radius: {0.4 * em:.0f}px;
        padding: {0.28 * em:.0f}px {0.6 * em:.0f}px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QPushButton:hover, QComboBox:hover {{ background: {c.hover.name()}; }}
    QPushButton:focus, QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus {{ border-color: {c.accent.name()}; }}
    QPlainTextEdit#field {{ background: {c.raised.name()}; border: 1px solid {c.border.name()};
        border-radius: {0.4 * em:.0f}px; padding: {0.15 * em:.0f}px {0.4 * em:.0f}px; }}
    QPlainTextEdit#field:focus {{ border-color: {c.accent.name()}; }}
    QPushButton:disabled, QLineEdit:disabled {{ color: {c.quiet.name()}; }}
    QPushButton#primary {{ background: {c.accent.name()}; color: {c.on_accent.name()};
        border-color: {c.accent.name()}; }}
    QPushButton#primary:disabled {{ background: {c.hover.name()}; color: {c.quiet.name()};
        border-color: {c.border.name()}; }}
    QPushButton#danger {{ color: {c.danger.name()}; }}
    QPushButton#danger:disabled {{ color: {c.quiet.name()}; }}
    QToolButton {{ background: transparent; color: {c.text.name()}; border: 1px solid transparent;
        border-radius: {0.4 * em:.0f}px; padding: {0.25 * em:.0f}px; }}
    QToolButton:hover {{ background: {c.hover.name()}; }}
    QToolButton#offlineSwitch:checked {{ background: {c.selected.name()}; font-weight: 600; }}
    QToolButton:focus {{ border-color: {c.accent.name()}; }}
    QToolTip {{ background: {c.raised.name()}; color: {c.text.name()}; border: 1px solid {c.border.name()};
        padding: 4px; }}
    QMenu {{ background: {c.raised.name()}; color: {c.text.name()}; border: 1px solid {c.border.name()};
        padding: 4px; }}
    QMenu::item {{ padding: {0.3 * em:.0f}px {1.4 * em:.0f}px; border-radius: {0.3 * em:.0f}px; }}
    QMenu::item:selected {{ background: {c.selected.name()}; }}
    QMenu::item:disabled {{ color: {c.quiet.name()}; }}
    QMenu::separator {{ height: 1px; background: {c.border.name()}; margin: 4px 8px; }}
    QSplitter::handle {{ background: {c.border.name()}; }}
    QListWidget {{ background: {c.raised.name()}; border: 1px solid {c.border.name()};
        border-radius: {0.5 * em:.0f}px; padding: {0.25 * em:.0f}px; outline: none; }}
    QListWidget::item {{ padding: {0.25 * em:.0f}px {0.4 * em:.0f}px; border-radius: {0.35 * em:.0f}px;
        color: {c.text.name()}; }}
    QListWidget::item:hover {{ background: {c.hover.name()}; }}
    QListWidget::item:selected {{ background: {c.selected.name()}; }}
    QListWidget:focus {{ border-color: {c.accent.name()}; }}
    QGroupBox {{ border: 1px solid {c.border.name()}; border-radius: {0.5 * em:.0f}px; margin-top: {0.9 * em:.0f}px;
        padding-top: {0.4 * em:.0f}px; font-weight: 600; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: {0.6 * em:.0f}px; }}
    #picker {{ background: {c.raised.name()}; border: 1px solid {c.border.name()}; border-radius: {0.6 * em:.0f}px; }}
    #sidebar {{ background: {c.window.name()}; }}
    #notice {{ background: {c.text.name()}; border-radius: {0.5 * em:.0f}px; }}
    #notice QLabel {{ color: {c.surface.name()}; background: transparent; }}
    #notice QToolButton {{ color: {c.surface.name()}; font-weight: 600; }}
    #notice QToolButton:hover {{ background: {c.quiet.name()}; }}
    """


def _scroll_bars(c: Colours, em: float) -> str:
    return f"""
    QScrollBar:vertical {{ background: transparent; width: {0.7 * em:.0f}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.border.name()}; border-radius: {0.25 * em:.0f}px;
        min-height: {2 * em:.0f}px; margin: {0.1 * em:.0f}px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.quiet.name()}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _arrows(em: float) -> str:
    """Those of fields; their icons are grey, which suits both themes: a sheet can't draw in a colour."""
    icons = (resources() / "icons").as_posix()
    return f"""
    QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ background: transparent;
        border: none; width: {1.2 * em:.0f}px; }}
    QComboBox::down-arrow, QAbstractSpinBox::down-arrow {{ image: url("{icons}/field-down.svg"); }}
    QAbstractSpinBox::up-arrow {{ image: url("{icons}/field-up.svg"); }}
    QComboBox::down-arrow, QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ width: {0.7 * em:.0f}px;
        height: {0.7 * em:.0f}px; }}
    QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 {0.4 * em:.0f}px; }}
    """


def _marks(c: Colours, em: float) -> str:
    """Those of check boxes and radio buttons: the style's own have no outline that is seen on a dark ground."""
    check = (resources() / "icons" / f"field-check-{'dark' if c is DARK else 'light'}.svg").as_posix()
    side, ring = 2 * round(0.4 * em), round(0.24 * em)    # inside the outline; the ring stands for “on”
    dot = side + 2 - 2 * ring
    return f"""
    QCheckBox::indicator, QRadioButton::indicator {{ background: {c.raised.name()}; border: 1px solid {c.quiet.name()};
        width: {side}px; height: {side}px; }}
    QCheckBox::indicator {{ border-radius: {0.2 * em:.0f}px; }}
    QRadioButton::indicator {{ border-radius: {side // 2 + 1}px; }}
    QCheckBox::indicator:checked {{ background: {c.accent.name()}; border-color: {c.accent.name()}; image: url("{check}"); }}
    QRadioButton::indicator:checked {{ background: {c.on_accent.name()}; border: {ring}px solid {c.accent.name()};
        width: {dot}px; height: {dot}px; }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {c.accent.name()}; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.border.name()}; }}
    """
