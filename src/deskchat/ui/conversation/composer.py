"""Where a message is written: the box, its attachments, Send and Stop."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from deskchat.chat.errors import ChatError
from deskchat.chat.parts import FilePart, ImagePart, Part, TextPart
from deskchat.ui.conversation.attaching import EDIT, Attaching
from deskchat.ui.conversation.drop_target import DropTarget
from deskchat.ui.conversation.message_box import MessageBox
from deskchat.ui.conversation.transcript.caption import Caption
from deskchat.ui.conversation.transcript.visible import hidden_in_prose
from deskchat.ui.figures import counted
from deskchat.ui.file_dialog import file_dialog
from deskchat.ui.icons import Icons
from deskchat.ui.relay import Relay
from deskchat.ui.safe_text import PlainLabel, set_tooltip
from deskchat.ui.sentences import translated
from deskchat.ui.tab_order import LEADS

DRAFT_AFTER_MS = 800
STILL_READING = str(QT_TRANSLATE_NOOP("Composer", "A file is still being read. Wait, or take it away."))


class Composer(QFrame):
    """Keeps what was typed until it is told that it is stored."""

    submitted = Signal(tuple)        # the parts of the message
    stop_asked = Signal()
    draft_changed = Signal(str)      # a little after typing: the text worth keeping
    content_changed = Signal()       # text or attachments
    attached_changed = Signal(object, tuple)    # the draft's conversation and the parts worth keeping
    edit_ended = Signal()            # an edit was given up

    def __init__(self, relay: Relay, icons: Icons, box: MessageBox) -> None:
        super().__init__()
        self._icons = icons
        self._replying = False
        self._sending = False
        self._draft: str | None = None        # the conversation it belongs to; none: one that has not begun
        self._put_aside: str | None = None    # the own draft's text, while an older message is edited
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(self.keep_draft_now)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._keep_last_words)
        self.box = box
        self.attaching = Attaching(relay, icons)
        self.drops = DropTarget(self)
        self._editing = QWidget()
        self._problem = Caption("")
        self.hidden = Caption("")       # what can't be seen in the text, in words
        self._attach = QToolButton()
        self._send = QPushButton(self.tr("Send"))
        self._stop = QPushButton(self.tr("Stop"))
        self._place()
        self._connect()
        self._refresh()
        self.follow_theme()

    # what is written

    @property
    def parts(self) -> tuple[Part, ...]:
        """The message as it would be sent now."""
        text = _legal(self.box.toPlainText())
        return (*self.attaching.parts, TextPart(text)) if text.strip() else self.attaching.parts

    @property
    def sentence(self) -> str:
        """What the person is told about it, when something is wrong."""
        return self._problem.text() or self.attaching.sentence

    @property
    def can_send(self) -> bool:
        """Is there something to send, and nothing being sent or written?"""
        return self._send.isVisibleTo(self) and self._send.isEnabled()

    @property
    def is_editing(self) -> bool:
        """Is an older message being edited?"""
        return self._put_aside is not None

    @property
    def replying(self) -> bool:
        """Is a reply being written, so that nothing else can be asked?"""
        return self._replying

    def show_draft(self, conversation_id: str | None, text: str, stored: tuple[Part, ...] = ()) -> None:
        """Show the draft of another conversation, ``None``: of one that has not begun.

        ``stored``: its attachments, where they are not still here.
        """
        self._put_aside = None
        self._editing.hide()
        self._draft = conversation_id
        self.attaching.show_draft(conversation_id, stored=stored)
        self.box.set_text(text)
        self._draft_timer.stop()
        self._tell("")

    def name_draft(self, conversation_id: str) -> None:
        """The conversation that had not begun has: this is its id."""
        self._draft = conversation_id
        self.attaching.name_draft(conversation_id)

    def begin_edit(self, parts: tuple[Part, ...]) -> None:
        """Edit an older message; the draft comes back afterwards."""
        if self._put_aside is None:
            self.keep_draft_now()
            self._put_aside = self.box.toPlainText()
        self.attaching.show_draft(EDIT, [p for p in parts if isinstance(p, FilePart | ImagePart)])
        self.box.set_text("".join(p.text for p in parts if isinstance(p, TextPart)))
        self._editing.show()
        self.box.setFocus()

    def end_edit(self) -> None:
        """Bring the draft back."""
        if self._put_aside is None:
            return
        text, self._put_aside = self._put_aside, None
        self._editing.hide()
        self.attaching.end_edit(self._draft)
        self.box.set_text(text)
        self.edit_ended.emit()

    def set_sending(self, sending: bool) -> None:
        """Between the key press and the moment the message is stored: nothing is sent twice."""
        self._sending = sending
        self._refresh()

    def set_replying(self, replying: bool) -> None:
        """Send becomes Stop while a reply is written."""
        self._replying = replying
        self._refresh()

    def sent(self, parts: tuple[Part, ...]) -> None:
        """These parts are stored: clear them, but nothing that was typed since."""
        self.set_sending(False)
        text = "".join(p.text for p in parts if isinstance(p, TextPart))
        self.box.remember(text)
        self._tell("")
        if self.is_editing:
            self.end_edit()
            return
        if _legal(self.box.toPlainText()) == text:
            self.box.clear()
        self.attaching.take_away(parts, self._draft)
        self.attaching.forget_words()
        self.keep_draft_now()

    def sent_elsewhere(self, parts: tuple[Part, ...], conversation_id: str) -> None:
        """These parts of a draft that is no longer shown are stored."""
        self.attaching.take_away(parts, conversation_id)

    def failed(self, error: ChatError) -> None:
        """It could not be stored: everything stays, and the reason is said."""
        self.set_sending(False)
        self._tell(translated(error.message))

    def follow_theme(self) -> None:
        """Draw the icons in the theme's colours."""
        self._attach.setIcon(self._icons.icon("attach"))
        self._attach.setIconSize(self._icons.size)
        self.attaching.follow_theme()

    def keep_draft_now(self) -> None:
        """Tell the draft at once, as before another conversation is shown."""
        self._draft_timer.stop()
        if not self.is_editing:
            self.draft_changed.emit(_legal(self.box.toPlainText()))

    def _keep_last_words(self) -> None:
        """What was typed in the moment before the program ends."""
        if self._draft_timer.isActive():
            self.keep_draft_now()

    # layout

    def _place(self) -> None:
        self.setObjectName("composer")
        self.drops.take_drops_on(self)
        self.drops.tell_of(self.box.viewport())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        self._place_editing()
        self._problem.setObjectName("warning")
        self.hidden.setObjectName("warning")
        for widget in (self._editing, self.attaching, self._problem, self.hidden):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self._attach, self._stop, self._send):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.box.setProperty(LEADS, True)    # who has typed goes on with what stands beside it
        row.addWidget(self._attach, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.box, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._name_buttons()

    def _name_buttons(self) -> None:
        self._attach.setObjectName("attach")
        self._attach.setAccessibleName(self.tr("Attach"))
        set_tooltip(self._attach, self.tr("Attach files or pictures"))
        self._send.setObjectName("send")
        self._send.setAccessibleName(self.tr("Send"))
        self._stop.setObjectName("stop")
        self._stop.setAccessibleName(self.tr("Stop"))
        set_tooltip(self._stop, self.tr("Stop the reply (Esc)"))

    def _place_editing(self) -> None:
        row = QHBoxLayout(self._editing)
        row.setContentsMargins(0, 0, 0, 0)
        label = PlainLabel(self.tr("Editing an earlier message. Sending makes a new version; the old one is kept."))
        label.setObjectName("quiet")
        cancel = QToolButton()
        cancel.setText(self.tr("Cancel"))
        cancel.setAccessibleName(self.tr("Cancel editing"))
        cancel.setObjectName("quiet")
        cancel.clicked.connect(self.end_edit)
        row.addWidget(label, 1)
        row.addWidget(cancel)
        self._editing.hide()

    def _connect(self) -> None:
        self.box.submitted.connect(self._submit)
        self.box.stop_asked.connect(self._escape)
        self.box.textChanged.connect(self._text_changed)
        self.box.files_dropped.connect(self.attaching.attach_files)
        self.box.image_pasted.connect(self.attaching.attach_picture)
        self.box.long_text_pasted.connect(lambda text: self.attaching.attach_text(_legal(text)))
        self.drops.hovered.connect(self._show_dropping)
        self.drops.dropped.connect(self.box.insertFromMimeData)
        self.attaching.changed.connect(self._attachments_changed)
        self.attaching.draft_changed.connect(self.attached_changed)
        self._send.clicked.connect(self._submit)
        self._stop.clicked.connect(self.stop_asked)
        self._attach.clicked.connect(self._choose_files)

    def _refresh(self) -> None:
        self._send.setVisible(not self._replying)
        self._stop.setVisible(self._replying)
        self._send.setEnabled(bool(self.parts) and not self._sending and not self.attaching.reading)

    def _tell(self, sentence: str) -> None:
        self._problem.show_text(sentence)

    # what happens

    def _submit(self) -> None:
        parts = self.parts
        if self.attaching.reading and not self._replying:
            self._tell(self.tr(STILL_READING))
        elif parts and not self._sending and not self._replying:
            self.set_sending(True)
            self.submitted.emit(parts)

    def _escape(self) -> None:
        if self._replying:
            self.stop_asked.emit()
        elif self.is_editing:
            self.end_edit()

    def _text_changed(self) -> None:
        if not self.is_editing and not self._draft_timer.isActive():    # also while one types without a pause
            self._draft_timer.start()
        self._tell_of_hidden()
        self._content_changed()

    def _tell_of_hidden(self) -> None:
        """Pasted text can carry words that only a model sees."""
        hidden = hidden_in_prose(self.box.toPlainText())
        words = self.tr("%1 characters in this message can't be seen. The model reads them.", "", hidden)
        words = counted(words, hidden, "One character in this message can't be seen. The model reads it.")
        self.hidden.show_text(words if hidden else "")

    def _content_changed(self) -> None:
        self._refresh()
        self.content_changed.emit()

    # attachments

    def _attachments_changed(self) -> None:
        if self.sentence == self.tr(STILL_READING) and not self.attaching.reading:
            self._tell("")
        self._content_changed()

    def _choose_files(self) -> None:
        dialog = file_dialog(self, self.tr("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.attaching.attach_files)
        dialog.open()

    def _show_dropping(self, over: bool) -> None:
        self.setProperty("dropping", over)
        self.style().unpolish(self)
        self.style().polish(self)


def _legal(text: str) -> str:
    """Text that can be stored and sent: no NUL, no half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
