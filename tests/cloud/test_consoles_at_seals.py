"""What a seal is told of a person's consoles: which may go on without news, and which are to open nothing any more."""

import pytest

from domain.consoles import Console
from domain.features import SetFeatures
from domain.geo import Area, Point
from domain.organization import Feature
from domain.seals import Model
from protocol import envelopes, grants, sync
from protocol.envelopes import Kind
from tests.cloud.company import HOUR_MS, Company, found_company, own
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person

DAY_MS = 24 * HOUR_MS
HERE = Area(name="总部", centre=Point(lat=39.4677, lon=75.9938), radius_m=300)


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    company = await found_company(cloud, sealed=False)
    await company.owner.done(SetFeatures(items=list(Feature)))
    return company


async def bound(company: Company, model: Model = Model.GL) -> Voice:
    voice = Voice(company.cloud, company.owner, model=model)
    await voice.bound()
    await voice.ask()
    return voice


async def sign_in_again(company: Company) -> Person:
    company.cloud.now += 1000
    member = company.member
    return await Person.sign_in(company.cloud, member.phone, member.organization, member.member)


async def test_a_grant_names_the_consoles_of_its_member_the_last_seen_first(company: Company) -> None:
    voice, seconds = await bound(company), [await sign_in_again(company) for _ in range(grants.MAX_CONSOLES)]
    await company.admin.done(company.authorize("use"))
    assert Kind.GRANT in await voice.hear()
    named = voice.grant(voice.heard[-1]).consoles
    assert named == [each.static.public for each in reversed(seconds)]  # and not the ninth, which is the oldest


async def test_a_console_that_was_signed_out_is_not_named(company: Company) -> None:
    voice, second = await bound(company), await sign_in_again(company)
    newest = max((await own(second)).of(Console), key=lambda row: row.created_at)
    await company.member.request("POST", f"/v1/consoles/{newest.id}/sign-out")
    await company.admin.done(company.authorize("use"))
    await voice.hear()
    assert voice.grant(voice.heard[-1]).consoles == [company.member.static.public]


@pytest.mark.parametrize("days", [0, 3])
async def test_what_a_grant_names_is_revoked_also_when_its_certificate_is_over(company: Company, days: int) -> None:
    """Offline use lets it go on with an old certificate; so a stolen one has to be named to the seal until the end."""
    voice, second = await bound(company), await sign_in_again(company)
    ask = sync.AskCertificate(organization=company.owner.organization)
    word = await second.ask(sync.Certificate, "POST", "/v1/certificates", ask)
    end = company.cloud.now + 10 * DAY_MS
    await company.admin.done(company.authorize("use", end=end))
    await voice.hear()
    stolen = max((await own(company.member)).of(Console), key=lambda row: row.created_at)
    company.cloud.now += days * DAY_MS
    assert (word.expires < company.cloud.now) is (days > 0)
    await (await sign_in_again(company)).request("POST", f"/v1/consoles/{stolen.id}/sign-out")
    voice.courier = await Person.sign_in(
        company.cloud, company.owner.phone, company.owner.organization, company.owner.member
    )
    assert await voice.hear() == [Kind.REVOKE]
    body = envelopes.read_revoke(voice.heard[-1].body)
    assert (body.console, body.expires) == (second.static.public, -(-end // 1000))


@pytest.mark.parametrize(("model", "area", "claimed"), [
    (Model.L, HERE, True),
    (Model.L, None, False),
    (Model.GL, HERE, False),
])  # fmt: skip
async def test_of_a_seal_without_a_receiver_the_console_tells_the_place(
    company: Company, model: Model, area: Area | None, claimed: bool
) -> None:
    voice = await bound(company, model)
    await company.admin.done(company.authorize("use", area=area))
    await voice.hear()
    assert voice.grant(voice.heard[-1]).claimed_place is claimed
