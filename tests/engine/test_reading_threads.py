from deskchat.engine.reading_threads import TRY_AGAIN, Moment, ReadingThreads

CALM, BUSY = {1: (1.0, 1.0), 2: (2.0, 0.0)}, {1: (1.0, 0.0), 2: (1.3, 0.0)}    # cores that computed, that idled


def choosing(few: int, many: int, *, crowded: bool = False) -> ReadingThreads:
    return ReadingThreads(few, many, lambda: crowded)


def read(
    threads: ReadingThreads, speeds: dict[int, float], chunks: int, machine: dict[int, tuple[float, float]] = BUSY
) -> list[int]:
    """Which numbers were chosen, when so many threads read so many tokens a second on such a machine."""
    chosen = []
    for _ in range(chunks):
        count = threads.choose()
        seconds = 128 / speeds[count]
        busy, idle = machine[count]
        threads.took(count, 128, Moment(seconds, busy * seconds, idle * seconds))
        chosen.append(count)
    return chosen


def test_where_nothing_is_in_the_way_the_slower_number_is_never_tried() -> None:
    assert set(read(choosing(1, 2), {1: 100, 2: 180}, 40, CALM)) == {2}


def test_beside_a_neighbour_the_faster_number_is_kept_and_the_other_tried_now_and_then() -> None:
    chosen = read(choosing(1, 2), {1: 100, 2: 180}, 40)
    assert chosen[:3] == [2, 2, 1]
    assert 1 < chosen.count(1) <= 1 + 40 // TRY_AGAIN


def test_a_machine_that_gets_busy_and_idle_again_is_noticed() -> None:
    threads = choosing(1, 2)
    read(threads, {1: 100, 2: 180}, 10, CALM)
    assert read(threads, {1: 80, 2: 30}, 10)[-1] == 1
    assert read(threads, {1: 100, 2: 180}, 3, CALM)[1:] == [2, 2]


def test_a_few_tokens_say_nothing() -> None:
    threads = choosing(1, 2)
    for _ in range(3):
        threads.took(2, 3, Moment(10.0, 1.0, 0.0))
    assert threads.choose() == 2


def test_a_crowded_machine_is_not_tried() -> None:
    assert set(read(choosing(1, 2, crowded=True), {1: 100, 2: 10}, 20)) == {1}


def test_one_core_leaves_no_choice() -> None:
    assert set(read(choosing(1, 1), {1: 100}, 20, {1: (0.5, 0.0)})) == {1}


def test_what_this_process_computes_is_seen() -> None:
    before = Moment.now()
    while Moment.now().busy_s - before.busy_s < 0.02:
        pass
    spent = Moment.now().since(before)
    assert spent.busy_s > 0
    assert spent.clock_s > 0
    assert spent.idle_s >= 0
