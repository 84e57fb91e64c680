"""A seal in free use: taken without an authorization by whoever may press (C-08, R-294)."""

from app.views import i18n, words
from app.views.look import Tone
from app.views.ready.lines import FreeLine
from app.views.room import Room
from app.views.widgets import Card, Fact, FactList, IconDisc, Pill, button, column, label
from domain.seals import Model, awaits_seal


class FreeDetail(Card):
    """`start`: the button with which one goes to stamp."""

    def __init__(self, room: Room) -> None:
        super().__init__(scroll=True)
        self._room = room
        self.setObjectName("ready.free")
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("stamp", Tone.BRAND, 40), column(self._title, self._under, gap=2), self._pill)
        self._text = label(
            self.tr(
                "Nobody has to authorize a use. Each impression is recorded with its person, time and place, "
                "and counts for nobody's authorization."
            ),
            "body",
            wrap=True,
        )
        self._unheard = label("", "caption", wrap=True)
        self._unheard.setObjectName("ready.unheard")
        self._facts = FactList()
        for each in (self._text, self._facts, self._unheard):
            self.body.addWidget(each)
        self.body.addStretch(1)
        self.start = button(self.tr("Go stamp"), "primary", "hand-pointing")
        self.start.setObjectName("ready.take")
        self.foot(label(self.tr("Have the seal at hand and switched on."), "secondary", wrap=True), self.start)

    def show_line(self, line: FreeLine) -> None:
        seal, status = line.seal, line.status
        self._title.setText(seal.name)
        self._under.setText(seal.id)
        self._pill.set(self.tr("Free use"), Tone.ACCENT)
        kind = self.tr("GPRS or Bluetooth") if seal.model is Model.GL else self.tr("Bluetooth only")
        facts = [Fact(self.tr("Seal"), seal.name), Fact(self.tr("Model"), f"{seal.model.value} · {kind}")]
        if status is not None:
            facts.append(Fact(self.tr("State"), words.phase(status.phase)[0]))
            facts.append(Fact(self.tr("Battery"), words.percent(status.battery)))
            facts.append(Fact(self.tr("Last heard"), words.full_moment(status.at)))
            if left := status.log_end - status.log_to:
                facts.append(Fact(self.tr("Still on the seal"), i18n.number(left)))
        self._facts.set_facts(facts)
        unheard = awaits_seal(seal.free_use)
        said = self.tr("The seal has not heard yet that it is in free use; it does as soon as it is in contact.")
        self._unheard.setText(said if unheard else "")
        self._unheard.setVisible(unheard)
