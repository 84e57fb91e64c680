"""Checking a PDF: who sealed it, when, with which record, and whether it was changed; also without the cloud, with what
is known here."""

from dataclasses import dataclass
from functools import partial

from app.models import replica, sealings, usage
from app.models.store import Store, Tx
from app.services.desk import now_ms
from app.services.sealing.apart import Apart
from app.services.sealing.orders import Found, Known
from app.sync.client import Client
from app.sync.errors import CloudError
from domain.seal_certificates import SealCertificate
from domain.usage import Impression


@dataclass(frozen=True)
class Verdict:
    """One seal on a document. `record`: of those that one may see here; `own`: the number that this console was told
    when it sealed it, as long as the record itself has not come."""

    found: Found
    record: Impression | None = None
    own: int | None = None

    @property
    def of_another(self) -> bool:
        """The record names another document than what this was before it was sealed: the seal was told two hashes that
        do not belong together."""
        record, was = self.record, self.found.document
        return record is not None and record.document is not None and bool(was) and record.document != was


@dataclass(frozen=True)
class Checked:
    """`asked`: the cloud said which certificates are revoked now; otherwise it could not be asked."""

    verdicts: list[Verdict]
    asked: bool


async def check_document(store: Store, client: Client, organization: str, data: bytes) -> Checked:
    """Raises `Unsealable`."""
    certificates = await store.run(_certificates)
    lists, asked = await _lists(client, {each.organization for each in certificates})
    withdrawn = {each.id: each.revoked_at for each in certificates if each.revoked_at is not None}
    authorities = tuple({each.authority for each in certificates})
    apart = Apart()
    try:
        found = await apart.check(data, Known(authorities, lists, now_ms(), withdrawn))
    finally:
        await apart.close()
    return Checked(await store.run(partial(_verdicts, organization, found)), asked)


def _certificates(tx: Tx) -> list[SealCertificate]:
    """Of seals of all organizations that this person is in."""
    return [each for of in replica.organizations(tx) for each in replica.all(tx, SealCertificate, of)]


async def _lists(client: Client, organizations: set[str]) -> tuple[list[bytes], bool]:
    """What they have revoked, and whether all of them could be asked."""
    lists: list[bytes] = []
    for organization in sorted(organizations):
        try:
            lists.append(await client.revoked(organization))
        except CloudError:
            return lists, False
    return lists, True


def _verdicts(organization: str, found: list[Found], tx: Tx) -> list[Verdict]:
    return [_verdict(tx, organization, each) for each in found]


def _verdict(tx: Tx, organization: str, found: Found) -> Verdict:
    if not found.digest:
        return Verdict(found)
    record = usage.of_digest(tx, organization, found.serial, found.digest)
    begun = sealings.of_digest(tx, organization, found.digest)
    own = begun.answer.own if begun is not None and begun.answer is not None else None
    return Verdict(found, record, own)
