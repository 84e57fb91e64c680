"""Who is told of what befalls a seal: where it is when it is locked, and what is wrong with it (R-191, R-192, C-11)."""

from collections.abc import Iterable

from domain.firmware import Upgrade
from domain.messages import Channel, Subject
from domain.organization import Member, Role, manages_all
from domain.seals import Position, Seal, SealStatus
from domain.telling.news import News, Told, told_once
from domain.verdict import Facts


def _to(seal: Seal, members: Iterable[str], code: str, *more: str, sms: bool = False, renews: str = "") -> list[Told]:
    words, channels = (seal.name, *more), frozenset({Channel.SMS} if sms else ())
    return [Told(seal.organization, id, code, words, Subject.SEAL, seal.id, channels, renews) for id in members]


def _once(found: list[Told], seal: Seal, facts: Facts, now: int) -> list[Told]:
    return told_once(News(seal.organization, [], facts, now), found)


def _managers(seal: Seal, facts: Facts) -> list[str]:
    """Owner and administrator, and who keeps the seal."""
    return [*(each.id for each in facts.all(Member) if manages_all(each)), *seal.keepers]


def place_word(place: Position | None) -> str:
    """A position as a message mentions it (`:place`)."""
    return "" if place is None else f"{place.lat:.6f}, {place.lon:.6f}"


def locked(seal: Seal, status: SealStatus | None, by: str, facts: Facts, now: int) -> list[Told]:
    """The seal says that it is locked: by SMS to the owner and to whoever locked it, with where it was last (C-11)."""
    owners = [each.id for each in facts.all(Member, role=Role.OWNER)]
    place = place_word(None if status is None else status.place)
    return _once(_to(seal, [*owners, by], "seal_is_locked", place, str(now), sms=True), seal, facts, now)


def withheld(seal: Seal, status: SealStatus, facts: Facts, now: int) -> list[Told]:
    """So many records have been on the seal for too long: somebody carries them not, or nobody comes by."""
    words = (str(status.log_end - status.log_to), str(status.withheld_since or now))
    renews = f"withheld {seal.id}"
    return _once(_to(seal, _managers(seal, facts), "seal_withholds", *words, renews=renews), seal, facts, now)


def silent(seal: Seal, since: int, facts: Facts, now: int) -> list[Told]:
    """Nothing was heard of it since then."""
    found = _to(seal, _managers(seal, facts), "seal_is_silent", str(since), renews=f"silent {seal.id}")
    return _once(found, seal, facts, now)


def forked(seal: Seal, number: int, facts: Facts, now: int) -> list[Told]:
    """Its log contradicts what the cloud holds, from entry `number` on."""
    found = _to(seal, _managers(seal, facts), "seal_log_forked", str(number), renews=f"forked {seal.id}")
    return _once(found, seal, facts, now)


def rolled_back(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """Its storage is older than what the cloud has signed for."""
    found = _to(seal, _managers(seal, facts), "seal_rolled_back", renews=f"rolled back {seal.id}")
    return _once(found, seal, facts, now)


def opened(seal: Seal, at: int, facts: Facts, now: int) -> list[Told]:
    """Its case was opened."""
    return _once(_to(seal, _managers(seal, facts), "seal_tampered", str(at)), seal, facts, now)


def not_upgraded(seal: Seal, upgrade: Upgrade, facts: Facts, now: int) -> list[Told]:
    """Its firmware is what it was: the upgrade has failed, and why."""
    words = (upgrade.version, "" if upgrade.why is None else upgrade.why.value)
    return _once(
        _to(seal, _managers(seal, facts), "upgrade_failed", *words, renews=f"upgrade {seal.id}"), seal, facts, now
    )


def lapsed(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """A binding that its seal has never confirmed is over: to who asked for it."""
    return _once(_to(seal, [seal.bound_by], "binding_lapsed"), seal, facts, now)


def overtaken(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """Another organization has bound the seal: to who asked for it in this one."""
    return _once(_to(seal, [seal.bound_by], "binding_overtaken"), seal, facts, now)


def delivered_elsewhere(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """The operator has delivered the seal to another organization: to who asked for it in this one."""
    return _once(_to(seal, [seal.bound_by], "binding_delivered_elsewhere"), seal, facts, now)


def called_off(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """The operator has taken the seal back before it was bound: to who asked for it."""
    return _once(_to(seal, [seal.bound_by], "binding_called_off"), seal, facts, now)


def bound_after_all(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """It was bound before that was taken back: to who asked for it and whoever manages it."""
    found = _to(seal, [seal.bound_by, *_managers(seal, facts)], "bound_after_all")
    return _once(found, seal, facts, now)


def taken_in(seal: Seal, facts: Facts, now: int) -> list[Told]:
    """It was bound after the backup from which the cloud was restored, and has shown that: what it was called, who kept
    it and how its use was approved is lost."""
    return _once(_to(seal, _managers(seal, facts), "seal_taken_in"), seal, facts, now)


def not_unbound(seal: Seal, by: str | None, facts: Facts, now: int) -> list[Told]:
    """It would not let go: to who asked for it."""
    return _once(_to(seal, [] if by is None else [by], "seal_stays_bound"), seal, facts, now)
