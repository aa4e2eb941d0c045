"""``deskchat requests`` as a program."""

from tests.support.home import Home
from tests.support.servers import ChatServer


def test_what_left_this_machine_can_be_read_and_forgotten(home: Home) -> None:
    assert home.run("requests").out == "The list of requests is empty.\n"
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
    assert home.run("requests").out == "The list of requests is empty.\n"


def test_no_number_and_no_list_is_told_as_nothing_that_left(home: Home) -> None:
    for number in ("0", "-3", "9" * 30):
        wrong = home.run("requests", "--last", number)
        assert (wrong.status, wrong.out) == (2, ""), wrong.err
        assert "a whole number from 1 on is meant" in wrong.err
    home.paths.settings.parent.mkdir(parents=True, exist_ok=True)
    home.paths.settings.write_text("[privacy]\nkeep_requests_days = 0\n")
    assert home.run("requests").out == "No list of requests is kept: the settings say so.\n"
