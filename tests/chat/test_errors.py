"""What can be done at once about a failure."""

import pytest

from deskchat.chat.errors import ChatError, ErrorKind, RemedyAction, remedy_action


@pytest.mark.parametrize("kind", ErrorKind)
def test_from_words_that_came_another_model_can_go_on(kind: ErrorKind) -> None:
    assert remedy_action(ChatError(kind, "No."), begun=True) is RemedyAction.CONTINUE


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (ErrorKind.AUTH, RemedyAction.ENTER_KEY),
        (ErrorKind.RATE_LIMIT, RemedyAction.REGENERATE),
        (ErrorKind.OVERLOADED, RemedyAction.REGENERATE),
        (ErrorKind.NETWORK, RemedyAction.REGENERATE),
        (ErrorKind.TIMEOUT, RemedyAction.REGENERATE),
        (ErrorKind.PROTOCOL, RemedyAction.REGENERATE),
        (ErrorKind.ENGINE, RemedyAction.REGENERATE),
        (ErrorKind.INTERNAL, RemedyAction.REGENERATE),
        (ErrorKind.PERMISSION, RemedyAction.OTHER_MODEL),
        (ErrorKind.NOT_FOUND, RemedyAction.OTHER_MODEL),
        (ErrorKind.QUOTA, RemedyAction.OTHER_MODEL),
        (ErrorKind.CONTEXT, RemedyAction.OTHER_MODEL),
        (ErrorKind.BAD_REQUEST, RemedyAction.OTHER_MODEL),
        (ErrorKind.MODEL_FILE, RemedyAction.OTHER_MODEL),
        (ErrorKind.OFFLINE, RemedyAction.OTHER_MODEL),
        (ErrorKind.BUDGET, RemedyAction.OTHER_MODEL),
    ],
)
def test_before_the_first_word_the_kind_decides(kind: ErrorKind, action: RemedyAction) -> None:
    assert remedy_action(ChatError(kind, "No."), begun=False) is action


def test_a_limit_of_tokens_can_be_lifted() -> None:
    error = ChatError(ErrorKind.PROTOCOL, "Full.", about="limit")
    assert remedy_action(error, begun=False) is RemedyAction.WITHOUT_LIMIT
