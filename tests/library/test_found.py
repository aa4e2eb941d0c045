import json
import shutil
import threading
from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.model import ModelRef, Sampling
from deskchat.engine import gguf
from deskchat.library.found import BASE_MODEL_NOTE, Library
from tests.support.bad_ggufs import head, pair, tensor


def small_gguf(name: str = "Tiny Test", template: str = "{{ messages }}") -> bytes:
    keys = [
        pair("general.architecture", "llama"),
        pair("general.name", name),
        pair("general.file_type", 7),
        pair("llama.context_length", 4096),
    ]
    if template:
        keys.append(pair("tokenizer.chat_template", template))
    return head(1, len(keys)) + b"".join(keys) + tensor([8]) + bytes(128)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "models"
    made.mkdir()
    return made


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "model-files.json"


@pytest.fixture
def library(folder: Path, list_file: Path) -> Library:
    return Library([folder], list_file, gguf.read)


def test_files_in_the_folders_are_found_with_their_facts(folder: Path, library: Library) -> None:
    (folder / "tiny.Q8_0.gguf").write_bytes(small_gguf())
    (model,) = library.all().values()
    assert model.path == folder / "tiny.Q8_0.gguf"
    assert model.info.ref == ModelRef("local", "tiny.Q8_0")
    assert (model.info.name, model.info.quantisation, model.info.context_tokens) == ("Tiny Test", "Q8_0", 4096)
    assert model.info.size_bytes == len(small_gguf())
    assert (model.info.note, model.info.unavailable, model.info.vision) == ("", "", False)


def test_headers_that_an_older_program_read_are_read_once_more(folder: Path, list_file: Path, library: Library) -> None:
    (folder / "tiny.Q8_0.gguf").write_bytes(small_gguf())
    library.all()
    content = json.loads(list_file.read_bytes())
    content["added"] = [str(folder / "gone.gguf")]
    (known,) = content["known"].values()
    known["facts"] = {"name": "Tiny Test", "size_bytes": 1}    # it knew nothing else
    del content["edition"]
    list_file.write_text(json.dumps(content))
    models = Library([folder], list_file, gguf.read).all()
    assert models["tiny.Q8_0"].info.quantisation == "Q8_0"
    assert "gone" in models, "what was added stays"


def test_a_template_with_a_switch_lets_one_choose_how_much_the_model_thinks(folder: Path, library: Library) -> None:
    (folder / "a.gguf").write_bytes(small_gguf(template="{% if enable_thinking %}<think>{% endif %}"))
    (folder / "b.gguf").write_bytes(small_gguf())
    switched, plain = (model.info for model in library.all().values())
    assert (switched.reasons, switched.efforts) == (True, ("none", "high"))
    assert (plain.reasons, plain.efforts) == (False, ())


def test_a_side_file_gives_name_note_and_the_makers_sampling(folder: Path, library: Library) -> None:
    (folder / "a.gguf").write_bytes(small_gguf())
    (folder / "a.toml").write_text('name = "A"\nnote = "small"\n[sampling]\ntemperature = 0.2\ntop_p = 0.9\n')
    info = library.all()["a"].info
    assert (info.name, info.note, info.defaults) == ("A", "small", Sampling(temperature=0.2, top_p=0.9))


@pytest.mark.parametrize("content", ["not toml [", "name = 3", "\x00", "x = " + "[" * 5_000, '[sampling]\ntemperature = "hot"'])
def test_a_broken_side_file_does_not_hide_the_model(content: str, folder: Path, library: Library) -> None:
    (folder / "a.gguf").write_bytes(small_gguf())
    (folder / "a.toml").write_text(content)
    assert library.all()["a"].info.name == "Tiny Test"


