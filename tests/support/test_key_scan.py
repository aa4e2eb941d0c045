"""The search that ends every run of the tests finds what it is for."""

import base64
from pathlib import Path

from tests.support.key_scan import KEYRINGS, KEYS, files_with_keys


def test_a_key_is_found_plain_encoded_and_as_it_travels_and_only_the_keyring_may_have_it(tmp_path: Path) -> None:
    key, plain = KEYS[0], tmp_path / "a" / "log"
    plain.parent.mkdir()
    plain.write_bytes(b"said " + key + b" aloud")
    (tmp_path / "encoded").write_bytes(b"x" + base64.b64encode(key))
    (tmp_path / "header").write_bytes(base64.b64encode(b"Bearer " + key))
    (tmp_path / KEYRINGS).mkdir()
    (tmp_path / KEYRINGS / "login.keyring").write_bytes(key)
    (tmp_path / "harmless").write_bytes(b"nothing here")
    found = files_with_keys(tmp_path)
    for path in tmp_path.rglob("*"):    # the search at the end of this very run is not to find them
        if path.is_file():
            path.write_bytes(b"")
    assert sorted({Path(one.partition(": ")[0]).name for one in found}) == ["encoded", "header", "log"]
