"""Runs first in the packaged program: what it starts (a browser, a file manager) must not find our libraries."""

import os
import sys

if sys.platform.startswith("linux"):
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)    # kept by the bootloader, which sets its own
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
