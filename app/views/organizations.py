"""The organizations a person belongs to: choosing one after signing in, and another one later (R-045, R-296)."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.services.current import Membership
from app.views import words
from app.views.i18n import number
from app.views.icons import icon
from app.views.look import Tone
from app.views.sign_in import in_the_middle
from app.views.widgets import Card, EmptyState, Record, RecordList, RecordModel, button, column, label
from domain.organization import Role

translate = QCoreApplication.translate
WIDTH, EDGE = 400, 28  # pixels
SHOWN = 5  # rows; the others are scrolled to


class ChooseOrganization(QWidget):
    """Takes the whole window. `chosen(id)`; `left`: the person signs out instead."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, memberships: Sequence[Membership], chosen: str = "") -> None:
        """`chosen`: the one to begin with, if it is among them; else the first."""
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setObjectName("organizations.choose")
        self._model = RecordModel[Membership](key=lambda each: each.organization, record=_record)
        self._model.set_rows(memberships)
        self._list = RecordList(self._model, self.tr("Organizations"))
        self._list.setObjectName("organizations.list")
        if not self._list.choose(chosen):
            self._list.choose(memberships[0].organization)
        self._list.opened.connect(lambda _: self._enter())
        self._list.setFixedHeight(min(SHOWN, len(memberships)) * self._list.sizeHintForRow(0) + 4)
        enter = button(self.tr("Enter"), "primary")
        enter.setObjectName("organizations.enter")
        enter.clicked.connect(self._enter)
        card = Card(flush=True)
        card.setFixedWidth(WIDTH)
        title = label(self.tr("Choose an organization"), "title")
        hint = self.tr("You can change to another one at any time, in the menu beside your name.")
        text = label(hint, "secondary", wrap=True)
        above = column(title, text, gap=6)
        above.setContentsMargins(EDGE, 26, EDGE, 10)
        card.body.addLayout(above)
        card.body.addWidget(self._list)
        out = button(self.tr("Sign out"), "ghost")
        out.setObjectName("organizations.sign_out")
        out.clicked.connect(self.left)
        card.foot(out, None, enter)
        self.setLayout(column(in_the_middle(card)))
        self._list.setFocus()

    @property
    def current(self) -> str:
        """The id of the one that would be entered."""
        return str(self._list.current_key() or "")

    def show_memberships(self, memberships: Sequence[Membership]) -> None:
        """The same organizations, and what waits in them now."""
        self._model.set_rows(memberships)

    def _enter(self) -> None:
        self.chosen.emit(self.current)


def waiting_page(*, coming: bool) -> EmptyState:
    """Nothing of the organization is here yet (it is coming), or nothing any more: then `acted` is to sign out."""
    state = EmptyState()
    if coming:
        state.show_state("cloud-arrow-down", translate("Work", "Getting your organization from the cloud"), busy=True)
    else:
        text = translate("Work", "Ask your organization's owner or administrator to add your phone number.")
        title = translate("Work", "You do not belong to an organization")
        state.show_state("buildings", title, text, translate("Work", "Sign out"))
    return state


def _record(membership: Membership) -> Record:
    return Record(
        membership.name,
        role(membership),
        pill=waiting(membership),
        tone=Tone.WARN,
        icon="buildings",
        unread=membership.waiting > 0,
    )


def role(of: Membership) -> str:
    """What he is there. The headquarters' approver is no member of a subsidiary, and only approves (C-14)."""
    if of.role is Role.HEADQUARTERS:
        return translate("PersonMenu", "Headquarters' approval")
    return words.role(of.role)


def waiting(of: Membership) -> str:
    return translate("PersonMenu", "{0} waiting for you").format(number(of.waiting)) if of.waiting else ""


def fill_menu(
    menu: QMenu,
    memberships: Sequence[Membership],
    current: str,
    choose: Callable[[str], None],
    settings: Callable[[], None],
    check: Callable[[], None],
    guide: QAction,
    lock: QAction,
    sign_out: Callable[[], None],
) -> None:
    """What stands beside the person's name: where he belongs, if more than one place; settings; checking a document
    that somebody brought; the guide; lock; signing out."""
    menu.clear()
    if len(memberships) > 1:
        menu.addAction(translate("PersonMenu", "Switch organization")).setEnabled(False)
        group = QActionGroup(menu)
        for each in memberships:
            outside = role(each) if each.role is Role.HEADQUARTERS else ""
            text = " · ".join(part for part in (each.name, outside, waiting(each)) if part)
            action = QAction(text.replace("&", "&&"), group, checkable=True, checked=each.organization == current)
            action.triggered.connect(partial(_chosen, choose, each.organization))
            menu.addAction(action)
        menu.addSeparator()
    menu.addAction(icon("gear-six"), translate("PersonMenu", "Settings"), settings)
    menu.addAction(icon("circle-wavy-check"), translate("PersonMenu", "Check a document …"), check)
    menu.addAction(guide)
    menu.addAction(lock)
    menu.addAction(icon("sign-out"), translate("PersonMenu", "Sign out"), sign_out)


def _chosen(choose: Callable[[str], None], organization: str, *_: object) -> None:
    choose(organization)
