"""A request in words, for the window and the command line."""

from deskchat.services.departures import Departure

FAILURES = {
    "network": "no connection",
    "timeout": "no answer in time",
    "offline": "cut off: offline",
    "cancelled": "stopped",
    "protocol": "broke off",
}


def where(departure: Departure) -> str:
    """Host and path."""
    return departure.host + departure.path


def result(departure: Departure) -> str:
    """How it ended."""
    if departure.ended_at is None:
        return "under way, or cut off with the program"
    failure = FAILURES.get(departure.failure, departure.failure.replace("_", " "))
    if departure.status < 300:
        return failure or "answered"
    if departure.status < 400:
        return f"sent elsewhere with {departure.status}"
    return f"refused with {departure.status}"


def size(number: int) -> str:
    """Bytes, as people read them."""
    if number < 1000:
        return f"{number} B"
    value, unit = number / 1000, "kB"
    if value >= 1000:
        value, unit = value / 1000, "MB"
    if value >= 1000:
        value, unit = value / 1000, "GB"
    return f"{value:.1f} {unit}"
