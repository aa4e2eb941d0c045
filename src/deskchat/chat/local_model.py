"""A GGUF file on this machine, as the engine is given it."""

from pathlib import PurePath

import msgspec

from deskchat.chat.model import ModelInfo


class LocalModel(msgspec.Struct, frozen=True):
    """Where the file lies, and what is known of the model in it. ``path`` is absolute.

    ``projector``: the file with the part that sees pictures (mmproj). ``licence``: as its makers or its file say.
    ``embeds``: it was made to turn texts into vectors.
    """

    path: PurePath
    info: ModelInfo
    projector: PurePath | None = None
    licence: str = ""
    embeds: bool = False
