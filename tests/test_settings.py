"""The settings: what is kept, what is refused, and what a bad file does."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from deskchat import settings
from deskchat.chat.errors import ChatError
from deskchat.settings import ALL, CONTEXT_TOKENS, FONT_SIZE, OFFLINE, THEME, THREADS, Settings
from deskchat.settings_file import without_password
from tests.faults.cases import case


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.toml"


def test_what_was_set_is_there_after_a_restart(path: Path) -> None:
    values = Settings.load(path)
    values.set(THEME, "dark")
    values.set(CONTEXT_TOKENS, 4096)
    values.set(OFFLINE, True)
    values.save()
    again = Settings.load(path)
    assert (again.get(THEME), again.get(CONTEXT_TOKENS), again.get(OFFLINE)) == ("dark", 4096, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_comments_order_and_unknown_keys_survive_a_change(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\n[appearance]\ntheme = "light" # at noon\nlater = [1, 2]\n\n[plugin.x]\ny = 1\n')
    values = Settings.load(path)
    values.set(THEME, "dark")
    values.save()
    assert path.read_text() == '# mine\n[appearance]\ntheme = "dark" # at noon\nlater = [1, 2]\n\n[plugin.x]\ny = 1\n'


def test_what_another_window_wrote_meanwhile_is_kept(path: Path) -> None:
    one, two = Settings.load(path), Settings.load(path)
    one.set(THEME, "dark")
    one.save()
    two.set(FONT_SIZE, 14)
    two.save()
    again = Settings.load(path)
    assert (again.get(THEME), again.get(FONT_SIZE)) == ("dark", 14)


@case(99)
@pytest.mark.parametrize("content", [b"theme = [", b"\x00" * 200, b"\xff\xfe\x00", b"[a]\n[a]\n"])
def test_a_bad_file_is_kept_aside_and_the_defaults_hold(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    values = Settings.load(path)
    assert values.get(THEME) == "system"
    assert ["settings.toml.bad" in notice for notice in values.notices] == [True]
    assert path.with_name("settings.toml.bad").read_bytes() == content
    values.set(THEME, "dark")
    values.save()
    assert Settings.load(path).get(THEME) == "dark"


@case(99)
@pytest.mark.parametrize("content", ["[plugin]\ndeep = " + "[" * 150 + "]" * 150, "[appearance]\ntheme = ["])
def test_a_file_that_can_t_be_changed_stays_as_it_is_and_what_was_set_holds(path: Path, content: str) -> None:
    """One that only the reader understands, and one that somebody is writing just now."""
    values = Settings.load(path)
    path.parent.mkdir()
    path.write_text(content)
    values.set(THEME, "dark")
    with pytest.raises(ChatError, match="could not be changed"):
        values.save()
    assert path.read_text() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    path.write_text("[appearance]\nfont_size = 14    # corrected\n")
    values.save()
    again = Settings.load(path)
    assert (again.get(THEME), again.get(FONT_SIZE)) == ("dark", 14)


@case(99)
@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"[appearance]\ntheme = [", "line 2, column 10"),
        (b"[appearance]\ntheme = \"dark", "line 2"),
        (b"\x00" * 200, "line 1, column 1"),
        (b"[appearance]\ntheme = \"\xff\"", "line 2, column 10"),
        (b"[a]\n[a]\n", "line 2, column 3"),
    ],
)
def test_a_file_broken_by_hand_is_named_with_line_and_column(path: Path, content: bytes, place: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    (notice,) = Settings.load(path).notices
    assert f"could not be understood at {place}" in notice
    assert path.with_name("settings.toml.bad").read_bytes() == content


@case(99)
def test_a_mark_that_an_editor_put_before_the_file_costs_nothing(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[appearance]\ntheme = "dark"    # mine\n', "utf-8-sig")
    values = Settings.load(path)
    assert (values.get(THEME), values.notices) == ("dark", ())
    values.set(THREADS, 3)
    values.save()
    again = Settings.load(path)
    assert (again.get(THEME), again.get(THREADS)) == ("dark", 3)
    assert "# mine" in path.read_text()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_bad_file_is_kept_without_the_password_of_a_proxy(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('[network]\nproxy = "http://me:p@ss-canary-4711@proxy.example:3128"\ntheme = [')
    (notice,) = Settings.load(path).notices
    assert "The password of your proxy was left out" in notice
    assert path.with_name("settings.toml.bad").read_text() == '[network]\nproxy = "http://me@proxy.example:3128"\ntheme = ['
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml.bad"]


def test_a_wrong_value_is_named_with_line_and_column(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[engine]\ntheme = 1\n[appearance]\n  theme = 3\n")
    (notice,) = Settings.load(path).notices
    assert "appearance.theme (line 4, column 11 of the settings file)" in notice
    path.write_text("engine = 5")
    (notice,) = Settings.load(path).notices
    assert "“engine” in the settings must be a table" in notice


@case(99)
@trying(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet="[]={}\"'#.,\n \\t5eab_-", max_size=60).map(str.encode),
        st.sampled_from([b'[p = "HTTP://me:se@cret@proxy"', b"a = " + b"[" * 5000, b'[appearance]\ntheme = "dark"\n'[:20], b"[appearance.theme]\nx = 1"]),
    )
)
def test_no_file_whatever_keeps_the_program_from_starting(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    for old in tmp_path.iterdir():
        old.unlink()
    path.write_bytes(content)
    values = Settings.load(path)
    assert values.get(THEME) in ("system", "light", "dark")
    kept = {file.read_bytes() for file in tmp_path.iterdir()}
    assert kept & {content, without_password(content)}, "what was there is kept"


@case(99)
@pytest.mark.parametrize("content", ["[appearance]\ntheme = 3", '[appearance]\ntheme = "pink"', "[engine]\nthreads = true", "engine = 5"])
def test_a_value_that_can_not_be_used_costs_only_itself(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    values = Settings.load(path)
    assert (values.get(THEME), values.get(THREADS), values.get(CONTEXT_TOKENS)) == ("system", 0, 8192)
    assert path.read_text() == content


def test_values_out_of_bounds_are_refused(path: Path) -> None:
    values = Settings.load(path)
    for setting, value in ((CONTEXT_TOKENS, 511), (FONT_SIZE, 7), (CONTEXT_TOKENS, True)):
        with pytest.raises(ValueError, match=setting.key):
            values.set(setting, value)


def test_listeners_hear_changes_until_they_stop(path: Path) -> None:
    values, heard = Settings.load(path), list[str]()
    stop = values.subscribe(heard.append)
    values.set(THEME, "dark")
    values.set(THEME, "dark")
    stop()
    values.set(THEME, "light")
    assert heard == ["appearance.theme"]


def test_a_folder_that_can_not_be_written_is_a_sentence_and_the_value_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    values = Settings.load(tmp_path / "file" / "settings.toml")
    values.set(THEME, "dark")
    with pytest.raises(ChatError, match="could not be written"):
        values.save()
    assert values.get(THEME) == "dark"


def test_every_setting_has_a_key_of_its_own_and_a_default_within_its_bounds() -> None:
    assert {THEME, OFFLINE, THREADS} < set(ALL)
    assert all(setting.accepts(setting.default) for setting in ALL)
    assert len({setting.key for setting in ALL}) == len(ALL)


SAVER = """
import sys
from pathlib import Path
from deskchat.settings import FONT_SIZE, Settings
values = Settings.load(Path(sys.argv[1]))
while True:
    for size in range(8, 33):
        values.set(FONT_SIZE, size)
        values.save()
        print(size, flush=True)
