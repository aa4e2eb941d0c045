"""The switch, row by row: what a history made by any model becomes for another one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskchat.chat.context import CUT_OFF, Lesson, fit
from deskchat.chat.errors import ChatError, ErrorKind
from deskchat.chat.message import Message, Role, Status, Stop
from deskchat.chat.model import ModelInfo, ModelRef, Sampling
from deskchat.chat.parts import (
    FilePart,
    ImagePart,
    Part,
    ReasoningPart,
    RefusalPart,
    StatePart,
    TextPart,
    ToolPart,
)
from deskchat.chat.request import Outgoing
from deskchat.chat.tokens import estimate

SMALL = ModelInfo(ModelRef("local", "small"), "Small", context_tokens=2_000, vision=False)
BLIND = ModelInfo(ModelRef("server", "blind"), "Blind", vision=False)
SEEING = ModelInfo(ModelRef("server", "seeing"), "Seeing", vision=True)
PHOTO = ImagePart("photo.png", "image/png", b"\x89PNG")


def user(*parts: Part | str) -> Message:
    return Message(Role.USER, tuple(TextPart(p) if isinstance(p, str) else p for p in parts))


def reply(*parts: Part | str, status: Status = Status.DONE) -> Message:
    return Message(Role.ASSISTANT, tuple(TextPart(p) if isinstance(p, str) else p for p in parts), status)


def said(role: Role, text: str) -> Outgoing:
    return Outgoing(role, (TextPart(text),))


def long(words: int, mark: str) -> str:
    return " ".join([mark] * words)


def test_an_ordinary_conversation_is_sent_as_it_is() -> None:
    fitted = fit([user("Hello"), reply("Hi"), user("How are you?")], SMALL, system="Be kind.")
    assert fitted.request.messages == (
        said(Role.USER, "Hello"),
        said(Role.ASSISTANT, "Hi"),
        said(Role.USER, "How are you?"),
    )
    assert fitted.request.system == "Be kind."
    assert (fitted.notes, fitted.omitted, fitted.view_starts_at) == ((), 0, 0)


def test_row_5_reasoning_is_never_sent_as_text() -> None:
    fitted = fit([user("Hello"), reply(ReasoningPart("secret thought"), "Hi"), user("So?")], SMALL)
    assert "secret thought" not in repr(fitted.request)
    assert fitted.request.messages[1] == said(Role.ASSISTANT, "Hi")


def test_row_6_a_system_text_goes_before_the_first_message_where_there_is_no_place_for_it() -> None:
    model = ModelInfo(ModelRef("server", "m"), "Strict", takes_system=False)
    fitted = fit([user("Hello")], model, system="Be kind.")
    assert fitted.request.system is None
    assert fitted.request.messages == (said(Role.USER, "Be kind.\n\nHello"),)
    assert fitted.notes == ("Strict has no place for a system prompt: it stands before the first message.",)


def test_row_7_messages_of_one_speaker_in_a_row_are_merged_with_a_blank_line() -> None:
    branch = [user("One"), reply("A"), reply("B"), user("Two"), user("Three")]
    assert fit(branch, SMALL).request.messages == (
        said(Role.USER, "One"),
        said(Role.ASSISTANT, "A\n\nB"),
        said(Role.USER, "Two\n\nThree"),
    )


@pytest.mark.parametrize(
    "empty",
    [reply(), reply(""), reply("  \n"), reply(ReasoningPart("only thought")), reply(status=Status.FAILED)],
    ids=["no parts", "empty text", "blank text", "reasoning only", "failed"],
)
def test_row_8_an_empty_reply_is_never_sent_and_the_questions_around_it_are_merged(empty: Message) -> None:
    assert fit([user("One"), empty, user("Two")], SMALL).request.messages == (said(Role.USER, "One\n\nTwo"),)


@pytest.mark.parametrize("status", [Status.PARTIAL, Status.STOPPED, Status.FAILED])
def test_row_9_a_partial_reply_is_sent_as_far_as_it_got_and_marked(status: Status) -> None:
    fitted = fit([user("Count"), reply("1, 2, 3", status=status), user("Go on")], SMALL)
    assert fitted.request.messages[1] == said(Role.ASSISTANT, f"1, 2, 3\n\n{CUT_OFF}")


def test_row_10_an_image_becomes_its_name_for_a_model_that_sees_none() -> None:
    fitted = fit([user(PHOTO, "What is this?")], BLIND)
    assert fitted.request.messages == (said(Role.USER, "[image: photo.png]\n\nWhat is this?"),)
    assert fitted.notes == ("Blind can't see images: “photo.png” is only named.",)


def test_row_10_an_image_is_sent_to_a_model_that_sees() -> None:
    fitted = fit([user(PHOTO, "What is this?")], SEEING)
    assert fitted.request.messages == (Outgoing(Role.USER, (PHOTO, TextPart("What is this?"))),)
    assert fitted.notes == ()


def test_row_10_an_image_without_words_is_a_message_too() -> None:
    assert fit([user(PHOTO)], SEEING).request.messages == (Outgoing(Role.USER, (PHOTO,)),)


def test_a_model_of_unknown_sight_gets_the_image_and_the_person_is_told() -> None:
    fitted = fit([user(PHOTO, "What?")], ModelInfo(ModelRef("server", "m"), "Unknown"))
    assert PHOTO in fitted.request.messages[0].parts
    assert fitted.notes == ("It is not known whether Unknown can see images.",)


def test_a_text_file_is_sent_by_name_in_a_fence_longer_than_any_in_it() -> None:
    fitted = fit([user(FilePart("a.md", "text/markdown", "```\ncode\n```"), "Explain")], SMALL)
    assert fitted.request.messages[0].text == "File “a.md”:\n````\n```\ncode\n```\n````\n\nExplain"


def test_row_12_the_beginning_and_the_end_are_kept_and_whole_exchanges_between_left_out() -> None:
    branch = [user("First question"), reply("First answer")]
    for n in range(12):
        branch += [user(long(100, f"q{n}")), reply(long(100, f"a{n}"))]
    branch.append(user("Last question"))
    fitted = fit(branch, SMALL, system="Be kind.")
    sent = fitted.request.messages
    assert sent[:2] == (said(Role.USER, "First question"), said(Role.ASSISTANT, "First answer"))
    assert sent[2].text.startswith(f"[{fitted.omitted} older messages are left out here]\n\nq")
    assert sent[-1] == said(Role.USER, "Last question")
    assert fitted.request.system == "Be kind."
    assert branch[fitted.view_starts_at].text in sent[2].text
    assert fitted.omitted == fitted.view_starts_at - 2
    assert fitted.notes == (
        (
            f"Small can't hold the whole conversation: {fitted.omitted} older messages are left out, "
            "the beginning and the newest are kept."
        ),
    )


def test_row_12_the_cut_moves_in_large_steps_so_that_a_cached_prefix_survives_many_turns() -> None:
    branch = [user("First question"), reply("First answer")]
    cuts = []
    for n in range(60):
        branch += [user(long(10, f"q{n}")), reply(long(10, f"a{n}"))]
        cuts.append(fit([*branch, user("And?")], SMALL).view_starts_at)
    moves = sum(1 for before, after in itertools.pairwise(cuts) if before != after)
    assert cuts == sorted(cuts)
    assert 1 <= moves <= 8, f"the cut moved {moves} times in 60 turns"


def test_row_12_what_cannot_fit_is_said_and_not_sent() -> None:
    with pytest.raises(ChatError) as caught:
        fit([user(long(5_000, "word"))], SMALL)
    assert caught.value.kind is ErrorKind.CONTEXT
    assert "longer than Small can read" in caught.value.message


def test_row_12_an_unknown_window_leaves_nothing_out() -> None:
    branch = [user(long(50_000, "word")), reply("Yes"), user("So?")]
    assert fit(branch, BLIND).omitted == 0


def test_a_tokeniser_that_needs_more_tokens_than_estimated_is_allowed_for() -> None:
    branch = [user("a"), reply("b"), user(long(150, "x")), reply(long(150, "y")), user("Last")]
    assert fit(branch, SMALL).omitted == 0
    assert fit(branch, SMALL, lesson=Lesson(token_factor=9.0)).omitted == 2


def test_row_13_what_a_model_does_not_take_is_left_out_with_a_note() -> None:
    model = ModelInfo(ModelRef("server", "m"), "Thinker", samples=False, reasons=False, max_output_tokens=100)
    asked = Sampling(temperature=0.5, top_p=0.9, effort="high", max_tokens=500, seed=7)
    fitted = fit([user("Hello")], model, sampling=asked)
    assert fitted.request.sampling == Sampling(max_tokens=100, seed=7)
    assert fitted.notes == (
        "Thinker does not take this thinking effort: left out.",
        "Thinker does not take temperature and top-p: left out.",
        "Thinker writes at most 100 tokens: the limit was lowered to that.",
    )


@pytest.mark.parametrize(("effort", "taken"), [(None, True), ("none", True), ("high", False)])
def test_row_13_a_temperature_that_is_taken_only_without_thinking(effort: str | None, taken: bool) -> None:
    model = ModelInfo(ModelRef("server", "m"), "Thinker", samples=False, samples_at=("", "none"), reasons=True, verbosity=True)
    fitted = fit([user("Hello")], model, sampling=Sampling(temperature=0.5, effort=effort))
    assert (fitted.request.sampling.temperature, fitted.request.sampling.effort) == (0.5 if taken else None, effort)
    assert fitted.notes == (() if taken else ("Thinker does not take temperature while it thinks: left out.",))


def test_row_13_a_refused_effort_decides_nothing_about_the_temperature() -> None:
    model = ModelInfo(ModelRef("server", "m"), "Thinker", samples=False, samples_at=("none",), reasons=True)
    fitted = fit([user("Hello")], model, sampling=Sampling(temperature=0.5, effort="none"), lesson=Lesson(with_effort=False))
    assert fitted.request.sampling == Sampling()


def test_row_13_what_a_server_refused_is_left_out_and_said() -> None:
    model = ModelInfo(ModelRef("server", "m"), "M", defaults=Sampling(top_p=0.9, seed=3))
    lesson = Lesson(refused=("temperature", "top_p"))
    fitted = fit([user("Hello")], model, sampling=Sampling(temperature=0.5), lesson=lesson)
    assert fitted.request.sampling == Sampling(seed=3)
    assert fitted.notes == ("M does not take temperature and top-p: left out.",)
    assert fit([user("Hello")], replace(model, defaults=Sampling()), lesson=lesson).notes == ()


@pytest.mark.parametrize("verbosity", [True, False])
def test_row_13_verbosity_goes_to_those_that_know_it(verbosity: bool) -> None:
    model = ModelInfo(ModelRef("server", "m"), "Talker", verbosity=verbosity)
    fitted = fit([user("Hello")], model, sampling=Sampling(verbosity="low"))
    assert fitted.request.sampling.verbosity == ("low" if verbosity else None)
    assert fitted.notes == (() if verbosity else ("Talker does not take verbosity: left out.",))


def test_row_13_the_makers_values_stand_below_the_persons_own() -> None:
    model = ModelInfo(ModelRef("local", "m"), "M", defaults=Sampling(temperature=0.2, top_p=0.9))
    fitted = fit([user("Hello")], model, sampling=Sampling(temperature=1.0))
    assert fitted.request.sampling == Sampling(temperature=1.0, top_p=0.9)


def test_a_branch_that_does_not_end_with_the_person_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="ends with a message of the person"):
        fit([user("Hello"), reply("Hi")], SMALL)


texts = st.text(alphabet="ab \n中", max_size=400)
parts = st.lists(
    st.one_of(
        st.builds(TextPart, texts),
        st.builds(ReasoningPart, texts),
        st.builds(RefusalPart, texts),
        st.just(PHOTO),
        st.builds(FilePart, st.just("f.txt"), st.just("text/plain"), texts),
    ),
    max_size=3,
).map(tuple)
messages = st.builds(Message, st.sampled_from(Role), parts, st.sampled_from(Status))
models = st.builds(
    ModelInfo,
    st.just(ModelRef("p", "m")),
    st.just("M"),
    context_tokens=st.one_of(st.none(), st.integers(200, 4_000)),
    vision=st.sampled_from([None, True, False]),
    takes_system=st.booleans(),
)


@given(branch=st.lists(messages, max_size=30), model=models, system=st.one_of(st.none(), texts))
def test_whatever_the_history_the_request_is_acceptable(branch: list[Message], model: ModelInfo, system: str) -> None:
    try:
        fitted = fit([*branch, user("last words")], model, system=system)
    except ChatError as error:
        assert error.kind is ErrorKind.CONTEXT
        assert model.context_tokens is not None
        return
    sent = fitted.request.messages
    roles = [m.role for m in sent]
    assert roles == [Role.USER if n % 2 == 0 else Role.ASSISTANT for n in range(len(sent))]
    assert sent[-1].role is Role.USER
    assert sent[-1].text.endswith("last words")
    assert all(m.text.strip() or PHOTO in m.parts for m in sent)
    assert model.vision is not False or not any(PHOTO in m.parts for m in sent)
    assert bool(fitted.omitted) == any("older messages" in note for note in fitted.notes)
    if model.context_tokens is not None:
        assert fitted.input_tokens <= model.context_tokens


def test_estimates_err_upwards_for_prose_and_code() -> None:
    assert estimate("The quick brown fox jumps over the lazy dog. ") >= 10
    assert estimate("") == 0
    assert estimate("日本語の文章") >= 6


def test_what_a_model_does_not_see_is_listed_with_the_reason() -> None:
    blind = ModelInfo(ModelRef("x", "blind"), "Blind", vision=False, pdf=False)
    other = ModelRef("y", "other")
    thought = (ReasoningPart("Hm."), TextPart("Yes."), StatePart("openai-responses", "[]"))
    branch = [
        Message(Role.USER, (ImagePart("cat.png", "image/png", b"x"), FilePart("a.pdf", "application/pdf", "words", b"%PDF"))),
        Message(Role.ASSISTANT, thought, model=other, model_name="Other", stop=Stop.END),
        Message(Role.USER, (TextPart("And?"),)),
    ]
    fitted = fit(branch, blind)
    assert [one.what for one in fitted.unseen] == [
        "the picture “cat.png”",
        "the pictures and the layout of “a.pdf”",
        "the thoughts of earlier replies",
        "what Other noted for itself",
    ]
    assert all(one.why for one in fitted.unseen)
    assert fitted.changes == ()
    assert len(fitted.notes) == 2    # pictures and files; thoughts go to no model, so nobody is told each time


def test_what_was_changed_is_told_apart_from_what_is_not_seen() -> None:
    strict = ModelInfo(ModelRef("x", "s"), "Strict", takes_system=False, vision=False)
    picture = Message(Role.USER, (TextPart("Look"), ImagePart("a.png", "image/png", b"x")))
    fitted = fit([picture], strict, system="Be brief.")
    assert len(fitted.changes) == 1
    assert "system prompt" in fitted.changes[0]
    assert set(fitted.changes) < set(fitted.notes)


def test_row_1_a_state_goes_back_to_its_maker_alone_and_with_the_whole_reply() -> None:
    maker, other = ModelInfo(ModelRef("x", "m"), "M"), ModelInfo(ModelRef("x", "n"), "N")
    state = StatePart("openai-responses", "[1]")

    def sent(model: ModelInfo, status: Status = Status.DONE, lesson: Lesson = Lesson()) -> list[object]:
        reply = Message(Role.ASSISTANT, (TextPart("Yes."), state), status, maker.ref, "M")
        branch = [Message(Role.USER, (TextPart("?"),)), reply, Message(Role.USER, (TextPart("!"),))]
        return list(fit(branch, model, lesson=lesson).request.messages[1].parts)

    assert sent(maker) == [state, TextPart("Yes.")]
    assert sent(other) == [TextPart("Yes.")]
    assert state not in sent(maker, Status.STOPPED)
    assert sent(maker, lesson=Lesson(with_state=False)) == [TextPart("Yes.")]


def test_row_14_a_tool_is_told_in_words() -> None:
    model = ModelInfo(ModelRef("x", "m"), "M")
    reply = Message(Role.ASSISTANT, (TextPart("It is sunny."), ToolPart("weather", "Paris", "sun")), model=model.ref)
    branch = [Message(Role.USER, (TextPart("?"),)), reply, Message(Role.USER, (TextPart("!"),))]
    assert "weather was asked: Paris; it found: sun" in fit(branch, model).request.messages[1].text


def test_a_reply_refused_half_way_goes_to_others_but_not_to_its_provider_again() -> None:
    refused = Message(Role.ASSISTANT, (TextPart("First you"),), model=ModelRef("x", "m"), stop=Stop.REFUSAL)
    branch = [Message(Role.USER, (TextPart("How?"),)), refused, Message(Role.USER, (TextPart("Why not?"),))]
    own = fit(branch, ModelInfo(ModelRef("x", "other"), "O"))
    assert [m.text for m in own.request.messages] == ["How?\n\nWhy not?"]
    assert "First you" in fit(branch, ModelInfo(ModelRef("y", "z"), "Z")).request.messages[1].text
