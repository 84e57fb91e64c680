"""Who is told what: the messages that follow from an act, from what happens by itself, and from presses (R-153, C-25).

Approval notices go to the approver whose turn it is, notices of use to the authorizer; who is copied gets copies.
Nobody is told of his own act.
"""

from collections.abc import Callable, Iterable
from typing import Any

from domain.applications import Application
from domain.approvals import Comment
from domain.authorizations import Authorization
from domain.cases import Case
from domain.exports import Export
from domain.invoices import Invoice
from domain.orders import Order
from domain.organization import Member, Organization
from domain.quotas import QuotaRequest
from domain.rows import Row
from domain.seals import Seal
from domain.telling import applications, authorizations, integrations, organization, people, records, wallet
from domain.telling.news import News, Told, told_once
from domain.webhooks import Webhook

_TELLERS: dict[type[Row], Callable[[Any, Any, News], Iterable[Told]]] = {
    Application: applications.of_application,
    Comment: applications.of_comment,
    Authorization: authorizations.of_authorization,
    Seal: people.of_seal,
    Member: people.of_member,
    Organization: organization.of_organization,
    QuotaRequest: organization.of_quota_request,
    Case: records.of_case,
    Export: records.of_export,
    Order: wallet.of_order,
    Invoice: wallet.of_invoice,
    Webhook: integrations.of_webhook,
}


def told(news: News) -> list[Told]:
    """What follows from rows that have changed, in the order in which they did."""
    found: list[Told] = []
    for before, row in news.rows:
        teller = _TELLERS.get(type(row))
        if teller is not None and before != row:
            found += teller(before, row, news)
    return told_once(news, [*found, *people.of_hand_over(news)])


__all__ = ["News", "Told", "told"]
