"""Integrations: access tokens and webhooks of the organization, kept by owner and administrator."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views.integrations.lines import Systems, hook_state, in_words, read_systems, reading_word, token_state
from app.views.integrations.tokens import TokenDetail, TokenDialog, TokenShown
from app.views.integrations.webhooks import WebhookDetail, WebhookDialog
from app.views.room import LivePage, Room, sending
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    confirm,
    row,
)
from domain.ids import new_id
from domain.integrations import ApiToken, RevokeToken
from domain.rows import Act
from domain.verdict import Refused
from domain.webhooks import ChangeWebhook, DeleteWebhook, ResendDelivery, TestWebhook, Webhook

TOKENS, HOOKS = range(2)


class IntegrationsPage(LivePage):
    """Two lists under two tabs; at the right one of them, or what they are for."""

    topics: ClassVar[Topics] = frozenset({"api_tokens", "webhooks", "webhook_deliveries", "members", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._systems, self._wanted, self._made = Systems(), "", ""
        self._tokens: RecordModel[Folded[ApiToken]] = RecordModel(lambda each: each.row.id, self._token)
        self._hooks: RecordModel[Folded[Webhook]] = RecordModel(lambda each: each.row.id, self._hook)
        names = [self.tr("Access tokens"), self.tr("Webhooks")]
        self._lists = [RecordList(self._tokens, names[0]), RecordList(self._hooks, names[1])]
        self._tabs = SegmentedSwitch(names, title)
        self._tabs.setObjectName("integrations.tabs")
        self._tabs.currentChanged.connect(self._switch)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        for name, listed in zip(("tokens.list", "webhooks.list"), self._lists, strict=True):
            listed.setObjectName(name)
            listed.chosen.connect(lambda _: self._show_right())
            self._left.addWidget(listed)
        back = self.header.add(button(self.tr("Settings"), "ghost", "arrow-left"))
        back.setObjectName("integrations.back")
        back.clicked.connect(lambda: room.open("settings"))
        self._new = self.header.show_action(self.tr("New access token"))
        self._new.setObjectName("integrations.new")
        self.header.acted.connect(self._add)
        side = Card(flush=True)
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 16, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._left, 1)
        self._make_right()
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("share-network", self.tr("Loading"), busy=True)
        self.reload()

    def _make_right(self) -> None:
        self._nothing, self._about, self._detail = EmptyState(), TokenDetail(self.room), WebhookDetail(self.room)
        for widget in (self._nothing, self._about, self._detail):
            self._right.addWidget(widget)
        self._nothing.acted.connect(self._add)
        self._about.revoke_wanted.connect(lambda: self.begin(self._revoke()))
        self._detail.edit_wanted.connect(self._edit)
        self._detail.pause_wanted.connect(lambda: self.begin(self._pause()))
        self._detail.delete_wanted.connect(lambda: self.begin(self._delete()))
        self._detail.test_wanted.connect(lambda: self.begin(self._test()))
        self._detail.resend_wanted.connect(lambda: self.begin(self._resend()))

    async def read(self) -> None:
        now = self.room.now()
        self._systems = await self.room.store.run(lambda tx: read_systems(tx, self.room.id, now))
        self._tokens.set_rows(self._systems.tokens)
        self._hooks.set_rows(self._systems.hooks)
        kinds: list[list[Folded[Any]]] = [list(self._systems.tokens), list(self._systems.hooks)]
        for listed, rows in zip(self._lists, kinds, strict=True):
            if self._wanted and listed.choose(self._wanted):
                self._wanted = ""
            if listed.current_key() is None and rows:
                listed.choose(rows[0].row.id)
        self._show_right()
        self.show_content()

    def show_row(self, id: str) -> None:
        """Choose it in the list in which it stands."""
        tab = HOOKS if any(each.row.id == id for each in self._systems.hooks) else TOKENS
        if self._lists[tab].choose(id):
            self._tabs.setCurrentIndex(tab)
            self._lists[tab].setFocus()

    def _switch(self, tab: int) -> None:
        self._left.setCurrentIndex(tab)
        self._new.setText(self.tr("New webhook") if tab == HOOKS else self.tr("New access token"))
        self._show_right()

    def _current_token(self) -> Folded[ApiToken] | None:
        return self._tokens.row(self._lists[TOKENS].currentIndex())

    def _current_hook(self) -> Folded[Webhook] | None:
        return self._hooks.row(self._lists[HOOKS].currentIndex())

    def _show_right(self) -> None:
        token, hook = self._current_token(), self._current_hook()
        if self._tabs.currentIndex() == TOKENS and token is not None:
            self._about.show_token(token, self._systems)
            self._right.setCurrentWidget(self._about)
        elif self._tabs.currentIndex() == HOOKS and hook is not None:
            self._detail.show_webhook(hook, self._systems)
            self._right.setCurrentWidget(self._detail)
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        if self._tabs.currentIndex() == HOOKS:
            text = self.tr("Your own systems can be told when something happens: an impression, an approval, a lock.")
            self._nothing.show_state("broadcast", self.tr("No webhook yet"), text, self.tr("New webhook"))
        else:
            text = self.tr("With a token your own systems read records and applications by the API.")
            self._nothing.show_state("key", self.tr("No access token yet"), text, self.tr("New access token"))
        self._right.setCurrentWidget(self._nothing)

    # What the person does

    def _add(self) -> None:
        if self._tabs.currentIndex() == HOOKS:
            self._open(None)
            return
        dialog = TokenDialog(self.room, self.window())
        dialog.kept.connect(lambda _: self._show_made(dialog))
        dialog.open()

    def _show_made(self, dialog: TokenDialog) -> None:
        self._kept(dialog.kept_id)
        TokenShown(self.room, dialog.made, self.window()).open()

    def _edit(self) -> None:
        if (each := self._current_hook()) is not None:
            self._open(each.row)

    def _open(self, hook: Webhook | None) -> None:
        dialog = WebhookDialog(self.room, hook, self.window())
        dialog.kept.connect(lambda _: self._kept(dialog.kept_id))
        dialog.open()

    def _kept(self, id: str) -> None:
        self._wanted = id
        self.reload()

    async def _revoke(self) -> None:
        each = self._current_token()
        if each is None:
            return
        title = self.tr("Revoke the token “{0}”?").format(each.row.name)
        if await confirm(
            self, title, self.tr("Whoever uses it reads nothing more, at once and for good."), self.tr("Revoke")
        ):
            await self._do(RevokeToken(token=each.row.id), self.tr("Access token revoked"), self._about)

    async def _pause(self) -> None:
        if (each := self._current_hook()) is None:
            return
        hook = each.row
        act = ChangeWebhook(webhook=hook.id, name=hook.name, url=hook.url, events=hook.events, paused=not hook.paused)
        done = self.tr("Webhook switched on") if hook.paused else self.tr("Webhook paused")
        await self._do(act, done, self._detail)

    async def _delete(self) -> None:
        if (each := self._current_hook()) is None:
            return
        title = self.tr("Delete the webhook “{0}”?").format(each.row.name)
        if await confirm(self, title, self.tr("What is on its way does not arrive any more."), self.tr("Delete")):
            await self._do(DeleteWebhook(webhook=each.row.id), self.tr("Webhook deleted"), self._detail)

    async def _test(self) -> None:
        if (each := self._current_hook()) is not None:
            act = TestWebhook(id=new_id(self.room.now()), webhook=each.row.id)
            await self._do(act, self.tr("A test is on its way"), self._detail)

    async def _resend(self) -> None:
        if (delivery := self._detail.chosen()) is not None:
            await self._do(ResendDelivery(delivery=delivery.id), self.tr("It is sent again"), self._detail)

    async def _do(self, act: Act, told: str, card: TokenDetail | WebhookDetail) -> None:
        done = await self.room.submit(act)
        if isinstance(done, Refused):
            card.say(self.room.sentence(done))
        else:
            card.say("")
            self.room.tell(told)

    def _token(self, each: Folded[ApiToken]) -> Record:
        state, tone = token_state(each.row, self.room.now())
        return Record(
            title=each.row.name,
            subtitle=in_words(list(map(reading_word, each.row.readings)), self.room.language.tongue),
            pill=state,
            tone=tone,
            icon="key",
            note=self.tr("sending") if sending(each) else "",
        )

    def _hook(self, each: Folded[Webhook]) -> Record:
        state, tone = hook_state(each.row)
        return Record(
            title=each.row.name,
            subtitle=each.row.url,
            pill=state,
            tone=tone,
            icon="broadcast",
            note=self.tr("sending") if sending(each) else "",
        )
