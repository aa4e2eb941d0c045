"""What is left of a crash: a file on this machine that the person may read, send or throw away. Nothing is sent from here.

A report holds versions, the type of the error and where in the program it happened. It holds no value of a variable and
no text of an exception: both may be something the person wrote, or a key.
"""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.chat.redaction import PROCESS, redact_logs
from deskchat.paths import private_folder

MOST_KEPT = 20
MOST_A_RUN = 10
END_OF_HEAD = "----\n"
SEEN = ".seen"
log = logging.getLogger(__name__)


def leave_no_core() -> None:
    """A crash of this process leaves no picture of its memory on the disk: keys and conversations are in it."""
    if sys.platform == "win32":
        return
    with suppress(OSError, ValueError, ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class CrashReports:
    """The reports in ``folder``. ``versions``: of what else is told apart, by name."""

    def __init__(self, folder: Path, versions: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._versions = versions or {}
        self._running: IO[str] | None = None
        self._written: set[str] = set()

    def watch(self) -> None:
        """From now on hard crashes of this process and errors nobody expected are written down."""
        redact_logs()
        leave_no_core()
        with suppress(OSError):    # a home that can't be written: the window will say so
            private_folder(self.folder)
            path = self.folder / f"running-{os.getpid()}.txt"
            self._running = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8")
            self._running.write(self._head("The program broke off."))
            self._running.flush()
            faulthandler.enable(self._running)
        logging.getLogger().addHandler(_Errors(self))
        threading.excepthook = _log_of_thread

    def end(self) -> None:
        """The program ends as it should."""
        if self._running is not None:
            faulthandler.disable()
            self._running.close()
            self._running = None
            with suppress(OSError):
                (self.folder / f"running-{os.getpid()}.txt").unlink()

    def adopt(self) -> None:
        """Make reports of what crashed programs left. Only while no other one runs in the same home. Raises ``OSError``."""
        for path in self.folder.glob("running-*.txt"):
            if path.name == f"running-{os.getpid()}.txt":
                continue
            text = path.read_text("utf-8", "replace")
            if text.partition(END_OF_HEAD)[2].strip():
                _write_new(self._new_name(datetime.fromtimestamp(path.stat().st_mtime, UTC)), text)
            path.unlink()    # without more than a head: killed, or the power went, and there is nothing to tell
        for path in self.all()[MOST_KEPT:]:
            path.unlink()

    def write(self, error: BaseException, thread: str = "") -> Path | None:
        """Write down where ``error`` happened; where the report is, ``None`` when it is one too many."""
        body = _told(error)
        if body in self._written or len(self._written) >= MOST_A_RUN:
            return None
        self._written.add(body)
        path = self._new_name(datetime.now(UTC))
        text = self._head("Something went wrong, and the program went on.") + f"Thread: {thread}\n\n{body}"
        try:
            private_folder(self.folder)
            _write_new(path, text)
        except OSError:
            return None
        return path

    def all(self) -> list[Path]:
        """The reports, newest first."""
        return sorted(self.folder.glob("crash-*.txt"), reverse=True)

    def unseen(self) -> list[Path]:
        """Those that the person was not told of yet, newest first."""
        try:
            seen = (self.folder / SEEN).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            seen = ""
        return [path for path in self.all() if path.name > seen]

    def mark_seen(self) -> None:
        """The person was told of all there are."""
        reports = self.all()
        if reports:
            with suppress(OSError):
                (self.folder / SEEN).write_text(reports[0].name, "utf-8")
                (self.folder / SEEN).chmod(0o600)

    def delete_all(self) -> None:
        """Throw them away. Raises ``OSError``."""
        for path in self.all():
            path.unlink(missing_ok=True)

    def _new_name(self, at: datetime) -> Path:
        return self.folder / f"crash-{at:%Y%m%d-%H%M%S-%f}.txt"

    def _head(self, what: str) -> str:
        versions = {"deskchat": __version__, "Python": sys.version.split()[0], **self._versions}
        told = ", ".join(f"{name} {version}" for name, version in versions.items())
        return f"{what}\n{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{told}, {sys.platform}\n{END_OF_HEAD}"


def _write_new(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(PROCESS.clean(text.replace(str(Path.home()), "~")))


class _Errors(logging.Handler):
    """Writes a report of each error that is logged as unexpected."""

    def __init__(self, reports: CrashReports) -> None:
        super().__init__(logging.ERROR)
        self._reports = reports

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and not isinstance(error, ChatError):
            self._reports.write(error, record.threadName or "")


def _log_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        log.error("unexpected error in a thread", exc_info=args.exc_value)


def _told(error: BaseException) -> str:
    """Types and places, those of the causes first; no text of an exception."""
    chain: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in chain:
        chain.append(now)
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    parts = []
    for one in reversed(chain):
        places = "".join(traceback.format_tb(one.__traceback__))
        number = f" (errno {one.errno})" if isinstance(one, OSError) and one.errno is not None else ""
        parts.append(f"{places}{type(one).__module__}.{type(one).__qualname__}{number}\n")
    return "\nwhich led to\n\n".join(parts)
