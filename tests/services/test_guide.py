from pathlib import Path

import pytest

from deskchat.paths import documentation
from deskchat.services.guide import END, Guide, slug, target_of


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    (tmp_path / "guide").mkdir()
    (tmp_path / "README.md").write_text(
        "# All\n- [Apples](guide/apples.md)\n- [Pears](pears.md)\n- [Gone](gone.md)\n"
        f"{END}\n## For those who look\n- [Inside](inside.md)\n"
    )
    (tmp_path / "guide" / "apples.md").write_text(
        "# Apples\n\n![A picture](../images/a.png)\n\nThey are **red** or green, see [pears](../pears.md#when-ripe) and [here](#core).\n\n## Core\n"
    )
    (tmp_path / "pears.md").write_text("<!-- made -->\n# Pears\n\nGreen. [Web](https://pears.example/)\n\n## When ripe\n\nSoon.\n")
    (tmp_path / "inside.md").write_text("# Inside\n")
    return Guide(tmp_path)


def test_it_has_the_pages_of_the_contents_that_are_there_in_their_order(guide: Guide) -> None:
    assert [(page.name, page.title) for page in guide.pages] == [("guide/apples.md", "Apples"), ("pears.md", "Pears")]


def test_links_between_pages_become_addresses_that_lead_nowhere_else(guide: Guide) -> None:
    text = guide.pages[0].text
    assert "(https://guide.invalid/pears.md#when-ripe)" in text
    assert "(https://guide.invalid/guide/apples.md#core)" in text
    assert "picture" not in text
    assert target_of("https://guide.invalid/pears.md#when-ripe") == ("pears.md", "when-ripe")
    assert target_of("https://pears.example/") is None
    assert "(https://pears.example/)" in guide.pages[1].text


def test_all_words_have_to_be_there_and_titles_come_first(guide: Guide) -> None:
    assert [hit.page.title for hit in guide.find("green")] == ["Apples", "Pears"]
    assert [hit.page.title for hit in guide.find("pears")] == ["Pears", "Apples"]
    assert [hit.page.title for hit in guide.find("GREEN red")] == ["Apples"]
    assert guide.find("green blue") == ()
    assert guide.find("  ") == ()


def test_lines_of_a_paragraph_are_one_line_and_those_of_code_and_tables_stay(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("[A](a.md)\n")
    (tmp_path / "a.md").write_text("# A\n\none\ntwo\n\n- three\n  four\n- five\n\n    co\n    de\n\n| t |\n|---|\n| u |\n")
    text = Guide(tmp_path).pages[0].text
    assert text == "# A\n\none two\n\n- three four\n- five\n\n    co\n    de\n\n| t |\n|---|\n| u |\n"


def test_an_excerpt_has_no_markup(guide: Guide) -> None:
    assert "They are red or green, see pears and here." in guide.find("red")[0].excerpt


def test_another_language_has_contents_of_its_own_and_may_name_english_pages(guide: Guide, tmp_path: Path) -> None:
    (tmp_path / "fr" / "guide").mkdir(parents=True)
    (tmp_path / "fr" / "README.md").write_text("- [Pommes](guide/apples.md)\n- [Poires (en anglais)](../pears.md)\n")
    (tmp_path / "fr" / "guide" / "apples.md").write_text("# Pommes\n\nVoir [poires](../../pears.md) et [contenu](#cœur).\n")
    french = Guide(tmp_path, "fr")

    assert [(page.name, page.title) for page in french.pages] == [("fr/guide/apples.md", "Pommes"), ("pears.md", "Pears")]
    assert "(https://guide.invalid/pears.md)" in french.pages[0].text
    assert "(https://guide.invalid/fr/guide/apples.md#cœur)" in french.pages[0].text
    assert french.page("guide/apples.md") is french.pages[0], "a link of an English page leads to it"
    assert Guide(tmp_path, "de").pages == guide.pages


def test_a_heading_is_known_as_on_the_web() -> None:
    assert slug("‹ Is it offline? › At rest") == "-is-it-offline--at-rest"
    assert slug("Where everything is") == "where-everything-is"


def test_the_real_guide_answers_what_people_look_for() -> None:
    real = Guide(documentation())
    assert real.find("offline")[0].page.title
    for words, page in (("budget", "guide/spending.md"), ("mmproj", "guide/attachments.md"), ("F1", "generated/keyboard.md")):
        assert page in [hit.page.name for hit in real.find(words)]
