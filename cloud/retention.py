"""Pictures of uses whose time is over: removed by their organization's rule, but for what is held (`domain.retention`).

The row says so at once, and nobody reads the picture any more; its file goes with the files that no row names.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from cloud import audit, consequences
from cloud.problems import log_fault
from cloud.service import Service
from cloud.store import due
from cloud.store.unit import Unit, View
from domain.audit import REMOVE_PICTURES
from domain.files import Attachment
from domain.organization import Organization
from domain.retention import Hold, outlived, seal_of
from domain.usage import Photo

Kind = type[Photo] | type[Attachment]


async def sweep(service: Service) -> None:
    """All that is due, some at a time: what is held is passed by. One organization's trouble is not the others'."""
    now = service.now()
    for organization in await service.database.read(due.with_retention):
        try:
            await _sweep_one(service, organization, now)
        except Exception as error:  # noqa: BLE001  (it is looked for again in an hour)
            log_fault(error, "retention")


async def _sweep_one(service: Service, organization: str, now: int) -> None:
    for kind in (Photo, Attachment):
        after: due.After | None = None
        while True:
            look = partial(_look, organization=organization, kind=kind, now=now, after=after)
            after, ids = await service.database.read(look)
            if ids:  # a hold may keep a million: nobody's writing waits for those
                await service.database.write(partial(_remove, service, organization, kind, ids, now))
            if after is None:
                break


def _look(
    view: View, organization: str, kind: Kind, now: int, after: due.After | None
) -> tuple[due.After | None, list[str]]:
    """Where to go on (none: there is no more), and what goes of those before that."""
    found = due.pictures_outlived(view, organization, kind, now, after)
    ids = (id for _, id in found)
    return found[-1] if found else None, [row.id for row in _judged(view, organization, kind, ids, now)]


def _judged(view: View, organization: str, kind: Kind, ids: Iterable[str], now: int) -> Iterator[Photo | Attachment]:
    """Those that are to go, as they will be."""
    of, facts = view.get(Organization, organization, organization), view.facts(organization)
    if of is None:
        return
    holds = facts.all(Hold)
    for id in ids:
        row = facts.get(kind, id)
        seal = None if row is None else seal_of(row, facts)
        after = None if row is None or seal is None else outlived(row, seal, of, holds, now)
        if after is not None:
            yield after


def _remove(service: Service, organization: str, kind: Kind, ids: list[str], now: int, unit: Unit) -> None:
    """Judged once more: a hold may have been placed meanwhile."""
    removed = list(_judged(unit, organization, kind, ids, now))
    consequences.put(service, unit, removed, now)
    if removed:
        ids = [each.id for each in removed]
        audit.note_operator(service, unit, organization, REMOVE_PICTURES, "", " ".join(ids), now)
