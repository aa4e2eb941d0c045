"""``deskchat requests``: what left this machine."""

import argparse
import json

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines, print_table
from deskchat.cli.usage import count
from deskchat.paths import Paths
from deskchat.services.departure_words import result, size, where
from deskchat.services.departures import Departure
from deskchat.services.services import Services
from deskchat.settings import KEEP_REQUESTS_DAYS

HEAD = ("time", "for", "to", "model", "messages", "sent", "received", "result")


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    requests = commands.add_parser("requests", help="list what left this computer")
    requests.add_argument("--last", metavar="N", type=count, default=50, help="how many, the newest first (50)")
    requests.add_argument("--json", action="store_true", help="print one JSON object a line")
    requests.add_argument("--clear", action="store_true", help="forget the list")
    requests.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print; the exit status."""

    async def work(services: Services) -> int:
        if arguments.clear:
            await services.departures.clear()
            print_lines(["The list of requests is empty now."])
            return DONE
        found = await services.departures.latest(arguments.last)
        if arguments.json:
            print_lines([json.dumps(_json(departure)) for departure in found])
        elif found:
            print_table([HEAD, *map(_row, found)])
            total = await services.departures.sum()
            print_lines([f"Requests in the list: {total.requests:,}; sent: {size(total.sent_bytes)}."])
        elif services.settings.get(KEEP_REQUESTS_DAYS):
            print_lines(["The list of requests is empty."])
        else:
            print_lines(["No list of requests is kept: the settings say so."])
        return DONE

    return with_services(paths, work, offline=True)


def _row(departure: Departure) -> tuple[str, ...]:
    subject = departure.subject
    return (
        departure.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        subject.purpose.value,
        where(departure),
        subject.model,
        f"{subject.messages} of {subject.conversation}" if subject.conversation else "",
        size(departure.sent_bytes),
        size(departure.received_bytes),
        result(departure),
    )


def _json(departure: Departure) -> dict[str, object]:
    subject = departure.subject
    return {
        "time": departure.at.isoformat(),
        "provider": departure.provider,
        "host": departure.host,
        "path": departure.path,
        "purpose": subject.purpose.value,
        "model": subject.model,
        "conversation": subject.conversation,
        "last_message": subject.leaf,
        "messages": subject.messages,
        "sent_bytes": departure.sent_bytes,
        "received_bytes": departure.received_bytes,
        "status": departure.status,
        "failure": departure.failure,
        "ended": departure.ended_at.isoformat() if departure.ended_at is not None else None,
    }
