"""The approval flow of a seal: for each category of use its own, or that for all others (R-170..R-172)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.seals.lines import Line, Seals
from app.views.templates.lines import template_name
from app.views.widgets import Step, Timeline, button, choice_edit, column, label, row
from domain.applications import StepKind, template_of
from domain.organization import Member, Permission, may


class Flows(QWidget):
    """`set_wanted(category, template)`, `clear_wanted(category)`; the empty category: all other kinds of use."""

    set_wanted = Signal(str, str)
    clear_wanted = Signal(str)

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._may = may(me, Permission.CONFIGURE_FLOW)
        self._line: Line | None = None
        self._known = Seals()
        self._for = choice_edit([])
        self._for.setAccessibleName(self.tr("Kind of use"))
        self._for.setObjectName("seals.category")
        self._for.setMaximumWidth(420)
        self._for.currentIndexChanged.connect(lambda _: self._show())
        self.name, self.steps = label("", "body", wrap=True), Timeline(name=self.tr("Approval flow"))
        self._own = label("", "caption", wrap=True)
        self._template = choice_edit([])
        self._template.setAccessibleName(self.tr("Approval template"))
        self._template.setObjectName("seals.template")
        self._set, self._clear = button(self.tr("Set")), button(self.tr("Remove"), "danger")
        self._set.setAccessibleName(self.tr("Set the approval flow"))
        self._clear.setAccessibleName(self.tr("Remove the approval flow"))
        self._set.setObjectName("seals.set_flow")
        self._clear.setObjectName("seals.clear_flow")
        self._set.clicked.connect(self._ask_set)
        self._clear.clicked.connect(lambda: self.clear_wanted.emit(self.category))
        self._editors = QWidget()
        self._editors.setMaximumWidth(420)
        self._editors.setLayout(row(self._template, self._set, self._clear))
        self._editors.layout().setStretch(0, 1)
        self.error = label("", "fault", wrap=True)
        title = label(self.tr("Approval flow"), "strong")
        parts = (title, self._for, self.name, self.steps, self._own, self._editors, self.error)
        self.setLayout(column(*parts, gap=8))

    @property
    def category(self) -> str:
        """The kind of use whose flow is shown; empty: all others."""
        return str(self._for.currentData() or "")

    def show_line(self, line: Line, known: Seals) -> None:
        same = self._line is not None and self._line.seal.row.id == line.seal.row.id
        category, template = (self.category, self._template.currentData()) if same else ("", None)
        self._line, self._known = line, known
        self._for.blockSignals(True)
        self._for.clear()
        self._for.addItem(self.tr("All other kinds of use"), "")
        for each in known.categories:
            self._for.addItem(each.name, each.id)
        self._for.setCurrentIndex(max(0, self._for.findData(category)))
        self._for.blockSignals(False)
        self._for.setVisible(bool(known.categories))
        self._template.clear()
        for each in known.templates:
            self._template.addItem(template_name(each), each.id)
        self._show(template)

    def _show(self, chosen: str | None = None) -> None:
        if self._line is None:
            return
        seal, known = self._line.seal.row, self._known
        own = {flow.category or "": flow.template for flow in seal.flows}
        taken = template_of(seal, self.category or None)
        template = known.template(taken) if taken else None
        if taken is None:
            said = self.tr("none: only the authorizing step is taken")
        elif template is None:
            said = self.tr("not known here")
        elif self.category and self.category not in own:
            said = self.tr("{0}, as for all other kinds of use").format(template_name(template))
        else:
            said = template_name(template)
        self.name.setText(said)
        approvers = template.approvers if template is not None else []
        steps = [Step(known.person(id), words.step_kind(StepKind.APPROVE)) for id in approvers]
        if template is not None:
            keepers = "、".join(known.person(id) for id in seal.keepers)
            steps.append(Step(keepers or self.tr("Owner or administrator"), words.step_kind(StepKind.AUTHORIZE)))
        self.steps.set_steps(steps)
        kinds = "、".join(each.name for each in known.categories if each.id in own)
        self._own.setText(self.tr("With a flow of their own: {0}").format(kinds) if kinds else "")
        self._own.setVisible(bool(kinds))
        self._template.setCurrentIndex(max(0, self._template.findData(chosen or taken)))
        self._editors.setVisible(self._may and (bool(known.templates) or self.category in own))
        self._clear.setVisible(self.category in own)

    def _ask_set(self) -> None:
        if template := self._template.currentData():
            self.set_wanted.emit(self.category, str(template))
