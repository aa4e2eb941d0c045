"""What is kept to be faster next time goes back to the system."""

import apsw

from deskchat.services.services import Services

PAGES_BYTES = 200_000


async def test_the_database_lets_go_of_pages_that_it_has_read(services: Services) -> None:
    """Both connections: what was stored on one, and what was listed on the other."""
    conversation = await services.chats.create()
    await services.drafts.keep_text(conversation.id, "x" * 2 * PAGES_BYTES)
    await services.drafts.read(conversation.id)
    await services.finding.search("anything")
    before = apsw.memory_used()
    await services.memory.give_back()
    assert before - apsw.memory_used() > PAGES_BYTES
    assert (await services.chats.open(conversation.id)).id == conversation.id
