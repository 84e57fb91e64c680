"""My WeChat account: whether it is bound to my number, and unbinding it. Where the cloud has an official account."""

from app.services.own import Own, OwnRows
from app.sync.errors import CloudError
from app.views.room import Room, on_click
from app.views.settings.own_card import Begin, OwnCard
from app.views.widgets import button, confirm, label, row
from protocol.sync import WeChatBinding


class WeChatCard(OwnCard):
    """Hidden until the cloud has said that it offers it."""

    def __init__(self, room: Room, own: Own, begin: Begin) -> None:
        super().__init__(room, own, begin, "", "settings.wechat")
        self.set_title(self.tr("WeChat"))
        self._known: WeChatBinding | None = None
        self._says = label("", "body", wrap=True)
        self._unbind = button(self.tr("Unbind"), "danger", "link-break")
        self._unbind.setObjectName("settings.wechat_unbind")
        for part in (self._says, self.fault, self.why):
            self.body.addWidget(part)
        self.body.addLayout(row(None, self._unbind))
        on_click(self._unbind, begin, self._end)
        self.needs_cloud(self._unbind)

    def show_rows(self, _rows: OwnRows) -> None:
        """It is in no row: the cloud is asked, as long as it has not answered."""
        if self._known is None and self.own.online:
            self.begin(self._look())

    def show_reach(self) -> None:
        super().show_reach()
        if self._known is None and self.own.online:
            self.begin(self._look())

    async def _look(self) -> None:
        try:
            self.show_binding(await self.own.wechat())
        except CloudError:
            return  # nobody has asked for it: it is looked for again when the cloud is back

    def show_binding(self, known: WeChatBinding) -> None:
        self._known = known
        self._says.setText(
            self.tr("Your WeChat is bound to your phone number: messages reach it, and you can sign in by it.")
            if known.bound
            else self.tr("No WeChat is bound to your phone number. Sign in by WeChat once, and it will be.")
        )
        self._unbind.setVisible(known.bound)
        self.setVisible(known.offered)

    async def _end(self) -> None:
        title = self.tr("Unbind your WeChat?")
        text = self.tr("Messages will no longer reach it. To sign in by it again you prove your number by a code.")
        if not await confirm(self, title, text, self.tr("Unbind")):
            return
        done, _ = await self.ask(self.own.unbind_wechat())
        if done:
            self.show_binding(WeChatBinding(offered=True, bound=False))
            self.room.tell(self.tr("WeChat unbound"))
