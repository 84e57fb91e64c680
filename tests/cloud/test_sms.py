"""SMS by the vendor's own kit, to a carrier on this computer that checks signatures and misbehaves."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from cloud import app
from cloud import sms as sending
from cloud.channels import Letter, Rejected, Unreachable
from cloud.settings import Settings
from cloud.sms import Sms
from domain.messages import Channel, DeliveryState
from tests.cloud import tencent
from tests.cloud.carriers import in_state, leave
from tests.cloud.tencent import Carrier
from tests.cloud.world import Cloud, running
from tests.waiting import until

TEMPLATES = {"code": "100", "message": "200", "authorization_activated": "300"}
WHO = {"sms_app": "1400006666", "sms_secret_id": tencent.ID, "sms_secret_key": tencent.KEY, "sms_sign": "印信"}


def settings(address: str, **more: Any) -> dict[str, Any]:
    return {**WHO, "sms_url": address, "sms_templates": TEMPLATES, **more}


def sms(folder: Path, address: str, **more: Any) -> Sms:
    return Sms(Settings(data=folder, maker_root=folder, **settings(address, **more)))


def letter(topic: str = "seal_is_locked", **more: Any) -> Letter:
    to = ("k-1", Channel.SMS, "19900000001", topic, "“公章”已锁定。", "", 0, 0)
    return Letter(*to, **more)


CODE = Letter("k-2", Channel.SMS, "+4915112345678", "sign_in", "验证码…", "123456", 0, 0, words=("123456", "登录"))


@pytest.fixture
async def carrier() -> AsyncIterator[tuple[Carrier, str]]:
    async with tencent.serving() as found:
        yield found


@pytest.mark.req("A-03", "A")
@pytest.mark.parametrize(
    ("sent", "phone", "template", "words"),
    [
        (CODE, "+4915112345678", "100", ["123456", "登录"]),
        (letter(), "+8619900000001", "200", ["“公章”已锁定。"]),
        (letter("authorization_activated", words=("张三", "公章")), "+8619900000001", "300", ["张三", "公章"]),
    ],
    ids=["code", "message", "message of its own template"],
)
async def test_a_letter_goes_by_the_template_that_says_it(
    tmp_path: Path, carrier: tuple[Carrier, str], sent: Letter, phone: str, template: str, words: list[str]
) -> None:
    await sms(tmp_path, carrier[1]).send(sent)
    (taken,) = carrier[0].taken
    assert taken == {
        "PhoneNumberSet": [phone],
        "SmsSdkAppId": "1400006666",
        "SignName": "印信",
        "TemplateId": template,
        "TemplateParamSet": words,
        "SessionContext": sent.key,
    }


async def test_what_no_template_says_is_not_sent(tmp_path: Path, carrier: tuple[Carrier, str]) -> None:
    with pytest.raises(Rejected, match="no_template"):
        await sms(tmp_path, carrier[1], sms_templates={"code": "100"}).send(letter())
    assert carrier[0].taken == []


@pytest.mark.parametrize("wrong", [{"sms_secret_key": "another"}, {"sms_secret_id": "another"}])
async def test_a_wrong_key_is_the_clouds_affair_and_not_the_readers(
    tmp_path: Path, carrier: tuple[Carrier, str], wrong: Mapping[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """When the settings are mended, the letter goes; meanwhile nothing of it stands in the log."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unreachable, match="AuthFailure") as error:
        await sms(tmp_path, carrier[1], **wrong).send(CODE)
    assert not error.value.may_have_arrived
    assert carrier[0].taken == []
    assert "AuthFailure" in caplog.text
    assert "123456" not in caplog.text
    assert "15112345678" not in caplog.text


