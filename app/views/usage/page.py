"""Usage records: who pressed which seal when and where, with the photo of each impression (R-147..R-150, R-155)."""

from typing import ClassVar

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.views import i18n, words
from app.views.applications.known import Known
from app.views.room import LivePage, Room
from app.views.usage.asking import offer_exports
from app.views.usage.detail import PHOTO_SIDE, UsageDetail
from app.views.usage.lines import Line, Lines, read_lines
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    choice_edit,
    label,
    row,
)

PAGE = 100
THUMB_SIDE = 96


class UsagePage(LivePage):
    """The list grows at the end by a page at a time, when it is scrolled there."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "carried", "current", "files", "members", "photos"),
            *("seals", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._lines = Lines([], 0, Known([], {}, {}))
        self._limit = PAGE
        self._thumbs: dict[str, QImage] = {}
        self._asked: set[str] = set()
        self._model: RecordModel[Line] = RecordModel(lambda line: line.impression.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("usage.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        self._list.verticalScrollBar().valueChanged.connect(self._scrolled)
        names = [self.tr("All"), self.tr("Mine"), self.tr("Managed")]
        self._tabs = SegmentedSwitch(names, title)
        self._tabs.setObjectName("usage.tabs")
        self._tabs.currentChanged.connect(lambda _: self._from_the_start())
        self._count = label("", "caption")
        self._count.setObjectName("usage.count")
        self._of = choice_edit([("current", self.tr("Current seal")), ("", self.tr("All seals"))], "current")
        self._of.setObjectName("usage.seals")
        self._of.setAccessibleName(self.tr("Records of"))
        self._of.setMinimumWidth(180)
        self._of.currentIndexChanged.connect(lambda _: self._from_the_start())
        self.header.add(self._of)
        offer_exports(self)
        side = Card(flush=True)
        above = row(self._tabs, None, self._count)
        above.setContentsMargins(12, 12, 16, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = UsageDetail(room, self.begin)
        self._nothing = EmptyState("stamp", self.tr("No record yet"), self.tr("Each press of a seal is listed here."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        tab, limit = self._tabs.currentIndex(), self._limit
        seal = self.room.current_seal() if self._of.currentData() else ""
        self._lines = await self.room.store.run(lambda tx: read_lines(tx, self.room, tab, seal, limit))
        self._of.setItemText(0, self._lines.known.seal(seal) if seal else self.tr("Current seal"))
        newest = self._list.currentIndex().row() <= 0
        self._model.set_rows(self._lines.rows)
        self._count.setText(self.tr("{0} records").format(i18n.number(self._lines.count)))
        if newest and self._lines.rows:  # who looks at the newest record wants to see the next one come
            self._list.choose(self._lines.rows[0].impression.id)
        self._asked.clear()
        self._show_detail()
        self.show_content()
        for line in self._lines.rows:
            if line.photos:
                self._want_thumb(line.photos[0].sha256)

    def _from_the_start(self) -> None:
        self._limit = PAGE
        self.reload()

    def _scrolled(self, value: int) -> None:
        at_end = value >= self._list.verticalScrollBar().maximum() - 200
        if at_end and len(self._lines.rows) >= self._limit:
            self._limit += PAGE
            self.reload()

    def _want_thumb(self, sha256: str) -> None:
        if sha256 not in self._thumbs and sha256 not in self._asked:
            self._asked.add(sha256)
            self.begin(self._fetch_thumb(sha256))

    async def _fetch_thumb(self, sha256: str) -> None:
        image = await self.room.pictures.get(sha256, THUMB_SIDE)
        if image is not None:
            self._thumbs[sha256] = image
            self._model.refresh()

    def _show_detail(self) -> None:
        line = self._chosen()
        if line is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_line(line, self._lines.known)
        self._right.setCurrentWidget(self._detail)
        self.begin(self._show_photo(line))

    def _chosen(self) -> Line | None:
        return self._model.row(self._list.currentIndex())

    async def _show_photo(self, line: Line) -> None:
        view = self._detail.photo
        if not line.photos:
            view.show_image(None, self.tr("No photo of this impression"))
            return
        sha256 = line.photos[-1].sha256
        if self.room.pictures.ready(sha256, PHOTO_SIDE) is None:
            view.show_image(None, self.tr("The photo is on its way"))
        image = await self.room.pictures.get(sha256, PHOTO_SIDE)
        if self._chosen() is line:
            view.show_image(image, "" if image else self.tr("The photo has not arrived yet"))

    def _record(self, line: Line) -> Record:
        impression, known = line.impression, self._lines.known
        word, tone = words.result(impression.result)
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        thumb = self._thumbs.get(line.photos[0].sha256) if line.photos else None
        return Record(
            title=line.application.document if line.application else known.seal(impression.seal),
            subtitle=f"#{i18n.number(impression.own)} · {person} · {known.seal(impression.seal)}",
            pill=word,
            tone=tone,
            time=words.moment(impression.at),
            image=thumb,
            icon="" if thumb is not None else "stamp",
            note=self.tr("sending") if line.pending else "",
        )
