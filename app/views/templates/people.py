"""Up to three people in order: added from a list, moved up and down, taken out (R-199, R-201)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.views.icons import icon
from app.views.widgets import Avatar, button, choice_edit, column, label, row, tip
from domain.organization import Member

MOST = 3


class PeopleEditor(QWidget):
    """`ids` are the chosen, in order. `ordered`: who comes first matters, so they can be moved."""

    changed = Signal()

    def __init__(self, name: str, key: str, hint: str, *, ordered: bool) -> None:
        super().__init__()
        self.ids: list[str] = []
        self._key, self._ordered = key, ordered
        self._members: dict[str, Member] = {}
        self._offered: list[Member] = []
        self.setAccessibleName(name)
        self._rows = column(gap=4)
        self._choice, self._add = choice_edit([]), button(self.tr("Add"), "plain", "plus")
        self._choice.setAccessibleName(name)
        self._choice.setObjectName(f"templates.{key}")
        self._add.setAccessibleName(self.tr("Add to: {0}").format(name))
        self._add.setObjectName(f"templates.add_{key}")
        self._add.clicked.connect(self._put)
        self._chooser = QWidget()
        self._chooser.setLayout(row(self._choice, self._add))
        self._chooser.layout().setStretch(0, 1)
        self._hint, self._error = label(hint, "caption", wrap=True), label("", "fault", wrap=True)
        self._error.hide()
        layout = column(label(name, "secondary"), gap=6)
        layout.addLayout(self._rows)
        for widget in (self._chooser, self._hint, self._error):
            layout.addWidget(widget)
        self.setLayout(layout)

    def set_people(self, ids: list[str], offered: list[Member], members: dict[str, Member]) -> None:
        """Begin with these; `offered` are those who can be added, `members` names for all."""
        self.ids, self._offered, self._members = list(ids), offered, members
        self._show()

    def offer(self, offered: list[Member], members: dict[str, Member]) -> None:
        """Others can be added now; what was chosen stays."""
        self._offered, self._members = offered, members
        self._show(str(self._choice.currentData() or ""))

    def set_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)

    def _put(self) -> None:
        if (id := self._choice.currentData()) and len(self.ids) < MOST:
            self._set([*self.ids, str(id)])

    def _set(self, ids: list[str]) -> None:
        self.ids = ids
        self.set_error("")
        self._show()
        self.changed.emit()

    def _show(self, chosen: str = "") -> None:
        while taken := self._rows.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, id in enumerate(self.ids):
            self._rows.addWidget(self._row(at, id))
        self._choice.clear()
        for member in self._offered:
            if member.id not in self.ids:
                self._choice.addItem(member.name, member.id)
        self._choice.setCurrentIndex(max(0, self._choice.findData(chosen)))
        self._chooser.setVisible(len(self.ids) < MOST and self._choice.count() > 0)

    def _row(self, at: int, id: str) -> QWidget:
        name = self._members[id].name if id in self._members else "—"
        order = f"{at + 1}. {name}" if self._ordered else name
        held = QWidget()
        inside = row(Avatar(name, 26), label(order, "body", cut=True), gap=8)
        inside.setStretch(1, 1)
        if self._ordered:
            up = self._small("arrow-up", self.tr("Move {0} up").format(name), f"up_{at}")
            down = self._small("arrow-down", self.tr("Move {0} down").format(name), f"down_{at}")
            up.setEnabled(at > 0)
            down.setEnabled(at + 1 < len(self.ids))
            up.clicked.connect(lambda: self._swap(at - 1))
            down.clicked.connect(lambda: self._swap(at))
            inside.addWidget(up)
            inside.addWidget(down)
        out = self._small("x", self.tr("Take {0} out").format(name), f"out_{at}")
        out.clicked.connect(lambda: self._set([each for each in self.ids if each != id]))
        inside.addWidget(out)
        held.setLayout(inside)
        return held

    def _small(self, glyph: str, name: str, key: str) -> QPushButton:
        made = button("", "small")
        made.setIcon(icon(glyph))
        made.setAccessibleName(name)
        made.setToolTip(tip(name))
        made.setObjectName(f"templates.{self._key}_{key}")
        made.setFixedSize(28, 28)
        return made

    def _swap(self, at: int) -> None:
        """Change places with the one below."""
        ids = self.ids
        self._set([*ids[:at], ids[at + 1], ids[at], *ids[at + 2 :]])
