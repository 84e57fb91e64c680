"""Usage records: one impression for each press, with its photos (R-007, R-023, R-132, R-135, R-147..R-167)."""

from enum import IntEnum, StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain import organization
from domain.authorizations import Authorization, Mode, Stage, counted
from domain.files import File, Purpose, attached, is_picture
from domain.organization import Member, Permission, may
from domain.rows import Act, IdText, Label, Ms, Row, Sha256
from domain.seals import Position, Seal, SealStatus, may_on
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

# As in `protocol.log.Clock`, which stands above this room.
CLOCK_LOST = 0
MAX_PHOTO_BYTES = 20 * 1024 * 1024
# A picture may be here before its record, and the record before what the seal says of its log; not without limit, but
# many times what a full seal holds (816 impressions, 464 other entries): no picture is refused for a slow record.
MAX_ENTRIES_AHEAD = 10_000
MAX_PHOTOS = 20  # of one impression by one member: more than anybody takes, as many as an application has files


class Abnormality(IntEnum):
    """The ten causes of the manual (R-156..R-165)."""

    BEYOND_COUNT = 1
    BEYOND_TIME = 2
    NO_AUTHORIZATION = 3
    LOSS_LOCKED = 4
    SWITCHING_OFF = 5
    JUST_ENDED = 6
    JUST_BOUND = 7
    SHOWING_ADDRESS = 8
    SCREEN_OFF = 9
    LOCKED_WHILE_OFF = 10


class Grade(StrEnum):
    """How sure the person is (C-29)."""

    HOLDER = "holder"
    SESSION = "session"
    FINGERPRINT = "fingerprint"


class Impression(Row, frozen=True, kw_only=True):
    """One press: entry `number` of the seal's log, the `own`-th impression of its life. `result` 0 is normal.

    `document`: it is none on paper, but a document was sealed, of which this is the SHA-256 of the file as it was;
    `digest`: of what the signature covers; `name`: as it was called in the application.
    """

    table: ClassVar[str] = "usage"
    seal: IdText
    binding: int
    number: int
    own: int
    authorization: IdText | None
    member: IdText | None
    grade: Grade
    at: Ms
    clock: int
    received_at: Ms
    place: Position | None
    result: int
    document: Sha256 | None = None
    digest: Sha256 | None = None
    name: Label = ""

    @property
    def mode(self) -> Mode:
        """Pressed on paper, or a document sealed (R-108)."""
        return Mode.PHYSICAL if self.document is None else Mode.ELECTRONIC

    @property
    def listed_at(self) -> int:
        """The time by which lists are ordered: a seal that had lost its clock counts from its own zero."""
        return self.at if self.timed else self.received_at

    @property
    def timed(self) -> bool:
        """Whether `at` says when it was. If not, it was before `received_at`, and nobody knows more."""
        return self.clock != CLOCK_LOST


class Photo(Row, frozen=True, kw_only=True):
    """A picture of one impression; it may come before or after the record. `stored_at`: the cloud holds the file.

    `foreign`: when the record came it was another's, of which whoever declared the picture reads nothing. It counts for
    nothing then, and whatever his rights are later changes nothing in that. `removed_at`, `removed_after_d`: until
    then the cloud held it, by a rule of so many days (`domain.retention`).
    """

    table: ClassVar[str] = "photos"
    seal: IdText
    number: int
    sha256: Sha256
    bytes: int
    media: str
    taken_at: Ms
    member: IdText
    stored_at: Ms | None = None
    foreign: bool = False
    removed_at: Ms | None = None
    removed_after_d: int = 0


class AttachPhoto(Act, frozen=True, kw_only=True):
    """Declare a picture of entry `number` of the seal's log; the file follows by its hash."""

    id: IdText
    seal: IdText
    number: Annotated[int, msgspec.Meta(ge=1, lt=2**48)]
    sha256: Sha256
    bytes: Annotated[int, msgspec.Meta(ge=1, le=MAX_PHOTO_BYTES)]
    media: Annotated[str, msgspec.Meta(pattern=r"^image/(png|jpeg)\Z")]
    taken_at: Ms


class AttachAfterUse(Act, frozen=True, kw_only=True):
    """A picture after use, in the details of a use (R-146)."""

    authorization: IdText
    picture: File


def impression_id(serial: str, number: int) -> str:
    """The id of a record: the seal and its entry's number, so that it cannot exist twice."""
    return f"{serial}-{number}"


def may_read(member: Member, impression: Impression, seal: Seal) -> bool:
    """R-148, R-149, R-166, R-167: managers of the seal all, everybody his own."""
    return impression.member == member.id or may_on(member, Permission.VIEW_USAGE, seal)


