"""Characters that hide, turn or command (cases 30–36)."""

import pytest

from deskchat.ui.conversation.transcript.visible import with_controls_shown
from tests.faults.cases import case


@case(31)
@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\U000e0041", "\u3164", "\x1b", "\xad"])
def test_a_character_that_hides_is_written_out(hidden: str) -> None:
    assert with_controls_shown(f"a{hidden}b") == f"a⟨U+{ord(hidden):04X}⟩b"
