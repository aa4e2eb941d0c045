import signal
import time

import pytest

from deskchat.engine import bounds

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the alarm is one of Unix")


def spin() -> None:
    while True:
        pass


def test_what_others_compute_is_not_counted_and_what_it_computes_itself_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PATIENCE", 200.0)
    with bounds.bounded(0.1):
        time.sleep(0.4)    # as long as another program has the processor
    with pytest.raises(bounds.OutOfTimeError), bounds.bounded(0.1):
        spin()


def test_by_the_clock_it_ends_though_it_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "GRACE_SECONDS", 600.0)
    with pytest.raises(bounds.OutOfTimeError), bounds.bounded(0.1):
        time.sleep(60.0)


def test_the_alarm_is_as_it_was_when_it_is_over() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with bounds.bounded(10.0):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
