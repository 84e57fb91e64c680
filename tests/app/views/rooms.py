"""A person's store as a pull would fill it, and the room the pages stand in."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtWidgets import QApplication

from app.models import meta, pages
from app.models.files import Blob, get, put
from app.models.store import Store
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.desk import Desk
from app.services.devices import Devices
from app.sync.engine import Engine
from app.views.camera import DrawnPage
from app.views.i18n import Language, Tongue
from app.views.look import Look, Scheme
from app.views.map.ground import Ground
from app.views.pictures import Pictures
from app.views.room import Room
from domain.codes import Purpose
from domain.exports import ExportFile
from domain.organization import Member, Organization
from domain.rows import Row
from domain.usage import Impression
from protocol.sync import SCHEMA, Change, Gone, Page
from tests.app.views.world import FEATURES, ORG, people

KEY = bytes(range(32))


class Signer:
    """The desk's key: the acts of these tests go nowhere."""

    def sign(self, message: bytes) -> bytes:
        return message[-64:].rjust(64, b"\0")


def change(row: Row) -> Change:
    append_only = isinstance(row, Impression)
    body = msgspec.Raw(msgspec.json.encode(row))
    return Change(table=row.table, id=row.id, rev=1, scopes=None if append_only else ["org"], body=body)


async def take(store: Store, rows: Sequence[Row], blobs: Sequence[Blob] = (), now: int = 0, last_seq: int = 0) -> None:
    """What a pull would bring."""
    page = Page(
        schema=SCHEMA,
        epoch="e-1",
        rev=1,
        cursor="c-1",
        more=False,
        last_seq=last_seq,
        scopes=["org", "usage"],
        dropped=[],
        rows=[change(row) for row in rows],
        gone=list[Gone](),
    )
    await store.run(lambda tx: pages.apply(tx, ORG, pages.asking(tx, ORG), page, now, Signer().sign))
    for blob in blobs:
        await store.run(lambda tx, blob=blob: put(tx, ORG, blob, now, outgoing=False))


_EMPTY: list[bytes] = []  # a store with all its tables: the steps that make them need not be gone each time


async def _empty() -> bytes:
    if not _EMPTY:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "console.db"
            await (await Store.open(path, KEY)).close()
            _EMPTY.append(path.read_bytes())
    return _EMPTY[0]


async def open_store(path: Path, me: str) -> Store:
    """An encrypted store of the person."""
    if not path.exists():
        path.write_bytes(await _empty())
    store = await Store.open(path, KEY)
    await store.run(lambda tx: meta.put(tx, meta.USER, f"u-{me}"))
    return store


@dataclass
class Said:
    """What pages told and reported."""

    told: list[str] = field(default_factory=list)
    reported: list[BaseException] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    seal: str = ""
    codes: list[tuple[Purpose, str | None]] = field(default_factory=list)

    async def save_export(self, export: str, file: ExportFile, path: Path) -> None:
        path.write_bytes(f"{export} {file.format}".encode())

    async def ask_code(self, purpose: Purpose, phone: str | None) -> None:
        self.codes.append((purpose, phone))


def silent_devices(store: Store, desk: Desk, account: Account | None = None) -> Devices:
    """A virtual radio that nobody plays: nothing is heard until it is listened to, and then it is missing."""
    account = account or Account(Path("nowhere"), "http://127.0.0.1:9", "PC", lambda: None)
    engine = Engine(store, account.client, account.sign, lambda: 0)
    return Devices("virtual:127.0.0.1:9", account, Certificates(account, store), store, desk, engine)


def room(
    store: Store, who: str | Member, now: int, said: Said, app: QApplication, tongue: Tongue = Tongue.EN, **other: Any
) -> Room:
    """A room with a desk whose acts stay here, and a drawn page for a camera."""

    async def fetch(sha256: str) -> bytes | None:
        blob = await store.run(lambda tx: get(tx, ORG, sha256))
        return blob.content if blob else None

    desk = Desk(store, Signer(), lambda: now)
    values: dict[str, Any] = {
        "store": store,
        "desk": desk,
        "devices": other.pop("devices", None) or silent_devices(store, desk),
        "organization": Organization(
            id=ORG, organization=ORG, name="云杉精密仪器有限公司", features=FEATURES, created_at=1
        ),
        "me": other.pop("me", None)
        or (who if isinstance(who, Member) else next(each for each in people() if each.id == who)),
        "look": other.pop("look", None) or Look(app, Scheme.LIGHT),
        "language": other.pop("language", None) or Language(app, tongue),
        "camera": DrawnPage(),
        "ground": Ground,
        "pictures": Pictures(fetch),
        "current_seal": lambda: said.seal,
        "now": lambda: now,
        "open": said.opened.append,
        "ask_code": said.ask_code,
        "tell": said.told.append,
        "report": said.reported.append,
        "save_export": said.save_export,
    }
    return Room(**(values | other))
