import pytest

from deskchat.chat.thinking import Piece, Splitter

HARMONY = "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>yes"
CASES = [
    ("plain words", "", "", "plain words"),
    ("<think>why\nnot</think>\n\nyes <think>quoted</think>", "", "why\nnot", "yes <think>quoted</think>"),
    ("\n<think>a<b</think>c", "", "a<b", "c"),
    ("[THINK]x[/THINK]y", "", "x", "y"),
    ("<|channel>thought\nx<channel|>y", "", "\nx", "y"),
    (HARMONY, "", "hm", "yes"),
    ("<|channel|>final<|message|>yes", "", "", "yes"),
    (HARMONY.replace("hm<|end|>", "h<|end|><|start|>assistant<|channel|>analysis<|message|>m<|end|>"), "", "hm", "yes"),
    ("<|START_THINKING|>x<|END_THINKING|><|START_RESPONSE|>y", "", "x", "y"),
    ("<mm:think>x</mm:think>y", "", "x", "y"),
    ("x</think>y", "<|im_start|>assistant\n<think>\n", "x", "y"),
    ("<think>cut off </thi", "", "cut off </thi", ""),
    ("<thin", "", "", "<thin"),
    ("a < b and <think>", "", "", "a < b and <think>"),
    ("<think></think>\n\nyes", "", "", "yes"),
    ("  indented", "", "", "  indented"),
    ("<think>a </ b </thinK> c</think>d", "", "a </ b </thinK> c", "d"),
    ("No thinking, but a <think> tag </think>.", "", "", "No thinking, but a <think> tag </think>."),
    ("", "", "", ""),
]


def split(pieces: list[str], prompt: str) -> tuple[str, str]:
    splitter = Splitter(prompt)
    found = [found for piece in pieces for found in splitter.feed(piece)] + splitter.end()
    return "".join(f.text for f in found if f.reasoning), "".join(f.text for f in found if not f.reasoning)


@pytest.mark.parametrize(("text", "prompt", "reasoning", "answer"), CASES)
def test_thinking_is_told_apart_at_every_cut(text: str, prompt: str, reasoning: str, answer: str) -> None:
    for cut in range(len(text) + 1):
        assert split([text[:cut], text[cut:]], prompt) == (reasoning, answer)
    assert split(list(text), prompt) == (reasoning, answer)


def test_text_that_can_be_no_mark_is_given_at_once() -> None:
    splitter = Splitter()
    assert [piece.text for piece in splitter.feed("Hello")] == ["Hello"]
    assert [piece.text for piece in splitter.feed(" <")] == [" <"]


def test_spaces_without_an_end_are_not_held() -> None:
    splitter = Splitter()
    told = [piece for _ in range(100) for piece in splitter.feed("\n" * 100)]
    assert sum(len(piece.text) for piece in told) > 100 * 100 - 2_000
    assert not any(piece.reasoning for piece in told)
    assert Splitter().feed("\n" * 900 + "<think>Hm.</think>So.") == [Piece("Hm.", True), Piece("So.", False)]
