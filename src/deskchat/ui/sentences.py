"""Sentences of the rooms below, which know no Qt, in the language of the window.

They are written in English where something happens, often with names and numbers in them. ``packaging/translations``
collects them as templates (“The key of %1 was refused.”); here a sentence is recognised by its template, and its names
are put into the translated one. What is not recognised stays as it is.
"""

import itertools
import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from deskchat.paths import resources
from deskchat.ui.figures import figures, is_figure
from deskchat.ui.language import ENGLISH, spoken

CONTEXT = "Sentences"
LONGEST = 4_000  # characters of a text that is looked through
LINKS = re.compile(r"(, | and )")    # between the items of a list


def translated(text: str) -> str:
    """``text``, one sentence or several, in the language of the window."""
    if not text or len(text) > LONGEST:
        return text
    known = _templates(spoken())
    done, rest = "", text
    while rest and known:
        hit = next(((found, template) for pattern, template in known if (found := pattern.fullmatch(rest))), None)
        if hit is None:
            break
        found, template = hit
        sentence = QCoreApplication.translate(CONTEXT, template)
        for at, name in enumerate(found.groups()[:-1], 1):
            sentence = sentence.replace(f"%{at}", _inside(name))
        done, rest = done + sentence, found[found.re.groups] or ""
        if rest:
            done, rest = done + " ", rest.lstrip()
    return done + rest


def _inside(name: str) -> str:
    """What stands in a sentence: a number, some words of ours, another sentence, a list of such, or a name, which stays."""
    if is_figure(name):
        return figures(name)
    if " " not in name:
        return name
    said = translated(name)
    if said == name:
        said = translated(f"{name}.").removesuffix(".")    # its full stop is that of the sentence it stands in
    return said if said != name else _listed(name)


def _listed(names: str) -> str:
    pieces = LINKS.split(names)
    said = [translated(piece) for piece in pieces[::2]]
    if said == pieces[::2]:
        return names
    last = QCoreApplication.translate("Sentences", " and ")    # written out, for that is how texts are collected
    links = [last if link == " and " else link for link in pieces[1::2]]
    return "".join(itertools.chain.from_iterable(itertools.zip_longest(said, links, fillvalue="")))


@cache
def _templates(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every template with the pattern that knows it, the most telling first; none for English."""
    path = resources() / "translations" / "sentences.txt"
    if language == ENGLISH or not path.is_file():
        return ()
    templates = sorted(path.read_text("utf-8").splitlines(), key=lambda line: -len(re.sub(r"%\d", "", line)))
    return tuple((_pattern(template), template) for template in templates if template)


def _pattern(template: str) -> re.Pattern[str]:
    """A name at the very end may be sentences itself; else what follows the template is another sentence."""
    pieces = re.split(r"%\d", template)
    known = "(.+?)".join(map(re.escape, pieces))
    return re.compile((known if pieces[-1] else f"{known[:-5]}(.+)") + r"(?:\s+(.*))?", re.DOTALL)
