"""The look follows the settings, and the desktop where they say so."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskchat.settings import CONTRAST, FONT_SIZE, THEME, Settings
from deskchat.ui import theme as theme_module
from deskchat.ui.colours import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Colours, contrast, readable
from deskchat.ui.conversation.transcript import highlight
from deskchat.ui.main_window import MainWindow
from deskchat.ui.theme import Theme

GROUNDS = ("window", "surface", "raised", "hover", "selected", "bubble", "code_background", "selection", "danger_background")
WRITTEN = {"text": GROUNDS, "quiet": GROUNDS[:6], "link": (*GROUNDS[:3], "bubble"), "danger": (*GROUNDS[:4], "danger_background"),
           "code_text": ("code_background",), "on_accent": ("accent",)}    # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(tmp_path / "settings.toml")


@pytest.fixture
def theme(qapp: QApplication, settings: Settings) -> Iterator[Theme]:
    made = Theme(qapp, settings)
    yield made
    made.deleteLater()


def test_there_are_four_looks(theme: Theme, settings: Settings) -> None:
    seen = []
    for name, wanted in product(("light", "dark"), ("usual", "high")):
        settings.set(THEME, name)
        settings.set(CONTRAST, wanted)
        seen.append(theme.colours)
    assert seen == [LIGHT, STRONG_LIGHT, DARK, STRONG_DARK]


def test_the_desktops_wish_for_contrast_is_followed(
    theme: Theme, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Access:
        def contrastPreference(self) -> Qt.ContrastPreference:
            return Qt.ContrastPreference.HighContrast

    monkeypatch.setattr(theme, "_access", Access())
    settings.set(THEME, "light")
    assert theme.colours is STRONG_LIGHT
    settings.set(CONTRAST, "usual")
    assert theme.colours is LIGHT


@pytest.mark.parametrize(("colours", "least"), [(LIGHT, 4.5), (DARK, 4.5), (STRONG_LIGHT, 7.0), (STRONG_DARK, 7.0)])
def test_what_is_written_can_be_read(colours: Colours, least: float) -> None:
    pairs = [(ink, ground) for ink, grounds in WRITTEN.items() for ground in grounds]
    faint = {pair: ratio for pair in pairs
             if (ratio := contrast(getattr(colours, pair[0]), getattr(colours, pair[1]))) < least}    # fmt: skip
    assert faint == {}


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("colours", "names"), [(STRONG_LIGHT, highlight.LIGHT), (STRONG_DARK, highlight.DARK)])
def test_colours_of_code_can_be_read_too(colours: Colours, names: dict[str, str]) -> None:
    ground = colours.code_background
    assert min(contrast(readable(QColor(name), colours, ground), ground) for name in names.values()) >= 7.0


def test_text_has_the_desktops_font_until_a_size_is_chosen(
    qapp: QApplication, qtbot: QtBot, theme: Theme, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(theme, settings)
    qtbot.addWidget(window)
    larger = QFont(theme.font)
    larger.setPointSizeF(21)
    monkeypatch.setattr(theme_module, "system_font", lambda: larger)
    qapp.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
    assert theme.font.pointSizeF() == 21
    settings.set(FONT_SIZE, 12)
    assert theme.font.pointSizeF() == 12
    settings.set(FONT_SIZE, 0)
    assert theme.font.pointSizeF() == 21
    monkeypatch.undo()
    theme.follow_system()
