"""The card of the map: what it is drawn on, and what then stands on it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.views.keeping import choose_file
from app.views.map.ground import Datum, Ground, GroundKind, NotTiles, fault_of, look_at
from app.views.map.view import fault_of_file
from app.views.room import Work, on_click
from app.views.widgets import Card, FormField, button, choice_edit, column, label, line_edit, row

WIDTH = 190


class GroundCard(Card):
    """What fits is chosen at once; what does not is told beside the field, and the map stays as it is."""

    def __init__(self, ground: Ground, choose: Callable[[Ground], None], begin: Callable[[Work], None]) -> None:
        super().__init__(self.tr("Map"))
        self._choose, self._begin, self._chosen = choose, begin, ground
        self._kind = choice_edit(
            [
                (GroundKind.OWN, self.tr("coasts and cities only")),
                (GroundKind.FILE, self.tr("a file (MBTiles)")),
                (GroundKind.ONLINE, self.tr("from the network")),
            ],
            ground.kind,
        )
        self._datum = choice_edit([(Datum.WGS84, "WGS-84"), (Datum.GCJ02, "GCJ-02")], ground.datum)
        self._approval = line_edit(self.tr("for example: GS(2024)0650"), ground.approval, limit=60)
        self._template = line_edit("https://…/{z}/{x}/{y}.png", ground.template, limit=400)
        self._file = line_edit("", ground.file, limit=400)
        self._file.setReadOnly(True)
        self._pick = button(self.tr("Choose a file …"), "plain", "folder-open")
        named = {"kind": self._kind, "datum": self._datum, "approval": self._approval, "template": self._template}
        for name, editor in {**named, "file": self._file, "pick": self._pick}.items():
            editor.setObjectName(f"settings.ground_{name}")
        self.body.addWidget(label(self._words(), "caption", wrap=True))
        self._lay_out()
        self._kind.activated.connect(lambda _: self._changed())
        self._datum.activated.connect(lambda _: self._changed())
        for edit in (self._approval, self._template):
            edit.editingFinished.connect(self._changed)
        on_click(self._pick, begin, self._pick_file)
        self._show()

    def _words(self) -> str:
        return self.tr(
            "Nothing of the map leaves this computer, unless it comes from the network: whoever serves it then sees"
            " which part of the world is looked at, but no seal."
        )

    def _lay_out(self) -> None:
        for edit in (self._kind, self._datum, self._approval):
            edit.setFixedWidth(WIDTH)
        self._of_file = QWidget()
        self._file_field = FormField(self.tr("File"), self._file)
        self._of_file.setLayout(row(self._file_field, self._pick))
        self._address = FormField(self.tr("Address of the tiles"), self._template)
        approval = FormField(self.tr("Approval number (审图号)"), self._approval)
        self._of_layer = QWidget()
        self._of_layer.setLayout(
            row(FormField(self.tr("Coordinates of the layer"), self._datum), approval, None, gap=14)
        )
        kind = row(FormField(self.tr("Drawn on"), self._kind), None)
        layout = column(gap=12)
        layout.addLayout(kind)
        for each in (self._of_file, self._address, self._of_layer):
            layout.addWidget(each)
        self.body.addLayout(layout)

    def _show(self) -> None:
        kind = GroundKind(self._kind.currentData())
        self._of_file.setVisible(kind is GroundKind.FILE)
        self._address.setVisible(kind is GroundKind.ONLINE)
        self._of_layer.setVisible(kind is not GroundKind.OWN)

    def _changed(self) -> None:
        self._show()
        wanted = Ground(
            GroundKind(self._kind.currentData()),
            self._file.text(),
            self._template.text().strip(),
            Datum(self._datum.currentData()),
            self._approval.text().strip(),
        )
        if wanted.kind is GroundKind.ONLINE:
            why = self._why_not(wanted.template)
            self._address.set_error(why)
            if why:
                return
        if wanted.kind is GroundKind.FILE:
            self._begin(self._take_file(wanted))
        elif wanted != self._chosen:
            self._take(wanted)

    def _why_not(self, template: str) -> str:
        if not template:
            return self.tr("Type the address under which the tiles are served.")
        return {
            "address": self.tr("This is no address of https."),
            "places": self.tr("The address has to say {z}, {x} and {y} where the tile's numbers belong."),
        }.get(fault_of(template), "")

    async def _pick_file(self) -> None:
        path = await choose_file(self, self.tr("File of the map"), self.tr("Maps (*.mbtiles);;All files (*)"))
        if path is not None:
            self._file.setText(str(path))
            self._changed()

    async def _take_file(self, wanted: Ground) -> None:
        """It is looked at first: what is no map is told, and the map stays as it was."""
        if not wanted.file:
            self._file_field.set_error(self.tr("Choose a file."))
            return
        try:
            extent = await asyncio.to_thread(look_at, Path(wanted.file))
        except NotTiles as error:
            self._file_field.set_error(fault_of_file(error))
            return
        self._file_field.set_error("")
        self._file_field.set_hint(self.tr("Tiles of zoom {0} to {1}").format(extent.low, extent.high))
        if wanted != self._chosen:
            self._take(wanted)

    def _take(self, wanted: Ground) -> None:
        self._chosen = wanted
        self._choose(wanted)
