"""Values of a file that anybody may have written: the wrong type is the same as nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_S = 4e9    # the year 2096, in seconds; larger numbers are milliseconds


def at(value: Any, *keys: str) -> Any:
    """What stands at ``value[key][key]…``; ``None`` where there is no way."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text(value: Any, *keys: str) -> str:
    """A text there, else ``""``."""
    found = at(value, *keys)
    return found if isinstance(found, str) else ""


def items(value: Any, *keys: str) -> Sequence[Any]:
    """A list there, else an empty one."""
    found = at(value, *keys)
    return found if isinstance(found, list) else ()


def moment(found: Any, instead: datetime = EPOCH) -> datetime:
    """Seconds or milliseconds since 1970, or ISO 8601; ``instead`` when it is neither, or no time a chat can have."""
    try:
        if isinstance(found, str):
            made = datetime.fromisoformat(found)
            made = made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
        elif isinstance(found, int | float) and not isinstance(found, bool):
            made = datetime.fromtimestamp(found / 1000 if found > LATEST_S else found, UTC)
        else:
            return instead
    except (ValueError, OverflowError, OSError):
        return instead
    return made if EPOCH <= made <= datetime.fromtimestamp(LATEST_S, UTC) else instead
