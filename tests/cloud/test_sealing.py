"""Electronic mode in the cloud: what may be sealed, what a sealed document is recorded as, and how it is counted."""

from typing import Any

import msgspec
import pytest

from domain.applications import Apply, Options
from domain.approvals import Approve
from domain.authorizations import Authorization, Mode, Stage
from domain.documents import AttachSealed
from domain.ending import EndUse, ExtendUse
from domain.features import SetFeatures
from domain.files import Attachment, File, Purpose
from domain.ids import to_bytes
from domain.issuing import Authorize
from domain.organization import Feature
from domain.seals import BindingState
from domain.seals import Seal as SealRow
from domain.usage import Impression
from protocol.cbor import pack, unpack
from protocol.conversation import Code, Op
from protocol.log import ImpressionEntry, SealingEntry, open_slice
from protocol.sealing import Sealed, SealingRequest
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused, uid
from tests.cloud.world import Cloud, pull_all

DOCUMENT, OTHER_DOCUMENT, DIGEST = (bytes([value]) * 32 for value in (0xD0, 0xD1, 0xD2))
CONTRACT = File(uid("contract"), "采购合同.pdf", DOCUMENT.hex(), 1000, "application/pdf")


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    company = await found_company(cloud, real_seal=True)
    await company.owner.done(SetFeatures(items=list(Feature)))
    return company


def electronic(company: Company, **changes: Any) -> Authorize:
    return company.authorize(**{"mode": Mode.ELECTRONIC, "any_document": True, **changes})


async def in_hand(company: Company) -> None:
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK


def seal(company: Company, grant: str, document: bytes = DOCUMENT, name: str = "request") -> Sealed | Code:
    request = SealingRequest(to_bytes(uid(name)), to_bytes(grant), document, DIGEST, bytes(32))
    code, body = company.seal.request(Op.SEAL_DOCUMENT, pack(request))
    return unpack(body, Sealed) if code is Code.OK else code


# What it may seal


async def applied(company: Company, **changes: Any) -> str:
    """An application of the member's for the contract, as far as the authorizing step."""
    fields: dict[str, Any] = {
        "id": uid("application"),
        "seal": SERIAL,
        "reason": "盖合同",
        "document": "采购合同",
        "copies": 1,
        "count": 3,
        "start": company.cloud.now,
        "end": company.cloud.now + HOUR_MS,
        "attachments": [CONTRACT],
        "mode": Mode.ELECTRONIC,
        "options": Options(wechat=False),
        "pictures": [File(uid("picture"), "页.png", "ab" * 32, 100, "image/png")],
    }
    act = Apply(**{**fields, **changes})
    await company.member.done(act)
    await company.approver.done(Approve(application=act.id))
    return act.id


@pytest.mark.req("C-26", "C")
@pytest.mark.req("R-108")
async def test_the_documents_of_the_application_are_what_is_sealed(company: Company) -> None:
    application = await applied(company)
    await company.keeper.done(act := electronic(company, application=application, any_document=False))
    await in_hand(company)
    assert seal(company, act.id, OTHER_DOCUMENT) is Code.REFUSED
    sealed = seal(company, act.id)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    row = await company.row(Impression, f"{SERIAL}-{sealed.number}")
    assert (row.mode, row.document, row.digest, row.name) == (
        Mode.ELECTRONIC,
        DOCUMENT.hex(),
        DIGEST.hex(),
        CONTRACT.name,
    )
    assert (row.result, row.own, row.member, row.authorization) == (0, sealed.own, company.member.member, act.id)
    assert (await pull_all(company.keeper)).of(Impression) == [row]


@pytest.mark.req("C-26", "C")
async def test_the_authorizer_may_allow_others(company: Company) -> None:
    application = await applied(company)
    await company.keeper.done(act := electronic(company, application=application))
    await in_hand(company)
    sealed = seal(company, act.id, OTHER_DOCUMENT)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    row = await company.row(Impression, f"{SERIAL}-{sealed.number}")
    assert (row.mode, row.document, row.name) == (Mode.ELECTRONIC, OTHER_DOCUMENT.hex(), "")


async def test_where_the_documents_are_gone_nothing_is_sealed(company: Company) -> None:
    """Rather than anything."""
    application = await applied(company)
    await company.keeper.done(act := electronic(company, application=application, any_document=False, count=1))
    rows = [each for each in (await pull_all(company.keeper)).of(Attachment) if each.sha256 == DOCUMENT.hex()]
    await company.cloud.service.database.write(lambda unit: [unit.remove(each) for each in rows])
    await company.keeper.done(ExtendUse(id=uid("more"), authorization=act.id, count=3, end=act.end))
    await in_hand(company)
    assert seal(company, uid("more"), OTHER_DOCUMENT) is Code.REFUSED


