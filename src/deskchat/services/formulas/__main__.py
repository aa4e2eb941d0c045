"""``python -m deskchat.services.formulas``: formulas on stdin, drawings on stdout, one a line; started by ``typesetter``."""

import re
import sys

from deskchat.services.formulas.told import INK, Answer, Asked, Drawing, decode_asked, encode
from deskchat.services.own_process import limit_resources

SIZE = 16                     # what an em is while it is set
WIDEST, HIGHEST = 400, 60     # in em
LONGEST_SVG = 600_000
MEMORY_BYTES = 1 << 30
KNOWN = (    # what the converter does not know, in words it does
    (re.compile(r"\\(arg(?:max|min))\b"), r"\\operatorname{\1}"),
    (re.compile(r"\\(?:label|nonumber|notag)\b(?:\{[^{}]*\})?"), ""),
    (re.compile(r"\\(?:bm|boldsymbol)\b"), r"\\mathbf"),
)
UNKNOWN = re.compile(r">\s*\\[A-Za-z]+\s*<")
ELEMENT = re.compile(r"<(/?)([^\s/>]+)")
HARMLESS = {"svg", "g", "path", "rect", "line", "polyline", "polygon"}


def main() -> int:
    """Serve until nobody asks any more; the exit status."""
    limit_resources(MEMORY_BYTES)    # time is bounded by who asks
    stdout = sys.stdout.buffer
    sys.stdout = sys.stderr    # a library that prints must not spoil the answer
    for line in sys.stdin.buffer:
        stdout.write(encode(_answer(decode_asked(line))) + b"\n")
        stdout.flush()
    return 0


def _answer(asked: Asked) -> Answer:
    try:
        return Answer(_drawing(asked))
    except Exception:    # noqa: BLE001  # the outer seam of this process: the converter fails in every way on odd LaTeX
        return Answer()


def _drawing(asked: Asked) -> Drawing | None:
    import ziamath
    from latex2mathml.converter import convert

    ziamath.config.svg2 = False    # paths, no <symbol> and <use>: Qt draws SVG Tiny
    latex = asked.latex
    for pattern, words in KNOWN:
        latex = pattern.sub(words, latex)
    if UNKNOWN.search(convert(latex)):
        return None
    formula = ziamath.Latex(latex, size=SIZE, color=INK, inline=not asked.display)
    width, height = (length / SIZE for length in formula.getsize())
    svg = formula.svg()
    if not (0 < width <= WIDEST and 0 < height <= HIGHEST and len(svg) <= LONGEST_SVG and _is_harmless(svg)):
        return None
    return Drawing(svg, width, height, min(max(-formula.getyofst() / SIZE, 0.0), height))


def _is_harmless(svg: str) -> bool:
    """Shapes alone: nothing that names something else."""
    names = {name for _, name in ELEMENT.findall(svg)}
    return names <= HARMLESS and not re.search(r"(?:href|src|style)\s*=|url\(", svg)


if __name__ == "__main__":
    sys.exit(main())
