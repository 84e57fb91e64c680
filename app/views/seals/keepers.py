"""Who keeps a seal: added from those with the role, withdrawn one by one (R-173, R-174, R-244)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views.icons import icon
from app.views.seals.lines import Line, Seals
from app.views.widgets import Avatar, button, choice_edit, column, label, row, tip
from domain.organization import Member, Permission, may
from domain.seals import KEEPERS_PER_SEAL


class Keepers(QWidget):
    """Says who is to be added or withdrawn; the page does it."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._may = may(me, Permission.SET_KEEPER)
        self._shown: tuple[str, list[tuple[str, str]]] | None = None
        self._none = label(self.tr("none yet: owner and administrator authorize"), "body", wrap=True)
        self._rows = column(gap=2)
        self._choice = choice_edit([])
        self._choice.setAccessibleName(self.tr("Member to become a keeper"))
        self._add = button(self.tr("Add"))
        self._add.setAccessibleName(self.tr("Add as a keeper"))
        self._add.clicked.connect(lambda: self.added.emit(str(self._choice.currentData() or "")))
        self._choice.setObjectName("seals.keeper")
        self._add.setObjectName("seals.add_keeper")
        self._adding = QWidget()
        self._adding.setMaximumWidth(420)
        self._adding.setLayout(row(self._choice, self._add))
        self._adding.layout().setStretch(0, 1)
        self.error = label("", "fault", wrap=True)
        layout = column(label(self.tr("Keepers"), "strong"), self._none, gap=8)
        layout.addLayout(self._rows)
        layout.addWidget(self._adding)
        layout.addWidget(self.error)
        self.setLayout(layout)

    def show_line(self, line: Line, known: Seals) -> None:
        seal = line.seal.row
        same = self._shown is not None and self._shown[0] == seal.id
        chosen = self._choice.currentData() if same else None
        people = [(id, known.person(id)) for id in seal.keepers]
        if self._shown != (seal.id, people):
            self._shown = seal.id, people
            self._show(people)
        options = known.may_keep(seal)
        self._choice.clear()
        for member in options:
            self._choice.addItem(member.name, member.id)
        self._choice.setCurrentIndex(max(0, self._choice.findData(chosen)))
        self._adding.setVisible(self._may and len(seal.keepers) < KEEPERS_PER_SEAL and bool(options))

    def _show(self, people: list[tuple[str, str]]) -> None:
        while taken := self._rows.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, (id, name) in enumerate(people):
            self._rows.addWidget(self._row(at, id, name))
        self._none.setVisible(not people)
        self.setAccessibleName(self.tr("Keepers: {0}").format("、".join(name for _, name in people)) if people else "")

    def _row(self, at: int, id: str, name: str) -> QWidget:
        held = QWidget()
        inside = row(Avatar(name, 24), label(name, "body", cut=True), gap=8)
        inside.setStretch(1, 1)
        if self._may:
            out = button("", "small")
            out.setIcon(icon("x"))
            out.setAccessibleName(self.tr("Withdraw the seal from {0}").format(name))
            out.setToolTip(tip(out.accessibleName()))
            out.setObjectName(f"seals.remove_keeper_{at}")
            out.setFixedSize(28, 28)
            out.clicked.connect(lambda: self.removed.emit(id))
            inside.addWidget(out)
        held.setLayout(inside)
        held.setMaximumWidth(420)
        return held
