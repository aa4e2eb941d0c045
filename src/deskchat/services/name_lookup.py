"""Looking up the names of servers, so that nobody waits for a resolver that does not answer."""

import asyncio
import contextlib
import socket
import threading
from typing import Any


def look_up_aside(loop: asyncio.AbstractEventLoop) -> None:
    """Names are looked up on threads that may be left behind.

    A resolver can take a quarter of a minute to say that it knows nothing, and Python waits at its end for the threads
    of a loop: the program would, too, long after the person was told.
    """

    async def getaddrinfo(host: Any, port: Any, **how: int) -> Any:
        found: asyncio.Future[Any] = loop.create_future()

        def settle(addresses: Any, error: OSError | None) -> None:
            if found.done():
                return    # nobody waits any more
            if error is None:
                found.set_result(addresses)
            else:
                found.set_exception(error)

        def look_up() -> None:
            addresses, problem = None, None
            try:
                addresses = socket.getaddrinfo(host, port, **how)
            except (OSError, UnicodeError) as error:
                problem = error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, str(error))
            with contextlib.suppress(RuntimeError):    # the loop is closed
                loop.call_soon_threadsafe(settle, addresses, problem)

        threading.Thread(target=look_up, name="deskchat-names", daemon=True).start()
        return await found

    loop.getaddrinfo = getaddrinfo  # type: ignore[method-assign]
