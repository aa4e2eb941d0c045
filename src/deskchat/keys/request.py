"""What is said between the program and the process that talks to the keyring."""

from typing import Literal

import msgspec

SERVICE = "deskchat"

Action = Literal["get", "set", "delete", "status"]
State = Literal["ok", "none", "locked", "failed", "not_stored", "asks"]


class KeyringRequest(msgspec.Struct, frozen=True):
    """One question. ``name`` is that of the entry, ``value`` what is to be stored.

    ``shared``: the entry that counts when there is none of that name; it is only read. When it would come to light as
    the other one is deleted, ``value`` is stored in its place. ``quiet``: only ``get``, and only what can be had without
    asking the person for a password.
    """

    action: Action
    name: str = ""
    value: str = ""
    shared: str = ""
    quiet: bool = False

    def __repr__(self) -> str:
        return f"KeyringRequest({self.action!r}, {self.name!r})"    # a traceback must not show the key


class KeyringAnswer(msgspec.Struct, frozen=True):
    """One answer. ``none``: there is no keyring that can be trusted; ``not_stored``: it took the key and lost it;
    ``locked``: it was not unlocked, or the question for its password was closed; ``asks``: the person would be asked.
    """

    state: State
    value: str | None = None
    backend: str = ""
    detail: str = ""

    def __repr__(self) -> str:
        return f"KeyringAnswer({self.state!r}, {self.backend!r}, {self.detail!r})"
