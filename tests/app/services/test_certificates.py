import asyncio
from contextlib import suppress

import pytest

from app.models import certificates as table
from app.models import replica
from app.services import certificates
from app.services.certificates import RENEW_AFTER_MS
from app.sync.errors import Offline
from protocol.certificates import CONSOLE_S, ConsoleCertificate, check
from protocol.sync import Certificate
from tests.app.console import Console
from tests.cloud.world import Cloud, Person


async def test_each_organization_gives_a_certificate_that_is_renewed_from_half_a_day_on(
    pc: Console, cloud: Cloud, owner: Person
) -> None:
    assert await pc.certificates.certificate(owner.organization) is None
    keeping = asyncio.create_task(pc.certificates.keep(pc.engine))
    held = await pc.until(lambda tx: table.get(tx, owner.organization))
    first = await pc.certificates.certificate(owner.organization)
    assert first == held.certificate
    word = check(held.certificate, ConsoleCertificate, cloud.service.keys.signing(owner.organization).public)
    assert word.static == pc.certificates.trust.key.public
    assert pc.certificates.trust.maker == pc.account.maker

    cloud.now += RENEW_AFTER_MS - 1
    await pc.certificates.renew()
    assert await pc.certificates.certificate(owner.organization) == first
    cloud.now += 1
    await pc.certificates.renew()
    second = await pc.certificates.certificate(owner.organization)
    assert second not in (None, first)

    await cloud.stop()
    cloud.now += RENEW_AFTER_MS
    await pc.certificates.renew()
    assert await pc.certificates.certificate(owner.organization) == second
    cloud.now += CONSOLE_S * 1000 - RENEW_AFTER_MS
    assert await pc.certificates.certificate(owner.organization) is None
    await cloud.start()
    await pc.until(lambda tx: (held := table.get(tx, owner.organization)) and held.expires > cloud.now)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


async def test_one_that_did_not_come_is_asked_for_again_soon(
    pc: Console, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pc.until(lambda tx: replica.me(tx, owner.organization))
    asked = pc.account.client.certificate
    answers = [Offline("no answer in time"), None]  # of this request alone: the line is there

    async def ask(organization: str) -> Certificate:
        if answers and (error := answers.pop(0)) is not None:
            raise error
        return await asked(organization)

    monkeypatch.setattr(certificates, "AGAIN_S", 0.05)
    monkeypatch.setattr(pc.account.client, "certificate", ask)
    keeping = asyncio.create_task(pc.certificates.keep(pc.engine))
    await pc.until(lambda tx: table.get(tx, owner.organization))
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


async def test_whoever_is_no_member_gets_none(pc: Console, owner: Person) -> None:
    row = await pc.until(lambda tx: replica.me(tx, owner.organization))
    assert row.active
    await pc.certificates.renew()
    assert await pc.certificates.certificate("another") is None
