"""When a request is sent again by itself: only before an answer has begun, for what passes, and as late as the server asks.

The rule is what the makers' own SDKs agree on (``_base_client.py`` of openai 3.54 and anthropic 2.12).
"""

import random
from collections.abc import Mapping

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.events import Waiting
from deskchat.providers.network import Patience

# a 429 may mean an empty account, and a 500 “image input is not supported”: the words decide, then the status
PASSING = frozenset({ErrorKind.RATE_LIMIT, ErrorKind.OVERLOADED, ErrorKind.TIMEOUT})
HOPELESS = frozenset({400, 401, 402, 403, 404, 413, 422})
UNSENT_RETRIES = 1    # no network stays away for longer than a moment, and the person should know soon


def wait_after_refusal(
    error: ChatError, status: int, headers: Mapping[str, str], tried: int, patience: Patience
) -> Waiting | None:
    """How long to wait before asking again what was refused with ``status``; ``None``: it is not asked again.

    ``headers`` have lower-case names; ``tried`` counts the tries that were made before this one.
    """
    if tried >= patience.retries or status in HOPELESS or error.kind not in PASSING:
        return None
    if headers.get("x-should-retry", "").strip().lower() == "false":    # its “true” says nothing new
        return None
    if status >= 500 and "image" in error.sentence.lower():    # a server without vision: it fails each time
        return None
    if error.retry_after_s is not None and error.retry_after_s > patience.longest_retry_s:
        return None
    # never earlier than asked, and not all windows of an office at the same moment
    wish_s = (error.retry_after_s or 0.0) * _jitter(1.0, 1.1)
    return Waiting(error.sentence, max(wish_s, _backoff_s(tried, patience)))


def wait_after_no_connection(error: ChatError, tried: int, patience: Patience) -> Waiting | None:
    """The same for a request that was never sent, because there was no connection."""
    if tried >= min(patience.retries, UNSENT_RETRIES):
        return None
    return Waiting(error.sentence, _backoff_s(tried, patience))


def _backoff_s(tried: int, patience: Patience) -> float:
    return min(patience.retry_s * float(2**tried), patience.slowest_retry_s) * _jitter(0.75, 1.25)


def _jitter(low: float, high: float) -> float:
    return low + (high - low) * random.random()  # noqa: S311  # spreads requests, keeps no secret