@pytest.mark.parametrize(
    ("code", "kind", "may_have_arrived"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", Rejected, None),
        ("FailedOperation.PhoneNumberInBlacklist", Rejected, None),
        ("UnsupportedOperation.UnsupportedRegion", Rejected, None),
        ("LimitExceeded.PhoneNumberOneHourLimit", Unreachable, False),
        ("LimitExceeded.PhoneNumberSameContentDailyLimit", Rejected, None),
        ("FailedOperation.InsufficientBalanceInSmsPackage", Unreachable, False),
        ("FailedOperation.TemplateIncorrectOrUnapproved", Unreachable, False),
        ("InternalError.Timeout", Unreachable, True),
        ("RequestLimitExceeded", Unreachable, False),
    ],
)
@pytest.mark.parametrize("where", ["codes", "faults"])
async def test_what_the_carrier_says_is_understood(
    tmp_path: Path,
    carrier: tuple[Carrier, str],
    code: str,
    kind: type[Exception],
    may_have_arrived: bool | None,
    where: str,
) -> None:
    """Of this number, or of the whole request."""
    getattr(carrier[0], where).append(code)
    with pytest.raises(kind, match=code) as error:
        await sms(tmp_path, carrier[1]).send(letter())
    assert getattr(error.value, "may_have_arrived", None) == may_have_arrived
    assert carrier[0].taken == []


async def test_a_fault_of_the_carriers_server_is_worth_trying_again(
    tmp_path: Path, carrier: tuple[Carrier, str]
) -> None:
    carrier[0].status = [500, 502]
    for _ in range(2):
        with pytest.raises(Unreachable) as error:
            await sms(tmp_path, carrier[1]).send(letter())
        assert error.value.may_have_arrived
    await sms(tmp_path, carrier[1]).send(letter())
    assert len(carrier[0].taken) == 1


async def test_nobody_there_has_sent_nothing(tmp_path: Path) -> None:
    async with tencent.serving() as (_, address):
        pass
    with pytest.raises(Unreachable) as error:
        await sms(tmp_path, address).send(letter())
    assert not error.value.may_have_arrived


async def test_a_carrier_that_hangs_up_may_have_sent_it(tmp_path: Path, carrier: tuple[Carrier, str]) -> None:
    carrier[0].cut = True
    with pytest.raises(Unreachable) as error:
        await sms(tmp_path, carrier[1]).send(letter())
    assert error.value.may_have_arrived
    assert len(carrier[0].taken) == 1


async def test_a_carrier_that_takes_too_long_may_have_sent_it(
    tmp_path: Path, carrier: tuple[Carrier, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WAIT_S", 0.2)
    carrier[0].held = asyncio.Event()
    with pytest.raises(Unreachable) as error:
        await sms(tmp_path, carrier[1]).send(letter())
    assert error.value.may_have_arrived
    carrier[0].held.set()


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None, carrier: tuple[Carrier, str]) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url, **settings(carrier[1])) as cloud:
        yield cloud


async def code_taken(carrier: Carrier, after: int = 0) -> str:
    await until(lambda: len(carrier.taken) > after)
    return carrier.taken[-1]["TemplateParamSet"][0]


@pytest.mark.req("R-044")
async def test_somebody_signs_in_by_a_code_that_the_carrier_brought(
    cloud: Cloud, carrier: tuple[Carrier, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although its first answer was a fault. The demo's inbox has seen none of it."""
    carrier[0].status = [500]
    monkeypatch.setattr(Cloud, "delivered", lambda _cloud, _phone: code_taken(carrier[0]))
    await cloud.request("POST", "/v1/sign-in/code", {"phone": "19900000001"})
    await until(lambda: not carrier[0].status)
    cloud.now += 5000
    await cloud.service.post.work()
    owner = await cloud.organization("19900000001")
    assert owner.signed_in.organizations == [owner.organization]
    assert {each["PhoneNumberSet"][0] for each in carrier[0].taken} == {"+8619900000001"}
    assert await cloud.inbox() == []
    (row,) = await leave(cloud, owner, Channel.SMS)
    carrier[0].codes = ["FailedOperation.PhoneNumberInBlacklist"]
    await cloud.service.post.work()
    (dead,) = await in_state(cloud, DeliveryState.FAILED)
    assert (dead.message, dead.why) == (row.id, "FailedOperation.PhoneNumberInBlacklist")


@pytest.mark.parametrize("missing", ["sms_secret_id", "sms_secret_key", "sms_sign", "sms_templates"])
async def test_a_cloud_whose_account_is_half_named_does_not_start(tmp_path: Path, missing: str) -> None:
    given = settings("http://127.0.0.1:1", **{missing: {} if missing == "sms_templates" else ""})
    with pytest.raises(app.CannotStart, match=f"SIGNET_CLOUD_{missing.upper()}"):
        async with running(tmp_path, **given):
            pass
