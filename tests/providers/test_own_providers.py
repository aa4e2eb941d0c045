"""Changes to a file that people edit, too."""

from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.providers import catalogue
from deskchat.providers.own_providers import change_address
from tests.faults.cases import case

OWN = '# mine\n[[provider]]\nid = "house"\nname = "House"\nbase_url = "http://127.0.0.1:1/v1"\n'


@case(99)
def test_a_mark_that_an_editor_put_before_the_file_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_text(OWN, "utf-8-sig")
    change_address(path, "house", "http://127.0.0.1:2/v1")
    assert "# mine" in path.read_text()
    assert catalogue.load(path).entry("house").base_url == "http://127.0.0.1:2/v1"


@case(99)
@pytest.mark.parametrize("content", ["[[provider", "provider = 1", "a = " + "[" * 100_000])
def test_a_file_that_can_not_be_understood_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "providers.toml"
    path.write_text(content)
    with pytest.raises(ChatError, match="can't be changed"):
        change_address(path, "house", "http://127.0.0.1:2/v1")
    assert path.read_text() == content
