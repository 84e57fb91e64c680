"""Seals: binding them, what is ordered from them, and what they tell. Consoles carry it; nothing here trusts them."""

from cloud.seals import chunks, contact, slices

ROUTES = [*contact.ROUTES, *slices.ROUTES, *chunks.ROUTES]
