"""The look of a conversation's widgets, where it differs from the theme's own sheet."""

from deskchat.ui.conversation.transcript.ink import Ink

WIDEST = 46    # of the column of text, in em


def sheet(ink: Ink) -> str:
    """The style sheet of everything in a conversation. Names are object names; sizes come from the font."""
    return _words(ink) + _messages(ink) + _below(ink)


def _words(ink: Ink) -> str:
    """Of labels and small buttons."""
    em, c, points = ink.em, ink.colours, ink.font.pointSizeF()
    return f"""
    #conversation {{ background: {c.surface.name()}; }}
    QLabel {{ background: transparent; }}
    QLabel#quiet {{ color: {c.quiet.name()}; font-size: {points * 0.9:.1f}pt; }}
    QFrame#temporary {{ background: {c.selected.name()}; border: none; border-bottom: 2px dashed {c.accent.name()}; }}
    QFrame#terms {{ background: {c.bubble.name()}; border: none; }}
    QLabel#speaker {{ font-weight: 600; }}
    QLabel#title {{ font-weight: 600; font-size: {points * 1.05:.1f}pt; }}
    QLabel#greeting {{ font-weight: 600; font-size: {points * 1.7:.1f}pt; }}
    QToolButton#fold {{ color: {c.quiet.name()}; font-size: {points * 0.9:.1f}pt; padding: {0.1 * em:.0f}px 0; }}
    QToolButton#fold:hover, QToolButton#fold:focus {{ color: {c.text.name()}; background: transparent; }}
    QToolButton#quiet {{ color: {c.quiet.name()}; font-size: {points * 0.9:.1f}pt;
        padding: {0.12 * em:.0f}px {0.35 * em:.0f}px; }}
    QToolButton#quiet:hover, QToolButton#quiet:focus {{ color: {c.text.name()}; }}
    QToolButton#quiet:disabled {{ color: {c.border.name()}; }}
    QToolButton#action {{ padding: {0.12 * em:.0f}px; }}
    """


def _messages(ink: Ink) -> str:
    """Of what stands around messages."""
    em, c = ink.em, ink.colours
    return f"""
    QFrame#bubble {{ background: {c.bubble.name()}; border-radius: {0.8 * em:.0f}px; }}
    QFrame#column {{ border: 1px solid {c.border.name()}; border-radius: {0.8 * em:.0f}px; }}
    QFrame#reply, QFrame#remark {{ background: transparent; border: none; }}
    QFrame#problem {{ background: {c.danger_background.name()}; border: 1px solid {c.danger.name()};
        border-radius: {0.5 * em:.0f}px; }}
    QFrame#question {{ background: {c.bubble.name()}; border: 1px solid {c.accent.name()};
        border-radius: {0.8 * em:.0f}px; }}
    """


def _below(ink: Ink) -> str:
    """Of the composer, the buttons and what is attached."""
    em, c, points = ink.em, ink.colours, ink.font.pointSizeF()
    return f"""
    QFrame#composer {{ background: {c.raised.name()}; border: 1px solid {c.border.name()};
        border-radius: {0.8 * em:.0f}px; }}
    QFrame#composer QPlainTextEdit {{ background: transparent; border: none; }}
    QPushButton#floating {{ background: {c.raised.name()}; border-radius: {0.85 * em:.0f}px;
        padding: {0.3 * em:.0f}px {1.0 * em:.0f}px; }}
    QPushButton#send {{ background: {c.accent.name()}; color: {c.on_accent.name()}; border-color: {c.accent.name()};
        font-weight: 600; }}
    QPushButton#send:disabled {{ background: {c.hover.name()}; color: {c.quiet.name()};
        border-color: {c.border.name()}; }}
    QPushButton#example {{ text-align: left; padding: {0.6 * em:.0f}px {0.8 * em:.0f}px; min-width: {17 * em:.0f}px;
        border-radius: {0.6 * em:.0f}px; }}
    QFrame#composer[dropping="true"] {{ border-color: {c.accent.name()}; background: {c.bubble.name()}; }}
    QFrame#chip {{ background: {c.hover.name()}; border-radius: {0.5 * em:.0f}px; }}
    QToolButton#chip {{ padding: {0.1 * em:.0f}px {0.3 * em:.0f}px; font-size: {points * 0.9:.1f}pt; }}
    QToolButton#chip:hover {{ background: transparent; text-decoration: underline; }}
    """
