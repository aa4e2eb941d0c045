"""Jobs around asking: how a model is to answer, what is said to several, and what helps when a reply fails."""

from pathlib import Path
from typing import Any

import pytest

from tests.blackbox.jobs import MARKS, choose, close_settings, home_with, name_file, open_settings, say
from tests.providers.wires.test_openai_responses_asked import STREAM, THINKER, begun, ended
from tests.support.desktop import Screen, deskchat
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.servers import Asked, ChatServer
from tests.support.waiting import until

pytestmark = MARKS
GRAMMAR = 'root ::= "yes" | "no"'


@pytest.fixture
def home(tmp_path: Path, server: ChatServer) -> Path:
    return home_with(tmp_path, server)


def answers(asked: Asked) -> Answer:
    """As OpenAI's newer interface: a model that thinks, and takes how much it is to say."""
    if asked.method == "GET":
        return Answer(200, f'{{"object": "list", "data": [{{"id": "{THINKER}"}}]}}'.encode())
    return Answer(200, b"".join((*begun(THINKER), *ended(THINKER))), STREAM)


def said_to(server: ScriptedServer) -> dict[str, Any]:
    """The last request for a reply: the list of models may be asked for at any time."""
    return dict([asked.json for asked in server.asked if asked.method == "POST"][-1])


def test_how_much_a_model_thinks_and_says_is_chosen_and_its_thoughts_are_read(screen: Screen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with ScriptedServer(answers) as server:
        (home / "providers.toml").write_text(
            f'[[provider]]\nid = "near"\nname = "Near"\nwire = "openai-responses"\nbase_url = "{server.url}/v1"\nkey = "none"\n'
        )
        (home / "settings.toml").write_text("[window]\nwelcomed = true\n")
        with deskchat(screen, home):
            screen.press("Model")
            screen.type("Search models", THINKER)
            screen.select(f"{THINKER}, Near", prefix=True, within="Models")
            screen.find("Thinking")
            screen.press("Much", within="Thinking", hidden=True)
            screen.press("Short", within="Length", hidden=True)
            say(screen, "Who are you?", f"I am {THINKER}.")
            asked = said_to(server)
            assert asked["reasoning"]["effort"] == "high"
            assert asked["text"]["verbosity"] == "low"
            screen.press("Thought", prefix=True)
            screen.wait_text("Transcript", "Let me see.")
            screen.press("As the model likes", within="Thinking", hidden=True)
            say(screen, "And who else?", f"I am {THINKER}.")
            assert "effort" not in said_to(server).get("reasoning", {})


def test_a_reply_that_broke_off_goes_on_and_one_that_failed_is_helped(screen: Screen, home: Path, server: ChatServer) -> None:
    server.reply, server.mode = "A word " * 40, "cut"
    with deskchat(screen, home):
        screen.find("Model")
        screen.type("Message", "Something about pelicans")
        screen.press("Send")
        screen.find("Continue")
        server.mode, server.reply = "well", "and the end."
        screen.press("Continue")
        screen.wait_text("Transcript", "and the end.")
        screen.find("Send")
        server.mode, server.reply = "cut", "Another word " * 40
        screen.press("Regenerate")
        screen.wait_text("Transcript", "Another word")    # the one before could be continued, too
        screen.press("Continue with")
        server.mode, server.reply = "well", "which the other one said."
        screen.select("echo-2", prefix=True, within="Models")
        screen.wait_text("Transcript", "which the other one said.")
        screen.find("Send")
        screen.press("Previous version")
        screen.press("Next version")

        server.mode = "unauthorized"
        choose(screen, "New chat")
        screen.type("Message", "And of gannets?")
        screen.press("Send")
        screen.press("Enter the key")
        screen.find("Pages")
        close_settings(screen)
        server.mode = "well"
        screen.press("Another model")
        screen.select("echo-2", prefix=True, within="Models")
        screen.wait_text("Transcript", "which the other one said.")


def test_several_are_asked_without_their_names(screen: Screen, home: Path) -> None:
    with deskchat(screen, home):
        screen.press("Model")
        screen.press("Ask several")
        screen.find("Choose two or more models")
        screen.press("Hide the names until I pick the best reply")
        screen.type("Search models", "echo")
        screen.select("echo-2", prefix=True, within="Models")
        screen.press("Ask echo-1, echo-2")
        say(screen, "Something about pelicans")
        names = [node["name"] for node in screen.children("Transcript")[-1]["inside"]]
        assert not any("echo" in name for name in names)
        screen.press("This one is best: Reply B")
        screen.find("You picked echo-", prefix=True)
        open_settings(screen, "Your models")
        screen.find("Models in your chats", role="table")
        screen.select("Thumbs up, in % of all thumbs", hidden=True)
        screen.select("12 months", hidden=True)


def test_what_a_conversation_is_to_heed_is_set_changed_and_kept(
    screen: Screen, home: Path, tmp_path: Path, server: ChatServer
) -> None:
    grammar, page = tmp_path / "answer.gbnf", tmp_path / "birds.txt"
    grammar.write_text(GRAMMAR)
    page.write_text("Gannets dive.")
    with deskchat(screen, home):
        screen.find("Model")
        choose(screen, "New temporary chat, of which nothing is stored")
        screen.press("System prompt and parameters…", within="Conversation", of_role="push button", hidden=True)
        screen.set("Temperature", 0.5)
        screen.set("Longest reply", 100)
        screen.set("Seed", 7)
        screen.type("Stop before", "END")
        screen.press("From a file…")
        name_file(screen, grammar, "Open")
        until(lambda: screen.find("Form of replies", role="text")["text"] == GRAMMAR)
        screen.press("OK")
        screen.press("Edit the system prompt and parameters")
        screen.type("Form of replies", "")
        screen.press("OK")
        screen.press("Attach")
        name_file(screen, page, "Open")
        screen.press("Remove birds.txt")
        say(screen, "Something about pelicans")
        asked = server.chats[-1].json
        assert (asked["temperature"], asked["seed"], asked["stop"]) == (0.5, 7, ["END"])
        assert "Gannets" not in str(asked)
        screen.press("Keep")
        screen.find("Something about pelicans", within="Conversations")
        screen.press("Branches…", within="Conversation", of_role="push button", hidden=True)
        screen.find("Branches")
        screen.press("Close", within="Branches of this conversation — deskchat")
        screen.press("Assistant")
        screen.press("No assistant", within="Assistant")
        screen.press("Assistant")
        screen.press("Manage assistants…", within="Assistant")
        screen.find("System prompt", role="text")


def test_the_list_of_models_leads_where_there_are_more(screen: Screen, home: Path, tmp_path: Path, server: ChatServer) -> None:
    (home / "providers.toml").write_text(f'[[provider]]\nid = "near"\nname = "Near"\nbase_url = "{server.url}"\nkey = "none"\n')
    with deskchat(screen, home):
        screen.press("Model")
        screen.find("echo-2, Near", prefix=True)
        asked = len(server.requests)
        screen.press("Refresh")
        until(lambda: len(server.requests) > asked)
        screen.press("Get models…")
        screen.find("Search the Hugging Face Hub")
        close_settings(screen)
        screen.press("Model")
        screen.press("Add a server…")
        screen.find("New server: Name")
        close_settings(screen)
        screen.press("Model")
        screen.press("Add a file…")
        screen.press("Cancel")
