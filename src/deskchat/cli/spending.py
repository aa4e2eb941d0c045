"""``deskchat spending``: what was spent in a month, by provider and model, and how much of each budget."""

import argparse
import json
from collections.abc import Sequence

from deskchat.chat.cost import Total, money, units
from deskchat.chat.message import Cost
from deskchat.cli.opened import with_services
from deskchat.cli.outcome import DONE
from deskchat.cli.subcommands import Subcommands
from deskchat.cli.table import print_lines, print_table
from deskchat.paths import Paths
from deskchat.services.months import bounds, month_of
from deskchat.services.services import Services
from deskchat.services.spending_report import BudgetState, Line, Report
from deskchat.store.clock import utc_now

HEAD = ("", "replies", "tokens read", "written", "cost", "")


def add_to(commands: Subcommands) -> None:
    """Declare the command and its arguments."""
    spending = commands.add_parser("spending", help="say what was spent")
    spending.add_argument("--month", metavar="YYYY-MM", type=_month, help="of UTC; the present one when not given")
    spending.add_argument("--json", action="store_true", help="print one JSON object a line")
    spending.set_defaults(run=run)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    """Print; the exit status."""

    async def work(services: Services) -> int:
        month = arguments.month or month_of(utc_now())
        report = await services.spending_reports.of_month(month)
        # a budget is one of this month, whichever is looked at
        states = await services.spending_reports.budgets() if month == month_of(utc_now()) else ()
        budgets = [state for state in states if state.budget is not None]
        if arguments.json:
            print_lines([json.dumps(line) for line in _json_lines(month, report, budgets)])
        else:
            _print(month, report, budgets)
        return DONE

    return with_services(paths, work)


def _print(month: str, report: Report, budgets: Sequence[BudgetState]) -> None:
    if not report.total.replies:
        print_lines([f"Nothing was asked in {month}."])
    else:
        lines = [*report.providers, *report.models]
        print_table([HEAD, *map(_row, lines), _row(Line("", f"all of {month}", report.total))])
    for state in budgets:
        print_lines([_budget_words(state)])


def _row(line: Line) -> tuple[str, ...]:
    total = line.total
    return (
        line.name,
        f"{total.replies:,}",
        f"{total.input_tokens:,}",
        f"{total.output_tokens:,}",
        _cost_words(total),
        f"{total.unknown:,} not known" if total.unknown and total.costs else "",
    )


def _cost_words(total: Total) -> str:
    if total.costs:
        return " + ".join(map(money, total.costs))
    return "not known" if total.unknown else "local"


def _budget_words(state: BudgetState) -> str:
    assert state.budget is not None
    spent = Cost(state.spent.nanos(state.currency), state.currency)
    missing = f" (not known of {state.spent.unknown:,} of {state.spent.replies:,} replies)" if state.spent.unknown else ""
    return f"{state.name}: {money(spent)} of {state.budget.words} this month{missing}."


def _json_lines(month: str, report: Report, budgets: Sequence[BudgetState]) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = [{"month": month, **_numbers(report.total)}]
    lines += [{"month": month, "provider": line.id, **_numbers(line.total)} for line in report.providers]
    lines += [{"month": month, "model": line.id, **_numbers(line.total)} for line in report.models]
    lines += [{"month": month, "conversation": line.id, **_numbers(line.total)} for line in report.conversations]
    for state in budgets:
        assert state.budget is not None
        spent = float(units(Cost(state.spent.nanos(state.currency))))
        limit = float(state.budget.limit)
        lines.append({"month": month, "budget": state.id, "limit": limit, "spent": spent, "currency": state.currency})
    return lines


def _numbers(total: Total) -> dict[str, object]:
    """``costs``: one number a currency. ``unknown``: replies that are missing in them; ``local``: that cost nothing."""
    return {
        "replies": total.replies,
        "input_tokens": total.input_tokens,
        "output_tokens": total.output_tokens,
        "cached_tokens": total.cached_tokens,
        "costs": {cost.currency: float(units(cost)) for cost in total.costs},
        "unknown": total.unknown,
        "local": total.free,
    }


def _month(text: str) -> str:
    try:
        bounds(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a month such as 2026-11 is meant") from None
    return text
