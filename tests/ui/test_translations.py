"""The French translation is whole."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from texts import Text, all_texts

ROOT = Path(__file__).parents[2]

FRENCH = ROOT / "resources" / "translations" / "deskchat_fr.ts"
PLACES = re.compile(r"%(?:\d|[sdn](?!\w))|\{\w*\}")


def messages() -> Iterator[tuple[Text, list[str], bool]]:
    """Each entry of the file: what it is of, its forms, and whether it is finished."""
    for context in ElementTree.parse(FRENCH).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            text = Text(context.findtext("name") or "", message.findtext("source") or "", message.get("numerus") == "yes")
            yield text, forms, translation.get("type") is None


def test_the_translation_knows_every_text_and_no_other() -> None:
    known = {text for text, _, _ in messages()}
    assert sorted(set(all_texts()) ^ known) == [], "run `make translations`, and translate what is new"


def test_no_text_waits_for_its_translation() -> None:
    assert [text for text, forms, finished in messages() if not finished or not all(forms)] == []


def test_a_translation_has_the_places_of_its_text() -> None:
    wrong = [
        (text, form)
        for text, forms, _ in messages()
        for form in forms
        if Counter(PLACES.findall(text.text)) != Counter(PLACES.findall(form))
    ]
    assert wrong == []


def test_french_has_its_spaces_before_double_signs() -> None:
    breakable = re.compile(r"\w [;!?:»]|« ")
    assert [form for _, forms, _ in messages() for form in forms if breakable.search(form)] == []


def test_what_is_counted_has_the_forms_of_its_language() -> None:
    """By ``self.tr(text, "", count)`` and ``counted``."""
    nouns = "messages|replies|models|conversations|files|lines|requests|characters|sources|downloads|bytes|selected"
    counting = re.compile(rf"%[1dn] (?:{nouns})\b")
    shown = [text for text in all_texts() if text.context != "Sentences"]
    assert [text for text in shown if counting.search(text.text) and not text.plural] == []
