"""What the transcript is drawn with, as a value: fonts, colours, icons, and who decodes pictures and sets formulas."""

from dataclasses import dataclass, field, replace

from PySide6.QtGui import QFont

from deskchat.ui.colours import Colours
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.conversation.transcript.footer_pictures import FooterPictures
from deskchat.ui.conversation.transcript.formulas import Formulas
from deskchat.ui.icons import Icons
from deskchat.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Ink:
    """``em`` is the height of a line of text in pixels; all distances are multiples of it.

    ``wraps_code``: long lines of code go on in the next line, instead of to the side.
    """

    font: QFont
    mono: QFont
    em: float
    colours: Colours
    icons: Icons
    decoding: Decoding = field(default_factory=Decoding)
    formulas: Formulas = field(default_factory=Formulas)
    footers: FooterPictures = field(default_factory=FooterPictures)
    wraps_code: bool = False

    @classmethod
    def of(
        cls, theme: Theme, icons: Icons, decoding: Decoding | None = None, formulas: Formulas | None = None
    ) -> "Ink":
        """The theme as it is now."""
        return cls(
            theme.font, theme.mono, theme.em, theme.colours, icons, decoding or Decoding(), formulas or Formulas(),
            wraps_code=theme.wraps_code,
        )

    def quieter(self) -> "Ink":
        """The same for text that stands back: smaller and muted."""
        font = QFont(self.font)
        font.setPointSizeF(font.pointSizeF() * 0.94)
        colours = replace(self.colours, text=self.colours.quiet, code_text=self.colours.quiet)
        return replace(self, font=font, colours=colours)
