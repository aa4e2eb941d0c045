"""One request that left this machine: where to, what for and how large, without a word of what it said."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Purpose(StrEnum):
    """What a request is for."""

    REPLY = "reply"          # a model answers
    COUNT = "count"          # the tokens of a message are counted; the message goes along
    MODELS = "models"        # a list of models, or what is said of one
    SEARCH = "search"        # models to download
    DOWNLOAD = "download"
    NEARBY = "nearby"        # which program answers at an address
    OTHER = "other"


class Subject(msgspec.Struct, frozen=True):
    """What a request carries. ``leaf`` is the last of the ``messages`` (how many) of ``conversation``; ids, no text."""

    purpose: Purpose = Purpose.OTHER
    model: str = ""
    conversation: str = ""
    leaf: str = ""
    messages: int = 0


class Departure(msgspec.Struct, frozen=True):
    """A request, from the moment it is sent.

    ``provider`` is its name as shown; ``host`` with its port where one is given; ``path`` without what follows a question
    mark. ``sent_bytes`` and ``received_bytes`` count HTTP with its headers, before encryption; 0 sent when there was no
    connection. ``status``: of HTTP, 0 for no answer. ``failure``: the kind of error it ended with, or ``""``. ``ended_at``
    is ``None`` while it is under way. Times are aware, UTC.
    """

    id: str
    at: datetime
    provider: str
    host: str
    path: str
    subject: Subject
    sent_bytes: int = 0
    received_bytes: int = 0
    status: int = 0
    failure: str = ""
    ended_at: datetime | None = None
