"""Fields for numbers whose text stands as far from the edge as that of other fields.

A style sheet gives room inside a line that is typed in, and inside a list to choose from, but not inside a field of numbers.
"""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget


class NumberField(QSpinBox):
    """For whole numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _indent(self)


class DecimalField(QDoubleSpinBox):
    """For others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _indent(self)


def _indent(field: QAbstractSpinBox) -> None:
    field.lineEdit().setTextMargins(round(0.6 * field.fontMetrics().height()), 0, 0, 0)
