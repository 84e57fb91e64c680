"""Where somebody of several organizations works: choosing after signing in, and switching (R-045, R-296)."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.services.current import Membership
from app.views import words
from app.views.i18n import number
from app.views.look import Tone
from app.views.widgets import Card, Record, RecordList, RecordModel, button, column, label
from domain.organization import Role

translate = QCoreApplication.translate


def role(of: Membership) -> str:
    """What he is there; the headquarters' approver is no member, and only approves (C-14)."""
    if of.me.role is Role.HEADQUARTERS:
        return translate("organization", "Headquarters' approval")
    return words.role(of.me.role)


def waiting(of: Membership) -> str:
    return translate("organization", "{0} waiting for you").format(number(of.waiting)) if of.waiting else ""


class ChooseOrganization(QWidget):
    """The whole window. `picked(id)`; `left`: signing out instead."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, memberships: Sequence[Membership], last: str | None) -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self._last = last
        self._model: RecordModel[Membership] = RecordModel(lambda each: each.organization.id, self._record)
        self._title, self._hint = label("", "title"), label("", "caption")
        self._list = RecordList(self._model)
        self._list.setObjectName("choose.list")
        self._list.opened.connect(lambda id: self.picked.emit(str(id)))
        self._list.setMinimumHeight(260)
        self._enter, self._out = button("", "primary"), button("", "ghost")
        self._enter.setObjectName("choose.enter")
        self._out.setObjectName("choose.sign_out")
        self._enter.clicked.connect(lambda: self.picked.emit(str(self._list.current_key() or "")))
        self._out.clicked.connect(self.left)
        card = Card(flush=True)
        card.setFixedWidth(480)
        head = column(self._title, self._hint, gap=4)
        head.setContentsMargins(26, 24, 26, 8)
        card.body.addLayout(head)
        card.body.addWidget(self._list, 1)
        card.foot(None, self._out, self._enter)
        middle = column()
        middle.addStretch(1)
        middle.addWidget(card, 4, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self.setLayout(middle)
        self._translate()
        self.show_memberships(memberships)
        self._list.setFocus()

    def show_memberships(self, memberships: Sequence[Membership]) -> None:
        """As they are now; the last one is chosen first."""
        self._model.set_rows(memberships)
        if self._list.current_key() is None and not self._list.choose(self._last or "") and memberships:
            self._list.choose(memberships[0].organization.id)
        self._enter.setEnabled(bool(memberships))

    def _record(self, each: Membership) -> Record:
        return Record(
            title=each.organization.name,
            subtitle=role(each),
            pill=waiting(each),
            tone=Tone.WARN,
            icon="buildings",
            unread=each.waiting > 0,
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._title.setText(self.tr("Choose an organization"))
        self._hint.setText(self.tr("You belong to several; you can switch at any time in the menu beside your name."))
        self._list.setAccessibleName(self._title.text())
        self._enter.setText(self.tr("Enter"))
        self._out.setText(self.tr("Sign out"))
        self._model.refresh()


class SwitchMenu(QObject):
    """An entry in the menu beside the person's name; it is there for whoever has a choice. `picked(id)`."""

    picked = Signal(str)

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.submenu = QMenu(menu)
        self._group = QActionGroup(self)
        self._place = menu.addMenu(self.submenu)
        self._place.setVisible(False)

    def show_memberships(self, memberships: Sequence[Membership], current: str | None) -> None:
        """In the language of the moment."""
        self.submenu.setTitle(translate("organization", "Switch organization"))
        for action in self._group.actions():
            self._group.removeAction(action)
        self.submenu.clear()
        for each in memberships:
            parts = [each.organization.name, role(each), waiting(each)]
            action = self.submenu.addAction(" · ".join(part for part in parts if part).replace("&", "&&"))
            action.setCheckable(True)
            action.setData(each.organization.id)
            self._group.addAction(action)
            action.setChecked(each.organization.id == current)
            action.triggered.connect(lambda _, id=each.organization.id: self.picked.emit(id))
        self._place.setVisible(len(memberships) > 1)
        elsewhere = sum(each.waiting for each in memberships if each.organization.id != current)
        self.submenu.setToolTip(number(elsewhere) if elsewhere else "")

    def remove(self) -> None:
        """The person has gone."""
        self._place.setVisible(False)
        self.submenu.clear()
        self.deleteLater()
