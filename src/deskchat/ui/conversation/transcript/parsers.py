"""What reads Markdown and code is imported before it is needed: that takes a tenth of a second."""


def load() -> None:
    """Import it, on any thread; the second time costs nothing."""
    from pygments.lexers import get_lexer_by_name

    from deskchat.ui.conversation.transcript.blocks import block_parser
    from deskchat.ui.conversation.transcript.inline import inline_parser

    block_parser()
    inline_parser()
    get_lexer_by_name("python")
