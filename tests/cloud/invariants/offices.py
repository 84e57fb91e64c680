"""What happens in the offices: people and their roles, keepers, departments, templates, features, subsidiaries."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.categories import AddCategory, Category, DeleteCategory, RenameCategory
from domain.codes import Purpose
from domain.departments import AddDepartment, DeleteDepartment, Department, RenameDepartment
from domain.features import SetFeatures
from domain.geo import Area, Point
from domain.ids import new_id
from domain.invoice_titles import AddInvoiceTitle, ChangeInvoiceTitle, DeleteInvoiceTitle, InvoiceTitle, TitleKind
from domain.keepers import AddKeeper, RemoveKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.locating import LocateSeal
from domain.members import AddMember, MoveMember, RenameMember, SetStandIn
from domain.messages import Message, ReadMessages, SeeAbnormal
from domain.named_areas import AddNamedArea, DeleteNamedArea, NamedArea, RenameNamedArea
from domain.organization import ChangeOrganization, Feature, Member, Organization, Role
from domain.ownership import ChangeOwner
from domain.quotas import Quota, RequestQuota
from domain.rows import Act, Named
from domain.seals import RenameSeal, Seal
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteOrganization,
    DeleteSubsidiary,
    SetHeadquartersApproval,
    Subsidiary,
)
from domain.templates import AddTemplate, ChangeTemplate, ClearFlow, DeleteTemplate, SetFlow, Template
from domain.usage import Impression
from tests.cloud.invariants.beginning import CUSTOM, PHONES
from tests.cloud.invariants.presses import Presses
from tests.cloud.invariants.story import hands, numbers, pick, rarely

N = TypeVar("N", bound=Named)
ROLES = (Role.MEMBER, Role.KEEPER, Role.KEEPER, Role.CUSTOM, Role.ADMINISTRATOR)
NAMES = ("甲", "乙", "丙")
DAY_MS = 86_400_000
features = st.sampled_from(
    [
        list(Feature),
        [item for item in Feature if item is not Feature.PICTURE_REQUIRED],
        [Feature.COUNT, Feature.PRE_AUTHORIZATION],
        [],
    ]
)
# An act of somebody in an organization, with two numbers that choose what it is about; none: there is nothing.
Make = Callable[["Offices", str, int, int], Act | None]


class Offices(Presses):
    """What is decided about the organization itself."""

    def id(self) -> str:
        return new_id(self.world.cloud.now)

    def named(self, kind: type[N], organization: str) -> list[N]:
        return [row for row in self.world.truth.of(kind, organization) if row.deleted_at is None]

    def one(self, kind: type[N], organization: str, number: int) -> str | None:
        row = pick(self.named(kind, organization), number)
        return None if row is None else row.id

    def person(self, organization: str, number: int) -> str:
        row = pick(self.world.truth.of(Member, organization), number)
        assert row is not None
        return row.id

    def seal(self, organization: str, number: int) -> str | None:
        row = pick(self.world.truth.of(Seal, organization), number)
        return None if row is None else row.id

    @rule(what=st.sampled_from(["people", "rooms"]), kind=numbers, hand=hands, organization=numbers,
          number=numbers, other=numbers, forced=rarely)  # fmt: skip
    def manage(self, what: str, kind: int, hand: int, organization: int, number: int, other: int, forced: bool) -> None:
        """By owner and administrator."""
        of = self.world.truth.living[organization % len(self.world.truth.living)].id
        self._do(PEOPLE if what == "people" else ROOMS, kind, self.managers(of), of, (hand, number, other, forced))

    @rule(kind=numbers, hand=hands, organization=numbers, number=numbers, other=numbers, forced=rarely)
    def govern(self, kind: int, hand: int, organization: int, number: int, other: int, forced: bool) -> None:
        """By the owner alone."""
        of = self.world.truth.living[organization % len(self.world.truth.living)].id
        self._do(GOVERNING, kind, self.owners(of), of, (hand, number, other, forced))

    def _do(
        self, makers: Sequence[Make], kind: int, right: list[str], of: str, drawn: tuple[int, int, int, bool]
    ) -> None:
        hand, number, other, forced = drawn
        act = makers[kind % len(makers)](self, of, number, other)
        if act is not None:
            self.do(self.world.act(self.whose(right, of, hand), of, act, forced=forced))

    @rule(hand=hands, items=features, organization=numbers, forced=rarely)
    def set_features(self, hand: int, items: list[Feature], organization: int, forced: bool) -> None:
        of = self.world.truth.living[organization % len(self.world.truth.living)].id
        place = self.whose(self.owners(of), of, hand)
        self.do(self.world.act(place, of, SetFeatures(items=items), forced=forced))

    @rule(hand=hands, organization=numbers, phone=st.sampled_from(sorted(PHONES.values())), right=st.booleans())
    def change_owner(self, hand: int, organization: int, phone: str, right: bool) -> None:
        of = self.world.truth.living[organization % len(self.world.truth.living)].id
        self.do(self._change_owner(of, hand, phone, right=right))

    async def _change_owner(self, of: str, hand: int, phone: str, *, right: bool) -> None:
        place = self.whose(self.owners(of), of, hand)
        console = await place.console()
        if not place.online:
            return
        asked = (of, Purpose.CHANGE_OWNER, phone)
        await place.speak(lambda: console.client.ask_purpose_code(*asked), "phone_already_member")
        await self.world.cloud.service.post.work()
        sent = [each for _, each in self.world.cloud.post.sent if each.topic == Purpose.CHANGE_OWNER.value]
        code = next((each.code for each in reversed(sent) if each.recipient == phone), "000000")
        code = code if right else f"{(int(code) + 1) % 10**6:06}"
        await self.world.act(place, of, ChangeOwner(id=self.id(), name="新主管", phone=phone, code=code))

    @rule(hand=hands, kind=numbers, number=numbers, other=numbers)
    def mind(self, hand: int, kind: int, number: int, other: int) -> None:
        """One's own affairs."""
        place = self.places[hand % len(self.places)]
        of = self.home(place, other)
        me = self.world.member(place, of)
        act = None if me is None else OWN[kind % len(OWN)](self, me, number, other)
        if act is not None:
            self.do(self.world.act(place, of, act))

    @rule(hand=hands, number=numbers, other=numbers, kind=numbers)
    def intrude(self, hand: int, number: int, other: int, kind: int) -> None:
        """Something in an organization that is not his."""
        place = self.places[hand % len(self.places)]
        foreign = [of for of in self.world.organizations if of not in self.world.homes(place)]
        of = pick(foreign, number)
        makers = [*PEOPLE, *ROOMS, *GOVERNING]
        act = None if of is None else makers[kind % len(makers)](self, of, number, other)
        if of is not None and act is not None:
            self.do(self.world.act(place, of, act, forced=True))


