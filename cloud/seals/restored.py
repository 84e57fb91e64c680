"""Seals that were bound after the backup from which this cloud was restored: it knows nothing of that, the seal does
(decision 0051)."""

from dataclasses import dataclass

import msgspec

from cloud import consequences, messages
from cloud.seals import binding, certifying, releasing, upgrades, withdrawing
from cloud.service import Service
from cloud.store import devices, people
from cloud.store.devices import Binding, Device
from cloud.store.unit import Unit
from cloud.wallet import tariffs
from domain import forced_unbinding
from domain.organization import Member, Permission, may
from domain.seals import BindingState, Model, Seal
from domain.telling import seals as telling
from domain.unfinished_binding import confirmed
from protocol import contact
from protocol.contact import Question, Status
from protocol.errors import ProtocolError


@dataclass(frozen=True)
class Claimed:
    """What a seal has shown: that it is bound to the organization of `member`, who carries its word and may bind.

    `fresh`: it has heard this cloud since the restore, so that it is no old question which somebody has kept.
    """

    bound: Binding
    member: Member
    question: Question
    status: Status
    fresh: bool


def read(service: Service, unit: Unit, user: str, device: Device, data: bytes) -> Claimed | None:
    """Of a question about a binding that this cloud does not know. Its status opens only with the secret that the
    binding gave to the seal and to the organization's key, which is never in a backup."""
    try:
        question = contact.open_question(data, device.signing)
    except ProtocolError:
        return None
    of, held = devices.generation(unit), devices.holder(unit, device.serial)
    later = held is not None and held.binding > question.binding
    earlier = 0 < question.binding <= binding.given_before(of) and question.generation <= of
    if question.serial != device.serial or question.status is None or later or not earlier:
        return None
    for member in people.memberships(unit, user):
        to = member.organization
        if not may(member, Permission.BIND) or devices.delivered_to(unit, device.serial) not in (None, to):
            continue
        bound = Binding(device.serial, question.binding, to, None)
        try:
            said = contact.open_status(question.status, binding.secret(service, device, bound))
        except ProtocolError:
            continue
        return Claimed(bound, member, question, said, question.generation == of)
    return None


def take_in(service: Service, unit: Unit, device: Device, claimed: Claimed, now: int) -> Binding:
    """It is this organization's again, and was nobody else's since: its own word is the newest there is."""
    bound, held = claimed.bound, devices.holder(unit, device.serial)
    if held is not None and held.unbound_at is None:
        uses = forced_unbinding.over(held.serial, unit.facts(held.organization), now)
        consequences.put(service, unit, (msgspec.structs.replace(each, end_confirmed_at=now) for each in uses), now)
        if held.organization == bound.organization:
            releasing.end(unit, held, now)
            certifying.revoke(unit, held.organization, held.serial, held.binding, now)
        else:
            releasing.let_go(service, unit, held, now)
    after = devices.ask_binding(unit, bound.serial, bound.binding, bound.organization, now)
    devices.confirm_binding(unit, bound.serial, bound.binding, now)
    withdrawing.overtaken(service, unit, after, now)
    row = unit.get(Seal, bound.organization, bound.serial) or Seal(
        id=bound.serial,
        organization=bound.organization,
        name=bound.serial,  # what it was called is lost
        model=Model(device.model),
        binding=bound.binding,
        state=BindingState.BOUND,
        bound_by=claimed.member.id,
        bound_at=now,
    )
    # What an older binding was told, this one was not.
    row = msgspec.structs.replace(row, loss_lock=None, offline_use=None, free_use=None, settings=None, slots=[])
    unit.put(confirmed(row, bound.binding))
    tariffs.begin(unit, bound.organization, bound.serial, now)
    upgrades.learn(unit, bound.organization, bound.serial)
    messages.tell(service, unit, telling.taken_in(row, unit.facts(row.organization), now), now)
    return after
