"""`main.py cloud … --verify`: whether the audit logs are whole and the books agree, for the operator (I-21, I-16).

Of every organization: the chain; its length and newest head against what the organization's key has signed; each act as
it was received against its signature, by a console that a certificate vouches for; and what stands beside an act in
columns of its own against the entry. The operators' trail and the ledger are chains of the platform's key. Somebody who
has the database, but not the key file, can change nothing of it unseen, except by bringing back all of an older state:
against that keep what this prints.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from cloud.chain import Found
from cloud.keys import Keys
from cloud.operator import trail
from cloud.store import audits, orders, proofs, tables
from cloud.store.database import Database
from cloud.store.unit import View
from cloud.wallet import books
from cloud.wallet import verify as wallet
from domain.audit import GENESIS, AuditEntry, head_signed_bytes, operator_signed_bytes
from domain.ids import to_bytes
from protocol import certificates
from protocol.certificates import ConsoleCertificate
from protocol.errors import BadSignature, ProtocolError
from protocol.keys import check_signature
from protocol.sync import act_signed_bytes

LEDGER = "ledger"
OPERATORS = "operators"  # where an organization's id would stand
# Refused for what they were, and kept as a trace of that: these prove nothing.
UNPROVED = {"bad_signature", "too_large"}


def verify(view: View, organization: str, keys: Keys) -> Found:
    """Everything that proves the audit log of an organization."""
    entries = audits.entries(view, organization)
    number, head = (entries[-1].number, entries[-1].head) if entries else (0, GENESIS)
    broken = audits.broken_at(view, organization, keys.vault)
    if broken is not None:
        return Found(number, head, broken, "the chain")
    if not _is_end(view, organization, keys, number, head):
        return Found(number, head, number + 1, "the end")
    consoles = _Consoles(view, organization, keys)
    for entry in entries:
        if why := _changed(view, entry, consoles, keys):
            return Found(number, head, entry.number, why)
    return Found(number, head)


def _is_end(view: View, organization: str, keys: Keys, number: int, head: str) -> bool:
    kept = view.first(tables.audit_heads, organization=organization)
    if kept is None:
        return number == 0
    signed = head_signed_bytes(organization, number, head)
    return (kept.number, kept.head) == (number, head) and _signed(keys.signing(organization).public, signed, kept)


def _signed(public: bytes, data: bytes, row: Any) -> bool:
    try:
        check_signature(public, data, row.signature)
    except BadSignature:
        return False
    return True


class _Consoles:
    """The keys with which consoles signed acts here."""

    def __init__(self, view: View, organization: str, keys: Keys) -> None:
        self._view = view
        self._certified: dict[tuple[bytes, bytes], set[bytes]] = {}
        for data in proofs.certificates(view, organization):
            try:
                word = certificates.check(data, ConsoleCertificate, keys.signing(organization).public)
            except ProtocolError:
                continue  # it vouches for nobody
            if word.organization == to_bytes(organization):
                self._certified.setdefault((word.console, word.member), set()).add(word.signing)

    def keys_of(self, console: str, member: str) -> Iterable[bytes]:
        """Those that are certified; of a console that never asked for a certificate, the one with which it enrolled."""
        certified = self._certified.get((to_bytes(console), to_bytes(member)))
        if certified is not None:
            return certified
        found = self._view.first(tables.consoles, id=console)
        return () if found is None else (found.signing,)


def _changed(view: View, entry: AuditEntry, consoles: _Consoles, keys: Keys) -> str:
    """What is not as the entry says; empty: nothing. The chain has shown that the act itself is."""
    act = view.first(tables.acts, id=entry.id)
    if (act.organization, act.name, act.received_at) != (entry.organization, entry.act, entry.at):
        return "what stands beside the act"
    if entry.member is None:
        body = proofs.received(keys.vault, act.id, act.name, act.body)
        told = operator_signed_bytes(entry.organization, body)
        return "" if _signed(keys.signing(entry.organization).public, told, act) else "the signature"
    if proofs.verdicts(view, entry.id, act.user) != {(not entry.code, entry.code)}:
        return "the verdict"
    if entry.code in UNPROVED:
        return ""
    signed = act_signed_bytes(proofs.received(keys.vault, act.id, act.name, act.body))
    by = consoles.keys_of(act.console, entry.member or "")
    return "" if any(_signed(key, signed, act) for key in by) else "the signature"


def report(database: Database, keys: Keys) -> bool:
    """Print a line for each organization, for the operator's own trail and for the ledger, and one for each thing in
    the books that is wrong; whether all is whole."""

    def work(view: View) -> tuple[list[tuple[str, Found]], list[tuple[str, str]]]:
        own = trail.verify(view, keys.platform.public)
        found = [(id, verify(view, id, keys)) for id in audits.organizations(view)]
        if own.entries or own.broken_at is not None:
            found.append((OPERATORS, own))
        money = books.verify(view, keys)
        if money.entries or money.broken_at is not None:
            found.append((LEDGER, money))
        wrong = [(each.id, why) for each in orders.organizations(view) for why in wallet.wrong(view, each.id)]
        return found, [*((LEDGER, why) for why in books.wrong(view, keys)), *wrong]

    found, wrong = asyncio.run(database.read(work))
    for organization, why in wrong:
        print(f"{organization} BROKEN money: {why}")
    for organization, each in found:
        state = "whole" if each.broken_at is None else f"BROKEN at entry {each.broken_at}: {each.why} was changed"
        print(f"{organization} {each.entries} {each.head} {state}")
    return not wrong and all(each.broken_at is None for _, each in found)
