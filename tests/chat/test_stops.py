import pytest

from deskchat.chat.stops import Stops


@pytest.mark.parametrize("cut", range(20))
def test_a_stop_text_ends_the_reply_at_every_cut(cut: int) -> None:
    text = "yes\nno\nUser: more"
    stops = Stops(("\nUser:", "\nSystem:"))
    assert stops.feed(text[:cut]) + stops.feed(text[cut:]) + stops.end() == "yes\nno"
    assert stops.hit


def test_what_only_looked_like_a_stop_is_given_in_the_end() -> None:
    stops = Stops(("\nUser:",))
    assert stops.feed("yes\nUs") + stops.end() == "yes\nUs"
    assert not stops.hit
