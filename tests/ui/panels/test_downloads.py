"""The page on which models are found and downloaded, by mouse and keyboard, from a Hub on the loopback."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services
from deskchat.settings import OTHER_PROGRAMS
from deskchat.ui.context import UiContext
from deskchat.ui.panels.download_rows import DownloadRow
from deskchat.ui.panels.downloads import DownloadsPage
from deskchat.ui.panels.model_files import MODEL, ModelFilesPage
from deskchat.ui.panels.quantisation_table import FIT, NAME, QuantisationTable
from deskchat.ui.safe_text import PlainLabel
from tests.support import models
from tests.support.loopback_hub import LoopbackHub

REPOSITORY = "maker/Tiny-GGUF"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    data = models.gemma3().read_bytes()
    with LoopbackHub({REPOSITORY: {"Tiny-Q4_K_M.gguf": data, "Tiny-Q8_0.gguf": data + bytes(1000)}}) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


@pytest.fixture
def services(hub: LoopbackHub, services: Services) -> Services:
    services.settings.set(OTHER_PROGRAMS, False)
    return services


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def press(page: QWidget, text: str) -> None:
    next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(page)).click()


def searched(context: UiContext, parent: QWidget, qtbot: QtBot) -> tuple[DownloadsPage, QuantisationTable]:
    page = DownloadsPage(context, parent)
    page.show()
    field = page.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "tiny")
    QTest.keyClick(field, Qt.Key.Key_Return)
    table = page.findChild(QuantisationTable)
    assert isinstance(table, QuantisationTable)
    qtbot.waitUntil(lambda: table.rowCount() == 2 and cell(table, 0) != "…")
    return page, table


def cell(table: QuantisationTable, row: int, column: int = FIT) -> str:
    item = table.item(row, column)
    return item.text() if item is not None else ""


def only_row(page: DownloadsPage) -> DownloadRow:
    (row,) = page.findChildren(DownloadRow)
    return row


def test_a_model_is_found_downloaded_shown_and_deleted(
    context: UiContext, parent: QWidget, qtbot: QtBot, loop: BackgroundLoop
) -> None:
    page, table = searched(context, parent, qtbot)
    assert [cell(table, row) for row in (0, 1)] == ["fits", "fits"]
    assert table.current is not None
    assert table.current.quantisation == "Q4_K_M"
    QTest.keyClick(table, Qt.Key.Key_Return)
    files = ModelFilesPage(context, parent)
    listed = files.findChild(QListWidget)
    assert isinstance(listed, QListWidget)

    def names() -> list[str]:
        groups = loop.submit(context.services.directory.groups()).result(120)
        return [info.ref.model for group in groups for info in group.models]

    def row() -> int:
        paths = [str(listed.item(n).data(MODEL).path) for n in range(listed.count())]
        return next((n for n, path in enumerate(paths) if path.endswith("Tiny-Q4_K_M.gguf")), -1)

    qtbot.waitUntil(lambda: "Done" in told(page))
    assert "Tiny-Q4_K_M" in names()
    qtbot.waitUntil(lambda: "already" in cell(table, 0, NAME))
    assert cell(table, 1, NAME) == "Q8_0"
    qtbot.waitUntil(lambda: row() >= 0)
    listed.setCurrentRow(row())
    press(files, "Delete…")
    box = files.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    press(box, "Delete")
    qtbot.waitUntil(lambda: "Tiny-Q4_K_M" not in names())


def test_who_knows_no_name_is_shown_what_fits_this_computer(
    context: UiContext, parent: QWidget, qtbot: QtBot, hub: LoopbackHub
) -> None:
    hub.files |= {"other/maker_Tiny-GGUF": hub.files[REPOSITORY], "maker/Vast-GGUF": {}}
    hub.facts["maker/Vast-GGUF"] = {"gguf": {"total": 900_000_000_000}}
    page = DownloadsPage(context, parent)
    page.show()
    assert not hub.asked
    press(page, "Show models that fit this computer")
    found = page.findChild(QListWidget)
    assert isinstance(found, QListWidget)
    qtbot.waitUntil(lambda: found.count() > 0)
    assert [found.item(row).text().splitlines()[0] for row in range(found.count())] == [REPOSITORY]
    table = page.findChild(QuantisationTable)
    assert isinstance(table, QuantisationTable)
    qtbot.waitUntil(lambda: table.rowCount() == 2 and cell(table, 0) == "fits")


def told(page: DownloadsPage) -> str:
    """What the rows of the downloads say."""
    return " ".join(label.text() for row in page.findChildren(DownloadRow) for label in row.findChildren(PlainLabel))


def test_a_download_is_paused_found_again_resumed_and_cancelled(
    context: UiContext, parent: QWidget, qtbot: QtBot, hub: LoopbackHub, loop: BackgroundLoop
) -> None:
    hub.bytes_per_s = 5e6
    page, _ = searched(context, parent, qtbot)
    press(page, "Download")
    qtbot.waitUntil(lambda: "/s, " in told(page))
    press(only_row(page), "Pause")
    qtbot.waitUntil(lambda: "paused" in told(page))
    again = DownloadsPage(context, parent)
    again.show()
    qtbot.waitUntil(lambda: "paused" in told(again))
    press(only_row(again), "Resume")
    qtbot.waitUntil(lambda: "/s, " in told(again))
    press(only_row(again), "Cancel")
    qtbot.waitUntil(lambda: not again.findChildren(DownloadRow))
    assert not [path for path in context.services.paths.models.glob("**/*") if path.is_file()]


def test_what_goes_wrong_is_said(context: UiContext, parent: QWidget, qtbot: QtBot, hub: LoopbackHub) -> None:
    hub.refused.add(REPOSITORY)
    page, _ = searched(context, parent, qtbot)
    press(page, "Download")
    qtbot.waitUntil(lambda: "accepted their terms" in told(page))
    assert any(button.text() == "Resume" for button in only_row(page).findChildren(QPushButton))
