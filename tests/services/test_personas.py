"""Assistants: a file that a person may edit, and what a conversation keeps of one."""

from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.persona import Persona
from deskchat.services.named_file import free_name
from deskchat.services.personas import Personas, read

BAKER = Persona(
    "Baker",
    'You bake.\nAnswer in "recipes".\n',
    ModelRef("local", "tiny"),
    Sampling(temperature=0.2, top_p=0.5, max_tokens=300, effort="low", verbosity="high", stop=("END", "\n"), seed=7),
)
PLAIN = Persona("Plain")


@pytest.fixture
def personas(tmp_path: Path) -> Personas:
    return Personas(tmp_path / "assistants.toml", lambda: "baker")


async def test_they_come_back_as_they_were_kept_in_their_order(personas: Personas) -> None:
    assert await personas.all() == ()
    odd = Persona("Odd", 'tab\t and \\ and """ and \x07 end"')
    await personas.keep((PLAIN, BAKER, odd))
    assert await personas.all() == (PLAIN, BAKER, odd)
    assert await personas.default() == BAKER
    await personas.keep((PLAIN,))
    assert await personas.default() is None    # it was deleted: a new conversation begins without one


async def test_a_file_written_by_hand_is_read_and_one_that_is_none_is_left_alone(tmp_path: Path, personas: Personas) -> None:
    file = tmp_path / "assistants.toml"
    file.write_text('[[assistant]]\nname = " Cook "\nsystem = "Cook."\ntemperature = 1\n\n[[assistant]]\nname = "cook"\n')
    assert await personas.all() == (Persona("Cook", "Cook.", None, Sampling(temperature=1.0)),)
    file.write_text('[[assistant]]\nname = 7\n')
    with pytest.raises(ChatError, match="can't be used"):
        await personas.all()
    assert file.read_text() == '[[assistant]]\nname = 7\n'


async def test_they_go_to_another_machine_and_nothing_is_there_twice(tmp_path: Path, personas: Personas) -> None:
    await personas.keep((BAKER, PLAIN))
    await personas.export(tmp_path / "sent.toml")
    assert read(tmp_path / "sent.toml") == (BAKER, PLAIN)
    there = Personas(tmp_path / "there" / "assistants.toml", lambda: "")
    await there.keep((Persona("Plain", "Another one of that name."),))
    assert await there.take(tmp_path / "sent.toml") == 2
    assert [persona.name for persona in await there.all()] == ["Plain", "Baker", "Plain 2"]
    assert await personas.take(tmp_path / "sent.toml") == 0


async def test_an_unknown_name_is_a_sentence(personas: Personas) -> None:
    with pytest.raises(ChatError, match="no assistant “Nobody”"):
        await personas.named("Nobody")


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert free_name("plain", (PLAIN, Persona("Plain 2"))) == "plain 3"
