"""What the details have in common: they are given the company anew whenever it changes, and do acts in the room."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.models.fold import Folded
from app.views.organization.company import Company
from app.views.room import Room, Work, sending
from app.views.widgets import Card, button, column, label, restyle
from domain.rows import Act
from domain.verdict import Refused

Begin = Callable[[Work], None]


class Detail(Card):
    """A head, a body, and at the foot what may be done; why something was refused stands above that."""

    def __init__(self, room: Room, begin: Begin, name: str) -> None:
        super().__init__(scroll=True)
        self.setObjectName(f"organization.{name}")
        self.room, self.begin = room, begin
        self.company: Company | None = None
        self.title, self.under = label("", "title", cut=True), label("", "caption", cut=True)
        self.names = column(self.title, self.under, gap=2)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName(f"organization.{name}_message")
        self._foot: QWidget | None = None

    def add_foot(self, *actions: QPushButton) -> None:
        """The message at the left, the actions at the right."""
        self._foot = self.foot(self._message, *actions)
        self.say("")

    def show_under(self, text: str, folded: Folded[Any] | None) -> None:
        """The line below the title, and whether the cloud has yet to hear of it."""
        pending = self.tr("sending") if folded is not None and sending(folded) else ""
        self.under.setText(" · ".join(part for part in (text, pending) if part))

    def say(self, sentence: str, role: str = "fault") -> None:
        restyle(self._message, "role", role)
        self._message.setText(sentence)

    async def do(self, act: Act, told: str) -> bool:
        """Do it, and say so at the foot of the window; or say here why not."""
        done = await self.room.submit(act)
        self.say(self.room.sentence(done) if isinstance(done, Refused) else "")
        if isinstance(done, Refused):
            return False
        self.room.tell(told)
        return True

    def action(self, name: str, text: str, kind: str = "plain", icon: str = "") -> QPushButton:
        made = button(text, kind, icon)
        made.setObjectName(f"organization.{name}")
        return made
