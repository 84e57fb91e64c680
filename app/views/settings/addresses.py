"""The card of exact addresses: who is asked for one, if anybody. At first nobody is."""

from collections.abc import Callable

from app.models.store import Store
from app.services.addresses import TIANDITU, NotSecure, Setting, check, read_setting, write_setting
from app.views.room import Work, on_click
from app.views.widgets import Card, FormField, button, choice_edit, label, line_edit, row

NOBODY, OF_TIANDITU, OTHER = "", "tianditu", "other"
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
                (OTHER, self.tr("another provider")),
            ]
        )
        self._from.setFixedWidth(WIDTH)
        self._url = line_edit("https://…{lat}…{lon}…{key}", limit=LONGEST_URL)
        self._key = line_edit()
        self._save = button(self.tr("Save"), "primary")
        parts = {"from": self._from, "url": self._url, "key": self._key, "save": self._save}
        for name, part in parts.items():
            part.setObjectName(f"settings.addresses_{name}")
        hint = self.tr("{lat} and {lon} are the position in WGS-84 degrees, {key} is the key.")
        self._url_field = FormField(self.tr("Address on the web"), self._url, hint)
        self._key_field = FormField(self.tr("Key"), self._key)
        self.body.addWidget(label(self._words(), "caption", wrap=True))
        self.body.addLayout(row(FormField(self.tr("Who is asked"), self._from), None))
        self.body.addWidget(self._url_field)
        self.body.addWidget(self._key_field)
        self.body.addLayout(row(None, self._save))
        self._from.activated.connect(self._chosen)
        on_click(self._save, begin, self._keep)
        self._show()

    async def look(self) -> None:
        """Show what is kept."""
        setting = await self._store.run(read_setting)
        kind = NOBODY if not setting.is_on else OF_TIANDITU if setting.template == TIANDITU else OTHER
        self._from.setCurrentIndex(self._from.findData(kind))
        self._url.setText(setting.template if kind == OTHER else "")
        self._key.setText(setting.key)
        self._show()

    def _words(self) -> str:
        return self.tr(
            "Province, city and district are known without asking. Street and number are asked for only when somebody "
            "presses “Exact address” beside a position; then that position and the key are sent, and nothing else."
        )

    def _chosen(self) -> None:
        self._show()
        if self._from.currentData() == NOBODY:
            self._begin(self._put(Setting()))

    def _show(self) -> None:
        kind = self._from.currentData()
        self._url_field.setVisible(kind == OTHER)
        self._key_field.setVisible(kind != NOBODY)
        self._save.setVisible(kind != NOBODY)
        for field in (self._url_field, self._key_field):
            field.set_error("")

    async def _keep(self) -> None:
        """What is wrong stands below its field, and what was kept stays."""
        template = TIANDITU if self._from.currentData() == OF_TIANDITU else self._url.text().strip()
        setting = Setting(template, self._key.text().strip())
        url, key = self._faults(setting)
        self._url_field.set_error(url)
        self._key_field.set_error(key)
        if not url and not key:
            await self._put(setting)

    def _faults(self, setting: Setting) -> tuple[str, str]:
        """Of the address, and of the key."""
        try:
            check(Setting(setting.template, setting.key or "-"))
        except NotSecure:
            return self.tr("It has to begin with https://: the position would be read on its way."), ""
        except ValueError:
            return self.tr("It has to be an address on the web with {lat} and {lon} behind its host."), ""
        missing = "{key}" in setting.template and not setting.key
        return "", self.tr("The provider gives out a key: enter it.") if missing else ""

    async def _put(self, setting: Setting) -> None:
        await self._store.run(lambda tx: write_setting(tx, setting))
        if not setting.is_on:
            self._url.clear()
            self._key.clear()
            self._tell(self.tr("Nobody is asked for addresses"))
        else:
            self._tell(self.tr("Exact addresses can be asked for"))
