"""The google-generate-content wire: short streams as the documentation describes them, and malformed ones."""

import json
from typing import Any

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import (
    AnsweredBy,
    Finished,
    Noted,
    ReasoningDelta,
    SourceCited,
    StateReported,
    StreamEvent,
    TextDelta,
    ToolCalled,
    UsageReported,
)
from deskchat.chat.message import Stop, Usage
from deskchat.providers.gemini_state import LARGEST
from deskchat.providers.wires.google_generate_content import MOST_SOURCES, open_wire
from tests.faults.cases import case
from tests.providers.wires import replay

SIGNATURE = "EjQKMgEMOdbH+/=="
BARE_ERROR = b'{\r\n  "error": {\r\n    "code": 503,\r\n    "message": "The model is overloaded.",\r\n    "status": "UNAVAILABLE"\r\n  }\r\n}\r\n'


def says(*parts: Any, **more: Any) -> dict[str, Any]:
    """One response with ``parts``; a string is a part of text."""
    whole = [{"text": part} if isinstance(part, str) else part for part in parts]
    return {"candidates": [{"content": {"role": "model", "parts": whole}, "index": 0, **more}]}


END = says(finishReason="STOP")


def stream(*chunks: object) -> bytes:
    lines = [c if isinstance(c, bytes) else json.dumps(c).encode() for c in chunks]
    return b"".join(b"data: " + line + b"\r\n\r\n" for line in lines)


def read(*pieces: bytes) -> tuple[list[StreamEvent], ChatError | None]:
    return replay.read(open_wire("Google", {}).decoder(), pieces)


def text(events: list[StreamEvent]) -> str:
    return "".join(e.text for e in events if isinstance(e, TextDelta))


def state(events: list[StreamEvent]) -> Any:
    """What goes back to the model, or ``None``."""
    found = [json.loads(e.items) for e in events if isinstance(e, StateReported)]
    return found[0] if found else None


def test_a_whole_reply_in_order() -> None:
    events, error = read(
        stream(
            {**says({"text": "Hm.", "thought": True}), "usageMetadata": {"promptTokenCount": 8, "totalTokenCount": 8}},
            {**says("Hel"), "modelVersion": "models/gemini-4-argon"},
            says("lo"),
            {
                **says({"text": "", "thoughtSignature": SIGNATURE}, finishReason="STOP"),
                "usageMetadata": {
                    "promptTokenCount": 8, "candidatesTokenCount": 2, "thoughtsTokenCount": 5, "totalTokenCount": 15,
                    "cachedContentTokenCount": 4,
                },
            },
        )
    )  # fmt: skip
    assert error is None
    assert events == [
        UsageReported(Usage(8, 0)),
        ReasoningDelta("Hm."),
        AnsweredBy("gemini-4-argon"),
        TextDelta("Hel"),
        TextDelta("lo"),
        UsageReported(Usage(8, 7, 4, 5)),
        StateReported("google-generate-content", f'[{{"text": "Hello", "thoughtSignature": "{SIGNATURE}"}}]'),
        Finished(Stop.END),
    ]


def test_signatures_stay_with_the_text_they_came_with() -> None:
    events, _ = read(
        stream(
            says({"text": "not sent back", "thought": True, "thoughtSignature": "dGhvdWdodA=="}),
            says({"text": "One ", "thoughtSignature": "b25l"}),
            says("two "),
            says("three", {"text": "", "thoughtSignature": "dHdv"}),
            END,
        )
    )
    assert state(events) == [
        {"text": "One ", "thoughtSignature": "b25l"},
        {"text": "two three", "thoughtSignature": "dHdv"},
    ]


