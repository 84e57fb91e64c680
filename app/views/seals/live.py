"""How a seal is: its screen, what is wrong with it, and what it last said of itself (R-185, R-187..R-189)."""

from PySide6.QtWidgets import QProgressBar, QWidget

from app.views import i18n, words
from app.views.look import Tone
from app.views.seals import wording
from app.views.seals.display import Display
from app.views.seals.lines import Line, Seals
from app.views.seals.naming import Naming
from app.views.wallet.wording import day, service, service_means
from app.views.widgets import Banner, Columns, Fact, FactList, Pill, column, label, restyle
from domain import offline_use
from domain.seals import awaits_seal, is_on


class Live(QWidget):
    """Alarms above everything; at the left what is seen at once, at the right the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seals.live")
        self.display, self.naming = Display(), Naming()
        self._said = label("", "caption", wrap=True)
        self._link = Pill()
        self._link.setObjectName("seals.link")
        self._means = label("", "body", wrap=True)
        self._means.setObjectName("seals.without_contact")
        self._stored, self._fill = label("", "secondary", wrap=True), QProgressBar()
        self._fill.setTextVisible(False)
        self._fill.setFixedHeight(6)
        self._fill.setMaximumWidth(232)
        self._alarms = [Banner() for _ in range(5)]
        for at, alarm in enumerate(self._alarms):
            alarm.setObjectName(f"seals.alarm_{at}")
        self._facts = FactList()
        at_once = QWidget()
        at_once.setLayout(column(self.display, self._said, self._link, self._means, self._stored, self._fill, gap=8))
        layout = column(*self._alarms, self.naming, gap=10)
        layout.addWidget(Columns(column(at_once), column(self._facts), (42, 58)))
        self.setLayout(layout)

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        status = line.status
        self.display.set_status(status)
        said = self.tr("Its screen, as it said at {0}")
        self._said.setText(said.format(words.full_moment(status.at)) if status else self.tr("It has said nothing yet."))
        self._link.set(*wording.connection(line, now))
        means = self._of_contact(line, now)
        self._means.setText(means)
        self._means.setVisible(bool(means))
        if status is not None and status.capacity:
            self._fill.setRange(0, status.capacity)
            self._fill.setValue(min(status.stored, status.capacity))
            restyle(self._fill, "tone", "danger" if status.stored >= status.capacity else "")
            self._stored.setText(self.tr("Stored without a receipt: {0}").format(wording.stored(status)))
            self._fill.setAccessibleName(self._stored.text())
        for each in (self._stored, self._fill):
            each.setVisible(status is not None and bool(status.capacity))
        self._facts.set_facts(self._facts_of(line, known, now))
        self._show_alarms(line, known, now)

    def _of_contact(self, line: Line, now: int) -> str:
        """What it means that it is, or is not, in contact."""
        until = line.seal.row.offline_use
        if line.goes_on(now) and until is not None:
            end = words.moment(until.at + offline_use.LONGEST_MS)
            open_ = self.tr("Offline use until {0}: it is not restricted for want of contact.").format(end)
            return open_ if line.connection(now) else words.sentences(open_, wording.without_contact(line))
        if line.connection(now) is None:
            return self.tr("Without news for ten minutes it is restricted (限制使用), until it is connected.")
        return ""

    def _facts_of(self, line: Line, known: Seals, now: int) -> list[Fact]:
        seal, status = line.seal.row, line.status
        facts = [Fact(self.tr("Remark"), seal.remark)] if seal.remark else []
        facts.append(Fact(self.tr("In reach"), self.reach(line)))
        if line.use is not None:
            used = f"{words.uses(line.use.used, line.use.count)} · {known.person(line.use.member)}"
            facts.append(Fact(self.tr("Use under way"), used))
        if status is not None and status.waiting:
            facts.append(Fact(self.tr("Waiting for a code"), i18n.number(status.waiting)))
        facts.append(Fact(self.tr("Regime"), self._regime(line, known)))
        if status is not None:
            facts.append(Fact(self.tr("Mode"), wording.mode(status.mode)))
            if line.is_gl:
                facts.append(Fact(self.tr("Signal"), wording.signal(status)))
            facts.append(Fact(self.tr("Battery"), wording.battery(status)))
        facts.append(Fact(self.tr("Records"), self.records(line)))
        if status is not None:
            facts += [
                Fact(self.tr("Position"), words.place(status.place)),
                Fact(self.tr("Firmware"), status.firmware),
                Fact(self.tr("Last contact"), words.full_moment(status.heard_at or status.at)),
            ]
        if line.service is not None:
            until = self.tr("{0}, until {1}").format(service(line.service, now)[0], day(line.service.until))
            facts.append(Fact(self.tr("Service"), until))
        bound = f"{words.full_moment(seal.bound_at)} · {known.person(seal.bound_by)}"
        return [*facts, Fact(self.tr("Bound on"), bound), Fact(self.tr("Serial number"), seal.id, copy=True)]

    def reach(self, line: Line) -> str:
        """Whether this computer hears the seal, how well, and whether somebody is connected to it."""
        if line.heard is None:
            return self.tr("not heard by this computer")
        heard = line.heard.sighting
        parts = [self.tr("yes, {0} dBm").format(heard.rssi)]
        if heard.in_use:
            parts.append(self.tr("connected"))
        return " · ".join(parts)

    def records(self, line: Line) -> str:
        if line.waiting:
            return self.tr("{0} still on the seal").format(i18n.number(line.waiting))
        status = line.status
        if status is not None and status.log_end > status.log_to:
            return self.tr("{0} not in the cloud yet").format(i18n.number(status.log_end - status.log_to))
        return self.tr("all in the cloud or on this computer")

    def _regime(self, line: Line, known: Seals) -> str:
        """What the seal goes by; and whether it has yet to hear of another (I-14)."""
        free = line.status.free if line.status is not None else is_on(line.seal.row.free_use)
        text = self.tr("free use") if free else self.tr("controlled use")
        if not awaits_seal(line.seal.row.free_use):
            return text
        return self.tr("{0}; it has not heard of the change yet").format(text)

    def _show_alarms(self, line: Line, known: Seals, now: int) -> None:
        found = [*self._of_service(line, now), *self._found(line, known, now)]
        for alarm, (text, tone) in zip(self._alarms, found + [("", Tone.WARN)] * len(self._alarms), strict=False):
            if text:
                alarm.show_fault(text, tone=tone)
            else:
                alarm.clear()

    def _of_service(self, line: Line, now: int) -> list[tuple[str, Tone]]:
        """That it is about to end, or has; everybody who sees the seal is told."""
        means = service_means(line.service, now) if line.service is not None else ""
        return [(means, service(line.service, now)[1])] if means and line.service is not None else []

    def _found(self, line: Line, known: Seals, now: int) -> list[tuple[str, Tone]]:
        status, of = line.status, known.organization
        if status is None or of is None:
            return []
        found: list[tuple[str, Tone]] = []
        if line.phase(now) == "full":
            text = self.tr("Storage is full: it stamps no more until its records are in the cloud. Connect to it.")
            found.append((text, Tone.DANGER))
        since, most = status.withheld_since, of.withheld_after_ms
        if since is not None and most is not None and now - since >= most:
            text = self.tr("Records are missing since {0}: its log goes to {1}, the cloud has it up to {2}.")
            log = i18n.number(status.withheld_end), i18n.number(status.log_to)
            found.append((text.format(words.moment(since), *log), Tone.DANGER))
        heard, most = status.heard_at or status.at, of.silent_after_ms
        if most is not None and now - heard >= most:
            text = self.tr("Silent since {0}: nothing was heard of it.").format(words.moment(heard))
            found.append((text, Tone.WARN))
        if status.battery <= LOW_PERCENT and not status.charging:
            found.append((self.tr("The battery is low: {0}.").format(words.percent(status.battery)), Tone.WARN))
        return found


LOW_PERCENT = 15
