import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.engine import gguf
from tests.faults.cases import case
from tests.support import models
from tests.support.bad_ggufs import BAD, LLAMA, head, pair, tensor


@case(106)
@pytest.mark.parametrize("name", sorted(BAD))
def test_a_malformed_file_is_told_by_a_sentence_of_its_own(name: str, tmp_path: Path) -> None:
    content, words = BAD[name]
    path = tmp_path / f"{name}.gguf"
    path.write_bytes(content)
    with pytest.raises(ChatError) as caught:
        gguf.read(path)
    assert caught.value.kind is ErrorKind.MODEL_FILE
    assert words in caught.value.sentence
    assert path.name in caught.value.sentence
    assert caught.value.remedy


def test_the_facts_of_smollm2_are_read() -> None:
    facts = gguf.read(models.smollm2())
    assert facts.architecture == "llama"
    assert facts.quantisation == "Q4_1"
    assert facts.context_tokens == 2048 or facts.context_tokens == 8192
    assert facts.vocabulary == 49152
    assert "<|im_start|>" in facts.template


def test_the_facts_of_gemma3_are_read() -> None:
    facts = gguf.read(models.gemma3())
    assert (facts.architecture, facts.quantisation, facts.template) == ("gemma3", "Q4_K_M", "")
    assert facts.vocabulary == 262144


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.timeout(60)
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    with pytest.raises(ChatError, match="is not a file"):
        gguf.read(tmp_path / "pipe.gguf")


@case(106)
@pytest.mark.parametrize("keep", [1, 3, 23, 24, 100, 10_000, 1_500_000, 50_000_000, -1])
def test_a_file_cut_off_anywhere_is_not_complete(keep: int, tmp_path: Path) -> None:
    whole = models.smollm2()
    size = keep if keep > 0 else whole.stat().st_size + keep
    cut = tmp_path / "cut.gguf"
    with whole.open("rb") as source:
        cut.write_bytes(source.read(min(size, 3_000_000)))
    os.truncate(cut, size)    # sparse: the weights need not be there, only the length counts
    with pytest.raises(ChatError) as caught:
        gguf.read(cut)
    assert caught.value.kind is ErrorKind.MODEL_FILE
    assert "not complete" in caught.value.sentence or size < 4


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ChatError, match="no longer there"):
        gguf.read(tmp_path / "none.gguf")
    with pytest.raises(ChatError, match="folder"):
        gguf.read(tmp_path)


@case(106)
@settings(max_examples=150)
@given(place=st.integers(4, 1500), patch=st.binary(min_size=1, max_size=8))
def test_flipped_bytes_never_give_anything_but_facts_or_a_sentence(place: int, patch: bytes, tmp_path: Path) -> None:
    path = tmp_path / "flipped.gguf"
    with models.smollm2().open("rb") as source:
        start = bytearray(source.read(4096))
    start[place : place + len(patch)] = patch
    path.write_bytes(start)
    fault: ChatError | None = None
    try:
        gguf.read(path)
    except ChatError as error:
        fault = error
    assert fault is None or fault.kind is ErrorKind.MODEL_FILE


@case(114)
def test_names_from_the_file_are_cut_to_one_plain_line() -> None:
    assert gguf._plain("a\u202eb\nc<b>" + "x" * 1000) == ("abc<b>" + "x" * 1000)[:120]


def test_the_header_of_a_split_model_has_the_tensors_of_all_parts(tmp_path: Path) -> None:
    first, second = tmp_path / "whole-00001-of-00002.gguf", tmp_path / "whole-00002-of-00002.gguf"
    first.write_bytes(head(1, 2) + LLAMA + pair("split.count", 2) + tensor([4]) + bytes(64))
    second.write_bytes(head(1, 0) + tensor([8, 2]) + bytes(128))
    assert gguf.header(first).tensors == (gguf.Tensor("t", (4,), 16), gguf.Tensor("t", (8, 2), 64))
    assert gguf.parts(first) == (first, second)
    assert gguf.read(first).size_bytes == first.stat().st_size + second.stat().st_size
    second.unlink()
    with pytest.raises(ChatError, match="needs “whole-00002-of-00002"):
        gguf.header(first)


def test_the_file_of_a_model_that_is_not_split_is_its_only_part() -> None:
    assert gguf.parts(models.smollm2()) == (models.smollm2(),)


def test_the_header_of_smollm2_has_all_its_weights() -> None:
    tensors = gguf.header(models.smollm2()).tensors
    assert len(tensors) == 272
    assert 0 <= models.smollm2().stat().st_size - sum(tensor.size_bytes for tensor in tensors) < 4 << 20
