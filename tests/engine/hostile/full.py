"""How much of the hostile material is tried: a part in every run, all of it with DESKCHAT_TEST_FAULTS=1 (``make test-faults``)."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

FULL: Final = os.environ.get("DESKCHAT_TEST_FAULTS") == "1"
T = TypeVar("T")


def part(everything: Sequence[T], every: int) -> Sequence[T]:
    """Each ``every``-th one, or all."""
    return everything if FULL else everything[::every]
