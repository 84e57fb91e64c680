"""Who joins an organization is a person whom the cloud knows by his phone number (R-042)."""

import msgspec

from cloud.after import After, Rows
from cloud.phones import normal_phone
from cloud.service import Service
from cloud.store import people
from cloud.store.unit import Unit
from domain.members import has_phone
from domain.organization import Member
from domain.verdict import Refused


def free_phone(unit: Unit, organization: str, text: str, field: str) -> str | Refused:
    """The number as it is kept, if it is none of a member here."""
    phone = normal_phone(text)
    if phone is None:
        return Refused("phone_wrong", field)
    return Refused("phone_already_member", field) if has_phone(unit.facts(organization), phone) else phone


def joined(service: Service, unit: Unit, row: Member, field: str, now: int) -> Member | Refused:
    """The member as the person behind his phone number, who may be new to this cloud (R-037, C-34)."""
    phone = free_phone(unit, row.organization, row.phone, field)
    if isinstance(phone, Refused):
        return phone
    user = people.user_of(unit, phone, now)
    most = service.settings.organizations_per_user
    if people.membership_count(unit, user) >= most:
        return Refused("organizations_full", field, str(most))
    return msgspec.structs.replace(row, phone=phone, user=user)


def add(after: After) -> Rows | Refused:
    """AddMember."""
    row = joined(after.service, after.unit, after.row, "phone", after.at.now)
    return row if isinstance(row, Refused) else after.with_row(row)
