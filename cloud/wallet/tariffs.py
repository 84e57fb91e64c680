"""The tariff of this cloud, kept beside the organizations and copied to each; and the service of a seal that begins."""

from cloud.store import ledger, orders
from cloud.store.orders import SetTerms
from cloud.store.unit import Unit
from domain.seals import BindingState, Seal
from domain.service import SealService, begun, charged_again, charged_no_more
from domain.tariff import Tariff, Terms, tariff

_SERVED = (BindingState.BOUND, BindingState.UNBINDING)


def set_for_all(unit: Unit, wanted: Terms, now: int) -> None:
    """From now on it costs this. Where seals were served for nothing before, their trial begins now."""
    orders.set_terms(unit, SetTerms(wanted, now))
    for each in orders.organizations(unit):
        copy(unit, each.id)
        for row in unit.facts(each.id).all(SealService, free=True):
            known = ledger.payments(unit, each.id, row.id)
            unit.put(charged_again(row, known, wanted.trial_days, now))
        for seal in unit.facts(each.id).all(Seal):
            if seal.state in _SERVED:
                begin(unit, each.id, seal.id, now)


def take_away(unit: Unit) -> None:
    """From now on it costs nothing, and no service ends."""
    orders.forget_terms(unit)
    for each in orders.organizations(unit):
        facts = unit.facts(each.id)
        for known in (*facts.all(Tariff), *facts.all(SealService)):
            if isinstance(known, Tariff):
                unit.remove(known)
            else:
                unit.put(charged_no_more(known))


def copy(unit: Unit, organization: str) -> None:
    """To an organization, which may be new."""
    found = orders.terms(unit)
    if found is not None:
        unit.put(tariff(found.terms, organization, found.at))


def begin(unit: Unit, organization: str, seal: str, now: int) -> None:
    """The seal is bound: it is served for its trial, unless this organization had it before."""
    found = orders.terms(unit)
    if found is not None and unit.get(SealService, organization, seal) is None:
        unit.put(begun(seal, organization, found.terms.trial_days, now))
