"""The numbered faults and attacks that deskchat must stand, and the decorator that says which one a test is about.

A test carries its number: ``@case(7)`` above a function, or ``pytest.param(..., marks=case(7))`` for one of its parameters.
Several tests may share a number, and one test may carry several. ``make faults`` runs them all and prints one line for
each number: what the case is, and how it went.
"""

import pytest

RENDERING = {
    1: "a picture on a server is not fetched",
    2: "a picture on the disk is not opened",
    3: "a picture on a network share is not opened",
    4: "HTML and CSS in a reply load nothing",
    5: "nested tables freeze nothing",
    6: "a line of a megabyte without a space",
    7: "a reply of five megabytes",
    8: "twenty thousand quotes, two hundred lists in each other",
    9: "marks of emphasis, brackets and backticks without end",
    10: "code that is made to keep the colouring busy",
    11: "a table of a thousand columns, one of ten thousand rows",
    12: "an SVG inside an address",
    13: "a picture that is small as a file and huge as pixels",
    14: "five megabytes inside an address",
    15: "twenty thousand pieces of one letter",
    16: "a character that is cut in two by the network",
    17: "a code block that never ends",
    18: "entities and comments hide nothing",
    19: "stacked accents and turned writing stay where they belong",
    20: "titles, lists, tooltips and dialogs show markup as text",
    21: "searching, editing and comparing a hostile message",
    22: "a hostile message in an exported page",
}
LINKS = {
    23: "only web and mail addresses are ever opened",
    24: "no link replaces the conversation",
    25: "where a link leads is shown before it is opened",
    26: "bare addresses lead where they say",
    27: "links in errors and model lists are text",
    28: "every way to open a link goes through the same question",
    29: "a browser that does not start stops nothing",
}
TYPING = {
    30: "invisible characters are shown, and sent as they are",
    31: "characters that turn code around are shown",
    32: "copied code can not command a terminal",
    33: "what is copied carries nothing that loads",
    34: "what is pasted carries nothing that loads",
    35: "a huge text or picture is pasted",
    36: "characters that no file may hold",
}
CASES: dict[int, str] = {**RENDERING, **LINKS, **TYPING}


def case(*numbers: int) -> pytest.MarkDecorator:
    """The test is about these cases. ``KeyError``: there is no such case."""
    for number in numbers:
        CASES[number]
    return pytest.mark.case(*numbers)
