"""The password of a proxy, with a real proxy that wants one and a real Secret Service in every state."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from deskchat import settings as known
from deskchat.chat.errors import ChatError
from deskchat.chat.redaction import PROCESS
from deskchat.services.proxy_account import split_password, system_proxies
from deskchat.services.services import Services, open_services
from deskchat.settings import Settings
from tests.faults.cases import case
from tests.support import keyring_session
from tests.support.home import Home
from tests.support.proxy import Proxy
from tests.support.servers import CA_FILE, ChatServer

PASSWORD = "proxy-canary-0123456789"
ODD = "Bearer p@ss wörd/?#\"%41"
ROOT = keyring_session.SOURCE.parent
real_keyring = pytest.mark.skipif(not keyring_session.is_available(), reason="needs gnome-keyring and a D-Bus daemon")
no_mac = pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses certificates that are valid for a century")

BEGIN = f"""
import asyncio, json, pathlib
from deskchat import settings as known
from deskchat.chat.errors import ChatError
from deskchat.paths import find
from deskchat.services.services import open_services
from tests.support.proxy import Proxy
from tests.support.servers import CA_FILE, ChatServer
PASSWORD = {PASSWORD!r}
HOME = pathlib.Path.home()
told = []
async def ask(services):
    try:
        return await services.accounts.check("far")
    except ChatError as error:
        return error.message
async def start(own=None):
    return await open_services(find(HOME / own) if own else find())
def settings_file(own=None):
    return (find(HOME / own) if own else find()).settings
def begin(proxy, written, own=None):
    paths = find(HOME / own) if own else find()
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.providers.write_text('[[provider]]\\nid = "far"\\nname = "Far"\\nbase_url = "https://chat.example/v1"\\n')
    paths.settings.write_text('# mine\\n[network]\\nproxy = "' + written + '"\\nca_file = "' + str(CA_FILE) + '"\\n')
async def main():
    with ChatServer(tls=True) as server, Proxy(server.port, login=("me", PASSWORD)) as proxy:
        await body(proxy)
    print(json.dumps(told))
"""


def use(state: str, home: Path, body: str) -> Any:
    code = BEGIN + "async def body(proxy):\n" + "".join(f"    {line}\n" for line in body.strip().splitlines()) + "asyncio.run(main())\n"
    environ = {"PYTHONPATH": f"{keyring_session.SOURCE}:{ROOT}"}
    return json.loads(keyring_session.run_python(state, home, code, environ).splitlines()[-1])


OLD = """
begin(proxy, proxy.address_for("me", PASSWORD))
services = await start()
told.append(await ask(services))
told.append(await services.proxy.leave_file())
told.append(await ask(services))
told.append((await services.proxy.look_up()).place)
await services.aclose()
told.append(PASSWORD in settings_file().read_text())
told.append("# mine" in settings_file().read_text())
services = await start()
told.append(await ask(services))
await services.aclose()
"""


@case(65)
@no_mac
@real_keyring
def test_a_password_in_an_old_file_of_settings_goes_into_the_keyring(tmp_path: Path) -> None:
    assert use("unlocked", tmp_path, OLD) == [2, "", 2, "keyring", False, True, 2]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    assert [file for file in files if PASSWORD.encode() in file.read_bytes()] == []


@case(66)
@no_mac
@real_keyring
def test_without_a_keyring_it_leaves_the_file_and_is_in_memory(tmp_path: Path) -> None:
    *told, again = use("absent", tmp_path, OLD)
    assert told[0] == told[2] == 2
    assert "taken out of the settings file" in told[1]
    assert told[3:] == ["session", False, True]
    assert "The proxy did not make a connection" in again
    assert [file for file in tmp_path.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()] == []


@case(69, 71)
@no_mac
@real_keyring
@pytest.mark.parametrize("state", ["locked", "hung"])
def test_a_keyring_that_can_not_be_used_now_may_be_used_the_next_time(tmp_path: Path, state: str) -> None:
    told = use(state, tmp_path, OLD + "settings_file().unlink()\n")    # which has it: the search at the end of the run need not
    assert told[0] == told[2] == told[6] == 2, "it is used from memory"
    assert "still stands in the settings file" in told[1]
    assert told[3:6] == ["session", True, True]


@case(65, 82)
@no_mac
@real_keyring
def test_what_is_entered_is_kept_for_its_home_and_its_address(tmp_path: Path) -> None:
    body = """
for own in (None, "one", "two"):
    begin(proxy, "system", own)
async def enter(own, password):
    services = await start(own)
    await services.proxy.choose(proxy.url.replace("//", "//me@"))
    told.append((await services.proxy.set_password(password)).place)
    await services.aclose()
