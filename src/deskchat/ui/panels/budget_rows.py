"""Monthly budgets: a row a provider that is used, and a way to begin with another."""

from decimal import Decimal

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QGroupBox,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskchat.chat.message import Cost
from deskchat.services.accounts import Account
from deskchat.services.spending_report import BudgetState
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.figures import amount_words, counted, figures
from deskchat.ui.number_fields import DecimalField
from deskchat.ui.safe_text import HintLabel, PlainLabel
from deskchat.ui.sentences import translated

HIGHEST = 999_999.99
SETTLED_AFTER_MS = 50        # a new row is shown and in its place by then: what is hidden takes no focus
NEARLY, ALL_OF_IT = 80, 100    # percent
KEY_PLACES = ("keyring", "session", "environment")


class BudgetRow(QObject):
    """One provider: its name, its budget, a bar, and what was spent."""

    changed = Signal(str, object)    # the provider's id, and a Decimal, or None for no budget

    def __init__(self, context: UiContext, state: BudgetState, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.state = state
        self.field = DecimalField(parent)
        self.field.setRange(0, HIGHEST)
        self.field.setDecimals(2)
        self.field.setSpecialValueText(self.tr("No budget"))
        self.field.setKeyboardTracking(False)    # 20 is one change, not two
        self.field.setAccessibleName(self.tr("Monthly budget for %s") % state.name)
        self.field.valueChanged.connect(self._tell)
        self._bar = QProgressBar(parent)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(round(0.5 * context.theme.em))
        self._bar.setAccessibleName(self.tr("%s: part of the budget that is spent") % state.name)
        self._said = PlainLabel("", parent)
        self.widgets: tuple[QWidget, ...] = (PlainLabel(state.name, parent), self.field, self._bar, self._said)
        self.show_state(state)

    @property
    def share(self) -> int:
        """How much of the budget is spent, in percent; 0 without a budget."""
        limit = self.state.budget.limit_nanos if self.state.budget else 0
        return 100 * self.state.spent.nanos(self.state.currency) // limit if limit else 0

    @property
    def words(self) -> str:
        """What was spent, as shown."""
        return self._said.text()

    def show_state(self, state: BudgetState) -> None:
        """Show how it stands now."""
        self.state = state
        self._show_limit(state)
        words = self.tr("%s spent") % amount_words(Cost(state.spent.nanos(state.currency), state.currency))
        words += figures(f" ({self.share:,} %)") if state.budget else ""
        unknown = state.spent.unknown
        words += counted(self.tr(", %1 not known", "", unknown), unknown, ", %1 not known") if unknown else ""
        self._said.setText(words)
        self._bar.setValue(min(100, self.share))
        self._bar.setVisible(state.budget is not None)
        self.follow_theme()

    def _show_limit(self, state: BudgetState) -> None:
        limit, suffix = float(state.budget.limit) if state.budget else 0.0, f" {state.currency}"
        if (self.field.value(), self.field.suffix()) == (limit, suffix):
            return    # what is being typed stays
        self.field.blockSignals(True)
        self.field.setValue(limit)
        self.field.setSuffix(suffix)
        self.field.blockSignals(False)

    def go_to(self) -> None:
        """Type a limit here next."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        above = self.field.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):    # it follows the Tab key by itself, and nothing else
                above.ensureWidgetVisible(self.field)
            above = above.parentWidget()

    def follow_theme(self) -> None:
        """Draw the bar in the theme's colours."""
        c, radius = self._context.theme.colours, self._bar.height() // 2
        chunk = c.danger if self.share >= ALL_OF_IT else c.accent
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {c.hover.name()}; border: none; border-radius: {radius}px; }}"
            f"QProgressBar::chunk {{ background: {chunk.name()}; border-radius: {radius}px; }}"
        )

    def _tell(self, value: float) -> None:
        self.changed.emit(self.state.id, Decimal(f"{value:.2f}") or None)


class BudgetRows(QGroupBox):
    """A change holds at once. No budget is shown as such, not as zero."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._added: set[str] = set()    # rows the person asked for
        self._rows: dict[str, BudgetRow] = {}
        self._wanted: str | None = None    # whose budget the person looks for; "" for any that is nearly used up
        self.setTitle(self.tr("Monthly budgets"))
        self._grid = QGridLayout()
        self._others = ChoiceBox(self)
        self._said = PlainLabel("", self, wrap=True)
        self._place()
        self._others.activated.connect(self._add)
        context.theme.changed.connect(self._follow_theme)
        self.reload()

    def reload(self) -> None:
        """Read budgets and what is spent of them."""
        services = self._context.services

        async def read() -> tuple[tuple[BudgetState, ...], tuple[Account, ...]]:
            return await services.spending_reports.budgets(), await services.accounts.all()

        self._context.relay.run(self, read(), lambda both: self._fill(*both))

    def go_to(self, provider_id: str = "") -> None:
        """Put the focus on that budget, or on one that is nearly used up, as soon as it is there."""
        self._wanted = provider_id
        self._go_to_wanted()

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        said = self.tr("At four fifths of a budget you are told; when it is used up you are asked before anything is sent.")
        column.addWidget(HintLabel(said, self))
        self._grid.setColumnStretch(2, 1)
        self._grid.setHorizontalSpacing(round(0.8 * em))
        column.addLayout(self._grid)
        self._others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._others.setAccessibleName(self.tr("Another provider"))
        column.addWidget(self._others, 0, Qt.AlignmentFlag.AlignLeft)
        self._said.hide()
        column.addWidget(self._said)

    def _fill(self, states: tuple[BudgetState, ...], accounts: tuple[Account, ...]) -> None:
        with_keys = {account.id for account in accounts if account.key_place in KEY_PLACES}
        shown = [s for s in states if s.budget or s.spent.replies or s.id in with_keys | self._added]
        if [state.id for state in shown] != list(self._rows):
            self._place_rows(shown)
        for state in shown:
            self._rows[state.id].show_state(state)
        self._others.clear()
        self._others.addItem(self.tr("Another provider…"), "")
        for state in states:
            if state.id not in self._rows:
                self._others.addItem(state.name, state.id)
        self._others.setVisible(self._others.count() > 1)
        self._go_to_wanted()

    def _place_rows(self, states: list[BudgetState]) -> None:
        """Rows for other providers than before."""
        for row in self._rows.values():
            for widget in row.widgets:
                self._grid.removeWidget(widget)
                widget.deleteLater()
            row.deleteLater()
        self._rows = {state.id: BudgetRow(self._context, state, self) for state in states}
        for at, row in enumerate(self._rows.values()):
            row.changed.connect(self._change)
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, at, column)

    def _change(self, provider_id: str, limit: Decimal | None) -> None:
        setting = self._context.services.spending.budgets.set(provider_id, limit, self._rows[provider_id].state.currency)
        self._context.relay.run(self, setting, lambda _: self._kept(""), lambda error: self._kept(translated(error.message)))

    def _kept(self, problem: str) -> None:
        self._said.setText(problem)
        self._said.setVisible(bool(problem))
        self.reload()

    def _add(self, at: int) -> None:
        provider_id = self._others.itemData(at)
        if provider_id:
            self._added.add(provider_id)
            self.reload()

    def _go_to_wanted(self) -> None:
        if self._wanted is None:
            return
        nearly = next((row for row in self._rows.values() if row.share >= NEARLY), None)
        row = self._rows.get(self._wanted, nearly)
        if row is not None:
            self._wanted = None
            QTimer.singleShot(SETTLED_AFTER_MS, row.field, row.go_to)

    def _follow_theme(self) -> None:
        for row in self._rows.values():
            row.follow_theme()
