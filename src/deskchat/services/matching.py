"""Which model is meant by a part of its name."""

import difflib
from collections.abc import Sequence

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelInfo

NEAR = 5    # how many are named when none or several fit


def find_model(text: str, known: Sequence[ModelInfo]) -> ModelInfo:
    """The only model whose name or id holds ``text``, whatever the case; an equal one wins over those that hold it.

    Raises ``ChatError("not_found")``, naming those that were perhaps meant.
    """
    wanted = text.casefold()
    equal = [model for model in known if wanted in _names(model)]
    holding = [model for model in known if any(wanted in name for name in _names(model))]
    for found in (equal, holding):
        if len(found) == 1:
            return found[0]
    if holding:
        raise _not_found(f"“{text}” fits more than one model: {_first([str(model.ref) for model in holding])}.")
    refs = {str(model.ref).casefold(): str(model.ref) for model in known}
    near = difflib.get_close_matches(wanted, list(refs), NEAR, 0.5)
    if near:
        raise _not_found(f"There is no model “{text}”: {_first([refs[name] for name in near])}.")
    raise _not_found(f"There is no model “{text}”.")


def _names(model: ModelInfo) -> tuple[str, ...]:
    return str(model.ref).casefold(), model.ref.model.casefold(), model.name.casefold()


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:NEAR]) + (" and more" if len(names) > NEAR else "")


def _not_found(sentence: str) -> ChatError:
    return ChatError(ErrorKind.NOT_FOUND, sentence, remedy="“deskchat models” lists those there are.")
