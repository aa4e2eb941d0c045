"""What a new conversation shows: a greeting, the model with its honest note, and a few ways to begin."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.sentences import translated

EXAMPLES = (
    (
        QT_TRANSLATE_NOOP("EmptyView", "Explain something"),
        QT_TRANSLATE_NOOP("EmptyView", "Explain how a rainbow forms, in plain words."),
    ),
    (
        QT_TRANSLATE_NOOP("EmptyView", "Help me write"),
        QT_TRANSLATE_NOOP("EmptyView", "Write a short, friendly email to ask a colleague for a meeting on Thursday."),
    ),
    (
        QT_TRANSLATE_NOOP("EmptyView", "Make a list"),
        QT_TRANSLATE_NOOP("EmptyView", "Give me five ideas for a simple dinner, as a list."),
    ),
    (
        QT_TRANSLATE_NOOP("EmptyView", "Look at code"),
        QT_TRANSLATE_NOOP("EmptyView", "Write a Python function that counts the words in a text, and explain it."),
    ),
)


class EmptyView(QWidget):
    """Stands where the transcript will be."""

    example_chosen = Signal(str)     # a text for the composer

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        greeting = PlainLabel(self.tr("What would you like to talk about?"))
        greeting.setObjectName("greeting")
        self._model = Caption("", quiet=True)
        for label in (greeting, self._model):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(16)
        column.addWidget(self._examples(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_problem(self, sentence: str) -> None:
        """Say why nobody can answer yet."""
        self._model.show_text(translated(sentence))

    def show_model(self, model: ModelInfo | None) -> None:
        """Name who will answer."""
        if model is None:
            self._model.show_text("")
            return
        note = f" ({translated(model.note)})" if model.note else ""
        if model.ref.is_local:
            sentence = self.tr("%1 runs on this machine; nothing you write leaves it.")
        else:
            sentence = self.tr("%1 answers over the network.")
        self._model.show_text(sentence.replace("%1", f"{model.name}{note}"))

    def _examples(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setSpacing(10)
        for index, example in enumerate(EXAMPLES):
            title, prompt = (self.tr(str(text)) for text in example)
            button = QPushButton(f"{title}\n{prompt if len(prompt) < 50 else prompt[:46] + '…'}")
            button.setObjectName("example")
            button.setAccessibleName(title)
            button.setAccessibleDescription(prompt)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, text=prompt: self.example_chosen.emit(text))
            grid.addWidget(button, index // 2, index % 2)
        return box
