"""The left side of the window: new chat, search, the list, settings."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from deskchat.chat.conversation import Summary
from deskchat.services.chats import Changed
from deskchat.services.finding import Hit, Overview, heading_dates
from deskchat.ui.context import UiContext
from deskchat.ui.field_ends import FieldEnds
from deskchat.ui.figures import counted
from deskchat.ui.hidden_rows import HiddenRows
from deskchat.ui.menu_button import MenuButton
from deskchat.ui.offline_switch import OfflineSwitch
from deskchat.ui.relay import Job
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sidebar.conversation_list import ConversationList
from deskchat.ui.sidebar.conversation_model import NODE, PAGE, PINNED, ConversationModel
from deskchat.ui.sidebar.doing import Doing
from deskchat.ui.sidebar.filter_button import FilterButton
from deskchat.ui.sidebar.grouping import heading
from deskchat.ui.sidebar.row_delegate import RowDelegate
from deskchat.ui.sidebar.tag_colours import TagColours

SEARCH_AFTER_MS = 150
REFRESH_AFTER_MS = 80
MOST_HITS = 100           # of a search
MOST_LOOKED_AT = 200      # of those that are selected, for what they have in common


class Sidebar(QWidget):
    """Keeps itself in step with the conversations there are."""

    chosen = Signal(str)             # id of the conversation to show
    new_chat_wanted = Signal()
    settings_wanted = Signal()
    found = Signal(str, str)         # id of the conversation and of the message in it to show
    export_wanted = Signal(list)     # ids of conversations
    deleted = Signal(str)            # id of a conversation that was put away

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chats = context.services.chats
        self._shown: str | None = None
        self._asking: Job | None = None
        self._version: tuple[int, ...] = ()    # of the list that is shown
        self._answered: object = None
        self._stale = False
        self._sought = False      # words were typed that are not answered yet
        self._entering = False    # the list gets the keyboard when they are
        self.setObjectName("sidebar")
        self._model = ConversationModel(lambda cid: context.services.turns.running(cid) is not None, self)
        colours = TagColours()
        self._list = ConversationList(self._model, RowDelegate(context.theme, context.icons, colours, self), self)
        HiddenRows(self._list)
        self._search = QLineEdit(self)
        self._filter = FilterButton(context, colours, self)
        self._doing = Doing(context, lambda: self._filter.tags, self)
        self._several = MenuButton(self)
        self._nothing = PlainLabel(wrap=True, parent=self)
        self._place()
        self._search_soon = self._timer(SEARCH_AFTER_MS)
        self._refresh_soon = self._timer(REFRESH_AFTER_MS)
        self._connect()
        context.relay.listen(self, self._chats.changes(), self._note_change)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the search field into what was found."""
        pressed = watched is self._search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            if self._sought:
                self._entering = True    # once it is there
            elif self._model.rowCount():
                self._list.enter()
            return True
        return False

    def show_as_open(self, conversation_id: str | None) -> None:
        """Mark the conversation that is on screen."""
        self._shown = conversation_id
        if conversation_id is not None and self._list.current_id == conversation_id:
            return    # of several hits in it the one that was chosen stays
        row = self._model.row_of(conversation_id)
        self._list.select(row)
        if row < 0 and conversation_id is not None and not self._model.searched:
            self._refresh_soon.start()    # which knows where it stands

    def focus_search(self) -> None:
        """Let the person type what to look for."""
        self._search.setFocus()
        self._search.selectAll()

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) conversation."""
        self._list.step(by)

    def rename_current(self) -> None:
        """Edit the title of what is selected: in its place when the person is there, else in a dialog."""
        if self._list.hasFocus():
            self._list.rename_current()
            return
        conversation_id = self._list.current_id or self._shown
        if conversation_id is not None:
            opening = self._chats.open(conversation_id, last=1)
            self._context.relay.run(self, opening, lambda one: self._doing.ask_for_title(one.id, one.title))

    def toggle_pin(self) -> None:
        """Pin or unpin the conversation that is shown."""
        self._list.toggle_pin()

    def delete_current(self) -> None:
        """Put away what is selected, or else the conversation that is shown."""
        self._with_selected(self._delete)

    def undo_delete(self) -> None:
        """Bring back what was deleted last; again: what was deleted before it."""
        self._doing.undo_delete()

    def archive_current(self) -> None:
        """Archive what is selected, or take it out of the archive."""
        archived = self._filter.listed.archived
        self._with_selected(self._doing.unarchive if archived else self._doing.archive)

    def tag_current(self) -> None:
        """Let the person name a tag for what is selected."""
        self._with_selected(self._doing.ask_for_tag)

    def _place(self) -> None:
        em = self._context.theme.em
        margin = round(0.5 * em)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, margin, 0, margin)
        column.setSpacing(round(0.35 * em))
        top = QVBoxLayout()
        top.setContentsMargins(margin, 0, margin, 0)
        self._new = self._button("new-chat", self.tr("New chat"))
        top.addWidget(self._new)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search conversations"))
        FieldEnds(self._search, self._context.theme, self._context.icons, picture="search")
        self._search.installEventFilter(self)
        top.addWidget(self._search)
        top.addWidget(self._filter)
        self._several.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._several.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count_selected(0)
        top.addWidget(self._several)
        column.addLayout(top)
        self._nothing.setContentsMargins(round(em), round(em), round(em), 0)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(margin, 0, margin, 0)
        self._settings = self._button("settings", self.tr("Settings"))
        bottom.addWidget(self._settings, 1)
        bottom.addWidget(OfflineSwitch(self._context))
        column.addLayout(bottom)

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)

        def draw() -> None:
            button.setIcon(self._context.icons.icon(icon))
            button.setIconSize(self._context.icons.size)

        self._follow(draw)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _follow(self, draw: Callable[[], object]) -> None:
        """Draw what is in the theme's colours and size, now and whenever they are others."""
        draw()
        self._context.theme.changed.connect(draw)

    def _timer(self, after_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(self._refresh)
        return timer

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_chat_wanted)
        self._settings.clicked.connect(self.settings_wanted)
        self._search.textChanged.connect(self._seek)
        self._list.chosen.connect(self._choose)
        self._list.several_changed.connect(self._count_selected)
        self._list.menu_wanted.connect(self._fill_menu)
        self._list.menu_left.connect(self._mark_open)
        self._several.menu().aboutToShow.connect(lambda: self._fill_menu(self._several.menu()))
        self._filter.chosen.connect(lambda _: self._refresh())
        self._doing.begun.connect(self._leave_selection)
        self._list.itemDelegate().closeEditor.connect(self._catch_up)
        self._list.itemDelegate().closeEditor.connect(lambda *_: QTimer.singleShot(0, self, self._mark_open))
        self._doing.export_wanted.connect(self.export_wanted)
        self._doing.deleted.connect(self.deleted)
        self._doing.restored.connect(self.chosen)
        self._list.pin_wanted.connect(lambda cid, pinned: self._context.relay.run(self, self._chats.pin(cid, pinned)))
        self._list.delete_wanted.connect(self.delete_current)
        self._model.page_wanted.connect(self._read_page)
        self._model.renamed.connect(lambda cid, title: self._context.relay.run(self, self._chats.rename(cid, title)))

    def _seek(self) -> None:
        self._sought, self._entering = True, False
        self._search_soon.start()

    def _answer(self) -> None:
        """What the list shows is what was asked for."""
        entering = self._entering and self._model.rowCount() > 0 and self.window().focusWidget() is self._search
        self._sought = self._entering = False
        if entering:
            self._list.enter()

    def _note_change(self, _: Changed) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def _choose(self, conversation_id: str, node_id: str) -> None:
        if node_id:
            self.found.emit(conversation_id, node_id)
        else:
            self.chosen.emit(conversation_id)

    # reading

    def _refresh(self) -> None:
        """Ask again for what is to be listed; a later question replaces an earlier one."""
        if self._list.editing or (self._list.selected_count > 1 and self._question == self._answered):
            self._stale = True    # the list holds still while a title is typed, and while the person chooses several
            return
        self._stale = False
        if self._asking is not None:
            self._asking.cancel()
        self._answered = self._question
        words = self._search.text().strip()
        finding = self._context.services.finding
        if words:
            self._asking = self._context.relay.run(self, finding.search(words), self._show_hits)
            return
        dates = heading_dates(datetime.now().astimezone().date())
        listed = self._filter.listed
        if not self._version and not self._model.rowCount():
            beginning = finding.beginning(listed, dates, PAGE)
            self._asking = self._context.relay.run(self, beginning, lambda first: self._show_first(first, dates))
            return
        numbers = [0] if self._model.searched else self._list.shown_pages()
        asking = finding.overview(listed, dates, [(number * PAGE, PAGE) for number in numbers], self._shown)

        def show(overview: Overview) -> None:
            heads = tuple(heading(run, dates) for run in overview.runs)
            self._model.show_list(overview.runs, heads, dict(zip(numbers, overview.pages, strict=True)))
            self._version = overview.version
            self._filter.offer(overview.tags, overview.archived)
            self._say("" if overview.runs else self.tr("Your conversations will be listed here."))
            self._list.select(-1 if overview.place is None else self._model.row_at(overview.place))
            self._answer()

        self._asking = self._context.relay.run(self, asking, show)

    def _show_first(self, first: Overview, dates: Sequence[date]) -> None:
        """What the eye meets first is there at once; to count all the others takes longer."""
        self._model.show_list(first.runs, tuple(heading(run, dates) for run in first.runs), {0: first.pages[0]})
        self._list.select(self._model.row_of(self._shown))
        self._version = (0,)
        self._refresh()

    @property
    def _question(self) -> object:
        return self._search.text().strip(), self._filter.listed

    def _catch_up(self) -> None:
        if self._stale:
            self._refresh_soon.start()

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        self._model.show_hits(hits)
        self._filter.hide()    # a search goes through all there is
        more = self.tr("The newest %d are shown.") % len(hits) if len(hits) >= MOST_HITS else ""
        self._say(more if hits else self.tr("Nothing found."))
        self._list.scrollToTop()
        self._list.select(self._model.row_of(self._shown))
        self._answer()

    def _read_page(self, number: int) -> None:
        reading = self._context.services.finding.page(self._filter.listed, number * PAGE, PAGE)
        listed = self._filter.listed

        def read(page: Sequence[Summary]) -> None:
            if listed == self._filter.listed:
                self._model.add_page(number, page)

        self._context.relay.run(self, reading, read)

    def _say(self, instead: str) -> None:
        self._nothing.setText(instead)
        self._nothing.setVisible(bool(instead))

    def _mark_open(self) -> None:
        """The conversation that is shown, not the one for which a menu was asked."""
        if not self._list.editing:
            self._list.select(self._model.row_of(self._shown))

    # several

    def _count_selected(self, count: int) -> None:
        self._several.setVisible(count > 0)
        if not count:
            self._catch_up()
            if not self._list.selectedIndexes():    # of several none is left
                self._mark_open()
        said = counted(self.tr("%1 selected", "", count), count, "%1 selected")
        self._several.setText(said)
        self._several.setAccessibleName(self.tr("%1: what to do with them").replace("%1", said))

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        indexes = self._list.selectedIndexes() if self._list.selected_count == 1 else []
        if indexes and not indexes[0].data(NODE):
            menu.addAction(self.tr("Rename"), self.rename_current)
            menu.addAction(self.tr("Unpin") if indexes[0].data(PINNED) else self.tr("Pin"), self.toggle_pin)
        chosen = [summary for summary in map(self._model.summary, self._rows()[:MOST_LOOKED_AT]) if summary is not None]
        common = [tag for tag in (chosen[0].tags if chosen else ()) if all(tag in one.tags for one in chosen)]
        archived = bool(chosen) and all(one.archived for one in chosen)
        ids = self._list.selected_ids()
        if ids is not None:
            self._doing.fill(menu, ids, common, archived=archived)
        else:
            menu.addAction(self.tr("Reading…")).setEnabled(False)
            self._with_selected(lambda ids: self._refill(menu, ids, common, archived))

    def _refill(self, menu: QMenu, ids: Sequence[str], common: Sequence[str], archived: bool) -> None:
        menu.clear()
        self._doing.fill(menu, ids, common, archived=archived)

    def _rows(self) -> list[int]:
        found: list[int] = []
        for start, count in self._list.selected_places():
            places = range(start, start + min(count, MOST_LOOKED_AT))
            found += places if self._model.searched else [self._model.row_at(place) for place in places]
        return found

    def _with_selected(self, do: Callable[[Sequence[str]], None]) -> None:
        """Do it with what is selected, once all of it is read; if the list has changed meanwhile, with nothing."""
        ids = self._list.selected_ids()
        if ids is None:
            reading = self._context.services.finding.ids(
                self._filter.listed, self._list.selected_places(), self._version
            )
            self._context.relay.run(self, reading, lambda found: do(found) if found is not None else self._changed())
        elif ids:
            do(ids)
        elif self._shown is not None:
            do([self._shown])

    def _changed(self) -> None:
        self._list.clearSelection()
        self._context.notices.tell(self.tr("The list has changed meanwhile. Please select again."))

    def _delete(self, ids: Sequence[str]) -> None:
        title = ""
        if len(ids) == 1:
            summary = self._model.summary(self._model.row_of(ids[0]))
            title = summary.title if summary is not None and summary.title else self.tr("New chat")
        self._doing.delete(ids, title)

    def _leave_selection(self) -> None:
        if self._list.selected_count > 1:
            self._list.clearSelection()
