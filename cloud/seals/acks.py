"""What became of each order, as the seal's log says: the seal is the arbiter."""

from collections.abc import Callable

import msgspec

from cloud import messages
from cloud.seals import commands, orders, releasing, upgrades, withdrawing
from cloud.service import Service
from cloud.store import activations, devices
from cloud.store.devices import Binding, Order
from cloud.store.unit import Unit
from cloud.wallet import tariffs
from domain import fingers, unfinished_binding
from domain.authorizations import Authorization, Stage
from domain.ending import put_back
from domain.seals import BindingState, Seal, SealStatus, Wanted
from domain.telling import seals as telling
from protocol.envelopes import Kind
from protocol.log import AckEntry, Outcome


def take(service: Service, unit: Unit, bound: Binding, ack: AckEntry, now: int) -> None:
    """The outcome of one order, and of those that were folded into it. It may be of an earlier binding: the seal's log
    goes on, and so may its last word to whom it was bound to."""
    to = bound if ack.binding == bound.binding else devices.binding(unit, bound.serial, ack.binding)
    order = devices.order_at(unit, bound.serial, ack.binding, ack.generation, ack.down)
    if to is None or order is None or order.outcome is not None:
        return
    of = ack.generation
    _settle(unit, to, of, order.number, ack.outcome, now)
    effect = _EFFECTS.get(order.kind)
    if effect is not None:
        effect(_Word(service, unit, to, order, ack.outcome, now))
    if order.kind is Kind.FIRMWARE and not _is_ordered_anew(unit, to, order, of):
        upgrades.acknowledged(service, unit, to, order, (ack.number, ack.outcome), now)
    for each in devices.open_before(unit, to.serial, to.binding, of, order.number):
        if each.kind is Kind.END:  # applied, or folded into what was
            _settle(unit, to, of, each.number, Outcome.APPLIED, now)
            _ended(_Word(service, unit, to, each, Outcome.APPLIED, now))
        else:
            commands.supersede(unit, to, of, each.number, now)


def _is_ordered_anew(unit: Unit, to: Binding, order: Order, of: int) -> bool:
    """A release that was called off and is wanted again: what the log says between the two answers is of the first."""
    newest = devices.newest(unit, to, order.kind, order.subject)
    return newest is not None and newest.body != b"" and (devices.generation(unit), newest.number) > (of, order.number)


def _settle(unit: Unit, to: Binding, of: int, number: int, outcome: Outcome, now: int) -> None:
    devices.set_outcome(unit, to.serial, to.binding, of, number, outcome)
    commands.settle(unit, to, of, number, outcome, now)


class _Word:
    """The seal's word on an order."""

    def __init__(self, service: Service, unit: Unit, bound: Binding, order: Order, outcome: Outcome, now: int) -> None:
        self.service, self.unit, self.bound = service, unit, bound
        self.order, self.outcome, self.now = order, outcome, now

    @property
    def applied(self) -> bool:
        return self.outcome is Outcome.APPLIED

    @property
    def seal(self) -> Seal | None:
        """The seal's row, if it is still about this binding."""
        row = self.unit.get(Seal, self.bound.organization, self.bound.serial)
        return row if row is not None and row.binding == self.bound.binding else None

    @property
    def authorization(self) -> Authorization | None:
        return self.unit.get(Authorization, self.bound.organization, self.order.subject or "")

    def said_again(self) -> bool:
        """Whether there is a newer word on the same thing: it may say the same, and only it counts."""
        of = devices.generation(self.unit)
        later = devices.orders_after(self.unit, self.bound.serial, self.bound.binding, of, self.order.number)
        return any((each.kind, each.subject) == (self.order.kind, self.order.subject) for each in later)

    def change(self, before: Authorization, after: Authorization) -> None:
        """Leave it so, and tell whom it concerns."""
        self.unit.put(after)
        messages.follow(self.service, self.unit, [(before, after)], self.now)


def _bound(word: _Word) -> None:
    """Whether somebody waits for it or not: the seal is the arbiter."""
    unit, bound, held = word.unit, word.bound, devices.holder(word.unit, word.bound.serial)
    devices.confirm_binding(unit, bound.serial, bound.binding, word.now)
    if held is not None and held.binding > bound.binding:  # said late: it has been another's since
        return
    withdrawing.overtaken(word.service, unit, bound, word.now)
    upgrades.learn(unit, bound.organization, bound.serial)
    seal = unit.get(Seal, bound.organization, bound.serial)
    if seal is None or seal.state not in (BindingState.AWAITING_SEAL, BindingState.UNBOUND):
        return
    after = unfinished_binding.confirmed(seal, bound.binding)
    unit.put(after)
    tariffs.begin(unit, bound.organization, bound.serial, word.now)
    if seal.state is BindingState.UNBOUND:  # taken back meanwhile
        facts = unit.facts(seal.organization)
        messages.tell(word.service, unit, telling.bound_after_all(after, facts, word.now), word.now)


