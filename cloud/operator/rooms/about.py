"""What an entry of the trail is about, in words: never by an id that nobody can read."""

from cloud.operator.page import DASH, Cell, Link, Text, Two
from cloud.operator.room import address
from cloud.operator.rooms.words import QUOTAS
from cloud.operator.wording import Both
from cloud.store.operators import Entry
from cloud.store.unit import View
from domain.invoices import Invoice
from domain.orders import Order
from domain.organization import Organization
from domain.quotas import Quota, QuotaRequest

NOBODY = Both("本机命令行", "Command line")


def about(view: View, of: Entry) -> Cell:
    """The thing, and below it whose it is."""
    organization = view.get(Organization, of.organization, of.organization) if of.organization else None
    thing = subject(view, of)
    if organization is None:
        return thing or DASH
    link = Link(organization.name, address("organizations", organization.id))
    return Two(link, thing) if thing else link


def subject(view: View, of: Entry) -> Text:
    """Empty: nothing but the organization."""
    if of.subject in set(Quota):
        return QUOTAS[Quota(of.subject)]
    if not of.organization or not of.subject:
        return of.subject
    order, invoice = view.get(Order, of.organization, of.subject), view.get(Invoice, of.organization, of.subject)
    if order is not None:
        return order.number
    if invoice is not None:
        return f"{invoice.title.name} {invoice.number}".strip()
    request = view.get(QuotaRequest, of.organization, of.subject)
    if request is None:
        return of.subject
    name, change = QUOTAS[request.quota], f"{request.before} → {request.wanted}"
    return Both(f"{name.chinese} {change}", f"{name.english} {change}")
