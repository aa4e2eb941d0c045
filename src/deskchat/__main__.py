"""``python -m deskchat``, the ``deskchat`` command, and the hidden roles of a frozen build."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskchat.paths import Paths


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status. ``argv`` is without the program's name."""
    _fill_closed_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    # a frozen build has only one executable: its child processes are this file in another role, with no other import
    if arguments[:1] == ["--engine-worker"]:
        from deskchat.engine.__main__ import main as work

        return work()
    if arguments[:1] == ["--keyring-helper"]:
        from deskchat.keys.__main__ import main as ask_keyring

        return ask_keyring()
    if arguments[:1] == ["--document-reader"]:
        from deskchat.services.documents.__main__ import main as read_document

        return read_document(arguments[-1])
    if arguments[:1] == ["--formula-typesetter"]:
        from deskchat.services.formulas.__main__ import main as set_formulas

        return set_formulas()
    if arguments[:1] == ["--printer"]:
        from deskchat.ui.printer import main as print_pdf

        return print_pdf(arguments[1:])
    from deskchat.cli.main import main as command_line

    return command_line(arguments, _open_window)


def _fill_closed_streams() -> None:
    """What was closed by whoever started us leads nowhere; else the next file, the history, would get its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # as long as we run


def _open_window(paths: "Paths", argv: Sequence[str]) -> int:
    import gc

    gc.disable()    # nothing that is imported is garbage; the window collects on its own thread (ui/garbage.py)
    from deskchat.app import run_window

    return run_window(paths, argv)


if __name__ == "__main__":
    sys.exit(main())
