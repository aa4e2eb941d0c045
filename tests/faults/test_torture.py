"""The torture set, streamed and after a restart: the window lives, and nothing is connected to."""

from collections.abc import Iterator

import pytest

from tests.faults.cases import case
from tests.faults.scene import Looks, Scene, can_watch
from tests.support.torture import constructs, items

ALL = items()
WANTED = (
    "constructs 1", "the specification 1", "a table of GFM", "10,000 quotes in each other", "100,000 backticks", "emoji", "1,000 formulas",
)    # fmt: skip
IN_THE_SUITE = tuple(name for name in WANTED if name in ALL)    # the specification is not to be had everywhere


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    if not can_watch():
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("torture")
    with Scene(folder / "home", folder / "opened.log") as made:
        yield made


@pytest.fixture(scope="module")
def looks(scene: Scene) -> dict[str, Looks]:
    return scene.look_at({name: ALL[name] for name in IN_THE_SUITE})


def test_there_are_more_than_a_thousand_constructs() -> None:
    assert len(set(constructs())) > 1_000


@case(9)
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", IN_THE_SUITE)
def test_the_window_lives_and_shows_it(looks: dict[str, Looks], name: str) -> None:
    for seen in looks[name].all:
        assert seen.length == len(ALL[name])
        assert seen.shown


@case(1)
def test_nothing_is_connected_to(scene: Scene, looks: dict[str, Looks]) -> None:
    assert looks
    assert scene.connections() == {scene.server.port}
