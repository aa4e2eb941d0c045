"""Sentences of rooms without Qt are known again in the window's language, each by its own template."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import gguf
from deskchat.paths import resources
from deskchat.providers import failures
from deskchat.providers.gemini_stops import STOPS, block, finish
from deskchat.ui.sentences import CONTEXT, translated
from tests.support.bad_ggufs import BAD

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


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("kind", failures.SENTENCES)
def test_what_a_server_refuses_is_said_in_french_with_its_own_words_as_they_are(kind: ErrorKind) -> None:
    bare, _ = failures.sentences(kind, "Name")
    with_words, remedy = failures.sentences(kind, "Name", "no such thing here")

    assert translated(bare) != bare
    assert translated(with_words).startswith(translated(bare).removesuffix("."))
    assert f"«{NO_BREAK}no such thing here{NO_BREAK}»" in translated(with_words)
    assert translated(remedy) != remedy


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_model_file_is_said_in_french(name: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.gguf"
    file.write_bytes(BAD[name][0])
    with pytest.raises(ChatError) as raised:
        gguf.read(file)
    assert translated(raised.value.message) != raised.value.message
    assert f"«{NO_BREAK}broken.gguf{NO_BREAK}»" in translated(raised.value.message)


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("english", "said"),
    [
        (
            "Tiny can't hold the whole conversation: one older message is left out, the newest are kept.",
            "Tiny ne peut pas contenir toute la conversation : un message plus ancien est laissé de côté, "
            "les plus récents sont gardés.",
        ),
        (
            "Claude could not answer (the credit is used up): GPT was asked instead.",
            "Claude n’a pas pu répondre (le crédit est épuisé) : GPT a été interrogé à sa place.",
        ),
        (
            "local/tiny was passed over: “a b.gguf” is not a GGUF file. The key was not stored.",
            "local/tiny a été passé : « a b.gguf » n’est pas un fichier GGUF. La clé n’a pas été enregistrée.",
        ),
        (
            "GPT does not take temperature, top-p and repeat penalty: left out.",
            "GPT n’accepte pas température, top-p et pénalité de répétition : laissé de côté.",
        ),
        (
            "Conversations: 12 new ones, 3 already here. Messages imported: 5.",
            "Conversations : 12 nouvelles, 3 déjà présentes. Messages importés : 5.",
        ),
        (
            block("Gemini", "JAILBREAK", "No."),
            "Gemini n’a pas transmis la conversation au modèle parce qu’elle a été prise pour une tentative "
            "de contourner les règles. Il dit : « No ».",
        ),
    ],
)
def test_what_stands_in_a_sentence_is_said_in_french_too(english: str, said: str) -> None:
    assert re.sub("[\u00a0\u202f]", " ", translated(english)) == said


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("reason", [*STOPS, "NEW_ONE"])
def test_why_google_ends_a_reply_is_said_in_french(reason: str) -> None:
    _, sentence = finish("Gemini", reason)
    assert (translated(sentence) != sentence) == bool(sentence)
