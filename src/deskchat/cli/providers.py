"""``deskchat providers``: who can be asked, where, and where their keys come from."""

import argparse

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.paths import Paths
from deskchat.services.accounts import Account
from deskchat.services.services import Services


def add_to(commands: Subcommands) -> None:
    """Declare the command."""
    commands.add_parser("providers", help="list the providers").set_defaults(run=run)


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """List; the exit status."""

    async def work(services: Services) -> int:
        print_table([_row(account) for account in await services.accounts.all()])
        return DONE

    return with_services(paths, work)


def _row(account: Account) -> tuple[str, ...]:
    place = "this machine" if account.local else "cloud"
    return account.id, account.name, place, account.base_url, _key(account)


def _key(account: Account) -> str:
    if not account.needs_key:
        return "needs no key"
    if account.key_place == "environment":
        return f"key from {account.key_env}"
    return f"key in the keyring, or in {account.key_env}" if account.key_env else "key in the keyring"
