"""``deskchat models search | files | download | delete``: models of the Hugging Face Hub, and those that were downloaded."""

import argparse
import asyncio
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from deskchat.chat.model import LOCAL, ModelRef
from deskchat.cli.interruption import Interruption
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, FAILED, INTERRUPTED, MisuseError
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines, print_table
from deskchat.cli.terminal import harmless, put, say
from deskchat.paths import Paths
from deskchat.services.downloads import Download, State
from deskchat.services.hub_search import Contents, HubModel, Order, Repository
from deskchat.services.services import Services

if TYPE_CHECKING:
    from deskchat.services.hub_search import Verdict

ORDERS = {"downloads": Order.DOWNLOADS, "likes": Order.LIKES, "trending": Order.TRENDING, "newest": Order.NEWEST}
STEP_PERCENT = 10    # of progress, where it goes to a file


def add_to(actions: Subcommands) -> None:
    """Declare the actions of ``deskchat models`` and their arguments."""
    searching = actions.add_parser("search", help="search the Hugging Face Hub for models in GGUF form")
    none = "in the name; none: what is downloaded most to chat with and fits this computer"
    searching.add_argument("words", metavar="WORDS", nargs="*", help=none)
    searching.add_argument("--sort", choices=list(ORDERS), default="downloads", help="what stands first")
    searching.set_defaults(run=search)
    listing = actions.add_parser("files", help="list what a repository holds, and what fits this computer")
    listing.add_argument("repository", metavar="OWNER/NAME")
    listing.set_defaults(run=files)
    downloading = actions.add_parser("download", help="download a model, or go on with it; Ctrl+C keeps what arrived")
    downloading.add_argument("wanted", metavar="OWNER/NAME[/FILE or :QUANTISATION]")
    downloading.add_argument("--without-vision", action="store_true", help="leave out the part that sees pictures")
    downloading.set_defaults(run=download)
    deleting = actions.add_parser("delete", help="delete a downloaded model with all its files")
    deleting.add_argument("model", metavar="NAME")
    deleting.set_defaults(run=delete)
    for action in (searching, listing, downloading):    # given before or behind the action's name
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object a line")


