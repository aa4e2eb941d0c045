"""The settings with real services and a server on the loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.settings import ALL, CACHE_TYPE, GPU_LAYERS
from deskchat.ui.context import UiContext
from deskchat.ui.panels.dialog import SettingsDialog, find_pages
from deskchat.ui.panels.server_finder import ServerFinder
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer

SECRET = "sk-not-to-be-read-aloud"
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def services(tmp_path: Path, loop: BackgroundLoop) -> Iterator[Services]:
    with ChatServer() as server:
        home = Home(tmp_path)
        home.add_provider("loop", server.url)
        home.add_provider("locked", server.url, key_env="LOCKED_KEY")
        opened = loop.submit(open_services(home.paths)).result(120)
        yield opened
        loop.submit(opened.aclose()).result(120)


def opened(context: UiContext, qtbot: QtBot, page: str) -> SettingsDialog:
    dialog = SettingsDialog(context, page)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: SettingsDialog, text: str) -> bool:
    return any(text in label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def press(dialog: SettingsDialog, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()


@pytest.mark.parametrize("wider", [0, 90])
def test_rows_of_a_page_that_is_not_in_front_do_not_show_and_come_back(
    context: UiContext, qtbot: QtBot, wider: int
) -> None:
    dialog = opened(context, qtbot, "providers")
    pages = next(one for one in dialog.findChildren(QListWidget) if one.accessibleName() == "Pages")
    rows = next(one for one in dialog.findChildren(QListWidget) if one.accessibleName() == "Providers")
    qtbot.waitUntil(lambda: rows.count() > 2)
    seen = QAccessible.queryAccessibleInterface(rows)
    rows.verticalScrollBar().setValue(3)
    before, scrolled = rows.geometry(), rows.verticalScrollBar().value()
    in_sight = [not seen.child(at).state().invisible for at in range(rows.count())]
    assert any(in_sight)

    pages.setCurrentRow(pages.count() - 1)
    assert all(seen.child(at).state().invisible for at in range(rows.count()))
    dialog.resize(dialog.width(), dialog.height() + wider)
    pages.setCurrentRow(0)

    qtbot.waitUntil(lambda: rows.height() == before.height() + wider)
    assert rows.width() == before.width()
    assert rows.verticalScrollBar().value() == min(scrolled, rows.verticalScrollBar().maximum())
    if not wider:
        assert [not seen.child(at).state().invisible for at in range(rows.count())] == in_sight


def wait_for_provider(dialog: SettingsDialog, qtbot: QtBot, name: str) -> None:
    def there() -> bool:
        lists = [li for li in dialog.findChildren(QListWidget) if li.accessibleName() == "Providers"]
        return bool(lists) and (item := lists[0].currentItem()) is not None and item.text() == name

    qtbot.waitUntil(there)


def test_every_page_opens_and_every_setting_has_a_control(context: UiContext, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot, "")
    for page in find_pages():
        dialog.open_page(page.name)
    named = {w.accessibleName() for w in dialog.findChildren(QLineEdit) + dialog.findChildren(QPushButton)}
    named |= {w.accessibleName() for w in QApplication.allWidgets()}
    assert {setting.title for setting in ALL if setting.shown} <= named


def test_a_provider_answers_the_check(context: UiContext, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot, "loop")
    wait_for_provider(dialog, qtbot, "Loop")
    press(dialog, "Check the connection")
    qtbot.waitUntil(lambda: shown(dialog, "2 models"))


@case(80)
def test_a_key_is_not_read_aloud_and_is_cleared_when_kept(context: UiContext, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot, "locked")
    wait_for_provider(dialog, qtbot, "Locked")
    field = next(f for f in dialog.findChildren(QLineEdit) if f.accessibleName() == "Key")
    field.setText(SECRET)
    heard = QAccessible.queryAccessibleInterface(field)
    assert SECRET not in "".join(heard.text(kind) for kind in QAccessible.Text)
    press(dialog, "Keep it for this session only")
    qtbot.waitUntil(lambda: shown(dialog, "kept until deskchat is closed"))
    assert field.text() == ""


def test_how_local_models_run_can_be_chosen(context: UiContext, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot, "local_engine")
    layers = next(spin for spin in dialog.findChildren(QSpinBox) if spin.accessibleName() == GPU_LAYERS.title)
    assert layers.text() == "Automatic"
    layers.setValue(12)
    precision = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == CACHE_TYPE.title)
    precision.setCurrentText("q8_0")
    settings = context.services.settings
    assert (settings.get(GPU_LAYERS), settings.get(CACHE_TYPE)) == (12, "q8_0")


def test_a_server_that_answers_at_an_address_is_found_and_added_with_a_click(context: UiContext, qtbot: QtBot) -> None:
    with ChatServer() as other:
        dialog = opened(context, qtbot, "providers")
        (finder,) = dialog.findChildren(ServerFinder)
        address, add = finder.findChildren(QLineEdit)[0], button(finder, "Add it")
        address.setText(f"127.0.0.1:{other.port}")
        QTest.keyClick(address, Qt.Key.Key_Return)
        assert dialog.isVisible()    # Enter belongs to the field
        qtbot.waitUntil(lambda: add.isVisible() and add.isEnabled())
        add.click()
        qtbot.waitUntil(lambda: shown(dialog, "is added"))
        assert not add.isEnabled()
        wanted = f"(127.0.0.1:{other.port})"
        lists = dialog.findChildren(QListWidget)
        qtbot.waitUntil(lambda: any(each.findItems(wanted, Qt.MatchFlag.MatchContains) for each in lists))


def test_a_server_is_added_by_enter_and_asked_for_its_models(context: UiContext, qtbot: QtBot) -> None:
    with ChatServer(models=["only-1"]) as other:
        dialog = opened(context, qtbot, "providers")
        name, address = (
            next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == f"New server: {what}")
            for what in ("Name", "Address")
        )
        name.setText("Mine")
        address.setText(other.url)
        QTest.keyClick(address, Qt.Key.Key_Return)
        wait_for_provider(dialog, qtbot, "Mine")
        qtbot.waitUntil(lambda: shown(dialog, "It answers, and offers one model."))
        assert (name.text(), address.text()) == ("", "")


def test_who_finds_nobody_is_told(context: UiContext, qtbot: QtBot) -> None:
    dialog = opened(context, qtbot, "providers")
    (finder,) = dialog.findChildren(ServerFinder)
    finder.findChildren(QLineEdit)[0].setText("127.0.0.1:9")
    button(finder, "Find").click()
    qtbot.waitUntil(lambda: shown(dialog, "No server of models answers at 127.0.0.1:9"))


def button(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text() == text)
