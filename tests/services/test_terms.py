"""What holds for one conversation alone reaches the model, and ends its reply."""

from collections.abc import AsyncIterator

import pytest

from deskchat.chat.events import Finished, ReasoningDelta, StreamEvent, TextDelta
from deskchat.chat.message import Status, Stop
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import TextPart
from deskchat.chat.persona import Persona, Terms
from deskchat.services.services import Services
from deskchat.services.stopping import until_stopped
from tests.support.home import Home
from tests.support.models import smollm2
from tests.support.servers import ChatServer

ECHO = ModelRef("loop", "echo-1")
TERMS = Terms("Baker", "You bake.", Sampling(temperature=0.25, top_p=0.5, max_tokens=77, seed=5, stop=("END",)))


async def asked(services: Services, conversation_id: str, sampling: Sampling = Sampling()) -> None:
    turn = await services.turns.send(conversation_id, (TextPart("Bread?"),), ECHO, sampling=sampling)
    assert (await turn.finished()).node.message.status is Status.DONE


async def test_what_is_kept_with_a_conversation_is_sent_with_each_question(services: Services, server: ChatServer) -> None:
    made = await services.chats.create(ECHO)
    await services.chats.set_terms(made.id, TERMS)
    assert (await services.chats.open(made.id)).terms == TERMS
    await asked(services, made.id)
    sent = server.requests[-1].json
    assert sent["messages"][0] == {"role": "system", "content": "You bake."}
    assert (sent["temperature"], sent["top_p"], sent["max_tokens"], sent["seed"], sent["stop"]) == (0.25, 0.5, 77, 5, ["END"])
    await asked(services, made.id, Sampling(temperature=1.0))    # of one question: it goes before
    assert (server.requests[-1].json["temperature"], server.requests[-1].json["top_p"]) == (1.0, 0.5)


async def test_the_plan_counts_the_system_text(services: Services) -> None:
    made = await services.chats.create(ECHO)
    model = await services.directory.info(ECHO)
    before = await services.turns.plan(made.id, model)
    await services.chats.set_terms(made.id, Terms(system="Be brief. " * 100))
    assert (await services.turns.plan(made.id, model)).input_tokens > before.input_tokens + 100


def test_the_command_line_keeps_them_in_the_same_place(home: Home, server: ChatServer) -> None:
    home.paths.personas.write_text('[[assistant]]\nname = "Baker"\nsystem = "You bake."\nmodel = "loop/echo-1"\ntemperature = 0.5\n')
    begun = home.ask("--assistant", "baker", "--max-tokens", "9", "Bread?")
    assert begun.status == 0, begun.err
    sent = server.requests[-1].json
    assert (sent["messages"][0]["content"], sent["temperature"], sent["max_tokens"]) == ("You bake.", 0.5, 9)
    again = home.ask("--conversation", begun.events[0]["conversation"], "--system", "You cook.", "Soup?")
    assert again.status == 0, again.err
    sent = server.requests[-1].json
    assert (sent["messages"][0]["content"], sent["temperature"], sent["max_tokens"]) == ("You cook.", 0.5, 9)
    assert home.ask("--assistant", "Nobody", "Bread?").status == 1


@pytest.mark.parametrize("cut", range(1, 12))
async def test_a_reply_ends_before_its_stop_whoever_writes_it(cut: int) -> None:
    closed = False

    async def stream() -> AsyncIterator[StreamEvent]:
        nonlocal closed
        text = "One. END Two."
        try:
            yield ReasoningDelta("END")    # thinking is no reply
            for at in range(0, len(text), cut):
                yield TextDelta(text[at : at + cut])
            yield Finished(Stop.END)
        finally:
            closed = True

    events = [event async for event in until_stopped(stream(), ("END",))]
    assert "".join(event.text for event in events if isinstance(event, TextDelta)) == "One. "
    assert events[-1] == Finished(Stop.END)
    assert closed


async def test_a_local_model_keeps_to_the_form_and_ends_before_the_stop(services: Services) -> None:
    local = ModelRef("local", smollm2().stem)
    made = await services.chats.create(local, sampling=Sampling(form='root ::= "yes and no"', max_tokens=20))

    async def said() -> str:
        turn = await services.turns.send(made.id, (TextPart("Is it so?"),), local)
        return (await turn.finished()).node.message.text

    assert await said() == "yes and no"
    await services.chats.set_terms(made.id, Terms(sampling=Sampling(form='root ::= "yes and no"', stop=(" and",))))
    assert await said() == "yes"


def test_a_new_conversation_begins_with_the_assistant_of_the_settings_as_in_the_window(home: Home, server: ChatServer) -> None:
    home.paths.personas.write_text('[[assistant]]\nname = "Baker"\nsystem = "You bake."\nmodel = "loop/echo-1"\ntemperature = 0.5\n')
    home.paths.settings.write_text('[chat]\nassistant = "Baker"\n')
    begun = home.ask("Bread?").events[0]["conversation"]
    assert server.chats[-1].json["messages"][0] == {"role": "system", "content": "You bake."}
    assert (server.chats[-1].json["model"], server.chats[-1].json["temperature"]) == ("echo-1", 0.5)

    other = home.ask("--assistant", "none", "--model", "loop/echo-2", "Bread?").events[0]["conversation"]
    assert [message["role"] for message in server.chats[-1].json["messages"]] == ["user"]
    assert server.chats[-1].json["model"] == "echo-2"
    home.ask("--conversation", other, "And cake?")
    assert server.chats[-1].json["messages"][0]["role"] == "user", "a conversation that is there stays as it is"

    home.ask("--conversation", begun, "--assistant", "none", "And cake?")
    assert server.chats[-1].json["messages"][0]["role"] == "user"
    assert "temperature" not in server.chats[-1].json


def test_an_assistant_gives_a_conversation_what_it_has_at_that_moment() -> None:
    assert Persona("Baker", " You bake. ", ECHO, Sampling(seed=1)).terms == Terms("Baker", "You bake.", Sampling(seed=1))
