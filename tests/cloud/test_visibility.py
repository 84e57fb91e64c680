"""What goes to whose console is what the manual lets him see: row for row, for each role (I-18)."""

from typing import Any

import pytest

from domain.applications import Application
from domain.approvals import Comment
from domain.audit import AuditEntry
from domain.authorizations import Authorization
from domain.commands import SealCommand
from domain.events import SealEvent
from domain.files import Attachment
from domain.invoice_titles import InvoiceTitle
from domain.messages import Message
from domain.organization import Member
from domain.rows import Row
from domain.usage import Impression, Photo
from tests.cloud.busy_office import EVERYBODY, BusyOffice, Everything, Eyes, eyes
from tests.cloud.world import Cloud, Person, Replica, pull_all

KINDS: dict[type[Row], str] = {
    Application: "applications",
    Comment: "comments",
    Attachment: "attachments",
    Authorization: "authorizations",
    Impression: "usage",
    Photo: "photos",
    SealCommand: "commands",
    SealEvent: "events",
    Message: "messages",
    AuditEntry: "audit",
    InvoiceTitle: "titles",
}


def expected(everything: Everything, kind: type[Row], by: Eyes) -> set[str]:
    rows: Any = getattr(everything, KINDS[kind])(by)
    return everything.ids(rows)


@pytest.mark.req("I-18", "I")
@pytest.mark.req("R-217", "P", "allowed", "refused")
@pytest.mark.req("R-023", "R-024", "R-148", "R-149", "R-150", "R-153", "R-166", "R-167", "R-084")
async def test_each_role_is_sent_what_it_may_see_and_nothing_else(cloud: Cloud, owner: Person) -> None:
    office = BusyOffice(cloud, owner)
    await office.fill()
    everything = await office.everything()
    for kind in KINDS:
        assert everything.of(kind), kind
    differing = set[frozenset[str]]()
    for name in EVERYBODY:
        person = office.people[name]
        person.cursors.clear()
        sent = await pull_all(person, Replica())
        by = eyes(name, person.member)
        for kind in KINDS:
            assert everything.ids(sent.of(kind)) == expected(everything, kind, by), (name, kind)
        assert everything.ids(sent.of(Member)) == everything.ids(everything.of(Member)), name
        differing.add(frozenset(everything.ids(sent.of(Impression))))
    assert len(differing) > 5
    assert office.strangers is not None
    theirs = {id for _, id in (await pull_all(office.strangers, Replica())).rows}
    assert not theirs & {id for kind in KINDS for id in everything.ids(everything.of(kind))}
