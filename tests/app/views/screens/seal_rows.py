"""What the company's first seal was told, what happened to it, whose fingerprints it holds; and seals in stock."""

from domain.commands import CommandKind, CommandRefusal, CommandState, SealCommand
from domain.events import SealEvent, SealEventKind, event_id
from domain.firmware import Run, SealFirmware, Upgrade, UpgradeFailure, UpgradeState
from domain.rows import Row
from domain.seals import BindingState, Finger, Model
from domain.stock import StockedSeal
from tests.app.views import world
from tests.app.views.world import DAY, GL, HOUR, ORG


def fingers(now: int) -> list[Finger]:
    """One for each state."""
    return [
        Finger(1, "m-keeper", "m-admin", now - DAY, enrolled_at=now - DAY),
        Finger(2, "m-clerk", "m-owner", now - DAY, enrolled_at=now - DAY),
        Finger(3, "m-han", "m-admin", now - HOUR, failed_at=now - HOUR),
        Finger(4, "m-approver", "m-admin", now - DAY, enrolled_at=now - DAY, deleted_at=now, deleted_by="m-owner"),
    ]


def orders(now: int) -> list[SealCommand]:
    """Of each kind, in each state, refused for each reason."""
    kinds, states, found = list(CommandKind), list(CommandState), list[SealCommand]()
    for number in range(1, 31):
        kind, state = kinds[number % len(kinds)], states[number % len(states)]
        grant = kind in (CommandKind.GRANT, CommandKind.END, CommandKind.ACTIVATE)
        finger = kind in (CommandKind.FINGER_ENROL, CommandKind.FINGER_DELETE)
        whys = list(CommandRefusal)
        found.append(
            SealCommand(
                id=f"{GL}-1-1-{number}", organization=ORG, seal=GL, binding=1, number=number, kind=kind,
                at=now - (31 - number) * HOUR, by=("m-keeper", "m-admin", "m-clerk", None)[number % 4],
                on=bool(number % 2), authorization="0190a000-0000-7000-8000-000000000018" if grant else None,
                member=("m-clerk", "m-keeper")[number % 2] if finger or kind is CommandKind.REVOKE else None,
                slot=number % 5 + 1 if finger else None, state=state,
                why=whys[number % len(whys)] if state is CommandState.REFUSED else None,
                sent_at=None if state is CommandState.WAITING else now - HOUR,
                done_at=now - HOUR if state in (CommandState.APPLIED, CommandState.REFUSED) else None,
            )
        )  # fmt: skip
    return found


def events(now: int) -> list[SealEvent]:
    """Of each kind."""
    return [
        SealEvent(
            id=event_id(GL, 1000 + at), organization=ORG, seal=GL, binding=1, number=1000 + at, kind=kind,
            at=now - (40 - at) * HOUR, clock=at % 3, received_at=now, detail=at % 5 + 1,
            authorization="z-10" if at % 2 else None, member=("m-clerk", "m-keeper", None)[at % 3],
        )
        for at, kind in enumerate([*SealEventKind, SealEventKind.SWITCHED_ON])
    ]  # fmt: skip


def stock(now: int) -> list[Row]:
    """Online, told that it is bound, silent for long, never heard of, and one without a modem."""
    heard: dict[str, tuple[Model, int | None]] = {
        "GL2026000301": (Model.GL, now - 20_000),
        "GL2026000302": (Model.GL, now - 40_000),
        "GL2026000303": (Model.GL, now - 9 * DAY),
        "GL2026000304": (Model.GL, None),
        "L2026000305": (Model.L, None),
    }
    found: list[Row] = [
        world.seal("GL2026000302", "新到的章", state=BindingState.AWAITING_SEAL, bound_at=now - HOUR),
        world.seal("GL2026000306", "旧印章", state=BindingState.UNBINDING),
    ]
    for serial, (model, at) in heard.items():
        row = StockedSeal(id=serial, organization=ORG, model=model, delivered_at=now - 30 * DAY, met_at=at, heard_at=at)
        found.append(row)
    return found


def firmware(now: int) -> list[Row]:
    """One on its way, one that waits for its battery, one that failed, one that came off."""
    found: list[tuple[str, str, UpgradeState, int, UpgradeFailure | None]] = [
        (GL, "GYGL2026112901", UpgradeState.DOWNLOADING, 148_480, None),
        ("GL2026000003", "GYGL2026112901", UpgradeState.VERIFIED, 204_800, None),
        ("L2026000002", "GYL2026112901", UpgradeState.FAILED, 204_800, UpgradeFailure.SELF_CHECK),
        ("GL2026000004", "GYGL2026010101", UpgradeState.UPDATED, 204_800, None),
    ]
    return [
        SealFirmware(
            id=serial, organization=ORG, binding=1, runs=[Run(1, 2020121706), Run(20, 2026010101)],
            upgrade=Upgrade(
                release="ab" * 32, version=version, size=204_800, ordered_at=now - DAY, at=now - HOUR, state=state,
                acked=21, offset=offset, why=why,
            ),
        )
        for serial, version, state, offset, why in found
    ]  # fmt: skip
