"""Where every schedule begins: made once, then copied as often as there are schedules.

An organization with an owner, a keeper of its seals and two members, each at a console of his own, one of them at a
second one that will be stolen; a GL and an L seal that are bound, and what was ordered to a third seal.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from domain.keepers import AddKeeper
from domain.organization import Role
from domain.seals import Model
from tests.cloud.company import add
from tests.cloud.invariants.beginning import Kept, _console
from tests.cloud.invariants.places import Place
from tests.cloud.seal import Seal
from tests.cloud.world import Cloud

PHONES = {"owner": "19900000001", "keeper": "19900000003", "a": "19900000005", "b": "19900000006"}
# Console -> whose it is.
CONSOLES = {**{name: name for name in PHONES}, "a stolen": "a"}
GL, L, ELSEWHERE = "GL2026000001", "LX2026000002", "GL2026000003"
MODELS = {GL: Model.GL, L: Model.L}
# It knows what waits for a code, and switches its mode at five presses.
FIRMWARE = "GYGL2020121706"


@dataclass(frozen=True)
class Stage:
    """`members` by name; `foreign`: orders, signed and sealed for the third seal. `stolen`:
    the id of the console that will be."""

    folder: Path
    port: int
    organization: str
    members: dict[str, str]
    now: int
    seals: dict[str, Kept]
    foreign: tuple[bytes, ...]
    stolen: str


async def build(folder: Path) -> Stage:
    """In a folder of its own."""
    cloud = Cloud(folder)
    await cloud.start()
    owner = await cloud.organization(PHONES["owner"], "云杉公司")
    people = {
        "owner": owner,
        "keeper": await add(owner, "吴管章", PHONES["keeper"], Role.KEEPER),
        "a": await add(owner, "周成员", PHONES["a"], Role.MEMBER),
        "b": await add(owner, "孙成员", PHONES["b"], Role.MEMBER),
    }
    seals = {serial: Seal(cloud, owner, serial, model=model) for serial, model in MODELS.items()}
    elsewhere = Seal(cloud, owner, ELSEWHERE)
    for seal in (*seals.values(), elsewhere):
        await seal.bind(seal.serial)
    for serial in MODELS:
        await owner.done(AddKeeper(seal=serial, member=people["keeper"].member))
    await owner.done(elsewhere.authorize(member=people["b"].member))
    foreign = (await elsewhere.ask()).down
    for seal in seals.values():
        seal.firmware.disconnect()
    for name, person in CONSOLES.items():
        await _console(folder / name, cloud, PHONES[person], pulled=True)
    thief = Place("a stolen", PHONES["a"], folder / "a stolen", cloud)
    assert await thief.certificate(owner.organization)
    known = (await thief.console()).account.known
    assert known is not None
    await thief.close()
    await cloud.stop()
    kept = {
        serial: Kept(serial, seal.signing.secret, seal.static.secret, dict(seal.storage.values), seal.began)
        for serial, seal in seals.items()
    }
    members = {name: person.member for name, person in people.items()}
    return Stage(folder, cloud.port, owner.organization, members, cloud.now, kept, tuple(foreign), known.console)


async def enter(stage: Stage, folder: Path) -> tuple[Cloud, dict[str, Place]]:
    """A copy of it: its cloud, running, and its consoles."""
    shutil.copytree(stage.folder, folder, dirs_exist_ok=True)
    cloud = Cloud(folder, sweep_every_s=10**6, checkers=0)
    cloud.now, cloud.port = stage.now, stage.port
    await cloud.start()
    return cloud, {name: Place(name, PHONES[of], folder / name, cloud) for name, of in CONSOLES.items()}
