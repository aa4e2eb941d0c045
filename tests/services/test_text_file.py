import pytest

from deskchat.services.text_file import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert decode("A green day, “grün”, 1,2,3".encode(encoding)) == ("A green day, “grün”, 1,2,3", False)


def test_western_text_without_a_word_on_its_letters_is_guessed() -> None:
    assert decode("Größe: 5 €".encode("cp1252")) == ("Größe: 5 €", True)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?><a>', "cp1251"),
        ('<html><meta charset="Shift_JIS">', "shift_jis"),
        ("# -*- coding: koi8-r -*-\n", "koi8-r"),
    ],
)
def test_a_text_that_says_how_its_letters_are_coded_is_believed(head: str, encoding: str) -> None:
    text = head + ("日本語" if encoding == "shift_jis" else "Привет")
    assert decode(text.encode(encoding)) == (text, False)


def test_a_text_may_lie_about_its_letters() -> None:
    assert decode('<meta charset="rot13"> é'.encode("cp1252")) == ('<meta charset="rot13"> é', True)
    assert decode("coding: punycode é".encode("cp1252")) == ("coding: punycode é", True)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)), b"\x00\x01\x02", b"\xfe\xfd\x80\x81", "Привет, как дела".encode("cp1251"), b"MZ\x90\x00\x03" * 9],
)
def test_what_is_no_text_or_can_not_be_guessed_is_none(data: bytes) -> None:
    assert decode(data) is None
