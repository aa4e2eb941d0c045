"""How a conversation is to be held: its system text and parameters, and the assistants they come from."""

import msgspec

from deskchat.chat.model import ModelRef, Sampling

MOST_STOPS = 4    # what every wire takes


class Terms(msgspec.Struct, frozen=True):
    """What holds for one conversation alone. ``persona``: the name of the assistant it was taken from, ``""`` for none."""

    persona: str = ""
    system: str | None = None
    sampling: Sampling = Sampling()


class Named(msgspec.Struct, frozen=True):
    """What the person has several of, each with a name, which is the only one of its kind."""

    name: str


class Persona(Named, frozen=True):
    """An assistant: a system text with the model and the parameters that suit it.

    ``model`` is ``None`` where the model stays as it is chosen.
    """

    system: str = ""
    model: ModelRef | None = None
    sampling: Sampling = Sampling()

    @property
    def terms(self) -> Terms:
        """What a conversation that begins with it keeps; it stays as it is when the assistant is changed later."""
        return Terms(self.name, self.system.strip() or None, self.sampling)
