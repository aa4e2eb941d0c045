"""Which GGUF files there are: in the program's folders, and added from anywhere."""

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import LOCAL, ModelInfo, ModelRef
from deskchat.library import added, projectors, side_file
from deskchat.library.added import Facts, Known, ModelFiles
from deskchat.library.elsewhere import Found
from deskchat.paths import at_home

FILES_LOOKED_AT = 1_000    # in a folder, for image parts
MAKES_VECTORS = "It makes vectors of texts and can't be talked to."
BASE_MODEL_NOTE = "base model: goes on with text, does not follow instructions"
LOOKED_FOR_AGAIN_S: Final = 20.0
_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}$")
_FIRST_PART = re.compile(r"-00001-of-\d{5}$")
_NOT_TO_TALK_TO = re.compile(r"(^|[-_.])(mmproj|imatrix)([-_.]|$)", re.IGNORECASE)


class HeaderFacts(Protocol):
    """What the library wants of a header; the engine's reader gives it."""

    @property
    def name(self) -> str:
        """The model's own name."""
        ...

    @property
    def size_bytes(self) -> int:
        """All parts together."""
        ...

    @property
    def quantisation(self) -> str:
        """“Q4_K_M” and the like, or ``""``."""
        ...

    @property
    def context_tokens(self) -> int | None:
        """How much the model was trained to read."""
        ...

    @property
    def template(self) -> str:
        """The chat template, ``""`` for a base model."""
        ...

    @property
    def efforts(self) -> tuple[str, ...]:
        """Between which efforts one can choose, as in ``ModelInfo``."""
        ...

    @property
    def licence(self) -> str:
        """As the file says, or ``""``."""
        ...

    @property
    def embeds(self) -> bool:
        """Was it made to turn texts into vectors?"""
        ...


