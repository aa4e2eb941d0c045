"""The home in the pictures: made conversations, what they cost, and providers that are a server on the loopback."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskchat.chat.conversation import Conversation, Node
from deskchat.chat.departure import Departure, Purpose, Subject
from deskchat.chat.message import Contest, Cost, Message, Role, Timing, Usage
from deskchat.chat.model import LOCAL, ModelRef, Sampling
from deskchat.chat.parts import ReasoningPart, TextPart
from deskchat.chat.persona import Persona
from deskchat.paths import Paths, find
from deskchat.services import personas, snippets
from deskchat.services.snippets import Snippet
from deskchat.store.conversations import Conversations
from deskchat.store.departures import DepartureList
from deskchat.store.history import open_history
from deskchat.store.spending import Ledger, Spent

NOW = datetime.now(UTC).replace(minute=20, second=0, microsecond=0)
SERVER = ModelRef("openai", "gpt-5.4")
SMALL = ModelRef("openai", "gpt-5.4-mini")
STARTER = ModelRef(LOCAL, "SmolLM2-135M-Instruct.Q4_1")
NAMES = {SERVER: "GPT-5.4", SMALL: "GPT-5.4 mini", STARTER: "SmolLM2 135M"}
CODE = """It is a **tree**, not a list: each answer belongs to the question above it, and a question may have several.

```python
def branch(leaf: str | None, parents: dict[str, str | None]) -> list[str]:
    \"\"\"From the first message down to the leaf.\"\"\"
    path = []
    while leaf is not None:
        path.append(leaf)
        leaf = parents[leaf]
    return path[::-1]
```

| step | what is read | time |
|---|---|---:|
| open | the last page | 9 ms |
| scroll | one page more | 4 ms |

A walk of $n$ steps costs $O(n)$, and for all leaves together $\\sum_{i=1}^{k} d_i \\le n \\cdot k$."""
TITLES = (
    ("Bicycle tour along the Loire", ("travel",)), ("Rewrite the letter to the landlord", ()),
    ("Sourdough that rises", ("kitchen",)),
    ("SQL for the monthly report", ("work",)), ("Names for a sailing boat", ()), ("Why the sky is blue", ()),
    ("Packing list for a week in the mountains", ("travel",)), ("Explain closures in JavaScript", ("work",)),
    ("A poem about the first snow", ()), ("Lentil soup, but quicker", ("kitchen",)), ("رحلة إلى القاهرة", ("travel",)),
    ("Summary of the meeting on Tuesday", ("work",)), ("Exercises for the back", ()), ("Plants that need little light", ()),
)  # fmt: skip

OTHER = """Keep a **list of versions** beside each message:

1. What is edited becomes a new version of its message.
2. What followed the old one stays with it.
3. A pointer says which version is shown.

