"""A wire opens nothing, so bytes are all that its tests need."""

import json

from deskchat_completion import PROVIDERS, open_wire

from deskchat.chat.events import Finished, TextDelta, UsageReported
from deskchat.chat.message import Role, Stop, Usage
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import TextPart
from deskchat.chat.request import ChatRequest, Outgoing

STREAM = (
    b'data: {"content": " there", "stop": false}\n\ndata: {"content": " was", "stop": false}\n\n'
    b'data: {"content": "", "stop": true, "stop_type": "limit", "tokens_evaluated": 4, "tokens_predicted": 2}\n\n'
)


def asked(*texts: str) -> ChatRequest:
    roles = (Role.USER, Role.ASSISTANT)
    messages = tuple(Outgoing(roles[i % 2], (TextPart(text),)) for i, text in enumerate(texts))
    return ChatRequest(ModelInfo(ModelRef("llama-completion", "loaded"), "loaded"), messages)


def test_the_provider_names_the_wire_that_the_package_brings() -> None:
    assert [table["wire"] for table in PROVIDERS] == ["llama-completion"]


def test_the_conversation_is_one_text() -> None:
    body = json.loads(open_wire("Server", {}).encode(asked("Once", " upon a time", "And then")).body)
    assert body["prompt"] == "Once upon a time\n\nAnd then"


def test_a_reply_may_be_cut_anywhere() -> None:
    for at in range(len(STREAM)):
        decoder = open_wire("Server", {}).decoder()
        events = [*decoder.feed(STREAM[:at]), *decoder.feed(STREAM[at:]), *decoder.end()]
        assert "".join(e.text for e in events if isinstance(e, TextDelta)) == " there was"
        assert events[-2:] == [UsageReported(Usage(4, 2)), Finished(Stop.LENGTH)]
