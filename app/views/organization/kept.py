"""The seals that a member keeps, in his detail: adding one, withdrawing one (R-173..R-175, R-242..R-245)."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.views.organization.company import Company
from app.views.room import on_click
from app.views.widgets import button, choice_edit, column, confirm, label, row
from domain.keepers import AddKeeper, RemoveKeeper
from domain.organization import Member, Permission, Role, manages_all, may
from domain.seals import KEEPERS_PER_SEAL, Seal

if TYPE_CHECKING:
    from app.views.organization.detail import Detail


class KeptSeals(QWidget):
    """One line a seal, with a button that withdraws it; below, the seals that could be added."""

    def __init__(self, detail: "Detail") -> None:
        super().__init__()
        self._detail, self._member, self._shown = detail, "", None
        self._note = label("", "body", wrap=True)
        self._note.setObjectName("organization.kept")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._seal = choice_edit([])
        self._seal.setObjectName("organization.seal")
        self._seal.setAccessibleName(self.tr("Seal for him to keep"))
        self._add = button(self.tr("Add"))
        self._add.setObjectName("organization.add_seal")
        self._add.setAccessibleName(self.tr("Let him keep this seal"))
        on_click(self._add, detail.begin, self._do_add)
        self._chooser = QWidget()
        chooser = row(self._seal, self._add)
        chooser.setStretch(0, 1)
        self._chooser.setLayout(chooser)
        self._chooser.setMaximumWidth(420)
        layout = column(label(self.tr("Seals kept"), "strong"), self._note, gap=8)
        layout.addLayout(self._lines)
        layout.addWidget(self._chooser)
        self.setLayout(layout)

    def show_kept(self, member: Member, company: Company) -> None:
        """Owner and administrator keep all by their role (R-243), which is not withdrawn (R-245)."""
        kept = company.kept(member.id)
        keeper, mine = member.role is Role.KEEPER, may(self._detail.room.me, Permission.SET_KEEPER)
        if manages_all(member):
            self._note.setText(self.tr("manages every seal by role"))
        elif not keeper:
            self._note.setText(self.tr("none: only a seal keeper keeps seals"))
        else:
            self._note.setText(self.tr("none yet"))
        self._note.setVisible(not kept or not keeper)
        shown = (member.id, [seal.id for seal in kept], [seal.name for seal in kept], mine)
        if shown != self._shown:
            self._shown = shown
            self._show_lines(kept if keeper else [], mine=mine)
        chosen = self._seal.currentData() if self._member == member.id else None
        self._member = member.id
        self._seal.clear()
        for seal in company.seals:
            if member.id not in seal.keepers:
                self._seal.addItem(f"{seal.name}  ({len(seal.keepers)}/{KEEPERS_PER_SEAL})", seal.id)
        self._seal.setCurrentIndex(max(0, self._seal.findData(chosen)))
        self._chooser.setVisible(keeper and mine and self._seal.count() > 0)

    def _show_lines(self, seals: list[Seal], *, mine: bool) -> None:
        while taken := self._lines.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for seal in seals:
            name = label(seal.name, "body", cut=True)
            line = QWidget()
            beside = row(name, gap=6)
            beside.setStretch(0, 1)
            if mine:
                away = button(self.tr("Withdraw"), "small")
                away.setObjectName(f"organization.withdraw.{seal.id}")
                away.setAccessibleName(self.tr("Withdraw {0}").format(seal.name))
                away.setProperty("tone", "danger")
                on_click(away, self._detail.begin, lambda seal=seal: self._do_withdraw(seal))
                beside.addWidget(away)
            line.setLayout(beside)
            self._lines.addWidget(line)

    async def _do_add(self) -> None:
        act = AddKeeper(seal=str(self._seal.currentData()), member=self._member)
        await self._detail.do(act, self.tr("Seal added"))

    async def _do_withdraw(self, seal: Seal) -> None:
        text = self.tr("He can no longer issue authorizations for “{0}”, nor read its records.").format(seal.name)
        if await confirm(self, self.tr("Withdraw the seal?"), text, self.tr("Withdraw")):
            await self._detail.do(RemoveKeeper(seal=seal.id, member=self._member), self.tr("Seal withdrawn"))
