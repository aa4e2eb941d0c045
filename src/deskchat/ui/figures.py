"""Numbers, amounts and sizes as the language of the window writes them.

The rooms below and Python write them as English does: “1,234.5”, “$0.38”, “12.3 MB”. ``figures`` takes a text that is made
of such numbers and of words that were translated already; it is no place for names, whose numbers are theirs.
"""

import re
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from deskchat.chat.cost import money
from deskchat.chat.message import Cost
from deskchat.ui.language import ENGLISH, spoken

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
AMOUNT = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
UNIT = re.compile(r"(?<=\d) (B|kB|MB|GB|TB)\b")
ONLY = re.compile(r"[≈$ ]*\d[\d,.]*(?: (?:B|kB|MB|GB|TB|s|ms|min|h|%))?")    # a number, and nothing else
SHORTEST_S = 0.05    # less would be written as 0.0 s
NARROW, WIDE = "\u202f", "\u00a0"    # spaces at which no line breaks


def figures(text: str) -> str:
    """``text`` with its numbers written for the reader; the same text where that is English."""
    if in_english():
        return text
    text = AMOUNT.sub(lambda found: f"{found[1]}{WIDE}$", text)
    text = NUMBER.sub(lambda found: _number(found[0]), text)
    return UNIT.sub(lambda found: WIDE + unit(found[1]), text)


def counted(said: str, count: int, one: str) -> str:
    """How many of something, with the number in place of ``%1``.

    ``said`` is what ``tr("%1 replies", "", count)`` gave: a translation has its language's form for the number. ``one`` is
    the English for a single one, in which nothing is translated.
    """
    return (one if count == 1 and in_english() else said).replace("%1", figures(f"{count:,}"))


def seconds_words(seconds: float) -> str:
    """How long something took: “0.4 s”, “12 s”, “3 min”."""
    if seconds < SHORTEST_S:
        return QCoreApplication.translate("Figures", "less than 0.1 s")
    if seconds < 10:
        return figures(f"{seconds:.1f} s")
    return figures(f"{seconds:.0f} s") if seconds < 90 else figures(f"{seconds / 60:.0f} min")


def amount_words(cost: Cost) -> str:
    """What was paid."""
    return figures(money(cost))


def is_figure(text: str) -> bool:
    """Is it a number, perhaps with its unit?"""
    return ONLY.fullmatch(text) is not None


def unit(name: str) -> str:
    """B, kB, MB, GB or TB."""
    return {
        "B": QCoreApplication.translate("Figures", "B"),
        "kB": QCoreApplication.translate("Figures", "kB"),
        "MB": QCoreApplication.translate("Figures", "MB"),
        "GB": QCoreApplication.translate("Figures", "GB"),
        "TB": QCoreApplication.translate("Figures", "TB"),
    }[name]


def day_words(day: date) -> str:
    """A day in words: “11 December 2026”."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")


def in_english() -> bool:
    """Is the window in English?"""
    return spoken() == ENGLISH


def _number(english: str) -> str:
    locale = QLocale()
    whole, _, rest = english.partition(".")
    grouped = whole.replace(",", NARROW if locale.groupSeparator() in (NARROW, WIDE) else locale.groupSeparator())
    return grouped + (locale.decimalPoint() + rest if rest else "")
