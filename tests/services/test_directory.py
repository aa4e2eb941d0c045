"""Models and accounts with real servers on the loopback."""

import stat

import pytest

from deskchat import settings as known_settings
from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelRef
from deskchat.services.directory import ProviderModels
from deskchat.services.services import Services, open_services
from tests.faults.cases import case
from tests.support.home import Home
from tests.support.servers import ChatServer, free_port


async def group(services: Services, provider_id: str) -> ProviderModels:
    return next(g for g in await services.directory.groups() if g.id == provider_id)


async def test_a_list_is_fetched_once_and_remembered(home: Home, services: Services, server: ChatServer) -> None:
    assert (await group(services, "loop")).models == ()
    await services.directory.refresh("loop")
    found = await group(services, "loop")
    assert [str(model.ref) for model in found.models] == ["loop/echo-1", "loop/echo-2"]
    assert found.models[0].context_tokens == 8192
    assert found.unavailable == ""
    kept = home.paths.model_lists / "loop.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    asked = len(server.requests)
    again = await open_services(home.paths)
    assert (await group(again, "loop")).models == found.models
    await again.aclose()
    assert len(server.requests) == asked


async def test_a_server_that_is_not_running_is_listed_with_why(home: Home) -> None:
    home.add_provider("down", f"http://127.0.0.1:{free_port()}/v1")
    services = await open_services(home.paths)
    await services.directory.refresh("down")
    assert (await group(services, "down")).unavailable == "Not running."
    await services.aclose()


async def test_offline_is_obeyed_at_once(services: Services) -> None:
    openai = await group(services, "openai")
    assert openai.key_needed
    changes = services.directory.changes()
    services.settings.set(known_settings.OFFLINE, True)
    await anext(changes)
    assert (await group(services, "openai")).unavailable == "Offline mode is on."
    assert (await group(services, "loop")).unavailable == "Offline mode is on."    # a server is a server
    services.settings.set(known_settings.OFFLINE, False)
    assert (await group(services, "openai")) == openai


async def test_a_model_is_found_by_its_name_or_a_part_of_it(services: Services) -> None:
    await services.directory.refresh("loop")
    for text in ("loop/echo-1", "echo-1", "ECHO-1"):
        assert (await services.directory.resolve(text)).ref == ModelRef("loop", "echo-1")
    assert (await services.directory.resolve("loop/new/one")).ref == ModelRef("loop", "new/one")
    with pytest.raises(ChatError, match="fits more than one model: loop/echo-1, loop/echo-2"):
        await services.directory.resolve("echo")
    with pytest.raises(ChatError, match="There is no model “loop-echo1”: loop/echo-1"):
        await services.directory.resolve("loop-echo1")


async def test_the_preferred_model_is_the_default_while_it_can_be_asked(services: Services) -> None:
    await services.directory.refresh("loop")
    services.settings.set(known_settings.MODEL, "loop/echo-2")
    assert (await services.directory.default()).ref == ModelRef("loop", "echo-2")
    services.settings.set(known_settings.MODEL, "openai/gpt-5")    # there is no key for it
    assert (await services.directory.default()).ref.is_local
    services.settings.set(known_settings.LAST_MODEL, "loop/echo-1")
    assert (await services.directory.default()).ref == ModelRef("loop", "echo-1")
    services.settings.set(known_settings.MODEL, "loop/echo-2")
    assert (await services.directory.default()).ref == ModelRef("loop", "echo-2")


