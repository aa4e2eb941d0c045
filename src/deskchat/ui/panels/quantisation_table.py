"""The sizes in which a model can be had, and what each would be on this machine."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from deskchat.services.hub_search import HubModel, usual_choice
from deskchat.ui.context import UiContext
from deskchat.ui.figures import counted, figures
from deskchat.ui.picker.rows import size
from deskchat.ui.sentences import translated

if TYPE_CHECKING:
    from deskchat.services.hub_search import Verdict

NAME, SIZE, FIT, SPEED = range(4)


class QuantisationTable(QTableWidget):
    """A row a model; Enter or a double click chooses it."""

    chosen = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(0, 4, parent)
        self._context = context
        self._models: Sequence[HubModel] = ()
        self._verdicts: Sequence[Verdict] = ()
        self.setAccessibleName(self.tr("Sizes of the model"))
        self._heads = [self.tr("Quantisation"), self.tr("Size"), self.tr("On this computer"), self.tr("Speed")]
        self.setHorizontalHeaderLabels(self._heads)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.itemDoubleClicked.connect(lambda _: self.chosen.emit())
        context.theme.changed.connect(self._follow_theme)
        self._follow_theme()

    @property
    def current(self) -> HubModel | None:
        """The row that is selected."""
        row = self.currentRow()
        return self._models[row] if self.selectedItems() and 0 <= row < len(self._models) else None

    def show_models(self, models: Sequence[HubModel]) -> None:
        """Show these, not judged yet."""
        self._models, self._verdicts = models, ()
        self.setRowCount(len(models))
        for row, model in enumerate(models):
            self._put(row, SIZE, size(model.size_bytes))
            self._put(row, FIT, "…")
            self._put(row, SPEED, "")
        self.mark_here(())
        if models:
            self.selectRow(0)

    def mark_here(self, here: Collection[str]) -> None:
        """Say which of them are on this machine already, by their names."""
        for row, model in enumerate(self._models):
            title = model.name.rpartition("/")[2]
            files = len(model.parts)
            parts = "" if files == 1 else counted(self.tr(" (%1 files)", "", files), files, "")
            there = self.tr(", on this computer already") if model.name in here else ""
            self._put(row, NAME, f"{model.quantisation or title}{parts}{there}", f"{title}.gguf")

    def show_verdicts(self, verdicts: "Sequence[Verdict]") -> None:
        """Say what each would be on this machine; what most people take is selected the first time."""
        first = not self._verdicts
        self._verdicts = verdicts
        words = {"fits": self.tr("fits"), "fits partly": self.tr("fits partly"), "too big": self.tr("too big")}
        for row, verdict in enumerate(verdicts):
            self._put(row, FIT, words[verdict.fit.value], translated(verdict.reason))
            speed = verdict.tokens_per_s
            about = self.tr("about %s tokens/s")
            self._put(row, SPEED, "" if speed is None else about % figures(f"{speed:,.{int(speed < 10)}f}"))
        self._colour()
        if first:
            self.selectRow(usual_choice(self._models, [verdict.fit.value == "fits" for verdict in verdicts]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def _put(self, row: int, column: int, text: str, description: str = "") -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        item.setText(text)
        name = self._models[row].quantisation or self._models[row].name
        spoken = f"{name}, {self._heads[column]}: {text}. {description}" if column else f"{text}. {description}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.strip())

    def _colour(self) -> None:
        c = self._context.theme.colours
        shades = {"fits": c.text, "fits partly": c.quiet, "too big": c.danger}
        for row, verdict in enumerate(self._verdicts):
            item = self.item(row, FIT)
            if item is not None:
                item.setForeground(shades[verdict.fit.value])

    def _follow_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(round(1.6 * self._context.theme.em))
        self._colour()
