"""An invented organization for the tests of the console: its rows, and pages that bring them."""

from typing import Any

import msgspec

from domain.applications import Apply
from domain.organization import Feature, Member, Organization, Role
from domain.rows import Row
from domain.seals import BindingState, Model, Seal, SealFlow
from domain.templates import Template
from domain.usage import Grade, Impression, impression_id
from protocol.sync import SCHEMA, Change, Gone, Page

NOW = 1_780_000_000_000
HOUR = 3_600_000
KEY = bytes(range(32))
ORG = "0190a000-0000-7000-8000-000000000001"
USER = "0190a000-0000-7000-8000-0000000000a1"
SERIAL = "GL26A00017"

OWNER = Member(
    id="m-owner", organization=ORG, user=USER, name="林一", phone="19900000001", role=Role.OWNER, created_at=NOW
)
CLERK = Member(id="m-clerk", organization=ORG, user="u-clerk", name="周二", phone="19900000002", role=Role.MEMBER)
KEEPER = Member(id="m-keeper", organization=ORG, user="u-keeper", name="吴三", phone="19900000003", role=Role.KEEPER)
FEATURES = [item for item in Feature if item is not Feature.PICTURE_REQUIRED]
COMPANY = Organization(id=ORG, organization=ORG, name="示例公司", features=FEATURES, created_at=NOW)
FLOW = Template(id="t-1", organization=ORG, name="合同", approvers=["m-owner"], copied=[])
SEAL = Seal(
    id=SERIAL,
    organization=ORG,
    name="合同章",
    model=Model.GL,
    binding=1,
    state=BindingState.BOUND,
    keepers=["m-keeper"],
    flows=[SealFlow(None, "t-1")],
    bound_by="m-owner",
    bound_at=NOW,
)
ROWS: tuple[Row, ...] = (COMPANY, OWNER, CLERK, KEEPER, FLOW, SEAL)


def apply(id: str = "a-1", **other: Any) -> Apply:
    values = {"id": id, "seal": SERIAL, "reason": "签合同", "document": "采购合同", "copies": 2, "count": 3}
    return Apply(**(values | {"start": NOW, "end": NOW + HOUR} | other))


def impression(number: int, **other: Any) -> Impression:
    values = {
        "id": impression_id(SERIAL, number),
        "organization": ORG,
        "seal": SERIAL,
        "binding": 1,
        "number": number,
        "own": number,
        "authorization": None,
        "member": "m-owner",
        "grade": Grade.SESSION,
        "at": NOW + number,
        "clock": 1,
        "received_at": NOW + number,
        "place": None,
        "result": 0,
    }
    return Impression(**(values | other))


def change(row: Row, rev: int = 1, scopes: tuple[str, ...] = ("org",)) -> Change:
    append_only = isinstance(row, Impression)
    body = msgspec.Raw(msgspec.json.encode(row))
    return Change(table=row.table, id=row.id, rev=rev, scopes=None if append_only else list(scopes), body=body)


def page(*changes: Change, **other: Any) -> Page:
    values: dict[str, Any] = {"schema": SCHEMA, "epoch": "e-1", "rev": 1, "cursor": "c-1", "more": False}
    values |= {"last_seq": 0, "scopes": ["org", "usage"], "dropped": [], "rows": list(changes), "gone": list[Gone]()}
    return Page(**(values | other))