@pytest.mark.parametrize(
    "chunks",
    [
        [says("Hi")],
        [says({"text": "", "thoughtSignature": SIGNATURE})],
        [says({"functionCall": {"name": "f"}, "thoughtSignature": SIGNATURE}), says("Hi")],
        [says({"text": "Hi", "thoughtSignature": SIGNATURE}), says({"inlineData": {"mimeType": "image/png", "data": "AA=="}})],
        [says({"text": "Hi", "thoughtSignature": "A" * (LARGEST + 1)})],
        [says({"text": "Hi", "thoughtSignature": 7})],
        [says({"text": "Hi", "thoughtSignature": "not Base64"})],
    ],
    ids=["nothing signed", "no text", "a call", "a picture", "too long", "a number", "no signature"],
)
def test_nothing_is_wanted_back_with(chunks: list[dict[str, Any]]) -> None:
    assert state(read(stream(*chunks, END))[0]) is None


@pytest.mark.parametrize(
    ("reason", "stop", "word"),
    [
        ("STOP", "end", ""),
        ("MAX_TOKENS", "length", ""),
        ("CONTINUATION", "length", "Ask it to continue."),
        ("SAFETY", "filter", "safety filter"),
        ("RECITATION", "filter", "someone else"),
        ("PROHIBITED_CONTENT", "filter", "prohibited"),
        ("SPII", "filter", "sensitive personal data"),
        ("BLOCKLIST", "filter", "blocked words"),
        ("LANGUAGE", "filter", "language"),
        ("IMAGE_SAFETY", "filter", "picture"),
        ("MALFORMED_FUNCTION_CALL", "tool", "tool call"),
        ("UNEXPECTED_TOOL_CALL", "tool", "a tool that there is not"),
        ("OTHER", "end", "(OTHER)"),
        ("SOMETHING_NEW", "end", "(SOMETHING_NEW)"),
    ],
)
def test_reasons_to_stop_keep_the_text_and_are_told(reason: str, stop: str, word: str) -> None:
    events, error = read(stream(says("half a"), says(finishReason=reason)))
    assert error is None
    assert text(events) == "half a"
    assert events[-1] == Finished(Stop(stop))
    notes = [e.sentence for e in events if isinstance(e, Noted)]
    assert len(notes) == bool(word)
    assert all(note.startswith("Google ") and word in note and note.endswith(".") for note in notes)


def test_the_servers_own_words_follow_ours() -> None:
    events, _ = read(stream(says(finishReason="SAFETY", finishMessage="Blocked for\n harassment.")))
    assert "It says: “Blocked for harassment”." in next(e.sentence for e in events if isinstance(e, Noted))


