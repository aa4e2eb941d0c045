"""What is written about the program is true as far as a program can tell: generated pages, links, the man page, what is shipped."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from deskchat.cli.main import _parser
from deskchat.services.guide import Guide, slug

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]
ENGLISH_ONLY = {"generated/providers.md", "generated/commands.md"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```|^(?: {4}|\t)[^\n]*$", re.DOTALL | re.MULTILINE)


def headings(page: Path) -> set[str]:
    text = FENCED.sub("", page.read_text("utf-8"))
    return {slug(re.sub(r"[`*]|\]\([^)]*\)|\[", "", found)) for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def test_the_generated_pages_are_what_the_declarations_make() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "reference.py", "--check"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_or_a_heading_leads_somewhere(page: Path) -> None:
    dead = []
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, heading = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (heading and heading not in headings(there)):
            dead.append(target)
    assert dead == []


def test_every_view_is_in_the_readme_in_light_and_dark() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    taken = sorted(picture.name for picture in (DOCS / "images").glob("*.png"))
    assert [name for name in taken if f"(docs/images/{name})" not in readme] == []
    views = {name.rpartition("-")[0] for name in taken}
    assert taken == sorted(f"{view}-{theme}.png" for view in views for theme in ("light", "dark"))


def test_the_contents_name_every_page_of_the_guide_and_the_site_has_the_same() -> None:
    contents = (DOCS / "README.md").read_text("utf-8")
    site = (ROOT / "mkdocs.yml").read_text("utf-8")
    for page in (*DOCS.glob("guide/*.md"), *DOCS.glob("generated/*.md"), *DOCS.glob("*.md"), *DOCS.glob("fr/**/*.md")):
        name = page.relative_to(DOCS).as_posix()
        named = name == "README.md" or name.startswith("fr/") or f"({name})" in contents
        assert named, f"{name} is not in docs/README.md"
        assert f": {name}\n" in site, f"{name} is not in mkdocs.yml"


def is_command(line: str) -> bool:
    """Is it a line of code that is the same for all? What a snippet says is in the reader's language."""
    return line.startswith("    ") and "{{" not in line


def skeleton(page: Path) -> list[str]:
    """What is the same in every language: levels of headings, rows of tables and lists, commands, and where links lead."""
    text = page.read_text("utf-8")
    code = [re.sub(r'"[^"]*"|\s*#.*', "", line) for line in text.split("\n") if is_command(line)]
    marks = re.findall(r"^(?:#+ |\||- |\d+\. )", FENCED.sub("", text), re.MULTILINE)
    places = [target.partition("#")[0] for target in LINK.findall(text)]
    names = [PurePosixPath(place).name if "://" not in place else place for place in places]
    return [*marks, *code, *names]


@pytest.mark.parametrize("page", sorted((DOCS / "fr").rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_in_french_says_all_that_the_english_one_says(page: Path) -> None:
    assert skeleton(page) == skeleton(DOCS / page.relative_to(DOCS / "fr"))


def test_every_page_of_the_guide_is_there_in_french() -> None:
    english = {page.name for page in Guide(DOCS).pages}
    french = {page.name.removeprefix("fr/") for page in Guide(DOCS, "fr").pages}
    assert french == english
    assert {name for name in english if not (DOCS / "fr" / name).is_file()} == ENGLISH_ONLY


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_program_shows_is_in_the_package(language: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packed = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    shown = [f"docs/{page.name}" for page in Guide(DOCS, language).pages]
    assert len(shown) > 20
    missing = [name for name in shown if not any(name == one or name.startswith(f"{one}/") for one in packed)]
    assert missing == []
    assert packed["docs/guide"] == "deskchat/docs/guide"


def test_the_man_page_names_every_command_and_option_of_the_program() -> None:
    man = (ROOT / "packaging" / "linux" / "deskchat.1").read_text("utf-8").replace("\\-", "-")
    parser = _parser()
    options = [option for action in parser._actions for option in action.option_strings if option.startswith("--")]
    (commands,) = (action.choices for action in parser._actions if isinstance(action.choices, dict))
    bold = [line for line in man.splitlines() if line.startswith((".B", ".RB"))]
    named = {word for line in bold for word in re.findall(r"[\w-]+", line)}
    assert [name for name in (*options, *commands) if name not in named] == []
