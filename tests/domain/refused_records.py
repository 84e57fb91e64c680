"""What the rules refuse of pictures and records, and of messages read; each beside what they just allow."""

from domain.messages import Message, ReadMessages, SeeAbnormal, Subject
from domain.usage import (
    MAX_ENTRIES_AHEAD,
    MAX_PHOTOS,
    AttachAfterUse,
    AttachPhoto,
    Grade,
    Impression,
    Photo,
    impression_id,
)
from domain.verdict import Refused
from tests.domain.refused_uses import CLOUD, LEFT, NOT_ALLOWED, NOT_FOUND, PDF, READER
from tests.domain.world import (
    APPLICANT,
    APPLY,
    APPROVER,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    SEAL,
    STATUS,
    Case,
    but,
)

PHOTO = AttachPhoto(id="p", seal=SEAL.id, number=7, sha256="0" * 64, bytes=9, media="image/png", taken_at=NOW)


def taken(count: int) -> list[Photo]:
    """So many pictures of that press by its user."""
    values = {"seal": SEAL.id, "number": 7, "sha256": "0" * 64, "bytes": 9, "media": "image/png", "taken_at": NOW}
    return [Photo(id=f"p-{at}", organization=ORG, member="applicant", **values) for at in range(count)]


AFTER_USE = AttachAfterUse(authorization="auth", picture=APPLY.pictures[0])
PRESS = Impression(
    id=impression_id(SEAL.id, 7),
    organization=ORG,
    seal=SEAL.id,
    binding=1,
    number=7,
    own=2,
    authorization="auth",
    member="applicant",
    grade=Grade.SESSION,
    at=NOW,
    clock=1,
    received_at=NOW,
    place=None,
    result=0,
)
MESSAGE = Message(
    id="m", organization=ORG, member="applicant", code="use", subject=Subject.SEAL, subject_id=SEAL.id, at=NOW
)
READ = ReadMessages(messages=["m"])
EARLY = Refused("photo_too_early", "number", "10000")

CASES = [
    Case(KEEPER, but(PHOTO, seal="GL9"), NOT_FOUND),
    Case(KEEPER, but(PHOTO, seal="GL9"), CLOUD, complete=False),
    Case(LEFT, PHOTO, NOT_FOUND, [PRESS]),
    Case(OTHER_KEEPER, PHOTO, NOT_FOUND, [PRESS]),
    Case(OTHER_KEEPER, PHOTO, NOT_FOUND, [PRESS], complete=False),
    Case(APPLICANT, PHOTO, None, [PRESS]),
    Case(APPLICANT, PHOTO, Refused("photos_full", "number", str(MAX_PHOTOS)), [PRESS, *taken(MAX_PHOTOS)]),
    Case(APPLICANT, PHOTO, None, [PRESS, *taken(MAX_PHOTOS - 1)]),
    Case(KEEPER, but(PHOTO, number=MAX_ENTRIES_AHEAD + 6), EARLY, [STATUS]),
    Case(KEEPER, but(PHOTO, number=MAX_ENTRIES_AHEAD + 5), None, [STATUS]),
    Case(KEEPER, AFTER_USE, NOT_FOUND),
    Case(KEEPER, AFTER_USE, CLOUD, complete=False),
    Case(KEEPER, AFTER_USE, NOT_FOUND, [but(ISSUED, seal="GL9")]),
    Case(OTHER_KEEPER, AFTER_USE, NOT_FOUND, [ISSUED]),
    Case(OTHER_KEEPER, AFTER_USE, CLOUD, [ISSUED], complete=False),
    Case(READER, AFTER_USE, NOT_ALLOWED, [ISSUED]),
    Case(APPLICANT, but(AFTER_USE, picture=PDF), Refused("picture_unfit", "picture"), [ISSUED]),
    Case(APPLICANT, AFTER_USE, None, [ISSUED]),
    Case(KEEPER, AFTER_USE, None, [ISSUED]),
    Case(APPLICANT, READ, NOT_FOUND),
    Case(APPLICANT, READ, CLOUD, complete=False),
    Case(APPROVER, READ, NOT_FOUND, [MESSAGE]),
    Case(APPLICANT, READ, Refused("read_already"), [but(MESSAGE, read_at=NOW)]),
    Case(APPLICANT, READ, None, [MESSAGE]),
    Case(APPLICANT, SeeAbnormal(seal="GL9", number=1), NOT_FOUND),
    Case(APPLICANT, SeeAbnormal(seal="GL9", number=1), CLOUD, complete=False),
    Case(APPLICANT, SeeAbnormal(seal=SEAL.id, number=1), None),
]
