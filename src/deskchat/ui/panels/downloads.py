"""Models to download: found on the Hugging Face Hub, judged for this machine, and what is under way."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskchat.chat.errors import ChatError
from deskchat.chat.local_model import LocalModel
from deskchat.services.hub_search import Contents, HubModel, Order, Repository
from deskchat.ui.choice_box import ChoiceBox
from deskchat.ui.context import UiContext
from deskchat.ui.field_ends import FieldEnds
from deskchat.ui.figures import counted, figures
from deskchat.ui.panels.download_rows import DownloadRows
from deskchat.ui.panels.quantisation_table import QuantisationTable
from deskchat.ui.picker.rows import size
from deskchat.ui.relay import Job
from deskchat.ui.safe_text import PlainLabel
from deskchat.ui.selecting import follow_selection
from deskchat.ui.sentences import translated

TITLE = "Download models"
ORDER = 21
REPOSITORY = Qt.ItemDataRole.UserRole


def create(context: UiContext, parent: QWidget) -> QWidget:
    """The page."""
    return DownloadsPage(context, parent)


class DownloadsPage(QWidget):
    """Search, choose, download. The Hub is asked only when the person searches or chooses."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._contents: Contents | None = None
        self._asking: list[Job] = []
        self._words = QLineEdit(self)
        self._words.setPlaceholderText(self.tr("Name of a model, or OWNER/NAME"))
        self._words.setAccessibleName(self.tr("Search the Hugging Face Hub"))
        FieldEnds(self._words, context.theme, context.icons)
        self._order = self._orders()
        self._search = QPushButton(self.tr("Search"), self)
        self._suggest = QPushButton(self.tr("Show models that fit this computer"), self)
        self._suggest.setObjectName("primary")
        self._found = QListWidget(self)
        self._found.setAccessibleName(self.tr("Models that were found"))
        self._found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._terms = PlainLabel(wrap=True, selectable=True, parent=self)
        self._page = QPushButton(self.tr("Model page…"), self)
        self._table = QuantisationTable(context, self)
        self._vision = QCheckBox(self)
        self._download = QPushButton(self.tr("Download"), self)
        self._download.setObjectName("primary")
        self._said = PlainLabel(wrap=True, parent=self, selectable=True)
        self._rows = DownloadRows(context, self)
        self._place()
        self._connect()
        self._found.hide()
        self._show_contents(None)
        self._say(self.tr("Search to see models in GGUF form. Nothing is asked before you do."))
        self._suggest.show()

    def select(self, _wanted: str) -> None:
        """Somebody came for this page: what is typed now is searched for."""
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _orders(self) -> QComboBox:
        box = ChoiceBox(self)
        box.setAccessibleName(self.tr("What stands first"))
        for order, words in (
            (Order.DOWNLOADS, self.tr("Most downloaded")),
            (Order.LIKES, self.tr("Most liked")),
            (Order.TRENDING, self.tr("Trending")),
            (Order.NEWEST, self.tr("Newest")),
        ):
            box.addItem(words, order)
        return box

    def _place(self) -> None:
        em = self._context.theme.em
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, round(0.5 * em), 0)
        column.setSpacing(round(0.5 * em))
        top, terms, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(self._order)
        top.addWidget(self._search)
        terms.addWidget(self._terms, 1)
        terms.addWidget(self._page, 0, Qt.AlignmentFlag.AlignTop)
        bottom.addWidget(self._vision, 1)
        bottom.addStretch(1)
        bottom.addWidget(self._download)
        for listing, lines in ((self._found, 6.5), (self._table, 7.0)):
            listing.setMinimumHeight(round(lines * em))
            listing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)    # as high as there is room
        column.addLayout(top)
        column.addWidget(self._said)
        column.addWidget(self._suggest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._found, 2)
        column.addLayout(terms)
        column.addWidget(self._table, 3)
        column.addLayout(bottom)
        column.addStretch(0)    # takes what the lists leave, while they are not there
        column.addWidget(self._rows)

    def _connect(self) -> None:
        self._search.clicked.connect(self._look)
        self._suggest.clicked.connect(self._show_suggested)
        self._words.returnPressed.connect(self._look)
        self._order.activated.connect(lambda _: self._look() if self._found.count() else None)
        follow_selection(self._found)
        follow_selection(self._table)
        self._found.currentItemChanged.connect(lambda item, _: self._look_at(item))
        self._table.itemSelectionChanged.connect(self._offer)
        self._table.chosen.connect(self._begin)
        self._download.clicked.connect(self._begin)
        self._page.clicked.connect(self._open_page)
        self._rows.failed.connect(self._say_error)
        self._context.relay.listen(self, self._services.directory.changes(), self._mark_here)

    def _look(self) -> None:
        words = self._words.text().strip()
        if words:    # Qt gives an enumeration of texts back as a text
            searching = self._services.hub.search(words, Order(self._order.currentData()))
            self._search_for(searching, self.tr("No model in GGUF form has these words in its name."))

    def _show_suggested(self) -> None:
        self._search_for(self._services.hub.suggested(), self.tr("The Hub names no model that fits this computer."))

    def _search_for(self, searching: Coroutine[Any, Any, tuple[Repository, ...]], none: str) -> None:
        self._stop_asking()
        self._suggest.hide()
        self._found.clear()
        self._found.hide()
        self._show_contents(None)
        self._say(self.tr("Searching…"))
        self._asking = [
            self._context.relay.run(self, searching, lambda found: self._show_found(found, none), self._say_error)
        ]

    def _show_found(self, found: tuple[Repository, ...], none: str) -> None:
        self._say("" if found else none)
        self._found.setVisible(bool(found))
        for repository in found:
            item = QListWidgetItem(f"{repository.id}\n{self._facts(repository)}")
            item.setData(REPOSITORY, repository)
            self._found.addItem(item)
        self._found.setCurrentRow(0)

    def _facts(self, repository: Repository) -> str:
        weights = repository.parameters / 1e9
        return " · ".join(
            filter(
                None,
                (
                    self.tr("%s billion weights") % figures(f"{weights:.2g}") if repository.parameters else "",
                    counted(self.tr("%1 downloads", "", repository.downloads), repository.downloads, "one download"),
                    repository.licence,
                    self.tr("terms have to be accepted") if repository.gated else "",
                ),
            )
        )

    def _look_at(self, item: QListWidgetItem | None) -> None:
        self._stop_asking()
        self._show_contents(None)
        if item is not None:
            self._say(self.tr("Looking at its files…"))
            looking = self._services.hub.look_at(item.data(REPOSITORY).id)
            self._asking = [self._context.relay.run(self, looking, self._judge, self._say_error)]

    def _judge(self, contents: Contents) -> None:
        self._show_contents(contents)
        self._say("" if contents.models else self.tr("It holds no model that is whole and in GGUF form."))
        self._mark_here()
        judging = self._services.hub.judged(contents)
        self._asking = [self._context.relay.listen(self, judging, self._table.show_verdicts, failed=self._say_error)]

    def _mark_here(self, _: object = None) -> None:
        contents = self._contents
        if contents is None:
            return

        def listed(files: tuple[LocalModel, ...]) -> None:
            if contents is self._contents:
                paths = [file.path.as_posix() for file in files]
                ends = {model.name: f"/{contents.repository.id}/{model.parts[0].path}" for model in contents.models}
                self._table.mark_here({name for name, end in ends.items() if any(path.endswith(end) for path in paths)})

        self._context.relay.run(self, self._services.local_files.all(), listed)

    def _show_contents(self, contents: Contents | None) -> None:
        self._contents = contents
        there = contents is not None and bool(contents.models)
        for widget in (self._terms, self._page, self._table, self._download):
            widget.setVisible(there)
        if contents is not None:
            licence = contents.repository.licence or self.tr("not told")
            words = self.tr("Licence: %s.") % licence
            if contents.repository.gated:
                words += " " + self.tr(
                    "Its makers want their terms accepted: do that on the model's page, signed in, then enter a token of"
                    " that account as the key of Hugging Face (Settings → Providers)."
                )
            self._terms.setText(words)
        self._table.show_models(contents.models if contents is not None else ())
        self._offer()

    def _offer(self) -> None:
        model = self._table.current
        self._download.setEnabled(model is not None)
        projector = model.projectors[0] if model is not None and model.projectors else None
        self._vision.setVisible(projector is not None)
        if projector is not None:
            self._vision.setText(self.tr("With the part that sees pictures (%s)") % size(projector.size_bytes))
            self._vision.setChecked(True)

    def _begin(self) -> None:
        model: HubModel | None = self._table.current
        if model is None or self._contents is None:
            return
        projector = model.projectors[0] if model.projectors and self._vision.isChecked() else None
        beginning = self._services.downloads.start(self._contents.repository, model, projector)
        self._context.relay.run(self, beginning, lambda _: self._say(""), self._say_error)

    def _open_page(self) -> None:
        if self._contents is not None:
            QDesktopServices.openUrl(QUrl(self._contents.page))

    def _stop_asking(self) -> None:
        for job in self._asking:
            job.cancel()
        self._asking = []

    def _say_error(self, error: ChatError) -> None:
        self._say(translated(error.message))
        self._suggest.setVisible(not self._found.count())

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
