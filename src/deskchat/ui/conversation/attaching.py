"""The attachments of the composer: taken from everywhere, read, shown, and kept with the draft they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.chat.parts import FilePart, Part
from deskchat.services.attachments import Attachment
from deskchat.ui.conversation.attachments import AttachmentChips, check_room
from deskchat.ui.conversation.incoming import Arrival, Incoming
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.decoding import Decoding
from deskchat.ui.icons import Icons
from deskchat.ui.relay import Relay

EDIT = "an edit"    # in place of a conversation's id: the draft is an older message
MOST_SENTENCES = 4


@dataclass(slots=True)
class _Words:
    """What the person is told of a draft: what could not be attached, and what models won't get of what was."""

    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add_problem(self, sentence: str) -> None:
        """Once is enough."""
        if sentence not in self.problems:
            self.problems.append(sentence)


class Attaching(QWidget):
    """Shows the attachments of one draft. Drafts are known by their conversation; ``None``: one that has not begun."""

    changed = Signal()     # what is attached, or whether something is being read
    draft_changed = Signal(object, tuple)    # the draft, shown or not, and what is attached to it now

    def __init__(self, relay: Relay, icons: Icons) -> None:
        super().__init__()
        self._draft: str | None = None
        self._said: tuple[Part, ...] = ()    # what was last told of the draft that is shown
        self._kept: dict[str | None, tuple[Part, ...]] = {}    # of the drafts that are not shown
        self._words = _Words()
        self._late: dict[str | None, _Words] = {}    # to be said when the draft is shown again
        self._incoming = Incoming(relay, self)
        self._chips = AttachmentChips(icons, Decoding(relay))
        self._remark = Caption("", quiet=True)
        self._problem = Caption("")
        self._problem.setObjectName("warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._chips, self._remark, self._problem):
            column.addWidget(widget)
        self._incoming.attached.connect(self._arrived)
        self._incoming.failed.connect(self._failed)
        self._incoming.changed.connect(self._show_waiting)
        self._chips.cancel_asked.connect(self._incoming.cancel)
        self._chips.changed.connect(self._content_changed)
        self._content_changed()

    # what is attached

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is attached to the draft that is shown."""
        return self._chips.parts

    @property
    def labels(self) -> tuple[str, ...]:
        """What the chips say, those of what is still read included."""
        return self._chips.labels

    @property
    def reading(self) -> bool:
        """Is something still being read for this draft?"""
        return bool(self._incoming.waiting(self._draft))

    @property
    def sentence(self) -> str:
        """What could not be attached, and why."""
        return self._problem.text()

    @property
    def remark(self) -> str:
        """What models won't get of what is attached."""
        return self._remark.text()

    # taking

    def attach_files(self, names: Sequence[str]) -> None:
        """Read these local files and attach them, in this order."""
        self.forget_words()
        for name in names:
            self._incoming.add(Path(name).name or name, Path(name), self._draft)

    def attach_picture(self, image: QImage) -> None:
        """Attach a pasted picture."""
        self.forget_words()
        self._incoming.add(self.tr("pasted picture.png"), image, self._draft)

    def attach_text(self, text: str) -> None:
        """Attach a long pasted text."""
        self.forget_words()
        try:
            self._add(FilePart(self.tr("pasted text.txt"), "text/plain", text), self._draft)
        except ChatError as error:
            self._words.add_problem(error.message)
            self._show_words()

    # drafts

    def show_draft(self, draft: str | None, parts: Sequence[Part] | None = None, *, stored: Sequence[Part] = ()) -> None:
        """Show another draft with what was attached to it, or with ``parts``; what is shown now is kept.

        ``stored``: what was attached before the program was started, and is not here.
        """
        if self.parts:
            self._kept[self._draft] = self.parts
        self._draft = draft
        kept = self._kept.pop(draft, ()) or stored
        self._words = self._late.pop(draft, _Words())
        self._said = tuple(kept if parts is None else parts)    # it is no news
        self._chips.set_parts(self._said)
        self._show_words()
        self._show_waiting()

    def forget(self, draft: str | None) -> None:
        """Nothing is attached to that draft any more, or on its way to it."""
        for arrival in self._incoming.waiting(draft):
            self._incoming.cancel(arrival)
        if draft == self._draft:
            self._chips.set_parts(())
        self._kept.pop(draft, None)
        self._late.pop(draft, None)

    def end_edit(self, draft: str | None) -> None:
        """Back to the draft: an edit's attachments are not kept."""
        self.show_draft(draft)
        self.forget(EDIT)

    def name_draft(self, draft: str) -> None:
        """The conversation has begun: this is its id."""
        self._draft = draft
        if self.parts:
            self.draft_changed.emit(draft, self.parts)

    def take_away(self, parts: Sequence[Part], draft: str | None) -> None:
        """These are stored with a message: they are attached no more, also to a draft that is not shown."""
        sent = {id(part) for part in parts}
        if draft == self._draft:
            self._chips.set_parts([part for part in self.parts if id(part) not in sent])
        elif draft in self._kept:
            self._kept[draft] = tuple(part for part in self._kept[draft] if id(part) not in sent)
            self.draft_changed.emit(draft, self._kept[draft])

    def forget_words(self) -> None:
        """Say nothing any more."""
        self._words = _Words()
        self._show_words()

    def follow_theme(self) -> None:
        """Draw the icons in the theme's colours."""
        self._chips.follow_theme()

    # what happens

    def _arrived(self, arrival: Arrival, read: Attachment) -> None:
        words = self._words_of(arrival.draft)
        try:
            self._add(read.part, arrival.draft)
        except ChatError as error:
            words.add_problem(error.message)
        else:
            words.remarks += [read.note] if read.note else []
        self._show_words()

    def _failed(self, arrival: Arrival, error: ChatError) -> None:
        self._words_of(arrival.draft).problems.append(error.message)
        self._show_words()

    def _words_of(self, draft: str | None) -> _Words:
        return self._words if draft == self._draft else self._late.setdefault(draft, _Words())

    def _add(self, part: Part, draft: str | None) -> None:
        """Attach it to that draft, shown or not. Raises ``ChatError`` when it would be too much."""
        if draft == self._draft:
            self._chips.add(part)
            return
        kept = self._kept.get(draft, ())
        check_room(kept, part)
        self._kept[draft] = (*kept, part)
        if draft != EDIT:
            self.draft_changed.emit(draft, self._kept[draft])

    def _show_waiting(self) -> None:
        self._chips.show_waiting(self._incoming.waiting(self._draft))
        self._content_changed()

    def _show_words(self) -> None:
        self._problem.show_text(_last(self._words.problems))
        self._remark.show_text(_last(self._words.remarks))
        self._content_changed()

    def _content_changed(self) -> None:
        self.setVisible(bool(self.parts or self.reading or self._words.problems or self._words.remarks))
        if self._draft != EDIT and self.parts != self._said:
            self._said = self.parts
            self.draft_changed.emit(self._draft, self.parts)
        self.changed.emit()


def _last(sentences: Sequence[str]) -> str:
    if len(sentences) <= MOST_SENTENCES:
        return "\n".join(sentences)
    shown = sentences[: MOST_SENTENCES - 1]
    return "\n".join(
        (
            *shown,
            QCoreApplication.translate("Attaching", "The same goes for %1 more files, or something like it.").replace(
                "%1", str(len(sentences) - len(shown))
            ),
        )
    )
