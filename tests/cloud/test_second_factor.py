"""The second factor: switched on, asked for, tried, lost and switched off."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from pyotp.totp import TOTP

from cloud.authenticator import BLOCKED_MS, STEP_MS
from domain.organization import Role
from domain.second_factor import RECOVERY_CODES, SecondFactor
from domain.sign_ins import Outcome
from protocol import sync
from protocol.sync import BegunSecondFactor, RecoveryCodes, SignedIn
from tests.cloud.test_consoles import log, own
from tests.cloud.test_sign_in import other, sign_in
from tests.cloud.world import Cloud, Person, Problem

# RFC 6238, appendix B, in six digits: SHA-1 with the ASCII secret 12345678901234567890.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (2000000000, "279037"), (20000000000, "353130")]


class Phone:
    """An authenticator app: what it shows at the cloud's time, so many steps off."""

    def __init__(self, cloud: Cloud, secret: str) -> None:
        self.cloud, self.secret = cloud, secret

    def shows(self, steps: int = 0) -> str:
        return TOTP(self.secret).generate_otp(self.cloud.now // STEP_MS + steps)


async def post(who: Person, path: str, code: str) -> bytes:
    return await who.request("POST", f"/v1/second-factor{path}", sync.FactorCode(code=code))


async def codes_of(who: Person, path: str, code: str) -> list[str]:
    return msgspec.json.decode(await post(who, path, code), type=RecoveryCodes).codes


async def begin(who: Person) -> Phone:
    begun = await who.ask(BegunSecondFactor, "POST", "/v1/second-factor")
    return Phone(who.cloud, begun.secret)


async def switched_on(who: Person) -> tuple[Phone, list[str]]:
    phone = await begin(who)
    codes = await codes_of(who, "/confirm", phone.shows())
    who.cloud.now += STEP_MS
    return phone, codes


async def enter(who: Person, second_factor: str | None, code: str | None = None) -> SignedIn:
    """Sign in again, with a new code by SMS unless there is one."""
    body = sign_in(who, code or await who.cloud.code(who.phone))
    body = msgspec.structs.replace(body, second_factor=second_factor)
    who.signed_in = await who.cloud.ask(SignedIn, "POST", "/v1/sign-in", body)
    return who.signed_in


async def state(who: Person) -> tuple[bool, int]:
    """Whether it is on, and how many recovery codes are left, as the consoles are told."""
    rows = (await own(who)).of(SecondFactor)
    return (rows[0].since is not None, rows[0].recovery_codes) if rows else (False, 0)


@pytest.mark.parametrize(("at", "code"), RFC_CODES)
def test_the_codes_are_those_of_the_rfc(at: int, code: str) -> None:
    assert TOTP(RFC_SECRET).generate_otp(at * 1000 // STEP_MS) == code


async def test_it_is_asked_for_once_it_is_confirmed(cloud: Cloud, owner: Person) -> None:
    begun = await owner.ask(BegunSecondFactor, "POST", "/v1/second-factor")
    address = urlsplit(begun.uri)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [begun.secret], "issuer": ["Signet"]}
    assert owner.phone in address.path
    await enter(owner, None)  # begun is not confirmed
    assert await state(owner) == (False, 0)
    phone = Phone(cloud, begun.secret)
    codes = await codes_of(owner, "/confirm", phone.shows())
    assert len(set(codes)) == RECOVERY_CODES
    assert await state(owner) == (True, RECOVERY_CODES)
    code = await cloud.code(owner.phone)
    with pytest.raises(Problem, match="403 second_factor_needed") as needed:
        await enter(owner, None, code)
    assert needed.value.said.field == "second_factor"
    cloud.now += STEP_MS
    await enter(owner, phone.shows(), code)  # the code by SMS has stayed good
    with pytest.raises(Problem, match="403 code_over"):
        await enter(owner, phone.shows(1), code)
    assert [outcome for outcome, _ in await log(owner)] == [
        Outcome.OK,
        Outcome.OK,
        Outcome.SECOND_FACTOR_ON,
        Outcome.OK,  # in place of the line that it was missing
    ]


async def test_a_code_is_taken_once_and_one_step_off_at_most(cloud: Cloud, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    cloud.now += 10 * STEP_MS
    for steps, taken in (
        (2, False),
        (-2, False),
        (-1, True),
        (-1, False),
        (1, True),
        (0, False),
        (1, False),
        (2, False),
    ):
        if taken:
            await enter(owner, phone.shows(steps))
        else:
            with pytest.raises(Problem, match="second_factor_wrong"):
                await enter(owner, phone.shows(steps))


async def test_spaces_in_a_code_do_not_matter(cloud: Cloud, owner: Person) -> None:
    phone, codes = await switched_on(owner)
    shown = phone.shows()
    await enter(owner, f" {shown[:3]} {shown[3:]} ")
    await enter(owner, codes[0].upper().replace("-", " "))


async def test_a_recovery_code_is_good_once(cloud: Cloud, owner: Person) -> None:
    _, codes = await switched_on(owner)
    await enter(owner, codes[0])
    assert await state(owner) == (True, RECOVERY_CODES - 1)
    assert (await log(owner))[-1][0] is Outcome.RECOVERY_CODE
    with pytest.raises(Problem, match="403 second_factor_wrong"):
        await enter(owner, codes[0])
    new = await codes_of(owner, "/recovery-codes", codes[1])
    assert await state(owner) == (True, RECOVERY_CODES)
    with pytest.raises(Problem, match="403 second_factor_wrong"):
        await enter(owner, codes[2])
    await enter(owner, new[0])


async def test_the_fifth_wrong_code_closes_the_door_for_an_hour(cloud: Cloud, owner: Person) -> None:
    phone, codes = await switched_on(owner)
    for left in "4321":
        with pytest.raises(Problem, match="403 second_factor_wrong") as refused:
            await enter(owner, other(phone.shows()))
        assert left in refused.value.said.sentence
    for tried in (other(phone.shows()), phone.shows(), codes[0]):
        with pytest.raises(Problem, match="429 second_factor_over"):
            await enter(owner, tried)
    cloud.now += BLOCKED_MS - 1
    with pytest.raises(Problem, match="429 second_factor_over"):
        await enter(owner, phone.shows())
    cloud.now += 1
    await enter(owner, phone.shows())
    wrong = [outcome for outcome, _ in await log(owner)].count(Outcome.SECOND_FACTOR_WRONG)
    assert wrong == 5


async def test_a_right_code_begins_the_tries_anew(cloud: Cloud, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(Problem, match="403 second_factor_wrong"):
                await enter(owner, other(phone.shows()))
        await enter(owner, phone.shows())
        cloud.now += STEP_MS


async def test_what_comes_to_nothing_uses_up_the_code_by_sms(cloud: Cloud, owner: Person) -> None:
    """Else whoever holds the phone number could write into the log as often as he likes."""
    phone, _ = await switched_on(owner)
    code = await cloud.code(owner.phone)
    for _ in range(5):
        with pytest.raises(Problem, match="403 second_factor_needed"):
            await enter(owner, None, code)
    with pytest.raises(Problem, match="403 code_over"):
        await enter(owner, phone.shows(), code)


async def test_only_the_right_code_switches_it_off(cloud: Cloud, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    for path in ("/off", "/recovery-codes"):
        with pytest.raises(Problem, match="403 second_factor_wrong"):
            await post(owner, path, other(phone.shows()))
    assert await state(owner) == (True, RECOVERY_CODES)
    assert await post(owner, "/off", phone.shows()) == b""
    assert await state(owner) == (False, 0)
    await enter(owner, None)
    assert Outcome.SECOND_FACTOR_OFF in [outcome for outcome, _ in await log(owner)]
    again, _ = await switched_on(owner)
    assert again.secret != phone.secret


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEADQUARTERS])
async def test_owners_and_administrators_are_offered_it(cloud: Cloud, owner: Person, role: Role) -> None:
    who = owner
    if role is not Role.OWNER:
        given = Role.MEMBER if role is Role.CUSTOM else role
        who = await owner.add("周二", "19900000002", given)
    if role in (Role.OWNER, Role.ADMINISTRATOR):
        await begin(who)
    else:
        with pytest.raises(Problem, match="403 not_allowed"):
            await begin(who)


async def test_what_is_not_at_its_turn_is_refused(cloud: Cloud, owner: Person) -> None:
    for path in ("/confirm", "/recovery-codes", "/off"):
        with pytest.raises(Problem, match="409 second_factor_off"):
            await post(owner, path, "000000")
    phone = await begin(owner)
    with pytest.raises(Problem, match="403 second_factor_wrong"):
        await post(owner, "/confirm", other(phone.shows()))
    await codes_of(owner, "/confirm", phone.shows())
    with pytest.raises(Problem, match="409 second_factor_on"):
        await post(owner, "/confirm", phone.shows())
    with pytest.raises(Problem, match="409 second_factor_on"):
        await begin(owner)


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "a" * 200, "\0" * 6, "'; drop"])
async def test_what_is_no_code_is_a_wrong_one(cloud: Cloud, owner: Person, typed: str) -> None:
    await switched_on(owner)
    with pytest.raises(Problem, match="403 second_factor_wrong"):
        await enter(owner, typed)