class Library:
    """The model files of ``folders`` and of ``list_file``; ``inspect`` reads a header or raises ``ChatError``.

    ``context_limit``: how many tokens of context the engine gives memory to; a model that was trained on more is listed
    with that. ``elsewhere`` looks for files of other programs; what it found counts for ``LOOKED_FOR_AGAIN_S``. Headers
    are read once and remembered until the file changes. Methods may be called from any thread; they read files.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        list_file: Path,
        inspect: Callable[[Path], HeaderFacts],
        context_limit: int = 8192,
        elsewhere: Callable[[], Sequence[Found]] = tuple,
    ) -> None:
        self._folders = tuple(folders)
        self._list_file = list_file
        self._inspect = inspect
        self._context_limit = context_limit
        self._elsewhere = elsewhere
        self._found: Sequence[Found] = ()
        self._looked_at = -LOOKED_FOR_AGAIN_S
        self._lock = threading.Lock()

    def all(self) -> Mapping[str, LocalModel]:
        """Every model by its name (the part after ``local/``); what is gone or broken says so in ``unavailable``."""
        with self._lock:
            return self._all()

    def add(self, path: Path) -> LocalModel:
        """Add a file from anywhere. Raises ``ChatError("model_file")`` when it can't be used."""
        path = at_home(path).absolute()
        self._inspect(path)    # a file that can't be used is not added
        with self._lock:
            content = added.load(self._list_file)
            if str(path) not in content.added and path not in set(self._in_folders()):
                added.save(self._list_file, ModelFiles((*content.added, str(path)), content.known))
            return next(model for model in self._all().values() if Path(model.path) == path)

    def remove(self, name: str) -> None:
        """Take a model off the list; its file stays. Raises ``ChatError("not_found")``, also for one of the folders."""
        with self._lock:
            model = self._all().get(name)
            content = added.load(self._list_file)
            if model is None or str(model.path) not in content.added:
                raise ChatError(
                    ErrorKind.NOT_FOUND,
                    f"{name} was not added by you, so it can't be taken off the list.",
                    remedy="Delete its file to be rid of it.",
                )
            left = tuple(path for path in content.added if path != str(model.path))
            added.save(self._list_file, ModelFiles(left, content.known))

    def _all(self) -> dict[str, LocalModel]:
        content = added.load(self._list_file)
        others = {one.path: one for one in self._of_others()}
        found = dict.fromkeys([*self._in_folders(), *(Path(path) for path in content.added), *others])
        known = {str(path): self._known(path, content.known.get(str(path))) for path in found}
        if known != dict(content.known):
            with contextlib.suppress(OSError):    # a disk that can't be written costs only time at the next start
                added.save(self._list_file, ModelFiles(content.added, known))
        models: dict[str, LocalModel] = {}
        beside: dict[Path, list[Path]] = {}
        for path in found:
            other = others.get(path)
            if path.parent not in beside:
                beside[path.parent] = _listed(path.parent)
            projector = projectors.beside(path, beside[path.parent])
            name = _unique(other.name if other and other.name else _FIRST_PART.sub("", path.stem), models)
            info = _info(name, path, known[str(path)], self._context_limit, vision=projector is not None)
            facts = known[str(path)].facts
            licence = side_file.read(path).licence or (facts.licence if facts else "")
            embeds = facts is not None and facts.embeds and not known[str(path)].fault
            info = info if other is None else _with_keeper(info, other)
            models[name] = LocalModel(path, info, projector, licence, embeds)
        return models

    def _of_others(self) -> Sequence[Found]:
        now = time.monotonic()
        if now - self._looked_at >= LOOKED_FOR_AGAIN_S:
            self._found = [one for one in self._elsewhere() if not _is_hidden(one.path)]
            self._looked_at = now
        return self._found

    def _in_folders(self) -> Iterator[Path]:
        for folder in self._folders:
            # os.walk passes over folders that go while it looks, or can't be read; pathlib raises
            there = (Path(at, name) for at, _, names in os.walk(folder) for name in names)
            for path in sorted(path for path in there if path.suffix.lower() == ".gguf" and not _is_hidden(path)):
                if os.path.isfile(path):    # noqa: PTH113  # the one of pathlib raises where nobody may look
                    yield path.absolute()

    def _known(self, path: Path, before: Known | None) -> Known:
        try:
            status = path.stat()
        except (OSError, ValueError):    # a ValueError is a NUL in a list that was edited by hand
            gone = f"The file “{path.name}” is no longer there."
            return Known(-1, -1, before.facts if before else None, gone)
        if before is not None and (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns):
            return before
        try:
            read = self._inspect(path)
        except ChatError as error:
            return Known(status.st_size, status.st_mtime_ns, None, error.sentence)
        facts = Facts(
            read.name, read.size_bytes, read.quantisation, read.context_tokens, bool(read.template), read.efforts,
            read.licence, read.embeds,
        )    # fmt: skip
        return Known(status.st_size, status.st_mtime_ns, facts)


def _is_hidden(path: Path) -> bool:
    """Is it nothing to talk to by itself?"""
    return bool(_LATER_PART.search(path.stem) or _NOT_TO_TALK_TO.search(path.stem) or path.name.startswith("."))


def _with_keeper(info: ModelInfo, other: Found) -> ModelInfo:
    return msgspec.structs.replace(
        info,
        name=other.name or info.name,
        note=f"found in {other.keeper}; {info.note}" if info.note else f"found in {other.keeper}",
    )


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())[:FILES_LOOKED_AT]
    except (OSError, ValueError):
        return []


def _info(name: str, path: Path, known: Known, context_limit: int, *, vision: bool) -> ModelInfo:
    beside = side_file.read(path)
    facts = known.facts or Facts(name, 0)
    note = beside.note or ("" if facts.has_template else BASE_MODEL_NOTE)
    return ModelInfo(
        ref=ModelRef(LOCAL, name),
        name=beside.name or facts.name,
        context_tokens=min(facts.context_tokens or context_limit, context_limit),
        vision=vision,
        reasons=bool(facts.efforts),
        efforts=facts.efforts,
        defaults=beside.sampling,
        unavailable=known.fault or (MAKES_VECTORS if facts.embeds else ""),
        note=note,
        size_bytes=facts.size_bytes or None,
        quantisation=facts.quantisation,
    )


def _unique(name: str, taken: Mapping[str, LocalModel]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
