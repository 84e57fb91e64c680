"""What the three ways have in common: a card in the middle of the window, what went wrong in it, and the way back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.views.room import Tasks, leave
from app.views.sign_in import door_card, in_the_middle
from app.views.widgets import button, label, row

WIDTH = 480


class Form(QWidget):
    """`chosen(address)`: the console works with the cloud there; `left`: back to the ways."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, name: str, title: str, text: str, report: Callable[[BaseException], None]) -> None:
        """`name` is the stem of the object names."""
        super().__init__()
        self.setObjectName(f"first_start.{name}")
        self.tasks = Tasks(report)
        self.destroyed.connect(partial(leave, self.tasks))
        self.card = door_card(title)
        self.card.setFixedWidth(WIDTH)
        self.card.body.addWidget(label(text, "secondary", wrap=True))
        self.message = label("", "fault", wrap=True)
        self.message.setObjectName(f"first_start.{name}.message")
        self.message.hide()
        self.busy, self.doing = QProgressBar(), label("", "caption", wrap=True)
        self.busy.setRange(0, 0)
        self.back, self.go = button(self.tr("Back")), button("", "primary")
        self.back.setObjectName(f"first_start.{name}.back")
        self.go.setObjectName(f"first_start.{name}.go")
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(in_the_middle(self.card))

    def finish(self) -> None:
        """What was put into the card is followed by what every form has."""
        for each in (self.message, self.busy, self.doing):
            self.card.body.addWidget(each)
            each.hide()
        self.card.body.addLayout(row(self.back, None, self.go))

    def say(self, sentence: str) -> None:
        """What went wrong; nothing, if the sentence is empty."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def show_busy(self, doing: str) -> None:
        """Something is on its way (empty: no more); until it is over nothing else can be begun."""
        self.busy.setVisible(bool(doing))
        self.busy.setAccessibleName(doing)
        self.doing.setText(doing)
        self.doing.setVisible(bool(doing))
        for each in (self.back, self.go):
            each.setEnabled(not doing)
