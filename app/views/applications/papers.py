"""What belongs to one application beside its row: files, comments, its authorization and how that was used (R-084)."""

from dataclasses import dataclass, field

from app.models import fold, photos, usage
from app.models.fold import Folded
from app.models.store import Tx
from app.models.usage import Filter, Press
from domain.applications import Application
from domain.approvals import Comment
from domain.authorizations import Authorization
from domain.files import Attachment, Purpose
from domain.usage import Photo

LATEST_USES = 50


@dataclass(frozen=True)
class Uses:
    """The newest presses under `authorization`, each with its photos, and the pictures taken after its use."""

    authorization: str = ""
    presses: list[Press] = field(default_factory=list[Press])
    photos: dict[tuple[str, int], tuple[Photo, ...]] = field(default_factory=dict[tuple[str, int], tuple[Photo, ...]])
    after: list[Attachment] = field(default_factory=list[Attachment])

    def under(self, authorization: str) -> "Uses":
        """These, if they are of this authorization: another may have been chosen since they were read."""
        return self if authorization == self.authorization else Uses()

    def of(self, press: Press) -> tuple[Photo, ...]:
        return self.photos.get((press.impression.seal, press.impression.number), ())

    def kept(self, press: Press) -> tuple[Photo, ...]:
        """Those that have not been removed when their time was over."""
        return tuple(photo for photo in self.of(press) if photo.removed_at is None)


@dataclass(frozen=True)
class Papers:
    """Of the application with this id."""

    application: str
    pictures: list[Attachment] = field(default_factory=list[Attachment])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    comments: list[Folded[Comment]] = field(default_factory=list[Folded[Comment]])
    authorization: Authorization | None = None
    uses: Uses = field(default_factory=Uses)


def read_uses(tx: Tx, organization: str, authorization: str, *, missing: bool = False) -> Uses:
    """Newest first; `missing`: with all older ones that have no photo."""
    narrowed = Filter(authorization=authorization)
    presses = usage.page(tx, organization, narrowed, limit=LATEST_USES)
    taken = photos.of_presses(tx, organization, (each.impression for each in presses))
    more = presses
    while missing and len(more) >= LATEST_USES:
        more = usage.page(tx, organization, narrowed, more[-1].place, limit=LATEST_USES)
        of_more = photos.of_presses(tx, organization, (each.impression for each in more))
        presses += [each for each in more if (each.impression.seal, each.impression.number) not in of_more]
    return Uses(authorization, presses, taken, read_after(tx, organization, authorization))


def _uses_of_all(tx: Tx, organization: str, chain: list[Authorization], *, every: bool) -> Uses:
    """Under the last of the chain and those that it continues, newest first; `every`: without leaving any out."""
    presses: list[Press] = []
    after: list[Attachment] = []
    for each in chain:
        narrowed = Filter(authorization=each.id)
        more = usage.page(tx, organization, narrowed, limit=LATEST_USES)
        presses += more
        while every and len(more) >= LATEST_USES:
            more = usage.page(tx, organization, narrowed, more[-1].place, limit=LATEST_USES)
            presses += more
        after += read_after(tx, organization, each.id)
    presses.sort(key=lambda press: press.place, reverse=True)
    taken = photos.of_presses(tx, organization, (each.impression for each in presses))
    return Uses(chain[-1].id if chain else "", presses, taken, after)


def _chain(of: list[Authorization], first: str | None) -> list[Authorization]:
    """What was issued for an application, and what took its place with more uses, in that order."""
    following = {each.continues: each for each in of}
    chain = [each for each in of if each.id == first]
    while chain and (later := following.get(chain[-1].id)) is not None and later not in chain:
        chain.append(later)
    return chain


def read_after(tx: Tx, organization: str, authorization: str) -> list[Attachment]:
    """The pictures taken after its use that are still there, in the order in which they were added (R-146)."""
    found = fold.facts(tx, organization).all(Attachment, authorization=authorization)
    return [each for each in found if each.purpose is Purpose.AFTER_USE and each.removed_at is None]


def read_document(tx: Tx, organization: str, application: str) -> list[Attachment]:
    """The pictures of the document that an application is about, as far as they are still there."""
    found = fold.facts(tx, organization).all(Attachment, application=application)
    return [each for each in found if each.purpose is Purpose.PICTURE and each.removed_at is None]


def read_papers(tx: Tx, organization: str, id: str, *, every_use: bool = False) -> Papers:
    """Files in the order in which they were added, comments oldest first, the newest uses (or every one)."""
    known = fold.facts(tx, organization)
    application = known.get(Application, id)
    files = known.all(Attachment, application=id)
    comments = sorted(
        fold.folded(tx, organization, Comment, application=id), key=lambda each: (each.row.at, each.row.id)
    )
    issued = list(known.all(Authorization, application=id))
    chain = _chain(issued, application.authorization if application else None)
    return Papers(
        id,
        [each for each in files if each.purpose is Purpose.PICTURE],
        [each for each in files if each.purpose is Purpose.ATTACHMENT],
        comments,
        chain[-1] if chain else None,
        _uses_of_all(tx, organization, chain, every=every_use),
    )
