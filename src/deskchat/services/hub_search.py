"""Finding models on the Hugging Face Hub, and whether they will run on this machine, before anything is downloaded."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import hub
from deskchat.providers.hub import HubModel as HubModel
from deskchat.providers.hub import Order as Order
from deskchat.providers.hub import Part as Part
from deskchat.providers.hub import Repository as Repository
from deskchat.services.fitting import Fitting
from deskchat.services.hub_access import HubAccess

if TYPE_CHECKING:
    from deskchat.engine.gguf import Header
    from deskchat.engine.verdict import Verdict as Verdict

_HEADER_BYTES: Final = 32 << 20
_FIRST_LOOK: Final = 1 << 20
_MANY: Final = 100             # to choose from
_SUGGESTED: Final = 20
_USUAL_BYTES: Final = 0.61     # of a weight in Q4_K_M
USUAL: Final = ("Q4_K_M", "UD-Q4_K_XL", "Q5_K_M", "Q4_K_S", "Q6_K", "Q8_0", "Q4_0", "Q4_1")    # best first, where they fit


class Contents(msgspec.Struct, frozen=True):
    """What a repository holds; ``page`` is the address of its page for people."""

    repository: Repository
    models: tuple[HubModel, ...]
    page: str

    def chosen(self, name: str) -> HubModel:
        """The model meant by a file's path or name, or by a quantisation. Raises ``ChatError("not_found")``."""
        wanted = name.strip().casefold().removesuffix(".gguf")
        for model in self.models:
            paths = [path.casefold() for path in (model.name, *(part.path.removesuffix(".gguf") for part in model.parts))]
            if wanted in {model.quantisation.casefold(), *paths, *(path.rpartition("/")[2] for path in paths)}:
                return model
        there = ", ".join(model.quantisation or model.name for model in self.models[:12]) or "none"
        raise ChatError(
            ErrorKind.NOT_FOUND,
            f"{self.repository.id} has no model “{name[:100]}” in GGUF form.",
            remedy=f"There are: {there}.",
        )


def usual_choice(models: Sequence[HubModel], fits: Sequence[bool]) -> int:
    """Which of ``models`` most people take where those that ``fits`` says fit; the smallest where none does."""
    fitting = [at for at, does in enumerate(fits) if does]
    for name in USUAL:
        for at in fitting:
            if models[at].quantisation == name:
                return at
    return fitting[-1] if fitting else 0


class HubSearch:
    """Searches and looks; the Hub is asked only when the person does."""

    def __init__(self, access: HubAccess, fitting: Fitting) -> None:
        self._access = access
        self._fitting = fitting

    async def search(self, words: str, order: Order = Order.DOWNLOADS) -> tuple[Repository, ...]:
        """Repositories whose names have ``words``; OWNER/NAME, or a page's address, finds that one first."""
        at = self._access.at
        name = hub.named(words, at)
        exact = await self._exactly(name) if name else ()
        body = await self._access.read(lambda key: hub.search(at, name or words.strip(), key, order))
        found = await asyncio.to_thread(hub.found, body)
        return (*exact, *(one for one in found if one.id not in {known.id for known in exact}))

    async def suggested(self) -> tuple[Repository, ...]:
        """What is downloaded most to chat with and fits this machine as most people take it. Raises ``ChatError``."""
        from deskchat.engine.verdict import Fit

        body = await self._access.read(lambda key: hub.search(self._access.at, "", key, limit=_MANY))
        kept: dict[str, Repository] = {}
        for one in await asyncio.to_thread(hub.found, body):
            verdict = await self._fitting.of_size(round(one.parameters * _USUAL_BYTES)) if one.parameters else None
            if verdict is not None and verdict.fit is Fit.FITS:
                kept.setdefault(hub.model_of(one.id), one)    # several people offer the same model
        return tuple(kept.values())[:_SUGGESTED]

    async def look_at(self, repository_id: str) -> Contents:
        """The models of a repository as it is now. Raises ``ChatError``."""
        at = self._access.at
        repository = hub.told(await self._access.read(lambda key: hub.repository(at, repository_id, key)))
        commit = repository.commit or "main"
        body = await self._access.read(lambda key: hub.tree(at, repository_id, commit, key))
        models = await asyncio.to_thread(hub.models, body)
        return Contents(repository, models, hub.page(at, repository_id))

    async def judged(self, contents: Contents) -> "AsyncIterator[tuple[Verdict, ...]]":
        """The verdict on each model, by its size first, then by the header of the smallest file, where it can be read."""
        sizes = [model.size_bytes for model in contents.models]
        if not sizes:
            return
        yield tuple([await self._fitting.of_size(size) for size in sizes])
        try:
            header = await self._header(contents)
            if header is not None:
                yield tuple([await self._fitting.of_header(header, size) for size in sizes])
        except (ChatError, ArithmeticError, ValueError):
            return    # a gated model, or one that says nothing of use: the sizes have spoken

    async def recommended(self, contents: Contents) -> HubModel:
        """The model of a repository most people want on this machine. Raises ``ChatError("not_found")``."""
        from deskchat.engine.verdict import Fit

        if not contents.models:
            raise ChatError(
                ErrorKind.NOT_FOUND,
                f"{contents.repository.id} holds no model in GGUF form.",
                remedy="Search for a repository whose name ends in GGUF.",
            )
        verdicts = [verdicts async for verdicts in self.judged(contents)][-1]
        return contents.models[usual_choice(contents.models, [verdict.fit is Fit.FITS for verdict in verdicts])]

    async def _exactly(self, name: str) -> tuple[Repository, ...]:
        try:
            return (hub.told(await self._access.read(partial(hub.repository, self._access.at, name))),)
        except ChatError as error:
            if error.kind is not ErrorKind.NOT_FOUND:
                raise
            return ()

    async def _header(self, contents: Contents) -> "Header | None":
        """The beginning of the smallest model that is one file, as far as needed to know its shape."""
        from deskchat.engine import gguf

        whole = next((model for model in contents.models if len(model.parts) == 1), None)
        if whole is None:
            return None
        part, commit = whole.parts[0], contents.repository.commit or "main"
        address = hub.address(self._access.at, contents.repository.id, commit, part.path)
        data, looked_at = bytearray(), _FIRST_LOOK
        async with self._access.piece(address, 0, min(_HEADER_BYTES, part.size_bytes)) as answer:
            async for piece in answer:
                answer.heard()
                data += piece
                if len(data) >= min(looked_at, part.size_bytes):
                    header = await asyncio.to_thread(gguf.beginning, part.path, bytes(data), part.size_bytes)
                    if header is not None or len(data) >= _HEADER_BYTES:
                        return header
                    looked_at *= 2
        return None
