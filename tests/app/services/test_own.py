"""What is a person's own, at a console with a real cloud: his consoles, the log of his sign-ins, his second factor."""

from pathlib import Path

import pytest
from pyotp.totp import TOTP

from app.models.store import Tx
from app.services.own import SIGNED_OUT_SHOWN_MS, Own, OwnRows
from app.sync.errors import CloudError, Offline, ProblemError
from cloud.authenticator import STEP_MS
from domain.organization import Role
from domain.second_factor import RECOVERY_CODES
from domain.sign_ins import Outcome
from tests.app.console import Console, console
from tests.app.sync.conftest import OWNER
from tests.cloud.world import Cloud, Person, Problem


def own(pc: Console) -> Own:
    return Own(pc.account, pc.engine)


async def rows(pc: Console, *, consoles: int = 1, lines: int = 1) -> OwnRows:
    """As soon as there are so many consoles, and lines in the log."""

    def read(tx: Tx) -> OwnRows | None:
        found = own(pc).read(tx, pc.cloud.now)
        return found if (len(found.consoles), len(found.sign_ins)) == (consoles, lines) else None

    found = await pc.until(read)
    assert found is not None
    return found


def shows(cloud: Cloud, secret: str) -> str:
    """The authenticator app."""
    return TOTP(secret).generate_otp(cloud.now // STEP_MS)


@pytest.mark.req("R-297")
async def test_the_other_console_is_signed_out_from_here(pc: Console, owner: Person) -> None:
    found = await rows(pc, consoles=2, lines=2)
    assert found.consoles[0].id == own(pc).here
    assert found.consoles[1].id == owner.signed_in.console
    pc.cloud.now += 1
    await own(pc).sign_out(owner.signed_in.console)
    found = await rows(pc, consoles=2, lines=3)
    assert found.sign_ins[0].outcome is Outcome.SIGNED_OUT_AFAR
    assert found.consoles[1].signed_out_at == pc.cloud.now
    with pytest.raises(Problem, match="401 signed_out"):
        await owner.pull()
    pc.cloud.now += SIGNED_OUT_SHOWN_MS + 1
    assert await rows(pc, consoles=1, lines=3)


@pytest.mark.req("R-297")
async def test_this_console_is_told_when_it_was_signed_out_from_afar(pc: Console, owner: Person) -> None:
    await pc.reached(lambda state: state.online)
    await owner.request("POST", f"/v1/consoles/{own(pc).here}/sign-out")
    await pc.reached(lambda state: state.problem == "signed_out")
    assert pc.account.known is not None
    assert not pc.account.known.signed_in


async def test_a_console_is_called_something_else(pc: Console, owner: Person) -> None:
    await rows(pc, consoles=2, lines=2)
    await own(pc).name(own(pc).here, "前台电脑")
    await pc.until(lambda tx: own(pc).read(tx, 0).consoles[0].name == "前台电脑")
    with pytest.raises(ProblemError) as refused:
        await own(pc).name("nobody's", "x")
    assert refused.value.code == "not_found"


async def test_a_second_factor_from_the_first_step_to_the_last(tmp_path: Path, pc: Console, cloud: Cloud) -> None:
    found = await rows(pc, consoles=2, lines=2)
    assert (found.offered, found.has_second_factor) == (True, False)
    begun = await own(pc).begin_second_factor()
    with pytest.raises(ProblemError) as refused:
        await own(pc).confirm_second_factor("x")
    assert (refused.value.code, refused.value.field) == ("second_factor_wrong", "second_factor")
    codes = await own(pc).confirm_second_factor(shows(cloud, begun.secret))
    found = await rows(pc, consoles=1, lines=3)  # whoever signed in without it has to sign in anew
    assert found.has_second_factor
    assert found.second_factor is not None
    assert found.second_factor.recovery_codes == len(codes) == RECOVERY_CODES
    cloud.now += STEP_MS

    other = Console(tmp_path / "other", cloud)
    code = await cloud.code(OWNER)
    with pytest.raises(ProblemError) as needed:
        await other.account.sign_in(OWNER, code)
    assert needed.value.code == "second_factor_needed"
    assert other.account.known is None
    assert await other.account.sign_in(OWNER, code, shows(cloud, begun.secret))
    await other.account.close()

    new = await own(pc).new_recovery_codes(codes[0])
    assert not set(new) & set(codes)
    await own(pc).end_second_factor(new[0])
    await pc.until(lambda tx: not own(pc).read(tx, 0).has_second_factor)


async def test_a_member_is_not_offered_one(tmp_path: Path, cloud: Cloud, owner: Person) -> None:
    await owner.add("周二", "19900000002", Role.KEEPER)
    async with console(tmp_path / "member", cloud, "19900000002") as pc:
        assert not (await rows(pc, consoles=2, lines=2)).offered
        with pytest.raises(ProblemError) as refused:
            await own(pc).begin_second_factor()
        assert refused.value.code == "not_allowed"


async def test_without_the_cloud_the_rows_are_there_and_nothing_can_be_asked(pc: Console, cloud: Cloud) -> None:
    heard: list[bool] = []
    mine = own(pc)
    undo = mine.subscribe(lambda: heard.append(mine.online))
    await rows(pc, consoles=2, lines=2)
    await pc.reached(lambda state: state.online)
    assert mine.online
    await cloud.stop()
    with pytest.raises(Offline):
        await mine.sign_out(mine.here)
    await pc.reached(lambda state: state.online is False)
    assert not mine.online
    assert heard[-1] is False
    for asked in (mine.name(mine.here, "x"), mine.begin_second_factor(), mine.end_second_factor("1")):
        with pytest.raises(CloudError):
            await asked
    assert await rows(pc, consoles=2, lines=2)
    undo()
    await cloud.start()