def decide_attach_photo(act: AttachPhoto, at: Circumstances) -> Verdict:
    """The person of the impression, or who manages the seal; a picture may be declared before its record arrives."""
    seal = at.facts.get(Seal, act.seal)
    if seal is None or not may(at.actor, Permission.STAMP):
        return missing(at.facts)
    impression = at.facts.get(Impression, impression_id(act.seal, act.number))
    if impression is not None and not may_read(at.actor, impression, seal):
        return Refused("not_found")
    if impression is None and at.facts.complete and (why := _judge_ahead(act, seal, at)) is not None:
        return why
    before = at.facts.all(Photo, seal=act.seal, number=act.number)
    if sum(photo.member == at.actor.id for photo in before) >= MAX_PHOTOS:
        return Refused("photos_full", "number", str(MAX_PHOTOS))
    row = Photo(
        id=act.id,
        organization=at.actor.organization,
        seal=act.seal,
        number=act.number,
        sha256=act.sha256,
        bytes=act.bytes,
        media=act.media,
        taken_at=act.taken_at,
        member=at.actor.id,
    )
    return Allowed((row, *_pictured(impression, at)))


def _pictured(impression: Impression | None, at: Circumstances) -> tuple[Authorization, ...]:
    """The authorization of an impression that had no picture before: one less is owed (C-23)."""
    if impression is None or impression.authorization is None:
        return ()
    authorization = at.facts.get(Authorization, impression.authorization)
    if authorization is None or pictures_of(impression, at.facts):
        return ()
    return (counted(msgspec.structs.replace(authorization, pictured=authorization.pictured + 1), at.facts),)


def pictures_of(impression: Impression, facts: Facts) -> list[Photo]:
    """The photos that are declared for an impression by who may."""
    found = facts.all(Photo, seal=impression.seal, number=impression.number)
    return [photo for photo in found if not photo.foreign]


def foreign_pictures(impression: Impression, facts: Facts) -> list[Photo]:
    """Photos that were declared before this record came, by somebody whose business it is not, marked so."""
    seal = facts.get(Seal, impression.seal)
    found: list[Photo] = []
    for photo in pictures_of(impression, facts):
        by = facts.get(Member, photo.member)
        if by is None or seal is None or not may_read(by, impression, seal):
            found.append(msgspec.structs.replace(photo, foreign=True))
    return found


def without_picture(authorization: str, facts: Facts) -> int:
    """How many records of an authorization have no picture whose file is here: declared or not (C-23)."""

    def stored(impression: Impression) -> bool:
        return any(photo.stored_at is not None for photo in pictures_of(impression, facts))

    return sum(not stored(each) for each in facts.all(Impression, authorization=authorization))


def decide_attach_after_use(act: AttachAfterUse, at: Circumstances) -> Verdict:
    """R-146: to one's own uses; and by who manages the seal."""
    authorization = at.facts.get(Authorization, act.authorization)
    seal = at.facts.get(Seal, authorization.seal) if authorization else None
    if authorization is None or seal is None:
        return missing(at.facts)
    if at.actor.id != authorization.member and not may_on(at.actor, Permission.VIEW_USAGE, seal):
        return missing(at.facts)
    if not may(at.actor, Permission.STAMP):
        return Refused("not_allowed")
    if not is_picture(act.picture):
        return Refused("picture_unfit", "picture")
    who, of = at.actor, authorization.id
    return Allowed((attached(act.picture, Purpose.AFTER_USE, who.organization, who.id, at.now, authorization=of),))


def _judge_ahead(act: AttachPhoto, seal: Seal, at: Circumstances) -> Refused | None:
    """Before its record, a picture is taken from who has, or had, a use of the seal or manages it, and from everybody
    where seals are used freely. Only the cloud judges: a console that was away knows an old end of the log, or none."""
    of = organization.of(at)
    free = of is not None and not of.features
    if not free and not may_on(at.actor, Permission.VIEW_USAGE, seal) and not _has_used(act.seal, at):
        return Refused("not_found")
    status = at.facts.get(SealStatus, act.seal)
    if act.number > (0 if status is None else status.log_end) + MAX_ENTRIES_AHEAD:
        return Refused("photo_too_early", "number", str(MAX_ENTRIES_AHEAD))
    return None


def _has_used(seal: str, at: Circumstances) -> bool:
    """Whether a use of the seal is, or was, this person's: its records may still lie on the seal."""
    uses = at.facts.all(Authorization, seal=seal, member=at.actor.id)
    return any(use.stage is Stage.LIVE or use.ended_at is not None for use in uses)
