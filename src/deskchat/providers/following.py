"""Answers that lie somewhere else: redirections are followed one by one, and a key never goes to another host.

Only what downloads files follows them; a chat request goes to the address the person entered and nowhere else.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import unanswered
from deskchat.providers.addresses import is_address, is_loopback
from deskchat.providers.network import Call, Patience
from deskchat.providers.transport import Answer, Failure, Transport

MOST_STEPS: Final = 6
REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})


@asynccontextmanager
async def following(
    transport: Transport, call: Call, failure: Failure, patience: Patience, elsewhere: Failure | None = None
) -> AsyncIterator[Answer]:
    """The answer to ``call``, wherever redirections lead.

    Without ``elsewhere`` they may only stay with the same host, as where a repository was renamed. With it they may lead
    to other hosts, which get neither key nor authorization; their refusals are read by ``elsewhere``. Never from https to
    http, and never from another machine to this one. Raises ``ChatError``, free of the key.
    """
    call = replace(call, accepts=call.accepts | REDIRECTIONS)
    refused = failure
    for _ in range(MOST_STEPS):
        async with transport.opening(call, refused, patience) as opening:
            async for _waiting in opening:
                pass
            answer = opening.answer
            if answer.status not in REDIRECTIONS:
                yield answer
                return
            target = _target(call.url, answer.headers.get("location", ""))
        if _origin(target) == _origin(call.url):
            call = replace(call, url=target)
        elif elsewhere is not None and _may_lead(call.url, target):
            call, refused = replace(call, url=target, key=None, authorization={}), elsewhere
        else:
            raise unanswered.redirected(call, target)
    sentence = f"{call.name} sends requests round in circles."
    raise ChatError(ErrorKind.PROTOCOL, sentence, remedy="Try again later.", detail=f"{MOST_STEPS} redirections")


def _target(url: str, location: str) -> str:
    """Where a redirection leads; what is no address stays as it is, and is refused."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _origin(url: str) -> tuple[str, str, int | None] | None:
    if not is_address(url):
        return None
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _may_lead(origin: str, target: str) -> bool:
    if not is_address(target) or (is_loopback(target) and not is_loopback(origin)):
        return False
    return target.startswith("https:") or origin.startswith("http:")
