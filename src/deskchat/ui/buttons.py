"""Buttons of pages and dialogs."""

from PySide6.QtWidgets import QLayout, QPushButton, QWidget


def add_button(text: str, layout: QLayout, parent: QWidget) -> QPushButton:
    """A button at the end of ``layout``; Enter in a field of its dialog does not press it."""
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    layout.addWidget(button)
    return button
