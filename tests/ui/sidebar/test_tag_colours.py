"""Tags can be told apart by their colours."""

from deskchat.ui.sidebar.tag_colours import DOTS, TagColours


def test_as_many_tags_as_there_are_colours_all_differ() -> None:
    colours = TagColours()
    names = [f"tag {number}" for number in range(len(DOTS))]
    colours.know(names)

    assert len({colours.of(name).name() for name in names}) == len(DOTS)


def test_a_tag_keeps_its_colour_when_others_come_and_go() -> None:
    colours = TagColours()
    colours.know(["b"])
    before = colours.of("b")
    colours.know(["a", "b", "c"])
    colours.know(["b"])

    assert colours.of("b") == before


def test_more_tags_than_colours_have_one_each() -> None:
    colours = TagColours()
    colours.know(str(number) for number in range(100))

    assert all(colours.of(str(number)) in DOTS for number in range(100))
