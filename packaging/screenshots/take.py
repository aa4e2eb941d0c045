"""Pictures of every view in light and dark, of the real program on a virtual screen: ``make screenshots``.

Needs what the tests outside the program need (``tests/support/desktop.py``), and ImageMagick and xdotool. No key, and no
connection but to this machine.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the tests know how to run a desktop

from made import begin, make  # noqa: E402

from tests.support.desktop import Screen, deskchat, desktop, missing  # noqa: E402
from tests.support.loopback_hub import LoopbackHub  # noqa: E402
from tests.support.servers import ChatServer  # noqa: E402

TARGET = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1180, 760
SETTLE_S = 0.7
PAGES = {    # but those that show folders of this machine
    "Appearance": "appearance", "Conversations": "conversations", "Assistants": "assistants", "Snippets": "snippets",
    "Providers": "providers", "Fallback": "fallback",
    "Local engine": "engine", "Your models": "your-models", "Spending": "spending", "Network": "network",
    "What left this computer": "requests", "In the background": "background", "Updates": "updates",
    "Crash reports": "crash-reports", "Download models": "downloads",
}  # fmt: skip
QUESTION = "Why is the sky blue?"
REPOSITORIES = {    # on the loopback's Hub: names and sizes, no models
    f"{owner}/{name}-GGUF": {f"{name}-{kind}.gguf": bytes(size << 20) for kind, size in (("Q4_K_M", 271), ("Q8_0", 386))}
    for owner, name in (
        ("HuggingFaceTB", "SmolLM2-360M-Instruct"), ("Qwen", "Qwen3-4B-Instruct"), ("ggml-org", "gemma-3-1b-instruct"),
    )
}  # fmt: skip


class Camera:
    """Takes the pictures of one theme."""

    def __init__(self, screen: Screen, theme: str, home: Path) -> None:
        self.screen = screen
        self.theme = theme
        self.home = home

    def take(self, name: str, window: str = "deskchat") -> None:
        """The window with that title, as it is once nothing moves."""
        time.sleep(SETTLE_S)
        number = self._window(window)
        target = TARGET / f"{name}-{self.theme}.png"
        # what pops up belongs to no window: it is cut out of the screen
        geometry = self._do("xdotool", "getwindowgeometry", "--shell", number)
        at = dict(line.split("=") for line in geometry.split())
        crop = f"{at['WIDTH']}x{at['HEIGHT']}+{at['X']}+{at['Y']}"
        self._do(
            "import", "-window", "root", "-crop", crop, "+repage", "-dither", "None", "-colors", "255", f"png8:{target}"
        )
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} KB", flush=True)

    def keys(self, *keys: str, window: str = "deskchat") -> None:
        """Press keys in the window with that title."""
        self._do("xdotool", "windowfocus", "--sync", self._window(window))
        self._do("xdotool", "key", "--clearmodifiers", *keys)
        time.sleep(0.2)

    def click(self, x: int, y: int, window: str = "deskchat") -> None:
        """Click at that place of the window with that title."""
        self._do("xdotool", "mousemove", "--window", self._window(window), str(x), str(y), "click", "1")
        time.sleep(0.2)

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        self._do("xdotool", "type", "--delay", "15", text)

    def begin(self) -> None:
        """The window at its size."""
        self.screen.find("Model", timeout=60)
        number = self._window("deskchat")
        self._do("xdotool", "windowmove", number, "0", "0", "windowsize", "--sync", number, str(WIDTH), str(HEIGHT))
        self.screen.find("Conversations", timeout=30)

    def open(self, title: str, words: str) -> None:
        """Open a conversation, of which ``words`` are seen; the list may be filling while it is chosen from."""
        for timeout in (5, 5, 30):
            self.screen.select(title, prefix=True, only=True, within="Conversations")
            try:
                self.screen.wait_text("Transcript", words, timeout=timeout)
            except AssertionError:
                if timeout == 30:
                    raise
            else:
                return

    def _window(self, title: str) -> str:
        return self._do("xdotool", "search", "--sync", "--onlyvisible", "--name", f"^{title}$").split()[-1]

    def _do(self, *command: str) -> str:
        return subprocess.run(
            command, env=self.screen.environment, check=True, capture_output=True, text=True, timeout=30
        ).stdout


def conversation_views(camera: Camera) -> None:
    """What is in the window itself."""
    screen = camera.screen
    camera.take("new-chat")
    camera.open("How to keep messages", "tree")
    camera.take("window")
    screen.press("Model")
    time.sleep(SETTLE_S)
    camera.type("smol")
    camera.take("picker")
    camera.keys("Escape")
    camera.keys("ctrl+f")
    camera.type("message")
    camera.take("find")
    camera.keys("Escape")
    camera.open("قراءة ملف", "Python")
    camera.take("right-to-left")
    screen.type("Search conversations", "answer")
    camera.take("search")
    screen.type("Search conversations", "")
    camera.keys("ctrl+shift+n")
    camera.take("temporary")
    camera.keys("ctrl+n")


def answers(camera: Camera) -> None:
    """Several replies to one question, and a question asked over whatever is on the screen."""
    screen = camera.screen
    camera.open("How to keep messages", "tree")
    screen.press("Side by side")
    camera.take("side-by-side")
    camera.keys("ctrl+shift+b")
    camera.take("branches", "Branches of this conversation")
    camera.keys("Escape", window="Branches of this conversation")
    camera.keys("ctrl+shift+space")
    time.sleep(SETTLE_S)
    camera.type(QUESTION)
    camera.keys("Return", window="Quick question")
    screen.find("Regenerate", within="Quick question", timeout=60)    # the answer is whole
    camera.take("quick-question", "Quick question")
    camera.keys("Escape", window="Quick question")


def dialogs(camera: Camera) -> None:
    """What opens beside the window."""
    screen = camera.screen
    camera.open("How to keep messages", "tree")
    camera.keys("F1")
    camera.take("keyboard", "Keyboard shortcuts")
    camera.keys("Escape", window="Keyboard shortcuts")
    screen.press("Settings")
    for title, name in PAGES.items():
        screen.select(title, only=True, within="Pages")
        if name == "downloads":
            camera.click(450, 26, window="Settings")
            camera.type("instruct")
            camera.keys("Return", window="Settings")
            screen.find("Models that were found", timeout=30)
        camera.take(f"settings-{name}", "Settings")


def welcome(screen: Screen, theme: str, home: Path) -> None:
    """What the first start shows."""
    begin(home, theme)
    with deskchat(screen, home):
        camera = Camera(screen, theme, home)
        camera.begin()
        screen.find("Chat now", timeout=30)
        camera.take("welcome")


def take(theme: str, only: Sequence[str]) -> None:
    """All pictures in one theme."""
    with (
        tempfile.TemporaryDirectory(prefix="deskchat-pictures") as folder,
        ChatServer(models=("gpt-5.4", "gpt-5.4-mini")) as server,
    ):
        home = Path(folder) / "home"
        make(home, server.url, theme)
        with LoopbackHub(REPOSITORIES) as hub, desktop(Path(folder) / "user", f"{WIDTH}x{HEIGHT}") as screen:
            screen.environment = {**screen.environment, "HF_ENDPOINT": hub.url}
            with deskchat(screen, home):
                camera = Camera(screen, theme, home)
                camera.begin()
                for views in (conversation_views, answers, dialogs):
                    if not only or views.__name__ in only:
                        views(camera)
            if not only or "welcome" in only:
                welcome(screen, theme, Path(folder) / "first")


def main() -> None:
    """Take them all."""
    reason = missing() or next((f"{tool} is not installed" for tool in ("import", "xdotool") if not shutil.which(tool)), "")
    if reason:
        sys.exit(reason)
    TARGET.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        take(theme, sys.argv[1:])


if __name__ == "__main__":
    main()
