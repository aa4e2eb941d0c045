import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from deskchat.ui.conversation.transcript.inline import LINE_BREAK, inline_parser, runs
from deskchat.ui.conversation.transcript.links import ask_to_open, is_allowed

REFUSED = (
    "file:///etc/passwd", "FILE:///etc/passwd", "smb://host/share", "javascript:alert(1)", "java\nscript:alert(1)",
    "data:text/html,x", "ms-msdt:/id", "search-ms:query", "vscode://file/x", "ssh://host", "calculator:", "//host/x",
    "\\\\host\\x", "/etc/passwd", "relative.html", "#frag", "", "http://", "https:///path", "http://a.b/\u202egnp.exe",
    "http://a.b/\u200b", " http://a.b", "http://a.b/ x", "http://[::1", "mailto:nobody", "http://a.b/" + "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("target", REFUSED)
def test_nothing_but_web_and_mail_addresses_is_a_link(target: str, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    assert not is_allowed(target)
    assert ask_to_open(target, parent) is None
    assert parent.findChildren(QMessageBox) == []


@pytest.mark.parametrize("target", ["http://a.b", "HTTPS://a.b/c?d=e#f", "mailto:ann@example.org"])
def test_web_and_mail_addresses_are_links(target: str) -> None:
    assert is_allowed(target)


def test_the_whole_target_is_shown_before_it_is_opened(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    box = ask_to_open("https://bank.test@evil.test/" + "x" * 100, parent)

    assert box is not None
    assert "evil.test" in box.text()
    assert "bank.test@" not in box.text()
    assert box.informativeText().replace("\n", "") == "https://bank.test@evil.test/" + "x" * 100
    box.close()


def test_a_homograph_is_shown_in_its_ascii_form(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    box = ask_to_open("https://аррle.com/", parent)

    assert box is not None
    assert "xn--" in box.informativeText()
    box.close()


def test_a_link_that_is_refused_says_where_it_would_have_led() -> None:
    found = runs("see [this](smb://host/share) now", inline_parser(), {})

    assert "".join(run.text for run in found) == "see this (smb://host/share) now"
    assert not any(run.look.href for run in found)


def test_an_image_is_named_and_not_loaded() -> None:
    found = runs("![my cat](https://host.test/cat.png?d=secret)", inline_parser(), {})

    assert [run.text for run in found] == ["[image not loaded: my cat · host.test]"]


def test_bare_addresses_are_links_without_the_punctuation_after_them() -> None:
    found = runs("(see https://a.b/c_(d), or https://e.f.)", inline_parser(), {})

    assert [run.text for run in found if run.look.href] == ["https://a.b/c_(d)", "https://e.f"]


def test_html_is_text() -> None:
    text = "<img src=/etc/passwd> <!-- hidden --> &#x202e; <b>x</b>"

    shown = "".join(run.text for run in runs(text, inline_parser(), {}))

    assert shown == "<img src=/etc/passwd> <!-- hidden --> ⟨U+202E⟩ <b>x</b>"


def test_line_breaks_of_a_paragraph_are_kept() -> None:
    assert "".join(run.text for run in runs("one\ntwo", inline_parser(), {})) == f"one{LINE_BREAK}two"


def test_the_mark_of_a_footnote_is_raised() -> None:
    found = runs("a[^1] and [^a b] and [x]", inline_parser(), {})

    assert [(run.text, run.look.raised) for run in found if run.look.raised] == [("1", True)]
    assert "".join(run.text for run in found) == "a1 and [^a b] and [x]"
