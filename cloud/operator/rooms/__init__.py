"""The places of the operator's pages, in the order in which they stand in the rail."""

from cloud.operator.room import Room


def rooms() -> list[Room]:
    """All but the first page."""
    from cloud.operator.rooms import (
        faults,
        invoices,
        letters,
        operators,
        orders,
        organizations,
        outlets,
        own,
        quotas,
        releases,
        seals,
        tariff,
        trail,
    )

    return [
        orders.Orders(),
        invoices.Invoices(),
        faults.Faults(),
        tariff.Tariffs(),
        quotas.QuotaRequests(),
        organizations.Organizations(),
        seals.Seals(),
        outlets.Outlets(),
        releases.Releases(),
        letters.Letters(),
        operators.Operators(),
        trail.Trail(),
        own.Own(),
    ]
