"""Markdown made to hurt: every construct of CommonMark and GFM in every other one, and each of them without end.

The constructs are our own words; what the specification's sections name is all there. The specification's own examples
are read where ``packaging/prepare`` put them.
"""

import json
import os
from importlib.metadata import version
from pathlib import Path

INLINE = (
    "plain", "**bold**", "*italic*", "***both***", "~~struck~~", "`code`", "`` a ` b ``", "[link](http://a.test)",
    '[titled](http://a.test "a title")', "[ref][r]", "[r]", "[r][]", "[empty]()", "[a [b] c](<http://a.test/x y>)",
    "![image](http://a.test/i.png)", "![image][r]", "[![both](i.png)](http://a.test)", "<http://a.test>", "<me@a.test>",
    "http://a.test/bare", "&amp; &copy; &#35; &#x22; &nosuch;", r"\*escaped\* \# \[ \\", "line  \nbreak", "soft\nbreak",
    "back\\\nslash", "<b>html</b>", "<!-- comment -->", "a*b*c _d_e_ __f__g", "*a **b* c**", "**a*", "*", "**", "_", "`", "```",
    "$x^2$", r"\(a+b\)", "$5 and $10", "[^1]", "👩‍👩‍👧‍👦 👍🏽", "e\u0301\u0323", "漢字かな交じり文", "مرحبا بالعالم", "\u202eturned\u202c",
    "\u200bhidden\u3164", "| pipe", "long" * 60, "a\tb", "\u00a0", "\u2028", "0. x",
)  # fmt: skip
BLOCKS = (
    "{}", "# {}", "###### {} ##", "{}\n===", "{}\n---", "> {}", "> > {}", ">{}\nlazy", "- {}", "* {}\n\n  {}", "1. {}", "7) {}",
    "- [ ] {}", "- [x] {}", "- a\n  - {}\n    - {}", "    {}", "```\n{}\n```", "~~~py\n{}\n~~~", "````\n```\n{}\n````", "```never {}",
    "| a | b |\n|:--|--:|\n| {} | x |", "|{}|\n|-|", "***\n{}", "<div>\n{}\n</div>", "$$\n{}\n$$", "\\[\n{}\n\\]",
    "[r]: http://a.test\n{}", "[^1]: {}", "```mermaid\ngraph TD\n{}\n```", "- \n- {}\n-", "\t- {}", "+ > {}",
)  # fmt: skip


def constructs() -> list[str]:
    """Each inline construct in each block: some sixteen hundred small texts."""
    return [block.replace("{}", inline) for block in BLOCKS for inline in INLINE]


def specification() -> list[tuple[str, str]]:
    """Markdown and HTML of the examples of CommonMark's specification and of GFM's tables; none where they could not be had."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deskchat" / "test-texts"
    folder = cache / f"markdown-it-py-{version('markdown-it-py')}"
    if not (folder / "tables.md").exists():
        return []
    examples = [(one["markdown"], one["html"]) for one in json.loads((folder / "commonmark.json").read_text())]
    parts = (folder / "tables.md").read_text().split("\n.\n")    # a title, Markdown, HTML, and so on
    return examples + list(zip(parts[1::3], parts[2::3], strict=False))


def items() -> dict[str, str]:
    """The set by name. What is to come in one piece has no space in it."""
    small = constructs()
    parts = {f"constructs {n + 1}": "\n\n".join(small[n::8]) for n in range(8)}
    spec = [markdown for markdown, _ in specification()]
    if spec:
        parts |= {f"the specification {n + 1}": "\n\n<!-- -->\n\n".join(spec[n::4]) for n in range(4)}
    return parts | {
        "a table of GFM": "| a | b | c |\n|:--|:-:|--:|\n" + "| **x** | `y` | [z](http://a.test) |\n" * 250,
        "10,000 quotes in each other": ">" * 10_000 + " deep",
        "300 lists in each other": "".join("\t" * n + "-\ta\n" for n in range(300)),
        "a line of 1 MB": "x" * 1_000_000,
        "a line of 1 MB of words": "word\t" * 200_000,
        "100,000 backticks": "`" * 100_000,
        "100,000 asterisks": "*" * 100_000,
        "100,000 brackets": "[" * 50_000 + "]" * 50_000,
        "100,000 dollars": "$" * 100_000,
        "emoji": "👩‍👩‍👧‍👦👍🏽🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 4_000,
        "combining characters": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d" * 10_000,
        "Arabic": "مرحبا\u00a0بالعالم،\u00a0هذا\u00a0نص\u00a0طويل.\n\n" * 3_000,
        "CJK": ("漢字かな交じり文、中文字符，한국어도있다。" * 40 + "\n\n") * 100,
        "CJK in one line": "漢字かな交じり文、中文字符，한국어도있다。" * 4_000,
        "letters that no font has": ("\ue000\ue123\U000f0000" * 300 + "\n\n") * 100,
        "1 MB of code": "```python\n" + "value=compute(value,1)#again\n" * 35_000 + "```\n",
        "a line of 1 MB in code": "```\n" + "x=1;" * 250_000 + "\n```\n",
        "a line of 1 MB of words in code": "```js\n" + "word\t" * 200_000 + "\n```\n",
        "300 lines as long as they may be": "```js\n" + ("漢字=1;" * 150 + "x=1;" * 250 + "\n") * 300 + "```\n",
        "1,000 formulas": "".join(f"$x_{{{n}}}^2+\\frac{{1}}{{{n}}}$,\t" for n in range(1_000)),
        "10,000 references": "[a][r]\t" * 10_000 + "\n\n[r]: http://a.test\n",
        "10,000 headings": "#\ta\n" * 10_000,
    }
