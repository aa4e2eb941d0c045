"""What stands inside a field: a picture where it begins, and where it ends the button that empties it.

Qt's own stay as they are however large the letters become, and have no names.
"""

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton

from deskchat.ui.icons import Icons
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.theme import Theme

BESIDE = 0.45                   # em between the edge of the field, what stands there, and the letters
SMALLER, PADDING = 0.8, 0.25    # em: the picture of the button, and around it


class FieldEnds(QObject):
    """Belongs to ``field``, follows the theme, and shows the button while there is something to take away."""

    def __init__(self, field: QLineEdit, theme: Theme, icons: Icons, *, picture: str = "") -> None:
        """``picture``: name of an icon."""
        super().__init__(field)
        self._field, self._theme, self._icons, self._name = field, theme, icons, picture
        self._picture = PlainLabel()
        self._picture.setVisible(bool(picture))
        self._clear = QToolButton()
        self._clear.setAccessibleName(QCoreApplication.translate("Clearing", "Clear"))
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(field.clear)
        self._clear.setVisible(bool(field.text()))
        field.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._row = QHBoxLayout(field)
        self._row.addWidget(self._picture)
        self._row.addStretch(1)
        self._row.addWidget(self._clear)
        self._draw()
        theme.changed.connect(self._draw)

    def _draw(self) -> None:
        side, beside, quiet = self._icons.size, round(BESIDE * self._theme.em), self._theme.colours.quiet
        if self._name:
            self._picture.setPixmap(self._icons.icon(self._name, quiet).pixmap(side, self._field.devicePixelRatioF()))
        self._clear.setIcon(self._icons.icon("close", quiet))
        self._clear.setIconSize(side * SMALLER)
        self._clear.setFixedSize(side * (SMALLER + 2 * PADDING))
        self._row.setContentsMargins(beside, 0, beside // 2, 0)
        self._field.setTextMargins(side.width() + beside // 2 if self._name else 0, 0, side.width() + beside // 2, 0)
