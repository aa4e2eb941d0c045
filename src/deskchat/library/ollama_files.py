"""Which of Ollama's blobs is which model: its manifests say it (ollama ``manifest``, ``types/model/name.go``)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

MODEL_LAYER: Final = "application/vnd.ollama.image.model"
MOST_MANIFESTS: Final = 500
LONGEST_MANIFEST: Final = 256 << 10
_DEPTH: Final = 4    # host/namespace/model/tag
_DIGEST: Final = re.compile(r"sha256:([0-9a-f]{64})")


class _Layer(msgspec.Struct, frozen=True):
    media_type: str = msgspec.field(name="mediaType", default="")
    digest: str = ""


class _Manifest(msgspec.Struct, frozen=True):
    layers: list[_Layer] = []


def find(folder: Path) -> Iterator[tuple[str, Path]]:
    """Name (“llama3.2:3b”) and blob of each model below ``folder``; what can't be understood is left out."""
    for number, (parts, manifest) in enumerate(_manifests(folder / "manifests", ())):
        if number == MOST_MANIFESTS:
            return
        digest = _model_digest(manifest)
        if digest is not None:
            yield _name(parts), folder / "blobs" / f"sha256-{digest}"


def _manifests(folder: Path, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Path]]:
    try:
        names = sorted(path.name for path in folder.iterdir())[: MOST_MANIFESTS + 1]
    except OSError:
        return
    for name in names:
        parts = (*above, name)
        path = folder / name
        if len(parts) == _DEPTH:
            yield parts, path
        elif not path.is_symlink():
            yield from _manifests(path, parts)


def _model_digest(manifest: Path) -> str | None:
    try:
        if not manifest.is_file() or manifest.stat().st_size > LONGEST_MANIFEST:
            return None
        layers = msgspec.json.decode(manifest.read_bytes(), type=_Manifest).layers
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    digests = [_DIGEST.fullmatch(layer.digest) for layer in layers if layer.media_type == MODEL_LAYER]
    return digests[0][1] if digests and digests[0] else None


def _name(parts: tuple[str, ...]) -> str:
    host, namespace, model, tag = parts
    before = [part for part, usual in ((host, "registry.ollama.ai"), (namespace, "library")) if part != usual]
    return "-".join([*before, model]) + f":{tag}"
