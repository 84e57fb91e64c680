"""What the rules of a seal's settings, fingerprints and unbinding refuse; each beside what they allow."""

from domain.authorizations import Stage
from domain.fingers import DeleteFinger, EnrolFinger
from domain.offline_use import IN_CONTACT_MS
from domain.organization import Quotas, Role
from domain.seal_settings import SetSealSettings
from domain.seals import BindingState, Finger, Model, SealMode, SealSettings, Wanted
from domain.stock import HEARD_WITHIN_MS, BindOverGprs, StockedSeal
from domain.unbinding import UnbindSeal
from domain.unfinished_binding import TakeBackBinding
from domain.uses import Method
from domain.verdict import OnlyCloud, Refused
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    BIND,
    COMPANY,
    DIRECT,
    ISSUED,
    KEEPER,
    NOW,
    OWNER,
    SEAL,
    STATUS,
    Case,
    but,
    member,
)

NAME = "合同专用章"
NOT_ALLOWED, NOT_FOUND, CLOUD = Refused("not_allowed"), Refused("not_found"), OnlyCloud()
NOT_BOUND, OFF = Refused("seal_not_bound", "seal", NAME), Refused("seal_not_in_contact", "seal", NAME)
AWAITED, LETTING_GO = but(SEAL, state=BindingState.AWAITING_SEAL), but(SEAL, state=BindingState.UNBINDING)
GONE = but(SEAL, state=BindingState.UNBOUND)
LATELY, LONG_AGO = but(STATUS, at=NOW - IN_CONTACT_MS), but(STATUS, at=NOW - IN_CONTACT_MS - 1)
READER = member("reader", Role.CUSTOM)

