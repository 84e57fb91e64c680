"""A card about what is a person's own: its rows can always be read, its buttons need the cloud at once."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from app.services.own import Own
from app.services.trouble import of_cloud
from app.sync.errors import CloudError
from app.views.i18n import Tongue
from app.views.room import Room, Work
from app.views.widgets import Card, label, tip

T = TypeVar("T")
Begin = Callable[[Work], None]


class OwnCard(Card):
    """Hidden until it is known what stands in it. `needs_cloud` names what is disabled while the cloud is away; `why`
    says so, `fault` what it answered last."""

    def __init__(self, room: Room, own: Own, begin: Begin, title: str, name: str) -> None:
        super().__init__(title)
        self.room, self.own, self.begin = room, own, begin
        self.setObjectName(name)
        self.hide()
        self.why, self.fault = label("", "secondary", wrap=True), label("", "fault", wrap=True)
        self.why.hide()
        self.fault.hide()
        self._asking: list[QWidget] = []

    def needs_cloud(self, *widgets: QWidget) -> None:
        """These can be used only while the cloud is there."""
        self._asking += widgets
        self.show_reach()

    def spare(self, widget: QWidget) -> None:
        """It goes away."""
        self._asking.remove(widget)

    def show_reach(self) -> None:
        """The cloud has come or gone."""
        away = "" if self.own.online else self.tr("The cloud cannot be reached, so nothing can be changed just now.")
        self.why.setText(away)
        self.why.setVisible(bool(away) and bool(self._asking))
        for widget in self._asking:
            widget.setEnabled(not away)
            widget.setToolTip(tip(away or widget.accessibleName()))

    def complain(self, sentence: str) -> None:
        """Nothing to complain about: an empty sentence."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    async def ask(self, work: Coroutine[Any, Any, T]) -> tuple[bool, T | None]:
        """Whether the cloud did it, and its answer; why not, it says in the card."""
        self.complain("")
        try:
            return True, await work
        except CloudError as error:
            self.complain(of_cloud(error).sentence(self.room.language.tongue is Tongue.ZH_CN))
            return False, None
