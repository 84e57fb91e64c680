"""Name and remark of a seal, changed in their place (R-176)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views.widgets import FormField, button, column, line_edit, row


class Naming(QWidget):
    """`wanted(name, remark)`: the page does it; hidden until somebody wants to change them."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._remark = line_edit(limit=60), line_edit(limit=500)
        self._name.setObjectName("seals.name")
        self._remark.setObjectName("seals.remark")
        self._field = FormField(self.tr("Name"), self._name)
        save, cancel = button(self.tr("Save"), "primary", "check"), button(self.tr("Cancel"))
        save.setObjectName("seals.rename")
        cancel.setObjectName("seals.rename_cancel")
        save.clicked.connect(self._ask)
        cancel.clicked.connect(self.hide)
        for edit in (self._name, self._remark):
            edit.returnPressed.connect(save.click)
        layout = column(self._field, FormField(self.tr("Remark"), self._remark), gap=10)
        layout.addLayout(row(None, cancel, save))
        self.setLayout(layout)
        self.hide()

    def begin(self, name: str, remark: str) -> None:
        self._name.setText(name)
        self._remark.setText(remark)
        self.set_error("")
        self.show()
        self._name.setFocus()

    def set_error(self, sentence: str) -> None:
        self._field.set_error(sentence)

    def _ask(self) -> None:
        if name := self._name.text().strip():
            self.wanted.emit(name, self._remark.text().strip())
        else:
            self.set_error(self.tr("Please give a name."))
