"""Pictures of uses whose time is over: removed by their organization's rule, but for what is held (`domain.retention`).

The row says so at once, and nobody reads the picture any more; its file goes with the files that no row names.
"""

from functools import partial

from cloud import audit, consequences
from cloud.service import Service
from cloud.store import due
from cloud.store.unit import Unit
from domain.audit import REMOVE_PICTURES
from domain.authorizations import Authorization
from domain.files import Attachment, Purpose
from domain.organization import Organization
from domain.retention import Hold, outlived
from domain.usage import Photo


async def sweep(service: Service) -> None:
    """All that is due, some at a time: what is held is passed by."""
    now = service.now()
    for organization in await service.database.read(due.with_retention):
        for kind in (Photo, Attachment):
            after: due.After | None = None
            while True:
                look = partial(due.pictures_outlived, organization=organization, kind=kind, now=now, after=after)
                found = await service.database.read(look)
                if not found:
                    break
                after = found[-1]
                ids = [id for _, id in found]
                await service.database.write(partial(_remove, service, organization, kind, ids, now))


def _remove(
    service: Service, organization: str, kind: type[Photo] | type[Attachment], ids: list[str], now: int, unit: Unit
) -> None:
    of, facts = unit.get(Organization, organization, organization), unit.facts(organization)
    if of is None:
        return
    holds, removed = facts.all(Hold), list[str]()
    for id in ids:
        row = facts.get(kind, id)
        seal = None if row is None else _seal_of(row, unit)
        after = None if row is None or seal is None else outlived(row, seal, of, holds, now)
        if after is not None:
            consequences.put(service, unit, [after], now)
            removed.append(after.id)
    if removed:
        audit.note_operator(service, unit, organization, REMOVE_PICTURES, "", " ".join(removed), now)


def _seal_of(row: Photo | Attachment, unit: Unit) -> str | None:
    """The seal of whose use it is a picture; none: it is of an application, or a file."""
    if isinstance(row, Photo):
        return row.seal
    if row.purpose is not Purpose.AFTER_USE or row.authorization is None:
        return None
    use = unit.get(Authorization, row.organization, row.authorization)
    return None if use is None else use.seal
