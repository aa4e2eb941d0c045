"""What is said between the program and the process that talks to the keyring."""

from typing import Literal

import msgspec

SERVICE = "deskchat"

Action = Literal["get", "set", "delete", "status"]
State = Literal["ok", "none", "locked", "failed", "not_stored"]


class KeyringRequest(msgspec.Struct, frozen=True):
    """One question. ``name`` is the provider's id, ``value`` what is to be stored."""

    action: Action
    name: str = ""
    value: str = ""

    def __repr__(self) -> str:
        return f"KeyringRequest({self.action!r}, {self.name!r})"    # a traceback must not show the key


class KeyringAnswer(msgspec.Struct, frozen=True):
    """One answer. ``none``: there is no keyring that can be trusted; ``not_stored``: it took the key and lost it;
    ``locked``: it was not unlocked, or the question for its password was closed.
    """

    state: State
    value: str | None = None
    backend: str = ""
    detail: str = ""

    def __repr__(self) -> str:
        return f"KeyringAnswer({self.state!r}, {self.backend!r}, {self.detail!r})"
