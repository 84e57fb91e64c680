"""What console and cloud say over HTTPS: JSON by msgspec; bytes travel as base64.

Who speaks is told by the access token, never by a body. Times are milliseconds since 1970 UTC.
"""

from hashlib import blake2b
from typing import Annotated

import msgspec

from domain.codes import Purpose

SCHEMA = 1
# A console says in each request which version it speaks: one that is spoken no more is told so, and not misunderstood.
SCHEMA_HEADER = "Signet-Schema"
MAX_ACTS_PER_PUSH = 500
MAX_ACT_BYTES = 64 * 1024
PAGE_ROWS = 5000

Text = Annotated[str, msgspec.Meta(max_length=200)]
PublicKey = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
TicketId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{22}$")]


class Struct(msgspec.Struct, frozen=True, kw_only=True):
    pass


class Problem(Struct, frozen=True, kw_only=True):
    """Body of every refused request (HTTP 4xx, 5xx): a code of `domain.wording` and its sentence."""

    code: str
    sentence: str
    field: str | None = None


class Platform(Struct, frozen=True, kw_only=True):
    """GET /v1/platform: whom this cloud trusts (maker's root) and its own key; `demo` as the root says.

    `wechat`: one may sign in here by WeChat (R-048).
    """

    schema: int
    root: bytes
    platform: PublicKey
    demo: bool
    wechat: bool = False


