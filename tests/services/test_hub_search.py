"""Which size of a model is taken where the person names none."""

import pytest

from deskchat.chat.errors import ChatError
from deskchat.services.hub_search import Contents, HubModel, Part, Repository, usual_choice

NAMES = ("Q2_K", "Q4_K_M", "Q8_0", "BF16")
MODELS = tuple(HubModel(f"{name}/m-{name}", name, (Part(f"{name}/m-{name}.gguf", 1),)) for name in NAMES)


@pytest.mark.parametrize(
    ("fits", "chosen"),
    [((1, 1, 1, 1), "Q4_K_M"), ((1, 0, 0, 0), "Q2_K"), ((1, 0, 1, 1), "Q8_0"), ((1, 0, 0, 1), "BF16"), ((0, 0, 0, 0), "Q2_K")],
)  # fmt: skip
def test_the_usual_size_that_fits_is_taken(fits: tuple[int, ...], chosen: str) -> None:
    assert MODELS[usual_choice(MODELS, [bool(one) for one in fits])].quantisation == chosen


@pytest.mark.parametrize("name", ["q8_0", "m-Q8_0.gguf", "Q8_0/m-Q8_0.gguf", "Q8_0/m-q8_0"])
def test_a_model_is_named_by_its_size_its_file_or_its_path(name: str) -> None:
    contents = Contents(Repository("maker/m"), MODELS, "")
    assert contents.chosen(name).quantisation == "Q8_0"
    with pytest.raises(ChatError, match="has no model"):
        contents.chosen("Q9")
