"""What providers count corrects our estimates: how fast, within which bounds, and across restarts."""

from pathlib import Path

import pytest

from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.parts import ImagePart, TextPart
from deskchat.chat.request import ChatRequest, Outgoing
from deskchat.services.services import open_services
from deskchat.services.token_factors import HIGHEST, LOWEST, MOST_MODELS, TokenFactors, estimate_of
from tests.support.home import Home
from tests.support.servers import ChatServer

MODEL = ModelRef("loop", "echo-1")


def request(text: str = "word " * 1_000, *parts: ImagePart) -> ChatRequest:
    message = Outgoing(Role.USER, (TextPart(text), *parts))
    return ChatRequest(ModelInfo(MODEL, "Model"), (message,), system="Be brief.")


def estimate(asked: ChatRequest) -> int:
    estimated = estimate_of(asked)
    assert estimated is not None
    return estimated


def test_the_first_report_is_believed_and_later_ones_move_it_slowly(tmp_path: Path) -> None:
    factors, asked = TokenFactors(tmp_path / "factors.json"), request()
    assert factors.of(MODEL) == 1.0
    assert factors.learn(MODEL, asked, int(estimate(asked) * 1.5))
    assert factors.of(MODEL) == pytest.approx(1.5, abs=0.01)
    factors.learn(MODEL, asked, estimate(asked))
    assert 1.3 < factors.of(MODEL) < 1.4
    for _ in range(30):
        factors.learn(MODEL, asked, estimate(asked))
    assert factors.of(MODEL) == pytest.approx(1.0, abs=0.01)
    assert not factors.learn(MODEL, asked, estimate(asked))    # nothing new: not worth the disk
    assert factors.of(ModelRef("loop", "echo-2")) == 1.0


def test_what_was_counted_just_now_is_believed_and_leaves_no_trace(tmp_path: Path) -> None:
    factors, asked = TokenFactors(tmp_path / "factors.json"), request()
    factors.learn(MODEL, asked, estimate(asked))
    factors.counted(MODEL, asked, int(estimate(asked) * 0.6))
    assert factors.of(MODEL) == pytest.approx(0.6, abs=0.01)
    factors.counted(MODEL, request("Hi"), 500)
    assert factors.of(MODEL) == pytest.approx(0.6, abs=0.01)
    factors.save()
    assert TokenFactors(tmp_path / "factors.json").of(MODEL) == pytest.approx(1.0, abs=0.01)


def test_nonsense_is_bounded(tmp_path: Path) -> None:
    factors, asked = TokenFactors(tmp_path / "factors.json"), request()
    factors.learn(MODEL, asked, 2**53)
    assert factors.of(MODEL) == HIGHEST
    other = ModelRef("loop", "other")
    factors.learn(other, asked, 1)
    assert factors.of(other) == LOWEST


def test_short_requests_and_pictures_teach_nothing(tmp_path: Path) -> None:
    factors = TokenFactors(tmp_path / "factors.json")
    assert not factors.learn(MODEL, request("Hi"), 500)
    assert not factors.learn(MODEL, request("word " * 1_000, ImagePart("a.png", "image/png", b"x")), 5_000)
    assert factors.of(MODEL) == 1.0


def test_it_is_kept_and_a_bad_file_is_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "factors.json"
    factors, asked = TokenFactors(path), request()
    factors.learn(MODEL, asked, estimate(asked) * 2)
    factors.save()
    assert TokenFactors(path).of(MODEL) == 2.0
    for damaged in (b"", b"[1]", b'{"loop/echo-1": "x"}', b'{"loop/echo-1": 1e99}', b"\xff" * 9):
        path.write_bytes(damaged)
        assert TokenFactors(path).of(MODEL) == 1.0


def test_the_file_does_not_grow_without_end(tmp_path: Path) -> None:
    factors, asked = TokenFactors(tmp_path / "factors.json"), request()
    for number in range(MOST_MODELS + 10):
        factors.learn(ModelRef("loop", f"model-{number}"), asked, estimate(asked) * 2)
    assert factors.of(ModelRef("loop", "model-9")) == 1.0
    assert factors.of(ModelRef("loop", "model-10")) == 2.0


async def test_what_a_reply_reports_corrects_the_next_plan(home: Home, server: ChatServer) -> None:
    services = await open_services(home.paths)
    model = ModelInfo(MODEL, "Model", context_tokens=100_000)
    conversation = await services.chats.create()
    before = (await services.turns.plans(None, [model], (TextPart("word " * 2_000),)))[MODEL].input_tokens
    turn = await services.turns.send(conversation.id, (TextPart("word " * 2_000),), MODEL)
    counted = (await turn.finished()).node.message.usage.input_tokens
    await services.aclose()    # waits for what is being learnt
    assert counted is not None
    services = await open_services(home.paths)
    after = (await services.turns.plans(None, [model], (TextPart("word " * 2_000),)))[MODEL].input_tokens
    await services.aclose()
    assert abs(after - counted) < abs(before - counted)
    assert abs(after - counted) < counted // 50
