"""A pytest plugin (``-p tests.faults.table``) that ends a run with one line for each numbered case.

A case that no test is about, and for which no reason is given, fails the run.
"""

from collections import defaultdict
from typing import Any

import pytest

from tests.faults.cases import BY_HAND, CASES

ORDER = ("FAILED", "skipped", "passed")    # what is worse counts
UNTESTED = "no test"


class FaultTable:
    """Collects the outcome of each test under its case numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, tuple[int, ...]] = {}
        self._outcomes: defaultdict[int, dict[str, str]] = defaultdict(dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note which test is about which case."""
        for item in items:
            marks = item.iter_markers("case")
            self._numbers[item.nodeid] = tuple(number for mark in marks for number in mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test went: its call, or what kept it from being called."""
        if report.when != "call" and report.passed:
            return
        outcome = "FAILED" if report.failed else "skipped" if report.skipped else "passed"
        for number in self._numbers.get(report.nodeid, ()):
            self._outcomes[number][report.nodeid] = outcome

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A run that left a case out did not go well."""
        if exitstatus == 0 and any(self._result(number) == UNTESTED for number in CASES):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table."""
        terminalreporter.section("faults and attacks")
        for number, title in sorted(CASES.items()):
            terminalreporter.write_line(f"{number:4}  {title:66}  {self._result(number)}")

    def _result(self, number: int) -> str:
        by_hand = f"by hand: {BY_HAND[number]}" if number in BY_HAND else ""
        outcomes = list(self._outcomes[number].values())
        if not outcomes:
            return by_hand or UNTESTED
        worst = next(name for name in ORDER if name in outcomes)
        told = f"{worst} ({outcomes.count(worst)} of {len(outcomes)})" if worst != "passed" else f"passed ({len(outcomes)})"
        return f"{told}; {by_hand}" if by_hand else told


def pytest_configure(config: pytest.Config) -> None:
    """Take part in this run."""
    config.pluginmanager.register(FaultTable(), "fault-table")
