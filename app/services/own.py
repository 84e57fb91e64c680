"""What is a person's own: his consoles, the log of his sign-ins, his second factor.

Rows tell how things stand, also without the cloud. What changes them is asked of the cloud at once; its methods raise a
`CloudError`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.models import meta, replica
from app.models.store import Tx
from app.services.account import Account
from app.sync.engine import Engine
from app.sync.state import SyncState
from domain import second_factor
from domain.consoles import Console, own_space
from domain.organization import Member
from domain.second_factor import SecondFactor
from domain.sign_ins import SignInAttempt
from protocol.sync import BegunSecondFactor, WeChatBinding

TOPICS = frozenset({Console.table, SignInAttempt.table, SecondFactor.table, Member.table})
SIGNED_OUT_SHOWN_MS = 30 * 24 * 3600 * 1000
Listener = Callable[[], None]


@dataclass(frozen=True)
class OwnRows:
    """`consoles`: this one first, then those seen last, then those signed out in the last month; `sign_ins`: newest
    first; `offered`: the person may switch a second factor on."""

    consoles: list[Console]
    sign_ins: list[SignInAttempt]
    second_factor: SecondFactor | None
    offered: bool

    @property
    def has_second_factor(self) -> bool:
        return self.second_factor is not None and self.second_factor.since is not None


class Own:
    """Of the person who is signed in here. `here`: the id of this console."""

    def __init__(self, account: Account, engine: Engine) -> None:
        self._account = account
        self._engine = engine

    @property
    def here(self) -> str:
        return self._account.known.console if self._account.known is not None else ""

    @property
    def online(self) -> bool:
        """Whether the cloud can be asked."""
        return self._engine.state.online is True

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear when that changes; call what is returned to hear no more."""
        return self._engine.subscribe(partial(_call, listener))

    def read(self, tx: Tx, now: int) -> OwnRows:
        space = own_space(meta.get(tx, meta.USER) or "")
        mine = [replica.me(tx, organization) for organization in replica.organizations(tx)]
        return OwnRows(
            consoles=_in_order(replica.all(tx, Console, space), self.here, now),
            sign_ins=sorted(replica.all(tx, SignInAttempt, space), key=lambda each: each.at, reverse=True),
            second_factor=replica.get(tx, SecondFactor, space, second_factor.ID),
            offered=second_factor.offered(member for member in mine if member is not None),
        )

    async def sign_out(self, console: str) -> None:
        """Another console: at once, and until its person signs in there again."""
        await self._account.client.sign_out_console(console)
        self._look()

    async def name(self, console: str, name: str) -> None:
        await self._account.client.name_console(console, name)
        self._look()

    async def begin_second_factor(self) -> BegunSecondFactor:
        """A secret for an authenticator app; it is asked for once it is confirmed."""
        return await self._account.client.begin_second_factor()

    async def confirm_second_factor(self, code: str) -> list[str]:
        """Switched on; the recovery codes, which are told only now."""
        codes = (await self._account.client.confirm_second_factor(code)).codes
        self._look()
        return codes

    async def new_recovery_codes(self, code: str) -> list[str]:
        """In place of those before."""
        codes = (await self._account.client.recovery_codes(code)).codes
        self._look()
        return codes

    async def end_second_factor(self, code: str) -> None:
        await self._account.client.end_second_factor(code)
        self._look()

    async def wechat(self) -> WeChatBinding:
        """Whether an account is bound to his number; that is in no row."""
        return await self._account.client.wechat_binding()

    async def unbind_wechat(self) -> None:
        await self._account.client.unbind_wechat()

    def _look(self) -> None:
        """The rows have changed there: do not wait until somebody says so."""
        self._engine.poke("")


def _in_order(consoles: list[Console], here: str, now: int) -> list[Console]:
    shown = [each for each in consoles if now - (each.signed_out_at or now) <= SIGNED_OUT_SHOWN_MS]
    return sorted(shown, key=lambda each: (each.id != here, each.signed_out_at is not None, -each.last_seen, each.id))


def _call(listener: Listener, _state: SyncState) -> None:
    listener()