class AskCode(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in/code -> 204, whether or not the phone is known."""

    phone: Text


class AskPurposeCode(Struct, frozen=True, kw_only=True):
    """POST /v1/codes -> 204: a code for something that a member does. `phone`: the new owner's, else whose it is goes
    without saying."""

    purpose: Purpose
    organization: str
    phone: Text | None = None


class SignIn(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in -> SignedIn. `second_factor`: the authenticator's code, or a recovery code; without it a person
    who has one is answered second_factor_needed, and the code by SMS stays good."""

    phone: Text
    code: Text
    console_name: Text
    signing: PublicKey
    static: PublicKey
    second_factor: Text | None = None


class AskTicket(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in/wechat -> Ticket (R-048, A-02). `holder`: an Ed25519 key made for this one attempt; who has its
    secret half, and nobody else, can use the ticket."""

    console_name: Text
    holder: PublicKey


class Ticket(Struct, frozen=True, kw_only=True):
    """`address`: what the QR code holds. `good_for` milliseconds from now."""

    ticket: TicketId
    address: str
    good_for: int


class ShownTicket(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in/wechat/state -> TicketState, /cancel -> 204. `proof`: the holder's signature over
    `ticket_signed_bytes` of the last word of the path."""

    ticket: TicketId
    proof: bytes


class TicketState(Struct, frozen=True, kw_only=True):
    """`phone`: the number bound to the WeChat account that has confirmed; none as long as nobody has."""

    phone: Text | None


class EnterByTicket(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in/wechat/enter -> SignedIn. `proof` covers the console's keys as well; the rest as `SignIn`."""

    ticket: TicketId
    proof: bytes
    console_name: Text
    signing: PublicKey
    static: PublicKey
    second_factor: Text | None = None


class WeChatBinding(Struct, frozen=True, kw_only=True):
    """GET /v1/wechat; DELETE /v1/wechat unbinds. `offered`: this cloud has an official account; `bound`: one's own
    WeChat account is bound to one's number there."""

    offered: bool
    bound: bool


class SignedIn(Struct, frozen=True, kw_only=True):
    """`access` lives minutes, `refresh` is used once. No organization: 未加入任何单位 (R-046)."""

    access: str
    refresh: str
    access_expires: int
    user: str
    console: str
    name: str
    organizations: list[str]


class Refresh(Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in/refresh -> SignedIn. A refresh token used twice revokes the console."""

    refresh: str


class NameConsole(Struct, frozen=True, kw_only=True):
    """POST /v1/consoles/{id}/name -> 204. (POST /v1/consoles/{id}/sign-out has no body.)"""

    name: Text


class BegunSecondFactor(Struct, frozen=True, kw_only=True):
    """Answer of POST /v1/second-factor: the secret (base32) for an authenticator, and its address (otpauth:)."""

    uri: str
    secret: str


class FactorCode(Struct, frozen=True, kw_only=True):
    """POST /v1/second-factor/confirm and /recovery-codes -> RecoveryCodes, /off -> 204."""

    code: Text


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Each signs in once in place of the authenticator; they are told here and nowhere else."""

    codes: list[str]


class AskCertificate(Struct, frozen=True, kw_only=True):
    """POST /v1/certificates -> Certificate."""

    organization: str


class Certificate(Struct, frozen=True, kw_only=True):
    """The console certificate of one organization."""

    certificate: bytes
    expires: int


class AskClaim(Struct, frozen=True, kw_only=True):
    """POST /v1/seals/{serial}/claim -> Claim: a right to open this unbound seal for ten minutes."""

    organization: str


class Claim(Struct, frozen=True, kw_only=True):
    claim: bytes
    expires: int


class ActBody(Struct, frozen=True, kw_only=True):
    """What the console signs: exactly these bytes are stored and never encoded again."""

    organization: str
    stream: str
    seq: Annotated[int, msgspec.Meta(gt=-(2**53), lt=2**53)]
    id: str
    name: str
    args: msgspec.Raw
    at: Annotated[int, msgspec.Meta(gt=-(2**53), lt=2**53)]


class SignedAct(Struct, frozen=True, kw_only=True):
    """`body` is the JSON of an `ActBody`, `signature` Ed25519 over b"signet/act/1" + body by the console's key."""

    body: bytes
    signature: bytes


class Push(Struct, frozen=True, kw_only=True):
    """POST /v1/push: acts of one stream, in order."""

    stream: str
    acts: list[SignedAct]


class ActVerdict(Struct, frozen=True, kw_only=True):
    """What became of one act."""

    id: str
    seq: int
    done: bool
    code: str = ""
    sentence: str = ""
    field: str | None = None


class Pushed(Struct, frozen=True, kw_only=True):
    """`last_seq` is committed; the verdicts of all acts of the push, also of those applied before."""

    last_seq: int
    verdicts: list[ActVerdict]


class Change(Struct, frozen=True, kw_only=True, gc=False):
    """A row as it is now. `scopes`: those of mine it stands in; none for append-only tables, where the row tells."""

    table: str
    id: str
    rev: int
    scopes: list[str] | None
    body: msgspec.Raw


class Gone(Struct, frozen=True, kw_only=True):
    """A row that left a scope."""

    table: str
    id: str
    rev: int
    scope: str


class Tally(Struct, frozen=True, kw_only=True):
    """What stands in a scope: how many rows, and the sum of their hashes (`row_hash`) modulo 2**64."""

    count: int
    sum: int


class Page(Struct, frozen=True, kw_only=True):
    """GET /v1/pull?organization=&stream=&cursor=&again=&tally= (zstd). An empty organization: the user's own rows.

    `cursor` is opaque; `more`: ask again at once. `last_seq` was read in the snapshot of the rows. `scopes` are all I
    hold now; `dropped` those I have lost since the cursor. `again`: scopes, divided by commas, that I want to load from
    zero once more. `tally=1`: a page with nothing more to ask brings the `tallies` of all my scopes.
    """

    schema: int
    epoch: str
    rev: int
    cursor: str
    more: bool
    last_seq: int
    scopes: list[str]
    dropped: list[str]
    rows: list[Change]
    gone: list[Gone]
    tallies: dict[str, Tally] | None = None


class Poke(Struct, frozen=True, kw_only=True):
    """WS /v1/live, cloud to console: something changed."""

    organization: str
    rev: int


class ContactQuestion(Struct, frozen=True, kw_only=True):
    """POST /v1/seals/{serial}/contact -> ContactReply.

    `identity` is the maker's certificate that the seal showed in the session: without it the cloud cannot check the
    question of a seal that it has not met yet.
    """

    question: bytes
    identity: bytes | None = None


class ContactReply(Struct, frozen=True, kw_only=True):
    """The answer for the seal, the envelopes to deliver first in order, and a receipt if there is something to forget.

    For an unbound seal `down` holds at most the bind envelope, which is given with the number on its screen.
    """

    answer: bytes
    down: list[bytes]
    receipt: bytes | None


class CarriedSlice(Struct, frozen=True, kw_only=True):
    """POST /v1/seals/{serial}/slices -> SliceTaken."""

    slice: bytes


class SliceTaken(Struct, frozen=True, kw_only=True):
    """The cloud now holds everything of this seal up to `log_to`."""

    log_to: int
    receipt: bytes | None


class UpgradeSeen(Struct, frozen=True, kw_only=True):
    """POST /v1/seals/{serial}/upgrade: the seal before this console has so many bytes of the image with this SHA-256
    (hex). It moves a bar on other consoles' screens, and nothing else."""

    release: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    offset: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]


class TellSealingKey(Struct, frozen=True, kw_only=True):
    """POST /v1/seals/{serial}/sealing-key -> SealingKeyTaken: the seal's signed word on its key for documents."""

    word: bytes


class SealingKeyTaken(Struct, frozen=True, kw_only=True):
    """The number of the key's certificate, which is pulled as any row; none: the seal is not to seal documents now."""

    certificate: str | None


class EnrolModem(Struct, frozen=True, kw_only=True):
    """POST /v1/modems -> ModemEnrolled: `identity` and `delivery` are the maker's words, `request` a PKCS #10 request
    (DER) for a key of P-256 that never leaves the seal, `signature` the seal's over `modem_signed_bytes`.
    """

    identity: bytes
    delivery: bytes
    request: bytes
    signature: bytes


class ModemEnrolled(Struct, frozen=True, kw_only=True):
    """The modem's certificate and the one it knows its broker by (DER); `broker`: HOST:PORT, empty if there is none."""

    certificate: bytes
    root: bytes
    broker: str


def modem_signed_bytes(request: bytes) -> bytes:
    """What the seal's signature under its modem's request covers."""
    return b"signet/modem/1" + request


class FileStored(Struct, frozen=True, kw_only=True):
    """PUT /v1/files/{organization}/{sha256}."""

    sha256: str
    bytes: int


def ticket_signed_bytes(ticket: str, word: str, *keys: bytes) -> bytes:
    """What a ticket's holder signs: for which `word` (state, cancel, enter), and the console's public keys with it."""
    return b"\0".join([b"signet/ticket/1", ticket.encode(), word.encode(), b"".join(keys)])


def act_signed_bytes(body: bytes) -> bytes:
    """What an act's signature covers."""
    return b"signet/act/1" + body


def row_hash(table: str, body: bytes) -> int:
    """64 bits of a row as it travels. Of its body, and not of its version: then what is compared is what is shown."""
    return int.from_bytes(blake2b(b"%b\0%b" % (table.encode(), body), digest_size=8).digest())
