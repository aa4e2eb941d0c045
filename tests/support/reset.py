"""Ending a connection with RST."""

import contextlib
import socket
import struct
import time
from pathlib import Path

TABLE = Path("/proc/net/tcp")
LONGEST_S = 20.0


def reset_when_read(connection: socket.socket) -> None:
    """Let the next ``close`` reset the connection, once the program on the other side has taken what was sent to it.

    A reset throws away what still lies in its kernel: whether it had been read would be a matter of luck. Where there is no
    table of connections, a moment is waited.
    """
    ends = time.monotonic() + LONGEST_S
    if not TABLE.exists():
        time.sleep(0.2)
    while TABLE.exists() and _unread(connection) and time.monotonic() < ends:
        time.sleep(0.005)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _unread(connection: socket.socket) -> int:
    """So many bytes that were sent on this loopback connection lie in the kernel, on either side of it."""
    ports = (connection.getsockname()[1], connection.getpeername()[1])
    bytes_unread = 0
    for line in TABLE.read_text().splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        sent, received = (int(part, 16) for part in queues.split(":"))
        with contextlib.suppress(ValueError):
            side = ports.index(int(local.partition(":")[2], 16))
            if int(remote.partition(":")[2], 16) == ports[1 - side]:
                bytes_unread += received if side else sent
    return bytes_unread
