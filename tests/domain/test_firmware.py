"""Versions compared, which of them made a record, how an upgrade goes, and to whom a release goes (R-058, R-169)."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import firmware
from domain.events import SealEventKind
from domain.firmware import (
    Run,
    SealFirmware,
    Stage,
    Told,
    Upgrade,
    UpgradeFailure,
    UpgradeState,
    Waits,
    answered,
    downloaded,
    followed,
    is_due,
    is_in,
    judge_release,
    judge_stage,
    made_by,
    ran,
    spelled,
    waits_for,
)
from domain.firmware_wording import FAILURES
from domain.message_wording import message_text
from domain.seals import BindingState, Model, Seal, SealStatus, presses_to_switch, version_number

RUNS, VERIFIED, UPDATING, CONFIRMED, FAILED = (
    SealEventKind.FIRMWARE_RUNS,
    SealEventKind.FIRMWARE_VERIFIED,
    SealEventKind.FIRMWARE_UPDATING,
    SealEventKind.FIRMWARE_CONFIRMED,
    SealEventKind.FIRMWARE_FAILED,
)
OLD, NEW = 2020121706, 2026112901
ORDERED = Upgrade(release="ab" * 32, version=f"GYGL{NEW}", size=1000, ordered_at=1, at=1)
WANTED = answered(ORDERED, 10, None, OLD, 2)
SEAL = Seal(
    id="GL2026000001",
    organization="o",
    name="公章",
    model=Model.GL,
    binding=2,
    state=BindingState.BOUND,
    bound_by="m",
    bound_at=0,
)
STATUS = SealStatus(
    id=SEAL.id,
    organization="o",
    phase="usable",
    battery=80,
    firmware=f"GYGL{OLD}",
    place=None,
    at=0,
    log_end=9,
    log_to=9,
    used=0,
    count=None,
    signal=3,
    heard_at=0,
)


@pytest.mark.parametrize(
    ("version", "number", "presses"),
    [
        ("GYGL2020121705", 2020121705, 2),
        ("GYGL2020121706", 2020121706, 5),
        ("GYL2021010100", 2021010100, 5),
        ("GYGL9", 9, 2),  # by number, not by letters: 9 is less than 10
        ("GYGL10", 10, 2),
        ("GY2020GL", 0, 2),
        ("", 0, 2),
    ],
)
def test_versions_compare_by_the_number_at_their_end(version: str, number: int, presses: int) -> None:
    assert version_number(version) == number
    assert presses_to_switch(version) == presses


@pytest.mark.parametrize(
    ("number", "log_to", "version"),
    [
        (1, 20, None),  # the run itself is no press; before it nothing was said
        (2, 20, OLD),
        (9, 20, OLD),
        (10, 20, NEW),
        (20, 20, NEW),
        (21, 20, None),  # what is missing before it may be another run
    ],
)
def test_a_record_is_made_by_what_ran_last_before_it(number: int, log_to: int, version: int | None) -> None:
    assert made_by([Run(1, OLD), Run(9, NEW)], number, log_to) == version


@given(st.permutations([Told(1, RUNS, OLD), Told(40, RUNS, NEW), Told(44, RUNS, OLD), Told(60, RUNS, NEW)]))
def test_runs_are_the_same_in_whatever_order_the_log_comes(told: list[Told]) -> None:
    runs: list[Run] = []
    for at in range(len(told)):
        runs = ran(runs, told[: at + 1])
    assert runs == [Run(1, OLD), Run(40, NEW), Run(44, OLD), Run(60, NEW)]


def test_a_version_that_was_begun_again_is_one_run() -> None:
    assert ran([Run(1, OLD)], [Told(7, RUNS, OLD), Told(8, FAILED, 3)]) == [Run(1, OLD)]


@pytest.mark.parametrize(
    ("told", "state", "why"),
    [
        ([], UpgradeState.DOWNLOADING, None),
        ([Told(9, FAILED, 4)], UpgradeState.DOWNLOADING, None),  # of a release before it
        ([Told(11, VERIFIED, NEW)], UpgradeState.VERIFIED, None),
        ([Told(11, VERIFIED, OLD)], UpgradeState.DOWNLOADING, None),
        ([Told(11, VERIFIED, NEW), Told(12, UPDATING, NEW)], UpgradeState.UPDATING, None),
        ([Told(12, UPDATING, NEW), Told(13, RUNS, NEW), Told(14, CONFIRMED, NEW)], UpgradeState.UPDATED, None),
        ([Told(12, UPDATING, NEW), Told(14, FAILED, 4)], UpgradeState.FAILED, UpgradeFailure.SELF_CHECK),
        ([Told(11, FAILED, 1), Told(15, VERIFIED, NEW)], UpgradeState.VERIFIED, None),
        ([Told(11, FAILED, 99)], UpgradeState.FAILED, UpgradeFailure.OTHER),
    ],
)
def test_the_log_says_how_an_upgrade_goes(told: list[Told], state: UpgradeState, why: UpgradeFailure | None) -> None:
    after = followed(WANTED, told, 3)
    assert (after.state, after.why) == (state, why)
    assert after.percent == (
        100 if state in (UpgradeState.VERIFIED, UpgradeState.UPDATING, UpgradeState.UPDATED) else 0
    )


@given(
    st.permutations([Told(11, VERIFIED, NEW), Told(12, UPDATING, NEW), Told(13, RUNS, NEW), Told(14, CONFIRMED, NEW)])
)
def test_whichever_part_of_the_log_comes_first(told: list[Told]) -> None:
    """Also when the answer to the order comes last of all."""
    step, known = WANTED, list[Told]()
    for each in told:
        known.append(each)
        step = followed(step, known, 3)
    late = followed(answered(followed(ORDERED, told, 3), 10, None, OLD, 4), told, 4)
    assert step.state is late.state is UpgradeState.UPDATED


@pytest.mark.parametrize(
    "refusal", [UpgradeFailure.MAKER, UpgradeFailure.MODEL, UpgradeFailure.OLDER, UpgradeFailure.RANGE]
)
def test_what_the_seal_will_not_have_has_failed(refusal: UpgradeFailure) -> None:
    after = answered(ORDERED, 10, refusal, OLD, 2)
    assert (after.state, after.why, after.acked) == (UpgradeState.FAILED, refusal, 10)
    assert firmware.has_failed(ORDERED, after)
    assert not firmware.has_failed(after, after)


@pytest.mark.parametrize(
    ("runs", "state", "why"),
    [
        (0, UpgradeState.FAILED, UpgradeFailure.OLDER),
        (NEW - 1, UpgradeState.FAILED, UpgradeFailure.OLDER),
        (NEW, UpgradeState.UPDATED, None),
        (NEW + 1, UpgradeState.FAILED, UpgradeFailure.WITHDRAWN),
    ],
)
def test_what_it_has_already_is_no_failure(runs: int, state: UpgradeState, why: UpgradeFailure | None) -> None:
    """A cloud that was restored does not know that it has; one that has a newer version needs this no more."""
    after = answered(ORDERED, 10, UpgradeFailure.OLDER, runs, 2)
    assert (after.state, after.why) == (state, why)
    assert firmware.has_failed(ORDERED, after) is (why is UpgradeFailure.OLDER)


def test_what_was_withdrawn_may_have_been_updated_all_the_same() -> None:
    gone = firmware.withdrawn(WANTED, 5)
    assert not firmware.has_failed(WANTED, gone)
    assert followed(gone, [Told(11, VERIFIED, NEW)], 6) == gone
    assert followed(gone, [Told(11, VERIFIED, NEW), Told(12, CONFIRMED, NEW)], 6).state is UpgradeState.UPDATED


def test_a_download_is_told_in_steps() -> None:
    at = WANTED
    told: list[int] = []
    for offset in range(0, 1001, 10):
        after = downloaded(at, offset, 9)
        if after != at:
            told.append(after.percent)
        at = after
    assert told == list(range(5, 101, 5))
    assert downloaded(at, 0, 9).percent == 0  # it begins anew
    assert downloaded(at, 1001, 9) == at
    assert downloaded(followed(at, [Told(11, VERIFIED, NEW)], 9), 10, 9).percent == 100


@pytest.mark.parametrize(
    ("state", "changes", "in_contact", "in_hand", "waits"),
    [
        (UpgradeState.QUEUED, {}, True, False, None),
        (UpgradeState.QUEUED, {}, False, False, Waits.CONTACT),
        (UpgradeState.DOWNLOADING, {}, False, False, Waits.CONTACT),
        (UpgradeState.DOWNLOADING, {"battery": 3}, True, True, None),
        (UpgradeState.VERIFIED, {}, True, True, Waits.HAND),
        (UpgradeState.VERIFIED, {}, False, False, Waits.RESTART),
        (UpgradeState.VERIFIED, {"battery": 29}, True, False, Waits.BATTERY),
        (UpgradeState.VERIFIED, {"battery": 29, "charging": True}, True, False, Waits.RESTART),
        (UpgradeState.VERIFIED, {"battery": 30}, True, False, Waits.RESTART),
        (UpgradeState.UPDATING, {"battery": 3}, False, False, None),
        (UpgradeState.UPDATED, {}, False, False, None),
    ],
)
def test_what_is_waited_for_is_said(
    state: UpgradeState, changes: dict[str, object], in_contact: bool, in_hand: bool, waits: Waits | None
) -> None:
    upgrade, status = msgspec.structs.replace(WANTED, state=state), msgspec.structs.replace(STATUS, **changes)
    assert waits_for(upgrade, status, in_contact=in_contact, in_hand=in_hand) is waits


def test_a_version_is_spelled_as_the_seal_spells_it() -> None:
    row = SealFirmware(id=SEAL.id, organization="o", upgrade=ORDERED)
    assert spelled(OLD, row, STATUS) == f"GYGL{OLD}"
    assert spelled(NEW, row, STATUS) == f"GYGL{NEW}"
    assert spelled(7, row, STATUS) == spelled(7, None, None) == "7"


# Releases


@given(st.integers(0, 99), st.integers(0, 10**6))
def test_a_wider_share_takes_in_whom_a_narrower_did(share: int, number: int) -> None:
    serial = f"GL{number:010}"
    narrow, wide = is_in(Stage(share=share), "r", serial), is_in(Stage(share=share + 1), "r", serial)
    assert narrow <= wide
    assert is_in(Stage(share=100), "r", serial)
    assert not is_in(Stage(), "r", serial)
    assert is_in(Stage(seals=[serial]), "r", serial)


def test_a_share_is_about_so_many() -> None:
    taken = sum(is_in(Stage(share=20), "release", f"GL{number}") for number in range(5000))
    assert 900 < taken < 1100


def row(state: UpgradeState | None = None, binding: int = 2, version: int = NEW, at: int = 5) -> SealFirmware:
    upgrade = None
    if state is not None:
        why = UpgradeFailure.HASH if state is UpgradeState.FAILED else None
        upgrade = msgspec.structs.replace(ORDERED, version=f"GYGL{version}", state=state, why=why, at=at)
    return SealFirmware(id=SEAL.id, organization="o", binding=binding, runs=[Run(1, OLD)], upgrade=upgrade)


@pytest.mark.parametrize(
    ("known", "number", "due"),
    [
        (None, NEW, True),
        (row(), NEW, True),
        (row(), OLD, False),  # no downgrade, and not what runs
        (row(), OLD - 1, False),
        (row(UpgradeState.QUEUED), NEW, False),
        (row(UpgradeState.QUEUED, version=NEW - 1), NEW, True),  # a newer one replaces it
        (row(UpgradeState.QUEUED, version=NEW + 1), NEW, False),
        (row(UpgradeState.QUEUED, binding=1), NEW, True),  # ordered from it in another binding
        (row(UpgradeState.UPDATED), NEW, False),
        (row(UpgradeState.FAILED), NEW, True),  # before the stage that is asked for
        (row(UpgradeState.FAILED, at=100), NEW, False),
        (row(UpgradeState.FAILED, version=NEW + 1), NEW, True),  # an older one instead, staged since
        (row(UpgradeState.FAILED, version=NEW + 1, at=100), NEW, False),
    ],
)
def test_who_is_due(known: SealFirmware | None, number: int, due: bool) -> None:
    assert is_due(known, SEAL, ORDERED.release, f"GYGL{number}", staged_at=50) is due
    unbound = msgspec.structs.replace(SEAL, state=BindingState.UNBINDING)
    assert not is_due(known, unbound, ORDERED.release, f"GYGL{number}", staged_at=50)


def test_where_a_newer_one_was_called_off_the_older_goes_on() -> None:
    newer = row(UpgradeState.QUEUED, version=NEW + 1).upgrade
    assert newer is not None
    other = firmware.withdrawn(msgspec.structs.replace(newer, release="b" * 64), 100)
    known = msgspec.structs.replace(row(), upgrade=other)
    assert is_due(known, SEAL, ORDERED.release, f"GYGL{NEW}", staged_at=50)
    assert not is_due(known, SEAL, other.release, other.version, staged_at=50)  # itself only when it is staged anew


def test_a_release_is_added_once() -> None:
    known = [("GL", f"GYGL{OLD}", "aa")]
    assert judge_release("GL", f"GYGL{NEW}", "bb", known) is None
    assert judge_release("L", f"GYL{OLD}", "bb", known) is None
    for model, version, release, code in (
        ("GL", f"GYGL{OLD}", "aa", "release_known"),
        ("GL", f"XYGL{OLD}", "bb", "release_version_taken"),
    ):
        refused = judge_release(model, version, release, known)
        assert refused is not None
        assert refused.code == code


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage(share=1), None),
        (Stage(seals=["GL2026000001"]), None),
        (Stage(seals=["GL2026000001", "L2026000001"]), "stage_not_model"),
        (Stage(seals=["GL2026000009"], share=5), "stage_not_model"),
        (Stage(), "stage_empty"),
        (Stage(share=101), "stage_empty"),
        (Stage(share=-1), "stage_empty"),
        (Stage(share=5, failures=-1), "stage_unfit"),
    ],
)
def test_a_stage_says_to_whom(stage: Stage, code: str | None) -> None:
    refused = judge_stage(stage, "GL", {"GL2026000001": "GL", "L2026000001": "L"})
    assert (None if refused is None else refused.code) == code


def test_the_administrators_are_told_in_their_language() -> None:
    for why, (chinese, english) in FAILURES.items():
        words = ["合同章", "GYGL2026112901", why]
        assert message_text("upgrade_failed", words) == f"印章“合同章”升级到固件 GYGL2026112901 失败：{chinese}。"
        assert message_text("upgrade_failed", words, chinese=False).endswith(f"has failed: {english}.")
    assert set(FAILURES) == set(UpgradeFailure)
