"""Contact, claims, certificates and binding: what is refused, and what the words say."""

from typing import Any

import msgspec
import pytest

from cloud.seals import commands
from cloud.seals.contact import MAX_ENVELOPES
from cloud.store import devices, tables
from cloud.store.unit import Unit
from domain.commands import CommandState, SealCommand
from domain.features import SetFeatures
from domain.ids import to_bytes
from domain.organization import Organization, Quotas, Role
from domain.seals import BindSeal, Model, SealStatus, Wanted, awaits_seal
from domain.seals import Seal as SealRow
from protocol import certificates, contact, envelopes, sync
from protocol.cbor import pack
from protocol.certificates import CLAIM_S, CONSOLE_S, Claim, ConsoleCertificate, Identity
from protocol.contact import Question
from protocol.conversation import Op
from protocol.envelopes import EndBody, Kind, SettingsBody
from protocol.keys import AgreementKey, SigningKey
from protocol.log import first_head
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, Problem, maker, pull_all, running


@pytest.fixture
async def seal(cloud: Cloud, owner: Person) -> Seal:
    seal = Seal(cloud, owner)
    await seal.connect()
    return seal


def bind(seal: Seal, **changes: Any) -> BindSeal:
    fields: dict[str, Any] = {"serial": seal.serial, "model": Model.GL, "name": "公章", "identity": seal.identity}
    return BindSeal(**{**fields, **changes})


def question(seal: Seal, key: SigningKey | None = None, **changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "serial": seal.serial,
        "binding": 0,
        "nonce": bytes(16),
        "generation": 1,
        "number": 0,
        "log_to": 0,
        "log_head": first_head(seal.serial),
        "status": None,
    }
    return contact.ask(Question(**{**fields, **changes}), key or seal.signing)


async def test_the_answer_to_an_unbound_seal_is_the_platforms(cloud: Cloud, owner: Person, seal: Seal) -> None:
    reply = await seal.ask(question=question(seal, nonce=b"n" * 16))
    answer = contact.open_answer(reply.answer, cloud.service.keys.platform.public)
    assert (answer.serial, answer.binding, answer.nonce, answer.time) == (SERIAL, 0, b"n" * 16, cloud.now)
    assert (answer.down_head, answer.receipted, answer.lease_s) == (0, 0, contact.LEASE_S)


