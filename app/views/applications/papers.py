"""What belongs to one application beside its row: files, comments, its authorization and how that was used (R-084)."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class Papers:
    """Of the application with this id. `authorization`: the one that holds now; `uses`: under it and under those whose
    place it has taken with more uses."""

    application: str
    pictures: list[Attachment] = field(default_factory=list[Attachment])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    comments: list[Folded[Comment]] = field(default_factory=list[Folded[Comment]])
    authorization: Authorization | None = None
    uses: Uses = field(default_factory=Uses)


def read_uses(tx: Tx, organization: str, authorization: str, *, missing: bool = False, whole: bool = False) -> Uses:
    """Newest first; `missing`: with all older ones that have no photo; `whole`: with all of them."""
    narrowed = Filter(authorization=authorization)
    presses = usage.page(tx, organization, narrowed, limit=LATEST_USES)
    taken = photos.of_presses(tx, organization, (each.impression for each in presses))
    more = presses
    while (missing or whole) and len(more) >= LATEST_USES:
        more = usage.page(tx, organization, narrowed, more[-1].place, limit=LATEST_USES)
        of_more = photos.of_presses(tx, organization, (each.impression for each in more))
        presses += [each for each in more if whole or (each.impression.seal, each.impression.number) not in of_more]
    return Uses(authorization, presses, taken, read_after(tx, organization, authorization))


def _read_all_uses(tx: Tx, organization: str, chain: list[Authorization], *, whole: bool) -> Uses:
    """Under each authorization of an application, as one list."""
    parts = [read_uses(tx, organization, each.id, whole=whole) for each in chain]
    presses = sorted((each for part in parts for each in part.presses), key=lambda each: each.place, reverse=True)
    taken = {key: files for part in parts for key, files in part.photos.items()}
    after = [each for part in parts for each in part.after]
    return Uses(chain[-1].id if chain else "", presses if whole else presses[:LATEST_USES], taken, after)


def read_after(tx: Tx, organization: str, authorization: str) -> list[Attachment]:
    """The pictures taken after its use, in the order in which they were added (R-146)."""
    return list(fold.facts(tx, organization).all(Attachment, authorization=authorization))


def _chain(authorization: str | None, all_of_it: Sequence[Authorization]) -> list[Authorization]:
    """The authorization that was issued for an application, and those that took its place, first to last."""
    following = {each.continues: each for each in all_of_it}
    row = next((each for each in all_of_it if each.id == authorization), None)
    chain: list[Authorization] = []
    while row is not None and row not in chain:
        chain.append(row)
        row = following.get(row.id)
    return chain


def read_papers(tx: Tx, organization: str, id: str, *, whole: bool = False) -> Papers:
    """Files in the order in which they were added, comments oldest first. `whole`: with each press there was."""
    known = fold.facts(tx, organization)
    application = known.get(Application, id)
    files = known.all(Attachment, application=id)
    comments = sorted(
        fold.folded(tx, organization, Comment, application=id), key=lambda each: (each.row.at, each.row.id)
    )
    chain = _chain(application.authorization, known.all(Authorization, application=id)) if application else []
    return Papers(
        id,
        [each for each in files if each.purpose is Purpose.PICTURE],
        [each for each in files if each.purpose is Purpose.ATTACHMENT],
        comments,
        chain[-1] if chain else None,
        _read_all_uses(tx, organization, chain, whole=whole),
    )
