"""What an address says about where it leads, without asking any name server."""

import ipaddress
from urllib.parse import urlsplit


def is_address(base_url: str) -> bool:
    """Is it an http:// or https:// address with a host and without a user name in it?"""
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None


def host_and_port(base_url: str) -> str:
    """The host, and the port where one is given; ``""`` for what is no address."""
    if not is_address(base_url):
        return ""
    parts = urlsplit(base_url)
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""


def is_loopback(base_url: str) -> bool:
    """Does it lead to this machine?"""
    host = (urlsplit(base_url).hostname or "") if is_address(base_url) else ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
