"""Seals: binding them, what is ordered from them, and what they tell. Consoles carry it; nothing here trusts them."""

from cloud.seals import certifying, contact, slices

ROUTES = [*certifying.ROUTES, *contact.ROUTES, *slices.ROUTES]
