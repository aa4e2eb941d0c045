"""What assistants and snippets share: the list on the left, the chosen one on the right, and the buttons above."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from deskchat.chat.errors import ChatError
from deskchat.chat.persona import Named
from deskchat.services.named_file import NamedFile, free_name, renamed
from deskchat.ui.buttons import add_button
from deskchat.ui.context import UiContext
from deskchat.ui.file_dialog import file_dialog
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

KEEP_AFTER_MS = 400
LIST_EM = 10    # its width
T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Words:
    """What the page calls its things, translated. ``added`` and ``deleted`` have one ``%s``."""

    title: str
    new: str           # the name of one that was just made
    none: str          # what stands there while there are none
    added: str
    deleted: str
    taking: str        # titles of the file dialogs
    giving: str
    taken: str         # their filters
    given: str


class NamedPage(QWidget, Generic[T]):
    """What is changed holds at once, and is written a moment later. A page fills in the four methods at the end."""

    def __init__(self, context: UiContext, file: NamedFile[T], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._file = file
        self._words = words
        self._things: list[T] = []
        self._at = -1    # which one the fields show
        self._list = QListWidget(self)
        self._list.setAccessibleName(words.title)
        self._list.setFixedWidth(round(LIST_EM * context.theme.em))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._name = QLineEdit(self)
        self._name.setAccessibleName(self.tr("Name"))
        self._none = PlainLabel(words.none, self, wrap=True)
        self._said = PlainLabel("", self, wrap=True, selectable=True)
        self._later = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)

    def begin(self, fields: QWidget, hint: str = "") -> None:
        """Place everything around ``fields``, with ``hint`` below, and read what there is."""
        self._fields = fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._buttons())
        self._none.hide()
        column.addWidget(self._none)
        row = QHBoxLayout()
        row.addWidget(self._list)
        row.addWidget(fields, 1)
        column.addLayout(row, 1)
        if hint:
            column.addWidget(HintLabel(hint, self))
        column.addWidget(self._said)
        self._said.hide()
        follow_selection(self._list)
        self._list.currentRowChanged.connect(self._show)
        self._name.textChanged.connect(lambda _: self.note_change())
        self._later.timeout.connect(self._keep)
        self._context.relay.run(self, self._file.all(), self._fill, self._refuse)

    @property
    def things(self) -> tuple[T, ...]:
        """As they stand."""
        return tuple(self._things)

    @property
    def chosen(self) -> T | None:
        """The one the fields show."""
        return self._things[self._at] if self._at >= 0 else None

    def note_change(self) -> None:
        """The fields say something else now."""
        old = self.chosen
        if old is None:
            return
        others = [thing for at, thing in enumerate(self._things) if at != self._at]
        new = self.read_fields(free_name(" ".join(self._name.text().split()) or old.name, others))
        self._things[self._at] = new
        self._list.item(self._at).setText(new.name)
        if new.name != old.name:
            self.follow_name(old.name, new.name)
        self._later.start()

    def tell(self, sentence: str) -> None:
        """Say it below the fields, or nothing more."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._later.isActive():
            self._keep()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, do in (
            (self.tr("New"), self._add),
            (self.tr("Duplicate"), self._duplicate),
            (self.tr("Delete"), self._delete),
            (self.tr("Import…"), self._import),
            (self.tr("Export…"), self._export),
        ):
            add_button(text, row, self).clicked.connect(lambda _=False, do=do: do())
        row.addStretch(1)
        return row

    def _fill(self, things: tuple[T, ...]) -> None:
        self._at = -1
        self._things = list(things)
        self._list.clear()
        self._list.addItems([thing.name for thing in things])
        self._list.setCurrentRow(0)
        self._show(self._list.currentRow())

    def _refuse(self, error: ChatError) -> None:
        """A file that can't be understood is not written over."""
        self.tell(translated(error.message))
        self.setEnabled(False)

    def _show(self, row: int) -> None:
        self._at = -1    # what is filled in now is no change of the person's
        shown = self._things[row] if 0 <= row < len(self._things) else None
        self._name.setText("" if shown is None else shown.name)
        self.show_fields(shown)
        self._none.setVisible(not self._things)
        for widget in (self._list, self._fields):
            widget.setEnabled(bool(self._things))
        self._at = row if shown is not None else -1

    def _add(self) -> None:
        self._insert(self.make(free_name(self._words.new, self._things)))
        self._name.setFocus()
        self._name.selectAll()

    def _duplicate(self) -> None:
        if self.chosen is not None:
            self._insert(renamed(self.chosen, self._things))

    def _insert(self, thing: T) -> None:
        self._things.append(thing)
        self._list.addItem(thing.name)
        self._list.setCurrentRow(len(self._things) - 1)
        self._keep()

    def _delete(self) -> None:
        at, self._at = self._at, -1
        if at < 0:
            return
        gone = self._things.pop(at)
        self._list.takeItem(at)
        self._show(self._list.currentRow())
        self.follow_name(gone.name, "")
        self._keep()
        self._context.notices.tell(self._words.deleted % gone.name, (self.tr("Undo"), lambda: self._bring_back(gone)))

    def _bring_back(self, gone: T) -> None:
        """Also when the page was closed meanwhile."""
        file = self._file

        async def bring_back() -> tuple[T, ...]:
            here = await file.all()
            await file.keep((*here, renamed(gone, here)))
            return await file.all()

        self._context.relay.run(self._context.relay, bring_back(), lambda all_: self._fill(all_) if isValid(self) else None)

    def _keep(self) -> None:
        """Goes on when the page is closed at once."""
        self._later.stop()
        self._context.relay.run(self._context.relay, self._file.keep(self.things))

    def _import(self) -> None:
        async def take(file: Path) -> tuple[int, tuple[T, ...]]:
            return await self._file.take(file), await self._file.all()

        def chosen(file: Path) -> None:
            self._context.relay.run(self, take(file), self._taken, self._fail)

        self._choose_file(self._words.taking, self._words.taken, QFileDialog.AcceptMode.AcceptOpen, chosen)

    def _taken(self, taken: tuple[int, tuple[T, ...]]) -> None:
        self._fill(taken[1])
        self.tell(self._words.added % taken[0])

    def _export(self) -> None:
        def chosen(file: Path) -> None:
            self._context.relay.run(self, self._file.export(file), None, self._fail)

        self._choose_file(self._words.giving, self._words.given, QFileDialog.AcceptMode.AcceptSave, chosen)

    def _choose_file(self, title: str, names: str, mode: QFileDialog.AcceptMode, then: Callable[[Path], None]) -> None:
        dialog = file_dialog(self.window(), title)
        dialog.setAcceptMode(mode)
        dialog.setNameFilters([names, self.tr("All files (*)")])
        dialog.setDefaultSuffix("toml")
        dialog.filesSelected.connect(lambda files: then(Path(files[0])))
        dialog.open()

    def _fail(self, error: ChatError) -> None:
        self.tell(translated(error.message))

    # what a page fills in

    def make(self, name: str) -> T:
        """A new one with that name."""
        raise NotImplementedError

    def show_fields(self, thing: T | None) -> None:
        """Fill the fields but the name; ``None``: there are none."""
        raise NotImplementedError

    def read_fields(self, name: str) -> T:
        """What the fields say, with that name."""
        raise NotImplementedError

    def follow_name(self, old: str, new: str) -> None:
        """One has another name; ``""``: it is gone."""
