"""What can go wrong in a way the person can act on.

Everything else is a bug and is left to rise. The kinds are part of the command line's contract (``deskchat ask --json``):

============  =====================================================  =====================================
kind          it happened                                            what usually helps
============  =====================================================  =====================================
auth          the key is missing or was refused                      enter the key again
permission    the account may not use this                           another model or account
not_found     the model or the address does not exist                pick another model
rate_limit    too many requests                                      wait (``retry_after_s``)
quota         the credit is used up                                  top up, or another provider
overloaded    the server is too busy                                 wait, or another model
context       the text does not fit into the model's window          a model with a longer window
bad_request   the server refused the request                         read its message
network       the server could not be reached                        check the connection
timeout       the server said nothing for too long                   try again
protocol      the answer was not what this wire promises             check the address
engine        the local engine failed or was killed                  try again, a smaller model
model_file    the GGUF file cannot be used                           another file
offline       the offline switch forbids it                          a local model
budget        a limit the person set was reached                     raise it
internal      a bug in deskchat                                      report it
============  =====================================================  =====================================
"""

from enum import StrEnum


class ErrorKind(StrEnum):
    """The kinds of the table above."""

    AUTH = "auth"
    PERMISSION = "permission"
    NOT_FOUND = "not_found"
    RATE_LIMIT = "rate_limit"
    QUOTA = "quota"
    OVERLOADED = "overloaded"
    CONTEXT = "context"
    BAD_REQUEST = "bad_request"
    NETWORK = "network"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    ENGINE = "engine"
    MODEL_FILE = "model_file"
    OFFLINE = "offline"
    BUDGET = "budget"
    INTERNAL = "internal"


class RemedyAction(StrEnum):
    """What can be done at once about a reply that failed; kept with it."""

    CONTINUE = "continue"              # let this or another model go on from what arrived
    REGENERATE = "regenerate"          # ask again
    WITHOUT_LIMIT = "without_limit"    # ask again, without a limit of tokens
    ENTER_KEY = "enter_key"
    OTHER_MODEL = "other_model"


class ChatError(Exception):
    """Something the person can act on.

    ``sentence`` says what happened and what it means, ``remedy`` what to do (whole sentences, plain text, no markup);
    ``detail`` is the technical part, shown on request, already free of secrets; ``retry_after_s`` is the server's wish in
    seconds, where it gave one. ``about``: what in the request the server refused, where that is known and can be left out:
    ``"state"`` (what it wanted back itself, see ``StatePart``), ``"effort"``, a field of ``Sampling`` such as
    ``"temperature"``, or ``"limit"`` (of tokens, set by the person); ``"memory"``: the engine had too little of it.
    """

    def __init__(
        self,
        kind: ErrorKind | str,
        sentence: str,
        *,
        remedy: str = "",
        detail: str = "",
        retry_after_s: float | None = None,
        about: str = "",
    ) -> None:
        super().__init__(sentence)
        self.kind = ErrorKind(kind)
        self.sentence = sentence
        self.remedy = remedy
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.about = about

    @property
    def message(self) -> str:
        """Sentence and remedy as one text, as it is shown and printed."""
        return f"{self.sentence} {self.remedy}".strip()


PASSING = frozenset(
    {
        ErrorKind.RATE_LIMIT,
        ErrorKind.OVERLOADED,
        ErrorKind.NETWORK,
        ErrorKind.TIMEOUT,
        ErrorKind.PROTOCOL,
        ErrorKind.ENGINE,
        ErrorKind.INTERNAL,
    }
)


def remedy_action(error: ChatError, *, begun: bool) -> RemedyAction:
    """What helps best against ``error``; ``begun``: some text of the reply had arrived."""
    if begun:
        return RemedyAction.CONTINUE
    if error.about == "limit":
        return RemedyAction.WITHOUT_LIMIT
    if error.kind is ErrorKind.AUTH:
        return RemedyAction.ENTER_KEY
    return RemedyAction.REGENERATE if error.kind in PASSING else RemedyAction.OTHER_MODEL