def search(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print what was found; the exit status."""

    async def work(services: Services) -> int:
        hub, words = services.hub, " ".join(arguments.words)
        found = await (hub.search(words, ORDERS[arguments.sort]) if words.strip() else hub.suggested())
        if arguments.json:
            print_lines([json.dumps(_repository_facts(one)) for one in found])
        elif found:
            print_table([_repository_row(one) for one in found])
        else:
            say("The Hugging Face Hub has no model in GGUF form like that.")
        return DONE if found else FAILED

    return with_services(paths, work)


def files(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print the models of a repository; the exit status."""

    async def work(services: Services) -> int:
        contents = await services.hub.look_at(arguments.repository)
        judged = [verdicts async for verdicts in services.hub.judged(contents)]
        pairs = list(zip(contents.models, judged[-1] if judged else (), strict=True))
        if arguments.json:
            print_lines([json.dumps(_model_facts(*pair)) for pair in pairs])
            return DONE
        print_table([_model_row(*pair) for pair in pairs] or [("no model in GGUF form",)])
        say(_terms(contents))
        return DONE

    return with_services(paths, work)


def download(arguments: argparse.Namespace, paths: Paths) -> int:
    """Download; the exit status."""

    async def work(services: Services) -> int:
        with Interruption() as interruption:
            contents = await services.hub.look_at(_repository_in(arguments.wanted))
            model = await _chosen(services, contents, arguments.wanted)
            say(_terms(contents))
            projector = None if arguments.without_vision else next(iter(model.projectors), None)
            begun = await services.downloads.start(contents.repository, model, projector)
            interruption.handled_by_task()
            progress = asyncio.create_task(_progress(services, begun.id, as_json=arguments.json))
            ending = asyncio.create_task(services.downloads.ended(begun.id))
            stopping = asyncio.create_task(interruption.wait())
            await asyncio.wait([ending, stopping], return_when=asyncio.FIRST_COMPLETED)
            if not ending.done():
                await services.downloads.pause(begun.id)
            stopping.cancel()
            ended = await ending
            progress.cancel()
            with suppress(asyncio.CancelledError):
                await progress
        return _told(ended, as_json=arguments.json)

    return with_services(paths, work)


def delete(arguments: argparse.Namespace, paths: Paths) -> int:
    """Delete; the exit status."""

    async def work(services: Services) -> int:
        ref = ModelRef(LOCAL, arguments.model.removeprefix(f"{LOCAL}/"))
        freed = await services.local_files.delete(ref)
        say(f"Deleted {ref}; {_size(freed)} are free again.")
        return DONE

    return with_services(paths, work)


def _repository_in(wanted: str) -> str:
    owner, _, rest = wanted.partition("/")
    name = rest.partition("/")[0].partition(":")[0]
    if not owner or not name:
        raise MisuseError(f"“{wanted}” does not name a repository; it looks like OWNER/NAME.")
    return f"{owner}/{name}"


async def _chosen(services: Services, contents: Contents, wanted: str) -> HubModel:
    file = wanted.removeprefix(contents.repository.id).lstrip("/:") if wanted.startswith(contents.repository.id) else ""
    if not file:    # the Hub may spell the repository in another way
        rest = wanted.partition("/")[2]
        file = rest.partition("/")[2] or rest.partition(":")[2]
    if file:
        return contents.chosen(file)
    model = await services.hub.recommended(contents)
    say(f"Takes {model.quantisation or model.name} ({_size(model.size_bytes)}); “deskchat models files” lists all.")
    return model


async def _progress(services: Services, download_id: str, *, as_json: bool) -> None:
    """Say how far it is: in place on a terminal, by lines elsewhere."""
    shown, width = -1, 0
    async for _ in services.downloads.changes():
        now = next((one for one in await services.downloads.all() if one.id == download_id), None)
        if now is None or not now.active:
            continue
        percent = now.done_bytes * 100 // now.size_bytes
        if sys.stderr.isatty() and not as_json:
            line = harmless(_line(now))
            put(sys.stderr, f"\r{line:<{width}}")
            width = len(line)
        elif percent // STEP_PERCENT > shown:
            shown = percent // STEP_PERCENT
            if as_json:
                print_lines([json.dumps(_download_facts(now))])
            else:
                say(_line(now))


def _line(now: Download) -> str:
    percent = f"{now.done_bytes * 100 // now.size_bytes:3} %"
    if now.state is State.CHECKING:
        return f"{percent}  checking"
    if now.problem:
        return f"{percent}  {now.problem} Trying again."
    left = now.left_s
    speed = "" if left is None else f", {_size(round(now.bytes_per_s))}/s, {_duration(left)} left"
    return f"{percent}  {_size(now.done_bytes)} of {_size(now.size_bytes)}{speed}"


def _told(ended: Download, *, as_json: bool) -> int:
    if sys.stderr.isatty() and not as_json:
        put(sys.stderr, "\n")
    if as_json:
        print_lines([json.dumps(_download_facts(ended))])
    match ended.state:
        case State.DONE:
            say(f"Downloaded and checked: {ended.path}")
            return DONE
        case State.PAUSED:
            say("Stopped. What arrived is kept; the same command goes on from there.")
            return INTERRUPTED
        case _:
            say(f"{ended.problem} {ended.remedy}".strip())
            return FAILED


def _terms(contents: Contents) -> str:
    licence = contents.repository.licence or "not told"
    gated = "; its makers let only those have it who accepted their terms there" if contents.repository.gated else ""
    return f"Licence: {licence}. {contents.page}{gated}"


def _repository_row(one: Repository) -> tuple[str, ...]:
    weights = f"{one.parameters / 1e9:.1f} B" if one.parameters else ""
    return one.id, weights, f"{one.downloads:,} downloads", one.licence, "gated" if one.gated else ""


def _model_row(model: HubModel, verdict: "Verdict") -> tuple[str, ...]:
    speed = "" if verdict.tokens_per_s is None else f"about {verdict.tokens_per_s:.0f} tokens/s"
    sees = "images" if model.projectors else ""
    return model.quantisation, _size(model.size_bytes), verdict.fit.value, speed, sees, f"{model.name}.gguf", verdict.reason


def _repository_facts(one: Repository) -> dict[str, object]:
    return {
        "repository": one.id,
        "parameters": one.parameters or None,
        "downloads": one.downloads,
        "licence": one.licence or None,
        "gated": one.gated,
    }


def _model_facts(model: HubModel, verdict: "Verdict") -> dict[str, object]:
    return {
        "name": model.name,
        "quantisation": model.quantisation or None,
        "size_bytes": model.size_bytes,
        "files": [part.path for part in model.parts],
        "images": bool(model.projectors),
        "fit": verdict.fit.value,
        "needs_bytes": verdict.needs_bytes,
        "tokens_per_s": verdict.tokens_per_s,
        "reason": verdict.reason or None,
    }


def _download_facts(now: Download) -> dict[str, object]:
    return {
        "state": now.state.value,
        "title": now.title,
        "done_bytes": now.done_bytes,
        "size_bytes": now.size_bytes,
        "bytes_per_s": round(now.bytes_per_s),
        "path": str(now.path) if now.state is State.DONE else None,
        "problem": now.problem or None,
        "kind": now.kind or None,
    }


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def _duration(seconds: float) -> str:
    if seconds >= 3600:
        return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:.0f} min"
    return f"{seconds // 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"
