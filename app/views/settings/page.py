"""Settings of this console: who is signed in, language and colours, where the keys are kept, signing out."""

from app.models import fold
from app.models.store import Tx
from app.services.own import TOPICS, OwnRows
from app.views import words
from app.views.i18n import Tongue
from app.views.leaving import leave_account
from app.views.look import Scheme
from app.views.room import LivePage, Room
from app.views.settings.addresses import AddressesCard
from app.views.settings.console import ThisConsole
from app.views.settings.consoles import ConsolesCard
from app.views.settings.ground import GroundCard
from app.views.settings.lock import LockCard
from app.views.settings.place import PlaceCard
from app.views.settings.second_factor import SecondFactorCard
from app.views.settings.sign_ins import SignInsCard
from app.views.settings.time_stamps import TimeStampsCard
from app.views.settings.wechat import WeChatCard
from app.views.settings.window import WindowCard
from app.views.widgets import (
    Card,
    Columns,
    Fact,
    FactList,
    FormField,
    button,
    choice_edit,
    column,
    label,
    row,
    scrolled,
)
from domain.organization import Member, Organization, manages_all


class SettingsPage(LivePage):
    """Each change takes effect at once and is kept. At the left this console, at the right what is the person's own."""

    topics = TOPICS | {Organization.table}

    def __init__(self, room: Room, title: str, console: ThisConsole) -> None:
        super().__init__(room, title)
        self._console = console
        self._lock, self._window = self._lock_card(), self._window_card()
        own = console.own
        self._own = [kind(room, own, self.begin) for kind in (ConsolesCard, SecondFactorCard, WeChatCard, SignInsCard)]
        place, addresses = (
            PlaceCard(console.kept, console.choose_place),
            AddressesCard(room.store, self.begin, room.tell),
        )
        stamps = TimeStampsCard(room.store, self.begin, room.tell)
        self.begin(addresses.look())
        self.begin(stamps.look())
        ground = GroundCard(console.kept.ground, console.choose_ground, self.begin)
        cards = (
            self._person(),
            self._screens(),
            self._lock,
            self._window,
            place,
            ground,
            addresses,
            stamps,
            *([self._systems()] if manages_all(room.me) else []),
            self._about(),
        )
        here = column(*cards)
        self._window.setHidden(self._window.is_empty)
        both = Columns(here, column(*self._own), shares=(46, 54), from_width=820)
        self.content.addWidget(scrolled(both))
        self.follow(own.subscribe, self._show_reach)
        self.reload()

    async def read(self) -> None:
        """Who he is where, and the person's own rows; what else stands here is of this console."""
        now, room = self.room.now(), self.room

        def read(tx: Tx) -> tuple[Organization | None, Member | None, OwnRows]:
            known = fold.facts(tx, room.id)
            return known.get(Organization, room.id), known.get(Member, room.me.id), self._console.own.read(tx, now)

        organization, me, rows = await room.store.run(read)
        self._show_person(organization or room.organization, me or room.me)
        for card in self._own:
            card.show_rows(rows)

    def _show_reach(self) -> None:
        for card in self._own:
            card.show_reach()

    def _lock_card(self) -> LockCard:
        console = self._console
        minutes = console.kept.lock_after_min
        card = LockCard(console.lock, minutes, console.choose_lock_after, self.begin, self.room.tell)
        self.begin(card.look())
        return card

    def _window_card(self) -> WindowCard:
        console = self._console
        stays = console.kept.keep_in_tray if console.has_tray() else None
        return WindowCard(stays, console.choose_keep_in_tray, console.autostart(), self.begin)

    def _show_person(self, organization: Organization, me: Member) -> None:
        self._facts.set_facts(
            [
                Fact(self.tr("Name"), me.name),
                Fact(self.tr("Phone number"), me.phone),
                Fact(self.tr("Organization"), organization.name),
                Fact(self.tr("Role"), words.role(me.role)),
            ]
        )

    def _person(self) -> Card:
        card, self._facts = Card(self.tr("Signed in")), FactList()
        self._show_person(self.room.organization, self.room.me)
        card.body.addWidget(self._facts)
        out = button(self.tr("Sign out"), "danger", "sign-out")
        out.setObjectName("settings.sign_out")
        out.clicked.connect(lambda: self.begin(leave_account(self, self.room.store, self._console.sign_out)))
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

    def _systems(self) -> Card:
        """What owner and administrator keep for the organization's own systems."""
        card = Card(self.tr("Integrations"))
        text = self.tr("Your own systems read by an API, and are told of what happens.")
        card.body.addWidget(label(text, "secondary", wrap=True))
        opening = button(self.tr("Tokens and webhooks"), "plain", "share-network")
        opening.setObjectName("settings.integrations")
        opening.clicked.connect(lambda: self.room.open("integrations"))
        card.body.addLayout(row(opening, None))
        return card

    def _about(self) -> Card:
        console = self._console
        keys = (
            self.tr("in the system's keyring")
            if console.secrets_in_keyring
            else self.tr("in a file that only this account of the computer can read: no keyring was found here")
        )
        card, facts = Card(self.tr("This console")), FactList()
        facts.setObjectName("settings.this_console")
        facts.copied.connect(lambda _: self.room.tell(self.tr("Copied")))
        facts.set_facts(
            [
                Fact(self.tr("Console"), console.name),
                Fact(self.tr("Cloud"), console.cloud, copy=True),
                Fact(self.tr("Its fingerprint"), console.fingerprint, copy=True),
                Fact(self.tr("Keys are kept"), keys),
                Fact(self.tr("Version"), console.version),
            ]
        )
        card.body.addWidget(facts)
        return card