SET = SetSealSettings(seal=SEAL.id, backlight_s=60, auto_off_min=5)
SETTINGS = [
    Case(KEEPER, SET, NOT_ALLOWED),
    Case(ADMIN, but(SET, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(SET, seal="GL9"), CLOUD, complete=False),
    Case(ADMIN, SET, NOT_BOUND, [AWAITED]),
    Case(ADMIN, SET, NOT_BOUND, [LETTING_GO]),
    Case(ADMIN, SET, Refused("already_so", "seal"), [but(SEAL, settings=SealSettings(60, 5, "owner", NOW))]),
    Case(ADMIN, SET, None, [but(SEAL, settings=SealSettings(60, 6, "owner", NOW))]),
    Case(ADMIN, SET, None, [but(SEAL, settings=SealSettings(59, 5, "owner", NOW))]),
    Case(ADMIN, SET, None, complete=False),
]

ENROL, FORGET = EnrolFinger(seal=SEAL.id, member="applicant"), DeleteFinger(seal=SEAL.id, member="applicant")
SLOTS = [Finger(n, f"m{n}", "admin", NOW, enrolled_at=NOW) for n in range(1, 6)]
FOUR, FIVE, FAILED = (
    but(SEAL, slots=slots) for slots in (SLOTS[:4], SLOTS, [*SLOTS[:4], but(SLOTS[4], failed_at=NOW)])
)
HIS = Finger(1, "applicant", "admin", NOW, enrolled_at=NOW)
HAS, AWAITS = but(SEAL, slots=[HIS]), but(SEAL, slots=[but(HIS, enrolled_at=None)])
GOES, WENT_WRONG = (
    but(SEAL, slots=[but(HIS, deleted_at=NOW)]),
    but(SEAL, slots=[but(HIS, enrolled_at=None, failed_at=NOW)]),
)
THERE = Refused("finger_there", "member", "Applicant")
BLUETOOTH = Refused("finger_over_bluetooth", "seal", NAME)
DEMANDED = but(ISSUED, fingerprint_required=True)
FINGERS = [
    Case(KEEPER, ENROL, NOT_ALLOWED, [STATUS]),
    Case(ADMIN, but(ENROL, seal="GL9"), NOT_FOUND, [STATUS]),
    Case(ADMIN, but(ENROL, member="nobody"), NOT_FOUND, [STATUS]),
    Case(ADMIN, but(ENROL, member="nobody"), CLOUD, [STATUS], complete=False),
    Case(ADMIN, ENROL, NOT_BOUND, [STATUS, LETTING_GO]),
    Case(ADMIN, but(ENROL, member="reader"), Refused("member_may_not_stamp", "member", "Reader"), [STATUS, READER]),
    Case(ADMIN, ENROL, Refused("member_may_not_stamp", "member", "Applicant"), [STATUS, but(APPLICANT, active=False)]),
    Case(ADMIN, ENROL, THERE, [STATUS, HAS]),
    Case(ADMIN, ENROL, THERE, [STATUS, AWAITS]),
    Case(ADMIN, ENROL, THERE, [STATUS, GOES]),
    Case(ADMIN, ENROL, None, [STATUS, WENT_WRONG]),
    Case(ADMIN, ENROL, Refused("fingers_full", "member", "5"), [STATUS, FIVE]),
    Case(ADMIN, ENROL, None, [STATUS, FOUR]),
    Case(ADMIN, ENROL, None, [STATUS, FAILED]),
    Case(ADMIN, but(ENROL, member="owner"), Refused("finger_awaited", "member", NAME), [STATUS, AWAITS]),
    Case(ADMIN, but(ENROL, member="owner"), None, [STATUS, WENT_WRONG]),
    Case(ADMIN, ENROL, BLUETOOTH, [STATUS, but(SEAL, model=Model.L)]),
    Case(ADMIN, ENROL, BLUETOOTH, [but(SEAL, model=Model.L)], complete=False),
    Case(ADMIN, ENROL, BLUETOOTH, [but(STATUS, mode=SealMode.BLUETOOTH)]),
    Case(ADMIN, ENROL, CLOUD, [but(STATUS, mode=SealMode.BLUETOOTH)], complete=False),
    Case(ADMIN, ENROL, None, [but(STATUS, mode=SealMode.GPRS)]),
    Case(ADMIN, ENROL, OFF),
    Case(ADMIN, ENROL, OFF, [LONG_AGO]),
    Case(ADMIN, ENROL, None, [LATELY]),
    Case(KEEPER, FORGET, NOT_ALLOWED, [HAS]),
    Case(ADMIN, but(FORGET, seal="GL9"), NOT_FOUND, [HAS]),
    Case(ADMIN, but(FORGET, member="nobody"), CLOUD, [HAS], complete=False),
    Case(ADMIN, FORGET, NOT_BOUND, [but(HAS, state=BindingState.UNBINDING)]),
    Case(ADMIN, FORGET, Refused("finger_missing", "member", "Applicant")),
    Case(ADMIN, FORGET, Refused("finger_missing", "member", "Applicant"), [WENT_WRONG]),
    Case(ADMIN, FORGET, Refused("already_so", "member"), [GOES]),
    Case(ADMIN, FORGET, Refused("finger_in_use", "member", "Applicant"), [HAS, DEMANDED]),
    Case(ADMIN, FORGET, None, [HAS, but(DEMANDED, stage=Stage.OVER)]),
    Case(ADMIN, FORGET, None, [HAS, but(DEMANDED, seal="GL9")]),
    Case(ADMIN, FORGET, None, [HAS, but(DEMANDED, member="owner")]),
    Case(ADMIN, FORGET, None, [HAS, ISSUED]),
    Case(ADMIN, FORGET, None, [AWAITS]),
]

UNBIND = UnbindSeal(seal=SEAL.id)
LOCKED, UNLOCKED = (but(SEAL, loss_lock=Wanted(on, "owner", NOW)) for on in (True, False))
WAITS = but(ISSUED, method=Method.PRE, stage=Stage.WAITING)
UNBINDING = [
    Case(KEEPER, UNBIND, NOT_ALLOWED, [STATUS]),
    Case(ADMIN, but(UNBIND, seal="GL9"), NOT_FOUND, [STATUS]),
    Case(ADMIN, but(UNBIND, seal="GL9"), CLOUD, [STATUS], complete=False),
    Case(ADMIN, UNBIND, NOT_BOUND, [STATUS, AWAITED]),
    Case(ADMIN, UNBIND, NOT_BOUND, [STATUS, LETTING_GO]),
    Case(ADMIN, UNBIND, NOT_BOUND, [STATUS, GONE]),
    Case(OWNER, UNBIND, Refused("seal_locked", "seal", NAME), [STATUS, LOCKED]),
    Case(OWNER, UNBIND, None, [STATUS, UNLOCKED]),
    Case(ADMIN, UNBIND, Refused("former_use_not_ended", "seal", NAME), [STATUS, ISSUED]),
    Case(ADMIN, UNBIND, Refused("uses_wait", "seal", "1"), [STATUS, WAITS]),
    Case(ADMIN, UNBIND, None, [STATUS, but(ISSUED, stage=Stage.OVER), but(WAITS, id="w", seal="GL9")]),
    Case(ADMIN, UNBIND, OFF),
    Case(ADMIN, UNBIND, OFF, [LONG_AGO]),
    Case(ADMIN, UNBIND, CLOUD, [LONG_AGO], complete=False),
    Case(ADMIN, UNBIND, None, [LATELY]),
    Case(ADMIN, UNBIND, Refused("seal_holds_records", "seal", "1"), [but(STATUS, log_end=6)]),
    Case(ADMIN, UNBIND, None, [but(STATUS, log_end=5)]),
    Case(ADMIN, but(BIND, serial=SEAL.id), Refused("seal_already_bound", "serial"), [LETTING_GO]),
    Case(ADMIN, but(BIND, serial=SEAL.id), None, [GONE]),
    Case(ADMIN, BIND, None, [GONE, but(COMPANY, quotas=but(COMPANY.quotas, seals=1))]),
    Case(
        ADMIN,
        but(BIND, serial=SEAL.id),
        Refused("seals_full", None, "1"),
        [GONE, but(SEAL, id="GL8"), but(COMPANY, quotas=but(COMPANY.quotas, seals=1))],
    ),
]
TAKE_BACK, NOT_OPEN = TakeBackBinding(seal=SEAL.id), Refused("binding_not_open", "seal", NAME)
TAKING_BACK = [
    Case(ADMIN, TAKE_BACK, None, [AWAITED]),
    Case(KEEPER, TAKE_BACK, NOT_ALLOWED, [but(AWAITED, bound_by="owner")]),
    Case(KEEPER, TAKE_BACK, None, [but(AWAITED, bound_by=KEEPER.id)]),  # he asked, when he still might
    Case(KEEPER, but(TAKE_BACK, seal="GL9"), NOT_ALLOWED),
    Case(ADMIN, but(TAKE_BACK, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(TAKE_BACK, seal="GL9"), CLOUD, complete=False),
    *(Case(ADMIN, TAKE_BACK, NOT_OPEN, [each]) for each in (SEAL, LETTING_GO, GONE)),
]
DEMANDING, HOLDS = but(DIRECT, fingerprint_required=True), but(SEAL, fingers=["applicant"])
OVER_BLUETOOTH = Refused("finger_over_bluetooth", "fingerprint_required", NAME)
GRANTS = [
    Case(KEEPER, DEMANDING, None, [HOLDS, but(STATUS, mode=SealMode.GPRS)]),
    Case(KEEPER, DEMANDING, OVER_BLUETOOTH, [HOLDS, but(STATUS, mode=SealMode.BLUETOOTH)]),
    Case(KEEPER, DEMANDING, OVER_BLUETOOTH, [but(HOLDS, model=Model.L)]),
    Case(KEEPER, DIRECT, None, [but(SEAL, model=Model.L)]),
]
STOCKED = StockedSeal(id="GL9", organization="org-1", model=Model.GL, delivered_at=NOW, heard_at=NOW - HEARD_WITHIN_MS)
OVER_GPRS = BindOverGprs(seal=STOCKED.id, name="公章")
OFFLINE = Refused("seal_not_online", "seal", STOCKED.id)
DELIVERED = [
    Case(KEEPER, OVER_GPRS, NOT_ALLOWED, [STOCKED]),
    Case(ADMIN, but(OVER_GPRS, name=" "), Refused("name_missing", "name"), [STOCKED]),
    Case(ADMIN, OVER_GPRS, NOT_FOUND),
    Case(ADMIN, OVER_GPRS, CLOUD, complete=False),
    Case(ADMIN, OVER_GPRS, None, [STOCKED]),
    Case(ADMIN, OVER_GPRS, OFFLINE, [but(STOCKED, heard_at=NOW - HEARD_WITHIN_MS - 1)]),
    Case(ADMIN, OVER_GPRS, OFFLINE, [but(STOCKED, heard_at=None)]),
    Case(ADMIN, OVER_GPRS, Refused("seal_has_no_modem", "seal", STOCKED.id), [but(STOCKED, model=Model.L)]),
    Case(ADMIN, OVER_GPRS, Refused("seal_already_bound", "serial"), [STOCKED, but(SEAL, id="GL9")]),
    Case(ADMIN, OVER_GPRS, None, [STOCKED, but(GONE, id="GL9")]),
    Case(ADMIN, OVER_GPRS, None, [STOCKED, but(AWAITED, id="GL9")]),
    Case(ADMIN, OVER_GPRS, Refused("seals_full", None, "1"), [STOCKED, but(COMPANY, quotas=Quotas(seals=1))]),
]
CASES = [*SETTINGS, *FINGERS, *UNBINDING, *TAKING_BACK, *GRANTS, *DELIVERED]
