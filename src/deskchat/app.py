"""The front door with a window: shows it, opens what it needs meanwhile, and puts everything away at the end."""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import QApplication

from deskchat import __version__
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.paths import Paths, private_folder
from deskchat.services import allocator
from deskchat.services.crash_reports import CrashReports
from deskchat.services.second_start import Order, handed_file, tell_window, to_show
from deskchat.settings import Settings
from deskchat.ui.class_table import OURS, make_room
from deskchat.ui.garbage import Garbage
from deskchat.ui.icons import Icons, application_icon
from deskchat.ui.language import speak
from deskchat.ui.main_window import MainWindow
from deskchat.ui.theme import Theme

if TYPE_CHECKING:
    from deskchat.services.loop import BackgroundLoop
    from deskchat.services.services import Services
    from deskchat.ui.notices import Notices

CLOSE_WITHIN_S = 3.0
HEARD_WITHIN_S = 5.0
FILLED_AFTER_S = 0.1    # so long the window is left alone, to be filled
LOG_AFTER_MS = 500    # the window comes first; what is logged before goes to standard error
LOG_BYTES = 1_000_000
log = logging.getLogger(__name__)


def run_window(paths: Paths, argv: Sequence[str]) -> int:
    """Open the window on the home at ``paths`` and run until it is closed. Returns the exit status."""
    safe = "--safe" in argv
    crashes = CrashReports(paths.crashes, {"Qt": qVersion()})
    crashes.watch()
    qInstallMessageHandler(_log_of_qt)
    application = QApplication(["deskchat"])    # Qt has options of its own, some of which load code: it is handed none
    Garbage(application)
    application.setApplicationName("deskchat")
    application.setApplicationDisplayName("deskchat")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("io.github.deskchat.Deskchat")    # the icon of its window, on Wayland
    application.setStyle("Fusion")
    settings = Settings.load(paths.settings)
    speak(application, settings)
    theme = Theme(application, Settings(paths.settings, {}) if safe else settings)
    window = MainWindow(theme, settings)
    if safe:
        window.setWindowTitle(QCoreApplication.translate("Front", "deskchat (safe mode)"))
        window.setAccessibleName(window.windowTitle())
    window.show()
    opening = Opening(paths, settings, safe=safe, order=None if safe else to_show(argv))
    front = Front(application, window, theme, opening, handed_file(argv), crashes)
    _end_on_signals(application)
    QTimer.singleShot(LOG_AFTER_MS, lambda: _keep_log(paths))
    status = application.exec()
    front.close()
    qInstallMessageHandler(None)
    crashes.end()
    return status


class Opening(QObject):
    """Opens the services on a thread of its own, imports included: the window takes keys meanwhile."""

    done = Signal(object, object)    # BackgroundLoop, Services
    failed = Signal(object)          # ChatError
    handed_over = Signal()           # another window has the home, and was told what this start wants

    def __init__(self, paths: Paths, settings: Settings, *, safe: bool, order: Order | None) -> None:
        """``order`` is for another window that turns out to have the home; ``None``: it is told nothing."""
        super().__init__()
        self._safe = safe
        self._order = order
        self._paths = paths
        self._settings = settings
        self._loop: BackgroundLoop | None = None
        self._services: Services | None = None
        # a daemon: a disk that hangs must not keep the program alive after its window is gone
        self._thread = threading.Thread(target=self._open, name="deskchat-opening", daemon=True)

    def start(self) -> None:
        """Begin; ``done`` or ``failed`` tells the end."""
        make_room(OURS)
        allocator.keep_one_heap()
        self._thread.start()

    def close(self) -> None:
        """Store what runs and write the settings; the window is already gone."""
        self._thread.join(CLOSE_WITHIN_S)
        if self._loop is None:
            return
        if self._services is not None:
            closing = self._loop.submit(self._services.aclose())
            try:
                self._settings.save()
            except ChatError:
                log.warning("the settings were not written", exc_info=True)
            try:
                closing.result(CLOSE_WITHIN_S)
            except (ChatError, TimeoutError):
                log.warning("not everything could be closed in time", exc_info=True)
        self._loop.stop(CLOSE_WITHIN_S)

    def _open(self) -> None:
        from deskchat.services.loop import BackgroundLoop
        from deskchat.services.services import open_services
        from deskchat.store.process_locks import OpenElsewhereError

        self._loop = BackgroundLoop()
        self._loop.start()
        opening = self._loop.submit(
            open_services(self._paths, exclusive=True, safe=self._safe, settings=self._settings)
        )
        try:
            import deskchat.ui.workspace  # noqa: F401  # meanwhile: the window will want it at once

            self._services = opening.result()
        except ChatError as error:
            if isinstance(error, OpenElsewhereError) and self._tell_other_window():
                self.handed_over.emit()
            else:
                self.failed.emit(error)
        except Exception as error:    # the outermost seam of this thread: a window that never fills would say nothing
            log.exception("the services could not be opened")
            self.failed.emit(_bug(error))
        else:
            self.done.emit(self._loop, self._services)
            time.sleep(FILLED_AFTER_S)
            import deskchat.ui.conversation.transcript.transcript  # noqa: F401  # or the window stands still for it

    def _tell_other_window(self) -> bool:
        """It hears a little later than it takes the home; two files of one double click start two programs at once."""
        if self._order is None:
            return False
        until = time.monotonic() + HEARD_WITHIN_S
        while not tell_window(self._paths.data, self._order):
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True


