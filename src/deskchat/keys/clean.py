"""A key as it was typed or pasted, made usable or refused, without ever repeating it."""

from deskchat.chat.errors import ChatError, ErrorKind

LONGEST = 8_192    # real keys have 20 to 2 000 characters
QUOTES = "\"'`“”‘’„«»"


def clean_key(text: str) -> str:
    """``text`` without what pasting brings along. Raises ``ChatError("auth")``; its sentences don't hold the key."""
    key = text.strip("\ufeff\u200b \t\r\n\u00a0").strip(QUOTES).strip()
    if key.lower() == "bearer" or key[:7].lower() == "bearer ":
        key = key[7:].strip()
    if not key:
        raise _refused("There is no key in what was entered.")
    if len(key) > LONGEST:
        raise _refused("What was entered is far too long to be a key.")
    if any(c.isspace() for c in key):
        raise _refused("A key has no spaces and no line breaks inside; what was entered has.")
    if not all("!" <= c <= "~" for c in key):
        raise _refused("What was entered holds characters that no key has, such as typographic quotes or accents.")
    return key


def _refused(sentence: str) -> ChatError:
    return ChatError(ErrorKind.AUTH, sentence, remedy="Copy the key again from the provider's page.")
