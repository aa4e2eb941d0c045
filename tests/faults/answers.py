"""What hostile and broken servers answer, byte by byte; ``test_c4_answers`` asks for each of them.

An ``Answer`` is chosen by the name of the model that is asked. What it must come to stands beside it: words, or a sentence.
"""

import itertools
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.support.raw_server import RawServer, Talk

OK = b"HTTP/1.1 200 OK\r\n"
STREAM = OK + b"Content-Type: text/event-stream\r\nConnection: close\r\n\r\n"
WORD = 'data: {"choices":[{"index":0,"delta":{"content":"fine"}}]}\n\n'
LAST = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
WHOLE = json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": "fine"}, "finish_reason": "stop"}]})
PAGE = "<!DOCTYPE html><html><head><meta http-equiv=refresh content='0;url=http://login.test/'></head><body>Log in</body></html>"
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Answer:
    """``cases``: its numbers. ``say``: what the server does. ``words``: what must be in the reply; ``sentence``: in the error.

    ``requests``: how often it may be asked. ``wire``: on which it is asked for.
    """

    cases: tuple[int, ...]
    say: Callable[[Talk], object]
    words: str = ""
    sentence: str = ""
    requests: int = 1
    wire: str = "openai-chat"


def sends(*parts: str | bytes) -> Callable[[Talk], object]:
    """Writes these and closes the connection."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return lambda talk: talk.send(*encoded)


def then(action: str, *parts: str | bytes) -> Callable[[Talk], object]:
    """Writes these, then does what ``Talk`` calls ``action``."""

    def say(talk: Talk) -> None:
        sends(*parts)(talk)
        getattr(talk, action)()

    return say


def ever(parts: Callable[[], Iterable[bytes]], head: bytes = STREAM, pause_s: float = 0.0) -> Callable[[Talk], object]:
    """Writes ``head``, then these for as long as somebody reads."""

    def say(talk: Talk) -> None:
        talk.send(head)
        talk.send_for_ever(parts(), pause_s)

    return say


def whole(body: str | bytes, kind: str = "application/json", status: str = "200 OK", more: str = "") -> Callable[[Talk], object]:
    """One body with its length."""
    data = body.encode() if isinstance(body, str) else body
    return sends(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n", data)


def again(text: str | bytes) -> Callable[[], Iterable[bytes]]:
    """The same for ever."""
    data = text.encode() if isinstance(text, str) else text
    return lambda: itertools.repeat(data)


def zeros(wbits: int) -> bytes:
    """A gigabyte of zeros, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = bytes(MEGABYTE)
    return b"".join(packer.compress(block) for _ in range(1024)) + packer.flush()


def event(value: str) -> str:
    """One event of a stream."""
    return f"data: {value}\n\n"


def bomb(name: str, packed: bytes, status: str = "200 OK", kind: str = "text/event-stream") -> Callable[[Talk], object]:
    """A body that unpacks to much more."""
    return whole(packed, kind, status, f"Content-Encoding: {name}\r\n")