def _granted(word: _Word) -> None:
    row = word.authorization
    if row is None or word.said_again():
        return
    if row.stage is Stage.OVER:  # ended since: that it had it is true all the same
        if word.applied and not orders.waits_there(word.service, word.unit, word.bound, word.order):
            word.unit.put(msgspec.structs.replace(row, confirmed_at=word.now))
        return
    if orders.waits_there(word.service, word.unit, word.bound, word.order):  # without room it goes when it is activated
        word.unit.put(msgspec.structs.replace(row, held_at=word.now if word.applied else None))
    elif word.applied:
        activations.forget(word.unit, row)
        word.unit.put(msgspec.structs.replace(row, confirmed_at=word.now))
    elif row.activated_at is not None and row.continues is None:
        word.change(row, put_back(row))
    else:
        word.change(row, msgspec.structs.replace(row, refused_at=word.now, stage=Stage.OVER))


def _activated(word: _Word) -> None:
    """待设备确认 is over: it is in use; or another one is live there, and it waits again with its code still good."""
    row = word.authorization
    if row is None or row.stage is not Stage.LIVE or row.confirmed_at is not None:
        return
    if word.applied:
        activations.forget(word.unit, row)
        word.unit.put(msgspec.structs.replace(row, confirmed_at=word.now))
    elif not orders.is_held(word.unit, row):  # it was refused before: the code was right, so it goes without one
        orders.grant(word.service, word.unit, row, None, word.now)
    else:
        word.change(row, put_back(row))


def _ended(word: _Word) -> None:
    row = word.authorization
    if row is not None and row.end_confirmed_at is None:
        word.unit.put(msgspec.structs.replace(row, end_confirmed_at=word.now))


def _wanted(word: _Word) -> None:
    seal = word.seal
    if seal is None or not word.applied:
        return
    if not word.said_again():
        after = orders.confirmed(seal, word.order, word.now)
        word.unit.put(after)
    if word.order.kind is Kind.LOSS_LOCK and word.order.body == orders.LOCKED:
        _locked(word, seal)


def _locked(word: _Word, seal: Seal) -> None:
    """R-191, R-192: from now on it stands still wherever it is; whoever is to know gets its last position."""
    row = commands.row(word.unit, word.bound, devices.generation(word.unit), word.order.number)
    by = row.by if row is not None else seal.loss_lock.by if isinstance(seal.loss_lock, Wanted) else None
    facts = word.unit.facts(seal.organization)
    told = telling.locked(seal, facts.get(SealStatus, seal.id), by or "", facts, word.now)
    messages.tell(word.service, word.unit, told, word.now)


def _enrols(word: _Word) -> None:
    """It waits for the finger, or will not: what became of it is an event."""
    seal = word.seal
    found = None if seal is None else _slot(word, seal)
    if seal is None or found is None or word.applied or found.enrolled_at is not None:
        return
    word.unit.put(fingers.with_slot(seal, found.slot, msgspec.structs.replace(found, failed_at=word.now)))


def _forgets(word: _Word) -> None:
    seal = word.seal
    found = None if seal is None else _slot(word, seal)
    if seal is None or found is None or found.deleted_at is None:
        return
    gone = word.applied or word.outcome is Outcome.REFUSED_UNKNOWN  # it holds none there
    kept = msgspec.structs.replace(found, deleted_at=None, deleted_by=None)
    word.unit.put(fingers.with_slot(seal, found.slot, None if gone else kept))


def _slot(word: _Word, seal: Seal) -> fingers.Finger | None:
    if word.said_again():
        return None
    return next((each for each in seal.slots if str(each.slot) == word.order.subject), None)


def _unbinds(word: _Word) -> None:
    if word.applied:
        releasing.let_go(word.service, word.unit, word.bound, word.now)
    else:
        releasing.would_not(word.service, word.unit, word.bound, word.now)


_EFFECTS: dict[Kind, Callable[[_Word], None]] = {
    Kind.BIND: _bound,
    Kind.GRANT: _granted,
    Kind.ACTIVATE: _activated,
    Kind.END: _ended,
    Kind.LOSS_LOCK: _wanted,
    Kind.OFFLINE_USE: _wanted,
    Kind.REGIME: _wanted,
    Kind.SETTINGS: _wanted,
    Kind.FINGER_ENROL: _enrols,
    Kind.FINGER_DELETE: _forgets,
    Kind.UNBIND: _unbinds,
}
