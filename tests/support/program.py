"""The program under test: the checkout's, or a packaged one that ``DESKCHAT_PROGRAM`` names."""

import os
import sys


def program() -> list[str]:
    """The beginning of its command line."""
    packaged = os.environ.get("DESKCHAT_PROGRAM")
    return [packaged] if packaged else [sys.executable, "-m", "deskchat"]
