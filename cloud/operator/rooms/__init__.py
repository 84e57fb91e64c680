"""The places of the operator's pages, in the order in which they stand in the rail."""

from cloud.operator.room import Room


def rooms() -> list[Room]:
    """All but the first page."""
    from cloud.operator.rooms import (
        invoices,
        operators,
        orders,
        organizations,
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
        tariff.Tariffs(),
        quotas.QuotaRequests(),
        organizations.Organizations(),
        seals.Seals(),
        releases.Releases(),
        operators.Operators(),
        trail.Trail(),
        own.Own(),
    ]
