"""What a new conversation shows: a greeting, the model with its honest note, and a few ways to begin."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal

from deskchat.chat.model import ModelInfo
from deskchat.ui.conversation.greeting import Greeting
from deskchat.ui.model_note import note_words
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


class EmptyView(Greeting):
    """Stands where the transcript will be."""

    example_chosen = Signal(str)     # a text for the composer

    def __init__(self) -> None:
        super().__init__(self.tr("What would you like to talk about?"))
        for example in EXAMPLES:
            title, prompt = (self.tr(str(text)) for text in example)
            card = self.add_card(title, prompt if len(prompt) < 50 else prompt[:46] + "…", prompt)
            card.clicked.connect(lambda _=False, text=prompt: self.example_chosen.emit(text))

    def show_problem(self, sentence: str) -> None:
        """Say why nobody can answer yet."""
        self.said.show_text(translated(sentence))

    def show_model(self, model: ModelInfo | None, *, server_here: bool = False) -> None:
        """Name who will answer; ``server_here``: by a server of this computer, which may ask others in turn."""
        if model is None:
            self.said.show_text("")
            return
        note = f" ({note_words(model)})" if model.note else ""
        if model.ref.is_local:
            sentence = self.tr("%1 runs on this computer; nothing you write leaves it.")
        elif server_here:
            sentence = self.tr("%1 answers from a server on this computer.")
        else:
            sentence = self.tr("%1 answers over the network.")
        self.said.show_text(sentence.replace("%1", f"{model.name}{note}"))
