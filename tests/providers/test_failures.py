"""Every known shape of refusal becomes one error of the right kind."""

import json

import pytest

from deskchat.providers.failures import clean, from_answer
from tests.faults.cases import case


@case(50)
@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (401, {"error": {"message": "No key", "type": "x", "code": None}}, "auth", "No key"),
        (400, {"code": "invalid-argument", "error": "Incorrect API key provided: ab"}, "auth", "Incorrect API key provided: ab"),
        (400, {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID"}}, "auth", "API key not valid"),
        (403, {"error": {"message": "Flagged", "code": 403}}, "permission", "Flagged"),
        (402, {"error": {"message": "Insufficient Balance"}}, "quota", "Insufficient Balance"),
        (429, {"error": {"message": "Over quota", "code": "insufficient_quota"}}, "quota", "Over quota"),
        (429, {"message": "Requests rate limit exceeded"}, "rate_limit", "Requests rate limit exceeded"),
        (404, {"error": "model 'x' not found"}, "not_found", "model 'x' not found"),
        (400, {"error": {"message": "no such", "code": "model_not_found"}}, "not_found", "no such"),
        (400, {"error": {"message": "Too much", "code": "context_length_exceeded"}}, "context", "Too much"),
        (422, {"detail": [{"loc": ["body"], "msg": "field required", "type": "missing"}]}, "bad_request", "field required"),
        (422, {"object": "error", "message": {"detail": [{"msg": "Input should be"}]}}, "bad_request", "Input should be"),
        (401, {"detail": "Invalid API Key"}, "auth", "Invalid API Key"),
        (400, [{"error": {"message": "In a list"}}], "bad_request", "In a list"),
        (500, {"error": {"message": "image input is not supported - hint"}}, "bad_request", "image input is not supported"),
        (503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}, "overloaded", "Loading model"),
        (529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "overloaded", "Overloaded"),
        (408, {}, "timeout", ""),
        (418, "I'm a teapot", "bad_request", "I'm a teapot"),
        (500, [], "overloaded", ""),
        (500, None, "overloaded", ""),
        (400, {"error": {"message": None}}, "bad_request", ""),
        (400, {"error": {"error": {"message": "Inside"}}}, "bad_request", "Inside"),
    ],
)
def test_kinds_and_messages(status: int, body: object, kind: str, message: str) -> None:
    error = from_answer("Acme", status, {}, json.dumps(body).encode())
    assert error.kind == kind
    assert message in error.sentence
    assert "Acme" in error.message or error.kind == "context"
    assert error.sentence.endswith(".")


@case(44)
@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b"Bad Gateway", b"null", b'"text"'])
def test_a_body_that_is_no_json_is_no_trouble(body: bytes) -> None:
    assert from_answer("Acme", 502, {}, body).kind == "overloaded"


@case(47)
def test_a_web_page_is_not_quoted() -> None:
    error = from_answer("Acme", 502, {}, b"<html><body><h1>Bad gateway</h1></body></html>")
    assert error.kind == "overloaded"
    assert "web page" in error.message
    assert "<" not in f"{error.message}{error.detail}"


@pytest.mark.parametrize(("status", "kind"), [(408, "timeout"), (429, "rate_limit"), (200, "protocol")])
def test_a_page_of_a_gateway_that_is_busy_is_no_wrong_address(status: int, kind: str) -> None:
    assert from_answer("Acme", status, {}, b"<html><body>Too many</body></html>").kind == kind


@case(49)
@pytest.mark.parametrize(
    ("headers", "message", "expected"),
    [
        ({"retry-after": "20"}, "", 20.0),
        ({"retry-after-ms": "1500", "retry-after": "9"}, "", 1.5),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, "", 30.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT", "date": "Wed, 21 Oct 2026 07:28:30 GMT"}, "", None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, "", None),
        ({"retry-after": "-5"}, "", None),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "1e999"}, "", None),
        ({}, "Please try again in 5.289s. Thanks", 5.289),
        ({}, "Please try again in 250ms", 0.25),
        ({}, "", None),
    ],
)
def test_the_wish_to_wait(headers: dict[str, str], message: str, expected: float | None) -> None:
    error = from_answer("Acme", 429, headers, json.dumps({"error": {"message": message}}).encode())
    assert error.retry_after_s == expected


def test_text_from_outside_is_one_plain_line() -> None:
    assert clean("a\r\nb\x1b[31m\u202ec\u2066 ") == "a b [31m c"
    assert len(clean("x" * 10_000)) == 500


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("Unsupported parameter: 'temperature' is not supported with this model.", "temperature"),
        ("Unsupported value: 'temperature' does not support 0.2 with this model. Only the default is.", "temperature"),
        ("top_p: Extra inputs are not permitted", "top_p"),
        ("`temperature` is deprecated for this model.", "temperature"),
        ("`temperature` and `top_p` cannot both be specified for this model. Please use only one.", "temperature"),
        ('Invalid JSON payload received. Unknown name "topK" at \'generation_config\': Cannot find field.', "top_k"),
        ("property 'seed' is unsupported", "seed"),
        ("Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 5.", ""),
        ("temperature: range: -1..1", ""),
        ("Unsupported parameter: 'stopping_temperature_x'", ""),
        ("What was said was refused.", ""),
    ],
)  # fmt: skip
def test_a_way_of_drawing_that_is_not_taken_is_named(message: str, about: str) -> None:
    error = from_answer("Acme", 400, {}, json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode())
    assert (error.kind, error.about) == ("bad_request", about)
