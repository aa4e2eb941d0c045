"""The way to a server: proxies, certificates, and settings that change while replies are written. All of it is real."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.chat.events import TextDelta, Waiting
from deskchat.providers.network import Patience, Route
from deskchat.providers.transport import Transport
from tests.faults.cases import case
from tests.providers.test_service import CANARY, QUICK, answer, asked, provider
from tests.support.proxy import Proxy
from tests.support.servers import CA_FILE, ChatServer, free_port

FAR = "https://chat.example/v1"
PASSWORD = "proxy-canary-0123456789"
TRUSTING = Route(ca_file=str(CA_FILE))

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses certificates that are valid for a century")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Whatever the machine says, here nothing is said."""
    names = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (*names, *(name.upper() for name in names), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport(patience=QUICK)
    yield opened
    await opened.aclose()


async def failure(transport: Transport, url: str, key: str | None = CANARY) -> ChatError:
    _, _, error = await answer(provider(transport, url, key))
    assert error is not None
    return error


@case(53)
async def test_a_server_with_a_certificate_of_its_own_is_asked_once_its_authority_is_trusted(transport: Transport) -> None:
    with ChatServer(tls=True, reply="Secure.") as server:
        error = await failure(transport, server.url)
        assert error.kind == "network"
        assert "no secure connection to localhost" in error.message
        assert server.requests == []
        transport.configure(QUICK, TRUSTING)
        assert (await answer(provider(transport, server.url)))[0] == "Secure."


@case(53)
async def test_a_trusted_authority_does_not_vouch_for_another_name(transport: Transport) -> None:
    transport.configure(QUICK, TRUSTING)
    with ChatServer(tls=True) as server:
        error = await failure(transport, server.url.replace("localhost", "127.0.0.1"))
        assert "no secure connection" in error.message
        assert server.requests == []


@case(56)
async def test_the_environment_may_name_the_certificates(
    transport: Transport, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("SSL_CERT_FILE", str(CA_FILE))
    with ChatServer(tls=True, reply="Secure.") as server:
        assert (await answer(provider(transport, server.url)))[0] == "Secure."


@case(53, 56)
@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
async def test_certificates_that_can_not_be_used_are_a_sentence(
    transport: Transport, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    transport.configure(QUICK, Route(ca_file=str(path)))
    error = await failure(transport, FAR)
    assert "ca.pem” can't be used" in error.message
    assert error.kind == "network"


@case(56)
@pytest.mark.parametrize("by", ["environment", "setting"])
async def test_a_proxy_gets_a_tunnel_and_never_the_key(
    transport: Transport, environment: pytest.MonkeyPatch, by: str
) -> None:
    with ChatServer(tls=True, reply="Through.", key=CANARY) as server, Proxy(server.port) as proxy:
        if by == "environment":
            environment.setenv("HTTPS_PROXY", proxy.url)
        transport.configure(QUICK, Route("system" if by == "environment" else proxy.url, str(CA_FILE)))
        assert (await answer(provider(transport, FAR)))[0] == "Through."
        assert proxy.asked == ["CONNECT chat.example:443"]
        assert CANARY not in str(proxy.headers)
        assert server.chats[0].headers["authorization"] == f"Bearer {CANARY}"


async def test_a_plain_address_without_a_key_goes_through_it_too(transport: Transport) -> None:
    with ChatServer(reply="Through.") as server, Proxy(server.port) as proxy:
        transport.configure(QUICK, Route(proxy.url))
        assert (await answer(provider(transport, "http://chat.example/v1", None)))[0] == "Through."
        assert proxy.asked == ["POST http://chat.example/v1/chat/completions"]


@case(56)
async def test_this_machine_is_never_asked_through_a_proxy_that_is_set(transport: Transport) -> None:
    with ChatServer(reply="Direct.") as server, Proxy(server.port) as proxy:
        transport.configure(QUICK, Route(proxy.url))
        assert (await answer(provider(transport, server.url)))[0] == "Direct."
        assert proxy.asked == []


@case(56)
async def test_no_proxy_means_none_whatever_the_environment_says(
    transport: Transport, environment: pytest.MonkeyPatch
) -> None:
    with ChatServer(tls=True) as server, Proxy(server.port) as proxy:
        environment.setenv("HTTPS_PROXY", proxy.url)
        environment.setenv("ALL_PROXY", proxy.url)
        transport.configure(Patience(connect_s=0.2, retry_s=0.01), Route("none"))
        assert (await failure(transport, "https://192.0.2.1/v1")).kind == "network"
        assert proxy.asked == []


async def test_the_environment_may_except_an_address(transport: Transport, environment: pytest.MonkeyPatch) -> None:
    with ChatServer(tls=True) as server, Proxy(server.port) as proxy:
        environment.setenv("HTTPS_PROXY", proxy.url)
        environment.setenv("NO_PROXY", "192.0.2.1")
        transport.configure(Patience(connect_s=0.2, retry_s=0.01), Route())
        assert (await failure(transport, "https://192.0.2.1/v1")).kind == "network"
        assert proxy.asked == []


@case(56)
async def test_a_proxys_password_goes_to_it_and_into_no_word(
    transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with ChatServer(tls=True, reply="Through.") as server, Proxy(server.port) as proxy:
        route = Route(proxy.url.replace("//", "//me@"), str(CA_FILE), PASSWORD)
        transport.configure(QUICK, route)
        assert (await answer(provider(transport, FAR)))[0] == "Through."
        assert proxy.headers[0]["proxy-authorization"].startswith("Basic ")
        proxy.refusal = 407
        transport.configure(QUICK, Route(route.proxy, password=PASSWORD))
        error = await failure(transport, FAR)
    assert error.kind == "network"
    assert "The proxy did not make a connection" in error.message
    assert PASSWORD not in f"{error.message}{error.detail}{error!r}{route!r}{caplog.text}"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "socks://127.0.0.1:1080/", "http://[::1", "ftp://x"])
async def test_a_proxy_that_can_not_be_one_is_a_sentence(
    transport: Transport, environment: pytest.MonkeyPatch, proxy: str
) -> None:
    environment.setenv("ALL_PROXY", proxy)
    error = await failure(transport, FAR)
    assert error.kind == "network"
    assert "proxy that is set can't be used" in error.message
    with ChatServer(reply="Here.") as server:    # what is on this machine works nevertheless
        assert (await answer(provider(transport, server.url)))[0] == "Here."


@case(54)
async def test_a_server_out_of_reach_is_tried_once_more_and_the_wait_told(transport: Transport) -> None:
    transport.configure(QUICK, Route(f"http://127.0.0.1:{free_port()}"))
    _, events, error = await answer(provider(transport, FAR))
    assert [type(event) for event in events] == [Waiting]
    assert error is not None
    assert "can't be reached at chat.example" in error.message
    assert "the proxy" in error.message


async def test_certificates_that_can_not_be_used_hinder_nobody_who_needs_none(transport: Transport) -> None:
    transport.configure(QUICK, Route(ca_file="/nowhere/ca.pem"))
    with ChatServer(reply="Here.") as server:
        assert (await answer(provider(transport, server.url)))[0] == "Here."


async def test_a_list_of_models_is_not_waited_for_in_silence(transport: Transport) -> None:
    transport.configure(Patience(), Route())
    with ChatServer(mode="rate_limited", retry_after="20") as server:
        async with asyncio.timeout(15):    # not the 20 s that the server asks for
            with pytest.raises(ChatError) as caught:
                await provider(transport, server.url).models()
    assert caught.value.retry_after_s == 20


async def test_a_change_does_not_cut_a_reply_and_holds_from_the_next_one(transport: Transport) -> None:
    with ChatServer(tls=True, reply="one two three four", holds_after=1) as server:
        transport.configure(QUICK, TRUSTING)
        stream = provider(transport, server.url).stream(asked())
        text = ""
        async for event in stream:
            if isinstance(event, TextDelta):
                text += event.text
                if text == "one":
                    transport.configure(QUICK, Route())
                    assert "no secure connection" in (await failure(transport, server.url)).message
                    server.go_on.set()
        assert text == "one two three four"


async def test_two_requests_after_a_change_do_not_get_into_each_others_way(transport: Transport) -> None:
    with ChatServer(reply="Plain.") as plain, ChatServer(tls=True, reply="Secure.") as secure:
        asking = [provider(transport, server.url) for server in (plain, secure)]
        for route in (TRUSTING, Route("none", str(CA_FILE)), TRUSTING):
            transport.configure(Patience(), route)
            answers = await asyncio.gather(*(answer(one) for one in asking))
            assert [(text, error) for text, _, error in answers] == [("Plain.", None), ("Secure.", None)]


async def test_going_offline_while_a_password_is_asked_for_sends_nothing() -> None:
    async def password(_: str) -> str:
        opened.go_offline(True)
        await opened.hang_up()
        return PASSWORD

    opened = Transport(patience=QUICK, proxy_password=password)
    with ChatServer(tls=True) as server, Proxy(server.port) as proxy:
        opened.configure(QUICK, Route(proxy.url.replace("//", "//me@"), str(CA_FILE)))
        assert (await failure(opened, FAR)).kind == "offline"
        assert proxy.asked == []
    await opened.aclose()


@case(42)
async def test_the_patience_of_the_next_request_is_the_new_one(transport: Transport) -> None:
    transport.configure(Patience(idle_s=60), Route())
    with ChatServer(mode="stall", reply="one two three four") as server:
        transport.configure(Patience(idle_s=1), Route())
        async with asyncio.timeout(30):    # half of the old patience
            text, _, error = await answer(provider(transport, server.url))
    assert text == "one two"
    assert error is not None
    assert error.kind == "timeout"
