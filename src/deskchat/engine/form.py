"""A reply in a given form: a JSON schema or a grammar in llama.cpp's GBNF, which the model can't leave.

The language is described in llama.cpp's ``grammars/README.md``.
"""

import json
from pathlib import Path
from typing import Any, Final

from deskchat.chat.errors import ChatError, ErrorKind

SIZE_LIMIT: Final = 256 << 10


def read(path: Path) -> str:
    """The file with a form. Raises ``ChatError("engine")`` when it can't be read."""
    try:
        with path.open("rb") as file:
            text = file.read(SIZE_LIMIT + 1)
        if len(text) > SIZE_LIMIT:
            raise _bad(f"The form that replies of local models are to have is larger than {SIZE_LIMIT >> 10} KB.")
        return text.decode("utf-8-sig")    # with the mark that some editors put before it
    except OSError as error:
        raise _bad("The form that replies of local models are to have can't be read.", str(error)) from error
    except UnicodeDecodeError as error:
        raise _bad("The form that replies of local models are to have is not a text file.", str(error)) from error


def sampler(c: Any, vocabulary: Any, form: str) -> Any:
    """llama.cpp's sampler that lets only such tokens pass as keep to ``form``. Raises ``ChatError("engine")``."""
    grammar = _from_schema(form) if form.lstrip().startswith("{") else form
    made = c.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
    if not made:
        raise _bad("The form that replies of local models are to have is a grammar that can't be understood.")
    return made


def _from_schema(text: str) -> str:
    from llama_cpp.llama_grammar import json_schema_to_gbnf

    try:
        json.loads(text)
        # the binding's texts may hold line breaks, which JSON forbids; llama.cpp's own converter has them out
        return str(json_schema_to_gbnf(text)).replace(r'[^"\\]', r'[^"\\\x7F\x00-\x1F]')
    except (ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError) as error:
        sentence = "The form that replies of local models are to have is a JSON schema that can't be understood."
        raise _bad(sentence, f"{type(error).__name__}: {error}") from error


def _bad(sentence: str, detail: str = "") -> ChatError:
    return ChatError(
        ErrorKind.ENGINE,
        sentence,
        remedy="Change it for this conversation, or in the settings under “Local engine”, or have none.",
        detail=detail,
    )
