from hypothesis import given
from hypothesis import strategies as st

from deskchat.engine.lookup import LENGTH, TRIALS, Judge, Lookup


def test_what_followed_the_last_time_is_guessed_to_follow_again() -> None:
    lookup = Lookup([1, 2, 3, 4, 5, 6, 7, 1, 2])
    assert lookup.guess(3) == []
    lookup.add(3)
    assert lookup.guess(3) == [4, 5, 6]
    assert lookup.guess(0) == []


@given(st.lists(st.integers(0, 2), max_size=60), st.integers(1, 8))
def test_a_guess_is_the_continuation_of_an_earlier_occurrence(tokens: list[int], most: int) -> None:
    guess = Lookup(tokens).guess(most)
    assert len(guess) <= most
    if guess:
        wanted = [*tokens[-LENGTH:], *guess]
        assert any(tokens[i : i + len(wanted)] == wanted for i in range(len(tokens) - LENGTH))


def test_guessing_that_costs_more_than_it_brings_is_given_up_for_a_while_and_tried_again() -> None:
    judge = Judge()
    assert not judge.lets()    # not before it is known what a token takes
    judge.plain(0.01)
    trials = 0
    for _ in range(200):
        if judge.lets():
            judge.guessed(0.05, 1)
            trials += 1
        else:
            judge.plain(0.01)
    assert TRIALS < trials < 20


def test_guessing_that_pays_goes_on() -> None:
    judge = Judge()
    judge.plain(0.01)
    for _ in range(100):
        assert judge.lets()
        judge.guessed(0.015, 4)
