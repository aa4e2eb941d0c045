"""The user guide that comes with the program: its pages, and where words stand in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

CONTENTS = "README.md"
END = "<!-- the rest is not part of the guide in the program -->"    # a line of the contents
OWN_HOST = "guide.invalid"    # links between pages, as addresses that lead nowhere else (RFC 2606)
AROUND = 40                   # characters before a hit that are shown with it
LONGEST_EXCERPT = 110
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\s*$", re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
BLOCK = re.compile(r"[-*+] |\d+\. |#|\||>|```|<!--")    # what a line that is no continuation begins with
MARKUP = re.compile(r"[*`|#>]+|\[([^\]]+)\]\([^)]*\)|<(https?://[^>]+)>")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page. ``name``: its path below the folder of documentation; ``text``: Markdown whose links are addresses."""

    name: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """Its words without markup, in one line."""
        return " ".join(MARKUP.sub(lambda found: found[1] or found[2] or " ", self.text).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A page in which all words stand, with what stands round the first of them."""

    page: GuidePage
    excerpt: str


class Guide:
    """The pages that the contents name, in their order. Blocks while it is made. Raises ``OSError``.

    ``language``: a code such as ``fr``; there is a guide in it where a folder of that name has contents of its own, which
    may name English pages, too. Otherwise all is English.
    """

    def __init__(self, folder: Path, language: str = "en") -> None:
        self._own = PurePosixPath(language if (folder / language / CONTENTS).is_file() else "")
        contents = (folder / self._own / CONTENTS).read_text("utf-8").partition(END)[0]
        targets = (target for _, target in LINK.findall(contents) if target.endswith(".md"))
        names = dict.fromkeys(_path(self._own, target) for target in targets)
        self.pages = tuple(_page(folder, name) for name in names if (folder / name).is_file())

    def page(self, name: str) -> GuidePage | None:
        """The page of that name; of an English name where there is only the one in the guide's language, that one."""
        own = (self._own / name).as_posix()
        return next((page for wanted in (name, own) for page in self.pages if page.name == wanted), None)

    def find(self, words: str) -> tuple[Hit, ...]:
        """Pages with all of the words; those first that have one in their title, then those with one in a heading."""
        wanted = words.casefold().split()
        if not wanted:
            return ()
        hits = [_hit(page, wanted) for page in self.pages]
        found = [hit for hit in hits if hit is not None]
        return tuple(sorted(found, key=lambda hit: _rank(hit.page, wanted)))


def target_of(address: str) -> tuple[str, str] | None:
    """The page and the heading that a link inside the guide leads to; ``None``: it leads elsewhere."""
    parts = urlsplit(address)
    return (parts.path.lstrip("/"), parts.fragment) if parts.hostname == OWN_HOST else None


def slug(heading: str) -> str:
    """The name by which links know a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _rank(page: GuidePage, wanted: Sequence[str]) -> tuple[int, int]:
    folded = page.text.casefold()
    heads = [line for line in folded.split("\n") if line.startswith("#")]
    places = (page.title.casefold(), "\n".join(heads))
    place = next((n for n, text in enumerate(places) if any(word in text for word in wanted)), len(places))
    return place, -sum(folded.count(word) for word in wanted)


def _unwrapped(text: str) -> str:
    """One line a paragraph: the text of a message shows line ends as they are written."""
    lines: list[str] = []
    code = False
    for line in text.split("\n"):
        before = lines[-1] if lines else ""
        code = line.startswith("    ") and (code or not before.strip())
        begins = code or not line.strip() or BLOCK.match(line.lstrip())
        if begins or not before.strip() or before.startswith(("#", "|", "    ")):
            lines.append(line)
        else:
            lines[-1] = f"{before.rstrip()} {line.strip()}"
    return "\n".join(lines)


def _page(folder: Path, name: str) -> GuidePage:
    text = COMMENT.sub("", (folder / name).read_text("utf-8"))
    title = text.lstrip().partition("\n")[0].removeprefix("# ").strip()
    at = PurePosixPath(name).parent
    linked = LINK.sub(lambda link: f"[{link[1]}]({_address(at, link[2], name)})", _unwrapped(PICTURE.sub("", text)))
    return GuidePage(name, title, linked)


def _address(at: PurePosixPath, target: str, own_name: str) -> str:
    if "://" in target or target.startswith("mailto:"):
        return target
    path, _, fragment = target.partition("#")
    return f"https://{OWN_HOST}/{_path(at, path) if path else own_name}{f'#{fragment}' if fragment else ''}"


def _path(at: PurePosixPath, target: str) -> str:
    """Where a link of a page in the folder ``at`` leads, below the folder of documentation."""
    parts: list[str] = []
    for part in (at / target).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _hit(page: GuidePage, wanted: Sequence[str]) -> Hit | None:
    plain = page.plain
    folded = plain.casefold()
    if not all(word in folded for word in wanted):
        return None
    at = folded.find(" ".join(wanted))
    at = max(0, (at if at >= 0 else folded.find(wanted[0])) - AROUND)
    begin = plain.rfind(" ", 0, at) + 1 if at else 0
    end = "…" if begin + LONGEST_EXCERPT < len(plain) else ""
    return Hit(page, ("…" if begin else "") + plain[begin : begin + LONGEST_EXCERPT].strip() + end)