async def test_the_answer_to_a_bound_seal_is_the_authoritys(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await seal.bind()
    await owner.done(seal.authorize())
    reply = await seal.ask()
    key = cloud.service.keys.signing(owner.organization).public
    answer = contact.open_answer(reply.answer, key)
    assert (answer.binding, answer.generation, answer.down_head) == (1, 1, 2)
    assert answer.receipted == seal.taken[-1].log_to
    envelope = envelopes.open_envelope(reply.down[0], key)
    assert (envelope.first, envelope.number, envelope.kind) == (2, 2, envelopes.Kind.GRANT)
    assert reply.receipt is not None


async def test_the_lease_is_the_deployments(tmp_path: Any, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, lease_s=20) as cloud:
        owner = await cloud.organization("19900000001")
        seal = Seal(cloud, owner)
        await seal.connect()
        reply = await seal.ask()
        assert contact.open_answer(reply.answer, cloud.service.keys.platform.public).lease_s == 20


async def test_only_the_seal_itself_asks(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await seal.ask()
    for forged in (question(seal, SigningKey.generate()), question(seal, serial="GL2026000002"), b"", b"x" * 300):
        with pytest.raises(Problem, match="403 untrusted"):
            await seal.ask(question=forged or b"\x00")


async def test_a_seal_that_nobody_vouches_for_is_not_met(cloud: Cloud, owner: Person, seal: Seal) -> None:
    path = f"/v1/seals/{SERIAL}/contact"
    for identity, expected in [
        (None, "404 not_found"),
        (b"x", "403 untrusted"),
        (certificates.issue(certificates.check(seal.identity, Identity, maker.public), SigningKey.generate()), "403"),
        (certificates.issue(Identity("GL2026000002", "GL", seal.signing.public, seal.static.public), maker), "403"),
    ]:
        body = sync.ContactQuestion(question=question(seal), identity=identity)
        with pytest.raises(Problem, match=expected):
            await owner.request("POST", path, body)


async def test_a_second_seal_with_the_same_serial_is_not_believed(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await seal.ask()
    twin = Seal(cloud, owner)
    await twin.connect()
    with pytest.raises(Problem, match="403 untrusted"):
        await twin.ask()
    assert (await owner.do(bind(twin))).code == "seal_unknown"


async def test_an_unbound_seal_is_answered_for_those_who_may_bind(cloud: Cloud, owner: Person, seal: Seal) -> None:
    member = await owner.add("张三", "19900000004")
    nobody = await Person.sign_in(cloud, "19900000009")
    for person in (member, nobody):
        with pytest.raises(Problem, match="404 not_found"):
            await seal.ask(person)
    administrator = await owner.add("李四", "19900000005", Role.ADMINISTRATOR)
    await seal.ask(administrator)


async def test_the_bind_envelope_goes_to_the_organization_that_asked(cloud: Cloud, owner: Person, seal: Seal) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    await owner.done(bind(seal))
    assert (await seal.ask(other)).down == []
    (down,) = (await seal.ask()).down
    envelope = envelopes.open_envelope(down, cloud.service.keys.platform.public)
    assert (envelope.binding, envelope.first, envelope.number, envelope.kind) == (1, 1, 1, envelopes.Kind.BIND)
    body = envelopes.read_bind(envelope.body)
    assert body.organization == to_bytes(owner.organization)
    assert body.authority == cloud.service.keys.signing(owner.organization).public


@pytest.mark.req("R-017", "P", "allowed")
async def test_a_binding_that_is_asked_for_again_keeps_its_number(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await owner.done(bind(seal))
    await owner.done(bind(seal, name="合同章"))
    (down,) = (await seal.ask()).down
    assert envelopes.open_envelope(down, cloud.service.keys.platform.public).binding == 1
    assert [row.name for row in (await pull_all(owner)).of(SealRow)] == ["合同章"]


async def test_a_seal_belongs_to_one_organization(cloud: Cloud, owner: Person, seal: Seal) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    await seal.bind()
    assert (await other.do(bind(seal))).code == "seal_already_bound"
    assert (await owner.do(bind(seal))).code == "seal_already_bound"
    assert (await pull_all(other)).of(SealRow) == []


@pytest.mark.req("R-017", "P", "refused")
async def test_what_is_no_genuine_seal_is_not_bound(cloud: Cloud, owner: Person, seal: Seal) -> None:
    stranger = SigningKey.generate()
    forged = certificates.issue(Identity(SERIAL, "GL", seal.signing.public, seal.static.public), stranger)
    for act in (
        bind(seal, identity=forged),
        bind(seal, identity=b""),
        bind(seal, serial="GL2026000002"),
        bind(seal, model=Model.L),
    ):
        verdict = await owner.do(act)
        assert (verdict.code, verdict.field) == ("seal_unknown", "identity")
    member = await owner.add("张三", "19900000004")
    assert (await member.do(bind(seal))).code == "not_allowed"
    assert (await pull_all(owner)).of(SealRow) == []


@pytest.mark.req("R-038", "R-041")
async def test_the_quota_is_data(cloud: Cloud, owner: Person) -> None:
    def two(unit: Unit) -> None:
        row = unit.get(Organization, owner.organization, owner.organization)
        assert row is not None
        unit.put(msgspec.structs.replace(row, quotas=Quotas(seals=2)))

    await cloud.service.database.write(two)
    seals = [Seal(cloud, owner, serial=f"GL202600000{number}") for number in range(3)]
    verdicts = [await owner.do(bind(seal)) for seal in [*seals, seals[0]]]
    assert [verdict.code for verdict in verdicts] == ["", "", "seals_full", ""]
    assert "2" in verdicts[2].sentence


async def test_status_is_the_newest_word(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await seal.bind()
    old = seal.question()
    cloud.now += 60_000
    await owner.done(seal.authorize())
    await seal.contact()
    seal.take()
    await seal.contact()

    async def told() -> SealStatus:
        owner.cursors.clear()
        return (await pull_all(owner)).of(SealStatus)[0]

    newest = await told()
    assert (newest.phase, newest.battery, newest.used, newest.count) == ("usable", 86, 0, 3)
    await seal.ask(question=old)
    assert (await told()).phase == "usable"
    assert newest.log_end == seal.firmware._core.log.last


async def test_a_status_is_never_later_than_the_clouds_time(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """A seal's clock that runs ahead does not keep out what it says afterwards."""
    await seal.bind()
    cloud.now += 3600_000
    ahead = seal.question()
    cloud.now -= 3600_000
    await seal.ask(question=ahead)
    owner.cursors.clear()
    assert [status.at for status in (await pull_all(owner)).of(SealStatus)] == [cloud.now]


async def test_a_status_that_nobody_can_read_keeps_no_seal_from_its_orders(
    cloud: Cloud, owner: Person, seal: Seal
) -> None:
    """Of a seal whose firmware is older or newer than the cloud."""
    await seal.bind()
    await seal.ask()
    owner.cursors.clear()
    before = (await pull_all(owner)).of(SealStatus)
    head, log_to = seal.firmware._core.log.head, seal.firmware._core.log.last
    cloud.now += 1000
    asked = question(seal, binding=1, number=1, log_to=log_to, log_head=head, status=b"of another version")
    reply = await seal.ask(question=asked)
    answer = contact.open_answer(reply.answer, cloud.service.keys.signing(owner.organization).public)
    assert (answer.time, answer.lease_s) == (cloud.now, contact.LEASE_S)
    owner.cursors.clear()
    assert (await pull_all(owner)).of(SealStatus) == before


async def test_an_answered_question_is_no_secret_and_no_right(cloud: Cloud, owner: Person, seal: Seal) -> None:
    """Whoever repeats a question gets an answer that the seal does not take any more."""
    await seal.bind()
    asked = seal.question()
    await seal.ask(question=asked)
    again = await seal.ask(question=asked)
    seal.question()
    assert seal.request(Op.GIVE_ANSWER, again.answer)[0].name == "EXPIRED"


async def test_a_console_certificate_says_who_and_how_long(cloud: Cloud, owner: Person) -> None:
    body = sync.AskCertificate(organization=owner.organization)
    word = await owner.ask(sync.Certificate, "POST", "/v1/certificates", body)
    read = certificates.check(
        word.certificate, ConsoleCertificate, cloud.service.keys.signing(owner.organization).public
    )
    assert (read.organization, read.member) == (to_bytes(owner.organization), to_bytes(owner.member))
    assert (read.signing, read.static) == (owner.signing.public, owner.static.public)
    assert read.expires == word.expires // 1000 == cloud.now // 1000 + CONSOLE_S
    other = await cloud.organization("19900000002", "别家公司")
    with pytest.raises(Problem, match="404 not_found"):
        await other.request("POST", "/v1/certificates", body)


async def test_a_claim_is_for_those_who_may_bind(cloud: Cloud, owner: Person) -> None:
    path, body = f"/v1/seals/{SERIAL}/claim", sync.AskClaim(organization=owner.organization)
    claim = await owner.ask(sync.Claim, "POST", path, body)
    read = certificates.check(claim.claim, Claim, cloud.service.keys.platform.public)
    assert (read.serial, read.static, read.expires) == (SERIAL, owner.static.public, cloud.now // 1000 + CLAIM_S)
    member = await owner.add("张三", "19900000004")
    with pytest.raises(Problem, match="403 not_allowed"):
        await member.request("POST", path, body)
    stranger = await cloud.organization("19900000002", "别家公司")
    with pytest.raises(Problem, match="404 not_found"):
        await stranger.request("POST", path, body)
    with pytest.raises(Problem, match="404 not_found"):
        await owner.request("POST", "/v1/seals/x/claim", body)


async def test_keys_of_a_static_that_agrees_with_nobody(cloud: Cloud, owner: Person) -> None:
    """A seal whose agreement key is of low order is refused when it is bound, not when it is used."""
    seal = Seal(cloud, owner, static=AgreementKey.generate())
    weak = certificates.issue(Identity(SERIAL, "GL", seal.signing.public, bytes(32)), maker)
    assert (await owner.do(bind(seal, identity=weak))).code == "seal_unknown"
    assert (await owner.do(bind(seal))).done


@pytest.mark.parametrize(("noted", "free"), [(True, True), (False, True), (False, False)])
async def test_what_was_noted_as_told_and_never_was_is_told_at_the_next_contact(
    cloud: Cloud, owner: Person, noted: bool, free: bool
) -> None:
    """As an older program left it, of a seal that waited to be bound when the regime changed."""
    voice = Voice(cloud, owner)
    await voice.bound()
    if free:
        await owner.done(SetFeatures(items=[]))

    def work(unit: Unit) -> None:
        row = unit.get(SealRow, owner.organization, voice.serial)
        assert row is not None
        unit.put(msgspec.structs.replace(row, free_use=Wanted(noted, owner.member, cloud.now)))
        unit.connection.execute(tables.down.delete())

    await cloud.service.database.write(work)
    # Also that it is free no more: a cloud that was restored does not know what the seal has heard.
    assert await voice.hear() == [Kind.REGIME]
    (row,) = (await pull_all(owner)).of(SealRow)
    assert (row.free_use is not None and row.free_use.on) == free
    assert not awaits_seal(row.free_use)
    assert await voice.hear() == []


async def states(person: Person) -> list[CommandState]:
    person.cursors.clear()
    rows = (await pull_all(person)).of(SealCommand)
    return [each.state for each in sorted(rows, key=lambda each: each.number)]


@pytest.mark.req("R-102")
async def test_what_has_no_room_in_an_answer_waits_for_the_next(cloud: Cloud, owner: Person) -> None:
    """The rest is not on its way, but what is needless among it is so at once."""
    voice, count = Voice(cloud, owner), MAX_ENVELOPES + 2
    await voice.bound()

    def work(unit: Unit) -> None:
        bound = devices.binding(unit, voice.serial, 1)
        assert bound is not None
        for number in range(count):
            commands.leave(unit, bound, Kind.END, pack(EndBody(bytes(16))), 0, str(number))
        for light in (10, 20):
            commands.leave(unit, bound, Kind.SETTINGS, pack(SettingsBody(light, 0)), 0)

    await cloud.service.database.write(work)
    await voice.ask()
    sent, waiting = CommandState.SENT, CommandState.WAITING
    rest = [waiting, waiting, CommandState.SUPERSEDED, waiting]
    assert await states(owner) == [sent] * MAX_ENVELOPES + rest
    await voice.ask()
    assert await states(owner) == [sent] * count + [CommandState.SUPERSEDED, sent]
    assert len(voice.heard) == count + 1