@pytest.mark.parametrize(
    ("feedback", "words"),
    [
        ({"blockReason": "SAFETY"}, "because its safety filter stepped in"),
        ({"blockReason": "JAILBREAK"}, "get round the rules"),
        ({"blockReason": "NEW_ONE"}, "(NEW_ONE)"),
        ({"blockReason": "OTHER", "blockReasonMessage": "The prompt is in Klingon."}, "It says: “The prompt is in Klingon”."),
    ],
)
def test_a_blocked_prompt_is_told_with_its_reason(feedback: dict[str, str], words: str) -> None:
    chunk = {"promptFeedback": feedback, "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}}
    events, error = read(stream(chunk))
    assert error is None
    assert events[-1] == Finished(Stop.FILTER)
    note = next(e.sentence for e in events if isinstance(e, Noted))
    assert note.startswith("Google did not pass the conversation on to the model")
    assert words in note


def test_a_missing_signature_asks_for_the_request_without_state() -> None:
    _, error = read(stream(says(finishReason="MISSING_THOUGHT_SIGNATURE")))
    assert error is not None
    assert (error.kind, error.about) == ("bad_request", "state")


def test_without_a_reason_to_stop_the_reply_is_cut_off_and_its_text_kept() -> None:
    events, error = read(stream(says("half a")))
    assert text(events) == "half a"
    assert error is not None
    assert error.kind == "network"
    assert "cut" in error.message


def test_code_that_ran_is_told_with_what_it_printed_and_disturbs_no_text() -> None:
    events, error = read(
        stream(
            says("Let me see. ", {"executableCode": {"language": "PYTHON", "code": "print(6*7)"}}),
            says({"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "42\n"}}),
            says("It is 42."),
            says({"executableCode": {"code": "never()"}}, finishReason="STOP"),
        )
    )
    assert error is None
    assert text(events) == "Let me see. It is 42."
    assert [e for e in events if isinstance(e, ToolCalled)] == [
        ToolCalled("code execution", "print(6*7)", "42\n"),
        ToolCalled("code execution", "never()"),
    ]


def test_calls_and_files_are_told() -> None:
    events, _ = read(
        stream(
            says({"functionCall": {"name": "weather", "args": {"city": "Zürich"}}}, {"functionCall": {}}),
            says({"toolCall": {"toolType": "GOOGLE_SEARCH", "args": {"q": "x"}}}),
            says({"inlineData": {"mimeType": "image/png", "data": "AAAA"}}, finishReason="STOP"),
        )
    )
    assert events == [
        ToolCalled("weather", '{"city": "Zürich"}'),
        ToolCalled("GOOGLE_SEARCH", '{"q": "x"}'),
        Noted("Google also sent a file (image/png) that can't be shown here."),
        Finished(Stop.END),
    ]


def test_sources_are_told_once_and_only_places_on_the_web() -> None:
    chunks = [{"web": {"uri": "https://a.example/1", "title": "A"}}, {"retrievedContext": {"text": "no address"}}]
    pages = [{"retrievedUrl": "http://c.example"}, {"retrievedUrl": "javascript:alert(1)"}]
    events, _ = read(
        stream(
            says("Hi", groundingMetadata={"groundingChunks": chunks}),
            says(groundingMetadata={"groundingChunks": chunks}),
            says(citationMetadata={"citationSources": [{"uri": "https://b.example"}, {"uri": 5}, None]}),
            says(urlContextMetadata={"urlMetadata": pages}, finishReason="STOP"),
        )
    )
    assert [e for e in events if isinstance(e, SourceCited)] == [
        SourceCited("https://a.example/1", "A"), SourceCited("https://b.example"), SourceCited("http://c.example"),
    ]  # fmt: skip


def test_sources_are_bounded() -> None:
    chunks = [{"web": {"uri": f"https://a.example/{n}"}} for n in range(MOST_SOURCES + 5)]
    events, _ = read(stream(says("Hi", groundingMetadata={"groundingChunks": chunks}, finishReason="STOP")))
    assert sum(isinstance(e, SourceCited) for e in events) == MOST_SOURCES


@pytest.mark.parametrize(
    "body",
    [
        stream(says("one ")) + BARE_ERROR,
        stream(says("one ")) + BARE_ERROR.replace(b"\r\n", b"\n") + b"\n\n",
        stream(says("one ")) + b"[" + BARE_ERROR + b"]",
        stream(says("one ")) + BARE_ERROR.replace(b"\r\n", b""),
        stream(says("one ")).rstrip() + b"\n" + BARE_ERROR,
        stream(says("one "), BARE_ERROR.replace(b"\r\n", b"")),
        b"[" + json.dumps(says("one ")).encode() + b",\n" + BARE_ERROR + b"]",
    ],
    ids=["bare", "bare with line feeds", "bare in an array", "bare in one line", "without a blank line", "as an event", "in an array"],
)
def test_an_error_in_the_stream_keeps_the_words_before_it(body: bytes) -> None:
    for pieces in ([body], [body[i : i + 1] for i in range(len(body))]):
        events, error = read(*pieces)
        assert text(events) == "one "
        assert error is not None
        assert error.kind == "overloaded"
        assert "The model is overloaded" in error.message


@pytest.mark.parametrize(
    ("status", "message", "details", "kind", "about", "wait_s"),
    [
        (400, "API key not valid. Please pass a valid API key.", [{"reason": "API_KEY_INVALID"}], "auth", "", None),
        (400, "Request is wrong.", [{"reason": "API_KEY_INVALID"}], "auth", "", None),
        (400, "Corrupted thought signature.", None, "bad_request", "state", None),
        (400, "Thinking level MEDIUM is not supported for this model.", None, "bad_request", "effort", None),
        (400, "Budget 0 is invalid. This model only works in thinking mode.", None, "bad_request", "effort", None),
        (400, "Function call is missing a thought_signature in functionCall parts.", None, "bad_request", "state", None),
        (403, "Your project has been denied access.", None, "permission", "", None),
        (404, "models/nope is not found for API version v1beta", None, "not_found", "", None),
        (
            429,
            "You exceeded your current quota, please check your plan and billing details.",
            [{"violations": [{"quotaId": "RequestsPerMinutePerModel"}]}, {"retryDelay": "48.939935699s"}],
            "rate_limit", "", 48.939935699,
        ),
        (
            429,
            "You exceeded your current quota, please check your plan and billing details.",
            [{"violations": [{"quotaId": "RequestsPerDayPerModel"}]}, {"retryDelay": "7s"}],
            "quota", "", 7,
        ),
        (429, "Resource has been exhausted.", [{"retryDelay": "soon"}, 3, {"violations": [None]}], "rate_limit", "", None),
        (500, "An internal error has occurred.", None, "overloaded", "", None),
        (503, "The model is overloaded. Please try again later.", None, "overloaded", "", None),
        (504, "Deadline expired before operation could complete.", None, "timeout", "", None),
    ],
)  # fmt: skip
def test_refusals(status: int, message: str, details: Any, kind: str, about: str, wait_s: float | None) -> None:
    value = {"error": {"code": status, "message": message, "status": "INVALID_ARGUMENT", "details": details}}
    for body in (value, [value]):
        error = open_wire("Google", {}).failure(status, {}, json.dumps(body).encode())
        assert (error.kind, error.about, error.retry_after_s) == (kind, about, wait_s)
        assert message.rstrip(".") in error.message


@case(45)
@pytest.mark.parametrize(
    "odd",
    [
        says(None, 7, {"text": 5}, {"text": None}, {}, {"thought": True}, {"thought": 1, "text": ""}),
        {"candidates": []},
        {"candidates": None},
        {"candidates": [None, 3, {"index": 7, "content": {"parts": [{"text": "not this one"}]}}]},
        {"candidates": [{"content": None}, {"content": {"parts": {}}}, {"content": {"parts": [None]}}]},
        says(groundingMetadata=[], citationMetadata=3, urlContextMetadata={"urlMetadata": "x"}, finishReason=5),
        says({"functionCall": []}, {"functionCall": {"name": 3}}, {"executableCode": None}, {"inlineData": 3}),
        {"usageMetadata": {"promptTokenCount": -1, "totalTokenCount": "many", "thoughtsTokenCount": True}},
        {"usageMetadata": [], "modelVersion": 3, "promptFeedback": [], "error": None},
        {"promptFeedback": {"safetyRatings": []}, "usageMetadata": {"promptTokenCount": 10**40}},
        [],
        3,
        None,
        b"{",
        b'{"candidates": [',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"candidates": [], "n": NaN, "m": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\x00",
        b'{"candidates": [{"content": {"parts": [{"functionCall": {"name": "f", "args": ' + b"[" * 900 + b"]" * 900 + b"}}]}}]}",
    ],
    ids=lambda odd: repr(odd)[:40],
)
def test_odd_chunks_disturb_nothing(odd: object) -> None:
    events, error = read(stream(says("a"), odd, says("b"), END))
    assert error is None
    kept = [e for e in events if not isinstance(e, UsageReported | ToolCalled)]
    assert kept == [TextDelta("a"), TextDelta("b"), Finished(Stop.END)]


def test_a_character_written_as_two_halves_in_two_chunks_is_one_character() -> None:
    first = b'{"candidates":[{"content":{"parts":[{"text":"a\\ud83d"}]}}]}'
    second = b'{"candidates":[{"content":{"parts":[{"text":"\\ude00b","thoughtSignature":"AA=="}]},"finishReason":"STOP"}]}'
    events, error = read(stream(first, second))
    assert error is None
    assert text(events) == "a\U0001f600b"


def test_nothing_and_plain_text_are_no_replies() -> None:
    for body in (b"", b"\n\n", b"OK", b"Not found\n\n", b"[]", b"{}", b'{"models": []}', b"<html>", b'{"candidates": 3'):
        events, error = read(body)
        assert events == []
        assert error is not None
        assert error.kind in ("protocol", "network")
