"""The front door with a window: builds what is needed, shows it, and puts everything away at the end."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from types import FrameType, TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from deskchat import __version__
from deskchat.chat.errors import ChatError
from deskchat.paths import Paths, private_folder
from deskchat.services.loop import BackgroundLoop
from deskchat.services.services import Services, open_services
from deskchat.ui.context import UiContext
from deskchat.ui.garbage import Garbage
from deskchat.ui.icons import Icons, application_icon
from deskchat.ui.main_window import MainWindow
from deskchat.ui.notices import Notices
from deskchat.ui.problem_window import ProblemWindow
from deskchat.ui.relay import Relay
from deskchat.ui.theme import Theme

CLOSE_WITHIN_S = 3.0
LOG_AFTER_MS = 500    # the window comes first; what is logged before goes to standard error
LOG_BYTES = 1_000_000
log = logging.getLogger(__name__)


def run_window(paths: Paths, argv: Sequence[str]) -> int:
    """Open the window on the home at ``paths`` and run until it is closed. Returns the exit status."""
    loop = BackgroundLoop()
    loop.start()
    opening = loop.submit(open_services(paths, exclusive=True))    # goes on while Qt starts
    application = QApplication(list(argv))
    Garbage(application)
    application.setApplicationName("deskchat")
    application.setApplicationDisplayName("deskchat")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("deskchat")
    application.setStyle("Fusion")
    application.setWindowIcon(application_icon())
    front = Front(application, loop, opening)
    _end_on_signals(application)
    QTimer.singleShot(LOG_AFTER_MS, lambda: _keep_log(paths))
    status = application.exec()
    front.close()
    loop.stop(CLOSE_WITHIN_S)
    return status


class Front(QObject):
    """Shows the window when the services are open, or says why they can't be."""

    def __init__(self, application: QApplication, loop: BackgroundLoop, opening: Future[Services]) -> None:
        super().__init__(application)
        self._application = application
        self._loop = loop
        self._relay = Relay(loop, self)
        self._notices = Notices(self)
        self._services: Services | None = None
        self._window: MainWindow | ProblemWindow | None = None
        sys.excepthook = self._tell_bug

        async def opened() -> Services:
            import asyncio

            return await asyncio.wrap_future(opening)

        self._relay.run(self, opened(), self._show, self._show_problem)

    def close(self) -> None:
        """Stop and store what runs, and write the settings; the window is already gone."""
        if self._services is None:
            return
        closing = self._loop.submit(self._services.aclose())
        try:
            self._services.settings.save()
            closing.result(CLOSE_WITHIN_S)
        except (ChatError, TimeoutError):
            log.warning("not everything could be closed in time", exc_info=True)

    def _show(self, services: Services) -> None:
        self._services = services
        theme = Theme(self._application, services.settings)
        context = UiContext(services, self._relay, theme, Icons(theme), self._notices)
        self._window = MainWindow(context)
        self._window.show()

    def _show_problem(self, error: ChatError) -> None:
        self._window = ProblemWindow(error)
        self._window.show()

    def _tell_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The outermost seam of the window's thread: a bug is logged and told, and the window goes on."""
        log.error("unexpected error", exc_info=(kind, error, trace))
        self._notices.tell(
            QCoreApplication.translate("Front", "Something went wrong inside deskchat. What you wrote is kept."),
            detail=f"{kind.__name__}: {error}",
        )


def _keep_log(paths: Paths) -> None:
    """Warnings and errors to a rotated file that only the user can read; no text of messages goes there."""
    import logging.handlers  # pickle, queue and more: not before the window shows

    try:
        folder = private_folder(paths.logs)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "deskchat.log", maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8"
        )
        (folder / "deskchat.log").chmod(0o600)
    except OSError:
        handler = logging.StreamHandler()    # a home that can't be written: the window will say so
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)


def _end_on_signals(application: QApplication) -> None:
    """Close properly on Ctrl-C, SIGTERM and logout: a signal wakes Qt's loop through a socket."""
    if os.name == "nt":
        return
    here, there = socket.socketpair()
    there.setblocking(False)
    signal.set_wakeup_fd(there.fileno())
    notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read, application)
    keep = (here, there)    # as long as the notifier lives

    def woken() -> None:
        keep[0].recv(16)
        application.closeAllWindows()
        application.quit()

    def noted(_: int, __: FrameType | None) -> None:
        """The wake-up byte does the work."""

    notifier.activated.connect(woken)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, noted)
