"""Formulas in a document: each is one character of it that is drawn, at first as its source and then as it should look.

Drawings are asked for in the background and come in the colours and the sharpness of the screen they are shown on.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, QSizeF, Qt
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
from deskchat.services.formulas.typesetter import KEPT, Typesetter
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
    """Drawings by formula, the newest of them; without a typesetter formulas stay as they were written."""

    def __init__(self, typesetter: Typesetter | None = None, relay: Relay | None = None) -> None:
        self._typesetter, self._relay = typesetter, relay
        self._known: OrderedDict[Key, Drawing | None] = OrderedDict()
        self._asked: dict[Key, list[Callable[[], None]]] = {}
        self._images: OrderedDict[tuple[object, ...], QImage] = OrderedDict()

    def known(self, key: Key) -> Drawing | None:
        """Its drawing, if it is there."""
        return self._known.get(key)

    def ask(self, key: Key, come: Callable[[], None]) -> bool:
        """Call ``come`` when it is known how it looks, or that nobody can draw it; ``False``: that is known already."""
        if self._typesetter is None or self._relay is None or key in self._known:
            return False
        waiting = self._asked.setdefault(key, [])
        waiting.append(come)
        if len(waiting) == 1:
            latex, display = key
            # for the whole program, not for the owner: others wait for the same formula
            setting = self._typesetter.set(latex, display=display)
            self._relay.run(self._relay, setting, lambda drawing: self._came(key, drawing))
        return True

    def _came(self, key: Key, drawing: Drawing | None) -> None:
        self._known[key] = drawing
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        for come in self._asked.pop(key, ()):
            come()

    def image(self, key: Key, drawing: Drawing, em: float, colour: QColor, ratio: float) -> QImage:
        """The drawing in device pixels, remembered for the next painting."""
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
        super().__init__()    # no child of the document, which is written anew again and again
        self._document, self._formulas, self._colour = document, formulas, colour
        self._font, self._mono = fonts
        self._waiting: dict[Key, list[QTextCursor]] = {}
        self._drawings: dict[Key, Drawing] = {}    # those in this document
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
        if key in self._waiting:
            self._waiting[key].append(at)
        elif self._formulas.ask(key, lambda: self._show(key)):
            self._waiting[key] = [at]

    def _drawn(self, fmt: QTextCharFormat, key: Key) -> QTextCharFormat:
        """The format of a formula whose drawing is there. Qt takes the depth of such a thing from the format's font."""
        drawing = self._formulas.known(key)
        assert drawing is not None
        self._drawings[key] = drawing
        fmt = QTextCharFormat(fmt)
        fmt.setProperty(DRAWN, True)
        font = QFont(self._font)
        depth = drawing.depth * float(fmt.property(EM))
        font.setPointSizeF(max(1.0, font.pointSizeF() * depth / max(QFontMetricsF(font).descent(), 1.0)))
        fmt.setFont(font)
        fmt.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        return fmt

    def _show(self, key: Key) -> None:
        """It is known: wherever the formula still stands, it takes its place."""
        places, drawn = self._waiting.pop(key, ()), self._formulas.known(key) is not None
        for at in places if drawn else ():
            if at.atBlockEnd():
                continue
            at.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            fmt = at.charFormat()
            if at.selectedText() == OBJECT and _key(fmt) == key and not fmt.hasProperty(DRAWN):
                at.setCharFormat(self._drawn(fmt, key))

    # what Qt asks

    def intrinsicSize(self, doc: QTextDocument, at: int, form: QTextFormat) -> QSizeF:
        drawing = self._drawings.get(_key(form))
        if drawing is not None and form.hasProperty(DRAWN):
            return QSizeF(drawing.width, drawing.height) * self._em(form, drawing)
        return QFontMetricsF(self._mono).boundingRect(QRectF(0, 0, self._room(), 1e6), WRAPPED, _shown(form)).size()

    def drawObject(self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, at: int, form: QTextFormat) -> None:
        look = form.toCharFormat()
        colour = look.foreground().color() if look.hasProperty(QTextFormat.Property.ForegroundBrush) else self._colour
        drawing = self._drawings.get(_key(form))
        if drawing is not None and form.hasProperty(DRAWN):
            ratio = painter.device().devicePixelRatioF()
            image = self._formulas.image(_key(form), drawing, self._em(form, drawing), colour, ratio)
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
