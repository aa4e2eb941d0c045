"""Rows of a settings page, made from the declarations: title, help, and a control that fits the type."""

import asyncio
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from deskchat.settings import MODEL, Setting
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.model_field import ModelField
from deskchat.ui.number_fields import NumberField
from deskchat.ui.safe_text import HintLabel, PlainLabel

WORDS: dict[object, str] = {
    "system": "As the system is",
    "light": "Light",
    "dark": "Dark",
    "usual": "Usual",
    "high": "High",
    "reduced": "Reduced",
    "en": "English",
    "fr": "Français",
    "enter": "Enter",
    "ctrl+enter": "Ctrl+Enter",
    0: "The system's size",
}


def page_of(context: UiContext, parent: QWidget, settings: Sequence[Setting[Any]]) -> QWidget:
    """A page with one row a setting; a change holds at once and is written in the background."""
    page = QWidget(parent)
    em = context.theme.em
    form = QFormLayout(page)
    form.setContentsMargins(0, 0, round(0.5 * em), 0)
    form.setVerticalSpacing(round(0.9 * em))
    form.setHorizontalSpacing(round(0.9 * em))
    for setting in settings:
        control = _control(context, page, setting)
        title = _tr(setting.title)
        control.setAccessibleName(title)
        control.setAccessibleDescription(_tr(setting.help))
        help_label = HintLabel(_tr(setting.help))
        both = QVBoxLayout()
        both.setSpacing(round(0.15 * em))
        both.addWidget(control)
        both.addWidget(help_label)
        label = PlainLabel(title, wrap=True)
        if isinstance(control, QCheckBox):    # a label stands in the middle of 7/4 of its height, beside a line to type in
            control.setMinimumHeight(label.sizeHint().height() * 7 // 4)
        label.setBuddy(control)    # on Linux a list's own name is what is chosen
        form.addRow(label, both)
    return page


def _control(context: UiContext, page: QWidget, setting: Setting[Any]) -> QWidget:
    value = context.services.settings.get(setting)

    def change(new: Any) -> None:
        if setting.accepts(new):
            context.services.settings.set(setting, new)
            saving = asyncio.to_thread(context.services.settings.save)
            context.relay.run(context.relay, saving)    # goes on when the page is closed at once

    if setting.choices:
        return _choice(page, setting, value, change)
    if isinstance(value, bool):
        box = QCheckBox(page)
        box.setChecked(value)
        box.toggled.connect(change)
        return box
    if isinstance(value, int):
        spin = NumberField(page)
        spin.setRange(setting.minimum or 0, setting.maximum if setting.maximum is not None else 1_000_000)
        if spin.minimum() < 0:
            spin.setSpecialValueText(_tr("Automatic"))    # shown for the minimum
        spin.setValue(value)
        spin.setKeyboardTracking(False)    # 8192 is one change, not four
        spin.valueChanged.connect(change)
        return spin
    line = ModelField(context, page) if setting is MODEL else QLineEdit(page)
    line.setText(str(value))
    line.editingFinished.connect(lambda: change(line.text().strip()))
    # in the accessibility tree a text is set at once, and by nobody who leaves the field
    line.textChanged.connect(lambda text: None if line.hasFocus() else change(text.strip()))
    return line


def _choice(page: QWidget, setting: Setting[Any], value: object, change: Any) -> QComboBox:
    box = ChoiceBox(page)
    for choice in setting.choices:
        box.addItem(_tr(WORDS[choice]) if choice in WORDS else str(choice), choice)
    box.setCurrentIndex(setting.choices.index(value))
    box.currentIndexChanged.connect(lambda at: change(setting.choices[at]))
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
