"""Every setting, declared once with its default and bounds; stored in a file a person can edit."""

import contextlib
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from deskchat import settings_file
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.places import place_of_value
from deskchat.paths import replace_file

T = TypeVar("T", str, int, bool, tuple[str, ...])
Value = str | int | bool | tuple[str, ...]
LONGEST_LIST = 20


class Setting(msgspec.Struct, Generic[T], frozen=True):
    """One setting. ``key`` is its place in the file, ``table.name``; ``title`` and ``help`` are translated when shown.

    ``choices`` are all values there are (empty: any); ``minimum`` and ``maximum`` bound numbers, both included;
    ``pattern`` is a regular expression that a text has to match as a whole. A list is a tuple of texts, each of which does.
    ``formerly`` is a pattern, too: of what older versions wrote. Such a value is read, and never written again.
    ``shown``: it has a place on the settings page; the others are what the window remembers.
    """

    key: str
    default: T
    title: str
    help: str = ""
    choices: tuple[T, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    formerly: str = ""
    shown: bool = True

    def accepts(self, value: object) -> bool:
        """Is ``value`` of the right type and within the bounds?"""
        if type(value) is not type(self.default):    # exactly: True is an int, too
            return False
        if self.choices and value not in self.choices:
            return False
        if isinstance(value, tuple):
            return len(value) <= LONGEST_LIST and all(isinstance(item, str) and self._matches(item) for item in value)
        if isinstance(value, str):
            return self._matches(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)
        return True

    def was_accepted(self, value: object) -> bool:
        """Is it what an older version wrote?"""
        return bool(self.formerly) and isinstance(value, str) and re.fullmatch(self.formerly, value) is not None

    def _matches(self, text: str) -> bool:
        return not self.pattern or re.fullmatch(self.pattern, text) is not None


THEME = Setting("appearance.theme", "system", "Theme", "Light, dark, or as the system is.", ("system", "light", "dark"))
CONTRAST = Setting(
    "appearance.contrast", "system", "Contrast", "High: black, white and strong outlines.", ("system", "usual", "high")
)
MOTION = Setting(
    "appearance.motion", "system", "Motion", "Reduced: nothing blinks, fades or slides.", ("system", "usual", "reduced")
)
FONT_SIZE: Setting[int] = Setting(
    "appearance.font_size", 0, "Text size", "In points, from 8 to 32; 0 is the system's size.", (0, *range(8, 33))
)
WRAP_CODE: Setting[bool] = Setting(
    "appearance.wrap_code", False, "Wrap long lines of code", "Otherwise code that is too wide is scrolled sideways."
)
LANGUAGE = Setting(
    "appearance.language", "system", "Language", "From the next start of deskchat on.", ("system", "en", "fr")
)
MODEL = Setting(
    "chat.model", "", "Model", "The model of a new conversation, as provider/model; empty: the one that was chosen last."
)
LAST_MODEL = Setting("chat.last_model", "", "Model that was chosen last", "As provider/model.", shown=False)
PERSONA = Setting("chat.assistant", "", "Assistant", "The assistant of a new conversation; empty for none.", shown=False)
EFFORT = Setting(
    "chat.effort",
    "",
    "Thinking",
    "How much models think before they answer, where they can be told; empty is as each likes.",
    ("", "none", "minimal", "low", "medium", "high", "max"),
    shown=False,
)
VERBOSITY = Setting(
    "chat.verbosity",
    "",
    "Length",
    "How much models say, where they can be told; empty is as each likes.",
    ("", "low", "medium", "high"),
    shown=False,
)
BLIND = Setting(
    "chat.blind",
    False,
    "Compare blind",
    "When several models are asked at once, their names are hidden until you pick the best reply.",
)
SEND_WITH = Setting("chat.send_with", "enter", "Send with", "The key that sends the message.", ("enter", "ctrl+enter"))
CONTEXT_TOKENS: Setting[int] = Setting(
    "engine.context_tokens",
    8192,
    "Context of local models",
    "How many tokens a local model can look back at; more takes more memory.",
    minimum=512,
    maximum=131_072,
)
THREADS: Setting[int] = Setting(
    "engine.threads", 0, "Threads", "Processor threads for local models; 0 chooses by itself.", minimum=0, maximum=256
)
KEEP_LOADED_MINUTES: Setting[int] = Setting(
    "engine.keep_loaded_minutes",
    10,
    "Keep a local model in memory",
    "For so many minutes after its last reply; 0 frees the memory at once.",
    minimum=0,
    maximum=1440,
)
MODELS_AT_ONCE: Setting[int] = Setting(
    "engine.models_at_once",
    2,
    "Local models at once",
    "How many may be in memory at the same time, if they fit: switching between them takes no time.",
    minimum=1,
    maximum=8,
)
STATES_MB: Setting[int] = Setting(
    "engine.states_mb",
    2048,
    "Disk space for what local models have read",
    "In megabytes: a conversation that is opened again need not be read again; 0 keeps nothing.",
    minimum=0,
    maximum=262_144,
)
GPU_LAYERS: Setting[int] = Setting(
    "engine.gpu_layers",
    -1,
    "Layers on the graphics device",
    "By itself, as many as its free memory takes; 0 keeps local models on the processor.",
    minimum=-1,
    maximum=2048,
)
CACHE_TYPE = Setting(
    "engine.cache_type",
    "f16",
    "Precision of the context",
    "q8_0 takes half the memory of f16, at hardly any loss.",
    ("f16", "q8_0"),
)
OTHER_PROGRAMS: Setting[bool] = Setting(
    "engine.other_programs",
    True,
    "Use models of other programs",
    "Files of LM Studio, Ollama, Jan, GPT4All, Hugging Face and llama.cpp are listed, and stay where they are.",
)
ADAPTER = Setting(
    "engine.adapter",
    "",
    "Adapter (LoRA)",
    "A GGUF file that changes how local models speak; used with the models it was made for. Empty for none.",
)
REPLY_FORM = Setting(
    "engine.reply_form",
    "",
    "Form of local replies",
    "A file with a JSON schema or a grammar (GBNF) that every reply of a local model keeps to. Empty for none.",
)
OFFLINE: Setting[bool] = Setting(
    "network.offline",
    False,
    "Stay offline",
    "Nothing is connected to, not even a server on this computer: only models that run in deskchat itself answer.",
)
PROXY = Setting(
    "network.proxy",
    "system",
    "Proxy",
    "“system”, “none”, or an address such as http://proxy.example:3128, with a name http://me@proxy.example:3128."
    " This computer itself is never asked through it.",
    pattern=r"system|none|https?://([^\s/:@]*@)?[^\s/@]+/?",
    formerly=r"https?://[^\s/:@]*:\S*@[^\s/@]+/?",    # with a password, which is in the keyring now
)
CA_FILE = Setting(
    "network.ca_file",
    "",
    "Additional certificates",
    "A file with certificate authorities (PEM) that are trusted besides the system's; empty for none.",
)
CONNECT_TIMEOUT_S: Setting[int] = Setting(
    "network.connect_timeout_s", 10, "Longest wait for a connection", "In seconds.", minimum=1, maximum=120
)
FIRST_BYTE_TIMEOUT_S: Setting[int] = Setting(
    "network.first_byte_timeout_s",
    600,
    "Longest wait for the first word",
    "In seconds; some models think for minutes without a word.",
    minimum=5,
    maximum=7200,
)
IDLE_TIMEOUT_S: Setting[int] = Setting(
    "network.idle_timeout_s",
    120,
    "Longest silence",
    "How many seconds a server may say nothing before the reply is given up.",
    minimum=5,
    maximum=3600,
)
KEEP_REQUESTS_DAYS: Setting[int] = Setting(
    "privacy.keep_requests_days",
    90,
    "Keep the list of requests",
    "For so many days; 0 keeps none.",
    minimum=0,
    maximum=3650,
)
FALLBACK_ENABLED: Setting[bool] = Setting(
    "fallback.enabled",
    False,
    "Ask another model by itself",
    "When a model can't answer, the next of the list is asked; the reply says so.",
    shown=False,
)
FALLBACK_MODELS: Setting[tuple[str, ...]] = Setting(
    "fallback.models", (), "Models to fall back on", "In this order, as provider/model or local/NAME.", shown=False
)
BUDGETS: Setting[tuple[str, ...]] = Setting(
    "spending.budgets",
    (),
    "Monthly budgets",
    "One a provider, such as “openai 20.00 USD”. At four fifths you are told, and at its end you are asked.",
    pattern=r"[^\s/]+ \d{1,6}(\.\d{1,2})? [A-Z]{3}",
    shown=False,
)
PLUGINS: Setting[tuple[str, ...]] = Setting(
    "plugins.allowed",
    (),
    "Plugins in use",
    "Packages whose providers are used. They run with the rights of deskchat: allow only what you trust.",
    pattern=r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    shown=False,
)
UPDATES: Setting[bool] = Setting(
    "updates.daily", False, "Look for updates once a day", "Tells when there is a newer release; installs nothing."
)
WELCOMED: Setting[bool] = Setting("window.welcomed", False, "The welcome was seen", shown=False)
SIDEBAR_VISIBLE: Setting[bool] = Setting("sidebar.visible", True, "Show the conversations", shown=False)
SIDEBAR_WIDTH: Setting[int] = Setting(
    "sidebar.width",
    150,
    "Width of the conversations",
    "In tenths of the height of a line of text.",
    minimum=110,
    maximum=1000,
    shown=False,
)
NOTIFY: Setting[bool] = Setting(
    "background.notify",
    True,
    "Tell of replies",
    "When a long reply ends and nobody is looking. The notification shows the conversation's title, nothing of the reply.",
)
TRAY: Setting[bool] = Setting(
    "background.tray",
    False,
    "Icon in the tray",
    "Closing the window then leaves deskchat there; Quit (Ctrl+Q) ends it.",
)
QUICK_KEYS = Setting(
    "background.quick_keys",
    "",
    "Key for the quick question",
    "Such as Ctrl+Alt+Space, heard in every program; empty for none. On Wayland the desktop asks you first, if it can;"
    " on macOS give the command “deskchat quick” a key in the system's settings.",
    pattern=r"|((?i:ctrl|alt|shift|meta)\s*\+\s*){1,4}\w{1,20}",
)
WINDOW_GEOMETRY = Setting("window.geometry", "", "Place of the window", shown=False)

# in the order in which they stand above; a setting that is declared is one that there is
ALL: tuple[Setting[str] | Setting[int] | Setting[bool] | Setting[tuple[str, ...]], ...] = tuple(
    declared for declared in tuple(vars().values()) if isinstance(declared, Setting)
)


class Settings:
    """The values, in memory; may be read and set on any thread.

    ``notices``: sentences for the person on what in the file could not be used.
    """

    def __init__(self, path: Path, values: dict[str, Value], notices: tuple[str, ...] = ()) -> None:
        self._path = path
        self._values = values
        self.notices = notices
        self._lock = threading.RLock()
        self._callbacks: list[Callable[[str], None]] = []
        self._changed: set[str] = set()

    @classmethod
    def load(cls, path: Path) -> "Settings":
        """Read ``path``. A missing file means defaults; one that makes no sense is kept aside as ``.bad``."""
        parsed = settings_file.parse(path)
        if parsed.notice:
            return cls(path, {}, (parsed.notice,))
        values, notices = _read(parsed.tables, parsed.text)
        return cls(path, values, notices)

    def get(self, setting: Setting[T]) -> T:
        """The value, or the default."""
        value = self._values.get(setting.key, setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Change the value in memory and tell who listens; ``save`` writes it. Out of bounds: ``ValueError``."""
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} can't have that value")    # which may be a proxy with its password
        with self._lock:
            if self.get(setting) == value:
                return
            self._values[setting.key] = value
            self._changed.add(setting.key)
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback(setting.key)

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call ``callback`` with the key of each setting that changes, on the thread that set it; returns its end."""
        with self._lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._lock, contextlib.suppress(ValueError):
                self._callbacks.remove(callback)

        return unsubscribe

    def save(self) -> None:
        """Write what was set since the last time; waits for the disk. Raises ``ChatError`` when it can't be written."""
        with self._lock:
            changed = {key: self._values[key] for key in self._changed}
            if not changed:
                return
            try:
                replace_file(self._path, settings_file.edited(self._path, changed).encode())
            except OSError as error:
                raise ChatError(
                    ErrorKind.INTERNAL,
                    f"The settings could not be written to “{self._path}”: {error.strerror or type(error).__name__}.",
                    remedy="They hold until the program ends. Check the folder and the space on the disk.",
                ) from error
            self._changed -= changed.keys()


def _read(tables: Mapping[str, Any], text: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    values: dict[str, Value] = {}
    notices = []
    for setting in ALL:
        table, _, name = setting.key.partition(".")
        section = tables.get(table, {})
        if not isinstance(section, dict):
            said = f"“{table}” in the settings must be a table, written [{table}]: the defaults are used."
            notices += [said] if said not in notices else []
            continue
        if name not in section:
            continue
        found = section[name]
        value = tuple(found) if isinstance(found, list) else found    # a list has to be one that nobody can change
        if setting.accepts(value) or setting.was_accepted(value):
            values[setting.key] = value
        else:
            place = place_of_value(text, table, name)
            at = f" ({place} of the settings file)" if place else ""
            notices.append(f"The setting {setting.key}{at} can't have that value: {setting.default!r} is used instead.")
    return values, tuple(notices)
