import subprocess
import sys

from deskchat.ui.conversation.transcript.highlight import LANGUAGES, LONGEST_CODE, LONGEST_LINE, MOST_LINES

SEEDS = ('"""', "/*", "")    # the worst of twenty that were tried on every language
LOOK = """
import sys, time
from deskchat.ui.conversation.transcript.highlight import LANGUAGES, _lexer
texts = sys.stdin.read().split("\\x1e")
for language in sorted({name: key for key, name in LANGUAGES.items()}.values()):
    for text in texts:
        began = time.process_time()
        for _ in _lexer(language).get_tokens_unprocessed(text):
            pass
        print(language, repr(text[:8]), round(time.process_time() - began, 3))
"""


def hostile(seed: str) -> str:
    """The most that is ever given to a lexer of one kind of nonsense."""
    line = seed * (LONGEST_LINE // max(1, len(seed)))
    return "\n".join([line] * MOST_LINES)[:LONGEST_CODE]


def test_no_code_within_the_bounds_keeps_a_lexer_busy() -> None:
    """In a process of its own: regular expressions hold the interpreter's lock, a hang could not be asserted away."""
    texts = "\x1e".join(hostile(seed) for seed in SEEDS)

    done = subprocess.run([sys.executable, "-c", LOOK], input=texts, text=True, capture_output=True, timeout=100)

    assert done.returncode == 0, done.stderr
    took = [line.rsplit(" ", 1) for line in done.stdout.splitlines()]
    assert len(took) >= len(set(LANGUAGES.values())) * len(SEEDS)
    assert [what for what, seconds in took if float(seconds) > 5] == []    # 13 s were seen; usual is 0.1 s
