"""``python -m deskchat.engine``: the engine's process, started by ``Supervisor``."""

import sys


def main() -> int:
    """Serve requests on stdin; the exit status."""
    from deskchat.engine.worker import worker_main

    return worker_main()


if __name__ == "__main__":
    sys.exit(main())
