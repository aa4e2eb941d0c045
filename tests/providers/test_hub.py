import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.providers import hub

SHA = "c" * 64


def listed(path: str, size: int = 100, sha256: str = SHA) -> dict[str, object]:
    return {"type": "file", "path": path, "size": size, "oid": "1" * 40, "lfs": {"oid": sha256, "size": size}}


def models(*paths: str) -> tuple[hub.HubModel, ...]:
    return hub.models(json.dumps([listed(path) for path in paths]).encode())


def test_split_files_are_one_model_and_projectors_are_beside_it() -> None:
    (model,) = models("Q8_0/a-Q8_0-00002-of-00002.gguf", "Q8_0/a-Q8_0-00001-of-00002.gguf", "mmproj-a-f16.gguf")
    assert [part.path[-20:] for part in model.parts] == ["0-00001-of-00002.gguf"[-20:], "0-00002-of-00002.gguf"[-20:]]
    assert (model.size_bytes, model.quantisation, model.parts[0].sha256) == (200, "Q8_0", SHA)
    assert [part.path for part in model.projectors] == ["mmproj-a-f16.gguf"]


@pytest.mark.parametrize(
    ("path", "quantisation"),
    [("m-Q4_K_M.gguf", "Q4_K_M"), ("m.IQ2_XXS.gguf", "IQ2_XXS"), ("m-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"), ("m.gguf", ""),
     ("m-bf16.gguf", "BF16"), ("Q6_K/m.gguf", "Q6_K")],
)    # fmt: skip
def test_the_quantisation_is_read_from_the_name(path: str, quantisation: str) -> None:
    assert models(path)[0].quantisation == quantisation


@pytest.mark.parametrize(
    "path",
    ["../a.gguf", "/a.gguf", "a//b.gguf", "C:\\a.gguf", "a:b.gguf", ".hidden.gguf", "a\n.gguf", "a.txt", "x" * 300 + ".gguf",
     "m-00001-of-00003.gguf", "m-imatrix.gguf", "mmproj-m.gguf"],
)    # fmt: skip
def test_what_can_not_be_downloaded_as_a_model_is_left_out(path: str) -> None:
    assert models(path) == ()


def test_a_repository_is_told_with_licence_and_gate() -> None:
    body = {"id": "meta/Llama-GGUF", "sha": "a" * 40, "gated": "manual", "downloads": 5, "tags": ["license:llama3.2"]}
    (found,) = hub.found(json.dumps([body, {"id": "../x"}, 3]).encode())
    assert found == hub.Repository("meta/Llama-GGUF", "a" * 40, 5, True, "llama3.2")
    (found,) = hub.found(json.dumps([{**body, "gguf": {"total": 8_000_000_000, "architecture": "llama"}}]).encode())
    assert found.parameters == 8_000_000_000


@pytest.mark.parametrize(
    ("words", "name"),
    [("maker/m-GGUF", "maker/m-GGUF"), (" https://huggingface.co/maker/m-GGUF/tree/main ", "maker/m-GGUF"), ("qwen3 4b", ""),
     ("http://127.0.0.1:1/maker/m", "maker/m"), ("a/..", ""), ("", "")],
)  # fmt: skip
def test_a_repository_is_known_by_its_name_or_the_address_of_its_page(words: str, name: str) -> None:
    assert hub.named(words, "http://127.0.0.1:1") == name


def test_bytes_are_asked_for_from_where_they_are_missing() -> None:
    assert dict(hub.piece("u").headers) == {"Accept": "*/*"}
    assert hub.piece("u", None, 5, None, '"e"').headers["Range"] == "bytes=5-"
    assert hub.piece("u", None, 5, None, '"e"').headers["If-Range"] == '"e"'
    assert "If-Range" not in hub.piece("u", None, 5, None, 'W/"e"').headers
    assert hub.piece("u", None, 0, 10).headers["Range"] == "bytes=0-9"


@pytest.mark.parametrize(
    ("status", "headers", "start"),
    [(200, {}, 0), (200, {"content-length": "100"}, 0), (206, {"content-range": "bytes 40-99/100"}, 40), (416, {}, -1),
     (206, {"content-range": "bytes 40-99/*", "content-length": "60"}, 40),
     (206, {}, None), (206, {"content-range": "bytes 40-99/101"}, None), (206, {"content-range": "bytes 40-100/*"}, None),
     (200, {"content-length": "99"}, None), (206, {"content-range": "bytes 40-99/100", "content-length": "61"}, None)],
)  # fmt: skip
def test_an_answer_of_another_size_is_refused(status: int, headers: dict[str, str], start: int | None) -> None:
    if start is None:
        with pytest.raises(ChatError, match="the sizes differ"):
            hub.starts_at(status, headers, 100)
    else:
        assert hub.starts_at(status, headers, 100) == start


def test_a_gated_model_is_explained() -> None:
    error = hub.failure(403, {"x-error-code": "GatedRepo"}, b"")
    assert (error.kind, "terms" in error.sentence, "token" in error.remedy) == (ErrorKind.PERMISSION, True, True)
    assert hub.failure(401, {}, b"").kind is ErrorKind.NOT_FOUND
    assert hub.failure(429, {}, b"").kind is ErrorKind.RATE_LIMIT
    assert hub.failure(503, {}, b"").kind is ErrorKind.OVERLOADED


def test_the_endpoint_is_obeyed_and_the_key_stays_in_its_header() -> None:
    at = hub.endpoint({"HF_ENDPOINT": "https://mirror.example/"})
    call = hub.tree(at, "a/b", "f" * 40, "hf_secret")
    assert call.url == f"https://mirror.example/api/models/a/b/tree/{'f' * 40}?recursive=true"
    assert call.authorization == {"Authorization": "Bearer hf_secret"}
    assert hub.endpoint({}) == "https://huggingface.co"
    with pytest.raises(ChatError):
        hub.endpoint({"HF_ENDPOINT": "file:///etc"})


@pytest.mark.parametrize("name", ["a", "a/b/c", "../b", "a/..", "a/b?x=1", "a/b#", ""])
def test_odd_repository_names_are_refused(name: str) -> None:
    with pytest.raises(ChatError):
        hub.repository(hub.USUAL_ENDPOINT, name)


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["id", "type", "path", "size", "lfs", "cardData", "tags", "sha"]), inner, max_size=5),
).map(lambda value: json.dumps(value).encode()))    # fmt: skip
def test_any_answer_is_read_or_refused(body: bytes) -> None:
    for read in (hub.found, hub.told, hub.models):
        try:
            read(body)
        except ChatError as error:
            assert error.kind is ErrorKind.PROTOCOL


@pytest.mark.parametrize(
    ("repository", "model"),
    [
        ("unsloth/Qwen3-8B-GGUF", "qwen3-8b"),
        ("bartowski/Qwen_Qwen3-8B-GGUF", "qwen3-8b"),
        ("x/Qwen3-8B-Q4_K_M-GGUF", "qwen3-8b"),
        ("x/qwen3-8b.IQ4_XS.gguf", "qwen3-8b"),
        ("ggml-org/gpt-oss-20b-GGUF", "gpt-oss-20b"),
    ],
)
def test_the_same_model_is_known_whoever_offers_it(repository: str, model: str) -> None:
    assert hub.model_of(repository) == model


def test_without_words_models_to_chat_with_are_asked_for() -> None:
    asked = parse_qs(urlsplit(hub.search("https://hub.example", "").url).query)
    assert asked["filter"] == ["gguf", "conversational"]
    assert "search" not in asked
    assert parse_qs(urlsplit(hub.search("https://hub.example", "tiny").url).query)["search"] == ["tiny"]
