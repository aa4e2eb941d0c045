"""What is read of a conversation when it is opened."""

import asyncio
from dataclasses import dataclass

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.persona import Persona
from deskchat.services.drafts import Draft
from deskchat.services.services import Services
from deskchat.services.turns import Turn
from deskchat.ui.conversation.message_box import KEPT_HISTORY
from deskchat.ui.conversation.transcript import parsers
from deskchat.ui.conversation.transcript.entry import Entry, entries_of

PAINTED_AFTER_S = 0.05
END = 128    # messages that are read first: more than any window shows at once, and half of them are the person's


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation, the message that was begun in it, the model that answers next, and the replies under way.

    ``entries``: what is shown of it. Not ``whole``: only its end was read, the rest is to be read next.
    """

    conversation: Conversation
    draft: Draft
    model: ModelInfo
    turns: tuple[Turn, ...]
    entries: tuple[Entry, ...]
    whole: bool = True

    @property
    def said(self) -> list[str]:
        """What the person wrote last, for the composer's history."""
        return [entry.message.text for entry in self.entries if entry.is_person][-KEPT_HISTORY:]


@dataclass(frozen=True, slots=True)
class Whole:
    """All of a conversation, what is shown of it, and the replies under way."""

    conversation: Conversation
    entries: tuple[Entry, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a conversation begins with: the assistant, ``None`` for none, the model, and what was begun to be written."""

    persona: Persona | None
    model: ModelInfo
    draft: Draft


async def read_fresh(services: Services) -> Fresh:
    """What the settings say of a new conversation. Raises ``ChatError`` when there is no model."""
    try:
        persona = await services.personas.default()
    except ChatError:    # the page of assistants tells what is wrong with their file
        persona = None
    draft = await services.drafts.read("")
    if persona is not None and persona.model is not None:
        return Fresh(persona, await model_named(services, persona.model), draft)
    return Fresh(persona, await services.directory.default(), draft)


async def read_opened(services: Services, conversation_id: str) -> Opened:
    """Read it, of a long one only the end. Raises ``ChatError``."""
    loading = asyncio.create_task(asyncio.to_thread(parsers.load))
    turns = services.turns.all_running(conversation_id)    # before the rest: what ends meanwhile still tells its end
    conversation = await services.chats.open(conversation_id, last=END)
    entries, whole = entries_of(conversation), len(conversation.nodes) != END    # more: an old branch is shown
    if not whole:
        # of the first one it is not known what it answers, and which others do
        entries = entries[1:]
        if len(entries) < END // 4:    # an older branch is shown: little of it was made last
            conversation, whole = await services.chats.open(conversation_id), True
            entries = await asyncio.to_thread(entries_of, conversation)
    draft = await services.drafts.read(conversation.id)
    model = await _model_of(services, conversation)
    await loading
    return Opened(conversation, draft, model, turns, entries, whole)


async def read_rest(services: Services, conversation_id: str) -> Whole:
    """Read all of it, when its end has been painted. Raises ``ChatError``."""
    await asyncio.sleep(PAINTED_AFTER_S)
    return await read_whole(services, conversation_id)


async def read_whole(services: Services, conversation_id: str, compared: str | None = None) -> Whole:
    """Read all of it; ``compared`` as in ``entries_of``. What is asked for first is there first. Raises ``ChatError``."""
    turns = services.turns.all_running(conversation_id)    # before the rest: what ends meanwhile still tells its end
    conversation = await services.chats.open(conversation_id)
    return Whole(conversation, entries_of(conversation, compared), turns)


async def _model_of(services: Services, conversation: Conversation) -> ModelInfo:
    if conversation.model is None:
        return await services.directory.default()
    return await model_named(services, conversation.model)


async def model_named(services: Services, ref: ModelRef) -> ModelInfo:
    """The model; one that was removed since is named, and marked as what can't be asked."""
    try:
        return await services.directory.info(ref)
    except ChatError as error:
        return ModelInfo(ref, ref.model, unavailable=error.message)


async def show_version(
    services: Services, conversation: Conversation, node_id: str, compared: str | None = None
) -> Whole:
    """Show that version of a message, and what follows it; one that is gone changes nothing. Raises ``ChatError``."""
    if any(node.id == node_id for node in conversation.nodes):
        await services.chats.show_branch(conversation.id, conversation.newest_leaf_below(node_id))
    return await read_whole(services, conversation.id, compared)


async def pick_version(services: Services, conversation: Conversation, node_id: str) -> tuple[Whole, ModelInfo]:
    """Go on with that one of several replies, and with its model. Raises ``ChatError``."""
    await services.judging.pick(conversation.id, node_id)
    await services.chats.go_on_with(conversation.id, conversation.node(node_id))
    whole = await read_whole(services, conversation.id)
    return whole, await _model_of(services, whole.conversation)
