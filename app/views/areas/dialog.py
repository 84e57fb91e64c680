"""The areas that the organization keeps under names: to look at, add, rename and delete (R-112, R-285)."""

from functools import partial

from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views import words
from app.views.areas.edit import AreaEdit
from app.views.areas.map import corners
from app.views.map.framing import middle, zoom_for
from app.views.map.view import MapView
from app.views.room import Room, Tasks, leave, on_click, sending
from app.views.widgets import (
    EmptyState,
    Foot,
    FormField,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    line_edit,
    scrolled,
    within_window,
)
from domain import geo
from domain.geo import Area
from domain.ids import new_id
from domain.named_areas import AddNamedArea, DeleteNamedArea, NamedArea, RenameNamedArea
from domain.rows import Act
from domain.verdict import Refused

TOPICS = frozenset({NamedArea.table, "outbox"})
Kept = Folded[NamedArea]


class AreasDialog(QDialog):
    """At the left their names, at the right one of them on the map, or a new one."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._tasks, self._shown = room, Tasks(room.report), ""
        self.setObjectName("areas.window")
        self.setWindowTitle(self.tr("Areas"))
        self.setModal(True)
        self.resize(within_window(self, 900, 620))
        self._model: RecordModel[Kept] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.windowTitle())
        self._list.setObjectName("areas.list")
        self._list.chosen.connect(lambda _: self._show_chosen())
        self._new = button(self.tr("New area"), "plain", "plus")
        self._new.setObjectName("areas.new")
        self._new.clicked.connect(self._begin_new)
        left = QWidget()
        left.setLayout(column(self._list, self._new, gap=8))
        self._right = QStackedWidget()
        self._nothing = EmptyState("map-pin", self.tr("No area yet"), self.tr("Add one that you use again and again."))
        self._detail, self._adding = self._make_detail(), self._make_adding()
        for each in (self._nothing, self._detail, self._adding):
            self._right.addWidget(each)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("areas.message")
        self._delete = button(self.tr("Delete"), "danger", "trash")
        self._rename, self._add = button(self.tr("Rename"), "primary"), button(self.tr("Add"), "primary", "check")
        self._close = button(self.tr("Close"))
        self._close.clicked.connect(self.reject)
        for name in ("delete", "rename", "add", "close"):
            getattr(self, f"_{name}").setObjectName(f"areas.{name}")
        on_click(self._delete, self._tasks.begin, self._remove)
        on_click(self._rename, self._tasks.begin, self._keep_name)
        on_click(self._add, self._tasks.begin, self._keep_new)
        foot = Foot(self._message, None, self._close, self._delete, self._rename, self._add)
        layout = column(ListDetail(left, self._right), foot, gap=14)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        unsubscribe = room.store.subscribe(self._touched)
        self.destroyed.connect(lambda *_: unsubscribe())
        self.destroyed.connect(partial(leave, self._tasks))
        self.finished.connect(self.deleteLater)
        self._offer()
        self._tasks.begin(self._read())

    def _make_detail(self) -> QWidget:
        self.name = line_edit(limit=60)
        self.name.setObjectName("areas.name")
        self._where = label("", "caption", wrap=True)
        self._map = MapView(self._room.ground)
        self._map.setMinimumHeight(240)
        held = QWidget()
        layout = column(FormField(self.tr("Name"), self.name), self._where, self._map, gap=8)
        layout.setStretch(2, 1)
        held.setLayout(layout)
        return held

    def _make_adding(self) -> QWidget:
        self.edit = AreaEdit("areas", self._room, always=True)
        held = QWidget()
        layout = column(self.edit)
        layout.addStretch(1)
        held.setLayout(layout)
        return scrolled(held)

    # What there is

    def _touched(self, topics: Topics) -> None:
        if topics & TOPICS:
            self._tasks.begin(self._read())

    async def _read(self) -> None:
        found = await self._room.store.run(lambda tx: _kept(tx, self._room.id))
        self._model.set_rows(found)
        if self._list.current_key() is None and found and self._right.currentWidget() is not self._adding:
            self._list.choose(found[0].row.id)
        if not found and self._list.hasFocus():
            self._new.setFocus()  # in an empty list nothing can be done
        self._show_chosen()

    def _chosen(self) -> Kept | None:
        return self._model.row(self._list.currentIndex())

    def _show_chosen(self) -> None:
        each = self._chosen()
        if each is None:
            if self._right.currentWidget() is not self._adding:
                self._right.setCurrentWidget(self._nothing)
        elif each.row.id != self._shown:
            self._shown = each.row.id
            self._say("")
            self.name.setText(each.row.name)
            self._where.setText(words.area(each.row.shape))
            spots = corners(each.row.shape)
            self._right.setCurrentWidget(self._detail)
            self._map.set_areas([each.row.shape])
            self._map.focus(*middle(spots), zoom_for(spots, 300) + 0.5)
        self._offer()

    def _record(self, each: Kept) -> Record:
        note = self.tr("sending") if sending(each) else ""
        return Record(title=each.row.name, subtitle=words.area(each.row.shape), icon="map-pin", note=note)

    # What is done

    def _begin_new(self) -> None:
        self._list.clearSelection()
        self._list.setCurrentIndex(self._model.index_of(None))
        self._shown = ""
        self.edit.show_area(None)
        self._right.setCurrentWidget(self._adding)
        self._say("")
        self._offer()
        self.edit.setFocus()

    async def _keep_new(self) -> None:
        area = self.edit.area() or Area()
        shape = Area("", area.centre, area.radius_m, area.points)
        id = new_id()
        if not geo.fits(shape):
            self._say(self._room.sentence(Refused("area_unfit", "shape")))
        elif await self._do(AddNamedArea(id=id, name=area.name, shape=shape), self.tr("Area added")):
            self._right.setCurrentWidget(self._nothing)
            await self._read()
            self._list.choose(id)

    async def _keep_name(self) -> None:
        if (each := self._chosen()) is not None:
            act = RenameNamedArea(named_area=each.row.id, name=self.name.text().strip())
            await self._do(act, self.tr("Area renamed"))

    async def _remove(self) -> None:
        """Not asked for once more: what was authorized within it stays as it is."""
        if (each := self._chosen()) is not None:
            await self._do(DeleteNamedArea(named_area=each.row.id), self.tr("Area deleted"))

    async def _do(self, act: Act, told: str) -> bool:
        if isinstance(act, (AddNamedArea, RenameNamedArea)) and not act.name:
            self._say(self._room.sentence(Refused("name_missing", "name")))
            return False
        done = await self._room.submit(act)
        self._say(self._room.sentence(done) if isinstance(done, Refused) else "")
        if not isinstance(done, Refused):
            self._room.tell(told)
        return not isinstance(done, Refused)

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)

    def _offer(self) -> None:
        shown, adding = self._right.currentWidget() is self._detail, self._right.currentWidget() is self._adding
        self._delete.setVisible(shown)
        self._rename.setVisible(shown)
        self._add.setVisible(adding)


def _kept(tx: Tx, organization: str) -> list[Kept]:
    found = [each for each in fold.folded(tx, organization, NamedArea) if each.row.deleted_at is None]
    return sorted(found, key=lambda each: (each.row.name, each.row.id))
