"""Where things lie: one function a place, all below one folder when ``DESKCHAT_HOME`` is set (portable mode)."""

import contextlib
import os
from pathlib import Path

import msgspec
import platformdirs


class Paths(msgspec.Struct, frozen=True):
    """The folders of one deskchat home. Nothing is created here; who writes creates, readable by the user alone."""

    config: Path
    data: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The one file with all conversations."""
        return self.data / "deskchat.db"

    @property
    def settings(self) -> Path:
        """Settings a person can edit."""
        return self.config / "settings.toml"

    @property
    def providers(self) -> Path:
        """The person's own providers, and overrides of built-in ones."""
        return self.config / "providers.toml"

    @property
    def plugins(self) -> Path:
        """Packages with further providers, used once they were allowed."""
        return self.data / "plugins"

    @property
    def personas(self) -> Path:
        """The person's assistants."""
        return self.config / "assistants.toml"

    @property
    def snippets(self) -> Path:
        """Texts the person uses often."""
        return self.config / "snippets.toml"

    @property
    def models(self) -> Path:
        """Downloaded or dropped GGUF files."""
        return self.data / "models"

    @property
    def model_files(self) -> Path:
        """The list of GGUF files that were added from elsewhere on the disk."""
        return self.data / "model-files.json"

    @property
    def crashes(self) -> Path:
        """Reports of crashes, for the person."""
        return self.logs / "crashes"

    @property
    def model_lists(self) -> Path:
        """What each provider last said about its models."""
        return self.cache / "model-lists"

    @property
    def states(self) -> Path:
        """What local models have read, so that they need not read it again."""
        return self.cache / "states"

    @property
    def asked_for_updates(self) -> Path:
        """An empty file; its age tells when updates were last looked for by themselves."""
        return self.cache / "asked-for-updates"

    @property
    def paces(self) -> Path:
        """How long each model took to begin."""
        return self.cache / "paces.json"

    @property
    def token_factors(self) -> Path:
        """How many tokens a text is for each model, as learnt from its replies."""
        return self.cache / "token-factors.json"


def find(home: Path | None = None) -> Paths:
    """The folders to use: below ``home``, else below ``DESKCHAT_HOME``, else where this system keeps such things."""
    if home is None and os.environ.get("DESKCHAT_HOME"):
        home = Path(os.environ["DESKCHAT_HOME"])
    if home is not None:
        home = at_home(home).absolute()
        return Paths(config=home, data=home, cache=home / "cache", logs=home / "logs")
    dirs = platformdirs.PlatformDirs("deskchat", appauthor=False)
    return Paths(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)


def at_home(path: Path) -> Path:
    """``path``, with a person's folder in the place of ``~`` or ``~name``; whom nobody knows here has none."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def elsewhere(paths: Paths) -> str:
    """The folder of a home that does not lie where this system keeps such things; ``""`` for the usual one."""
    usual = platformdirs.PlatformDirs("deskchat", appauthor=False)
    return "" if paths.data == usual.user_data_path else str(paths.data.resolve())


def resources() -> Path:
    """Files that come with the program: inside the installed package, or beside ``src/`` in a checkout."""
    packed = Path(__file__).parent / "resources"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "resources"


def documentation() -> Path:
    """The pages of the user guide, as Markdown: inside the installed package, or beside ``src/`` in a checkout."""
    packed = Path(__file__).parent / "docs"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "docs"


def is_model_file(name: str) -> bool:
    """Is this the name of a GGUF file?"""
    return name.lower().endswith(".gguf")


def opens_window(name: str) -> bool:
    """Is this the name of a file that a desktop hands to the window: a model, or an export of deskchat's own?"""
    return is_model_file(name) or name.lower().endswith(".deskchat.json")


def private_folder(path: Path) -> Path:
    """Make ``path`` and the parents it lacks, readable by the user alone, and return it."""
    for folder in reversed([path, *path.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)    # `parents=True` would leave the parents to the umask
    return path


def replace_file(path: Path, data: bytes) -> None:
    """Make ``data`` the content of ``path``: all of it or nothing, whatever happens meanwhile; readable by the user alone.

    Raises ``OSError``.
    """
    import tempfile  # of many modules; the window is not to wait for it

    private_folder(path.parent)
    path = path.resolve()    # a link stays a link
    descriptor, half = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)    # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(half).replace(path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):    # the new name, too, must survive a power cut
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with contextlib.suppress(OSError):    # some network drives know no such thing; the file is there
                os.fsync(folder)
        finally:
            os.close(folder)
