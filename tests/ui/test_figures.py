"""Numbers, amounts, sizes and days as the language of the window writes them."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from deskchat.chat.message import Cost
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.ui import figures as module
from deskchat.ui.figures import amount_words, counted, day_words, figures, is_figure, seconds_words
from deskchat.ui.model_note import note_words


@pytest.fixture
def french(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("fr"))
    monkeypatch.setattr(module, "spoken", lambda: "fr")
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("english", "there"),
    [
        ("1,234,567", "1\u202f234\u202f567"),
        ("3.2 s", "3,2 s"),
        ("$0.00384", "0,00384\u00a0$"),
        ("$2.50 / $15", "2,50\u00a0$ / 15\u00a0$"),
        ("0.40 EUR", "0,40 EUR"),
        ("1.5k", "1,5k"),
        ("12", "12"),
    ],
)
@pytest.mark.usefixtures("french")
def test_numbers_are_written_as_the_reader_writes_them(english: str, there: str) -> None:
    assert figures(english) == there


@pytest.mark.usefixtures("french")
def test_an_amount_has_its_sign_behind_it() -> None:
    assert amount_words(Cost(2_480_000)) == "0,00248\u00a0$"


def test_english_stays_as_it_is() -> None:
    assert figures("$1,234.50 for 12.3 MB") == "$1,234.50 for 12.3 MB"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8,192", True), ("$1.20", True), ("≈ 3", True), ("98 MB", True), ("gpt-5.4", False), ("GPT 4.1", False), ("", False)],
)
def test_a_number_is_told_from_a_name(text: str, expected: bool) -> None:
    assert is_figure(text) is expected


@pytest.mark.usefixtures("french")
def test_the_day_on_which_a_model_goes_away_is_written_out() -> None:
    model = ModelInfo(ModelRef("x", "m"), "M", note="goes away on 2026-12-11", retires_on="2026-12-11")
    assert note_words(model).endswith("11 décembre 2026")
    assert day_words(date(2026, 12, 1)) == "1 décembre 2026"


@pytest.mark.parametrize(("count", "said"), [(0, "0 replies"), (1, "one reply"), (2, "2 replies"), (1234, "1,234 replies")])
def test_one_is_no_plural(count: int, said: str) -> None:
    assert counted("%1 replies", count, "one reply") == said


@pytest.mark.usefixtures("french")
def test_a_translation_has_its_own_form_for_the_number() -> None:
    assert counted("%1 réponse", 1, "one reply") == "1 réponse"
    assert counted("%1 réponses", 1234, "one reply") == "1\u202f234 réponses"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, "less than 0.1 s"), (0.05, "0.1 s"), (9.94, "9.9 s"), (12.4, "12 s"), (240, "4 min")]
)
def test_a_time_is_never_written_as_nothing(seconds: float, said: str) -> None:
    assert seconds_words(seconds) == said
