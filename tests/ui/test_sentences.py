"""Sentences of rooms without Qt are known again in the window's language, each by its own template."""

import re

import pytest
from PySide6.QtCore import QCoreApplication

from deskchat.paths import resources
from deskchat.ui.sentences import CONTEXT, translated

NO_BREAK = "\u00a0"


@pytest.mark.usefixtures("french")
def test_what_a_model_sees_is_said_in_french() -> None:
    assert translated("Sees all 4 messages (about 240 of 8,192 tokens).").startswith("Voit les 4 messages (environ 240")
    note = "Tiny can't hold the whole conversation: one older message is left out, the newest are kept."
    assert translated(note).startswith(f"Tiny ne peut pas contenir toute la conversation{NO_BREAK}: un message plus ancien")


@pytest.mark.usefixtures("french")
def test_no_template_takes_the_sentences_of_another() -> None:
    templates = (resources() / "translations" / "sentences.txt").read_text("utf-8").splitlines()
    wrong = []
    for template in templates:
        said, expected = template, QCoreApplication.translate(CONTEXT, template)
        for place in re.findall(r"%\d", template):
            said, expected = said.replace(place, f"Name{place[1]}"), expected.replace(place, f"Name{place[1]}")
        if translated(said) != expected:
            wrong.append(template)
    assert wrong == []