GZIP, DEFLATE = zeros(31), zeros(15)
TWICE = zlib.compress(GZIP, 9)
FLOODS = {
    "words": Answer((39,), ever(again(event('{"choices":[{"delta":{"content":"%s"}}]}' % ("word " * 2_000)))), sentence="without an end"),
    "thoughts": Answer(
        (39,), ever(again(event('{"choices":[{"delta":{"reasoning_content":"%s"}}]}' % ("word " * 2_000)))), sentence="without an end"
    ),
    "words of wide letters": Answer(
        (39,), ever(again(event('{"choices":[{"delta":{"content":"%s"}}]}' % ("文字🙂 " * 2_000)))), sentence="without an end"
    ),
    "comments": Answer((39, 42), ever(again(b": still here\n\n" * 1_000)), sentence="said nothing"),
    "empty events": Answer((39, 42), ever(again("data: {}\n\n" * 1_000)), sentence="said nothing"),
    "tool calls": Answer(
        (39,),
        ever(again(event('{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"%s"}}]}}]}' % ("x" * 10_000)))),
        sentence=".",
    ),
    "headers": Answer((39, 60), ever(lambda: (b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in itertools.count()), OK), sentence="."),
    "a header line": Answer((60,), ever(again(b"x" * MEGABYTE), OK + b"X-Long: "), sentence="."),
    "a status line": Answer((60,), ever(again(b"x" * MEGABYTE), b"HTTP/1.1 200 "), sentence="."),
    "a line": Answer((40,), ever(again(b"a" * MEGABYTE), STREAM + b"data: "), sentence="line without an end"),
    "one JSON value": Answer((40,), ever(again(b"a" * MEGABYTE), STREAM + b'{"choices": "'), sentence="."),
    "lines of one event": Answer((40,), ever(again(b"data: " + b"a" * 1000 + b"\n"), STREAM), sentence="."),
    "a refusal": Answer((40,), ever(again(b"a" * MEGABYTE), b"HTTP/1.1 400 Bad Request\r\n\r\n"), sentence="."),
    "gzip": Answer((41,), bomb("gzip", GZIP), sentence="."),
    "deflate": Answer((41,), bomb("deflate", DEFLATE), sentence="."),
    "packed twice": Answer((41,), bomb("gzip, deflate", TWICE), sentence="."),
    "brotli": Answer((41,), bomb("br", b"\x5b\xff\xff" * 1000), sentence="."),
    "zstd": Answer((41,), bomb("zstd", b"\x28\xb5\x2f\xfd" * 1000), sentence="."),
    "a packed refusal": Answer((41, 50), bomb("gzip", GZIP, "400 Bad Request", "application/json"), sentence="."),
    "a packed page": Answer((41, 47), bomb("gzip", zlib.compress(PAGE.encode(), 9, 31), kind="text/html"), sentence="web page"),
}
ENDLESS = {
    "anthropic-messages": {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "WORDS"}},
    "google-generate-content": {"candidates": [{"content": {"role": "model", "parts": [{"text": "WORDS"}]}, "index": 0}]},
    "ollama-chat": {"model": "x", "message": {"role": "assistant", "content": "WORDS"}, "done": False},
    "openai-responses": {"type": "response.output_text.delta", "item_id": "m", "output_index": 0, "content_index": 0, "delta": "WORDS"},
}    # fmt: skip
BEGUN = {
    "anthropic-messages": 'data: {"type":"message_start","message":{"role":"assistant","content":[],"model":"x","usage":{}}}\n\n'
    'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
    "openai-responses": 'data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","content":[]}}\n\n',
}
ON_OTHER_WIRES = {
    f"words-on-{wire}": Answer(
        (39,),
        ever(
            again(f"{'' if wire == 'ollama-chat' else 'data: '}{json.dumps(one).replace('WORDS', 'word ' * 2_000)}\n\n"),
            STREAM + BEGUN.get(wire, "").encode(),
        ),
        sentence="without an end", wire=wire,
    )
    for wire, one in ENDLESS.items()
}  # fmt: skip
SLOW = {
    "silence": Answer((42,), then("wait"), sentence="said nothing"),
    "half a status": Answer((42,), then("wait", "HTTP/1.1 20"), sentence="said nothing"),
    "dripping headers": Answer((42,), ever(again(b"X-A: b\r\n"), OK, 0.05), sentence="said nothing"),
    "dripping comments": Answer((42,), ever(again(b":\n"), STREAM, 0.05), sentence="said nothing"),
    "a dripping line": Answer((42,), ever(again(b"d"), STREAM + b"data: ", 0.05), sentence="said nothing"),
    "silence after a word": Answer((42, 43), then("wait", STREAM, WORD), words="fine", sentence="."),
    "comments after a word": Answer((42, 43), ever(again(b":\n"), STREAM + WORD.encode(), 0.05), words="fine", sentence="."),
    "a dripping refusal": Answer((42,), ever(again(b"x"), b"HTTP/1.1 400 Bad Request\r\n\r\n", 0.05), sentence="."),
}
BROKEN_OFF = {
    f"{how} {where}": Answer((43,), then("reset" if how == "reset" else "send", *parts), words=words, sentence=".")
    for how in ("closed", "reset")
    for where, parts, words in (
        ("at once", (), ""),
        ("in the status", ("HTTP/1.1 2",), ""),
        ("in the headers", (OK, "Content-Type: text/ev"), ""),
        ("after the headers", (STREAM,), ""),
        ("in an event", (STREAM, WORD[:30]), ""),
        ("after a word", (STREAM, WORD), "fine"),
        ("in a chunk", (OK, "Transfer-Encoding: chunked\r\n\r\n", "fff\r\n", WORD), "fine"),
    )
}
LENGTHS = {
    "shorter than it says": Answer((43,), sends(OK, "Content-Length: 9999\r\n\r\n", WORD), words="fine", sentence="."),
    "longer than it says": Answer((43,), sends(OK, f"Content-Length: {len(WORD)}\r\n\r\n", WORD, LAST), words="fine", sentence="."),
    "a length below zero": Answer((43, 60), sends(OK, "Content-Length: -5\r\n\r\n", WORD, LAST), sentence="."),
    "two lengths": Answer((43, 60), sends(OK, "Content-Length: 5\r\nContent-Length: 9\r\n\r\n", WORD, LAST), sentence="."),
    "a length in words": Answer((43, 60), sends(OK, "Content-Length: many\r\n\r\n", WORD, LAST), sentence="."),
    "a chunk of no number": Answer((43,), sends(OK, "Transfer-Encoding: chunked\r\n\r\n", "zz\r\n", WORD), sentence="."),
    "a chunk of a huge number": Answer((43,), sends(OK, "Transfer-Encoding: chunked\r\n\r\n", "f" * 40 + "\r\n", WORD), sentence="."),
}
TEXTS = {
    "half an object": Answer((44,), sends(STREAM, WORD, 'data: {"choices":[{"del'), words="fine", sentence="."),
    "two objects in a line": Answer((44,), sends(STREAM, WORD, event('{"choices":[]}{"choices":[]}'), LAST), words="fine"),
    "no space after the colon": Answer((44,), sends(STREAM, (WORD + LAST).replace("data: ", "data:")), words="fine"),
    "CRLF": Answer((44,), sends(STREAM, (WORD + LAST).replace("\n", "\r\n")), words="fine"),
    "CR": Answer((44,), sends(STREAM, (WORD + LAST).replace("\n", "\r")), words="fine"),
    "a byte order mark": Answer((44,), sends(STREAM, "\ufeff", WORD, LAST), words="fine"),
    "the event's name first": Answer((44,), sends(STREAM, "event: message\n", WORD, LAST), words="fine"),
    "a tower": Answer((44,), sends(STREAM, WORD, event("[" * 10_000), event('{"choices":' + "[" * 10_000), LAST), words="fine"),
    "no numbers": Answer((44,), sends(STREAM, event('{"usage":{"prompt_tokens":NaN,"completion_tokens":1e999}}'), WORD, LAST), words="fine"),
    "a huge number": Answer((44, 45), sends(STREAM, event('{"usage":{"prompt_tokens":%s}}' % ("9" * 400)), WORD, LAST), words="fine"),
    "names twice": Answer((44,), sends(STREAM, event('{"choices":[],"choices":[{"delta":{"content":"fine"}}]}'), LAST), words="fine"),
    "no JSON": Answer((44,), whole("Bad Gateway, sort of", "text/plain"), sentence="."),
    "nothing": Answer((44,), whole(""), sentence="."),
    "wrong types": Answer(
        (45,),
        sends(
            STREAM,
            *(
                event(json.dumps({"choices": choices, "usage": usage}))
                for choices, usage in (
                    (None, -5), (7, "x"), ([], {"prompt_tokens": -1}), ([None], []), ([{}], None), ([{"delta": None}], 1.5),
                    ([{"delta": {"content": 5}}], True), ([{"delta": {"content": ["x"]}, "index": 7}], {"completion_tokens": []}),
                    ([{"delta": {"tool_calls": "x"}}], 0), ([{"delta": {"tool_calls": [{"function": 3}]}}], 0),
                )
            ),
            WORD, LAST,
        ),
        words="fine",
    ),
    "Latin-1": Answer((46,), sends(STREAM, event('{"choices":[{"delta":{"content":"caf\xe9 fine"}}]}').encode("latin-1"), LAST), words="fine"),
    "a surrogate in UTF-8": Answer((46,), sends(STREAM, b'data: {"choices":[{"delta":{"content":"\xed\xa0\x80 fine"}}]}\n\n', LAST), words="fine"),
    "a zero byte": Answer((46,), sends(STREAM, event('{"choices":[{"delta":{"content":"a\\u0000 fine"}}]}'), LAST), words="fine"),
    "a half character": Answer((46,), sends(STREAM, event('{"choices":[{"delta":{"content":"\\ud83d fine"}}]}'), LAST), words="fine"),
}    # fmt: skip
PORTALS = {
    "a login page": Answer((47,), whole(PAGE, "text/html"), sentence="web page"),
    "a login page without its type": Answer((47, 48), whole(PAGE), sentence="web page"),
    "a way to a login page": Answer((47,), whole("", status="302 Found", more="Location: http://login.test/?back=x\r\n"), sentence="login.test"),
    "511": Answer((47, 50), whole(PAGE, "text/html", "511 Network Authentication Required"), sentence="web page"),
    "JSON as text": Answer((48,), whole(WHOLE, "text/plain"), words="fine"),
    "a stream as JSON": Answer((48,), whole(WORD + LAST), words="fine"),
    "a stream of bytes": Answer((48,), whole(WORD + LAST, "application/octet-stream"), words="fine"),
    "JSON as a page": Answer((48,), whole(WHOLE, "text/html"), words="fine"),
}
REFUSALS = {
    status: Answer((50,), whole('{"error":{"message":"no, not so"}}', status=f"{status} Odd"), sentence="no, not so", requests=requests)
    for status, requests in (
        ("400", 1), ("402", 1), ("403", 1), ("404", 1), ("405", 1), ("408", 3), ("409", 3), ("413", 1), ("418", 1), ("422", 1),
        ("451", 1), ("500", 3), ("529", 3), ("599", 3),
    )
}    # fmt: skip
PROTOCOLS = {
    # far more than the 100 kB that h11 bears, as it looks only between two reads, of which one brings 64 kB
    "ten thousand headers": Answer((60,), sends(OK, "".join(f"X-{n}: {'b' * 50}\r\n" for n in range(10_000)), "\r\n", WORD, LAST), sentence="."),
    "a cookie": Answer((60,), whole(WORD + LAST, more="Set-Cookie: id=tracked; Path=/\r\n"), words="fine"),
    "a line end in a header": Answer((60,), whole(WORD + LAST, more="X-Odd: a\rb\r\n"), sentence="."),
    "a zero byte in a header": Answer((60,), whole(WORD + LAST, more="X-Odd: a\x00b\r\n"), sentence="."),
    "a header without a colon": Answer((60,), whole(WORD + LAST, more="odd\r\n"), sentence="."),
    "HTTP/1.0": Answer((61,), sends("HTTP/1.0 200 OK\r\n\r\n", WORD, LAST), words="fine"),
    "HTTP/1.0 that ends early": Answer((61,), sends("HTTP/1.0 200 OK\r\n\r\n", WORD), words="fine", sentence="."),
    "HTTP/2 alone": Answer((61,), sends(b"\x00\x00\x00\x04\x00\x00\x00\x00\x00", b"\x00\x00\x08\x07" + bytes(13)), sentence="."),
    "another protocol": Answer((61,), sends("220 mail.test ESMTP\r\n"), sentence="."),
    "no head": Answer((61,), sends(WORD, LAST), sentence="."),
    "news before the answer": Answer((61,), sends("HTTP/1.1 103 Early Hints\r\nLink: <http://a.b>\r\n\r\n" * 3, STREAM, WORD, LAST), words="fine"),
    "another way to speak": Answer((61,), sends("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", WORD), sentence="."),
    "an empty answer": Answer((61,), sends("HTTP/1.1 204 No Content\r\n\r\n"), sentence="."),
}
ANSWERS = {**FLOODS, **ON_OTHER_WIRES, **SLOW, **BROKEN_OFF, **LENGTHS, **TEXTS, **PORTALS, **REFUSALS, **PROTOCOLS}


def asked_for(talk: Talk) -> str:
    """The name of the model that a request is for; Google has it in the address."""
    return str(talk.json.get("model") or talk.head.partition("/models/")[2].partition(":")[0])


def hostile_server() -> RawServer:
    """Answers as the model's name says."""

    def answer(talk: Talk) -> None:
        ANSWERS[asked_for(talk)].say(talk)

    return RawServer(answer)
