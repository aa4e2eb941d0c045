"""All downloads of models: a few at once, the others wait; what was left unfinished by an earlier run is found again."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.library import unfinished
from deskchat.library.destination import destination
from deskchat.library.part_file import no_space
from deskchat.library.unfinished import Unfinished, WantedFile
from deskchat.paths import private_folder
from deskchat.providers.hub import HubModel, Part, Repository
from deskchat.services.broadcast import Broadcast
from deskchat.services.fetching import Download as Download
from deskchat.services.fetching import Fetching
from deskchat.services.fetching import State as State
from deskchat.services.hub_access import HubAccess

AT_ONCE: Final = 3
SPARE_BYTES: Final = 256 << 20    # stay free: conversations are written to the same disk


class Downloads:
    """Puts models below ``folder``. ``added`` is called after each that is complete; ``free`` gives a disk's free bytes.

    All methods run on the loop.
    """

    def __init__(
        self,
        folder: Path,
        access: HubAccess,
        added: Callable[[], None],
        *,
        retry_s: float = 1.0,
        free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self._folder = folder
        self._access = access
        self._added = added
        self._retry_s = retry_s
        self._free = free
        self._fetchings: dict[str, Fetching] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._changes: Broadcast[None] = Broadcast()
        self._endings: Broadcast[Download] = Broadcast()

    async def all(self) -> tuple[Download, ...]:
        """All there are, those of earlier runs included."""
        for note, wanted in await asyncio.to_thread(lambda: tuple(unfinished.find(self._folder))):
            if str(note) not in self._fetchings:
                self._know(note, wanted)
        return tuple(fetching.seen for fetching in self._fetchings.values())

    def changes(self) -> AsyncIterator[None]:
        """Each time something is to be seen, a few times a second. May be called on any thread."""
        return self._changes.listen()

    def endings(self) -> AsyncIterator[Download]:
        """Each that is done, or can't go on by itself. May be called on any thread."""
        return self._endings.listen()

    async def start(self, repository: Repository, model: HubModel, projector: Part | None = None) -> Download:
        """Begin, or go on with what is here of it. Raises ``ChatError`` when it can't begin."""
        target = destination(self._folder, repository.id, model.parts[0].path)
        # the first part makes it a model, so it comes last
        parts = (*([projector] if projector else []), *model.parts[1:], model.parts[0])
        files = tuple(_wanted(self._folder, repository.id, part) for part in parts)
        title = model.name.rpartition("/")[2]
        wanted = Unfinished(repository.id, repository.commit or "main", title, model.quantisation, repository.licence, files)
        note = unfinished.note_of(target.parent, wanted)
        await self.all()
        if (known := self._gone_on_with(note)) is not None:
            return known
        if target.exists():
            raise ChatError(
                ErrorKind.BAD_REQUEST, f"{title} is on this computer already.", remedy="Choose it from the list of models."
            )
        await asyncio.to_thread(private_folder, target.parent)
        await asyncio.to_thread(unfinished.keep, note, wanted)
        if (known := self._gone_on_with(note)) is not None:    # who pressed twice
            return known
        self._know(note, wanted)
        self.resume(str(note))
        return self._fetchings[str(note)].seen

    def _gone_on_with(self, note: Path) -> Download | None:
        """One that is known and not done goes on."""
        known = self._fetchings.get(str(note))
        if known is None or known.seen.state is State.DONE:
            return None
        self.resume(str(note))
        return known.seen

    def resume(self, download_id: str) -> None:
        """Go on. Nothing happens to one that is under way or done."""
        fetching = self._fetchings.get(download_id)
        if fetching is None or download_id in self._tasks or fetching.seen.state is State.DONE:
            return
        fetching.set(State.WAITING)
        self._tasks[download_id] = asyncio.create_task(self._run(download_id, fetching))

    async def pause(self, download_id: str) -> None:
        """Stop for now; what arrived is kept."""
        task = self._tasks.get(download_id)
        if task is not None:
            self._fetchings[download_id].stop()
            task.cancel()
            await asyncio.wait([task])

    async def cancel(self, download_id: str) -> None:
        """Give it up and delete what arrived; one that is done is only taken off the list."""
        await self.pause(download_id)
        fetching = self._fetchings.get(download_id)
        if fetching is not None and fetching.seen.state is not State.DONE:
            await asyncio.to_thread(fetching.discard, self._folder)
        self._fetchings.pop(download_id, None)
        self._changes.tell(None)

    async def ended(self, download_id: str) -> Download:
        """Wait until it is done, paused or has failed. Cancelling the wait leaves the download alone."""
        task = self._tasks.get(download_id)
        if task is not None:
            await asyncio.wait([task])
        return self._fetchings[download_id].seen

    async def aclose(self) -> None:
        """Pause all."""
        await asyncio.gather(*(self.pause(download_id) for download_id in list(self._tasks)))
        self._changes.close()
        self._endings.close()

    def _know(self, note: Path, wanted: Unfinished) -> None:
        def room(needed: int) -> None:
            running = (self._fetchings[other].left_bytes for other in self._tasks if other != str(note))
            free = self._free(note.parent) - SPARE_BYTES - sum(running)
            if needed > free:
                raise no_space(note.parent, needed, free)

        changed = lambda: self._changes.tell(None)  # noqa: E731  # it is one call
        self._fetchings[str(note)] = Fetching(note, wanted, self._access, changed, room, self._retry_s)

    async def _run(self, download_id: str, fetching: Fetching) -> None:
        try:
            async with self._turns:
                await fetching.run()
        except asyncio.CancelledError:
            fetching.set(State.PAUSED)
        except ChatError as error:
            fetching.set(State.FAILED, error)
        except OSError as error:
            sentence = f"The folder of the model can't be written: {error.strerror or type(error).__name__}."
            fetching.set(State.FAILED, ChatError(ErrorKind.INTERNAL, sentence, detail=repr(error)))
        else:
            fetching.set(State.DONE)
            self._added()
        finally:
            self._tasks.pop(download_id, None)
            self._changes.tell(None)
            if fetching.seen.state in (State.DONE, State.FAILED):
                self._endings.tell(fetching.seen)


def _wanted(folder: Path, repository: str, part: Part) -> WantedFile:
    if not part.sha256:
        raise ChatError(
            ErrorKind.PROTOCOL,
            "The Hub does not say what this file's SHA-256 is, so it could not be checked and was not downloaded.",
            remedy="Choose another file, or set HF_ENDPOINT to a server that says it.",
            detail=part.path,
        )
    place = destination(folder, repository, part.path)    # refuses names that lead elsewhere, also of projectors
    return WantedFile(part.path, place.name, part.size_bytes, part.sha256)
