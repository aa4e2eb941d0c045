"""Processes that this one has started."""

import contextlib

import psutil


def children_with(word: str) -> list[psutil.Process]:
    """Those that run now and have this word of their own on the command line; one that just ends is none of them."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if word in child.cmdline():
                found.append(child)
    return found
