"""The settings: one file a page, found by looking into this folder.

A page is a module with ``TITLE``, ``ORDER`` and ``create(context, parent) -> QWidget``.
"""
