"""The search that ends every run of the tests finds what it is for."""

import base64
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest

from tests.support.key_scan import FORMS, KEYS, files_with_keys


def zipped(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside/a.txt", text)
    return made.getvalue()


@pytest.mark.parametrize("before", ["", "x", "xy", "Bearer "])
def test_a_key_is_found_in_every_form_and_place(tmp_path: Path, before: str) -> None:
    said = f"{before}{KEYS[0].decode()}!"
    forms = {"plain": said.encode(), "wide": said.encode("utf-16-le"), "coded": base64.b64encode(said.encode())}
    packed = {"gz": gzip.compress(said.encode()), "xz": lzma.compress(said.encode()), "zip": zipped(said)}
    (tmp_path / "keyrings").mkdir()    # even there: the real one is encrypted
    for name, data in forms.items():
        (tmp_path / "keyrings" / name).write_bytes(b"\x00\xff" * 9 + data)
    (tmp_path / "harmless").write_bytes(b"nothing here")
    for name, data in packed.items():
        (tmp_path / "keyrings" / name).write_bytes(data)
    found = files_with_keys(tmp_path)
    forms |= packed
    for name in forms:    # the search at the end of this very run is not to find them
        (tmp_path / "keyrings" / name).unlink()
    assert sorted(Path(one.partition(": ")[0]).name for one in found) == sorted(forms)
    assert all(len(form) >= 8 for form, _ in FORMS), "shorter ones are in ordinary files"


def test_what_was_there_before_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(KEYS[0])
    written = (tmp_path / "old").stat().st_ctime
    found, later = files_with_keys(tmp_path, written), files_with_keys(tmp_path, written + 1)
    (tmp_path / "old").unlink()
    assert (len(found), later) == (1, [])
