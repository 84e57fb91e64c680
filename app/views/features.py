"""Feature configuration: what is asked for and may be demanded, and free use when nothing is (R-277..R-295, C-08)."""

from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.models import fold
from app.models.store import Topics
from app.views.look import Tone
from app.views.room import LivePage, Room, on_click
from app.views.widgets import (
    Card,
    Pill,
    SegmentedSwitch,
    button,
    column,
    confirm,
    label,
    row,
    rule,
)
from domain.features import SetFeatures
from domain.organization import Feature, Organization, Regime
from domain.verdict import Refused

translate = QCoreApplication.translate
MANUAL, BATCH = range(2)


def words(of: Feature) -> tuple[str, str]:
    """What an item is called, and what it means."""
    return {
        Feature.PICTURE_REQUIRED: (
            translate("features", "Pictures with the application"),
            translate("features", "Who applies has to add pictures of the document."),
        ),
        Feature.DEPARTMENT: (
            translate("features", "Department"),
            translate("features", "The application says for which department the seal is used."),
        ),
        Feature.COUNT: (
            translate("features", "Number of uses"),
            translate("features", "From 0 to 500 for one application; 0 is unlimited."),
        ),
        Feature.START: (
            translate("features", "Start time"),
            translate("features", "It lies before the end time."),
        ),
        Feature.END: (
            translate("features", "End time"),
            translate("features", "It lies in the future; the seal can be used only within the period."),
        ),
        Feature.AREA: (
            translate("features", "Permitted area"),
            translate("features", "The seal can be used only in the area that was chosen."),
        ),
        Feature.REMARK: (
            translate("features", "Remark"),
            translate("features", "Up to 120 characters of any kind."),
        ),
        Feature.DOCUMENT_MARK: (
            translate("features", "Document mark"),
            translate("features", "Scanned from a QR code or an EAN-13 barcode (69 code) on the document."),
        ),
        Feature.PHOTO: (
            translate("features", "Photo of each impression"),
            translate("features", "Each press is photographed."),
        ),
        Feature.FINGERPRINT: (
            translate("features", "Fingerprint check"),
            translate("features", "The seal is unlocked by the user's fingerprint before it stamps."),
        ),
        Feature.WECHAT: (
            translate("features", "WeChat notices"),
            translate(
                "features", "On by default: approvers and authorizer are told, with at most 60 messages a minute."
            ),
        ),
        Feature.UPLOAD_REQUIRED: (
            translate("features", "Photos mandatory before ending"),
            translate(
                "features", "Until all pictures are there, the use is not ended and its user cannot apply again."
            ),
        ),
        Feature.SMS: (
            translate("features", "SMS notices"),
            translate(
                "features", "Authorizer and copied get one for each use, at most 50 a day; for more take WeChat."
            ),
        ),
        Feature.PRE_AUTHORIZATION: (
            translate("features", "Pre-authorization"),
            translate("features", "Issued with an activation code: the user activates it from the not-activated list."),
        ),
    }[of]


class FeaturesPage(LivePage):
    """Manual begins with nothing checked, batch with everything (C-09); beside each item how it is now. Nothing is
    changed before it is saved."""

    topics: ClassVar[Topics] = frozenset({"organizations", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._now: list[Feature] = list(room.organization.features)
        self._boxes: dict[Feature, QCheckBox] = {}
        self._pills: dict[Feature, Pill] = {}
        self._ways = SegmentedSwitch([self.tr("Manual configuration"), self.tr("Batch configuration")], title)
        self._ways.setObjectName("features.way")
        self._ways.currentChanged.connect(self.begin_with)
        self._way_note = label("", "caption", wrap=True)
        self._regime = Pill()
        self._regime.setObjectName("features.regime")
        card = Card(scroll=True)
        card.setObjectName("features.card")
        above = column(self._ways, self._way_note, gap=8)
        present = row(label(self.tr("Now:"), "secondary"), self._regime)
        head = QWidget()
        head.setLayout(above)
        now = QWidget()
        now.setLayout(present)
        card.head(head, None, now)
        card.body.addLayout(self._make_items())
        card.body.addStretch(1)
        self._count, self._message = label("", "secondary"), label("", "fault", wrap=True)
        self._count.setObjectName("features.sum")
        self._message.setObjectName("features.message")
        self._save = button(self.tr("Save configuration"), "primary", "check")
        self._save.setObjectName("features.save")
        on_click(self._save, self.begin, self._submit)
        card.foot(self._count, self._message, self._save)
        self.content.addWidget(card, 1)
        self.begin_with(MANUAL)
        self.reload()

    def _make_items(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        titles = (self.tr("Item (for the next saving)"), self.tr("What it means"), self.tr("Now"))
        for at, text in enumerate(titles):
            grid.addWidget(label(text, "caption"), 0, at)
        grid.addWidget(rule(), 1, 0, 1, 3)
        for at, item in enumerate(Feature, 2):
            name, meaning = words(item)
            box, pill = QCheckBox(name), Pill()
            box.setObjectName(f"features.{item.value}")
            box.setAccessibleDescription(meaning)
            box.toggled.connect(lambda _: self._show_count())
            self._boxes[item], self._pills[item] = box, pill
            grid.addWidget(box, at, 0)
            grid.addWidget(label(meaning, "secondary", wrap=True), at, 1)
            grid.addWidget(pill, at, 2)
        return grid

    def begin_with(self, way: int) -> None:
        """Begin anew: with nothing checked, or with everything."""
        self._ways.setCurrentIndex(way)
        for box in self._boxes.values():
            box.setChecked(way == BATCH)
        self._way_note.setText(
            self.tr("Begins with everything checked: take out what is not wanted.")
            if way == BATCH
            else self.tr("Begins with nothing checked: check what is wanted.")
        )
        self._message.setText("")
        self._show_count()

    async def read(self) -> None:
        here = self.room.id
        found = await self.room.store.run(lambda tx: fold.facts(tx, here).get(Organization, here))
        organization = found or self.room.organization
        self._now = list(organization.features)
        free = organization.regime is Regime.FREE
        self._regime.set(
            self.tr("Free use") if free else self.tr("Controlled use · {0} items").format(len(self._now)),
            Tone.WARN if free else Tone.OK,
        )
        for item, pill in self._pills.items():
            on = item in self._now
            pill.set(self.tr("on") if on else self.tr("off"), Tone.OK if on else Tone.NEUTRAL)
        self._show_count()
        self.show_content()

    def _items(self) -> list[Feature]:
        return [item for item, box in self._boxes.items() if box.isChecked()]

    def _show_count(self) -> None:
        items = self._items()
        on, off = len(set(items) - set(self._now)), len(set(self._now) - set(items))
        text = self.tr("{0} of {1} checked").format(len(items), len(self._boxes))
        if on or off:
            text = self.tr("{0} · switches {1} on and {2} off").format(text, on, off)
        self._count.setText(text)

    async def _submit(self) -> None:
        items = self._items()
        if not items and not await self._free_use_wanted():
            return
        done = await self.room.submit(SetFeatures(items=items))
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        if not isinstance(done, Refused):
            self.room.tell(self.tr("Configuration saved") if items else self.tr("Seals are in free use"))

    async def _free_use_wanted(self) -> bool:
        text = self.tr(
            "Nothing is checked, so applications and authorizations are switched off: whoever is connected stamps "
            "without limit. Each impression is still recorded with person, time and place."
        )
        return await confirm(self, self.tr("Put the seals into free use?"), text, self.tr("Free use"))
