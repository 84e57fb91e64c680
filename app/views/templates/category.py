"""One seal-use category, or a new one: its name, and which seals have a flow for it (R-206..R-210)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.models.fold import Folded
from app.views.room import Room, Work, on_click, sending
from app.views.templates.lines import Rules
from app.views.widgets import Card, Fact, FactList, FormField, button, confirm, label, line_edit
from domain.categories import AddCategory, Category, DeleteCategory, RenameCategory
from domain.ids import new_id
from domain.verdict import Refused


class CategoryCard(Card):
    """`saved(id)`: a category is there now; `left`: the new one was not wanted."""

    saved = Signal(str)
    left = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(self.tr("New category"), scroll=True)
        self.setObjectName("categories.detail")
        self._room, self._id, self._shown = room, "", ""
        self.name = line_edit(self.tr("e.g. contracts, bids, certificates"), limit=60)
        self.name.setObjectName("categories.name")
        hint = self.tr("The same seal can take another approval flow for another kind of use.")
        self._name = FormField(self.tr("Name"), self.name, hint)
        self._save = button(self.tr("Add"), "primary", "check")
        self._save.setObjectName("categories.save")
        self._delete = button(self.tr("Delete"), "danger", "trash")
        self._delete.setObjectName("categories.delete")
        self._cancel = button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.left)
        self._facts, self._message = FactList(), label("", "fault", wrap=True)
        self._message.setObjectName("categories.message")
        on_click(self._save, begin, self._keep)
        on_click(self._delete, begin, self._remove)
        self.name.returnPressed.connect(self._save.click)
        self._name.setMaximumWidth(460)
        self.body.addWidget(self._name)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        self.foot(self._message, self._cancel, self._delete, self._save)

    def begin_new(self) -> None:
        self._id = self._shown = ""
        self.set_title(self.tr("New category"))
        self.name.clear()
        self._facts.set_facts([])
        self._arrange()
        self.name.setFocus()

    def show_category(self, each: Folded[Category], rules: Rules) -> None:
        row = each.row
        self.set_title(row.name, self.tr("sending") if sending(each) else "")
        seals = "\n".join(rules.seals_of_category(row.id))
        self._facts.set_facts([Fact(self.tr("Used by"), seals or self.tr("no seal's approval flow"))])
        if (row.id, row.name) != (self._id, self._shown):  # what is being written stays
            self._id, self._shown = row.id, row.name
            self.name.setText(row.name)
            self._arrange()

    def _arrange(self) -> None:
        self._save.setText(self.tr("Rename") if self._id else self.tr("Add"))
        self._delete.setVisible(bool(self._id))
        self._cancel.setVisible(not self._id)
        self._say(None)

    async def _keep(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._say(Refused("name_missing", "name"))
            return
        id = self._id or new_id(self._room.now())
        act = RenameCategory(category=id, name=name) if self._id else AddCategory(id=id, name=name)
        done = await self._room.submit(act)
        if isinstance(done, Refused):
            self._say(done)
            return
        self._say(None)
        self._room.tell(self.tr("Category renamed") if self._id else self.tr("Category added"))
        self.saved.emit(id)

    async def _remove(self) -> None:
        act = DeleteCategory(category=self._id)
        verdict = await self._room.verdict(act)
        if isinstance(verdict, Refused):
            self._say(verdict)
            return
        text = self.tr("It can no longer be chosen; what was done under it keeps its name.")
        if not await confirm(self, self.tr("Delete this category?"), text, self.tr("Delete")):
            return
        done = await self._room.submit(act)
        self._say(done if isinstance(done, Refused) else None)
        if not isinstance(done, Refused):
            self._room.tell(self.tr("Category deleted"))

    def _say(self, refused: Refused | None) -> None:
        """About the name beside it, else beside the buttons."""
        sentence = self._room.sentence(refused) if refused else ""
        of_name = refused is not None and refused.field == "name"
        self._name.set_error(sentence if of_name else "")
        self._message.setText("" if of_name else sentence)
