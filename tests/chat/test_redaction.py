"""Keys are masked in every text, and in every record of the log before anybody sees it."""

import logging
from collections.abc import Iterator

import pytest

from deskchat.chat.redaction import Redaction, redact_logs
from tests.faults.cases import case

KNOWN = "Quite-Unusual.0123456789-abcdefgh"    # of no known shape
SHAPES = (
    "sk-proj-AbCdEfGhIjKlMnOpQrStUvWx",
    "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx",
    "AIzaSyA0123456789abcdefghijklmnopqrstuv",
    "hf_AbCdEfGhIjKlMnOpQrStUvWx",
    "xai-AbCdEfGhIjKlMnOpQrStUvWx",
    "gsk_AbCdEfGhIjKlMnOpQrStUvWx",
    "pplx-AbCdEfGhIjKlMnOpQrStUvWx",
)


@pytest.fixture
def known() -> Redaction:
    made = Redaction()
    made.know(KNOWN)
    return made


@pytest.fixture
def redacted(known: Redaction) -> Iterator[None]:
    usual = logging.getLogRecordFactory()
    logging.setLogRecordFactory(logging.LogRecord)
    redact_logs(known)
    yield
    logging.setLogRecordFactory(usual)


@pytest.mark.parametrize("key", SHAPES)
def test_what_has_the_shape_of_a_key_is_masked(key: str) -> None:
    for text in (f"Bad key {key}.", f"Authorization: Bearer {key}", f"b'{key}'", f"https://x.test/?key={key}&a=b"):
        assert key[7:] not in Redaction().clean(text), text


def test_a_key_of_any_shape_is_masked_whole_in_part_and_in_any_case(known: Redaction) -> None:
    for text in (KNOWN, KNOWN.upper(), f"…{KNOWN[:20]}…", f"…{KNOWN[9:]}"):
        assert known.clean(f"It said {text}!").startswith("It said ")
        assert text.strip("…") not in known.clean(f"It said {text}!")


def test_of_two_keys_that_have_a_part_in_common_nothing_is_left() -> None:
    for first, second in (("proxy-canary-0123456789", "other-canary-0123456789"), ("canary-0123456789", "proxy-canary-0123456789")):
        both = Redaction()
        both.know(first)
        both.know(second)
        assert both.clean(f"{second} {first}") == "[key] [key]"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x-api-key: 0123456789abcdef", "x-api-key: [key]"),
        ("{'api_key': '0123456789abcdef', 'n': 1}", "{'api_key': '[key]', 'n': 1}"),
        ("http://user:secret@proxy.example:3128 refused", "http://[key]@proxy.example:3128 refused"),
        ("Bearer 0123456789abcdef", "Bearer [key]"),
    ],
)
def test_what_carries_keys_shows_none(text: str, kept: str) -> None:
    assert Redaction().clean(text) == kept


@pytest.mark.parametrize(
    "text", ["The key of C major", "kind=rate_limit model=openai/gpt-5.4", "https://a.test/b?page=2", "risk-averse-investors"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert Redaction().clean(text) == text


@case(76, 77)
@pytest.mark.usefixtures("redacted")
def test_no_record_holds_a_key_not_in_its_words_values_or_exception(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("anybody")
    log.warning("asked with %s and %r", KNOWN, {"key": SHAPES[0]})
    try:
        try:
            raise ValueError(f"Illegal header value {KNOWN}")
        except ValueError as error:
            raise RuntimeError(SHAPES[1]) from error
    except RuntimeError:
        log.exception("it failed")
    log.warning("bad %d format", KNOWN)
    assert "asked with [key]" in caplog.text
    assert "Illegal header value [key]" in caplog.text
    assert "RuntimeError" in caplog.text
    for key in (KNOWN, SHAPES[0], SHAPES[1]):
        assert key[10:] not in caplog.text


def test_the_log_of_the_program_is_redacted_once() -> None:
    usual = logging.getLogRecordFactory()
    try:
        redact_logs()
        first = logging.getLogRecordFactory()
        redact_logs()
        assert logging.getLogRecordFactory() is first
    finally:
        logging.setLogRecordFactory(usual)
