"""``deskchat keys``: set, delete or list keys. No key is ever printed."""

import argparse
import getpass
import sys

from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE, MisuseError
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_table
from deskchat.cli.terminal import say
from deskchat.paths import Paths
from deskchat.services.accounts import Account
from deskchat.services.services import Services

KEY_LIMIT = 10_000    # characters; far above every provider's
PLACES = {
    "keyring": "in the keyring",
    "session": "for this session only",
    "none": "no key",
    "unknown": "the keyring does not answer",
}


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    keys = commands.add_parser("keys", help="set, delete or list the keys of providers")
    actions = keys.add_subparsers(metavar="ACTION", required=True)
    for name, run, words in (
        ("set", set_key, "store a key in the keyring; it is asked for without echo, or read from stdin"),
        ("delete", delete_key, "remove a key from the keyring"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("provider", metavar="PROVIDER")
        action.set_defaults(run=run)
    listing = actions.add_parser("list", help="say where each provider's key is")
    listing.add_argument("provider", metavar="PROVIDER", nargs="?")
    listing.set_defaults(run=list_keys)


def set_key(arguments: argparse.Namespace, paths: Paths) -> int:
    """Store a key; the exit status."""

    async def look_up(services: Services) -> Account:
        return services.accounts.look_up(arguments.provider)

    async def keep(services: Services) -> Account:
        return await services.accounts.set_key(account.id, key)

    # the key is asked for outside the loop, where Ctrl-C ends the question, and not in vain for a name nobody knows
    account = with_services(paths, look_up)
    key = _read_key(account)
    with_services(paths, keep)
    say(f"The key for {account.name} is stored in the keyring.")
    return DONE


def delete_key(arguments: argparse.Namespace, paths: Paths) -> int:
    """Remove a key; the exit status."""

    async def work(services: Services) -> int:
        account = await services.accounts.delete_key(arguments.provider)
        say(f"There is no key for {account.name} in the keyring now.")
        if account.key_place == "environment":
            say(f"The variable {account.key_env} is still set and will be used.")
        return DONE

    return with_services(paths, work)


def list_keys(arguments: argparse.Namespace, paths: Paths) -> int:
    """Say where the keys are; the exit status."""

    async def work(services: Services) -> int:
        accounts = services.accounts
        chosen = [arguments.provider] if arguments.provider else [a.id for a in await accounts.all() if a.needs_key]
        status = await accounts.keyring_status()
        if status:
            say(status)
        # without a keyring, asking it once for each provider would cost its time-out each time
        looked_up = [accounts.look_up(i) if status else await accounts.look_up_key(i) for i in chosen]
        print_table([(account.id, account.name, _place(account)) for account in looked_up])
        return DONE

    return with_services(paths, work)


def _place(account: Account) -> str:
    if account.key_place == "environment":
        return f"from the variable {account.key_env}"
    return PLACES[account.key_place]


def _read_key(account: Account) -> str:
    text = getpass.getpass(f"Key for {account.name}: ") if sys.stdin.isatty() else sys.stdin.readline(KEY_LIMIT + 1)
    key = text.strip()
    if not key:
        raise MisuseError("No key was given; nothing was changed.")
    if len(key) > KEY_LIMIT:
        raise MisuseError("That is too long for a key; nothing was changed.")
    return key
