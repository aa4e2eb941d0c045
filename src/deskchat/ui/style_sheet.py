"""The style sheet of what is common to all windows; sizes come from the font."""

from deskchat.paths import resources
from deskchat.ui.colours import Colours


def sheet(c: Colours, em: float) -> str:
    """Of those colours; ``em``: the height of a line of text, in pixels."""
    parts = (_arrows(em), _marks(c, em), _scroll_bars(c, em), _fields(c, em), _buttons(c, em), _menus(c, em), _lists(c, em),
             _tables(c, em))    # fmt: skip
    return "".join((*parts, _places(c, em), _strong(c) if c.strong else ""))


def _fields(c: Colours, em: float) -> str:
    return f"""
    QPushButton, QComboBox, QAbstractSpinBox, QLineEdit {{ background: {c.raised.name()}; color: {c.text.name()};
        border: 1px solid {c.border.name()}; border-radius: {0.4 * em:.0f}px;
        padding: {0.28 * em:.0f}px {0.6 * em:.0f}px; }}
    QLineEdit {{ placeholder-text-color: {c.quiet.name()}; }}
    QPushButton:hover, QComboBox:hover {{ background: {c.hover.name()}; }}
    QPushButton:checked {{ background: {c.selected.name()}; border-color: {c.accent.name()}; }}
    QPushButton:focus, QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus {{ border-color: {c.accent.name()}; }}
    QPlainTextEdit#field {{ background: {c.raised.name()}; border: 1px solid {c.border.name()};
        border-radius: {0.4 * em:.0f}px; padding: {0.15 * em:.0f}px {0.4 * em:.0f}px; }}
    QPlainTextEdit#field:focus {{ border-color: {c.accent.name()}; }}
    QPushButton:disabled, QLineEdit:disabled {{ color: {c.quiet.name()}; }}
    """


def _buttons(c: Colours, em: float) -> str:
    return f"""
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
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
    QDialogButtonBox QToolButton {{ background: {c.raised.name()}; border-color: {c.border.name()};
        padding: {0.22 * em:.0f}px {0.6 * em:.0f}px; }}
    QDialogButtonBox QToolButton:hover {{ background: {c.hover.name()}; }}
    QToolButton:focus, QDialogButtonBox QToolButton:focus {{ border-color: {c.accent.name()}; }}
    """


def _menus(c: Colours, em: float) -> str:
    return f"""
    QToolTip {{ background: {c.raised.name()}; color: {c.text.name()}; border: 1px solid {c.border.name()};
        padding: 4px; }}
    QMenu {{ background: {c.raised.name()}; color: {c.text.name()}; border: 1px solid {c.border.name()};
        padding: 4px; }}
    QMenu::item {{ padding: {0.3 * em:.0f}px {1.4 * em:.0f}px; border-radius: {0.3 * em:.0f}px; }}
    QMenu::item:selected {{ background: {c.selected.name()}; }}
    QMenu::item:disabled {{ color: {c.quiet.name()}; }}
    MenuButton::menu-button {{ width: 0px; border: none; }}
    MenuButton::menu-arrow {{ image: none; }}
    QMenu::separator {{ height: 1px; background: {c.border.name()}; margin: 4px 8px; }}
    """


def _lists(c: Colours, em: float) -> str:
    return f"""
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
    """


def _tables(c: Colours, em: float) -> str:
    return f"""
    QTableView, QTreeView {{ background: {c.raised.name()}; border: 1px solid {c.border.name()};
        border-radius: {0.5 * em:.0f}px; selection-background-color: {c.selected.name()};
        selection-color: {c.text.name()}; outline: none; }}
    QTableView:focus, QTreeView:focus {{ border-color: {c.accent.name()}; }}
    QTableView::item, QTreeView::item {{ padding: 0 {0.4 * em:.0f}px; }}
    QTreeView::item {{ height: {1.6 * em:.0f}px; }}
    QHeaderView, QHeaderView::section {{ background: transparent; color: {c.quiet.name()}; border: none; }}
    QHeaderView::section {{ padding: {0.3 * em:.0f}px {0.4 * em:.0f}px; border-bottom: 1px solid {c.border.name()}; }}
    """


def _places(c: Colours, em: float) -> str:
    """What has a name of its own."""
    return f"""
    QLabel#hint {{ color: {c.quiet.name()}; }}
    QLabel#warning {{ color: {c.danger.name()}; }}
    QSplitter::handle {{ background: {c.border.name()}; }}
    #picker {{ background: {c.raised.name()}; border: 1px solid {c.border.name()}; border-radius: {0.6 * em:.0f}px; }}
    #sidebar {{ background: {c.window.name()}; }}
    #notice {{ background: {c.text.name()}; border-radius: {0.5 * em:.0f}px; }}
    #notice QLabel {{ color: {c.surface.name()}; background: transparent; }}
    #notice QToolButton {{ color: {c.surface.name()}; font-weight: 600; }}
    #notice QToolButton:hover {{ background: {c.quiet.name()}; }}
    """


def _strong(c: Colours) -> str:
    """An outline of one pixel in another colour is easily missed: what has the focus is filled as well."""
    return f"""
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QAbstractSpinBox:focus {{ background: {c.selected.name()}; }}
    QPushButton#primary:focus {{ background: {c.text.name()}; color: {c.surface.name()}; }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QAbstractSpinBox:focus, QLineEdit:focus, QListWidget:focus,
        QTableView:focus, QTreeView:focus, QPlainTextEdit#field:focus {{ border: 2px solid {c.accent.name()}; }}
    #notice QToolButton:focus {{ background: {c.quiet.name()}; }}
    """


def _scroll_bars(c: Colours, em: float) -> str:
    return f"""
    QScrollBar:vertical {{ background: transparent; width: {0.7 * em:.0f}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.border.name()}; border-radius: {0.25 * em:.0f}px;
        min-height: {2 * em:.0f}px; margin: {0.1 * em:.0f}px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.quiet.name()}; }}
    QScrollBar:horizontal {{ background: transparent; height: {0.5 * em:.0f}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.border.name()}; border-radius: {0.2 * em:.0f}px;
        min-width: {2 * em:.0f}px; margin: {0.1 * em:.0f}px 0; }}
    QScrollBar::handle:horizontal:hover, QScrollBar::handle:horizontal:focus {{ background: {c.quiet.name()}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _arrows(em: float) -> str:
    """Those of fields; their icons are grey, which suits all looks: a sheet can't draw in a colour."""
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
    check = (resources() / "icons" / f"field-check-{'dark' if c.dark else 'light'}.svg").as_posix()
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
