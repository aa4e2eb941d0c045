"""A name for the content of a model file, so that what was read with one model never meets another."""

from hashlib import blake2b
from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 1 << 20
SAMPLES: Final = 64
SAMPLE_BYTES: Final = 16 << 10


def of(path: Path, opened_as: str) -> str:
    """The name of the model in ``path`` as it was opened: engine version, cache type and the like.

    Its head and samples from all over the file are hashed, not every byte: a file of 40 GB would take a minute, and two
    models with the same head, length and samples don't come about by training or by accident.
    """
    digest = blake2b(opened_as.encode(), digest_size=12)
    with path.open("rb") as file:
        size = file.seek(0, 2)
        digest.update(size.to_bytes(8, "little"))
        file.seek(0)
        digest.update(file.read(HEAD_BYTES))
        for place in range(0, size, max(size // SAMPLES, SAMPLE_BYTES)):
            file.seek(place)
            digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()