async def test_what_cannot_be_sealed_is_not_issued(company: Company) -> None:
    application = await applied(company, attachments=[msgspec.structs.replace(CONTRACT, media="image/png")])
    issue = electronic(company, application=application, any_document=False)
    assert await refused(company.keeper, issue) == "no_document"
    assert await refused(company.keeper, msgspec.structs.replace(issue, mode=Mode.PHYSICAL)) == "other_than_applied"
    assert await refused(company.owner, electronic(company, any_document=False)) == "no_document"
    for field in ("photo_required", "fingerprint_required", "upload_required"):
        assert await refused(company.owner, electronic(company, **{field: True})) == "not_for_documents"


# Counts


@pytest.mark.req("I-04", "I")
@pytest.mark.req("C-26", "C")
async def test_granted_is_stamped_and_sealed_and_left(company: Company) -> None:
    """A press under it counts for nothing; more uses are granted, and go on counting."""
    await company.keeper.done(act := electronic(company, count=2))
    await in_hand(company)
    assert isinstance(seal(company, act.id, name="first"), Sealed)
    company.seal.press()
    assert isinstance(seal(company, act.id, name="first"), Sealed)  # the same, answered again
    assert isinstance(seal(company, act.id, name="second"), Sealed)
    assert seal(company, act.id, name="third") is Code.EXPIRED
    await company.seal.drain()
    row = await company.row(Authorization, act.id)
    assert (row.count, row.used, row.pressed, row.owed_by) == (2, 2, 3, None)
    await company.keeper.done(ExtendUse(id=uid("more"), authorization=act.id, count=3, end=act.end))
    more = await company.row(Authorization, uid("more"))
    assert (more.mode, more.any_document, more.used) == (Mode.ELECTRONIC, True, 2)
    await company.seal.settle()
    assert company.seal.take() is Code.OK
    assert isinstance(seal(company, more.id, name="third"), Sealed)
    assert seal(company, more.id, name="fourth") is Code.EXPIRED
    await company.seal.drain()
    more = await company.row(Authorization, more.id)
    assert (more.count, more.used, more.stage) == (3, 3, Stage.LIVE)
    records = (await pull_all(company.keeper)).of(Impression)
    normal = [each for each in records if each.result == 0]
    assert len(normal) == more.count
    assert [each.mode for each in records if each.result] == [Mode.PHYSICAL]
    assert sorted(each.own for each in records) == [1, 2, 3, 4]
    await company.keeper.done(EndUse(authorization=more.id))  # nothing is owed: no document has a photo


@pytest.mark.req("I-06", "I")
async def test_what_the_seal_counts_is_what_the_cloud_has_and_what_lies_on_it(company: Company) -> None:
    await company.keeper.done(act := electronic(company, count=0))
    await in_hand(company)
    for name in ("a", "b", "c"):
        assert isinstance(seal(company, act.id, name=name), Sealed)
    first, *_ = company.seal.slices(company.seal.taken[-1].log_to + 1)
    await company.seal.give(first)
    seal(company, act.id, name="d")
    part = company.seal.slices(company.seal.taken[-1].log_to + 1)
    secret = company.seal.firmware._core.secret
    lying = [
        entry
        for each in part
        for entry in open_slice(each, company.seal.signing.public, secret)[1]
        if isinstance(entry, ImpressionEntry | SealingEntry)
    ]
    held = (await pull_all(company.keeper)).of(Impression)
    assert len(held) + len(lying) == company.seal.firmware.impressions == 4


# The sealed file


async def test_the_sealed_file_is_kept_with_its_record(company: Company) -> None:
    await company.keeper.done(act := electronic(company))
    await in_hand(company)
    sealed = seal(company, act.id)
    assert isinstance(sealed, Sealed)
    await company.seal.drain()
    file = File(uid("file"), "采购合同.pdf", "cd" * 32, 2000, "application/pdf")
    keep = AttachSealed(authorization=act.id, number=sealed.number, document=file)
    assert await refused(company.other, keep) == "not_found"
    picture = msgspec.structs.replace(file, media="image/png")
    assert await refused(company.member, msgspec.structs.replace(keep, document=picture)) == "not_electronic"
    await company.member.done(keep)
    row = await company.row(Attachment, file.id)
    assert (row.purpose, row.record, row.authorization) == (Purpose.SEALED, f"{SERIAL}-{sealed.number}", act.id)
    assert row in (await pull_all(company.keeper)).of(Attachment)
    assert (await company.row(SealRow, SERIAL)).state is BindingState.BOUND
