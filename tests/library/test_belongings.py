from pathlib import Path

from deskchat.chat.local_model import LocalModel
from deskchat.chat.model import LOCAL, ModelInfo, ModelRef
from deskchat.library import belongings, side_file


def model(path: Path, projector: Path | None = None) -> LocalModel:
    path.parent.mkdir(parents=True, exist_ok=True)
    for file in (path, projector):
        if file is not None:
            file.write_bytes(b"12345")
    return LocalModel(path, ModelInfo(ModelRef(LOCAL, path.stem), path.stem), projector)


def test_all_parts_and_what_stands_beside_go_with_a_model_and_the_empty_folders(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "maker" / "big-GGUF"
    first = model(folder / "big-00001-of-00002.gguf", folder / "mmproj-F16.gguf")
    model(folder / "big-00002-of-00002.gguf")
    side_file.write(folder / "big-00001-of-00002.gguf", "Big", "mit")
    files = belongings.belongings(first, (first,))
    assert [file.name for file in files] == [
        "big-00001-of-00002.gguf", "big-00002-of-00002.gguf", "big-00001-of-00002.toml", "mmproj-F16.gguf",
    ]  # fmt: skip
    belongings.delete(files, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_an_image_part_that_another_model_uses_stays(tmp_path: Path) -> None:
    shared = tmp_path / "mmproj-F16.gguf"
    one, other = model(tmp_path / "a-Q4_0.gguf", shared), model(tmp_path / "a-Q8_0.gguf", shared)
    assert belongings.belongings(one, (one, other)) == (tmp_path / "a-Q4_0.gguf",)
    assert belongings.belongings(one, (one,)) == (tmp_path / "a-Q4_0.gguf", shared)


def test_a_note_on_name_and_licence_is_read_back_and_never_overwrites_one(tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    side_file.write(file, 'A "name" with \\ and ü', "llama3.2\nx = 1")
    side_file.write(file, "Another", "mit")
    read = side_file.read(file)
    assert (read.name, read.licence) == ('A "name" with \\ and ü', "llama3.2\nx = 1")


def test_the_room_taken_counts_everything_below(tmp_path: Path) -> None:
    model(tmp_path / "a" / "m.gguf")
    (tmp_path / "a" / "n.gguf.part").write_bytes(b"123")
    assert belongings.size_below(tmp_path) == 8
    assert belongings.size_below(tmp_path / "nowhere") == 0