def test_the_starter_model_brings_its_makers_values() -> None:
    from deskchat import paths
    from deskchat.library import side_file

    read = side_file.read(paths.resources() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf")
    assert read.name == "SmolLM2 135M Instruct"
    assert read.sampling == Sampling(temperature=0.2, top_p=0.9, max_tokens=1024)
    assert "tiny" in read.note


def test_a_base_model_is_labelled(folder: Path, library: Library) -> None:
    (folder / "base.gguf").write_bytes(small_gguf(template=""))
    assert library.all()["base"].info.note == BASE_MODEL_NOTE


def test_image_parts_and_later_parts_of_split_models_are_hidden(folder: Path, library: Library) -> None:
    names = ["mmproj-model-f16.gguf", "x-00002-of-00002.gguf", "model-mmproj.gguf", "readme.txt", ".part.gguf", "good.gguf"]
    for name in names:
        (folder / name).write_bytes(small_gguf())
    assert list(library.all()) == ["good"]


def test_a_file_from_elsewhere_is_added_and_survives_a_restart(tmp_path: Path, library: Library, list_file: Path) -> None:
    path = tmp_path / "elsewhere ü.gguf"
    path.write_bytes(small_gguf("Elsewhere"))
    added = library.add(path)
    assert added.info.name == "Elsewhere"
    assert library.add(path) == added
    assert list_file.stat().st_mode & 0o777 == 0o600
    assert Library([], list_file, gguf.read).all() == {"elsewhere ü": added}


def test_a_file_that_can_not_be_used_is_not_added(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "page.gguf"
    path.write_bytes(b"<html>")
    with pytest.raises(ChatError, match="web page"):
        library.add(path)
    assert library.all() == {}


def test_a_file_that_is_gone_stays_listed_and_says_so(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "here.gguf"
    path.write_bytes(small_gguf("Here"))
    library.add(path)
    path.unlink()
    info = library.all()["here"].info
    assert (info.name, info.unavailable) == ("Here", "The file “here.gguf” is no longer there.")
    path.write_bytes(small_gguf("Here"))
    assert library.all()["here"].info.unavailable == ""


def test_no_more_context_is_promised_than_the_engine_gives_memory_to(folder: Path, list_file: Path) -> None:
    (folder / "a.gguf").write_bytes(small_gguf())
    assert Library([folder], list_file, gguf.read, context_limit=1024).all()["a"].info.context_tokens == 1024


def test_a_broken_file_in_a_folder_is_listed_with_its_fault(folder: Path, library: Library) -> None:
    (folder / "cut.gguf").write_bytes(small_gguf()[:60])
    assert "not complete" in library.all()["cut"].info.unavailable


def test_equal_names_get_numbers(folder: Path, tmp_path: Path, library: Library) -> None:
    (folder / "a.gguf").write_bytes(small_gguf("One"))
    (tmp_path / "a.gguf").write_bytes(small_gguf("Two"))
    assert library.add(tmp_path / "a.gguf").info.ref == ModelRef("local", "a-2")
    assert list(library.all()) == ["a", "a-2"]


def test_a_file_of_somebody_nobody_knows_is_one_that_is_not_there(library: Library) -> None:
    with pytest.raises(ChatError, match="no longer there"):
        library.add(Path("~nobody-of-that-name/model.gguf"))


def test_removing_takes_only_what_was_added(folder: Path, tmp_path: Path, library: Library) -> None:
    (folder / "own.gguf").write_bytes(small_gguf())
    (tmp_path / "b.gguf").write_bytes(small_gguf())
    library.add(tmp_path / "b.gguf")
    library.remove("b")
    assert (tmp_path / "b.gguf").exists()
    assert list(library.all()) == ["own"]
    with pytest.raises(ChatError) as caught:
        library.remove("own")
    assert caught.value.kind is ErrorKind.NOT_FOUND


def test_a_header_is_read_once_until_the_file_changes(folder: Path, list_file: Path) -> None:
    read: list[Path] = []

    def inspect(path: Path) -> gguf.GgufFacts:
        read.append(path)
        return gguf.read(path)

    (folder / "a.gguf").write_bytes(small_gguf("One"))
    Library([folder], list_file, inspect).all()
    Library([folder], list_file, inspect).all()
    assert len(read) == 1
    (folder / "a.gguf").write_bytes(small_gguf("Another"))
    assert Library([folder], list_file, inspect).all()["a"].info.name == "Another"
    assert len(read) == 2


def test_a_damaged_list_is_an_empty_one(folder: Path, library: Library, list_file: Path) -> None:
    list_file.parent.mkdir()
    list_file.write_bytes(b'{"added": 3')
    (folder / "a.gguf").write_bytes(small_gguf())
    assert list(library.all()) == ["a"]


def test_folders_that_come_and_go_while_it_looks_are_no_error(folder: Path, library: Library) -> None:
    end = threading.Event()

    def come_and_go() -> None:
        while not end.is_set():
            for number in range(8):
                deep = folder / str(number) / "deep"
                deep.mkdir(parents=True, exist_ok=True)
                (deep / "tiny.gguf").write_bytes(small_gguf())
            for number in range(8):
                shutil.rmtree(folder / str(number))

    churning = threading.Thread(target=come_and_go)
    churning.start()
    try:
        seen = [library.all() for _ in range(150)]
    finally:
        end.set()
        churning.join()
    assert all(name.startswith("tiny") for models in seen for name in models)


def test_a_list_that_was_edited_into_nonsense_names_what_is_not_there(list_file: Path, library: Library) -> None:
    list_file.parent.mkdir()
    list_file.write_text(json.dumps({"added": ["/nowhere/a\0b.gguf", "relative.gguf", "/" + "long" * 100 + ".gguf"]}))
    assert [model.info.unavailable != "" for model in library.all().values()] == [True] * 3
