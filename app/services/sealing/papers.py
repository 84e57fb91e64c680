"""What a sealing needs of the organization, the seal's certificate, and gives it: the sealed file of the record."""

import time
from collections.abc import Awaitable, Callable

from app.models import fold, replica
from app.models.files import Blob
from app.models.sealings import SealingRow
from app.models.store import Store, Tx
from app.services.desk import Desk, now_ms
from app.services.picking import short_name
from app.services.sealing.orders import Chain
from app.services.trouble import Trouble, of_rule
from domain.documents import AttachSealed
from domain.files import File
from domain.ids import new_id
from domain.seal_certificates import current
from domain.seals import Seal
from domain.verdict import Refused


def chain_of(store: Store, now: Callable[[], int] = now_ms) -> Callable[[str, str], Awaitable[Chain | None]]:
    """The certificate that holds now, by organization and serial; none: there is none (yet)."""

    async def chain(organization: str, serial: str) -> Chain | None:
        return await store.run(lambda tx: _chain(tx, organization, serial, now()))

    return chain


def _chain(tx: Tx, organization: str, serial: str, now: int) -> Chain | None:
    seal = replica.get(tx, Seal, organization, serial)
    found = current(serial, seal.binding, fold.facts(tx, organization), now) if seal is not None else None
    return None if found is None else Chain(found.certificate, (found.authority,))


def keeper_of(desk: Desk) -> Callable[[SealingRow, Blob], Awaitable[Trouble | None]]:
    """Keeps the sealed file with its record, and sends it behind it; or says why not."""

    async def keep(row: SealingRow, blob: Blob) -> Trouble | None:
        assert row.answer is not None
        id = new_id(time.time_ns() // 1_000_000)
        file = File(id, short_name(row.name), blob.sha256, len(blob.content), blob.media)
        act = AttachSealed(authorization=row.authorization, number=row.answer.number, document=file)
        done = await desk.submit(row.organization, act, attach=[blob])
        return of_rule(done) if isinstance(done, Refused) else None

    return keep