> A list is enough as long as nobody branches twice at one place; then it has become a tree."""
PERSONAS = (
    Persona(
        "Proofreader",
        "You correct spelling and grammar. Give the corrected text first, then a list of what you changed and why. "
        "Keep the author's voice.",
        SMALL,
        Sampling(temperature=0.2),
    ),
    Persona("Travel planner", "You plan journeys by train and bicycle. Ask for dates and budget before you begin."),
    Persona("Rubber duck", "Ask one question at a time until I find the bug myself."),
)
SNIPPETS = (
    Snippet("Letter", "Write a polite letter to {{whom}} about {{what}}. At most {{how many}} words."),
    Snippet("Summary", "Summarise this in five points:\n\n{{clipboard}}"),
    Snippet("Review", "Look for faults in this code, the gravest first:\n\n{{clipboard}}"),
)


def begin(folder: Path, theme: str) -> Paths:
    """A home in which nothing was said yet; ``theme`` is light or dark."""
    paths = find(folder)
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.data.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(f'[appearance]\ntheme = "{theme}"\n[engine]\nother_programs = false\n')
    return paths


def make(folder: Path, server: str, theme: str) -> None:
    """Fill ``folder``; ``server`` is the base URL of the loopback server."""
    paths = begin(folder, theme)
    with paths.settings.open("a") as settings:
        settings.write(
            f'[window]\nwelcomed = true\n[chat]\nmodel = "{STARTER}"\n[spending]\nbudgets = ["openai 20.00 USD"]\n'
            f'[fallback]\nenabled = true\nmodels = ["{SMALL}", "{STARTER}"]\n'
        )
    paths.providers.write_text(f'[[provider]]\nid = "openai"\nname = "OpenAI"\nbase_url = "{server}"\nkey = "none"\n')
    personas.write(paths.personas, PERSONAS)
    snippets.write(paths.snippets, SNIPPETS)
    database = open_history(paths.database)
    kept, ledger, listed = Conversations(database), Ledger(database), DepartureList(database)
    for conversation in conversations():
        kept.create(conversation)
    for spent in spendings():
        ledger.add(spent)
    for departure in departures():
        listed.note(departure)
    database.close()


def conversations() -> list[Conversation]:
    """Oldest first: the list shows the newest on top."""
    made = []
    for at, (title, tags) in enumerate(reversed(TITLES)):
        begun = NOW - timedelta(days=(len(TITLES) - at) * 1.7)
        nodes = talk(f"t{at}", begun, [(title + "?", STARTER if at % 3 else SMALL, f"{title}: here is a short answer.")])
        made.append(Conversation(f"made-{at}", title, begun, begun, nodes, nodes[-1].id, SERVER, tags=tags))
    return [*made, rated(), arabic(), shown()]


def shown() -> Conversation:
    """The one in most pictures: it goes from the model in the box to a server, and has a second version."""
    begun = NOW - timedelta(minutes=9)
    first = talk(
        "s",
        begun,
        [
            (
                "How should a chat program keep its messages?",
                STARTER,
                "Keep every message on the disk, in the order it was written.",
            ),
            ("As a list? I want to edit a question later without losing the old answer.", SERVER, CODE),
        ],
    )
    other = Node("s-other", first[2].id, reply(SMALL, OTHER), first[3].created_at - timedelta(seconds=30))
    nodes = (*first[:3], other, first[3])
    return Conversation(
        "made-shown", "How to keep messages", begun, NOW, nodes, first[3].id, SERVER, pinned=True, tags=("work",)
    )


def arabic() -> Conversation:
    """Text from right to left with code inside, which stays as it is."""
    begun = NOW - timedelta(hours=3)
    answer = (
        "تقرأ الدالة `open()` الملف سطرًا سطرًا:\n\n1. افتح الملف.\n2. اقرأ كل سطر (line).\n3. Close it again.\n\n"
        "```python\nwith open('data.txt') as file:\n    for line in file:\n        print(line)\n```\n\n"
        "> والنتيجة هي عدد الأسطر: 42.\n\nThis last paragraph is English again."
    )
    nodes = talk("a", begun, [("كيف أقرأ ملفًا في Python؟", SERVER, answer)])
    return Conversation("made-arabic", "قراءة ملف", begun, begun, nodes, nodes[-1].id, SERVER)


def rated() -> Conversation:
    """Several models, asked together, and who was picked."""
    begun = NOW - timedelta(days=1)
    nodes: list[Node] = []
    for turn in range(12):
        asked = Node(f"r{turn}", nodes[-1].id if nodes else None, Message(Role.USER, (TextPart("Say it better."),)), begun)
        won, lost = (SERVER, SMALL) if turn % 3 else (SMALL, STARTER)
        nodes += [
            asked,
            Node(f"r{turn}l", asked.id, reply(lost, "It could be better.", contest=Contest.LOST_BLIND), begun),
            Node(f"r{turn}w", asked.id, reply(won, "It is good now.", contest=Contest.WON_BLIND), begun),
        ]
    return Conversation("made-rated", "Which wording is better", begun, begun, tuple(nodes), nodes[-1].id, SERVER)


def talk(prefix: str, begun: datetime, turns: list[tuple[str, ModelRef, str]]) -> tuple[Node, ...]:
    """A branch of questions and answers."""
    nodes: list[Node] = []
    for at, (question, model, answer) in enumerate(turns):
        moment = begun + timedelta(minutes=at)
        parent = nodes[-1].id if nodes else None
        nodes.append(Node(f"{prefix}-{at}q", parent, Message(Role.USER, (TextPart(question),)), moment))
        nodes.append(Node(f"{prefix}-{at}a", nodes[-1].id, reply(model, answer, thought=answer is CODE), moment))
    return tuple(nodes)


def reply(model: ModelRef, text: str, *, thought: bool = False, contest: Contest | None = None) -> Message:
    """A reply with the numbers that such a model has."""
    tokens = len(text) // 4
    local = model.is_local
    return Message(
        Role.ASSISTANT,
        (*((ReasoningPart("The person wants versions side by side, so a tree.", 3.2),) if thought else ()), TextPart(text)),
        model=model,
        model_name=NAMES[model],
        usage=Usage(120, tokens),
        timing=Timing(0.4, 0.4 + tokens / 60, 31.0 if local else 84.0),
        cost=Cost(0) if local else Cost(300_000 + tokens * 15_000),
        contest=contest,
    )


def spendings() -> list[Spent]:
    """Two months of them."""
    models = (SERVER, SMALL, ModelRef("anthropic", "claude-sonnet-4-6"), ModelRef("google", "gemini-3-pro"))
    return [
        Spent(
            f"spent-{at}",
            "made-shown" if at % 3 else f"made-{at % len(TITLES)}",
            NOW - timedelta(hours=at * 11),
            models[(0, 2, 1, 0, 3, 2, 0)[at % 7]],
            Usage(2_000 + at * 37, 300 + at * 11, 900),
            Cost(60_000_000 + at % 7 * 21_000_000, saved_nanos=4_000_000),
        )
        for at in range(130)
    ]


def departures() -> list[Departure]:
    """What left the machine on the last days, oldest first."""
    reply, other = Purpose.REPLY, "claude-sonnet-4-6"
    shown = Subject(reply, SERVER.model, "made-shown", "s-1a", 4)
    told = (
        ("OpenAI", "api.openai.com", "/v1/responses", shown, 2_914, 7_380),
        ("Anthropic", "api.anthropic.com", "/v1/messages", Subject(reply, other, "made-3", "t3-0a", 2), 1_402, 5_127),
        ("Hugging Face", "huggingface.co", "/api/models", Subject(Purpose.SEARCH), 611, 48_210),
        ("Anthropic", "api.anthropic.com", "/v1/messages", Subject(Purpose.COUNT, other, "made-3", "t3-0a", 2), 1_377, 402),
        ("Google", "generativelanguage.googleapis.com", "/v1beta/models", Subject(Purpose.MODELS), 498, 61_904),
        ("OpenAI", "api.openai.com", "/v1/responses", Subject(reply, SMALL.model, "made-rated", "r1l", 24), 9_046, 3_318),
    )
    made = []
    for at in range(24):
        provider, host, path, subject, sent, received = told[at % len(told)]
        moment = NOW - timedelta(minutes=7 + at * 53)
        busy = at == 5
        made.append(
            Departure(
                f"left-{at}", moment, provider, host, path, subject, sent + at * 31, 0 if busy else received + at * 17,
                429 if busy else 200, "rate_limited" if busy else "", moment + timedelta(seconds=3),
            )
        )  # fmt: skip
    return made[::-1]