async def test_a_provider_is_added_changed_and_removed(services: Services, server: ChatServer) -> None:
    added = await services.accounts.add(" Büro  Server ", server.url + "/", needs_key=False)
    assert (added.id, added.name, added.base_url, added.own, added.local) == (
        "buro-server",
        "Büro Server",
        server.url,
        True,
        True,
    )
    assert await services.accounts.check(added.id) == 2
    changed = await services.accounts.change_address(added.id, f"http://127.0.0.1:{free_port()}/v1")
    assert changed.base_url != added.base_url
    assert (await group(services, added.id)).models == ()    # those were another server's
    with pytest.raises(ChatError, match="not running"):
        await services.accounts.check(added.id)
    await services.accounts.remove(added.id)
    with pytest.raises(ChatError, match="no provider"):
        services.accounts.look_up(added.id)
    with pytest.raises(ChatError, match="can't be removed"):
        await services.accounts.remove("openai")
    with pytest.raises(ChatError, match="not the address"):
        await services.accounts.add("x", "ftp://somewhere", needs_key=False)


@case(66)
async def test_a_key_for_this_session_is_used_and_written_nowhere(home: Home) -> None:
    key = "sk-very-secret-0123456789"
    with ChatServer(mode="echo", key=key) as server:
        home.add_provider("locked", server.url, key_env="LOCKED_KEY")
        services = await open_services(home.paths)
        account = await services.accounts.set_key("locked", key, session_only=True)
        assert account.key_place == "session"
        assert key not in repr(account)
        assert await services.accounts.check("locked") == 2
        await services.aclose()
    for path in home.folder.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


@case(75)
async def test_an_odd_key_in_the_environment_is_the_trouble_of_its_provider_alone(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")    # nobody's keyring is asked
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-0123456789 and more")
    await services.directory.refresh("openai")
    openai = await group(services, "openai")
    assert openai.key_needed
    assert openai.unavailable.startswith("The key in the variable OPENAI_API_KEY can't be used. A key has no spaces")
    with pytest.raises(ChatError, match="OPENAI_API_KEY can't be used") as refused:
        await services.accounts.check("openai")
    assert refused.value.remedy == "Enter the key for OpenAI in the settings."
    assert "canary" not in f"{openai}{refused.value.message}{refused.value.detail}{refused.value!r}"


async def test_a_list_that_is_a_day_old_is_asked_for_again_by_itself(services: Services, server: ChatServer, home: Home) -> None:
    await services.directory.refresh("loop")
    server.models = ["echo-1", "brand-new"]
    await services.directory.refresh_stale()
    assert [model.name for model in (await group(services, "loop")).models] == ["echo-1", "brand-new"]
    asked = len(server.requests)
    await services.directory.refresh_stale()
    assert len(server.requests) == asked    # not twice in a minute


async def test_nobody_is_asked_for_a_key_by_itself(services: Services) -> None:
    await services.directory.refresh_stale()
    openai = await group(services, "openai")
    assert (openai.models, openai.fetched_at) == ((), None)


async def test_models_that_are_known_beforehand_wait_for_a_key_as_all_do(services: Services) -> None:
    assert (await group(services, "perplexity")).key_needed
    await services.accounts.set_key("perplexity", "sk-wrong", session_only=True)
    with_key = await group(services, "perplexity")
    assert (with_key.key_needed, bool(with_key.models)) == (False, True)


async def test_a_model_that_is_in_no_list_has_its_price_where_that_is_known(services: Services) -> None:
    model = await services.directory.resolve("openai/gpt-4.1")
    assert model.price is not None
    assert await services.directory.info(model.ref) == model
    assert (await services.directory.resolve("loop/brand-new")).price is None


async def test_a_model_that_is_in_no_list_is_known_by_its_name(services: Services) -> None:
    model = await services.directory.resolve("openai/gpt-5.5")
    assert (model.name, model.reasons, model.samples, model.vision, model.verbosity) == ("gpt-5.5", True, False, True, True)
    google = await services.directory.resolve("google/models/gemini-3.6-flash")
    assert (str(google.ref), google.name, google.pdf) == ("google/models/gemini-3.6-flash", "gemini-3.6-flash", True)
    odd = await services.directory.resolve("openai/text-embedding-9")    # nobody lists it, but it was asked for
    assert (odd.name, odd.reasons) == ("text-embedding-9", None)
