from datetime import UTC, datetime
from pathlib import Path

from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.services.model_cache import ModelCache, ModelList

LISTED = ModelList(datetime(2026, 11, 29, tzinfo=UTC), (ModelInfo(ModelRef("house/x", "m"), "m"),))


def test_a_list_is_there_after_a_restart_until_it_is_forgotten(tmp_path: Path) -> None:
    ModelCache(tmp_path).keep("house/x", LISTED)
    cache = ModelCache(tmp_path)
    assert cache.get("house/x") == LISTED
    cache.forget("house/x")
    assert cache.get("house/x") is None
    assert ModelCache(tmp_path).get("house/x") is None


def test_a_folder_that_can_not_be_written_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = ModelCache(tmp_path / "file")
    cache.forget("house/x")
    cache.keep("house/x", LISTED)
    assert cache.get("house/x") == LISTED
    cache.forget("house/x")
    assert cache.get("house/x") is None
