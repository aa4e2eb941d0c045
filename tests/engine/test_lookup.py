from hypothesis import given
from hypothesis import strategies as st

from deskchat.engine.lookup import FIRST_STAKE, LENGTH, SHARE, Judge, Lookup


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


def test_text_that_does_not_come_as_guessed_costs_no_trial() -> None:
    judge = Judge()
    for _ in range(50):
        assert not judge.lets([1, 2, 3])
        judge.plain(0.01, [1, 2, 3], came=9)


def test_guesses_that_would_have_come_true_are_read() -> None:
    judge = Judge()
    for came in (1, 2, 3, 4, 5, 6, 7):
        judge.plain(0.01, [1, 2, 3, 4, 5, 6, 7], came)
    assert judge.lets([8])
    assert not judge.lets([])
    judge.begin()
    assert not judge.lets([8])


def test_guessing_goes_on_as_long_as_it_is_faster() -> None:
    judge = Judge()
    for came in (1, 2, 3, 4, 5, 6, 7):
        judge.plain(0.01, [1, 2, 3, 4, 5, 6, 7], came)
    tried = [judge.lets([1])]
    for _ in range(40):
        if tried[-1]:
            judge.guessed(0.015, 4)
        else:
            judge.plain(0.01, [], came=1)
        tried.append(judge.lets([1]))
    assert 0 < tried.count(False) < 6    # a token by itself now and then
    for _ in range(8):
        judge.guessed(0.09, 2)
    judge.plain(0.01, [], came=1)
    assert not judge.lets([1])


def test_text_that_only_seems_to_repeat_itself_costs_next_to_nothing() -> None:
    judge, tokens, lost = Judge(), 0, 0.0
    while tokens < 5_000:
        if judge.lets([1]):
            judge.guessed(0.045, 1)    # comes true as long as nobody relies on it
            lost += 4.5 - 1
        else:
            judge.plain(0.01, [1, 2, 3, 4, 5, 6, 7], came=1 + tokens % 7)
        tokens += 1
    assert 0 < lost <= FIRST_STAKE + 4.5 + SHARE * tokens


def test_one_slow_token_does_not_make_guessing_look_good() -> None:
    judge = Judge()
    for _ in range(7):
        judge.plain(0.01, [], came=1)
    for _ in range(3):
        judge.guessed(0.03, 2)
        judge.plain(0.2, [], came=1)
    assert not judge.lets([1])
