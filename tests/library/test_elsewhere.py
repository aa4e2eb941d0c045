import json
import os
from pathlib import Path

import pytest

from deskchat.engine import gguf
from deskchat.library import elsewhere
from deskchat.library.elsewhere import Found, Keeper, Place, System
from deskchat.library.found import Library
from tests.library.test_found import small_gguf

DIGEST = "ab" * 32


def file(path: Path, content: bytes | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small_gguf() if content is None else content)
    return path


def manifest(folder: Path, name: str, digest: str = f"sha256:{DIGEST}") -> None:
    layers = [
        {"mediaType": "application/vnd.ollama.image.template", "digest": "sha256:" + "0" * 64},
        {"mediaType": "application/vnd.ollama.image.model", "digest": digest},
    ]
    file(folder / "manifests" / name, json.dumps({"schemaVersion": 2, "layers": layers}).encode())


@pytest.mark.parametrize(
    ("system", "environ", "keeper", "below"),
    [
        ("linux", {}, Keeper.JAN, ".config/Jan/data/llamacpp/models"),
        ("macos", {}, Keeper.JAN, "Library/Application Support/Jan/data/llamacpp/models"),
        ("windows", {}, Keeper.JAN, "AppData/Roaming/Jan/data/llamacpp/models"),
        ("linux", {}, Keeper.GPT4ALL, ".local/share/nomic.ai/GPT4All"),
        ("macos", {}, Keeper.GPT4ALL, "Library/Application Support/nomic.ai/GPT4All"),
        ("windows", {}, Keeper.GPT4ALL, "AppData/Local/nomic.ai/GPT4All"),
        ("linux", {}, Keeper.LLAMA_CPP, ".cache/llama.cpp"),
        ("macos", {}, Keeper.LLAMA_CPP, "Library/Caches/llama.cpp"),
        ("windows", {}, Keeper.LLAMA_CPP, "AppData/Local/llama.cpp"),
        ("windows", {}, Keeper.LM_STUDIO, ".lmstudio/models"),
        ("macos", {}, Keeper.OLLAMA, ".ollama/models"),
        ("windows", {}, Keeper.HUGGING_FACE, ".cache/huggingface/hub"),
    ],
)
def test_places_are_those_of_the_system(
    system: System, environ: dict[str, str], keeper: Keeper, below: str, tmp_path: Path
) -> None:
    assert Place(keeper, tmp_path / below) in elsewhere.places(system, tmp_path, environ)


def test_variables_of_the_programs_are_obeyed(tmp_path: Path) -> None:
    environ = {"OLLAMA_MODELS": "/big/ollama", "HF_HOME": "/big/hf", "LLAMA_CACHE": "/big/llama"}
    found = elsewhere.places("linux", tmp_path, environ)
    assert Place(Keeper.OLLAMA, Path("/big/ollama")) in found
    assert Place(Keeper.HUGGING_FACE, Path("/big/hf/hub")) in found
    assert Place(Keeper.LLAMA_CPP, Path("/big/llama")) in found


def test_ollama_models_have_the_name_of_their_manifest(tmp_path: Path) -> None:
    blob = file(tmp_path / "blobs" / f"sha256-{DIGEST}")
    manifest(tmp_path, "registry.ollama.ai/library/llama3.2/3b")
    assert elsewhere.find([Place(Keeper.OLLAMA, tmp_path)]) == (Found(Keeper.OLLAMA, blob, "llama3.2:3b"),)


@pytest.mark.parametrize("digest", ["sha256:../../etc/passwd", "sha256:", "md5:" + "a" * 64, f"sha256:{DIGEST}\n"])
def test_a_manifest_that_points_outside_is_left_out(digest: str, tmp_path: Path) -> None:
    file(tmp_path / "blobs" / f"sha256-{DIGEST}")
    manifest(tmp_path, "registry.ollama.ai/library/bad/latest", digest)
    assert elsewhere.find([Place(Keeper.OLLAMA, tmp_path)]) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"layers": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_manifest_is_left_out(content: bytes, tmp_path: Path) -> None:
    file(tmp_path / "manifests/registry.ollama.ai/library/bad/latest", content)
    assert elsewhere.find([Place(Keeper.OLLAMA, tmp_path)]) == ()


def test_a_file_with_several_names_is_found_once(tmp_path: Path) -> None:
    blob = file(tmp_path / "hub/models--a--b/blobs/0123")
    snapshot = tmp_path / "hub/models--a--b/snapshots/ffff"
    snapshot.mkdir(parents=True)
    (snapshot / "b.Q4_0.gguf").symlink_to(blob)
    (tmp_path / "lms").mkdir()
    os.link(blob, tmp_path / "lms/same.gguf")
    places = [Place(Keeper.HUGGING_FACE, tmp_path / "hub"), Place(Keeper.LM_STUDIO, tmp_path / "lms")]
    assert elsewhere.find(places) == (Found(Keeper.HUGGING_FACE, snapshot / "b.Q4_0.gguf"),)


def test_circles_pipes_dangling_links_and_missing_folders_are_passed_by(tmp_path: Path) -> None:
    good = file(tmp_path / "a/good.gguf")
    (tmp_path / "a/again").symlink_to(tmp_path)
    (tmp_path / "a/gone.gguf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a/self.gguf").symlink_to(tmp_path / "a/self.gguf")
    os.mkfifo(tmp_path / "a/pipe.gguf")
    file(tmp_path / "a/empty.gguf", b"")
    places = [Place(Keeper.JAN, tmp_path), Place(Keeper.JAN, tmp_path / "missing")]
    assert elsewhere.find(places) == (Found(Keeper.JAN, good),)


def test_a_folder_that_is_too_deep_is_not_followed(tmp_path: Path) -> None:
    file(tmp_path.joinpath(*["d"] * (elsewhere.DEEPEST + 1)) / "deep.gguf")
    assert elsewhere.find([Place(Keeper.JAN, tmp_path)]) == ()


def test_they_are_listed_with_where_they_were_found(tmp_path: Path) -> None:
    blob = file(tmp_path / "blobs" / f"sha256-{DIGEST}")
    manifest(tmp_path, "registry.ollama.ai/library/llama3.2/3b")
    lms = file(tmp_path / "lms/own/tiny.gguf")
    file(tmp_path / "lms/own/mmproj-tiny.gguf")
    places = [Place(Keeper.OLLAMA, tmp_path), Place(Keeper.LM_STUDIO, tmp_path / "lms")]
    library = Library([], tmp_path / "list.json", gguf.read, elsewhere=lambda: elsewhere.find(places))
    models = library.all()
    assert {name: model.path for name, model in models.items()} == {"llama3.2:3b": blob, "tiny": lms}
    assert [model.info.note for model in models.values()] == ["found in Ollama", "found in LM Studio"]
    assert models["llama3.2:3b"].info.name == "llama3.2:3b"
    assert models["llama3.2:3b"].info.unavailable == ""
