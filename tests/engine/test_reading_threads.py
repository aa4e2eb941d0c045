from deskchat.engine.reading_threads import TRY_AGAIN, ReadingThreads


def read(threads: ReadingThreads, speeds: dict[int, float], chunks: int) -> list[int]:
    """Which numbers were chosen, when so many threads read so many tokens a second."""
    chosen = []
    for _ in range(chunks):
        count = threads.choose()
        threads.took(count, 128, 128 / speeds[count])
        chosen.append(count)
    return chosen


def test_the_faster_number_is_kept_and_the_other_tried_now_and_then() -> None:
    chosen = read(ReadingThreads(1, 2), {1: 100, 2: 180}, 40)
    assert chosen[:3] == [2, 2, 1]
    assert 1 < chosen.count(1) <= 1 + 40 // TRY_AGAIN


def test_a_machine_that_gets_busy_and_idle_again_is_noticed() -> None:
    threads = ReadingThreads(1, 2)
    read(threads, {1: 100, 2: 180}, 10)
    assert read(threads, {1: 80, 2: 30}, 10)[-1] == 1
    assert read(threads, {1: 100, 2: 180}, 3 * TRY_AGAIN)[-1] == 2


def test_a_few_tokens_say_nothing() -> None:
    threads = ReadingThreads(1, 2)
    threads.took(2, 3, 10.0)
    assert threads.choose() == 2


def test_one_core_leaves_no_choice() -> None:
    assert set(read(ReadingThreads(1, 1), {1: 100}, 20)) == {1}
