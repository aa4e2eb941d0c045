"""Colours by what they are for: light and dark, and both once more for who needs strong contrast."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

STRONG = 7.0    # to one, the least between text and its ground in a strong look (WCAG 2.2, 1.4.6)


@dataclass(frozen=True, slots=True)
class Colours:
    """One look. ``window`` is behind the sidebar, ``surface`` behind the conversation, ``raised`` for fields.

    ``strong``: for eyes that need more contrast; then what has the focus is filled, too.
    """

    dark: bool
    strong: bool
    window: QColor
    surface: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    border: QColor
    text: QColor
    quiet: QColor
    accent: QColor
    on_accent: QColor
    link: QColor
    bubble: QColor
    code_background: QColor
    code_text: QColor
    selection: QColor
    danger: QColor
    danger_background: QColor


def _colours(*, dark: bool, strong: bool = False, **names: str) -> Colours:
    return Colours(dark, strong, **{name: QColor(value) for name, value in names.items()})


LIGHT = _colours(
    dark=False,
    window="#f3f3f1", surface="#ffffff", raised="#ffffff", hover="#e9e9e6", selected="#dfe4f3", border="#dcdcd8",
    text="#1d1d1f", quiet="#65656b", accent="#3b62d0", on_accent="#ffffff", link="#2f55bd", bubble="#eef1f8",
    code_background="#f6f6f4", code_text="#24242a", selection="#c3d1f7", danger="#b3261e", danger_background="#fdf0ef",
)  # fmt: skip
DARK = _colours(
    dark=True,
    window="#1b1b1d", surface="#222224", raised="#2b2b2e", hover="#323236", selected="#343c55", border="#3d3d42",
    text="#ececee", quiet="#a9a9b1", accent="#7d9bf2", on_accent="#11131a", link="#93adf7", bubble="#2d3140",
    code_background="#1a1a1c", code_text="#e4e4e8", selection="#3d4f86", danger="#ff8a80", danger_background="#3a2424",
)  # fmt: skip
# outlines stand out as text does
STRONG_LIGHT = _colours(
    dark=False, strong=True,
    window="#ffffff", surface="#ffffff", raised="#ffffff", hover="#e4e4e4", selected="#c9dcff", border="#000000",
    text="#000000", quiet="#2e2e2e", accent="#0a3a9e", on_accent="#ffffff", link="#0a3a9e", bubble="#eaf0fc",
    code_background="#f4f4f4", code_text="#000000", selection="#a8c6ff", danger="#7d0a04", danger_background="#ffffff",
)  # fmt: skip
STRONG_DARK = _colours(
    dark=True, strong=True,
    window="#000000", surface="#000000", raised="#000000", hover="#2a2a2a", selected="#123a7a", border="#ffffff",
    text="#ffffff", quiet="#e2e2e2", accent="#ffd84a", on_accent="#000000", link="#a9d1ff", bubble="#1c2230",
    code_background="#101010", code_text="#ffffff", selection="#1f4c9c", danger="#ffb3ac", danger_background="#000000",
)  # fmt: skip


def look(*, dark: bool, strong: bool) -> Colours:
    """The one of the four."""
    if strong:
        return STRONG_DARK if dark else STRONG_LIGHT
    return DARK if dark else LIGHT


def contrast(one: QColor, other: QColor) -> float:
    """From 1, the same, to 21, black on white (WCAG 2.2, “contrast ratio”)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    """WCAG 2.2, “relative luminance”."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def readable(ink: QColor, c: Colours, ground: QColor) -> QColor:
    """``ink``, or in a strong look as much nearer to its text as it must be to be read on ``ground``."""
    if not c.strong:
        return ink
    for share in range(0, 100, 10):
        mixed = QColor(*((a * (100 - share) + b * share) // 100 for a, b in zip(_rgb(ink), _rgb(c.text), strict=True)))
        if contrast(mixed, ground) >= STRONG:
            return mixed
    return c.text


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
