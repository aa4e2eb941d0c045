"""Providers as the person manages them: addresses and keys."""

import msgspec


class Account(msgspec.Struct, frozen=True):
    """A provider. ``key_place``: keyring, session, environment, none or unknown; ``own``: from providers.toml."""

    id: str
    name: str
    base_url: str
    local: bool
    needs_key: bool
    key_place: str
    key_env: str
    console_url: str
    own: bool


class Accounts:
    async def all(self) -> tuple[Account, ...]:
        raise NotImplementedError

    async def look_up_key(self, provider_id: str) -> Account:
        raise NotImplementedError

    async def keyring_status(self) -> str:
        raise NotImplementedError

    async def set_key(self, provider_id: str, key: str, *, session_only: bool = False) -> Account:
        raise NotImplementedError

    async def delete_key(self, provider_id: str) -> Account:
        raise NotImplementedError

    async def add(self, name: str, base_url: str, *, needs_key: bool) -> Account:
        raise NotImplementedError

    async def change_address(self, provider_id: str, base_url: str) -> Account:
        raise NotImplementedError

    async def remove(self, provider_id: str) -> None:
        raise NotImplementedError

    async def check(self, provider_id: str) -> int:
        raise NotImplementedError
