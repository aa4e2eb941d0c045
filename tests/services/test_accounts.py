import asyncio
from pathlib import Path

from deskchat.providers import catalogue
from deskchat.providers.nearby import Server
from deskchat.services.services import open_services
from tests.support.home import Home


async def test_providers_that_are_added_at_once_are_all_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    services = await open_services(home.paths, offline=True)
    accounts = services.accounts
    server = Server("", "Jan", "http://127.0.0.1:1337/v1")
    added = await asyncio.gather(
        *(accounts.add("House", f"http://127.0.0.1:{port}/v1", needs_key=False) for port in range(1, 6)),
        accounts.add_server(server),
        accounts.add_server(server),
    )
    await services.aclose()
    assert [account.id for account in added[:5]] == ["house", "house-2", "house-3", "house-4", "house-5"]
    assert added[5] == added[6]
    assert {account.id for account in added} <= {entry.id for entry in catalogue.load(home.paths.providers).entries}
