"""File names made of words from outside: such as every system takes, and never a way to another folder."""

import re
import unicodedata

LONGEST = 80    # letters; in UTF-8 at most 240 bytes with a number and an ending, of the 255 that systems take
# the names of Windows' devices, with any ending
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)", re.IGNORECASE)


def safe_name(text: str, instead: str) -> str:
    """``text`` as a file name; ``instead`` when nothing of it is left."""
    text = unicodedata.normalize("NFC", text)
    kept = "".join(" " if c in '<>:"/\\|?*' or unicodedata.category(c)[0] in "CZ" else c for c in text)
    kept = " ".join(kept.split())[:LONGEST].strip(". ")
    kept = kept.encode("utf-8", "replace")[:200].decode("utf-8", "ignore").strip(". ") or instead
    return f"_{kept}" if DEVICES.match(kept) else kept


def unused(name: str, taken: set[str], ending: str | None = None) -> str:
    """``name``, with a number when it is in ``taken`` (letters' case is nothing to some systems); it is now.

    ``ending``: what is put behind the name, and stays behind the number; ``None``: the name has its own.
    """
    if ending is None:
        stem, dot, own = name.rpartition(".")
        name, ending = (stem, dot + own) if stem else (name, "")
    number, free = 1, f"{name}{ending}"
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}{ending}"
    taken.add(free.casefold())
    return free
