"""What is asked for when a PDF is sealed or checked, and what comes of it: as it goes from one process to the other."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from app.services.sealing.pages import Page, Spot


@dataclass(frozen=True)
class Looked:
    """`signatures`: how many it has; `attached`: files within it, which nobody sees on its pages; `to_show`: a copy
    for the screen; empty: the file itself."""

    pages: list[Page]
    signatures: int
    attached: int
    to_show: bytes = b""


@dataclass(frozen=True)
class Picture:
    """What a seal leaves: `alpha`, `side` lines of `side` bytes, says how much ink is where."""

    side: int
    ink: tuple[int, int, int]
    alpha: bytes


@dataclass(frozen=True)
class Order:
    """What is asked for. `document`: SHA-256 of the file as it was looked at."""

    document: bytes
    spot: Spot | None
    seam: bool
    picture: Picture
    name: str
    reason: str
    stamped: bool
    at: int


@dataclass(frozen=True)
class Prepared:
    """`content`: the file with an empty gap from `begin` to `end`; `digest`: SHA-256 of all but the gap; the first
    `size` bytes are the file as it was."""

    content: bytes
    begin: int
    end: int
    digest: bytes
    size: int

    def is_of(self, document: bytes) -> bool:
        """Whether it is what was prepared of this document (SHA-256), byte for byte."""
        covered = hashlib.sha256(self.content[: self.begin] + self.content[self.end :]).digest()
        return covered == self.digest and hashlib.sha256(self.content[: self.size]).digest() == document


@dataclass(frozen=True)
class Chain:
    """In DER: the seal's certificate, and those above it."""

    seal: bytes
    above: tuple[bytes, ...] = ()

    @property
    def hash(self) -> bytes:
        """As the seal is told which it is."""
        return hashlib.sha256(self.seal).digest()


class Content(Enum):
    """What has become of what was signed."""

    AS_SIGNED = "as_signed"  # nothing was added either
    ADDED_TO = "added_to"  # as it was; afterwards signatures or entries in forms were added, as a signature allows
    CHANGED = "changed"  # afterwards other things were changed or added
    BROKEN = "broken"  # the bytes that were signed are not these, or the signature is none


class Standing(Enum):
    """How the certificate stands."""

    GOOD = "good"  # issued by an authority that is known here; not on its list of revoked ones
    UNCHECKED = "unchecked"  # issued by one; no valid list is here
    REVOKED = "revoked"
    OUTSIDE = "outside"  # issued by one; signed outside of its time
    FOREIGN = "foreign"  # of nobody known here: it may say anything


class Stamp(Enum):
    NONE = "none"
    GOOD = "good"  # over this signature; whether its authority is to be trusted is not known here
    BAD = "bad"


@dataclass(frozen=True)
class Found:
    """One signature. `digest`: SHA-256 of what it covers, by which its record is found (hexadecimal); `document`: of
    the file as it was before it, empty where that cannot be told; `organization`, `name` and `serial` (of the seal): as
    its certificate says; `at`: as the signer says, `stamped_at`: as a time stamp says, milliseconds."""

    digest: str
    organization: str
    name: str
    serial: str
    content: Content
    standing: Standing
    at: int | None
    revoked_at: int | None = None
    stamp: Stamp = Stamp.NONE
    stamped_at: int | None = None
    stamped_by: str = ""
    document: str = ""


@dataclass(frozen=True)
class Known:
    """In DER: certificates of authorities, and their lists of revoked certificates; `withdrawn`: the numbers
    (hexadecimal) of others that are known to be revoked, and when. Times in milliseconds."""

    authorities: Sequence[bytes]
    revoked: Sequence[bytes]
    now: int
    withdrawn: Mapping[str, int] = field(default_factory=dict[str, int])