"""


@case(99)
def test_a_kill_while_saving_leaves_a_whole_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("# kept\n" + "".join(f"[mine.t{count}]\nx = 1\n" for count in range(200)))
    for count in range(6):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, path], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        saver.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            saver.wait(0.15 + 0.013 * count)    # how long it may write before it is killed
        saver.kill()
        saver.communicate()
        again = Settings.load(path)
        assert again.notices == ()
        assert path.read_text().startswith("# kept\n[mine.t0]")
    assert again.get(FONT_SIZE) != FONT_SIZE.default


def test_a_list_is_kept_as_one_and_bounded(path: Path) -> None:
    values = Settings.load(path)
    values.set(settings.FALLBACK_MODELS, ("openai/gpt", "local/smol"))
    values.save()
    assert 'models = ["openai/gpt", "local/smol"]' in path.read_text()
    assert Settings.load(path).get(settings.FALLBACK_MODELS) == ("openai/gpt", "local/smol")
    with pytest.raises(ValueError, match="fallback"):
        values.set(settings.FALLBACK_MODELS, ("x",) * 21)
    path.write_text("[fallback]\nmodels = [1, 2]\n")
    assert Settings.load(path).get(settings.FALLBACK_MODELS) == ()
    assert Settings.load(path).notices != ()


@pytest.mark.parametrize(
    ("proxy", "taken"),
    [
        ("none", True),
        ("http://proxy.example:3128", True),
        ("https://me@proxy.example/", True),
        ("https://me:secret@proxy.example/", False),    # the password's place is the keyring
        ("proxy.example", False),
        ("socks5://proxy.example", False),
        ("http://a b", False),
    ],
)
def test_a_proxy_is_an_address_or_a_word(path: Path, proxy: str, taken: bool) -> None:
    assert settings.PROXY.accepts(proxy) is taken
