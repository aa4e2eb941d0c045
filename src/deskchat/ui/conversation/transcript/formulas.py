"""Formulas in a document: each is one character of it that is drawn, at first as its source and then as it should look.

Drawings are asked for in the background and come in the colours and the sharpness of the screen they are shown on.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from deskchat.services.formulas.told import INK, Drawing
from deskchat.services.formulas.typesetter import Typesetter
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.relay import Relay

OBJECT = "\ufffc"
KIND = QTextFormat.ObjectTypes.UserObject.value + 1
LATEX = QTextFormat.Property.UserProperty.value + 10      # the source
SOURCE = QTextFormat.Property.UserProperty.value + 11     # the same with its delimiters, as it is copied
DISPLAY = QTextFormat.Property.UserProperty.value + 12
EM = QTextFormat.Property.UserProperty.value + 13         # the font's size in pixels
DRAWN = QTextFormat.Property.UserProperty.value + 14      # its drawing is there
IMAGES_KEPT = 200
LARGER = 1.15     # than the text's font: their letters are lower than those of fonts without serifs
WRAPPED = int(Qt.TextFlag.TextWrapAnywhere.value)

Key = tuple[str, bool]


class Formulas:
    """Drawings by formula, each asked for once; without a typesetter formulas stay as they were written."""

    def __init__(self, typesetter: Typesetter | None = None, relay: Relay | None = None) -> None:
        self._typesetter, self._relay = typesetter, relay
        self._known: dict[Key, Drawing | None] = {}
        self._asked: dict[Key, list[Callable[[], None]]] = {}
        self._images: OrderedDict[tuple[object, ...], QImage] = OrderedDict()

    def known(self, key: Key) -> Drawing | None:
        """Its drawing, if it is there."""
        return self._known.get(key)

    def ask(self, key: Key, owner: QObject, come: Callable[[], None]) -> None:
        """Call ``come`` when the drawing is there; never, when there will be none."""
        if self._typesetter is None or self._relay is None or key in self._known:
            return
        waiting = self._asked.setdefault(key, [])
        waiting.append(come)
        if len(waiting) == 1:
            latex, display = key
            # for the whole program, not for the owner: others wait for the same formula
            setting = self._typesetter.set(latex, display=display)
            self._relay.run(self._relay, setting, lambda drawing: self._came(key, drawing))

    def _came(self, key: Key, drawing: Drawing | None) -> None:
        self._known[key] = drawing
        for come in self._asked.pop(key, ()):
            if drawing is not None:
                come()

    def image(self, key: Key, em: float, colour: QColor, ratio: float) -> QImage | None:
        """The drawing in device pixels, remembered for the next painting."""
        drawing = self._known.get(key)
        if drawing is None:
            return None
        at = (key, em, colour.rgba(), ratio)
        if at not in self._images:
            self._images[at] = _image(drawing, em, colour, ratio)
            if len(self._images) > IMAGES_KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(at)
        return self._images[at]


def _image(drawing: Drawing, em: float, colour: QColor, ratio: float) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    size = QSizeF(drawing.width, drawing.height) * em
    image = QImage((size * ratio).toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(drawing.svg.replace(INK, colour.name()).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(QPointF(0, 0), size))
    painter.end()
    return image


class FormulaWriter(QPyTextObject):
    """Puts formulas into one document and draws them there."""

    def __init__(self, document: QTextDocument, formulas: Formulas, fonts: tuple[QFont, QFont], colour: QColor) -> None:
        """``fonts``: of the text, and the one sources are shown in."""
        super().__init__(document)
        self._document, self._formulas, self._colour = document, formulas, colour
        self._font, self._mono = fonts
        self._waiting: dict[Key, list[QTextCursor]] = {}
        document.documentLayout().registerHandler(KIND, self)

    def insert(self, cursor: QTextCursor, key: Key, source: str, look: QTextCharFormat) -> None:
        """Put the formula where ``cursor`` stands; ``source`` is how it was written."""
        latex, display = key
        fmt = QTextCharFormat(look)
        fmt.setObjectType(KIND)
        fmt.setProperty(LATEX, latex)
        fmt.setProperty(SOURCE, source)
        fmt.setProperty(DISPLAY, display)
        font = QFont(self._font)
        if look.hasProperty(QTextFormat.Property.FontPointSize):
            font.setPointSizeF(look.fontPointSize())
        fmt.setProperty(EM, LARGER * QFontInfo(font).pixelSize())
        if self._formulas.known(key) is not None:
            cursor.insertText(OBJECT, self._drawn(fmt, key))
            return
        fmt.setFont(self._mono)
        fmt.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        cursor.insertText(OBJECT, fmt)
        at = QTextCursor(self._document)
        at.setPosition(cursor.position() - 1)
        waiting = self._waiting.setdefault(key, [])
        waiting.append(at)
        if len(waiting) == 1:
            self._formulas.ask(key, self, lambda: self._show(key))

    def _drawn(self, fmt: QTextCharFormat, key: Key) -> QTextCharFormat:
        """The format of a formula whose drawing is there. Qt takes the depth of such a thing from the format's font."""
        drawing = self._formulas.known(key)
        assert drawing is not None
        fmt = QTextCharFormat(fmt)
        fmt.setProperty(DRAWN, True)
        font = QFont(self._font)
        depth = drawing.depth * float(fmt.property(EM))
        font.setPointSizeF(max(1.0, font.pointSizeF() * depth / max(QFontMetricsF(font).descent(), 1.0)))
        fmt.setFont(font)
        fmt.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        return fmt

    def _show(self, key: Key) -> None:
        """The drawing has come: wherever the formula still stands, it takes its place."""
        for at in self._waiting.pop(key, ()):
            if at.atBlockEnd():
                continue
            at.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            fmt = at.charFormat()
            if at.selectedText() == OBJECT and _key(fmt) == key and not fmt.hasProperty(DRAWN):
                at.setCharFormat(self._drawn(fmt, key))

    # what Qt asks

    def intrinsicSize(self, doc: QTextDocument, at: int, form: QTextFormat) -> QSizeF:
        drawing = self._formulas.known(_key(form)) if form.hasProperty(DRAWN) else None
        if drawing is not None:
            return QSizeF(drawing.width, drawing.height) * self._em(form, drawing)
        return QFontMetricsF(self._mono).boundingRect(QRectF(0, 0, self._room(), 1e6), WRAPPED, _shown(form)).size()

    def drawObject(self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, at: int, form: QTextFormat) -> None:
        look = form.toCharFormat()
        colour = look.foreground().color() if look.hasProperty(QTextFormat.Property.ForegroundBrush) else self._colour
        image = None
        if form.hasProperty(DRAWN):
            ratio = painter.device().devicePixelRatioF()
            drawing = self._formulas.known(_key(form))
            em = self._em(form, drawing) if drawing is not None else 0.0
            image = self._formulas.image(_key(form), em, colour, ratio)
        if image is not None:
            painter.drawImage(QRectF(rect).topLeft(), image)
            return
        painter.setFont(self._mono)
        painter.setPen(colour)
        painter.drawText(QRectF(rect), WRAPPED, _shown(form))

    def _em(self, form: QTextFormat, drawing: Drawing) -> float:
        """The size it is drawn in: smaller where the column is too narrow."""
        em = float(form.property(EM))
        return min(em, self._room() / drawing.width)

    def _room(self) -> float:
        width = self._document.textWidth()
        return width * 0.94 if width > 0 else 400.0


def _source(form: QTextFormat) -> str:
    return str(form.property(SOURCE) or "")


def _key(form: QTextFormat) -> Key:
    return str(form.property(LATEX) or ""), bool(form.property(DISPLAY))


def _shown(form: QTextFormat) -> str:
    return with_controls_shown(_source(form).replace("\n", " "))
