"""A pasted key is made usable or refused, and never repeated."""

import pytest

from deskchat.chat.errors import ChatError
from deskchat.keys import clean_key
from tests.faults.cases import case

KEY = "sk-canary_123-ABC.def"


@case(75)
@pytest.mark.parametrize(
    "pasted", [KEY, f" {KEY}\r\n", f"\ufeff{KEY}\u00a0", f'"{KEY}"', f"“{KEY}”", f"Bearer {KEY}", f"bearer  {KEY} \n"]
)
def test_what_pasting_brings_along_is_left_out(pasted: str) -> None:
    assert clean_key(pasted) == KEY


@case(75)
@pytest.mark.parametrize(
    "odd", ["", "  \n", "Bearer ", f"{KEY}\n{KEY}", f"{KEY} x", f"{KEY}\x00", f"sk-“canary”{KEY}", f"{KEY}é", KEY * 5000]
)
def test_an_odd_key_is_refused_with_a_sentence_that_does_not_hold_it(odd: str) -> None:
    with pytest.raises(ChatError) as raised:
        clean_key(odd)
    assert raised.value.kind == "auth"
    assert raised.value.remedy
    assert "canary" not in f"{raised.value.message}{raised.value.detail}{raised.value!r}"
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
