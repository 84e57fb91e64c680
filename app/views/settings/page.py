"""Settings of this console: who is signed in, language and colours, where the keys are kept, signing out."""

from PySide6.QtWidgets import QWidget

from app.models import outbox
from app.views import words
from app.views.i18n import Tongue
from app.views.look import Scheme
from app.views.room import LivePage, Room
from app.views.settings.console import ThisConsole
from app.views.settings.lock import LockCard
from app.views.settings.window import WindowCard
from app.views.widgets import Card, Fact, FactList, FormField, button, choice_edit, column, confirm, row, scrolled


class SettingsPage(LivePage):
    """Each change takes effect at once and is kept."""

    def __init__(self, room: Room, title: str, console: ThisConsole) -> None:
        super().__init__(room, title)
        self._console = console
        kept = console.kept
        self._lock = LockCard(console.lock, kept.lock_after_min, console.choose_lock_after, self.begin, room.tell)
        stays = kept.keep_in_tray if console.has_tray() else None
        window = WindowCard(stays, console.choose_keep_in_tray, console.autostart(), self.begin)
        cards = column(self._person(), self._screens(), self._lock, window, self._about())
        window.setHidden(window.is_empty)
        cards.addStretch(1)
        held = QWidget()
        held.setLayout(cards)
        self.content.addWidget(scrolled(held))
        self.reload()

    async def read(self) -> None:
        """Nothing here comes from rows that change: a change of the person makes the page anew."""
        await self._lock.look()

    def _person(self) -> Card:
        me = self.room.me
        card = Card(self.tr("Signed in"))
        card.body.addWidget(
            FactList(
                [
                    Fact(self.tr("Name"), me.name),
                    Fact(self.tr("Phone number"), me.phone),
                    Fact(self.tr("Organization"), self.room.organization.name),
                    Fact(self.tr("Role"), words.role(me.role)),
                ]
            )
        )
        out = button(self.tr("Sign out"), "danger", "sign-out")
        out.setObjectName("settings.sign_out")
        out.clicked.connect(lambda: self.begin(self._sign_out()))
        card.foot(None, out)
        return card

    def _screens(self) -> Card:
        card = Card(self.tr("Screens"))
        tongues = choice_edit([(Tongue.ZH_CN, "中文"), (Tongue.EN, "English")], self.room.language.tongue)
        schemes = choice_edit(
            [
                (Scheme.SYSTEM, self.tr("as the system")),
                (Scheme.LIGHT, self.tr("Light")),
                (Scheme.DARK, self.tr("Dark")),
            ],
            self.room.look.scheme,
        )
        tongues.setObjectName("settings.language")
        schemes.setObjectName("settings.theme")
        tongues.activated.connect(lambda _: self._console.choose_tongue(Tongue(tongues.currentData())))
        schemes.activated.connect(lambda _: self._console.choose_scheme(Scheme(schemes.currentData())))
        fields = FormField(self.tr("Language"), tongues), FormField(self.tr("Colours"), schemes)
        card.body.addLayout(row(*fields, None, gap=14))
        return card

    def _about(self) -> Card:
        console = self._console
        keys = (
            self.tr("in the system's keyring")
            if console.secrets_in_keyring
            else self.tr("in a file that only this account of the computer can read: no keyring was found here")
        )
        card = Card(self.tr("This console"))
        card.body.addWidget(
            FactList(
                [
                    Fact(self.tr("Console"), console.name),
                    Fact(self.tr("Cloud"), console.cloud, copy=True),
                    Fact(self.tr("Keys are kept"), keys),
                    Fact(self.tr("Version"), console.version),
                ]
            )
        )
        return card

    async def _sign_out(self) -> None:
        waiting = (await self.room.store.run(outbox.counts)).waiting
        if waiting:
            text = self.tr("{0} actions have not been sent yet. They are kept here and sent when you sign in again.")
            if not await confirm(self, self.tr("Sign out?"), text.format(waiting), self.tr("Sign out")):
                return
        await self._console.sign_out()
