"""What a reply rests on: the tools that were used for it and the places on the web it refers to."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from deskchat.chat.message import Message
from deskchat.chat.parts import SourcePart, ToolPart
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.links import is_allowed
from deskchat.ui.conversation.transcript.visible import with_controls_shown
from deskchat.ui.figures import counted
from deskchat.ui.safe_text import set_tooltip

MOST_SOURCES = 50     # that are listed; a reply with more is not worth reading
LONGEST_TOOL = 300    # characters of what a tool was asked
LONGEST_NAME = 80     # characters of a source's line


class Record(QWidget):
    """Hidden while there is nothing to tell; the sources are folded until somebody wants them."""

    link_clicked = Signal(str)    # target; not opened yet
    height_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[SourcePart | ToolPart, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._tools = Caption("", quiet=True)
        self._fold = QToolButton()
        self._fold.setObjectName("fold")
        self._fold.setAutoRaise(True)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._unfold)
        self._list: QWidget | None = None
        self._column.addWidget(self._tools)
        self._column.addWidget(self._fold)
        self.hide()

    @property
    def tools(self) -> str:
        """What is told of tools."""
        return self._tools.text()

    @property
    def links(self) -> tuple[QToolButton, ...]:
        """The sources as they are listed; none while they are folded."""
        return tuple(self._list.findChildren(QToolButton)) if self._list is not None else ()

    @property
    def title(self) -> str:
        """The line the sources are folded under."""
        return self._fold.text()

    def unfold(self) -> None:
        """List the sources."""
        self._fold.setChecked(True)

    def fold(self) -> None:
        """List none."""
        self._fold.setChecked(False)

    def show_message(self, message: Message) -> None:
        """Tell what ``message`` rests on."""
        parts = rests_on(message)
        if parts == self._parts:
            return
        self._parts = parts
        self._tools.show_text("\n".join(_tool_words(part) for part in parts if isinstance(part, ToolPart)))
        self._fold.setVisible(bool(self._sources))
        self._unfold(self._fold.isChecked())
        self.setVisible(bool(parts))

    @property
    def _sources(self) -> tuple[SourcePart, ...]:
        sources = (part for part in self._parts if isinstance(part, SourcePart) and is_allowed(part.url))
        return tuple(sources)[:MOST_SOURCES]

    def _unfold(self, opened: bool) -> None:
        count = len(self._sources)
        sources = counted(self.tr("%1 sources", "", count), count, "One source")
        self._fold.setText(f"{'▾' if opened else '▸'} {sources}")
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        if opened and count:
            self._list = self._listed()
            self._column.addWidget(self._list)
        self.height_changed.emit()

    def _listed(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(0)
        for number, source in enumerate(self._sources, 1):
            button = QToolButton()
            button.setText(f"{number}. {_source_words(source)}".replace("&", "&&"))
            button.setObjectName("quiet")
            button.setAccessibleName(_source_words(source))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            set_tooltip(button, source.url)
            button.clicked.connect(lambda _=False, url=source.url: self.link_clicked.emit(url))
            column.addWidget(button)
        return box


def rests_on(message: Message) -> tuple[SourcePart | ToolPart, ...]:
    """Its sources, and the tools that were used for it."""
    return tuple(part for part in message.parts if isinstance(part, SourcePart | ToolPart))


def _source_words(source: SourcePart) -> str:
    """Title and host; the title is the server's word, the host is where the link leads."""
    host = urlsplit(source.url).hostname or ""
    title = " ".join(with_controls_shown(source.title).split())
    title = title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME - 1] + "…"
    return f"{title} ({host})" if title and title != host else host


def _tool_words(part: ToolPart) -> str:
    asked = " ".join(part.arguments.split())
    asked = asked if len(asked) <= LONGEST_TOOL else asked[: LONGEST_TOOL - 1] + "…"
    said = QCoreApplication.translate("Record", "Used the tool “%1”").replace("%1", part.name)
    return f"{said}: {asked}" if asked else said
