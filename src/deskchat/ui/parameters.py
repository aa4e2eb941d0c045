"""Fields for the parameters of replies; each may say nothing, and then the model does as it likes."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from deskchat.chat.model import Sampling
from deskchat.chat.persona import MOST_STOPS
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.effort_button import WORDS as EFFORTS
from deskchat.ui.figures import counted, figures
from deskchat.ui.file_dialog import file_dialog
from deskchat.ui.number_fields import DecimalField, NumberField
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.verbosity_button import WORDS as VERBOSITIES

LONGEST_FORM = 256 << 10
ESCAPES = (("\\n", "\n"), ("\\t", "\t"))
HELP = {
    "temperature": QT_TRANSLATE_NOOP("Parameters", "0 says the likeliest, 2 is wild"),
    "top_p": QT_TRANSLATE_NOOP("Parameters", "Only the likeliest words that together have this share are drawn from"),
    "max_tokens": QT_TRANSLATE_NOOP("Parameters", "The longest reply, thinking included"),
    "stop": QT_TRANSLATE_NOOP("Parameters", "The reply ends before any of these; one a line, \\n: a line break, up to four"),
    "seed": QT_TRANSLATE_NOOP("Parameters", "The same number draws the same words; local models and some servers"),
    "form": QT_TRANSLATE_NOOP("Parameters", "A JSON schema or a grammar (GBNF) that replies of local models keep to"),
}


class Parameters(QWidget):
    """Shows and edits a ``Sampling``; fields that it does not show keep their values."""

    changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = Sampling()
        self._context = context
        self._form_layout = QFormLayout(self)
        self._form_layout.setContentsMargins(0, 0, 0, 0)
        self.labels: list[PlainLabel] = []
        self._temperature = self._decimal(2.0)
        self._top_p = self._decimal(1.0)
        self._max_tokens = self._whole(1, 10_000_000)
        self._stop = QPlainTextEdit(self)
        self._seed = self._whole(0, 2**31 - 1)
        self._effort = self._levels(EFFORTS, "Effort")
        self._verbosity = self._levels(VERBOSITIES, "Verbosity")
        self._form = QPlainTextEdit(self)
        self._place()
        for texts in (self._stop, self._form):
            texts.setTabChangesFocus(True)
            texts.setObjectName("field")
            texts.textChanged.connect(self.changed)

    @property
    def sampling(self) -> Sampling:
        """As it stands."""
        stops = tuple(_unescaped(line) for line in self._stop.toPlainText().split("\n") if line)[:MOST_STOPS]
        own = Sampling(
            temperature=_value(self._temperature),
            top_p=_value(self._top_p),
            max_tokens=None if self._max_tokens.value() == 0 else self._max_tokens.value(),
            stop=stops or None,
            seed=None if self._seed.value() < 0 else self._seed.value(),
            effort=self._effort.currentData() or None,
            verbosity=self._verbosity.currentData() or None,
            form=self._form.toPlainText().strip()[:LONGEST_FORM] or None,
        )
        hidden = Sampling(
            top_k=self._shown.top_k, min_p=self._shown.min_p, repeat_penalty=self._shown.repeat_penalty
        )
        return own.over(hidden)

    def show_sampling(self, sampling: Sampling) -> None:
        """Show another one; ``changed`` is not told."""
        blocked = self.blockSignals(True)
        self._shown = sampling
        self._temperature.setValue(self._temperature.minimum() if sampling.temperature is None else sampling.temperature)
        self._top_p.setValue(self._top_p.minimum() if sampling.top_p is None else sampling.top_p)
        self._max_tokens.setValue(sampling.max_tokens or 0)
        self._seed.setValue(-1 if sampling.seed is None else min(sampling.seed, self._seed.maximum()))
        self._stop.setPlainText("\n".join(_escaped(stop) for stop in sampling.stop or ()))
        for box, level in ((self._effort, sampling.effort), (self._verbosity, sampling.verbosity)):
            box.setCurrentIndex(max(0, box.findData(level or "")))
        self._form.setPlainText(sampling.form or "")
        self.blockSignals(blocked)

    def _place(self) -> None:
        em = self._context.theme.em
        self._row("temperature", self.tr("Temperature"), self._temperature)
        self._row("top_p", self.tr("Top-p"), self._top_p)
        self._row("max_tokens", self.tr("Longest reply"), self._max_tokens)
        self._row("", self.tr("Thinking"), self._effort)
        self._row("", self.tr("Length"), self._verbosity)
        self._row("stop", self.tr("Stop before"), self._stop)
        self._row("seed", self.tr("Seed"), self._seed)
        self._stop.setFixedHeight(round(3.6 * em))
        self._form.setFixedHeight(round(4.6 * em))
        from_file = QPushButton(self.tr("From a file…"), self)
        from_file.setAutoDefault(False)
        from_file.clicked.connect(self._choose_form)
        row = QHBoxLayout()
        row.addWidget(self._form, 1)
        row.addWidget(from_file)
        label = self._name("form", self.tr("Form of replies"), self._form)
        self._form_layout.addRow(label, row)

    def align(self, *labels: PlainLabel) -> None:
        """Give these, of the rows above, and our own the width of the widest: all fields begin at one line."""
        both = (*labels, *self.labels)
        widest = max(label.sizeHint().width() for label in both)
        for label in both:
            label.setMinimumWidth(widest)

    def _row(self, field: str, title: str, widget: QWidget) -> None:
        self._form_layout.addRow(self._name(field, title, widget), widget)

    def _name(self, field: str, title: str, widget: QWidget) -> PlainLabel:
        words = QCoreApplication.translate("Parameters", str(HELP[field])) if field else ""
        widget.setAccessibleName(title)
        widget.setAccessibleDescription(words)
        set_tooltip(widget, words)
        label = PlainLabel(title, self)
        label.setBuddy(widget)    # on Linux a list's own name is what is chosen
        self.labels.append(label)
        set_tooltip(label, words)
        return label

    def _decimal(self, maximum: float) -> DecimalField:
        box = DecimalField(self)
        box.setRange(-0.05, maximum)
        box.setSingleStep(0.05)
        box.setDecimals(2)
        box.setSpecialValueText(self.tr("As the model likes"))
        box.valueChanged.connect(self.changed)
        return box

    def _whole(self, least: int, most: int) -> NumberField:
        box = NumberField(self)
        box.setRange(least - 1, most)
        box.setSpecialValueText(self.tr("As the model likes"))
        box.valueChanged.connect(self.changed)
        return box

    def _levels(self, words: dict[str, object], context: str) -> QComboBox:
        box = ChoiceBox(self)
        for level, word in words.items():
            box.addItem(QCoreApplication.translate(context, str(word)), level)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _choose_form(self) -> None:
        dialog = file_dialog(self.window(), self.tr("JSON schema or grammar"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.filesSelected.connect(self._take_form)
        dialog.open()

    def _take_form(self, files: Sequence[str]) -> None:
        file = Path(files[0])

        def show(text: str | None) -> None:
            if text is None:
                self._context.notices.tell(self.tr("“%s” can't be read as text.") % file.name)
            else:
                self._form.setPlainText(text)

        self._context.relay.run(self, asyncio.to_thread(_text_of, file), show)


def _text_of(file: Path) -> str | None:
    try:
        with file.open("rb") as stream:
            return stream.read(LONGEST_FORM).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def words_of(sampling: Sampling) -> str:
    """What is set, in a few words; ``""`` when nothing is."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Parameters", text)

    words = []
    if sampling.temperature is not None:
        words.append(tr("temperature %s") % figures(f"{sampling.temperature:g}"))
    if sampling.top_p is not None:
        words.append(tr("top-p %s") % figures(f"{sampling.top_p:g}"))
    if sampling.max_tokens is not None:
        most = QCoreApplication.translate("Parameters", "at most %1 tokens", "", sampling.max_tokens)
        words.append(counted(most, sampling.max_tokens, "at most one token"))
    if sampling.seed is not None:
        words.append(tr("seed %s") % sampling.seed)
    if sampling.stop:
        words.append(tr("ends before %s") % ", ".join(f"“{_escaped(stop)}”" for stop in sampling.stop))
    if sampling.form:
        words.append(tr("replies in a given form"))
    return ", ".join(words)


def _value(box: DecimalField) -> float | None:
    return None if box.value() < 0 else round(box.value(), 2)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\")
    for written, meant in ESCAPES:
        text = text.replace(meant, written)
    return text


def _unescaped(text: str) -> str:
    pieces = text.split("\\\\")
    for written, meant in ESCAPES:
        pieces = [piece.replace(written, meant) for piece in pieces]
    return "\\".join(pieces)
