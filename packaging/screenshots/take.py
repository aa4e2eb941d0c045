"""Pictures of every view in light and dark, of the real program on a virtual screen: ``make screenshots``.

Needs what the tests outside the program need (``tests/support/desktop.py``), and ImageMagick and xdotool. No key, and no
connection but to this machine.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the tests know how to run a desktop

from made import begin, make  # noqa: E402

from tests.support.desktop import Screen, deskchat, desktop, missing  # noqa: E402
from tests.support.loopback_hub import LoopbackHub  # noqa: E402
from tests.support.servers import ChatServer  # noqa: E402

THEMES = ("light", "dark")
TARGET = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1180, 760
NARROW = 640
SETTLE_S = 0.7
LONGEST_S = 15.0    # until nothing moves any more
EDGE = 60           # of the screen, beside and below the window: where the pointer rests
PAGES = {    # but those that show folders of this machine
    "Appearance": "appearance", "Conversations": "conversations", "Assistants": "assistants", "Snippets": "snippets",
    "Providers": "providers", "Fallback": "fallback",
    "Local engine": "engine", "Your models": "your-models", "Spending": "spending", "Network": "network",
    "What left this computer": "requests", "In the background": "background", "Updates": "updates",
    "Backups": "backups", "Crash reports": "crash-reports", "Download models": "downloads",
}  # fmt: skip
SCREEN = f"{WIDTH + EDGE}x{HEIGHT + EDGE}"
QUESTION = "Why is the sky blue?"
MODELS = {    # on the loopback's Hub: names, sizes in MiB, weights in millions and downloads; no models
    "Qwen/Qwen2.5-0.5B-Instruct-GGUF": ({"Q4_K_M": 469, "Q5_K_M": 498, "Q8_0": 645}, 494, 412_803),
    "HuggingFaceTB/SmolLM2-360M-Instruct-GGUF": ({"Q8_0": 369}, 362, 38_954),
    "ggml-org/gemma-3-270m-instruct-GGUF": ({"Q8_0": 279}, 268, 21_467),
}
REPOSITORIES = {
    repository: {
        f"{repository.split('/')[1].removesuffix('-GGUF').lower()}-{kind}.gguf": bytes(size << 20)
        for kind, size in sizes.items()
    }
    for repository, (sizes, _, _) in MODELS.items()
}
FACTS = {
    repository: {"downloads": downloads, "gguf": {"total": weights * 1_000_000, "architecture": "llama"}}
    for repository, (_, weights, downloads) in MODELS.items()
}


class Camera:
    """Takes the pictures of one theme."""

    def __init__(self, screen: Screen, theme: str, home: Path) -> None:
        self.screen = screen
        self.theme = theme
        self.home = home

    def take(self, name: str, window: str = "deskchat") -> None:
        """The window with that title, as it is once nothing moves; the pointer is elsewhere."""
        self._do("xdotool", "mousemove", str(WIDTH + EDGE // 2), str(HEIGHT + EDGE // 2))
        number = self._window(window)
        self._wait_for_rest()
        target = TARGET / f"{name}-{self.theme}.png"
        # what pops up belongs to no window: it is cut out of the screen
        geometry = self._do("xdotool", "getwindowgeometry", "--shell", number)
        at = dict(line.split("=") for line in geometry.split())
        crop = f"{at['WIDTH']}x{at['HEIGHT']}+{at['X']}+{at['Y']}"
        self._do(
            "import", "-window", "root", "-crop", crop, "+repage", "-dither", "None", "-colors", "255", f"png8:{target}"
        )
        print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} KB", flush=True)

    def _wait_for_rest(self) -> None:
        """Two looks at the screen, some time apart, see the same; a cursor that blinks is seen and not seen in turn."""
        seen: list[str] = []
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end:
            time.sleep(SETTLE_S)
            seen.append(self._do("import", "-window", "root", "-depth", "8", "-format", "%#", "info:-"))
            if seen[-1] in seen[-4:-1]:
                return

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

    def resize(self, width: int) -> None:
        """The window as wide as that."""
        self._do("xdotool", "windowsize", "--sync", self._window("deskchat"), str(width), str(HEIGHT))

    def begin(self) -> None:
        """The window at its size."""
        self.screen.find("Model", timeout=60)
        number = self._window("deskchat")
        self._do("xdotool", "windowmove", number, "0", "0", "windowsize", "--sync", number, str(WIDTH), str(HEIGHT))
        self._do("xdotool", "windowfocus", "--sync", number)    # else keys go to what is below the pointer
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
    camera.keys("F10")
    camera.take("menu")
    camera.keys("Escape")
    camera.keys("ctrl+l")
    camera.type("/")
    camera.take("snippets")
    camera.keys("Escape", "ctrl+a", "BackSpace")
    camera.resize(NARROW)
    camera.take("narrow")
    camera.resize(WIDTH)
    screen.type("Search conversations", "answer")
    camera.take("search")
    screen.type("Search conversations", "")
    camera.open("قراءة ملف", "Python")
    camera.take("right-to-left")
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
    for keys, title, name in (
        ("F1", "Keyboard shortcuts", "keyboard"),
        ("ctrl+i", "Assistant and parameters of this conversation", "terms"),
        ("ctrl+F1", "User guide", "guide"),
    ):
        camera.keys(keys)
        camera.take(name, title)
        camera.keys("Escape", window=title)
    screen.press("Settings")
    for title, name in PAGES.items():
        screen.select(title, only=True, within="Pages")
        prepare = PREPARED.get(name)
        if prepare is not None:
            prepare(camera)
        camera.take(f"settings-{name}", "Settings")


def find_models(camera: Camera) -> None:
    """Look for models to download, and wait for what is said of their sizes."""
    camera.screen.type("Search the Hugging Face Hub", "instruct")
    camera.screen.press("Search", within="Settings — deskchat")
    camera.screen.wait_text("Sizes of the model", "tokens/s", timeout=60)


def choose_request(camera: Camera) -> None:
    """Have one of the requests told in full."""
    camera.screen.wait_text("Requests", "api.anthropic.com", timeout=30)
    camera.keys("Tab", "Down", window="Settings")


def wait_for_plot(camera: Camera) -> None:
    """The library that draws it is loaded when it is first needed."""
    time.sleep(PLOT_S)


PREPARED: Mapping[str, Callable[[Camera], None]] = {
    "downloads": find_models, "requests": choose_request, "spending": wait_for_plot, "your-models": wait_for_plot,
}  # fmt: skip
PLOT_S = 3.0


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
        with LoopbackHub(REPOSITORIES, facts=FACTS) as hub, desktop(Path(folder) / "user", SCREEN) as screen:
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
    """Take them all, or those that are named: functions of this file, and themes."""
    reason = missing() or next((f"{tool} is not installed" for tool in ("import", "xdotool") if not shutil.which(tool)), "")
    if reason:
        sys.exit(reason)
    TARGET.mkdir(parents=True, exist_ok=True)
    asked = sys.argv[1:]
    for theme in [theme for theme in THEMES if theme in asked] or THEMES:
        take(theme, [name for name in asked if name not in THEMES])


if __name__ == "__main__":
    main()
