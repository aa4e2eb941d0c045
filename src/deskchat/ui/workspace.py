"""What the window holds once everything is open: the conversations beside the open one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter

from deskchat.chat.model import LOCAL
from deskchat.services.downloads import Download, State
from deskchat.services.releases import Release
from deskchat.settings import OFFLINE, SIDEBAR_VISIBLE
from deskchat.ui.actions import connect_all
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.page import ConversationPage
from deskchat.ui.main_menu import MainMenu
from deskchat.ui.notices import NoticeBar
from deskchat.ui.offline_switch import set_offline
from deskchat.ui.sidebar.sidebar import Sidebar
from deskchat.ui.sidebar_width import SidebarWidth

if TYPE_CHECKING:
    from deskchat.ui.panels.exchange import FileExchange
    from deskchat.ui.presence import Presence


UPDATES_AFTER_MS = 20_000    # whoever wished for it daily can wait until the window is in use

PRESENCE_AFTER_MS = 1_000    # the window takes keys first


class Workspace(QSplitter):
    """Assembly only: what happens is decided in the sidebar, the page and the services."""

    quit_wanted = Signal()

    def __init__(self, context: UiContext, box: MessageBox, window: QMainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._width = SidebarWidth(context.services.settings)
        self._left: str | None = None    # the temporary conversation that was shown last
        self._sidebar = Sidebar(context, self)
        self._menu = MainMenu(context)
        self._page = ConversationPage(context, box, self, lead=self._menu)
        self._place()
        self._connect(window)
        self._presence: Presence | None = None
        QTimer.singleShot(PRESENCE_AFTER_MS, self, lambda: self.presence)
        QTimer.singleShot(UPDATES_AFTER_MS, self, self._look_for_updates)
        self._bar = NoticeBar(context.notices, window, self._page.foot)
        context.relay.failed.connect(context.notices.tell_error)
        for sentence in context.services.notices:
            context.notices.tell(sentence)
        self.show_conversation(None)

    def show_conversation(self, conversation_id: str | None) -> None:
        """Open a conversation, or an empty page for a new one."""
        self._sidebar.show_as_open(conversation_id)
        self._page.show_conversation(conversation_id)
        self._page.focus_composer()

    @property
    def presence(self) -> "Presence":
        """What is outside the window; made when it is first needed, and soon after the window shows."""
        if self._presence is None:
            from deskchat.ui.presence import Presence

            window = self.window()
            assert isinstance(window, QMainWindow)
            made = Presence(self._context, window, lambda: self._page.conversation_id)
            made.open_wanted.connect(self.show_conversation)
            made.new_chat_wanted.connect(self._new_chat)
            made.quit_wanted.connect(self.quit_wanted)
            self._presence = made
        return self._presence

    @property
    def keeps_running(self) -> bool:
        """Does deskchat stay in the tray when the window is closed?"""
        return self._presence is not None and self._presence.tray.keeps_running

    def open_settings(self, page: str = "") -> None:
        """Open the settings, at the page of that name where one is given."""
        from deskchat.ui.panels.dialog import SettingsDialog  # not needed before somebody looks

        dialog = SettingsDialog(self._context, page or None, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.conversation_wanted.connect(self.show_conversation)
        dialog.show()

    def open_keyboard_list(self) -> None:
        """Show all shortcuts."""
        from deskchat.ui.keyboard_list import KeyboardList

        shown = KeyboardList(self.window())
        shown.guide_wanted.connect(self.open_guide)
        shown.open()

    def open_guide(self) -> None:
        """Show the user guide."""
        from deskchat.ui.guide_window import open_guide

        open_guide(self._context, self.window())

    def toggle_sidebar(self) -> None:
        """Show or hide the conversations, and remember it."""
        self._sidebar.setVisible(not self._sidebar.isVisible())
        self._context.services.settings.set(SIDEBAR_VISIBLE, self._sidebar.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._bound()
        super().resizeEvent(event)
        self._widen()

    def _place(self) -> None:
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(self._sidebar)
        self.addWidget(self._page)
        self.setStretchFactor(1, 1)
        self._sidebar.setVisible(self._context.services.settings.get(SIDEBAR_VISIBLE))
        self.splitterMoved.connect(self._note_width)
        self._context.theme.changed.connect(self._follow_font)

    def _note_width(self) -> None:
        self._width.keep(self._sidebar.width(), self._context.theme.em)

    def _follow_font(self) -> None:
        self._bound()
        self._widen()

    def _bound(self) -> None:
        """Keep the conversations from covering the open one."""
        self._sidebar.setMinimumWidth(self._width.least(self.width(), self._context.theme.em))
        self._sidebar.setMaximumWidth(self._width.most(self.width()))

    def _widen(self) -> None:
        """Give the conversations the width that the person wants."""
        wide = self._width.within(self.width(), self._context.theme.em)
        if self.sizes()[0] != wide:
            self.setSizes([wide, self.width() - wide])

    def _connect(self, window: QMainWindow) -> None:
        sidebar, page = self._sidebar, self._page
        sidebar.chosen.connect(self.show_conversation)
        sidebar.found.connect(self._show_found)
        sidebar.new_chat_wanted.connect(self._new_chat)
        sidebar.settings_wanted.connect(self.open_settings)
        sidebar.export_wanted.connect(self._export)
        sidebar.deleted.connect(self._leave_deleted)
        page.conversation_started.connect(sidebar.show_as_open)
        page.stray_keys.watch(sidebar)
        page.settings_wanted.connect(self.open_settings)
        page.import_wanted.connect(self.import_files)
        page.temporary.left.connect(self._leave_temporary)
        page.temporary.kept.connect(self.show_conversation)
        page.temporary.erased.connect(self._new_chat)
        self._context.relay.listen(self, self._context.services.spending.warnings(), self._warn_of_budget)
        self._context.relay.listen(self, self._context.services.downloads.endings(), self._tell_of_download)
        self._context.relay.run(self, self._context.services.proxy.leave_file(), self._tell_if_anything)
        self._menu.fill(connect_all(window, self._actions()))

    def _actions(self) -> Mapping[str, Callable[[], object]]:
        """What each action does."""
        sidebar, page, theme = self._sidebar, self._page, self._context.theme
        return {
            "new_chat": self._new_chat,
            "temporary_chat": self.new_temporary_chat,
            "quick_ask": lambda: self.presence.ask(),
            "search": sidebar.focus_search,
            "find": page.open_find,
            "next_question": lambda: page.jumps.step(1),
            "previous_question": lambda: page.jumps.step(-1),
            "go_to_day": page.jumps.ask_day,
            "next_chat": lambda: sidebar.step(1),
            "previous_chat": lambda: sidebar.step(-1),
            "rename": sidebar.rename_current,
            "pin": sidebar.toggle_pin,
            "archive": sidebar.archive_current,
            "tag": sidebar.tag_current,
            "delete": sidebar.delete_current,
            "undo_delete": sidebar.undo_delete,
            "choose_model": page.open_model_picker,
            "terms": page.open_terms,
            "branches": page.open_tree,
            "fallback": page.open_fallback,
            "focus_message": page.focus_composer,
            "stop": page.stop,
            "regenerate": page.regenerate_last,
            "copy_reply": page.copy_last_reply,
            "import": self.import_files,
            "export": self._export_shown,
            "export_all": self._export_all,
            "sidebar": self.toggle_sidebar,
            "larger": lambda: theme.zoom(1),
            "smaller": lambda: theme.zoom(-1),
            "usual_size": lambda: theme.zoom(0),
            "offline": self._toggle_offline,
            "settings": self.open_settings,
            "keyboard": self.open_keyboard_list,
            "guide": self.open_guide,
            "quit": self.quit_wanted.emit,
        }

    def _toggle_offline(self) -> None:
        offline = not self._context.services.settings.get(OFFLINE)
        set_offline(self._context, offline)
        self._context.notices.tell(
            self.tr("You are offline: nothing is connected to until you turn it off again.")
            if offline
            else self.tr("Connections are allowed again.")
        )

    def _look_for_updates(self) -> None:
        self._context.relay.run(self, self._context.services.updates.look_daily(), self._tell_of_update)

    def _tell_if_anything(self, said: str) -> None:
        if said:
            self._context.notices.tell(said, (self.tr("Network…"), lambda: self.open_settings("network")))

    def _tell_of_update(self, release: Release | None) -> None:
        if release is not None:
            said = self.tr("deskchat %1 is there.").replace("%1", release.version)
            self._context.notices.tell(said, (self.tr("Updates…"), lambda: self.open_settings("updates")))

    def _tell_of_download(self, ended: Download) -> None:
        if ended.state is State.DONE:
            said = self.tr("“%1” is downloaded: it is in the list of models.").replace("%1", ended.title)
            self._context.notices.tell(said, (self.tr("Use it"), lambda: self._page.choose_model(f"{LOCAL}/{ended.title}")))
        else:
            said = self.tr("“%1” is not downloaded. %2").replace("%1", ended.title).replace("%2", ended.problem)
            self._context.notices.tell(said, (self.tr("Downloads…"), lambda: self.open_settings("downloads")))

    def _warn_of_budget(self, sentence: str) -> None:
        self._context.notices.tell(sentence, (self.tr("Spending…"), lambda: self.open_settings("spending")))

    def import_files(self) -> None:
        """Let the person choose files of conversations to import."""
        self._files().import_files()

    def _files(self) -> "FileExchange":
        from deskchat.ui.panels.exchange import FileExchange  # not needed before somebody exports

        return self.findChild(FileExchange) or FileExchange(self._context, self)

    def _export_shown(self) -> None:
        if self._page.temporary.is_on:
            self._context.notices.tell(self.tr("A temporary chat has to be kept before it can be exported."))
        elif self._page.conversation_id is not None:
            self._export([self._page.conversation_id])

    def _export(self, ids: list[str]) -> None:
        self._files().export(ids, self.tr("conversation") if len(ids) == 1 else self.tr("conversations"))

    def _export_all(self) -> None:
        self._files().export(None, self.tr("conversations"))

    def _show_found(self, conversation_id: str, message_id: str) -> None:
        """The search field keeps the keyboard: the next hit may be the one."""
        self._sidebar.show_as_open(conversation_id)
        self._page.show_message(conversation_id, message_id)

    def _new_chat(self) -> None:
        self.show_conversation(None)

    def new_temporary_chat(self) -> None:
        """Begin one of which nothing is stored; the last one that was left is forgotten."""
        self._sidebar.show_as_open(None)
        self._page.show_conversation(None, temporary=True)
        self._page.focus_composer()
        if self._left is not None:
            relay = self._context.relay
            relay.run(relay, self._context.services.chats.erase(self._left))
            self._left = None

    def _leave_temporary(self, conversation_id: str) -> None:
        self._left = conversation_id
        said = self.tr("The temporary chat is in memory until the next one begins or deskchat is closed.")
        self._context.notices.tell(said, (self.tr("Go back"), lambda: self._go_back(conversation_id)))

    def _go_back(self, conversation_id: str) -> None:
        if self._left == conversation_id:
            self._left = None
            self.show_conversation(conversation_id)

    def _leave_deleted(self, conversation_id: str) -> None:
        if self._page.conversation_id == conversation_id:
            self._new_chat()
