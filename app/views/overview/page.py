"""The overview: impressions by time, seal, person and category, waiting for decisions, causes, and the seals' states.

Each bar opens what it counts. What is counted is what its person may see, by the conditions of the lists.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QDate, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QStackedWidget, QWidget

from app.models import ledger
from app.models.store import Topics, Tx
from app.services.overview import Grain, Pieces, Span, last_days, pieces
from app.services.records import Asked, in_pieces
from app.views.i18n import number
from app.views.look import Size
from app.views.overview import figures
from app.views.overview.bar import Bar
from app.views.overview.behind import Behind
from app.views.overview.figures import Overview, read_overview
from app.views.overview.loading import load_charts
from app.views.room import LivePage, Room
from app.views.seals.page import SealsPage
from app.views.usage.page import UsagePage
from app.views.widgets import SegmentedSwitch, button, column, label, moment_edit, row, scrolled
from domain.organization import Permission, may
from domain.times import moment

if TYPE_CHECKING:
    from app.views.overview.charts import ChartCard
    from app.views.wallet.lines import Fee

SPANS = (Span.WEEK, Span.MONTH, Span.QUARTER, Span.YEAR, Span.OWN)
FIRST, LAST = QDate(2000, 1, 1), QDate(2099, 12, 31)  # what own periods may hold
THREE, TWO = 900, 560  # pixels of the page that so many charts beside each other want
COUNTS_AGAIN_MS = 60_000  # what waits goes on waiting, and days end, without a row that says so


class OverviewPage(LivePage):
    topics: ClassVar[Topics] = frozenset(
        {
            "applications",
            "authorizations",
            "carried",
            "categories",
            "members",
            "outbox",
            "seals",
            "seal_services",
            "seal_status",
            "usage",
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._seen: Overview | None = None
        self._loading = False
        self._due: list[Fee] = []
        self.banner.acted.connect(self._open_wallet)
        self._make_controls(title)
        self.charts: dict[str, ChartCard] = {}
        self._charts_side = QWidget()
        self._grid = QGridLayout(self._charts_side)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Size.GAP)
        self._across = 3
        self._behind = Behind(room, self.begin)
        self._behind.left.connect(self._back)
        above = row(self._spans, None, self._progress, self._total, self._as_table)
        held, inside = QWidget(), column(gap=10)
        inside.addLayout(above)
        inside.addWidget(self._own)
        inside.addWidget(scrolled(self._charts_side), 1)
        held.setLayout(inside)
        self._sides = QStackedWidget()
        self._sides.addWidget(held)
        self._sides.addWidget(self._behind)
        self.content.addWidget(self._sides, 1)
        room.look.changed.connect(self._draw_again)
        again = QTimer(self)
        again.timeout.connect(self._read_anew)
        again.start(COUNTS_AGAIN_MS)
        self.show_state("chart-bar", self.tr("Loading"), busy=True)
        self.reload()

    def _make_controls(self, title: str) -> None:
        names = [self.tr("7 days"), self.tr("30 days"), self.tr("90 days"), self.tr("A year"), self.tr("Own")]
        self._spans = SegmentedSwitch(names, self.tr("Period"))
        self._spans.setObjectName("overview.span")
        self._spans.setCurrentIndex(SPANS.index(Span.MONTH))
        self._spans.currentChanged.connect(self._other_span)
        today = QDate(*self._today().timetuple()[:3])
        self._first, self._last = moment_edit(today.addDays(-29).startOfDay()), moment_edit(today.startOfDay())
        for key, edit, name in (("first", self._first, self.tr("From")), ("last", self._last, self.tr("To"))):
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setDateRange(FIRST, LAST)
            edit.setObjectName(f"overview.{key}")
            edit.setAccessibleName(name)
            edit.dateTimeChanged.connect(lambda _: self.reload())
        self._wrong = label("", "fault", wrap=True)
        self._wrong.setObjectName("overview.wrong")
        self._own = QWidget()
        across = row(self._first, label("–"), self._last, self._wrong)
        across.setStretch(3, 1)
        self._own.setLayout(across)
        self._own.hide()
        self._total = label("", "caption")
        self._total.setObjectName("overview.total")
        self._progress = QProgressBar()
        self._progress.setObjectName("overview.progress")
        self._progress.setAccessibleName(self.tr("Reading the records"))
        self._progress.setFixedWidth(110)
        self._progress.hide()
        self._as_table = button(self.tr("As tables"), "plain", "table")
        self._as_table.setObjectName("overview.tables")
        self._as_table.setCheckable(True)
        self._as_table.toggled.connect(self._show_tables)

    def _make_charts(self) -> None:
        from app.views.overview.charts import ChartCard

        of = self.tr("Impressions by seal"), self.tr("Impressions by person"), self.tr("Impressions by category")
        self.charts = {
            "days": ChartCard("days", self.tr("Impressions"), self.tr("Day"), upright=True),
            "seals": ChartCard("seals", of[0], self.tr("Seal")),
            "people": ChartCard("people", of[1], self.tr("Person")),
            "categories": ChartCard("categories", of[2], self.tr("Category")),
            "waits": ChartCard("waits", self.tr("Waiting for decisions"), self.tr("Waited")),
            "causes": ChartCard("causes", self.tr("Abnormal records by cause"), self.tr("Cause")),
            "states": ChartCard("states", self.tr("Seals by state, now"), self.tr("State")),
        }
        for key, card in self.charts.items():
            card.opened.connect(partial(self._open, key))
        self._arrange(self._across)

    def _arrange(self, across: int) -> None:
        """So many beside each other; the one of time takes the whole width."""
        if across == self._across and self._grid.count() == len(self.charts):
            return
        self._across = across
        if not self.charts:
            return  # on its way
        for at in range(3):
            self._grid.setColumnStretch(at, int(at < across))
        first, *others = self.charts.values()
        self._grid.addWidget(first, 0, 0, 1, across)
        for at, card in enumerate(others):
            self._grid.addWidget(card, 1 + at // across, at % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = event.size().width()
        self._arrange(3 if wide >= THREE else 2 if wide >= TWO else 1)
        super().resizeEvent(event)

    # What is counted

    def _today(self) -> date:
        return moment(self.room.now()).date()

    def _pieces(self) -> Pieces:
        """ValueError: the end of one's own lies before its beginning."""
        span = SPANS[self._spans.currentIndex()]
        if span is not Span.OWN:
            return pieces(*last_days(span, self._today()))
        first, last = self._first.date(), self._last.date()
        return pieces(date(first.year(), first.month(), first.day()), date(last.year(), last.month(), last.day()))

    async def read(self) -> None:
        try:
            asked = self._pieces()
        except ValueError:
            self._wrong.setText(self.tr("The last day lies before the first one."))
            return
        self._wrong.setText("")
        if not self.charts:
            await load_charts()
            self._make_charts()
        here, now = self.room.id, self.room.now()
        self._seen = await self.room.store.run(lambda tx: read_overview(tx, here, asked, now))
        self._show_seen(self._seen)
        await self._remind()
        if self._sides.currentWidget() is self._behind:
            await self._behind.read()
        if (self._seen.counts is None or self._seen.waits is None) and not self._loading:
            self._loading = True
            self.begin(self._load())

    async def _remind(self) -> None:
        """Of service that ends: whoever can pay for it."""
        if not may(self.room.me, Permission.PAY):
            return
        from app.views.wallet.lines import due_services
        from app.views.wallet.wording import said_due

        here, now = self.room.id, self.room.now()
        self._due = await self.room.store.run(lambda tx: due_services(tx, here, now))
        if self._due:
            self.banner.show_fault(said_due(self._due, now), self.tr("Pay"))
        else:
            self.banner.clear()

    def _open_wallet(self) -> None:
        from app.views.wallet.page import WalletPage

        page = self.room.open("wallet")
        if isinstance(page, WalletPage):
            page.pay([fee.seal.id for fee in self._due])

    def _show_seen(self, seen: Overview) -> None:
        if seen.is_empty:
            text = self.tr("Uses of seals, decisions and the seals' states are counted here.")
            self.show_state("chart-bar", self.tr("Nothing to count yet"), text)
            return
        if seen.counts is None:
            self._total.setText(self.tr("Reading the records …"))
        else:
            total = self.tr("%Ln impressions · {0} abnormal", "", seen.counts.total)
            self._total.setText(total.format(number(seen.counts.abnormal)))
        self._show_bars(seen)
        self.show_content()

    def _show_bars(self, seen: Overview) -> None:
        grain = {
            Grain.DAY: self.tr("Impressions per day"),
            Grain.WEEK: self.tr("Impressions per week"),
            Grain.MONTH: self.tr("Impressions per month"),
            Grain.YEAR: self.tr("Impressions per year"),
        }[seen.pieces.grain]
        self.charts["days"].rename(grain)
        self._show_records(seen)
        if (waits := seen.waits) is None:
            self.charts["waits"].show_bars([], "", self.tr("Reading the applications …"))
        else:
            said = self.tr("%Ln decisions · {0} still waiting", "", waits.total).format(number(waits.still))
            self.charts["waits"].show_bars(figures.of_waits(seen), said)
        states = figures.of_states(seen, self.room.devices.nearby.seals, self.room.now())
        self.charts["states"].show_bars(states, self.tr("%Ln seals", "", len(seen.seals)))

    def _show_records(self, seen: Overview) -> None:
        found = seen.counts
        shown: dict[str, tuple[list[Bar], str]] = {
            "days": (figures.of_time(seen), self._how_opened()),
            "seals": (figures.of_seals(seen), self._of(len(found.seals) if found else 0)),
            "people": (figures.of_people(seen), self._of(len(found.members) if found else 0)),
            "categories": (figures.of_categories(seen), self._of(len(found.categories) if found else 0)),
            "causes": (figures.of_causes(seen), self.tr("{0} abnormal").format(number(found.abnormal if found else 0))),
        }
        for key, (bars, said) in shown.items():
            if found is None:
                self.charts[key].show_bars([], "", self.tr("Reading the records …"))
            else:
                self.charts[key].show_bars(bars, said)

    def _of(self, count: int) -> str:
        if count > figures.MOST_BARS:
            return self.tr("The first {0} of {1}").format(number(figures.MOST_BARS), number(count))
        return self.tr("{0} in this period").format(number(count))

    async def _load(self) -> None:
        """Bring the ledger into memory, piece by piece."""
        store, here = self.room.store, self.room.id
        self._progress.show()
        await in_pieces(store, lambda tx: _step(tx, here), lambda done: self._progress.setValue(round(100 * done)))
        self._loading = False
        self._progress.hide()
        self.reload()

    # What is asked for

    def _other_span(self, at: int) -> None:
        self._own.setVisible(SPANS[at] is Span.OWN)
        self.reload()

    def _show_tables(self, on: bool) -> None:
        for card in self.charts.values():
            card.show_table(on)
        self.charts["days"].say(self._how_opened())

    def _how_opened(self) -> str:
        if self._as_table.isChecked():
            return self.tr("A row is opened by a double click, or with the arrow keys and Enter.")
        return self.tr("A bar is opened by a click, or with the arrow keys and Enter.")

    def _draw_again(self) -> None:
        for card in self.charts.values():
            card.chart.draw()

    def _open(self, chart: str, key: str) -> None:
        if self._seen is None:
            return
        if chart == "waits":
            self._behind.ask(int(key), self._seen.since, self._seen.until)
            self._sides.setCurrentWidget(self._behind)
            self._behind.list.setFocus()
            self.reload()
        elif chart == "states":
            page = self.room.open("seals")
            if isinstance(page, SealsPage):
                page.show_only(key)
        else:
            self._open_records(figures.asked(self._seen, chart, key))

    def _open_records(self, asked: Asked) -> None:
        page = self.room.open("usage")
        if isinstance(page, UsagePage):
            if page.is_filled:
                page.show_records(asked)
            else:
                page.filled.connect(partial(page.show_records, asked))

    def _back(self) -> None:
        self._sides.setCurrentIndex(0)
        self.charts["waits"].chart.setFocus()


def _step(tx: Tx, organization: str) -> tuple[bool, float]:
    whole = ledger.of(tx, organization)
    more = whole.step(tx)
    return whole.papers.waits.step(tx) or more, whole.progress()
