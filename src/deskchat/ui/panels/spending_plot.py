"""Bars over time, stacked by provider. The drawing library is loaded when a plot is first looked at."""

import asyncio
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.ui.class_table import ALL_OF_QT, make_room
from deskchat.ui.context import UiContext
from deskchat.ui.figures import figures
from deskchat.ui.safe_text import HintLabel, PlainLabel, set_tooltip

# told apart by eyes of every kind, on light and on dark ground (after Okabe and Ito)
SHADES = tuple(map(QColor, ("#3b7dd8", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8a8f98", "#b8a21b")))
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Stack:
    """One colour of the bars: whose it is, and its heights from left to right."""

    name: str
    heights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """What is drawn. ``labels`` stand below the bars; ``words`` tell of each bar when the mouse is over it."""

    title: str
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stacks: tuple[Stack, ...] = ()


class SpendingPlot(QFrame):
    """A picture of numbers that also stand in a table; so it takes no focus and needs no keys."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._bars = Bars("")
        self._graph: Any = None    # untyped: pyqtgraph has no types
        self._plot: Any = None
        self.setObjectName("plot")
        self.setMouseTracking(True)
        self.setMinimumHeight(round(13 * context.theme.em))
        self._title = PlainLabel(parent=self)
        self._legend = QHBoxLayout()
        self._said = HintLabel("", self)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 6)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addLayout(self._legend)
        self._column.addLayout(head)
        self._column.addWidget(self._said, 1)
        context.theme.changed.connect(self._draw)
        make_room(ALL_OF_QT)
        loading = asyncio.to_thread(importlib.import_module, "pyqtgraph")
        context.relay.run(self, loading, self._begin, self._without)

    def show_bars(self, bars: Bars) -> None:
        """Draw these."""
        self._bars = bars
        self._title.setText(bars.title)
        self.setAccessibleName(self.tr("Plot: %s") % bars.title)
        self.setAccessibleDescription(self.tr("The same numbers stand in the table below."))
        self._draw()

    @property
    def is_drawn(self) -> bool:
        """Has the plot been drawn?"""
        return self._plot is not None and self._plot.isVisibleTo(self)

    def leaveEvent(self, event: QEvent) -> None:
        set_tooltip(self, "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the bar below the mouse stands for."""
        at = -1
        if self.is_drawn:
            place = self._plot.mapFrom(self, event.position().toPoint())
            at = round(self._plot.getViewBox().mapSceneToView(self._plot.mapToScene(place)).x())
        set_tooltip(self, self._bars.words[at] if 0 <= at < len(self._bars.words) else "")

    def _begin(self, graph: Any) -> None:
        self._graph = graph
        self._plot = graph.PlotWidget(self)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)    # wheel and tooltips are the page's
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        left = self._plot.getAxis("left")
        english = left.tickStrings
        left.tickStrings = lambda *told: [figures(text) for text in english(*told)]
        self._column.addWidget(self._plot, 1)
        self._draw()

    def _without(self, error: ChatError) -> None:
        self._said.setText(self.tr("The plot can't be drawn; the table has its numbers."))
        self._context.notices.tell_error(error)

    def _draw(self) -> None:
        colours = self._context.theme.colours
        self.setStyleSheet(
            f"#plot {{ background: {colours.surface.name()}; border: 1px solid {colours.border.name()};"
            f" border-radius: {0.5 * self._context.theme.em:.0f}px; }}"
        )
        self._fill_legend()
        if self._graph is None:
            return
        empty = not any(any(stack.heights) for stack in self._bars.stacks)
        self._said.setText(self.tr("Nothing to draw for this time.") if empty else "")
        self._said.setVisible(empty)
        self._plot.setVisible(not empty)
        self._plot.clear()
        self._plot.setBackground(colours.surface)
        if not empty:
            self._draw_axes()
            self._draw_stacks()

    def _draw_axes(self) -> None:
        theme = self._context.theme
        font = theme.font
        font.setPointSizeF(font.pointSizeF() * 0.85)
        for side in ("bottom", "left"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.colours.border)
            axis.setTextPen(theme.colours.quiet)
            axis.setStyle(tickFont=font, tickLength=0)
            axis.setZValue(-1)    # the grid stands behind the bars
        labels = self._bars.labels
        step = -(-len(labels) // MOST_TICKS)
        ticks = [(at, label) for at, label in enumerate(labels) if at % step == 0]
        self._plot.getAxis("bottom").setTicks([ticks])
        self._plot.getAxis("left").enableAutoSIPrefix(False)
        self._plot.showGrid(y=True, alpha=0.5)
        highest = max(sum(stack.heights[at] for stack in self._bars.stacks) for at in range(len(labels)))
        self._plot.setXRange(-0.6, len(labels) - 0.4, padding=0)
        self._plot.setYRange(0, highest * 1.08, padding=0)

    def _draw_stacks(self) -> None:
        below = [0.0] * len(self._bars.labels)
        places = list(range(len(below)))
        for stack, shade in zip(self._bars.stacks, _shades(len(self._bars.stacks)), strict=True):
            pen = self._graph.mkPen(None)
            bars = self._graph.BarGraphItem(
                x=places, y0=list(below), height=list(stack.heights), width=0.7, brush=shade, pen=pen
            )
            self._plot.addItem(bars)
            below = [low + height for low, height in zip(below, stack.heights, strict=True)]

    def _fill_legend(self) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        side = round(0.65 * self._context.theme.em)
        for stack, shade in zip(self._bars.stacks, _shades(len(self._bars.stacks)), strict=True):
            square = QFrame(self)
            square.setFixedSize(side, side)
            square.setStyleSheet(f"background: {shade.name()}; border-radius: 2px;")
            self._legend.addWidget(square)
            self._legend.addWidget(PlainLabel(stack.name, self))


def _shades(count: int) -> Sequence[QColor]:
    return [SHADES[n % len(SHADES)] for n in range(count)]
