"""Our own line icons, drawn in the theme's colours at any size."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from deskchat.paths import resources
from deskchat.ui.theme import Theme

RATIOS = (1, 2, 3)    # pixels a point on the screens there are


class Icons:
    """Icons by file name (``resources/icons/<name>.svg``); those of an earlier theme are forgotten."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._drawn: dict[tuple[str, str], QIcon] = {}
        theme.changed.connect(self._drawn.clear)

    def icon(self, name: str, colour: QColor | None = None) -> QIcon:
        """The icon in ``colour``, by default that of text; drawn once."""
        shade = (colour or self._theme.colours.text).name()
        if (name, shade) not in self._drawn:
            self._drawn[name, shade] = _draw(name, shade, self._theme.em)
        return self._drawn[name, shade]

    @property
    def size(self) -> QSize:
        """The size of an icon beside text."""
        side = round(self._theme.em)
        return QSize(side, side)


def drawn(em: float, draw: Callable[[QPainter, int], object]) -> QIcon:
    """An icon one em wide, for every screen; ``draw`` gets a painter and the length of a side in pixels."""
    icon = QIcon()
    for ratio in RATIOS:
        side = round(em * ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw(painter, side)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon


def application_icon() -> QIcon:
    """Deskchat's own icon."""
    return QIcon(str(resources() / "icons" / "deskchat.svg"))


def _draw(name: str, shade: str, em: float) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer  # not needed before the first icon is seen

    source = (resources() / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", shade)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    return drawn(em, lambda painter, side: renderer.render(painter, QRectF(0, 0, side, side)))
