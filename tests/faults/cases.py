"""The numbered faults and attacks that deskchat must stand, and the decorator that says which one a test is about.

A test carries its number: ``@case(7)`` above a function, or ``pytest.param(..., marks=case(7))`` for one of its parameters.
Several tests may share a number, and one test may carry several. A test of any room may carry one: what a room shows of
itself is not shown here a second time. ``make faults`` runs all that carry one and prints a line for each number: what the
case is, and how it went. What of a case no test can show here stands in ``BY_HAND`` with the reason.
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
NETWORK = {
    37: "another host is redirected to",
    38: "a redirection in circles, to another port, out of HTTPS",
    39: "a stream without an end",
    40: "a line of a gigabyte",
    41: "a few bytes that unpack to gigabytes",
    42: "a byte now and then, and silence at every stage",
    43: "a stream cut in the middle, in every way",
    44: "JSON that is cut, nested, doubled or none",
    45: "values of the wrong type",
    46: "bytes that are no UTF-8",
    47: "a login page in place of an answer",
    48: "the wrong content type",
    49: "too many requests, for ever",
    50: "every refusal has a sentence of its own",
    51: "an error after the first word",
    52: "a server that repeats the key",
    53: "TLS that can't be trusted",
    54: "names that nobody knows, and roads that end in nothing",
    55: "no network at all",
    56: "a proxy that somebody else set",
    57: "a hostile environment and working folder",
    58: "the address of a provider that has a key is changed",
    59: "a hundred thousand models, and hostile names",
    60: "headers without measure, cookies",
    61: "HTTP/1.0, and a server that speaks only HTTP/2",
    62: "a kept connection is closed at the moment of sending",
    63: "the model is changed in mid-stream",
    64: "the window is closed in mid-stream",
}
KEYS = {
    65: "a key is in the keyring and nowhere else",
    66: "there is no keyring",
    67: "a keyring that keeps keys in a plain file",
    68: "a keyring that forgets, and one that is any module",
    69: "the keyring is locked, and nobody can be asked",
    70: "the keyring asks for its password",
    71: "the keyring hangs",
    72: "the keyring never starts",
    73: "the keyring dies, and the bus",
    74: "another keyring than the last time",
    75: "odd keys",
    76: "an error with a key in its hands",
    77: "every word that the libraries log",
    78: "arguments and environments of processes",
    79: "no key in an export, a backup, a history; none from an import",
    80: "the box that a key is typed into",
    81: "a provider is deleted",
    82: "keys of several providers and homes",
}
STORAGE = {
    83: "killed in mid-stream",
    84: "nothing is sent before it is kept",
    85: "the power fails",
    86: "the disk is full",
    87: "the disk fails, or may only be read",
    88: "the history is damaged",
    89: "one message is damaged",
    90: "a history of a newer version",
    91: "an update of the history that is cut short",
    92: "two at once",
    93: "a lock that was left behind",
    94: "another program holds the history",
    95: "the history is removed or exchanged while it is open",
    96: "links, and folders that may only be read",
    97: "deleted means gone",
    98: "files of others in the folder",
    99: "settings half written or broken",
    100: "what was typed and not sent",
    101: "a very long history",
    102: "a conversation is deleted, renamed, exported while its reply is written",
    103: "a backup while a reply is written",
    104: "a million errors in the log",
    105: "SQLite is newer than its faults",
}
ENGINE = {
    106: "a model file that is damaged or none",
    107: "a model file that makes llama.cpp abort",
    108: "a chat template that attacks",
    109: "words of the person that look like control tokens",
    110: "the engine is killed, hangs, runs out of memory",
    111: "the program is killed: the engine goes with it",
    112: "a model file is cut or replaced while it is in use",
    113: "a model that does not fit",
    114: "hostile names inside a model file",
    115: "nonsense between the program and the engine",
    116: "the engine has no key, no history and no network",
    117: "a download that goes wrong in every way",
    118: "cut characters, and a model that never stops",
    119: "more text than the context holds",
}
EXCHANGE = {
    120: "an attached file that gives the model orders",
    121: "pipes, devices, folders, links, files that vanish",
    122: "files that are not what their name says",
    123: "exports that are bombs, damaged, endless or circular",
    124: "an import changes no setting",
    125: "an import that is cut short",
    126: "titles that are no file names, and files that exist",
    127: "formulas in a table, HTML in a page",
    128: "what goes out comes back byte for byte",
}
PLATFORM = {
    129: "no port and no socket listens",
    130: "noise where a second start is heard",
    131: "odd arguments",
    132: "private under any umask, after every change",
    133: "no home, a home that may only be read, no place for temporary files",
    134: "folders with spaces, other alphabets, quotes, newlines, great length",
    135: "other languages of the system",
    136: "the clock jumps",
    137: "the computer sleeps in mid-stream",
    138: "the session ends, the screen changes",
    139: "nobody reads what is printed",
    140: "too few files, too few processes",
    141: "many replies by changing models leave nothing behind",
    142: "the packaged program has its parts and no others",
    143: "libraries and settings planted in the working folder",
    144: "versions with known holes are not used",
}
CASES: dict[int, str] = {**RENDERING, **LINKS, **TYPING, **NETWORK, **KEYS, **STORAGE, **ENGINE, **EXCHANGE, **PLATFORM}
BY_HAND: dict[int, str] = {    # what of a case can't be run here, each with the reason
    113: "a graphics card that is taken away: the driver is played by a script",
    134: "Windows' own names and lengths of paths need Windows",
    137: "a computer that really sleeps: here the process is stopped for 3 s, with DESKCHAT_TEST_FAULTS for a minute",
    138: "a change of scale, an unplugged screen and the end of a session on Wayland need a real desktop",
    139: "pythonw, which has no console, is of Windows",
    142: "the packages are built by `make test-packages`",
}


def case(*numbers: int) -> pytest.MarkDecorator:
    """The test is about these cases. ``KeyError``: there is no such case."""
    for number in numbers:
        CASES[number]
    return pytest.mark.case(*numbers)
