"""What is read of a conversation when it is opened."""

from dataclasses import dataclass

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo, ModelRef
from deskchat.chat.persona import Persona
from deskchat.services.drafts import Draft
from deskchat.services.services import Services
from deskchat.services.turns import Turn


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation, the message that was begun in it, the model that answers next, and the replies under way."""

    conversation: Conversation
    draft: Draft
    model: ModelInfo
    turns: tuple[Turn, ...]

    @property
    def said(self) -> list[str]:
        """What the person wrote, for the composer's history."""
        return [node.message.text for node in self.conversation.branch() if node.message.role is Role.USER]


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
    """Read it. Raises ``ChatError``."""
    turns = services.turns.all_running(conversation_id)    # before the rest: what ends meanwhile still tells its end
    conversation = await services.chats.open(conversation_id)
    draft = await services.drafts.read(conversation.id)
    return Opened(conversation, draft, await _model_of(services, conversation), turns)


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


async def show_version(services: Services, conversation: Conversation, node_id: str) -> Conversation:
    """Show that version of a message, and what follows it; one that is gone changes nothing. Raises ``ChatError``."""
    if all(node.id != node_id for node in conversation.nodes):
        return conversation
    await services.chats.show_branch(conversation.id, conversation.newest_leaf_below(node_id))
    return await services.chats.open(conversation.id)


async def pick_version(services: Services, conversation: Conversation, node_id: str) -> Opened:
    """Go on with that one of several replies, and with its model. Raises ``ChatError``."""
    await services.chats.go_on_with(conversation.id, conversation.node(node_id))
    return await read_opened(services, conversation.id)
