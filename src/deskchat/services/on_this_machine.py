"""The engine and its files, put together from paths and settings."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from deskchat import settings as known_settings
from deskchat.chat.local_model import LocalModel
from deskchat.engine import gguf
from deskchat.engine.limits import Limits
from deskchat.engine.local import LocalProvider
from deskchat.engine.quantisation import CacheType
from deskchat.library import elsewhere
from deskchat.library.found import Library
from deskchat.paths import Paths, resources
from deskchat.settings import Settings


def open_library(paths: Paths, settings: Settings) -> Library:
    """The models that come with the program first, then those of the person, then those of other programs."""

    def others() -> Sequence[elsewhere.Found]:
        if not settings.get(known_settings.OTHER_PROGRAMS):
            return ()
        system = elsewhere.this_system(sys.platform)
        return elsewhere.find(elsewhere.places(system, Path.home(), os.environ))

    return Library((resources() / "models", paths.models), paths.model_files, gguf.read, elsewhere=others)


def open_engine(
    library: Library, settings: Settings, paths: Paths, command: Sequence[str], *, safe: bool = False
) -> LocalProvider:
    """The engine over the library's files; its process starts with the first question. ``safe``: it never does."""

    def limits() -> Limits:
        return Limits(
            settings.get(known_settings.CONTEXT_TOKENS),
            settings.get(known_settings.THREADS),
            settings.get(known_settings.KEEP_LOADED_MINUTES) * 60.0,
            settings.get(known_settings.MODELS_AT_ONCE),
            settings.get(known_settings.STATES_MB) << 20,
            settings.get(known_settings.GPU_LAYERS),
            cache_type(settings.get(known_settings.CACHE_TYPE)),
            settings.get(known_settings.ADAPTER),
            settings.get(known_settings.REPLY_FORM),
        )

    def files() -> Mapping[str, LocalModel]:
        if safe:
            return {}
        return {name: _within(model, limits().context_tokens) for name, model in library.all().items()}

    return LocalProvider(files, command, work_folder=paths.cache / "engine", states=paths.states, limits=limits)


def cache_type(chosen: str) -> CacheType:
    """The setting, as the engine calls it."""
    return "q8_0" if chosen == "q8_0" else "f16"


def _within(model: LocalModel, context_tokens: int) -> LocalModel:
    """What is planned for a model must be what the engine gives it memory for."""
    info = model.info
    window = context_tokens if info.context_tokens is None else min(info.context_tokens, context_tokens)
    return replace(model, info=replace(info, context_tokens=window))
