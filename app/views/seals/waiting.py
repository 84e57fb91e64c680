"""A seal that has not said yet what became of it: bound or not, let go or not; and how that ends (decision 0048)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.seals.lines import Line, Seals
from app.views.widgets import button, column, label, row
from domain.organization import Member, Permission, may
from domain.seals import BindingState
from domain.unfinished_binding import lapses_at


class Waiting(QWidget):
    """What is waited for, in words; `take_back_wanted`: the page asks once more, and does it."""

    take_back_wanted = Signal()

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._me = me
        self.setObjectName("seals.waiting")
        self._said = label("", "body", wrap=True)
        self._take_back = button(self.tr("Take the binding back …"), "danger")
        self._take_back.setObjectName("seals.take_back")
        self._take_back.clicked.connect(self.take_back_wanted)
        self.error = label("", "fault", wrap=True)
        beside = row(self._said, self._take_back)
        beside.setStretch(0, 1)
        layout = column(gap=8)
        layout.addLayout(beside)
        layout.addWidget(self.error)
        self.setLayout(layout)

    def show_line(self, line: Line, known: Seals) -> None:
        seal = line.seal.row
        binding, letting_go = seal.state is BindingState.AWAITING_SEAL, seal.state is BindingState.UNBINDING
        self.setVisible(binding or letting_go)
        self._take_back.setVisible(binding and (may(self._me, Permission.BIND) or seal.bound_by == self._me.id))
        if binding:
            text = self.tr("{0} asked to bind it ({1}); the seal has not confirmed that. It lapses by itself ({2}).")
            by = known.person(seal.bound_by), words.moment(seal.bound_at), words.moment(lapses_at(seal))
            self._said.setText(text.format(*by))
        elif letting_go:
            text = self.tr("Unbinding is decided. The seal's word is still missing: switch it on near this computer.")
            more = self.tr("If its screen says 设备未绑定 already, its word is fetched by itself.")
            self._said.setText(words.sentences(text, more))
