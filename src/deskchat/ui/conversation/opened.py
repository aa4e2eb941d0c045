"""What is read of a conversation when it is opened."""

from dataclasses import dataclass

from deskchat.chat.conversation import Conversation
from deskchat.chat.errors import ChatError
from deskchat.chat.message import Role
from deskchat.chat.model import ModelInfo
from deskchat.services.services import Services
from deskchat.services.turns import Turn


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation, the message that was begun in it, the model that answers next, and the replies under way."""

    conversation: Conversation
    draft: str
    model: ModelInfo
    turns: tuple[Turn, ...]

    @property
    def said(self) -> list[str]:
        """What the person wrote, for the composer's history."""
        return [node.message.text for node in self.conversation.branch() if node.message.role is Role.USER]


async def read_opened(services: Services, conversation_id: str) -> Opened:
    """Read it. Raises ``ChatError``."""
    turns = services.turns.all_running(conversation_id)    # before the rest: what ends meanwhile still tells its end
    conversation = await services.chats.open(conversation_id)
    draft = await services.chats.draft(conversation.id)
    return Opened(conversation, draft, await _model_of(services, conversation), turns)


async def _model_of(services: Services, conversation: Conversation) -> ModelInfo:
    if conversation.model is None:
        return await services.directory.default()
    try:
        return await services.directory.info(conversation.model)
    except ChatError as error:    # a model that was removed since: named, and marked as what can't be asked
        ref = conversation.model
        return ModelInfo(ref, ref.model, unavailable=error.message)


async def show_version(services: Services, conversation: Conversation, node_id: str) -> Conversation:
    """Show that version of a message, and what follows it. Raises ``ChatError``."""
    await services.chats.show_branch(conversation.id, conversation.newest_leaf_below(node_id))
    return await services.chats.open(conversation.id)


async def pick_version(services: Services, conversation: Conversation, node_id: str) -> Opened:
    """Go on with that one of several replies, and with its model. Raises ``ChatError``."""
    await services.chats.go_on_with(conversation.id, conversation.node(node_id))
    return await read_opened(services, conversation.id)
