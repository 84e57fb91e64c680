"""What the rules of areas under a name, and of asking a seal where it is, refuse, beside what they allow."""

from domain.geo import Area, Point
from domain.locating import LocateSeal
from domain.named_areas import AddNamedArea, DeleteNamedArea, NamedArea, RenameNamedArea
from domain.organization import Permission, Role
from domain.seals import BindingState
from domain.verdict import Refused
from tests.domain.refused_seals import CLOUD, NO_NAME, NOT_ALLOWED, NOT_FOUND, OUTSIDE
from tests.domain.world import ADMIN, APPLICANT, KEEPER, NOW, ORG, OWNER, SEAL, Case, but, member

AREA = NamedArea(id="a", organization=ORG, name="总部", shape=Area(centre=Point(30, 120), radius_m=300))
ADD_AREA = AddNamedArea(id="n", name="仓库", shape=Area(points=[Point(30, 120), Point(30, 121), Point(31, 120)]))
RENAME_AREA, DELETE_AREA = RenameNamedArea(named_area="a", name="仓库"), DeleteNamedArea(named_area="a")
STORE, AREA_TAKEN = but(AREA, id="s", name="仓库 "), Refused("area_name_taken", "name", "仓库")
AREAS_FULL = [but(AREA, id=f"a{at}", name=f"区域 {at}") for at in range(200)]
AUTHORIZER = member("authorizer", Role.CUSTOM, [Permission.AUTHORIZE])
FLAT = Area(points=[Point(30, 120), Point(30, 121), Point(30, 122)])
LOCATE = LocateSeal(seal=SEAL.id)

AREAS = [
    *(Case(who, ADD_AREA, NOT_ALLOWED) for who in (APPLICANT, OUTSIDE, but(KEEPER, active=False))),
    *(Case(who, ADD_AREA, None) for who in (OWNER, ADMIN, KEEPER, AUTHORIZER)),
    Case(KEEPER, but(ADD_AREA, name=" "), NO_NAME),
    Case(KEEPER, ADD_AREA, AREA_TAKEN, [STORE]),
    Case(KEEPER, ADD_AREA, None, [but(STORE, deleted_at=NOW)]),
    *(Case(KEEPER, but(ADD_AREA, shape=shape), Refused("area_unfit", "shape")) for shape in (FLAT, Area())),
    Case(KEEPER, ADD_AREA, Refused("areas_full", None, "200"), AREAS_FULL),
    Case(KEEPER, ADD_AREA, None, [*AREAS_FULL[1:], but(AREA, deleted_at=NOW)]),
    Case(APPLICANT, RENAME_AREA, NOT_ALLOWED, [AREA]),
    Case(KEEPER, RENAME_AREA, NOT_FOUND, [but(AREA, deleted_at=NOW)]),
    Case(KEEPER, RENAME_AREA, CLOUD, complete=False),
    Case(KEEPER, RENAME_AREA, AREA_TAKEN, [AREA, STORE]),
    Case(KEEPER, but(RENAME_AREA, name=" "), NO_NAME, [AREA]),
    Case(KEEPER, but(RENAME_AREA, name="总部"), None, [AREA]),
    Case(APPLICANT, DELETE_AREA, NOT_ALLOWED, [AREA]),
    Case(KEEPER, DELETE_AREA, NOT_FOUND, [but(AREA, deleted_at=NOW)]),
    Case(KEEPER, DELETE_AREA, CLOUD, complete=False),
    Case(KEEPER, DELETE_AREA, None, [AREA]),
]

LOCATING = [
    *(Case(who, LOCATE, None) for who in (OWNER, ADMIN, KEEPER, APPLICANT)),
    Case(OWNER, but(LOCATE, seal="gone"), NOT_FOUND),
    Case(OWNER, but(LOCATE, seal="gone"), CLOUD, complete=False),
    Case(OWNER, LOCATE, None, [but(SEAL, state=BindingState.UNBINDING)]),
    *(
        Case(OWNER, LOCATE, Refused("seal_not_bound", "seal", SEAL.name), [but(SEAL, state=state)])
        for state in (BindingState.AWAITING_SEAL, BindingState.UNBOUND)
    ),
]

CASES = [*AREAS, *LOCATING]
