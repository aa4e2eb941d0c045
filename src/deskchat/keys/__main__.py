"""The helper process that talks to the keyring: one request on stdin, one answer on stdout, then it ends.

A keyring may block for ever, and a thread that waits for it can't be ended; a process can. The key travels through the
pipes only: arguments and environment can be read by others.
"""

import sys

import msgspec

from deskchat.keys.request import KeyringAnswer, KeyringRequest
from deskchat.keys.system import answer


def main() -> int:
    """Serve one request."""
    # a backend that prints must not spoil the answer
    stdout = sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        request = msgspec.json.decode(sys.stdin.buffer.read(), type=KeyringRequest)
    except msgspec.DecodeError:
        return 2
    stdout.write(msgspec.json.encode(_answer(request)))
    stdout.flush()
    return 0


def _answer(request: KeyringRequest) -> KeyringAnswer:
    try:
        return answer(request)
    except Exception as error:    # noqa: BLE001  # the outer seam of this process; its text may hold the key
        return KeyringAnswer("failed", detail=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
