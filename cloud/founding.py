"""A new organization on this cloud: what its operator does (`main.py cloud --found`), and the demo's seed."""

from cloud import outlets
from cloud.phones import normal_phone
from cloud.service import Service
from cloud.store import people
from cloud.store.unit import Unit
from cloud.wallet import tariffs
from domain.ids import new_id
from domain.organization import Feature, Member, Organization, Role
from domain.verdict import Refused

LONGEST = 60  # characters of a name, as `domain.rows.Name` has them


def most_features() -> list[Feature]:
    """Everything that asks for no extra file."""
    return [item for item in Feature if item is not Feature.PICTURE_REQUIRED]


def found(
    service: Service, unit: Unit, name: str, owner: str, phone: str, features: list[Feature], now: int
) -> Member | Refused:
    """The organization and its owner, who signs in with this phone number; `features`: what is checked, none: free use
    (R-295). Refused: names_wrong, phone_wrong."""
    name, owner, number = name.strip(), owner.strip(), normal_phone(phone)
    if not (0 < len(name) <= LONGEST and 0 < len(owner) <= LONGEST):
        return Refused("names_wrong")
    if number is None:
        return Refused("phone_wrong", field="phone")
    id, member = new_id(now), new_id(now)
    service.keys.make_authority(id)  # without its organization a key is of no use to anybody
    user = people.user_of(unit, number, now)
    unit.put(Organization(id=id, organization=id, name=name, features=features, created_at=now))
    row = Member(id=member, organization=id, user=user, name=owner, phone=number, role=Role.OWNER, created_at=now)
    unit.put(row)
    tariffs.copy(unit, id)
    outlets.stock(unit, id)
    return row
