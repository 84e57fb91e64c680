"""The acts about a seal itself, with who may do each of them and who may not, as in `act_table`."""

from domain.geo import Area, Point
from domain.keepers import AddKeeper, RemoveKeeper
from domain.locating import LocateSeal
from domain.loss_lock import LockSeal, UnlockSeal
from domain.named_areas import AddNamedArea, DeleteNamedArea, RenameNamedArea
from domain.seal_settings import SetSealSettings
from domain.seals import BindSeal, Model, RenameSeal
from protocol import certificates
from protocol.certificates import Identity
from protocol.keys import AgreementKey, SigningKey
from tests.cloud.act_table import BELOW_ADMIN, BELOW_OWNER, NO_PAYERS, Case
from tests.cloud.company import SERIAL, Company, uid
from tests.cloud.world import maker


def bind(_company: Company) -> BindSeal:
    serial = "GL2026000002"
    identity = Identity(serial, "GL", SigningKey.generate().public, AgreementKey.generate().public)
    return BindSeal(serial=serial, model=Model.GL, name="公章", identity=certificates.issue(identity, maker))


def lock(_company: Company) -> LockSeal:
    return LockSeal(seal=SERIAL)


def named_area(_company: Company) -> AddNamedArea:
    return AddNamedArea(id=uid("named area"), name="总部", shape=Area(centre=Point(30.27, 120.15), radius_m=300))


SEAL_CASES = [
    Case(BindSeal, bind, "admin", BELOW_ADMIN, rows=("R-017", "R-055")),
    Case(AddNamedArea, named_area, "keeper", NO_PAYERS, rows=("R-020",)),
    Case(
        RenameNamedArea,
        lambda c: RenameNamedArea(named_area=uid("named area"), name="分部"),
        "keeper",
        NO_PAYERS,
        before=(("owner", named_area),),
        rows=("R-020",),
    ),
    Case(
        DeleteNamedArea,
        lambda c: DeleteNamedArea(named_area=uid("named area")),
        "admin",
        NO_PAYERS,
        before=(("owner", named_area),),
        rows=("R-020",),
    ),
    Case(LocateSeal, lambda c: LocateSeal(seal=SERIAL), "member", ()),
    Case(RenameSeal, lambda c: RenameSeal(seal=SERIAL, name="公章"), "admin", BELOW_ADMIN, rows=("R-168",)),
    Case(
        AddKeeper,
        lambda c: AddKeeper(seal=SERIAL, member=c.other.member),
        "admin",
        BELOW_ADMIN,
        rows=("R-031", "R-168"),
    ),
    Case(
        RemoveKeeper, lambda c: RemoveKeeper(seal=SERIAL, member=c.keeper.member), "admin", BELOW_ADMIN, rows=("R-031",)
    ),
    Case(
        SetSealSettings,
        lambda c: SetSealSettings(seal=SERIAL, backlight_s=60, auto_off_min=5),
        "admin",
        BELOW_ADMIN,
        rows=("R-168",),
    ),
    Case(LockSeal, lock, "owner", BELOW_OWNER, rows=("R-027",)),
    Case(
        UnlockSeal,
        lambda c: UnlockSeal(seal=SERIAL),
        "owner",
        BELOW_OWNER,
        before=(("owner", lock),),
        rows=("R-027",),
    ),
]
