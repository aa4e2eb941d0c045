"""Addresses of proxies, as people and environments write them."""

import pytest

from deskchat.providers.proxy_address import ProxyAddress, parse, without_password


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("http://proxy.example:3128", ProxyAddress("http", "proxy.example:3128"), "http://proxy.example:3128"),
        (" HTTPS://[::1]:3128/ ", ProxyAddress("https", "[::1]:3128"), "https://[::1]:3128"),
        ("http://me@proxy", ProxyAddress("http", "proxy", "me"), "http://me@proxy"),
        ("http://me:@proxy", ProxyAddress("http", "proxy", "me"), "http://me@proxy"),
        ("http://a%40b:c%2F%20d@proxy", ProxyAddress("http", "proxy", "a@b", "c/ d"), "http://a%40b@proxy"),
        ("http://me:p@ss/w?rd#@proxy", ProxyAddress("http", "proxy", "me", "p@ss/w?rd#"), "http://me@proxy"),
        ("http://:token@proxy", ProxyAddress("http", "proxy", "", "token"), "http://@proxy"),
    ],
)
def test_name_and_password_are_told_apart(text: str, address: ProxyAddress, shown: str) -> None:
    found = parse(text)
    assert found == address
    assert found is not None
    assert found.shown == shown
    assert "token" not in repr(found)


@pytest.mark.parametrize("text", ["", "system", "proxy:3128", "ftp://proxy", "http://", "http://me:pass word@proxy"])
def test_what_is_none_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("me:secret@proxy:3128", "http://me@proxy:3128"),
        ("socks5://me:secret@proxy:1080", "socks5://proxy:1080"),
        ("http://proxy", "http://proxy"),
    ],
)
def test_what_a_system_says_is_shown_without_the_password(text: str, shown: str) -> None:
    assert without_password(text) == shown
