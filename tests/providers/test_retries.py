"""The rule of sending again, as values."""

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers.network import Patience
from deskchat.providers.retries import wait_after_no_connection, wait_after_refusal
from tests.faults.cases import case

PATIENCE = Patience()


def refused(kind: ErrorKind, retry_after_s: float | None = None, sentence: str = "No.") -> ChatError:
    return ChatError(kind, sentence, retry_after_s=retry_after_s)


@case(50)
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (408, ErrorKind.TIMEOUT),
        (409, ErrorKind.OVERLOADED),
        (429, ErrorKind.RATE_LIMIT),
        (500, ErrorKind.OVERLOADED),
        (503, ErrorKind.OVERLOADED),
        (504, ErrorKind.TIMEOUT),
        (529, ErrorKind.OVERLOADED),
    ],
)
def test_what_passes_is_asked_again_twice(status: int, kind: ErrorKind) -> None:
    waits = [wait_after_refusal(refused(kind), status, {}, tried, PATIENCE) for tried in range(3)]
    assert waits[0] is not None
    assert 0.375 <= waits[0].seconds <= 0.625
    assert waits[1] is not None
    assert 0.75 <= waits[1].seconds <= 1.25
    assert waits[2] is None


@case(50)
@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422])
def test_a_refusal_that_stays_one_is_never_repeated(status: int) -> None:
    assert wait_after_refusal(refused(ErrorKind.OVERLOADED), status, {}, 0, PATIENCE) is None


@pytest.mark.parametrize("kind", [ErrorKind.QUOTA, ErrorKind.BAD_REQUEST, ErrorKind.AUTH, ErrorKind.CONTEXT])
def test_the_words_say_more_than_the_status(kind: ErrorKind) -> None:
    assert wait_after_refusal(refused(kind), 429, {}, 0, PATIENCE) is None
    assert wait_after_refusal(refused(kind), 500, {}, 0, PATIENCE) is None


def test_a_500_that_names_images_is_not_repeated() -> None:
    error = refused(ErrorKind.OVERLOADED, sentence="Here failed: “this model has no Image encoder”.")
    assert wait_after_refusal(error, 500, {}, 0, PATIENCE) is None


def test_the_server_may_forbid_it_and_can_not_force_it() -> None:
    overloaded = refused(ErrorKind.OVERLOADED)
    assert wait_after_refusal(overloaded, 503, {"x-should-retry": "false"}, 0, PATIENCE) is None
    assert wait_after_refusal(overloaded, 503, {"x-should-retry": "true"}, 0, PATIENCE) is not None
    assert wait_after_refusal(overloaded, 401, {"x-should-retry": "true"}, 0, PATIENCE) is None


def test_never_earlier_than_the_server_asks_and_not_later_than_a_tenth_more() -> None:
    for _ in range(50):
        waiting = wait_after_refusal(refused(ErrorKind.RATE_LIMIT, 20.0), 429, {}, 0, PATIENCE)
        assert waiting is not None
        assert 20.0 <= waiting.seconds <= 22.0


@case(49)
def test_no_wish_of_the_server_makes_it_hurry() -> None:
    waiting = wait_after_refusal(refused(ErrorKind.RATE_LIMIT, 0.0), 429, {}, 1, PATIENCE)
    assert waiting is not None
    assert waiting.seconds >= 0.75


@case(49)
def test_who_asks_for_more_than_a_minute_is_not_waited_for() -> None:
    assert wait_after_refusal(refused(ErrorKind.RATE_LIMIT, 61.0), 429, {}, 0, PATIENCE) is None


def test_a_missing_connection_is_tried_once_more() -> None:
    error = refused(ErrorKind.NETWORK)
    assert wait_after_no_connection(error, 0, PATIENCE) is not None
    assert wait_after_no_connection(error, 1, PATIENCE) is None


def test_the_backoff_has_a_ceiling() -> None:
    waiting = wait_after_refusal(refused(ErrorKind.OVERLOADED), 503, {}, 9, Patience(retries=10))
    assert waiting is not None
    assert waiting.seconds <= 10.0
