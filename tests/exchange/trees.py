"""Any conversation: trees with all kinds of parts, for hypothesis."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.message import Contest, Cost, Failure, Message, Role, Status, Stop, Timing, Usage
from deskchat.chat.model import ModelRef, Sampling
from deskchat.chat.parts import (
    FilePart,
    ImagePart,
    Part,
    ReasoningPart,
    RefusalPart,
    SourcePart,
    StatePart,
    TextPart,
    ToolPart,
)

START = datetime(1970, 1, 1, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
counts = st.none() | st.integers(0, 2**40)
seconds = st.none() | st.floats(0, 1e6)
moments = st.timedeltas(timedelta(0), timedelta(days=80_000)).map(lambda since: START + since)
names = st.text("abcXYZ-/.:", min_size=1, max_size=8)
refs = st.builds(ModelRef, st.sampled_from(["openai", "local", "other"]), names)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(TextPart, texts),
    st.builds(ReasoningPart, texts, seconds),
    st.builds(RefusalPart, texts),
    st.builds(ImagePart, texts, st.just("image/png"), st.binary(max_size=30)),
    st.builds(FilePart, texts, st.just("application/pdf"), texts, st.binary(max_size=30)),
    st.builds(SourcePart, texts, texts),
    st.builds(ToolPart, texts, texts, texts),
    st.builds(StatePart, st.just("openai_responses"), texts),
)
messages = st.builds(
    Message,
    st.sampled_from(Role),
    st.lists(parts, max_size=3).map(tuple),
    st.sampled_from([Status.DONE, Status.STOPPED, Status.PARTIAL, Status.FAILED]),
    st.none() | refs,
    texts,
    st.none() | texts,
    st.none() | st.sampled_from(Stop),
    st.builds(Usage, counts, counts, counts, counts, counts),
    st.builds(Timing, seconds, seconds, seconds),
    st.none() | st.builds(Failure, st.just("network"), texts, texts, texts),
    st.lists(texts, max_size=2).map(tuple),
    st.none() | st.builds(Cost, st.integers(0, 2**50), st.just("EUR"), st.integers(0, 2**50)),
    st.sampled_from([-1, 0, 1]),
    st.none() | st.sampled_from(Contest),
)
samplings = st.builds(
    Sampling,
    temperature=st.none() | st.floats(0, 2),
    top_p=st.none() | st.floats(0, 1),
    max_tokens=st.none() | st.integers(1, 10**6),
    effort=st.none() | st.sampled_from(["none", "high"]),
    seed=st.none() | st.integers(0, 2**32 - 1),
    verbosity=st.none() | st.sampled_from(["low", "high"]),
    stop=st.none() | st.lists(texts, max_size=2).map(tuple),
    form=st.none() | texts,
)


@st.composite
def conversations(draw: st.DrawFn, name: str = "c") -> Conversation:
    """One with up to six messages, each following any earlier one, any of them shown."""
    said = draw(st.lists(messages, max_size=6))
    ids = [f"{name}-m{place}" for place in range(len(said))]
    nodes = tuple(
        Node(ids[place], draw(st.sampled_from([None, *ids[:place]])), message, draw(moments))
        for place, message in enumerate(said)
    )
    return Conversation(
        id=name,
        title=draw(texts),
        created_at=draw(moments),
        updated_at=draw(moments),
        nodes=nodes,
        leaf=draw(st.sampled_from(ids)) if ids else None,
        model=draw(st.none() | refs),
        system=draw(st.none() | texts),
        pinned=draw(st.booleans()),
        fallback=draw(st.none() | st.lists(refs, max_size=2).map(tuple)),
        archived=draw(st.booleans()),
        tags=draw(st.sets(st.text("äbc ", min_size=1), max_size=2).map(sorted).map(tuple)),
        persona=draw(texts),
        sampling=draw(samplings),
    )
