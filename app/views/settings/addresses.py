"""The card of exact addresses: who is asked for one, if anybody. At first nobody is."""

from collections.abc import Callable

from app.models.store import Store
from app.services.addresses import (
    AMAP,
    AMAP_FINDER,
    TIANDITU,
    TIANDITU_FINDER,
    NotSecure,
    Setting,
    check,
    read_setting,
    write_setting,
)
from app.views.room import Work, on_click
from app.views.widgets import Card, FormField, button, choice_edit, label, line_edit, row

NOBODY, OF_TIANDITU, OF_AMAP, OTHER = "", "tianditu", "amap", "other"
KNOWN = {OF_TIANDITU: (TIANDITU, TIANDITU_FINDER, False), OF_AMAP: (AMAP, AMAP_FINDER, True)}
WGS84, GCJ02 = "wgs84", "gcj02"
LONGEST_URL = 500
WIDTH = 200


class AddressesCard(Card):
    """Nobody is a choice that counts at once; a provider counts when it is saved."""

    def __init__(self, store: Store, begin: Callable[[Work], None], tell: Callable[[str], None]) -> None:
        super().__init__(self.tr("Exact addresses"))
        self._store, self._begin, self._tell = store, begin, tell
        self._from = choice_edit(
            [
                (NOBODY, self.tr("nobody")),
                (OF_TIANDITU, self.tr("Tianditu")),
                (OF_AMAP, self.tr("AMap")),
                (OTHER, self.tr("another provider")),
            ]
        )
        self._from.setFixedWidth(WIDTH)
        self._url = line_edit("https://…{lat}…{lon}…{key}", limit=LONGEST_URL)
        self._finder = line_edit("https://…{address}…{key}", limit=LONGEST_URL)
        self._datum = choice_edit([(WGS84, "WGS-84"), (GCJ02, "GCJ-02")])
        self._datum.setFixedWidth(WIDTH)
        self._key = line_edit()
        self._save = button(self.tr("Save"), "primary")
        parts = {"from": self._from, "url": self._url, "key": self._key, "save": self._save}
        parts |= {"finder": self._finder, "datum": self._datum}
        for name, part in parts.items():
            part.setObjectName(f"settings.addresses_{name}")
        hint = self.tr("{lat} and {lon} are the position in degrees, {key} is the key.")
        self._url_field = FormField(self.tr("Address on the web"), self._url, hint)
        hint = self.tr("{address} is what was typed under Service outlets; may be empty.")
        self._finder_field = FormField(self.tr("To find an address"), self._finder, hint)
        self._datum_field = FormField(self.tr("Its degrees are"), self._datum)
        self._key_field = FormField(self.tr("Key"), self._key)
        self.body.addWidget(label(self._words(), "caption", wrap=True))
        self.body.addLayout(row(FormField(self.tr("Who is asked"), self._from), None))
        for field in (self._url_field, self._finder_field, self._datum_field, self._key_field):
            self.body.addWidget(field)
        self.body.addLayout(row(None, self._save))
        self._from.activated.connect(self._chosen)
        on_click(self._save, begin, self._keep)
        self._show()

    async def look(self) -> None:
        """Show what is kept."""
        setting = await self._store.run(read_setting)
        known = next((kind for kind, (template, *_) in KNOWN.items() if setting.template == template), OTHER)
        kind = known if setting.is_on else NOBODY
        self._from.setCurrentIndex(self._from.findData(kind))
        self._url.setText(setting.template if kind == OTHER else "")
        self._finder.setText(setting.finder if kind == OTHER else "")
        self._datum.setCurrentIndex(self._datum.findData(GCJ02 if setting.gcj else WGS84))
        self._key.setText(setting.key)
        self._show()

    def _words(self) -> str:
        return self.tr(
            "Province, city and district are known without asking. Street and number are asked for only when somebody "
            "presses “Exact address” beside a position; then that position and the key are sent, and nothing else. The "
            "same provider is asked where an address lies when one is sent off under Service outlets."
        )

    def _chosen(self) -> None:
        self._show()
        if self._from.currentData() == NOBODY:
            self._begin(self._put(Setting()))

    def _show(self) -> None:
        kind = self._from.currentData()
        for field in (self._url_field, self._finder_field, self._datum_field):
            field.setVisible(kind == OTHER)
        self._key_field.setVisible(kind != NOBODY)
        self._save.setVisible(kind != NOBODY)
        for field in (self._url_field, self._finder_field, self._key_field):
            field.set_error("")

    async def _keep(self) -> None:
        """What is wrong stands below its field, and what was kept stays."""
        own = (self._url.text().strip(), self._finder.text().strip(), self._datum.currentData() == GCJ02)
        template, finder, gcj = KNOWN.get(self._from.currentData(), own)
        setting = Setting(template, self._key.text().strip(), finder, gcj)
        faults = self._faults(setting)
        for field, fault in zip((self._url_field, self._finder_field, self._key_field), faults, strict=True):
            field.set_error(fault)
        if not any(faults):
            await self._put(setting)

    def _faults(self, setting: Setting) -> tuple[str, str, str]:
        """Of the address, of the one that finds addresses, and of the key."""
        wanted = self.tr("It has to be an address on the web with {lat} and {lon} behind its host.")
        if fault := self._fault(Setting(setting.template, "-"), wanted):
            return fault, "", ""
        wanted = self.tr("It has to be an address on the web with {address} behind its host.")
        if fault := self._fault(Setting(setting.template, "-", setting.finder), wanted):
            return "", fault, ""
        missing = "{key}" in setting.template + setting.finder and not setting.key
        return "", "", self.tr("The provider gives out a key: enter it.") if missing else ""

    def _fault(self, setting: Setting, wanted: str) -> str:
        try:
            check(setting)
        except NotSecure:
            return self.tr("It has to begin with https://: the position would be read on its way.")
        except ValueError:
            return wanted
        return ""

    async def _put(self, setting: Setting) -> None:
        await self._store.run(lambda tx: write_setting(tx, setting))
        if not setting.is_on:
            self._url.clear()
            self._finder.clear()
            self._key.clear()
            self._tell(self.tr("Nobody is asked for addresses"))
        else:
            self._tell(self.tr("Exact addresses can be asked for"))
