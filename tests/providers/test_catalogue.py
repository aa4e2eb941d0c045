"""The known providers, the person's own, and the file they are written to."""

from pathlib import Path

import pytest

from deskchat.chat.errors import ChatError
from deskchat.providers.catalogue import Entry, OwnModel, built_in, load
from deskchat.providers.own_providers import add_provider, change_address, remove_provider
from deskchat.providers.wire import open_wire
from tests.faults.cases import case

OWN = """\
# my servers
[[provider]]
id = "work"   # the one at work
name = "Work"
wire = "openai-chat"
base_url = "https://llm.example.com/v1"
key = "keyring"
key_env = "WORK_KEY"
headers = { "X-Team" = "blue" }
models = [{ id = "big", context = 32000, input = ["text", "image"], reasoning = true }]
dialect = { think_tags = true }

[[provider]]
id = "ollama"
base_url = "http://nas.example.com:11434/v1"
"""


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "providers.toml"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("entry", built_in(), ids=lambda e: e.id)
def test_a_built_in_provider_can_be_used(entry: Entry) -> None:
    open_wire(entry.wire, entry.name, entry.dialect)
    assert entry.local or entry.base_url.startswith("https://")
    assert entry.local == (entry.key == "none")
    assert entry.local or (entry.key_env and entry.console_url.startswith("https://"))
    assert not entry.base_url.endswith("/")


def test_the_promised_providers_are_there() -> None:
    assert [entry.id for entry in built_in()] == [
        "openai", "anthropic", "google", "deepseek", "huggingface", "openrouter", "mistral", "groq", "xai",
        "perplexity", "moonshot", "alibaba", "zai", "ollama", "lmstudio", "llama-server", "vllm",
    ]  # fmt: skip


def test_no_file_is_no_problem(own_file: Path) -> None:
    assert load(own_file) == load(None)
    assert load(None).problems == ()


def test_own_providers_are_added_and_override_built_in_ones(own_file: Path) -> None:
    catalogue = load(write(own_file, OWN))
    assert catalogue.problems == ()
    work, ollama = catalogue.entry("work"), catalogue.entry("ollama")
    assert work.own
    assert work.models == (OwnModel("big", 32000, ("text", "image"), True),)
    assert work.key_host == "llm.example.com"
    assert (ollama.name, ollama.key_host, ollama.local) == ("Ollama", "nas.example.com:11434", False)
    assert ollama.dialect["think_tags"] is True
    assert ollama.base_url == "http://nas.example.com:11434"    # its own chat is not below /v1


@pytest.mark.parametrize("wire", ["openai-chat", "anthropic-messages", "google-generate-content", "ollama-chat", "openai-responses"])
def test_each_built_in_provider_can_be_asked_by_another_wire(own_file: Path, wire: str) -> None:
    mine = "".join(f'[[provider]]\nid = "{entry.id}"\nwire = "{wire}"\n' for entry in built_in())
    catalogue = load(write(own_file, mine))
    assert catalogue.problems == ()
    assert {entry.wire for entry in catalogue.entries} == {wire}
    assert all(entry.dialect == (was.dialect if was.wire == wire else {}) for entry, was in zip(catalogue.entries, built_in(), strict=True))


def test_a_server_on_this_machine_is_local(own_file: Path) -> None:
    catalogue = load(write(own_file, '[[provider]]\nid = "mine"\nbase_url = "http://127.0.0.1:9/v1"\n'))
    assert catalogue.entry("mine").local


