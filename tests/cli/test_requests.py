"""``deskchat requests`` as a program."""

from tests.support.home import Home
from tests.support.servers import ChatServer


def test_what_left_this_machine_can_be_read_and_forgotten(home: Home) -> None:
    assert home.run("requests").out == "Nothing left this computer.\n"
    with ChatServer(reply="Yes.") as server:
        home.add_provider("loop", server.url)
        assert home.ask("--model", "loop/echo-1", "Is it?").status == 0
    (one,) = home.run("requests", "--json").events
    assert (one["purpose"], one["model"], one["status"], one["messages"]) == ("reply", "loop/echo-1", 200, 1)
    assert one["ended"]
    assert "Is it?" in home.show(one["conversation"])
    printed = home.run("requests").out
    assert f"127.0.0.1:{server.port}/v1/chat/completions" in printed
    assert "answered" in printed
    assert home.run("requests", "--clear").status == 0
    assert home.run("requests").out == "Nothing left this computer.\n"
