"""The window: Qt, and nothing but services and values behind it."""

import builtins

import PySide6.QtCore  # noqa: F401  # what is undone here is done by its first import


def _import_plainly() -> None:
    """Take out of ``import`` what PySide put there to look for ``from __feature__ import …``, which nobody here uses.

    It reads the source of every module that is imported and asks the module for an attribute. That costs a third of the
    time of all imports; and where a module answers such a question with an import of its own, as pydantic's do, it fails
    when the module is not finished.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


_import_plainly()
