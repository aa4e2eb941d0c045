"""What was spent: a plot, the same numbers as a table, and budgets."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskchat.chat.cost import Total, units
from deskchat.services.months import bounds
from deskchat.services.spending_report import ON_THIS_MACHINE, Line, Report
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.conversation.transcript.cost_words import sum_words, total_words
from deskchat.ui.figures import amount_words, counted, figures
from deskchat.ui.file_dialog import file_dialog
from deskchat.ui.panels.budget_rows import BudgetRows
from deskchat.ui.panels.spending_plot import Bars, SpendingPlot, Stack
from deskchat.ui.panels.spending_table import SpendingTable
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.sentences import translated

TITLE = "Spending"
ORDER = 47
YEAR = ""         # stands for the last twelve months among the periods
TOKENS = ""       # stands for tokens among the currencies


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return SpendingPage(context, parent)


class SpendingPage(QWidget):
    """Follows what is spent while it is open."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._reports = context.services.spending_reports
        self._report: Report | None = None
        self._wanted: str | None = None    # the measure the person chose
        self._period = self._choice(self.tr("Period"))
        self._measure = self._choice(self.tr("Measure"))
        self._grouping = self._choice(self.tr("Rows of the table"))
        self._export = QPushButton(self.tr("Export as CSV…"), self)
        self._amount = PlainLabel("", self, selectable=True)
        self._sum = PlainLabel("", self, wrap=True, selectable=True)
        self._plot = SpendingPlot(context, self)
        self._table = SpendingTable(context, self)
        self._budgets = BudgetRows(context, self)
        self._said = PlainLabel("", self, wrap=True)
        self._place()
        self._period.activated.connect(self._read)
        self._measure.activated.connect(self._choose_measure)
        self._grouping.activated.connect(self._show_table)
        self._export.clicked.connect(self._choose_file)
        context.relay.listen(self, context.services.spending.changes(), self._reload)
        self._reload()

    def select(self, wanted: str) -> None:
        """Somebody came here on purpose: they look for that provider's budget, or for one that is nearly used up."""
        self._budgets.go_to("" if wanted == "spending" else wanted)

    def _choice(self, name: str) -> QComboBox:
        box = ChoiceBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, round(0.5 * em), 0)
        column.setSpacing(round(0.6 * em))
        head = QHBoxLayout()
        head.addWidget(self._period)
        head.addWidget(self._measure)
        head.addStretch(1)
        head.addWidget(self._export)
        column.addLayout(head)
        font = self._context.theme.font
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setBold(True)
        self._amount.setFont(font)
        self._amount.setAccessibleDescription(self.tr("Sum"))    # its name is what it says
        column.addWidget(self._amount)
        column.addWidget(self._sum)
        column.addWidget(self._plot)
        column.addWidget(self._grouping, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._table, 1)
        column.addWidget(self._budgets)
        self._said.hide()
        column.addWidget(self._said)
        said = self.tr("Days and months are counted in UTC, as on the invoices of most providers.")
        column.addWidget(HintLabel(said, self))

    # reading

    def _reload(self, _: object = None) -> None:
        self._context.relay.run(self, self._reports.months(), self._fill_periods)
        self._budgets.reload()

    def _fill_periods(self, months: tuple[str, ...]) -> None:
        chosen = self._period.currentData()
        self._period.clear()
        for month in months:
            self._period.addItem(_month_name(month), month)
        self._period.addItem(self.tr("The last 12 months"), YEAR)
        self._period.setCurrentIndex(max(0, self._period.findData(chosen)) if chosen is not None else 0)
        self._read()

    def _read(self) -> None:
        month = self._period.currentData()
        reading = self._reports.of_year() if month == YEAR else self._reports.of_month(month)
        self._context.relay.run(self, reading, self._take)

    def _take(self, report: Report) -> None:
        self._report = report
        total = report.total
        paid = sum_words(total) or (self.tr("Cost not known") if total.unknown else self.tr("Nothing was paid"))
        self._amount.setText(paid)
        self._sum.setText(total_words(total, amount=False) if total.replies else self.tr("Nothing was asked in this time."))
        self._fill_choices(report)
        self._show()

    def _fill_choices(self, report: Report) -> None:
        by_time = self.tr("By month") if self._period.currentData() == YEAR else self.tr("By day")
        grouping = self._grouping.currentIndex()
        self._grouping.clear()
        self._grouping.addItems(
            [self.tr("By provider"), self.tr("By model"), self.tr("By conversation"), by_time]
        )
        self._grouping.setCurrentIndex(max(0, grouping))
        self._measure.clear()
        for cost in report.total.costs:
            self._measure.addItem(self.tr("Cost in %s") % cost.currency, cost.currency)
        self._measure.addItem(self.tr("Tokens"), TOKENS)
        self._measure.setCurrentIndex(max(0, self._measure.findData(self._wanted) if self._wanted is not None else 0))

    # showing

    def _choose_measure(self) -> None:
        self._wanted = self._measure.currentData()
        self._show()

    def _show(self) -> None:
        if self._report is not None:
            self._plot.show_bars(self._bars(self._report))
            self._show_table()

    def _bars(self, report: Report) -> Bars:
        currency = self._measure.currentData()
        stacks = [
            Stack(
                _name(line),
                tuple(_height(report.over_time.get((time, line.id), Total()), currency) for time in report.times),
            )
            for line in report.providers
        ]
        words = tuple(f"{_time_name(time)}: {self._words(report, time)}" for time in report.times)
        title = f"{self._measure.currentText()}, {self._period.currentText()}"
        labels = tuple(_tick(time) for time in report.times)
        return Bars(title, labels, words, tuple(stack for stack in stacks if any(stack.heights)))

    def _words(self, report: Report, time: str) -> str:
        """One bar in words."""
        known = [(_name(line), report.over_time.get((time, line.id))) for line in report.providers]
        return "; ".join(f"{name} {total_words(total)}" for name, total in known if total) or self.tr("nothing")

    def _show_table(self) -> None:
        report = self._report
        if report is None:
            return
        heads = ["", self.tr("Replies"), self.tr("Tokens read"), self.tr("Written"), self.tr("From cache"), self.tr("Cost")]
        groups = (report.providers, report.models, report.conversations, _by_time(report))
        lines = groups[max(0, self._grouping.currentIndex())]
        rows = [self._row(line) for line in lines]
        if rows:
            rows.append(self._row(Line("", self.tr("All"), report.total)))
        self._table.show_rows(f"{self.tr('Spending')}, {self._grouping.currentText()}", heads, rows)

    def _row(self, line: Line) -> tuple[str, ...]:
        total = line.total
        numbers = (total.replies, total.input_tokens, total.output_tokens, total.cached_tokens)
        name = _name(line) or self.tr("A deleted conversation")
        return (name, *(figures(f"{number:,}") for number in numbers), self._cost_words(total))

    def _cost_words(self, total: Total) -> str:
        paid = " + ".join(amount_words(cost) for cost in total.costs)
        if total.unknown:
            words = counted(self.tr("%2 + %1 not known", "", total.unknown), total.unknown, "%2 + %1 not known")
            return words.replace("%2", paid) if paid else self.tr("not known")
        return paid or (self.tr("local") if total.free else "")

    # a file

    def _choose_file(self) -> None:
        dialog = file_dialog(self, self.tr("Export what was spent"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        dialog.selectFile(f"deskchat-{self._period.currentData() or 'year'}.csv")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write the replies of the shown time to that file."""
        def written(count: int) -> None:
            self._say(counted(self.tr("%1 replies were written.", "", count), count, "One reply was written."))

        writing = self._reports.export(Path(path), self._period.currentData() or None)
        self._context.relay.run(self, writing, written, lambda error: self._say(translated(error.message)))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()


def _by_time(report: Report) -> tuple[Line, ...]:
    """Days or months at which something was asked, the newest first."""
    sums: dict[str, Total] = {}
    for (time, _), total in report.over_time.items():
        sums[time] = sums.get(time, Total()) + total
    return tuple(Line(time, _time_name(time), sums[time]) for time in sorted(sums, reverse=True))


def _name(line: Line) -> str:
    """As it is called; this computer in the language of the window."""
    return translated(line.name) if line.name == ON_THIS_MACHINE else line.name


def _height(total: Total, currency: str) -> float:
    if currency == TOKENS:
        return float(total.tokens)
    return sum(float(units(cost)) for cost in total.costs if cost.currency == currency)


def _month_name(month: str) -> str:
    start, _ = bounds(month)
    return f"{QLocale().standaloneMonthName(start.month)} {start.year}"


def _time_name(time: str) -> str:
    """A day or a month, as people say it."""
    if len(time) == len("2026-11"):
        return _month_name(time)
    return f"{int(time[8:])} {_month_name(time[:7])}"


def _tick(time: str) -> str:
    """The same, as short as it has to be below a bar."""
    if len(time) == len("2026-11"):
        return QLocale().standaloneMonthName(int(time[5:7]), QLocale.FormatType.ShortFormat)
    return str(int(time[8:]))