def _add_member(story: Offices, _of: str, number: int, other: int) -> Act:
    role = ROLES[other % len(ROLES)]
    phone = sorted(PHONES.values())[-1 - number % len(PHONES)]
    permissions = list(CUSTOM) if role is Role.CUSTOM else []
    return AddMember(id=story.id(), name="新人", phone=phone, role=role, permissions=permissions)


def _change_role(story: Offices, of: str, number: int, other: int) -> Act:
    role = ROLES[other % len(ROLES)]
    permissions = list(CUSTOM[: 1 + other % len(CUSTOM)]) if role is Role.CUSTOM else []
    return ChangeRole(member=story.person(of, number), role=role, permissions=permissions)


def _stand_in(story: Offices, of: str, number: int, other: int) -> Act:
    stand_in = None if other == 0 else story.person(of, other)
    now = story.world.cloud.now
    return SetStandIn(member=story.person(of, number), stand_in=stand_in, start=now, end=now + DAY_MS)


def _keeper(kind: Callable[..., Act]) -> Make:
    def make(story: Offices, of: str, number: int, other: int) -> Act | None:
        seal = story.seal(of, other)
        right = [row.id for row in story.people(of) if row.role is Role.KEEPER]
        member = pick(right, number) or story.person(of, number)
        return None if seal is None else kind(seal=seal, member=member)

    return make


PEOPLE: tuple[Make, ...] = (
    _add_member,
    _add_member,
    lambda s, of, n, m: RenameMember(member=s.person(of, n), name=f"{NAMES[m % 3]}某"),
    lambda s, of, n, m: MoveMember(member=s.person(of, n), department=s.one(Department, of, m)),
    _stand_in,
    _change_role,
    _change_role,
    lambda s, of, n, _m: RemoveMember(member=s.person(of, n)),
    lambda s, of, n, m: HandOver(member=s.person(of, n), to=s.person(of, m)),
    _keeper(AddKeeper),
    _keeper(AddKeeper),
    _keeper(RemoveKeeper),
)


def _of_named(kind: type[Named], act: Callable[..., Act], field: str, *, name: bool = False) -> Make:
    def make(story: Offices, of: str, number: int, other: int) -> Act | None:
        id = story.one(kind, of, number)
        more = {"name": NAMES[other % 3]} if name else {}
        return None if id is None else act(**{field: id}, **more)

    return make


def _template(story: Offices, of: str, number: int, other: int) -> Act:
    people = list(dict.fromkeys([story.person(of, number), story.person(of, other)]))
    return AddTemplate(id=story.id(), name=NAMES[other % 3], approvers=people, copied=[story.person(of, number + 1)])


def _change_template(story: Offices, of: str, number: int, other: int) -> Act | None:
    id = story.one(Template, of, number)
    people = [story.person(of, other)]
    return None if id is None else ChangeTemplate(template=id, name=NAMES[number % 3], approvers=people, copied=people)


