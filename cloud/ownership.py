"""A new owner takes over: his phone has shown the code that was sent to it (R-252, C-22)."""

from cloud import codes, members
from cloud.after import After, Rows
from cloud.store.codes import CodeFor
from domain.codes import Purpose
from domain.ownership import ChangeOwner
from domain.verdict import Refused


def change_owner(after: After) -> Rows | Refused:
    """ChangeOwner. A wrong try is counted; a right code is used only by what succeeds."""
    act: ChangeOwner = after.act
    service, unit, now = after.service, after.unit, after.at.now
    phone = members.free_phone(unit, after.row.organization, act.phone, "phone")
    if isinstance(phone, Refused):
        return phone
    of = CodeFor(Purpose.CHANGE_OWNER, after.row.organization, phone)
    refused = codes.check(service, unit, of, act.code, now)
    if refused is not None:
        return refused
    row = members.joined(service, unit, after.row, "phone", now)
    if isinstance(row, Refused):
        return row
    codes.use(unit, of)
    return after.with_row(row)
