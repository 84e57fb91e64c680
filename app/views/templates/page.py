"""Approval templates and seal-use categories of the organization (R-010, R-198..R-210)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views.room import LivePage, Room, sending
from app.views.templates.category import CategoryCard
from app.views.templates.detail import TemplateDetail
from app.views.templates.form import TemplateForm
from app.views.templates.lines import Rules, read_rules, template_name
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    confirm,
    row,
)
from domain.categories import Category
from domain.templates import DeleteTemplate, Template
from domain.verdict import Refused

TEMPLATES, CATEGORIES = range(2)


class TemplatesPage(LivePage):
    """Two lists under two tabs; at the right one of them, or the form for a new one."""

    topics: ClassVar[Topics] = frozenset({"templates", "categories", "members", "seals", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._rules, self._editing, self._wanted = Rules(), False, ""
        self._filling = False  # the rows change, and with them the one that is chosen
        self._templates: RecordModel[Folded[Template]] = RecordModel(lambda each: each.row.id, self._template)
        self._categories: RecordModel[Folded[Category]] = RecordModel(lambda each: each.row.id, self._category)
        names = [self.tr("Approval templates"), self.tr("Seal-use categories")]
        self._lists = [RecordList(self._templates, names[0]), RecordList(self._categories, names[1])]
        for name, listed in zip(("templates.list", "categories.list"), self._lists, strict=True):
            listed.setObjectName(name)
            listed.chosen.connect(lambda _: self._chosen())
        self._tabs = SegmentedSwitch(names, title)
        self._tabs.setObjectName("templates.tabs")
        self._tabs.currentChanged.connect(self._switch)
        self._new = self.header.show_action(self.tr("New template"))
        self._new.setObjectName("templates.new")
        self.header.acted.connect(self._begin_new)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        for listed in self._lists:
            self._left.addWidget(listed)
        side = Card(flush=True)
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 16, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._left, 1)
        self._nothing = EmptyState()
        self._make_right()
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("flow-arrow", self.tr("Loading"), busy=True)
        self.reload()

    def _make_right(self) -> None:
        self._detail, self._form = TemplateDetail(self.room), TemplateForm(self.room, self.begin)
        self._card = CategoryCard(self.room, self.begin)
        for widget in (self._nothing, self._detail, self._form, self._card):
            self._right.addWidget(widget)
        self._nothing.acted.connect(self._begin_new)
        self._detail.edit_wanted.connect(self._edit)
        self._detail.delete_wanted.connect(lambda: self.begin(self._delete()))
        for made in (self._form, self._card):
            made.saved.connect(self._saved)
            made.left.connect(self._leave)

    async def read(self) -> None:
        self._rules = await self.room.store.run(lambda tx: read_rules(tx, self.room.id))
        self._filling = True
        self._templates.set_rows(self._rules.templates)
        self._categories.set_rows(self._rules.categories)
        for listed, rows in zip(self._lists, self._kinds(), strict=True):
            if self._wanted and listed.choose(self._wanted):
                self._wanted = ""
            if listed.current_key() is None and rows:
                listed.choose(rows[0].row.id)
        self._filling = False
        self._form.offer(self._rules)
        self._show_right()
        self.show_content()

    def _kinds(self) -> tuple[Sequence[Folded[Any]], Sequence[Folded[Any]]]:
        return self._rules.templates, self._rules.categories

    def _switch(self, tab: int) -> None:
        self._editing = False
        self._left.setCurrentIndex(tab)
        self._new.setText(self.tr("New category") if tab == CATEGORIES else self.tr("New template"))
        self._show_right()

    def _chosen(self) -> None:
        if not self._filling:
            self._editing = False
            self._show_right()

    def _begin_new(self) -> None:
        self._editing = True
        if self._tabs.currentIndex() == CATEGORIES:
            self._card.begin_new()
            self._right.setCurrentWidget(self._card)
            self._card.name.setFocus()
        else:
            self._form.begin_with(self._rules, None)
            self._right.setCurrentWidget(self._form)
            self._form.name.setFocus()

    def _edit(self) -> None:
        each = self._templates.row(self._lists[TEMPLATES].currentIndex())
        if each is not None:
            self._editing = True
            self._form.begin_with(self._rules, each.row)
            self._right.setCurrentWidget(self._form)
            self._form.name.setFocus()

    def _saved(self, id: str) -> None:
        self._editing, self._wanted = False, id
        self.reload()

    def _leave(self) -> None:
        self._editing = False
        self._show_right()

    async def _delete(self) -> None:
        each = self._templates.row(self._lists[TEMPLATES].currentIndex())
        if each is None:
            return
        act = DeleteTemplate(template=each.row.id)
        if why := await self.room.why_not(act):
            self._detail.say(why, fault=True)
            return
        text = self.tr("No seal uses it. Applications that are on their way keep the steps they began with.")
        if await confirm(self, self.tr("Delete this template?"), text, self.tr("Delete")):
            done = await self.room.submit(act)
            if isinstance(done, Refused):
                self._detail.say(self.room.sentence(done), fault=True)
            else:
                self.room.tell(self.tr("Template deleted"))

    def _show_right(self) -> None:
        if self._editing:
            return
        tab = self._tabs.currentIndex()
        template = self._templates.row(self._lists[TEMPLATES].currentIndex())
        category = self._categories.row(self._lists[CATEGORIES].currentIndex())
        if tab == TEMPLATES and template is not None:
            self._detail.show_template(template, self._rules)
            self._right.setCurrentWidget(self._detail)
        elif tab == CATEGORIES and category is not None:
            self._card.show_category(category, self._rules)
            self._right.setCurrentWidget(self._card)
        else:
            self._show_nothing(tab)

    def _show_nothing(self, tab: int) -> None:
        if tab == CATEGORIES:
            text = self.tr("Contracts, bids, certificates: for each kind of use a seal can take a flow of its own.")
            self._nothing.show_state("tag", self.tr("No category yet"), text, self.tr("New category"))
        else:
            text = self.tr("A template says who approves in which order. Seals then take it as their flow.")
            self._nothing.show_state("flow-arrow", self.tr("No template yet"), text, self.tr("New template"))
        self._right.setCurrentWidget(self._nothing)

    def _template(self, each: Folded[Template]) -> Record:
        names = " → ".join(self._rules.person(id) for id in each.row.approvers)
        used = len(self._rules.seals_of_template(each.row.id))
        return Record(
            title=template_name(each.row),
            subtitle=names or self.tr("only the authorizing step"),
            pill=self.tr("Read only") if each.row.system else self.tr("in {0} flows").format(used) if used else "",
            icon="flow-arrow",
            note=self.tr("sending") if sending(each) else "",
        )

    def _category(self, each: Folded[Category]) -> Record:
        used = len(self._rules.seals_of_category(each.row.id))
        return Record(
            title=each.row.name,
            subtitle=self.tr("{0} seals").format(used) if used else self.tr("not used yet"),
            icon="tag",
            note=self.tr("sending") if sending(each) else "",
        )
