"""Nobody is sent on to somebody else, on any wire and with any status; and TLS is what it should be (cases 37, 38, 53)."""

import socket
import ssl
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.providers import wires
from deskchat.providers.catalogue import Entry
from deskchat.providers.network import Route
from deskchat.providers.service import HttpProvider
from deskchat.providers.transport import Transport
from deskchat.providers.wire import open_wire
from tests.faults.cases import case
from tests.providers.test_service import CANARY, QUICK, answer, provider
from tests.support.certificates import certificate
from tests.support.raw_server import RawServer, Talk
from tests.support.servers import CA_FILE, ChatServer

WIRES = sorted(path.stem.replace("_", "-") for path in Path(wires.__path__[0]).glob("[!_]*.py"))
can_certify = pytest.mark.skipif(find_spec("cryptography") is None, reason="cryptography comes with Linux's keyring alone")


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport(patience=QUICK)
    yield opened
    await opened.aclose()


def on_wire(transport: Transport, wire: str, url: str) -> HttpProvider:
    entry = Entry("test", "Test", url, wire, key="keyring")

    async def source() -> str:
        return CANARY

    return HttpProvider(entry, open_wire(entry.wire, entry.name, entry.dialect), source, transport)


async def failures(asking: HttpProvider) -> tuple[str, str]:
    """What is said instead of a reply, and instead of a list of models."""
    _, _, reply = await answer(asking)
    with pytest.raises(ChatError) as models:
        await asking.models()
    assert reply is not None
    return reply.message, models.value.message


def sending_to(location: str, status: int) -> RawServer:
    head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    return RawServer(lambda talk: talk.send(head))


@case(37)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("wire", WIRES)
async def test_another_host_learns_nothing_and_is_named(transport: Transport, wire: str, status: int) -> None:
    with ChatServer() as other, sending_to(f"http://localhost:{other.port}/v1/chat/completions?x=1", status) as server:
        told = await failures(on_wire(transport, wire, server.url))
        assert other.requests == []
        assert CANARY in server.requests[0].head, "no key was sent at all, so this shows nothing"
        assert len(server.requests) == 2
    assert all("localhost" in message for message in told)


@case(38)
@pytest.mark.parametrize(
    "location",
    ["/v1/chat/completions", "//localhost/x", "http://127.0.0.1:PORT/v1", "file:///etc/passwd", "javascript:alert(1)", "http://[", "", "x" * 9_000],
)
async def test_neither_circles_nor_other_ports_nor_odd_addresses_are_followed(transport: Transport, location: str) -> None:
    with ChatServer() as other, sending_to(location.replace("PORT", str(other.port)), 307) as server:
        for message in await failures(provider(transport, server.url)):
            assert "which was not done" in message
            assert len(message) < 500
        assert len(server.requests) == 2
        assert other.requests == []


@case(38)
async def test_nobody_is_led_out_of_https(transport: Transport) -> None:
    transport.configure(QUICK, Route(ca_file=str(CA_FILE)))
    with ChatServer() as plain, ChatServer(tls=True, mode="redirect", location=plain.url) as secure:
        for message in await failures(provider(transport, secure.url)):
            assert "127.0.0.1" in message
        assert plain.requests == []
        assert len(secure.requests) == 2


def speaking_tls(context: ssl.SSLContext) -> RawServer:
    """A server that shakes hands; what comes after is never reached."""

    class Shaking(RawServer):
        def _serve(self, connection: socket.socket) -> None:
            try:
                with context.wrap_socket(connection, server_side=True) as secure:
                    super()._serve(secure)
            except OSError:
                connection.close()

    def say(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    return Shaking(say)


@case(53)
@can_certify
@pytest.mark.parametrize("how", ["expired", "nobody's", "TLS 1.1"])
async def test_a_secure_connection_that_is_none_is_refused(transport: Transport, tmp_path: Path, how: str) -> None:
    made = certificate(tmp_path, until_days=-1 if how == "expired" else 30)
    transport.configure(QUICK, Route(ca_file="" if how == "nobody's" else str(made)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made)
    if how == "TLS 1.1":
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with speaking_tls(context) as server:
        for message in await failures(provider(transport, f"https://localhost:{server.port}/v1")):
            assert "no secure connection" in message
        assert server.requests == []
        assert server.connections >= 2


@case(53)
@can_certify
async def test_a_good_one_of_the_same_make_is_taken(transport: Transport, tmp_path: Path) -> None:
    made = certificate(tmp_path, until_days=30)
    transport.configure(QUICK, Route(ca_file=str(made)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made)
    with speaking_tls(context) as server:
        await answer(provider(transport, f"https://localhost:{server.port}/v1"))
        assert len(server.requests) == 1
