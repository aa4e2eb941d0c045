"""A deskchat home of its own for one test, with providers on the loopback, and the command line run in it."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deskchat.paths import Paths, find
from tests.support.program import program

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY", "HF_TOKEN", "OPENROUTER_API_KEY", "XAI_API_KEY")
KEYLESS = dict.fromkeys(KEYS, "")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Home:
    """A folder with settings, history and providers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def paths(self) -> Paths:
        """Where things lie in it."""
        return find(self.folder)

    def add_provider(self, provider_id: str, url: str, *, key_env: str = "") -> None:
        """Write a provider into providers.toml; with ``key_env`` it needs a key."""
        self.paths.config.mkdir(parents=True, exist_ok=True)
        key = f'key = "keyring"\nkey_env = "{key_env}"\n' if key_env else ""
        with self.paths.providers.open("a") as file:
            file.write(f'[[provider]]\nid = "{provider_id}"\nname = "{provider_id.title()}"\nbase_url = "{url}"\n{key}\n')

    def command(self, *arguments: str) -> list[str]:
        """The command line of the program in this home."""
        return [*program(), "--home", str(self.folder), *arguments]

    def run(
        self, *arguments: str, stdin: bytes = b"", environ: dict[str, str] | None = None, timeout_s: float = 60
    ) -> Ran:
        """Run the program in this home until it ends."""
        done = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", **KEYLESS, **(environ or {})},
            timeout=timeout_s,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, environ: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Start the program in this home and leave it running; the caller ends it."""
        return subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ,
        )

    def ask(self, *arguments: str, **kwargs: Any) -> Ran:
        """``deskchat ask --json``."""
        return self.run("ask", "--json", *arguments, **kwargs)

    def show(self, conversation_id: str) -> str:
        """``deskchat show``."""
        shown = self.run("show", conversation_id)
        assert shown.status == 0, shown.err
        return shown.out


def texts(events: Sequence[dict[str, Any]]) -> str:
    """The reply's text in JSON lines."""
    return "".join(event["text"] for event in events if event["event"] == "text")
