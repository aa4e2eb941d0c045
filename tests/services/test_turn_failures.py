"""What a refusal teaches: asked again without what was refused, said, and remembered while the program runs."""

import json
from pathlib import Path

import pytest

from deskchat.chat.context import Lesson
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.services.services import open_services
from deskchat.services.turn_failures import learnt
from tests.support.home import Home
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked

MODEL = ModelRef("strict", "m")
REPLY = b'data: {"choices": [{"delta": {"content": "Fine."}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


def without_temperature(asked: Asked) -> Answer:
    """Refuses as OpenAI does."""
    if "temperature" in asked.json:
        message = "Unsupported parameter: 'temperature' is not supported with this model."
        error = {"message": message, "type": "invalid_request_error", "param": "temperature", "code": "unsupported_parameter"}
        return Answer(400, json.dumps({"error": error}).encode())
    return Answer(200, REPLY, "text/event-stream")


async def test_a_refused_temperature_is_left_out_said_and_not_sent_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with ScriptedServer(without_temperature) as server:
        home.add_provider("strict", server.url)
        services = await open_services(home.paths)
        conversation = await services.chats.create(MODEL)
        wanted = Sampling(temperature=0.3, top_p=0.5)
        for words in ("One", "Two"):
            turn = await services.turns.send(conversation.id, (TextPart(words),), MODEL, sampling=wanted)
            reply = (await turn.finished()).node.message
            assert (reply.text, reply.failure) == ("Fine.", None)
            assert reply.notes == ("m does not take temperature: left out.",)
        await services.aclose()
    sent = [("temperature" in asked.json, asked.json.get("top_p")) for asked in server.asked]
    assert sent == [(True, 0.5), (False, 0.5), (False, 0.5)]


@pytest.mark.parametrize(
    ("about", "before", "after"),
    [
        ("state", Lesson(), Lesson(with_state=False)),
        ("effort", Lesson(), Lesson(with_effort=False)),
        ("effort", Lesson(with_effort=False), None),
        ("top_p", Lesson(refused=("temperature",)), Lesson(refused=("temperature", "top_p"))),
        ("top_p", Lesson(refused=("top_p",)), None),
        ("memory", Lesson(), None),
        ("", Lesson(), None),
    ],
)
def test_a_refusal_teaches_once(about: str, before: Lesson, after: Lesson | None) -> None:
    assert learnt(ChatError(ErrorKind.BAD_REQUEST, "No.", about=about), before) == after