def _set_flow(story: Offices, of: str, number: int, other: int) -> Act | None:
    seal, template = story.seal(of, number), story.one(Template, of, other)
    category = story.one(Category, of, number) if other % 2 else None
    return None if seal is None or template is None else SetFlow(seal=seal, category=category, template=template)


def _clear_flow(story: Offices, of: str, number: int, other: int) -> Act | None:
    seal = story.seal(of, number)
    category = story.one(Category, of, number) if other % 2 else None
    return None if seal is None else ClearFlow(seal=seal, category=category)


def _rename_seal(story: Offices, of: str, number: int, other: int) -> Act | None:
    seal = story.seal(of, number)
    return None if seal is None else RenameSeal(seal=seal, name=NAMES[other % 3])


def _locate(story: Offices, of: str, number: int, _other: int) -> Act | None:
    seal = story.seal(of, number)
    return None if seal is None else LocateSeal(seal=seal)


def _change_title(story: Offices, of: str, number: int, other: int) -> Act | None:
    id, said = story.one(InvoiceTitle, of, number), {"name": NAMES[other % 3], "tax_number": f"{other:015}"}
    return None if id is None else ChangeInvoiceTitle(title=id, kind=TitleKind.COMPANY, **said)


ROOMS: tuple[Make, ...] = (
    lambda s, of, n, _m: AddDepartment(id=s.id(), name=NAMES[n % 3]),
    _of_named(Department, RenameDepartment, "department", name=True),
    _of_named(Department, DeleteDepartment, "department"),
    lambda s, of, n, _m: AddCategory(id=s.id(), name=NAMES[n % 3]),
    _of_named(Category, RenameCategory, "category", name=True),
    _of_named(Category, DeleteCategory, "category"),
    lambda s, of, n, m: AddNamedArea(id=s.id(), name=NAMES[n % 3], shape=Area(centre=Point(m, n), radius_m=50 * m)),
    _of_named(NamedArea, RenameNamedArea, "named_area", name=True),
    _of_named(NamedArea, DeleteNamedArea, "named_area"),
    _locate,
    lambda s, of, n, _m: AddInvoiceTitle(id=s.id(), kind=TitleKind.PERSONAL, name=NAMES[n % 3]),
    _change_title,
    _of_named(InvoiceTitle, DeleteInvoiceTitle, "title"),
    _template,
    _change_template,
    _of_named(Template, DeleteTemplate, "template"),
    _set_flow,
    _clear_flow,
    _rename_seal,
)


def _change_organization(story: Offices, of: str, number: int, other: int) -> Act:
    return ChangeOrganization(name=f"{NAMES[number % 3]}公司", remind_after_h=(0, 1, 24)[other % 3])


def _add_subsidiary(story: Offices, _of: str, number: int, other: int) -> Act:
    phone = sorted(PHONES.values())[-1 - number % len(PHONES)]
    return AddSubsidiary(id=story.id(), name=f"{NAMES[other % 3]}分公司", owner="新主管", phone=phone)


def _headquarters(story: Offices, of: str, number: int, other: int) -> Act | None:
    below = story.one(Subsidiary, of, number)
    approver = None if other == 0 else story.person(of, other)
    return None if below is None else SetHeadquartersApproval(subsidiary=below, approver=approver)


def _delete_subsidiary(story: Offices, of: str, number: int, _other: int) -> Act | None:
    row = pick(story.named(Subsidiary, of), number)
    return None if row is None else DeleteSubsidiary(subsidiary=row.id, name=row.name)


def _delete_organization(story: Offices, of: str, _number: int, _other: int) -> Act:
    row = story.world.truth.get(Organization, of, of)
    assert row is not None
    return DeleteOrganization(name=row.name)


GOVERNING: tuple[Make, ...] = (
    _change_organization,
    _add_subsidiary,
    _of_named(Subsidiary, ChangeSubsidiary, "subsidiary", name=True),
    _headquarters,
    _headquarters,
    _delete_subsidiary,
    _delete_organization,
    lambda s, of, n, m: RequestQuota(id=s.id(), quota=list(Quota)[n % 3], wanted=20 * (m + 1), reason="扩招"),
)


def _read_messages(story: Offices, me: Member, number: int, _other: int) -> Act | None:
    mine = [row.id for row in story.world.truth.of(Message, me.organization) if row.member == me.id]
    return ReadMessages(messages=mine[-1 - number :]) if mine else None


def _see_abnormal(story: Offices, me: Member, number: int, _other: int) -> Act | None:
    press = pick(story.world.truth.of(Impression, me.organization), number)
    return None if press is None else SeeAbnormal(seal=press.seal, number=press.number)


def _away(story: Offices, me: Member, number: int, other: int) -> Act:
    now = story.world.cloud.now
    stand_in = None if other == 0 else story.person(me.organization, number)
    return SetStandIn(member=me.id, stand_in=stand_in, start=now, end=now + DAY_MS)


OWN: tuple[Callable[[Offices, Member, int, int], Act | None], ...] = (_read_messages, _see_abnormal, _away)
