"""``deskchat models``: what can be asked, by provider; with an action, models to download (see ``hub``)."""

import argparse
import json
from pathlib import Path

from deskchat.chat.model import ModelInfo, Price
from deskchat.cli import hub
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines, print_table
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.directory import ProviderModels
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    models = commands.add_parser("models", help="list the models that can be asked; search, download and delete models")
    models.add_argument("--json", action="store_true", help="print one JSON object a line, one for each model")
    models.add_argument("--refresh", action="store_true", help="ask the providers first")
    models.add_argument("--add", metavar="FILE.gguf", type=Path, help="add a GGUF file from the disk")
    models.set_defaults(run=run)
    hub.add_to(models.add_subparsers(metavar="ACTION"))


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """List, after adding or asking; the exit status."""

    async def work(services: Services) -> int:
        if arguments.add is not None:
            added = await services.local_files.add(arguments.add)
            say(f"Added {added.ref}.")
        groups = await (services.directory.refresh() if arguments.refresh else services.directory.groups())
        _print(groups, as_json=arguments.json)
        return DONE

    return with_services(paths, work)


def _print(groups: tuple[ProviderModels, ...], *, as_json: bool) -> None:
    if as_json:
        print_lines([json.dumps(_facts(group, model)) for group in groups for model in group.models])
        return
    rows = [_row(group, model) for group in groups for model in group.models]
    if rows:
        print_table(rows)
    for group in groups:
        if not group.models and group.unavailable:
            say(f"{group.name}: {group.unavailable}")


def _row(group: ProviderModels, model: ModelInfo) -> tuple[str, ...]:
    context = "" if model.context_tokens is None else f"{model.context_tokens:,} tokens"
    sees = "images" if model.vision else ""
    remark = model.unavailable or group.unavailable or model.note
    return str(model.ref), "local" if group.local else "cloud", context, sees, _price(model.price), remark


def _price(price: Price | None) -> str:
    return "" if price is None else f"{price.input_per_million}/{price.output_per_million} {price.currency}"


def _facts(group: ProviderModels, model: ModelInfo) -> dict[str, object]:
    price = model.price
    cached = None if price is None else price.cached_per_million
    return {
        "model": str(model.ref),
        "name": model.name,
        "provider": group.id,
        "local": group.local,
        "context": model.context_tokens,
        "images": model.vision,
        "pdf": model.pdf,
        "reasoning": model.reasons,
        "efforts": list(model.efforts),
        "retires_on": model.retires_on,
        "input_price_per_million": None if price is None else float(price.input_per_million),
        "output_price_per_million": None if price is None else float(price.output_per_million),
        "cached_price_per_million": None if cached is None else float(cached),
        "currency": None if price is None else price.currency,
        "size_bytes": model.size_bytes,
        "quantisation": model.quantisation or None,
        "unavailable": model.unavailable or group.unavailable or None,
        "note": model.note or None,
    }
