"""What happens in front of a seal: visits, presses, slices in any order, orders that somebody kept in his hands."""

from collections.abc import Sequence

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.device.errors import DeviceError
from app.device.seal import Part
from app.device.seal import Seal as Verbs
from app.models.carried import SeenPress
from app.sync.errors import CloudError
from domain.applications import Application
from domain.approvals import Approve
from domain.authorizations import Authorization, Stage
from domain.ending import Activate, EndUse
from domain.ids import from_bytes
from domain.organization import Role
from domain.seals import BindSeal, Model
from protocol import certificates
from protocol.certificates import Claim, ConsoleCertificate
from protocol.conversation import Code, Op
from protocol.errors import Untrusted
from tests.cloud.invariants.places import Line, Place
from tests.cloud.invariants.stamps import Stamp
from tests.cloud.invariants.story import hands, numbers, pick
from tests.cloud.invariants.uses import Terms, Uses, pending, terms

lines = st.sampled_from([Line.GOOD, Line.GOOD, Line.LOST, Line.TWICE])
stamps = st.integers(0, 2)


class Presses(Uses):
    """Seals in people's hands."""

    def insiders(self, organization: str) -> list[str]:
        return [row.id for row in self.people(organization) if row.role is not Role.HEADQUARTERS]

    def organization_of(self, stamp: Stamp) -> str | None:
        """To which it is bound, by its own word."""
        bound = stamp.firmware._core.state.bound
        return None if bound is None else from_bytes(bound.organization)

    async def _open(self, stamp: Stamp, place: Place) -> Verbs | None:
        """In front of the seal with the certificate that this console has; none if that does not open it."""
        organization = self.organization_of(stamp)
        if organization is None or not stamp.firmware.on:
            return None
        word = await place.certificate(organization)
        if word is None:
            return None
        key = self.world.cloud.service.keys.signing(organization).public
        try:
            return stamp.connect(certificates.check(word, ConsoleCertificate, key))
        except Untrusted:
            return None

    @rule(which=stamps, hand=hands, line=lines)
    def visit(self, which: int, hand: int, line: Line) -> None:
        """Contact, orders, log, receipt; without the cloud only the log is carried away."""
        stamp = self.world.stamps[which]
        organization = self.organization_of(stamp)
        if organization is not None:
            place = self.whose(self.insiders(organization), organization, hand)
            self.do(self._visit(stamp, place, organization, line))

    async def _visit(self, stamp: Stamp, place: Place, organization: str, line: Line = Line.GOOD) -> Verbs | None:
        verbs = await self._open(stamp, place)
        if verbs is None:
            return None
        courier = await place.courier()
        try:
            if place.online:
                visit = await courier.visit(verbs, organization)
                said = f"{visit.delivered} orders, {visit.carried} entries {visit.trouble or ''}"
            else:
                said = f"{await courier.drain(verbs, organization)} entries, offline"
        except DeviceError as error:
            said = error.code
        note(f"    {place} at {stamp.serial}: {said}")
        if place.online:
            await place.send_slices(line)
            await place.pull()
        return verbs

    @rule(which=stamps, hand=hands, times=st.integers(1, 3), photos=st.booleans(), line=lines)
    def use(self, which: int, hand: int, times: int, photos: bool, line: Line) -> None:
        """By who has the grant: taken in hand, pressed, with a picture each."""
        self.do(self._use(self.world.stamps[which], hand, times, photos=photos, line=line))

    async def _use(self, stamp: Stamp, hand: int, times: int, *, photos: bool, line: Line = Line.GOOD) -> None:
        organization = self.organization_of(stamp)
        if organization is None:
            return
        known = [row for row in self.world.truth.of(Authorization) if row.seal == stamp.serial]
        users = [row.member for row in known if row.stage is Stage.LIVE]
        users = users or [row.member for row in known if row.id == stamp.grant]
        place = self.whose(users, organization, hand)
        verbs = await self._visit(stamp, place, organization)
        member = self.world.member(place, organization)
        if verbs is None or member is None:
            return
        stamp.told(member.id)
        taken = stamp.take()
        sealed = [code.name for _ in range(times) if (code := stamp.seal()) is not None]
        pressed = [await self._press(stamp, place, organization, member.id) for _ in range(times)]
        note(f"    {place} takes it: {taken.name}, seals: {sealed}, presses: {pressed}")
        if photos:
            for number in pressed:
                await self._photograph(place, organization, stamp.serial, number)
        if place.online:
            await place.sync(line)

    async def _press(self, stamp: Stamp, place: Place, organization: str, member: str) -> int:
        """One press, whatever it is worth; its record is kept at the console. The number of its entry."""
        assert stamp.press()
        told = stamp.told(member)
        await self._keep(place, organization, [(part, presses) for part, presses in told])
        return max(stamp.entries)

    async def _keep(self, place: Place, organization: str, told: Sequence[tuple[Part, Sequence[SeenPress]]]) -> None:
        courier = await place.courier()
        for part, presses in told:
            await courier.keep(organization, part, presses)

    @rule(which=stamps, hand=hands, firsts=st.lists(st.integers(1, 30), min_size=1, max_size=3), line=lines)
    def carry(self, which: int, hand: int, firsts: list[int], line: Line) -> None:
        """Pieces of the log from anywhere on, in any order, whoever has had them."""
        stamp = self.world.stamps[which]
        organization = self.organization_of(stamp)
        if organization is not None:
            place = self.whose(self.insiders(organization), organization, hand)
            self.do(self._carry(stamp, place, organization, firsts, line))

    async def _carry(self, stamp: Stamp, place: Place, organization: str, firsts: list[int], line: Line) -> None:
        if await self._open(stamp, place) is None:
            return
        last = max(stamp.entries)
        parts = [stamp.part(max(1, last + 1 - back)) for back in firsts]
        await self._keep(place, organization, [(part, ()) for part in parts if part is not None])
        if place.online:
            await place.send_slices(line)
            await place.pull()

    @rule(which=stamps, hand=hands)
    def keep_orders(self, which: int, hand: int) -> None:
        """Somebody asks the cloud, and puts what it gave him into his pocket; whoever comes next finds it there, though
        others have been at the seal meanwhile."""
        stamp = self.world.stamps[which]
        self.do(self._bring(stamp, hand) if stamp.late else self._fetch(stamp, hand))

    async def _fetch(self, stamp: Stamp, hand: int) -> None:
        organization = self.organization_of(stamp)
        if organization is None:
            return
        place = self.whose(self.insiders(organization), organization, hand)
        verbs = await self._open(stamp, place)
        if verbs is None or not place.online:
            return
        console = await place.console()
        question = await verbs.ask_contact()
        reply = await place.speak(lambda: console.client.contact(stamp.serial, question, verbs.session.identity_bytes))
        if reply is not None:
            stamp.late += reply.down

    async def _bring(self, stamp: Stamp, hand: int) -> None:
        organization = self.organization_of(stamp)
        if organization is None:
            return
        if await self._open(stamp, self.whose(self.insiders(organization), organization, hand)) is not None:
            codes = [stamp.ask(Op.DELIVER, envelope).code.name for envelope in stamp.late]
            note(f"    {stamp.serial} takes what comes late: {codes}")
            stamp.late = []

    @rule(which=stamps, what=st.sampled_from(["press", "close", "hold", "power cut"]))
    def handle(self, which: int, what: str) -> None:
        """A hand alone, with no console about."""
        stamp = self.world.stamps[which]
        if what == "press":
            stamp.firmware.stand(out=True)
            stamp.firmware.cover(on=False)
            stamp.firmware.press()
        elif what == "close":
            stamp.firmware.stand(out=False)
        elif what == "hold":
            stamp.firmware.hold()
            if not stamp.firmware.on:
                stamp.firmware.hold()
        else:
            stamp.boot()

    @precondition(lambda self: self.unbound())
    @rule(number=numbers, hand=hands)
    def bind(self, number: int, hand: int) -> None:
        """A seal from the shelf."""
        stamp, organization = pick(self.unbound(), 0), pick(self.world.organizations, number)
        if stamp is not None and organization is not None:
            place = self.whose(self.managers(organization), organization, hand)
            self.do(self._bind(stamp, place, organization))

    def unbound(self) -> list[Stamp]:
        return [stamp for stamp in self.world.stamps if self.organization_of(stamp) is None]

    async def _bind(self, stamp: Stamp, place: Place, organization: str) -> None:
        act = BindSeal(serial=stamp.serial, model=Model.GL, name="新章", identity=stamp.board.identity)
        await self.world.act(place, organization, act)
        console = await place.console()
        if not place.online:
            return
        claim = await place.speak(lambda: console.client.claim(stamp.serial, organization))
        if claim is None:
            return
        platform = self.world.cloud.service.keys.platform.public
        verbs = stamp.connect(certificates.check(claim.claim, Claim, platform))
        courier = await place.courier()
        try:
            for _ in range(2):  # the first answer sets its clock
                reply = await courier.ask_cloud(verbs)
                await verbs.give_answer(reply.answer)
        except (CloudError, DeviceError) as error:
            note(f"    {stamp.serial} is not bound: {error!r}")
            return
        if reply.down and stamp.ask(Op.SHOW_NUMBER).code is Code.OK:
            await verbs.bind(stamp.firmware.number or "", reply.down[0], stamp.draw(16))
            await self.world.see()
            await self._visit(stamp, place, organization)

    # What diligent people do

    @rule(
        seal=st.integers(0, 2), hand=hands, how=terms, times=st.integers(0, 3), photos=st.booleans(), end=st.booleans()
    )
    def use_as_one_should(self, seal: int, hand: int, how: Terms, times: int, photos: bool, end: bool) -> None:
        """From the application to the last press, and perhaps to its end."""
        self.do(self._use_as_one_should(seal, hand | 1, how, times, photos=photos, end=end))

    @rule(seal=st.integers(0, 2), hand=hands, how=terms, times=st.integers(1, 3), line=lines)
    def use_and_carry_home(self, seal: int, hand: int, how: Terms, times: int, line: Line) -> None:
        """The same, and the last presses without the cloud: their records come later."""
        self.do(self._use_and_carry_home(seal, hand | 1, how, times, line))

    async def _use_and_carry_home(self, number: int, hand: int, how: Terms, times: int, line: Line) -> None:
        await self._use_as_one_should(number, hand, how, 1, photos=True, end=False)
        await self.world.see()
        stamp = self.world.stamps[number]
        user = next((row for row in self.world.truth.of(Authorization) if row.id == stamp.grant), None)
        organization = self.organization_of(stamp)
        if user is None or organization is None:
            return
        place = self.whose([user.member], organization, hand)
        place.online = False
        await self._use(stamp, hand, times, photos=False, line=line)

    async def _use_as_one_should(
        self, number: int, hand: int, how: Terms, times: int, *, photos: bool, end: bool
    ) -> None:
        id = await self._apply(number, hand, how)
        await self.world.see()
        while (row := self._application(id)) is not None and row in self.open_applications():
            before = row
            if pending(row).kind.value == "authorize":
                await self._issue(row, hand, how)
            else:
                await self._pass(row, hand)
            await self.world.see()
            if self._application(id) == before:
                return
        row = self._application(id)
        if row is None or row.authorization is None:
            return
        if how.pre:
            await self._activate(row.authorization, hand)
        await self._use(self.world.stamp(row.seal), hand, times, photos=photos)
        if end:
            place = self.whose(self.managers(row.organization), row.organization, hand)
            await self.world.act(place, row.organization, EndUse(authorization=row.authorization))

    def _application(self, id: str | None) -> Application | None:
        return next((row for row in self.world.truth.of(Application) if row.id == id), None)

    async def _pass(self, row: Application, hand: int) -> None:
        place = self.whose(pending(row).candidates, row.organization, hand)
        await self.world.act(place, row.organization, Approve(application=row.id))

    async def _activate(self, authorization: str, hand: int) -> None:
        row = next(row for row in self.world.truth.of(Authorization) if row.id == authorization)
        place = self.whose([row.member], row.organization, hand)
        act = Activate(authorization=row.id, code=self.code(row, "right"))
        await self.world.act(place, row.organization, act)
        await self.world.see()