await enter(None, PASSWORD)
await enter("one", "wrong")
for own in (None, "one"):
    services = await start(own)
    told.append(await ask(services))
    await services.aclose()
services = await start("two")
await services.proxy.choose(proxy.url.replace("//", "//me@"))
told.append((await services.proxy.look_up()).place)
told.append(await ask(services))
await services.proxy.choose(proxy.url.replace("//", "//me@").replace("127.0.0.1", "localhost"))
told.append((await services.proxy.look_up()).place)
told.append(await ask(services))
await services.proxy.choose(proxy.url.replace("//", "//me@"))
await services.proxy.delete_password()
told.append((await services.proxy.look_up()).place)
await services.aclose()
services = await start()
told.append((await services.proxy.look_up()).place)
await services.proxy.delete_password()
told.append((await services.proxy.look_up()).place)
await services.aclose()
told.append(proxy.url)
"""
    told = use("unlocked", tmp_path, body)
    assert told[:3] == ["keyring", "keyring", 2]
    assert "The proxy did not make a connection" in told[3], "another home has another password"
    assert told[4:7] == ["keyring", 2, "none"]
    assert "The address of the proxy changed; enter its password again." in told[7]
    assert told[8:11] == ["none", "keyring", "none"], "another home's is never deleted"
    assert [file for file in tmp_path.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()] == []


@case(69, 71)
@no_mac
@real_keyring
@pytest.mark.parametrize(("state", "why"), [("locked", "The keyring is locked"), ("hung", "The keyring does not answer")])
def test_a_proxy_whose_password_can_not_be_had_is_a_sentence(tmp_path: Path, state: str, why: str) -> None:
    body = """
begin(proxy, proxy.url.replace("//", "//me@"))
services = await start()
told.append(await ask(services))
try:
    await services.proxy.set_password(PASSWORD)
except ChatError as error:
    told.append(error.message)
await services.proxy.set_password(PASSWORD, session_only=True)
told.append(await ask(services))
told.append(proxy.asked)
await services.aclose()
"""
    refused, not_stored, asked, lines = use(state, tmp_path, body)
    assert refused.startswith(f"The proxy's password is not at hand, so nothing was sent. {why}")
    assert not_stored.startswith(f"The password was not stored. {why}")
    assert "Keep it for this session only" in not_stored
    assert asked == 2
    assert lines == ["CONNECT chat.example:443"], "without the password nothing was asked"


@no_mac
async def test_any_password_arrives_as_it_was_typed(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    far = await services.accounts.add("Far", "https://chat.example/v1", needs_key=False)
    services.settings.set(known.CA_FILE, str(CA_FILE))
    with ChatServer(tls=True) as secure, Proxy(secure.port, login=("mé", ODD)) as proxy:
        await services.proxy.choose(proxy.url.replace("//", "//m%C3%A9@"))
        state = await services.proxy.set_password(ODD, session_only=True)
        assert (state.place, state.wants_password) == ("session", True)
        assert await services.accounts.check(far.id) == 2
        await services.proxy.set_password("another", session_only=True)
        with pytest.raises(ChatError, match="The proxy did not make a connection"):
            await services.accounts.check(far.id)


async def test_the_file_of_settings_never_gets_one(services: Services) -> None:
    written = f"http://me:{PASSWORD}@proxy.example:3128"
    with pytest.raises(ChatError, match="not the address of a proxy"):
        await services.proxy.choose(written)
    with pytest.raises(ValueError, match=r"network\.proxy"):
        services.settings.set(known.PROXY, written)
    assert split_password(f" {written} ") == ("http://me@proxy.example:3128", PASSWORD)
    assert split_password("system") == ("system", "")


@case(56, 77)
async def test_a_password_of_the_environment_is_shown_nowhere(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:{PASSWORD}@proxy.example:3128")
    services = await open_services(home.paths)
    assert (await services.proxy.look_up()).system == ("https: http://me@proxy.example:3128",)
    await services.aclose()
    logging.getLogger("anybody").warning("asked with %s and %s", PASSWORD, "bWU6cHJveHktY2FuYXJ5LTAxMjM0NTY3ODk=")
    assert caplog.messages[-1] == "asked with [key] and [key]"
    assert PASSWORD not in PROCESS.clean(f"Basic {PASSWORD}")
    assert all(PASSWORD not in proxy for proxy in system_proxies())


def test_a_file_of_an_older_version_is_read_without_complaint(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[network]\nproxy = "http://me:old@proxy.example:3128"\n')
    settings = Settings.load(path)
    assert settings.notices == ()
    assert settings.get(known.PROXY) == "http://me:old@proxy.example:3128"
