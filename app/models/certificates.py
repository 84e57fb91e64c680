"""Console certificates, one for each organization: with it a seal knows on whose behalf this console speaks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.models.store import Tx
from app.models.tables import certificates

_of = certificates.c


@dataclass(frozen=True)
class Held:
    """Times in milliseconds."""

    certificate: bytes
    expires: int
    fetched_at: int


def get(tx: Tx, organization: str) -> Held | None:
    """The newest one, whether or not it is still valid."""
    query = select(_of.certificate, _of.expires, _of.fetched_at).where(_of.organization == organization)
    row = tx.connection.execute(query).first()
    return Held(*row) if row else None


def put(tx: Tx, organization: str, held: Held) -> None:
    values = {"certificate": held.certificate, "expires": held.expires, "fetched_at": held.fetched_at}
    added = insert(certificates).values(values | {"organization": organization})
    tx.connection.execute(added.on_conflict_do_update(["organization"], set_=values))
    tx.touch("certificates")