async def test_no_file_of_the_cloud_holds_a_secret_or_a_recovery_code(
    cloud: Cloud, owner: Person, tmp_path: Path
) -> None:
    phone, codes = await switched_on(owner)
    await cloud.stop()
    held = b"".join(path.read_bytes() for path in sorted((tmp_path / "cloud").glob("cloud.db*")))
    secrets = [phone.secret, *codes, *(code.replace("-", "") for code in codes)]
    assert [each for each in secrets if each.encode() in held] == []


async def test_whoever_got_in_without_it_is_signed_out(cloud: Cloud, owner: Person) -> None:
    """All other consoles: the factor is switched on for fear of one of them."""
    another = await Person.sign_in(cloud, owner.phone, owner.organization, owner.member)
    colleague = await owner.add("张三", "19900000004")
    await switched_on(owner)
    with pytest.raises(Problem, match="401 signed_out"):
        await another.pull()
    with pytest.raises(Problem, match="401 signed_out"):
        await cloud.request("POST", "/v1/sign-in/refresh", sync.Refresh(refresh=another.signed_in.refresh))
    assert Outcome.SIGNED_OUT_AFAR in [outcome for outcome, _ in await log(owner)]
    for each in (owner, colleague):
        await each.pull()
        await cloud.request("POST", "/v1/sign-in/refresh", sync.Refresh(refresh=each.signed_in.refresh))
