"""My consoles: where I am signed in, what each is called, and signing one out from afar."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPushButton, QWidget

from app.services.own import Own, OwnRows
from app.views import words
from app.views.icons import icon
from app.views.look import Tone
from app.views.room import Room, on_click
from app.views.settings.own_card import Begin, OwnCard
from app.views.widgets import IconDisc, Pill, button, column, confirm, label, line_edit, row, tip
from domain.consoles import MAX_NAME, Console, console_name

translate = QCoreApplication.translate
HEIGHT = 40  # the same while its name is being changed


class ConsolesCard(OwnCard):
    """A line for each console: this one first."""

    def __init__(self, room: Room, own: Own, begin: Begin) -> None:
        super().__init__(room, own, begin, translate("ConsolesCard", "My consoles"), "settings.consoles")
        self._lines: dict[str, ConsoleLine] = {}
        self._held = column(gap=10)
        self.body.addLayout(self._held)
        self.body.addWidget(self.fault)
        self.body.addWidget(self.why)

    def show_rows(self, rows: OwnRows) -> None:
        """Lines that stay are changed in place: what is being typed in one is not lost."""
        self.show()
        shown = {console.id for console in rows.consoles}
        for id in self._lines.keys() - shown:
            line = self._lines.pop(id)
            for asking in line.asking:
                self.spare(asking)
            self._held.removeWidget(line)
            line.hide()
            line.deleteLater()
        for at, console in enumerate(rows.consoles):
            line = self._lines.get(console.id) or self._made(console)
            line.show_console(console)
            self._held.removeWidget(line)
            self._held.insertWidget(at, line)

    def _made(self, console: Console) -> "ConsoleLine":
        line = ConsoleLine(console.id, here=console.id == self.own.here)
        on_click(line.out, self.begin, partial(self._sign_out, line))
        on_click(line.save, self.begin, partial(self._name, line))
        self._lines[console.id] = line
        self.needs_cloud(*line.asking)
        return line

    async def _sign_out(self, line: "ConsoleLine") -> None:
        text = self.tr("It is out at once. What was not sent from there stays there, until you sign in there again.")
        title = self.tr("Sign out “{0}”?").format(line.console.name)
        if not await confirm(self, title, text, self.tr("Sign out")):
            return
        done, _ = await self.ask(self.own.sign_out(line.console.id))
        if done:
            self.room.tell(self.tr("“{0}” is signed out").format(line.console.name))

    async def _name(self, line: "ConsoleLine") -> None:
        name = console_name(line.name.text())
        if name is None:
            self.complain(self.tr("A console needs a name."))
            return
        done, _ = await self.ask(self.own.name(line.console.id, name))
        if done:
            line.edit(False)
            self.room.tell(self.tr("The console is called “{0}” now").format(name))


class ConsoleLine(QWidget):
    """One console. `asking` are the buttons that need the cloud."""

    def __init__(self, id: str, *, here: bool) -> None:
        super().__init__()
        self.console: Console
        self._here = here
        self._title, self._seen = label("", "strong", cut=True), label("", "caption", cut=True)
        self._pill = Pill()
        self._rename = _small("pencil-simple", self.tr("Rename"))
        self.out = button(self.tr("Sign out"), "danger")
        self.name, self.save = line_edit(limit=MAX_NAME), button(self.tr("Save"))
        self._cancel = button(self.tr("Cancel"), "ghost")
        named = {"rename": self._rename, "sign_out": self.out, "name": self.name, "save": self.save}
        for part, widget in named.items():
            widget.setObjectName(f"consoles.{part}.{id}")
        self.name.setAccessibleName(self.tr("Name of the console"))
        self.name.returnPressed.connect(self.save.click)
        self._rename.clicked.connect(lambda: self.edit(True))
        self._cancel.clicked.connect(lambda: self.edit(False))
        texts = column(self._title, self._seen, gap=0)
        self._reading, self._editing = QWidget(), QWidget()
        self._reading.setLayout(row(texts, self._pill, self._rename, self.out))
        self._editing.setLayout(row(self.name, self.save, self._cancel))
        both = column(self._reading, self._editing, gap=0)
        self.setLayout(row(IconDisc("desktop", Tone.ACCENT if here else Tone.NEUTRAL, 34), both, gap=12))
        self.setFixedHeight(HEIGHT)
        self.edit(False)

    @property
    def asking(self) -> list[QPushButton]:
        return [self._rename, self.out, self.save]

    def show_console(self, console: Console) -> None:
        self.console = console
        signed_out = console.signed_out_at is not None
        self._title.setText(console.name)
        self._seen.setText(
            self.tr("Signed out {0}").format(words.moment(console.signed_out_at))
            if console.signed_out_at is not None
            else self.tr("Last seen {0}").format(words.moment(console.last_seen))
        )
        self._pill.set(*((self.tr("Signed out"), Tone.NEUTRAL) if signed_out else (self.tr("This console"), Tone.OK)))
        self._pill.setVisible(signed_out or self._here)
        self._rename.setVisible(not signed_out)
        self.out.setVisible(not signed_out and not self._here)

    def edit(self, editing: bool) -> None:
        """Its name, in the place of the line."""
        self._reading.setVisible(not editing)
        self._editing.setVisible(editing)
        if editing:
            self.name.setText(self.console.name)
            self.name.selectAll()
            self.name.setFocus()


def _small(icon_name: str, name: str) -> QPushButton:
    """A button that is only an icon."""
    made = button("", "small")
    made.setIcon(icon(icon_name))
    made.setAccessibleName(name)
    made.setToolTip(tip(name))
    return made
