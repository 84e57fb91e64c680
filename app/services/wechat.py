"""One attempt to sign in by WeChat (R-048, R-049): shown as a QR code, confirmed by whoever scans it, used here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.sync.client import Client
from protocol.keys import SigningKey
from protocol.sync import AskTicket, EnterByTicket, ShownTicket, SignedIn, Ticket, ticket_signed_bytes

# As `Account` signs somebody in: with a number, and given what to ask the cloud with the console's public keys.
ComeIn = Callable[[str, Callable[[bytes, bytes], Awaitable[SignedIn]]], Awaitable[bool]]


async def begin(client: Client, name: str, come_in: ComeIn) -> "WeChatAttempt":
    """Ask the cloud for a ticket, in the name of this console. Raises a `CloudError`."""
    holder = SigningKey.generate()
    ticket = await client.ask_ticket(AskTicket(console_name=name, holder=holder.public))
    return WeChatAttempt(client, name, come_in, holder, ticket)


@dataclass(frozen=True)
class WeChatAttempt:
    """`holder`: the key without which nobody can use the ticket; it never leaves this attempt."""

    _client: Client
    _name: str
    _come_in: ComeIn
    _holder: SigningKey
    _ticket: Ticket

    @property
    def address(self) -> str:
        """What the QR code holds."""
        return self._ticket.address

    @property
    def good_for_s(self) -> float:
        """Counted from when it began."""
        return self._ticket.good_for / 1000

    async def phone(self) -> str | None:
        """The number of who has confirmed it; none as long as nobody has. Raises a `CloudError`: a `ProblemError` ends
        the attempt, `wechat_no_member` because the number is no member's."""
        return (await self._client.ticket_state(self._shown("state"))).phone

    async def enter(self, phone: str, second_factor: str | None = None) -> bool:
        """Whether the person, whose number it is, belongs to an organization. Raises as `Account.sign_in`: after
        second_factor_needed once more, with one."""

        def ask(signing: bytes, static: bytes) -> Awaitable[SignedIn]:
            entering = EnterByTicket(
                ticket=self._ticket.ticket,
                proof=self._proof("enter", signing, static),
                console_name=self._name,
                signing=signing,
                static=static,
                second_factor=second_factor,
            )
            return self._client.enter_by_ticket(entering)

        return await self._come_in(phone, ask)

    async def cancel(self) -> None:
        """Nobody can confirm it any more. Raises a `CloudError`."""
        await self._client.cancel_ticket(self._shown("cancel"))

    def _shown(self, word: str) -> ShownTicket:
        return ShownTicket(ticket=self._ticket.ticket, proof=self._proof(word))

    def _proof(self, word: str, *keys: bytes) -> bytes:
        return self._holder.sign(ticket_signed_bytes(self._ticket.ticket, word, *keys))
