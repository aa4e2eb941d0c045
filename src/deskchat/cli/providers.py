"""``deskchat providers``: who can be asked, where, and where their keys come from."""

import argparse

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.accounts import Account
from deskchat.services.nearby import Server
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    providers = commands.add_parser("providers", help="list the providers, find servers and add them")
    providers.set_defaults(run=run)
    actions = providers.add_subparsers(metavar="ACTION")
    finding = actions.add_parser("find", help="look for servers on this computer's usual ports, or at an address")
    finding.add_argument("address", metavar="ADDRESS", nargs="?", help="a host, host:port or URL")
    finding.set_defaults(run=find)
    adding = actions.add_parser("add", help="add the server that answers at an address")
    adding.add_argument("address", metavar="ADDRESS")
    adding.set_defaults(run=add)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """List; the exit status."""

    async def work(services: Services) -> int:
        print_table([_row(account) for account in await services.accounts.all()])
        return DONE

    return with_services(paths, work)


def find(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print who answers; the exit status."""

    async def work(services: Services) -> int:
        found = await _found(services, arguments.address)
        if not found:
            say("No server of models answers on the usual ports of this computer.")
        print_table([_told(server, services.accounts.known(server)) for server in found])
        return DONE

    return with_services(paths, work)


def add(arguments: argparse.Namespace, paths: Paths) -> int:
    """Add who answers; the exit status."""

    async def work(services: Services) -> int:
        for server in await _found(services, arguments.address):
            account = await services.accounts.add_server(server)
            models = await services.accounts.check(account.id)
            print_table([(*_row(account), f"{models} model{'' if models == 1 else 's'}")])
        return DONE

    return with_services(paths, work)


async def _found(services: Services, address: str | None) -> tuple[Server, ...]:
    return await (services.nearby.at(address) if address else services.nearby.on_this_machine())


def _told(server: Server, known: Account | None) -> tuple[str, ...]:
    models = f"{len(server.models)} model{'' if len(server.models) == 1 else 's'}"
    return server.base_url, server.name, models, f"is the provider {known.id}" if known else "not added yet"


def _row(account: Account) -> tuple[str, ...]:
    place = "this computer" if account.local else "cloud"
    return account.id, account.name, place, account.base_url, _key(account)


def _key(account: Account) -> str:
    if not account.needs_key:
        return "needs no key"
    if account.key_place == "environment":
        return f"key from {account.key_env}"
    return f"key in the keyring, or in {account.key_env}" if account.key_env else "key in the keyring"
