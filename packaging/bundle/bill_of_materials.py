"""What a package is made of, for machines: CycloneDX 1.5 (https://cyclonedx.org), the Python packages out of uv.lock by uv.

uv knows Python packages only, so what else is in a package stands here. No dates and no numbers drawn by chance: the same
commit makes the same file.
"""

import hashlib
import json
import platform
import uuid
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from steps import commit_time, run, starter_model, version

NAME = "deskchat-{version}.cdx.json"
NAMESPACE = uuid.UUID("6f1f5b1e-2f6b-4c2a-8f9f-6d2d6e7f7a11")    # drawn once, for these files


def write(output: Path, uv: Path) -> Path:
    """Write it into ``output``, with what the program ``uv`` tells."""
    told = json.loads(run([str(uv), "export", "--quiet", "--frozen", "--no-dev", "--format", "cyclonedx1.5"]))
    made = output / NAME.format(version=version())
    made.write_text(json.dumps(completed(told), indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8", newline="\n")
    return made


def completed(told: dict[str, Any]) -> dict[str, Any]:
    """``told`` by uv, with what else is in a package, and the commit's date instead of now."""
    parts = [*told["components"], *_others()]
    moment = datetime.fromtimestamp(commit_time(), UTC).isoformat().replace("+00:00", "Z")
    metadata = {**told["metadata"], "timestamp": moment}
    content = json.dumps([parts, metadata], sort_keys=True)
    return {**told, "components": parts, "metadata": metadata, "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, content)}"}


def _others() -> list[dict[str, Any]]:
    qt, engine, model = installed("PySide6-Essentials"), installed("llama-cpp-python"), starter_model()
    return [
        _library("Qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}"),
        _library("CPython", platform.python_version(), "PSF-2.0", f"pkg:generic/python@{platform.python_version()}"),
        _library("llama.cpp", f"as in llama-cpp-python {engine}", "MIT", "pkg:github/ggml-org/llama.cpp"),
        {
            "type": "machine-learning-model", "bom-ref": model.name, "name": model.name,
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(model.read_bytes()).hexdigest()}],
        },
    ]  # fmt: skip


def _library(name: str, number: str, licence: str, address: str) -> dict[str, Any]:
    return {
        "type": "library", "bom-ref": name, "name": name, "version": number, "purl": address,
        "licenses": [{"license": {"id": licence}}],
    }  # fmt: skip
