"""What is done with conversations that are selected: tagged, archived, exported, deleted; each can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted

LONGEST_LIST = 15    # tags in a menu
FIELD_EMS = 24       # wide enough for a title


class Doing(QObject):
    """Acts on ids; ``tags`` gives the names of all tags there are."""

    export_wanted = Signal(list)     # ids
    begun = Signal()                 # something is done with them: they need not be selected any more
    deleted = Signal(str)            # id of each conversation that was put away
    restored = Signal(str)           # the first of those that came back

    def __init__(self, context: UiContext, tags: Callable[[], Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._context = context
        self._run = context.relay.run
        self._chats, self._sorting = context.services.chats, context.services.sorting
        self._tags = tags
        self._deleted: list[tuple[str, ...]] = []    # what can be brought back, newest last

    def fill(self, menu: QMenu, ids: Sequence[str], common: Sequence[str], *, archived: bool) -> None:
        """Offer what can be done with these; ``common``: the tags that all of them have."""
        tag = menu.addMenu(self.tr("Tags"))
        names = list(dict.fromkeys((*common, *self._tags())))[:LONGEST_LIST]
        for name in names:
            action = tag.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(name in common)
            action.triggered.connect(lambda on, name=name: self.tag(ids, name, on))
        if names:
            tag.addSeparator()
        tag.addAction(self.tr("New tag…"), lambda: self.ask_for_tag(ids))
        menu.addAction(self.tr("Take out of the archive") if archived else self.tr("Archive"),
                       lambda: self.unarchive(ids) if archived else self.archive(ids))
        menu.addAction(self.tr("Export…"), lambda: self.export_wanted.emit(list(ids)))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.delete(ids))

    def tag(self, ids: Sequence[str], name: str, has_it: bool) -> None:
        """Give them a tag, or take it from them."""
        self.begun.emit()
        self._run(self, self._sorting.tag(ids, name, has_it))

    def ask_for_tag(self, ids: Sequence[str]) -> None:
        """Let the person type a new one."""
        asked = self._field(self.tr("New tag"), self.tr("Name of the tag"))
        asked.textValueSelected.connect(lambda name: self.tag(ids, name, True) if name.strip() else None)

    def ask_for_title(self, conversation_id: str, title: str) -> None:
        """Let the person type another title; with none the program makes one again."""
        asked = self._field(self.tr("Rename the conversation"), self.tr("Title"), title)
        asked.textValueSelected.connect(
            lambda typed: self._run(self, self._chats.rename(conversation_id, typed)) if typed != title else None
        )

    def _field(self, title: str, label: str, text: str = "") -> QInputDialog:
        """A dialog with one field, opened."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(text)
        for field in dialog.findChildren(QLineEdit):
            field.setAccessibleName(label)
        dialog.finished.connect(dialog.deleteLater)
        dialog.resize(round(FIELD_EMS * self._context.theme.em), dialog.sizeHint().height())
        dialog.open()
        return dialog

    def archive(self, ids: Sequence[str]) -> None:
        """Take them out of the list."""
        def done(_: None) -> None:
            undo = (self.tr("Undo"), lambda: self.unarchive(ids))
            said = self.tr("%1 conversations were archived.", "", len(ids))
            self._context.notices.tell(counted(said, len(ids), "One conversation was archived."), undo)

        self.begun.emit()
        self._run(self, self._sorting.archive(*ids), done)

    def unarchive(self, ids: Sequence[str]) -> None:
        """Put them back."""
        self.begun.emit()
        self._run(self, self._sorting.unarchive(*ids))

    def delete(self, ids: Sequence[str], title: str = "") -> None:
        """Put them away; ``title``: of the one, when it is one."""
        away = tuple(ids)

        def deleted(_: None) -> None:
            self._deleted.append(away)
            for conversation_id in away:
                self.deleted.emit(conversation_id)
            undo = (self.tr("Undo"), lambda: self._restore(away))
            said = self.tr("%1 conversations were deleted.", "", len(away))
            said = counted(said, len(away), "One conversation was deleted.")
            self._context.notices.tell(self.tr("“%s” was deleted.") % title if title else said, undo)

        if away:
            self.begun.emit()
            self._run(self, self._chats.delete(*away), deleted)

    def undo_delete(self) -> None:
        """Bring back what was deleted last; again: what was deleted before it."""
        if self._deleted:
            self._restore(self._deleted[-1])

    def _restore(self, ids: tuple[str, ...]) -> None:
        if ids in self._deleted:
            self._deleted.remove(ids)
            self._run(self, self._chats.restore(*ids), lambda _: self.restored.emit(ids[0]))
