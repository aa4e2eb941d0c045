from deskchat.chat.events import Progress, TextDelta, Waiting
from deskchat.services.foresight import Foresight


def test_a_server_says_when_it_is_to_be_asked_again() -> None:
    assert Foresight().goes_on_s(Waiting("Too busy.", 30.0), 100.0) == 130.0


def test_what_is_read_goes_on_as_fast_as_it_did() -> None:
    foresight = Foresight()
    assert foresight.goes_on_s(Progress("reading", 0.0), 100.0) is None
    assert foresight.goes_on_s(Progress("reading", 0.25), 105.0) == 120.0
    assert foresight.goes_on_s(Progress("reading", 0.5), 120.0) == 140.0
    assert foresight.goes_on_s(Progress("reading", 1.0), 130.0) == 130.0
    assert foresight.goes_on_s(TextDelta("word"), 131.0) is None


def test_each_phase_and_each_beginning_is_another_story() -> None:
    foresight = Foresight()
    foresight.goes_on_s(Progress("loading", 0.0), 100.0)
    assert foresight.goes_on_s(Progress("loading", 0.5), 101.0) == 102.0
    assert foresight.goes_on_s(Progress("reading", 0.0), 110.0) is None
    assert foresight.goes_on_s(Progress("reading", 0.5), 111.0) == 112.0
    assert foresight.goes_on_s(Progress("reading", 0.0), 200.0) is None    # the model was asked once more
    assert foresight.goes_on_s(Progress("reading", 0.5), 201.0) == 202.0


def test_what_was_in_memory_already_tells_nothing_of_the_speed() -> None:
    foresight = Foresight()
    foresight.goes_on_s(Progress("reading", 0.5), 100.0)
    assert foresight.goes_on_s(Progress("reading", 0.75), 110.0) == 120.0
