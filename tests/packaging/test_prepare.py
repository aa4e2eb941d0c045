"""Set-up of a fresh machine: what can be told without one."""

import fcntl
import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging" / "prepare"))    # a program, not a package

import build_progress
import engine_wheel
import model_files
import places
import python_tools


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "CACHE", tmp_path / "cache")


def tools() -> python_tools.PythonTools:
    return python_tools.PythonTools(Path("no-uv"), ["no-pip"])


def described(folder: Path, content: bytes, **changed: str) -> Path:
    source = folder / "source.gguf"
    source.write_bytes(content)
    table = {"file": "model.gguf", "sha256": hashlib.sha256(content).hexdigest(), "licence": "MIT", "path": str(source)} | changed
    description = folder / "model.toml"
    description.write_text("".join(f'{key} = "{value}"\n' for key, value in table.items()))
    return description


def test_a_local_file_can_be_the_model_in_the_box(tmp_path: Path) -> None:
    placed = model_files.place(described(tmp_path, b"GGUF and more"), tmp_path / "models", tools())
    assert placed == tmp_path / "models" / "model.gguf"
    assert placed.read_bytes() == b"GGUF and more"


def test_a_second_time_nothing_is_fetched(tmp_path: Path) -> None:
    description = described(tmp_path, b"GGUF")
    model_files.place(description, tmp_path / "models", tools())
    (tmp_path / "source.gguf").unlink()
    (tmp_path / "cache" / "models" / hashlib.sha256(b"GGUF").hexdigest()).unlink()
    assert model_files.place(description, tmp_path / "models", tools()).exists()


def test_a_file_that_is_not_the_one_that_was_named_is_not_placed(tmp_path: Path) -> None:
    with pytest.raises(places.CannotPrepareError, match="is not the file that was named"):
        model_files.place(described(tmp_path, b"GGUF", sha256="0" * 64), tmp_path / "models", tools())
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    "changed", [{"hub": "a/b/c.gguf@main"}, {"sha256": "short"}, {"file": "../outside.gguf"}, {"fil": "model.gguf"}], ids=str
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, changed: dict[str, str]) -> None:
    with pytest.raises(places.CannotPrepareError):
        model_files.read(described(tmp_path, b"GGUF", **changed))


def test_a_model_on_the_hub_has_an_address() -> None:
    expected = "https://huggingface.co/org/repo/resolve/abc123/folder/file.gguf"
    assert model_files.hub_address("org/repo/folder/file.gguf@abc123") == expected


def test_the_settings_in_the_project_make_sense() -> None:
    assert model_files.read(places.starter_model()).file.endswith(".gguf")
    assert model_files.read(places.TEST_MODEL).file.endswith(".gguf")


def test_a_processor_without_avx2_gets_a_build_and_a_cache_of_its_own(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("flags\t\t: fpu sse sse2 avx\n")
    new.write_text("flags\t\t: fpu sse sse2 avx avx2\n")
    assert "-DGGML_NATIVE=ON" in engine_wheel.cmake_args(old)
    assert "-DGGML_NATIVE=OFF" in engine_wheel.cmake_args(new)
    version = engine_wheel.locked_version()
    keys = {engine_wheel.cache_key(version, engine_wheel.cmake_args(cpu)) for cpu in (old, new)}
    assert len(keys) == 2


def test_the_build_says_how_far_it_is_and_how_long_it_takes() -> None:
    seconds = iter([0.0, 1.0, 120.0, 121.0, 130.0, 330.0])
    progress = build_progress.BuildProgress(lambda: next(seconds))
    told = [progress.read(line) for line in ("[1/193] g++", "  [48/193] g++", "[49/193] g++", "linking", "[192/193] g++")]
    assert told == [
        None,    # too early to tell
        "Compiling llama.cpp, once: 48 of 193 files, about 6 minutes left",
        None,    # just told
        None,    # not a step
        "Compiling llama.cpp, once: 192 of 193 files, less than a minute left",
    ]


class Shelf(BaseHTTPRequestHandler):
    """Serves one file, whole or from where it is asked for."""

    CONTENT = bytes(range(256)) * 100
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers["Range"]
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        if start >= len(self.CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(self.CONTENT) - start))
        self.end_headers()
        self.wfile.write(self.CONTENT[start:])

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test looks at ``ranges``."""


@pytest.fixture
def shelf() -> Iterator[str]:
    Shelf.ranges.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/model.gguf"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("have", [0, 1, 10_000, len(Shelf.CONTENT)])
def test_a_download_goes_on_where_it_broke_off(tmp_path: Path, shelf: str, have: int) -> None:
    partial = tmp_path / "model.part"
    partial.write_bytes(Shelf.CONTENT[:have])
    model_files.download(shelf, partial)
    assert partial.read_bytes() == Shelf.CONTENT
    assert Shelf.ranges == [f"bytes={have}-" if have else None]


def test_a_source_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    description = described(tmp_path, b"GGUF")
    (tmp_path / "source.gguf").unlink()
    with pytest.raises(places.CannotPrepareError, match=r"model\.gguf can't be had"):
        model_files.place(description, tmp_path / "models", tools())


def test_another_description_can_be_named_for_the_model_in_the_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKCHAT_STARTER_MODEL", "/somewhere/better.toml")
    assert places.starter_model() == Path("/somewhere/better.toml")


def test_a_second_make_waits_for_the_first(tmp_path: Path) -> None:
    program = Path(__file__).parents[2] / "packaging" / "prepare"
    (tmp_path / "deskchat").mkdir()
    with (tmp_path / "deskchat" / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, program, "run"],
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)}, stdout=subprocess.PIPE, text=True,
        )    # fmt: skip
        assert second.stdout is not None
        said = second.stdout.readline()
        assert second.poll() is None
        second.kill()
        second.communicate()
    assert "Another make is setting things up" in said
