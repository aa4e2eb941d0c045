"""Every action of the window, once: menus, shortcuts and the keyboard list are made from these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """``text`` is translated when shown; ``keys`` are all its shortcuts, the first is the one that is named."""

    id: str
    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionMenu:
    """Entries that stand together: in a menu called ``title``, translated when shown; ``""``: in the first one."""

    title: str
    entries: tuple[ActionEntry, ...]


def _menu(title: object, *entries: ActionEntry) -> ActionMenu:
    return ActionMenu(str(title), entries)


def _entry(action_id: str, text: object, *keys: str) -> ActionEntry:
    return ActionEntry(action_id, str(text), keys)    # QT_TRANSLATE_NOOP is typed to return an object


MENUS: tuple[ActionMenu, ...] = (
    _menu(
        "",
        _entry("new_chat", QT_TRANSLATE_NOOP("Actions", "New chat"), "Ctrl+N"),
        _entry(
            "temporary_chat", QT_TRANSLATE_NOOP("Actions", "New temporary chat, of which nothing is stored"), "Ctrl+Shift+N"
        ),
        _entry("quick_ask", QT_TRANSLATE_NOOP("Actions", "Quick question"), "Ctrl+Shift+Space"),
    ),
    _menu(
        QT_TRANSLATE_NOOP("Actions", "Find"),
        _entry("search", QT_TRANSLATE_NOOP("Actions", "Search conversations"), "Ctrl+K"),
        _entry("find", QT_TRANSLATE_NOOP("Actions", "Find in the conversation"), "Ctrl+F"),
        _entry("next_question", QT_TRANSLATE_NOOP("Actions", "Next question in the conversation"), "Alt+Down"),
        _entry("previous_question", QT_TRANSLATE_NOOP("Actions", "Previous question in the conversation"), "Alt+Up"),
        _entry("go_to_day", QT_TRANSLATE_NOOP("Actions", "Go to a day in the conversation"), "Ctrl+G"),
        _entry("next_chat", QT_TRANSLATE_NOOP("Actions", "Next conversation"), "Ctrl+PgDown", "Ctrl+Tab"),
        _entry("previous_chat", QT_TRANSLATE_NOOP("Actions", "Previous conversation"), "Ctrl+PgUp", "Ctrl+Shift+Tab"),
    ),
    _menu(
        QT_TRANSLATE_NOOP("Actions", "Conversation"),
        _entry("rename", QT_TRANSLATE_NOOP("Actions", "Rename the conversation"), "F2"),
        _entry("pin", QT_TRANSLATE_NOOP("Actions", "Pin or unpin the conversation"), "Ctrl+Shift+P"),
        _entry("archive", QT_TRANSLATE_NOOP("Actions", "Archive the selected conversations"), "Ctrl+E"),
        _entry("tag", QT_TRANSLATE_NOOP("Actions", "Give the selected conversations a tag"), "Ctrl+T"),
        _entry("delete", QT_TRANSLATE_NOOP("Actions", "Delete the conversation"), "Ctrl+Shift+Backspace"),
        _entry("undo_delete", QT_TRANSLATE_NOOP("Actions", "Bring the deleted conversation back"), "Ctrl+Shift+Z"),
        _entry("choose_model", QT_TRANSLATE_NOOP("Actions", "Choose the model"), "Ctrl+M"),
        _entry("terms", QT_TRANSLATE_NOOP("Actions", "System prompt and parameters of the conversation"), "Ctrl+I"),
        _entry("branches", QT_TRANSLATE_NOOP("Actions", "Branches of the conversation"), "Ctrl+Shift+B"),
        _entry("fallback", QT_TRANSLATE_NOOP("Actions", "Choose who answers when the model can't"), "Ctrl+Shift+F"),
    ),
    _menu(
        QT_TRANSLATE_NOOP("Actions", "Message"),
        _entry("focus_message", QT_TRANSLATE_NOOP("Actions", "Go to the message field"), "Ctrl+L"),
        _entry("stop", QT_TRANSLATE_NOOP("Actions", "Stop the reply"), "Esc"),
        _entry("regenerate", QT_TRANSLATE_NOOP("Actions", "Regenerate the last reply"), "Ctrl+R"),
        _entry("copy_reply", QT_TRANSLATE_NOOP("Actions", "Copy the last reply"), "Ctrl+Shift+C"),
    ),
    _menu(
        QT_TRANSLATE_NOOP("Actions", "Files"),
        _entry("import", QT_TRANSLATE_NOOP("Actions", "Import conversations"), "Ctrl+O"),
        _entry("export", QT_TRANSLATE_NOOP("Actions", "Export the conversation"), "Ctrl+S"),
        _entry("export_all", QT_TRANSLATE_NOOP("Actions", "Export all conversations"), "Ctrl+Shift+S"),
    ),
    _menu(
        QT_TRANSLATE_NOOP("Actions", "View"),
        _entry("sidebar", QT_TRANSLATE_NOOP("Actions", "Show or hide the conversations"), "Ctrl+B"),
        _entry("larger", QT_TRANSLATE_NOOP("Actions", "Larger text"), "Ctrl++", "Ctrl+="),
        _entry("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller text"), "Ctrl+-"),
        _entry("usual_size", QT_TRANSLATE_NOOP("Actions", "Usual text size"), "Ctrl+0"),
    ),
    _menu(
        "",
        _entry("offline", QT_TRANSLATE_NOOP("Actions", "Go offline, or end it"), "Ctrl+Shift+O"),
        _entry("settings", QT_TRANSLATE_NOOP("Actions", "Settings"), "Ctrl+,"),
        _entry("keyboard", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), "F1", "Ctrl+?"),
        _entry("guide", QT_TRANSLATE_NOOP("Actions", "User guide"), "Ctrl+F1"),
        _entry("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), "Ctrl+Q"),
    ),
)
ALL = tuple(entry for menu in MENUS for entry in menu.entries)


def text_of(entry: ActionEntry) -> str:
    """The action's name in the language of the window."""
    return QCoreApplication.translate("Actions", entry.text)


def title_of(menu: ActionMenu) -> str:
    """The menu's title in the language of the window."""
    return QCoreApplication.translate("Actions", menu.title)


def connect_all(window: QWidget, doing: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Give ``window`` all actions, each doing what ``doing`` names for its id. ``KeyError``: one would do nothing."""
    made: dict[str, QAction] = {}
    for entry in ALL:
        action = QAction(text_of(entry), window)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        do = doing[entry.id]
        action.triggered.connect(lambda _=False, do=do: do())
        window.addAction(action)
        made[entry.id] = action
    return made
