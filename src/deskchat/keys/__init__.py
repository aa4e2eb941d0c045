"""Keys of providers: in the system's keyring or in memory, never in a file."""

from deskchat.keys.clean import clean_key
from deskchat.keys.keys import FoundKey, KeyPlace, KeyringStatus, Keys

__all__ = ["FoundKey", "KeyPlace", "KeyringStatus", "Keys", "clean_key"]
