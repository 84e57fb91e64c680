"""A cloud on this computer: set up with its first organization, or the one that was set up here before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.services.local_cloud import LocalCloud, MakerUnfit, Why, read_maker
from app.services.own_program import ProgramFailed
from app.views.first_start.form import Form
from app.views.widgets import FormField, button, label, line_edit, row
from domain.phones import normal_phone

LONGEST_NAME = 60


class HereForm(Form):
    """Organization, owner, phone, and whose seals the cloud believes in."""

    def __init__(self, cloud: LocalCloud, report: Callable[[BaseException], None]) -> None:
        super().__init__(
            "here",
            self.tr("A cloud on this computer"),
            self.tr(
                "It runs as long as this console does, keeps its data on this computer, and only this computer reaches"
                " it. Codes are shown here instead of being sent by SMS."
            ),
            report,
        )
        self._cloud, self._going = cloud, False
        self._names = {
            "organization": FormField(self.tr("Organization"), line_edit(icon_name="buildings", limit=LONGEST_NAME)),
            "owner": FormField(self.tr("Your name"), line_edit(icon_name="user", limit=LONGEST_NAME)),
            "phone": FormField(
                self.tr("Your phone number"), line_edit(icon_name="phone", limit=20), self.tr("You sign in with it.")
            ),
        }
        self._maker = line_edit(icon_name="file-text", limit=1000)
        browse = button(self.tr("Choose…"))
        browse.setObjectName("first_start.here.browse")
        browse.clicked.connect(self._browse)
        held = QWidget()
        beside = row(self._maker, browse)
        beside.setStretch(0, 1)
        held.setLayout(beside)
        held.setFocusProxy(self._maker)
        self._maker.setAccessibleName(self.tr("Certificate of your seals' maker"))
        hint = self.tr("It comes with your seals (maker.root). Without a seal yet, look at the demo.")
        self._names["maker"] = FormField(self.tr("Certificate of your seals' maker"), held, hint)
        self._again = label(self.tr("One has been set up on this computer before."), "body", wrap=True)
        for name, field in self._names.items():
            editor = self._maker if name == "maker" else field.editor
            editor.setObjectName(f"first_start.here.{name}")
            editor.returnPressed.connect(self.go.click)
            self.card.body.addWidget(field)
        self.card.body.addWidget(self._again)
        self.finish()
        self.go.clicked.connect(lambda: self.tasks.begin(self._go()))

    def begin(self) -> None:
        """Show what there is to do here."""
        there = bool(self._cloud.address)
        for field in self._names.values():
            field.setVisible(not there)
            field.set_error("")
        self._again.setVisible(there)
        self.say("")
        self.go.setText(self.tr("Use it") if there else self.tr("Set it up"))
        (self.go if there else self._names["organization"].editor).setFocus(Qt.FocusReason.OtherFocusReason)

    def _text(self, name: str) -> str:
        editor = self._maker if name == "maker" else self._names[name].editor
        return editor.text().strip()

    def _browse(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Certificate of your seals' maker"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._maker.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _unfit(self) -> dict[str, str]:
        """What has to be changed, by field."""
        found = {name: self.tr("Please fill this in.") for name in self._names if not self._text(name)}
        if "phone" not in found and normal_phone(self._text("phone")) is None:
            found["phone"] = self.tr("This is not a phone number.")
        return found

    async def _go(self) -> None:
        if self._going:
            return
        self._going = True
        self.say("")
        try:
            made = bool(self._cloud.address) or await self._make()
        finally:
            self._going = False
        if made and (address := self._cloud.address):
            self.chosen.emit(address)

    async def _make(self) -> bool:
        unfit, root = self._unfit(), b""
        if "maker" not in unfit:
            try:
                root = await read_maker(Path(self._text("maker")))
            except MakerUnfit as error:
                unfit["maker"] = self._why(error.why)
        for name, field in self._names.items():
            field.set_error(unfit.get(name, ""))
        if unfit:
            self._names[next(name for name in self._names if name in unfit)].editor.setFocus()
            return False
        self.show_busy(self.tr("The cloud is being set up …"))
        try:
            await self._cloud.make(root, self._text("organization"), self._text("owner"), self._text("phone"))
        except (ProgramFailed, OSError) as error:
            self.say(self.tr("It could not be set up: {0}.").format(error))
            return False
        finally:
            self.show_busy("")
        return True

    def _why(self, why: Why) -> str:
        return {
            Why.UNREADABLE: self.tr("This file cannot be read."),
            Why.NO_ROOT: self.tr("This is not a maker's certificate."),
            Why.DEMO: self.tr("This is the certificate of a demo: everybody can make such seals."),
        }[why]
