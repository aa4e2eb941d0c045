"""Any conversation goes on with any model: nothing is refused, and nothing is lost that the model could have taken."""

from collections.abc import Iterator

import pytest

from deskchat.chat.message import Message
from deskchat.chat.parts import StatePart
from deskchat.chat.plan import make_plan
from tests.switching.matrix import HISTORIES, MAKERS, TARGETS, answer, continued, user
from tests.switching.strict import StrictServer

BY_NAME = {target.name: target for target in TARGETS}


@pytest.fixture(scope="module")
def server() -> Iterator[StrictServer]:
    with StrictServer({target.name: target.kind for target in TARGETS}) as running:
        yield running


@pytest.fixture
async def replies(server: StrictServer) -> dict[str, Message]:
    """A reply of each maker, as it was really given."""
    made = {}
    for name in MAKERS:
        plan = make_plan([user("Where is Paris?")], BY_NAME[name].info)
        made[name] = await answer(server, BY_NAME[name], plan.request)
    return made


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
@pytest.mark.parametrize("history", HISTORIES)
async def test_a_history_of_any_maker_goes_on(server: StrictServer, replies: dict[str, Message], history: str, target: object) -> None:
    for maker, reply in replies.items():
        wrong = await continued(server, reply, history, target)    # type: ignore[arg-type]
        assert wrong == [], maker


async def test_makers_that_want_something_back_get_it_and_nobody_else_does(server: StrictServer, replies: dict[str, Message]) -> None:
    wanting = {name for name, reply in replies.items() if any(isinstance(part, StatePart) for part in reply.parts)}
    assert wanting == {"gpt-5.5", "gemini-3.1-pro-preview", "openrouter"}
    for maker in wanting:
        for target in TARGETS:
            await continued(server, replies[maker], "plain", target)
            assert ("sealed" in str(server.taken[-1]) or "c2VhbGVk" in str(server.taken[-1])) == (target.name == maker)