class Front(QObject):
    """Fills the window when the services are open, or says why they can't be."""

    def __init__(
        self,
        application: QApplication,
        window: MainWindow,
        theme: Theme,
        opening: Opening,
        handed: Path | None,
        crashes: CrashReports,
    ) -> None:
        """``handed`` is a file that the desktop asked to open."""
        super().__init__(application)
        self._handed = handed
        self._crashes = crashes
        self._application = application
        self._window = window
        self._theme = theme
        self._opening = opening
        self._notices: Notices | None = None
        self._problem: QObject | None = None
        sys.excepthook = self._tell_bug
        opening.done.connect(self._fill)
        opening.failed.connect(self._show_problem)
        opening.handed_over.connect(application.quit)
        QTimer.singleShot(0, self, opening.start)    # after the first events: the window is on its way to the screen

    def close(self) -> None:
        """Put everything away."""
        self._opening.close()

    def _fill(self, loop: "BackgroundLoop", services: "Services") -> None:
        from deskchat.ui.context import UiContext
        from deskchat.ui.notices import Notices
        from deskchat.ui.relay import Relay

        self._notices = Notices(self)
        context = UiContext(services, Relay(loop, self), self._theme, Icons(self._theme), self._notices)
        self._window.begin(context)
        self._application.setWindowIcon(application_icon())
        self._tell_of_crashes(self._notices)
        if self._handed is not None:
            from deskchat.ui.handed_file import ask

            ask(context, self._handed, self._window)
        if sys.platform == "darwin":
            from deskchat.ui.handed_file import HandedLater

            HandedLater(context, self._window, self._application)

    def _tell_of_crashes(self, notices: "Notices") -> None:
        """Only now: no other program has this home open, so what lies there is left from one that crashed."""
        try:
            self._crashes.adopt()
        except OSError:
            log.warning("reports of crashes could not be read")
        if self._crashes.unseen():
            self._crashes.mark_seen()
            said = QCoreApplication.translate(
                "Front", "Something went wrong in deskchat the last time. A report is on this computer; nothing was sent."
            )
            notices.ask(said, self._to_reports())

    def _to_reports(self) -> tuple[str, Callable[[], None]]:
        label = QCoreApplication.translate("Front", "Show the report…")
        return label, lambda: self._window.open_settings("crash_reports")

    def _show_problem(self, error: ChatError) -> None:
        from deskchat.ui.problem_window import ProblemWindow

        problem = ProblemWindow(error)
        problem.show()
        self._problem = problem
        self._window.close()

    def _tell_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The outermost seam of the window's thread: a bug is logged and told, and the window goes on."""
        log.error("unexpected error", exc_info=(kind, error, trace))
        self._crashes.mark_seen()
        if self._notices is not None:
            self._notices.tell(
                QCoreApplication.translate("Front", "Something went wrong inside deskchat. What you wrote is kept."),
                self._to_reports(),
                detail=kind.__name__,
            )


def _log_of_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """What Qt complains of goes where everything goes; a fatal one ends the process, and the crash report says where."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }
    logging.getLogger("qt").log(levels.get(kind, logging.ERROR), "%s", message[:500])


def _bug(error: Exception) -> ChatError:
    return ChatError(
        ErrorKind.INTERNAL,
        "Something went wrong inside deskchat while your conversations were opened.",
        remedy="They are not changed. Please report it; the log has the details.",
        detail=type(error).__name__,
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
