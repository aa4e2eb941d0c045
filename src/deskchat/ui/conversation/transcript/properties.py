"""What the formats of a document say besides its look: what a paragraph or a stretch of letters is."""

from PySide6.QtGui import QTextFormat

CODE = QTextFormat.Property.UserProperty.value + 1      # index of the code block a line belongs to
QUOTE = QTextFormat.Property.UserProperty.value + 2     # depth of the quote a block belongs to
RULE = QTextFormat.Property.UserProperty.value + 3      # a line across the page
ITEM = QTextFormat.Property.UserProperty.value + 4      # depth of the list a block belongs to
INLINE_CODE = QTextFormat.Property.UserProperty.value + 5
