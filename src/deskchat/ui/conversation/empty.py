"""What a new conversation shows: a greeting, the model with its honest note, and a few ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.model import ModelInfo
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.safe_text import PlainLabel

EXAMPLES = (
    ("Explain something", "Explain how a rainbow forms, in plain words."),
    ("Help me write", "Write a short, friendly email to ask a colleague for a meeting on Thursday."),
    ("Make a list", "Give me five ideas for a simple dinner, as a list."),
    ("Look at code", "Write a Python function that counts the words in a text, and explain it."),
)


class EmptyView(QWidget):
    """Stands where the transcript will be."""

    example_chosen = Signal(str)     # a text for the composer

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        greeting = PlainLabel("What would you like to talk about?")
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
        self._model.show_text(sentence)

    def show_model(self, model: ModelInfo | None) -> None:
        """Name who will answer."""
        if model is None:
            self._model.show_text("")
            return
        local = "runs on this machine; nothing you write leaves it"
        place = local if model.ref.is_local else "answers over the network"
        note = f" ({model.note})" if model.note else ""
        self._model.show_text(f"{model.name}{note} {place}.")

    def _examples(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setSpacing(10)
        for index, (title, prompt) in enumerate(EXAMPLES):
            button = QPushButton(f"{title}\n{prompt if len(prompt) < 50 else prompt[:46] + '…'}")
            button.setObjectName("example")
            button.setAccessibleName(title)
            button.setAccessibleDescription(prompt)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, text=prompt: self.example_chosen.emit(text))
            grid.addWidget(button, index // 2, index % 2)
        return box
