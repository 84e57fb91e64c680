"""The way an application will take, shown before it is filed: for each chosen seal, by its category (R-089)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.models import fold
from app.models.store import Tx
from app.views import words
from app.views.applications.known import Known
from app.views.room import Room, Work
from app.views.widgets import Step, Timeline, column, label
from domain import applications
from domain.seals import Seal
from domain.verdict import Circumstances


@dataclass(frozen=True)
class Way:
    """Of one seal; no steps: its template is not known here."""

    seal: str
    steps: list[Step]
    copied: list[str]


class FlowPreview(QWidget):
    """A timeline, or one for each seal."""

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._shown: list[Way] = []
        self._asked = 0
        self.setObjectName("applications.flow")
        self._parts = column(gap=8)
        self.setLayout(self._parts)
        self.setAccessibleName(self.tr("Approval flow"))

    def show_for(self, seals: list[Seal], category: str | None, known: Known) -> None:
        """Read it, and show it once it is read; a later wish overtakes an earlier one."""
        self._asked += 1
        self._begin(self._read(self._asked, seals, category, known))

    async def _read(self, asked: int, seals: list[Seal], category: str | None, known: Known) -> None:
        room = self._room

        def read(tx: Tx) -> list[Way]:
            at = Circumstances(room.me, room.now(), fold.facts(tx, room.id))
            return [_way(seal, applications.flow(seal, at, category), known) for seal in seals]

        ways = await room.store.run(read)
        if asked == self._asked and ways != self._shown:
            self._show(ways)

    def _show(self, ways: list[Way]) -> None:
        self._shown = ways
        while taken := self._parts.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for way in ways:
            if len(ways) > 1:
                self._parts.addWidget(label(way.seal, "secondary", wrap=True))
            self._parts.addWidget(Timeline(way.steps, self.tr("Flow")))
            if not way.steps:
                self._parts.addWidget(label(self.tr("The flow is shown once it is known here."), "caption", wrap=True))
            if way.copied:
                copied = self.tr("Copied to: {0}").format("、".join(way.copied))
                self._parts.addWidget(label(copied, "caption", wrap=True))
        spoken = (f"{way.seal}: {'; '.join(f'{step.title} {step.text}' for step in way.steps)}" for way in ways)
        self.setAccessibleDescription("\n".join(spoken))


def _way(seal: Seal, found: tuple[list[applications.Step], list[str]] | None, known: Known) -> Way:
    if found is None:
        return Way(seal.name, [], [])
    steps = [Step(known.names(each.candidates), words.step_kind(each.kind)) for each in found[0]]
    return Way(seal.name, steps, [known.name(id) for id in found[1]])
