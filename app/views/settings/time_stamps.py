"""The card of time stamps: which authority says when a document was sealed, if any. At first there is none."""

from collections.abc import Callable

from app.models.store import Store
from app.services.sealing.authority import LONGEST, read_authority, write_authority
from app.sync.address import NotSecure
from app.views.room import Work, on_click
from app.views.widgets import Card, FormField, button, label, line_edit, row


class TimeStampsCard(Card):
    """Counts when it is saved; an empty address asks nobody."""

    def __init__(self, store: Store, begin: Callable[[Work], None], tell: Callable[[str], None]) -> None:
        super().__init__(self.tr("Time stamps of sealed documents"))
        self._store, self._tell = store, tell
        self._address = line_edit("https://…", limit=LONGEST)
        self._address.setObjectName("settings.time_stamps")
        self._save = button(self.tr("Save"), "primary")
        self._save.setObjectName("settings.time_stamps_save")
        hint = self.tr("Of a service after RFC 3161. Empty: documents are sealed without a time stamp.")
        self._field = FormField(self.tr("Address of the authority"), self._address, hint)
        said = self.tr("It gets the hash of a signature, nothing of the document, and confirms when it existed.")
        self.body.addWidget(label(said, "caption", wrap=True))
        self.body.addWidget(self._field)
        self.body.addLayout(row(None, self._save))
        on_click(self._save, begin, self._keep)

    async def look(self) -> None:
        """Show what is kept."""
        self._address.setText(await self._store.run(read_authority))

    async def _keep(self) -> None:
        """What is wrong stands below the field, and what was kept stays."""
        address = self._address.text().strip()
        try:
            await self._store.run(lambda tx: write_authority(tx, address))
        except NotSecure:
            self._field.set_error(self.tr("It has to begin with https://."))
            return
        except ValueError:
            self._field.set_error(self.tr("This is no address on the web."))
            return
        self._field.set_error("")
        on = self.tr("Documents are sealed with a time stamp")
        self._tell(on if address else self.tr("Documents are sealed without a time stamp"))
