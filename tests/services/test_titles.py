import pytest

from deskchat.services.titles import TITLE_LENGTH, title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Name three colours.", "Name three colours"),
        ("What is a monad? I have read four tutorials.", "What is a monad?"),
        ("# Plan\nfirst this, then that", "Plan"),
        ("- **bold** and `code`", "bold and code"),
        ("```python\nprint(1)\n```\nWhy does this print 1?", "Why does this print 1?"),
        ("```python\nprint(1)\n```", "python"),
        ("   \n\n  hello \t there  ", "hello there"),
        ("これは何ですか。教えてください。", "これは何ですか"),
        ("a\u202eb\x1b[31mc", "ab[31mc"),
        ("", ""),
        ("***", ""),
    ],
)
def test_a_title_is_the_first_sentence_without_markup(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_long_sentence_is_cut_at_a_word() -> None:
    title = title_from("word " * 40)
    assert title.endswith("word…")
    assert len(title) <= TITLE_LENGTH


def test_a_text_without_spaces_is_cut_where_it_is() -> None:
    assert title_from("x" * 5_000) == "x" * (TITLE_LENGTH - 1) + "…"