def test_an_unknown_provider_is_named_with_those_that_are_known() -> None:
    with pytest.raises(ChatError, match="nobody") as caught:
        load().entry("nobody")
    assert caught.value.kind == "not_found"
    assert "openai" in caught.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[provider]]\nid = \n", "line 2"),
        ("provider = 3\n", "[[provider]]"),
        ('[provider]\nid = "x"\n', "[[provider]]"),
        ("\x00" * 100, "at line 1, column 1"),
        ('[[provider]]\nid = "x', "at line 2, column 8"),
        ('[[provider]]\nid = "\udcff"', "no UTF-8 text at line 2, column 7"),
        ("a = " + "[" * 5000, "can't be read"),
    ],
)
def test_a_damaged_file_is_a_sentence_and_the_built_in_ones_stay(own_file: Path, text: str, words: str) -> None:
    write(own_file, "").write_bytes(text.encode("utf-8", "surrogateescape"))
    catalogue = load(own_file)
    assert words in catalogue.problems[0].message
    assert catalogue.entries == built_in()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ('base_url = "ftp://x"', "base_url"),
        ('base_url = "https://user:secret@x.example"', "base_url"),
        ('base_url = "https://x.example"\nkey = "file"', "key"),
        ('base_url = "https://x.example"\nwire = "telepathy"', "telepathy"),
        ('base_url = "https://x.example"\ndialect = { loud = true }', "loud"),
        ('base_url = "https://x.example"\ndialect = 3', "dialect"),
        ('base_url = "https://x.example"\ncolour = "red"', "colour"),
        ('base_url = "https://x.example"\nheaders = { "X-A" = "a\\nb" }', "header"),
        ("base_url = 3", "base_url"),
        ("", "base_url"),
    ],
)
def test_a_wrong_entry_is_left_out_and_said_with_its_line(own_file: Path, fields: str, words: str) -> None:
    catalogue = load(write(own_file, f'{OWN}\n[[provider]]\nid = "bad"\n{fields}\n'))
    assert [entry.id for entry in catalogue.entries][-1] == "work"
    assert words in catalogue.problems[0].message
    assert "line 18" in catalogue.problems[0].message


def test_adding_and_removing_keeps_comments_and_is_read_back(own_file: Path) -> None:
    write(own_file, OWN)
    entry = Entry("new", "New", "http://127.0.0.1:8080/v1", key="keyring", models=(OwnModel("m", context=10),))
    add_provider(own_file, entry)
    assert "# the one at work" in own_file.read_text()
    read = load(own_file).entry("new")
    assert (read.base_url, read.key, read.models, read.own) == (entry.base_url, "keyring", entry.models, True)
    add_provider(own_file, Entry("new", "Renamed", "http://127.0.0.1:8081/v1"))
    assert (load(own_file).entry("new").name, load(own_file).entry("new").key) == ("Renamed", "none")
    remove_provider(own_file, "new")
    assert own_file.read_text().strip() == OWN.strip()


def test_a_first_provider_makes_the_file_for_the_person_alone(own_file: Path) -> None:
    add_provider(own_file, Entry("new", "New", "http://127.0.0.1:8080/v1"))
    assert own_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own_file.parent.iterdir()] == ["providers.toml"]
    assert load(own_file).problems == ()


def test_a_built_in_address_can_be_changed_and_taken_back(own_file: Path) -> None:
    change_address(own_file, "ollama", "http://127.0.0.1:1/v1")
    assert load(own_file).entry("ollama").base_url == "http://127.0.0.1:1"
    remove_provider(own_file, "ollama")
    assert load(own_file).entries == built_in()


def test_a_damaged_file_is_never_written_over(own_file: Path) -> None:
    write(own_file, "[[provider]\n")
    with pytest.raises(ChatError, match="can't be changed"):
        add_provider(own_file, Entry("new", "New", "http://127.0.0.1:8080/v1"))
    assert own_file.read_text() == "[[provider]\n"


@case(58)
@pytest.mark.parametrize(
    ("more", "variable"),
    [
        ('base_url = "https://evil.test/v1"', ""),
        ('base_url = "https://api.openai.com:8443/v1"', ""),
        ('base_url = "https://api.openai.com/v2"', "OPENAI_API_KEY"),
        ('name = "Mine"', "OPENAI_API_KEY"),
        ('base_url = "https://proxy.test/v1"\nkey_env = "OPENAI_API_KEY"', "OPENAI_API_KEY"),
    ],
)
def test_a_key_in_the_environment_does_not_follow_a_changed_address_unasked(own_file: Path, more: str, variable: str) -> None:
    write(own_file, f'[[provider]]\nid = "openai"\n{more}\n')
    assert load(own_file).entry("openai").key_env == variable
