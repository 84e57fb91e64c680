"""Schedules with people in them who mean no good: none of what they do may change anything."""

import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from app.device.errors import DeviceError
from app.device.seal import Seal as OpenSeal
from app.sync.errors import CloudError, ProblemError
from domain.keepers import AddKeeper
from domain.seals import BindingState, BindSeal
from domain.unbinding import UnbindSeal
from protocol import cose, log
from protocol.cbor import unpack
from protocol.certificates import ConsoleCertificate
from protocol.conversation import Code, Op
from protocol.envelopes import Envelope, Kind
from protocol.errors import Untrusted
from protocol.keys import AgreementKey, SigningKey
from protocol.session import ConsoleHandshake, ConsoleHello
from tests.cloud.invariants.places import Place
from tests.faults.schedule import Deed, Schedule
from tests.faults.wire import Wire

Visit = Callable[[OpenSeal], Awaitable[None]]
STRANGER = SigningKey(bytes([77]) * 32)


class Attacks(Schedule):
    """With couriers that withhold, thieves, strangers and seals that change hands."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.pocket: list[bytes] = []
        self.robbed = False
        self.remembered: dict[str, bytes] = {}
        self.backup: Path | None = None
        self.copied, self.restored = 0, False

    def deeds(self) -> list[tuple[Deed, int]]:
        return [
            *super().deeds(), (self.withhold, 4), (self.bring_late, 4), (self.repeat_at_seal, 4),
            (self.change_at_seal, 4), (self.misdirect, 1), (self.forge_receipt, 2), (self.repeat_in_cloud, 2),
            (self.rob_and_stamp, 3), (self.thief_stamps, 2), (self.guess, 2), (self.flood, 2), (self.second_console, 1),
            (self.let_go, 3), (self.bind_again, 3), (self.copy_storage, 2), (self.restore_cloud, 1),
        ]  # fmt: skip

    async def _opened(self, place: Place, deed: Visit) -> None:
        """Something done in a session, if there can be one."""
        try:
            async with self.session(place) as seal:
                await deed(seal)
        except DeviceError as error:
            self.note(f"    {place}: {error!r}")

    # Couriers that cannot be trusted

    async def withhold(self) -> None:
        """Grants are delivered, and the answer; never an end, a lock or a revocation. Then somebody presses."""
        place = self.a_place()
        console = await place.console()

        async def visit(seal: OpenSeal) -> None:
            question = await seal.ask_contact()
            reply = await console.client.contact(self.serial, question, seal.session.identity_bytes)
            kept = [data for data in reply.down if unpack(cose.unverified(data), Envelope).kind is not Kind.GRANT]
            self.pocket += kept
            await self._deliver(seal, (data for data in reply.down if data not in kept))
            await seal.give_answer(reply.answer)
            self.note(f"    {place} withholds {len(kept)} of {len(reply.down)}")
            await self._take_and_press(place, seal)

        if place.online:
            try:
                await self._opened(place, visit)
            except CloudError as error:
                self.note(f"    {error!r}")

    async def _deliver(self, seal: OpenSeal, envelopes: Iterable[bytes]) -> None:
        for data in envelopes:
            try:
                await seal.deliver(data)
            except DeviceError as error:
                self.note(f"    {error!r}")
                return

    async def bring_late(self) -> None:
        """What somebody kept comes after all, though others have been there meanwhile."""
        late, self.pocket = self.pocket, []
        await self._opened(self.a_place(), lambda seal: self._deliver(seal, late))

    # Words repeated, changed, for somebody else

    async def repeat_at_seal(self) -> None:
        """Any answer, order or receipt that it was ever given."""
        if self.device.words:
            op, body = self.rng.choice(self.device.words)
            await self._opened(self.a_place(), lambda seal: self._in_vain(seal, op, body, again=True))

    async def change_at_seal(self) -> None:
        """One bit of it is another: nothing at all happens."""
        if self.device.words:
            op, body = self.rng.choice(self.device.words)
            await self._opened(self.a_place(), lambda seal: self._in_vain(seal, op, self.changed(body)))

    async def misdirect(self) -> None:
        """Orders for another seal."""
        for data in self.built.foreign:
            await self._opened(self.a_place(), lambda seal, data=data: self._in_vain(seal, Op.DELIVER, data))

    async def forge_receipt(self) -> None:
        """For the end of its log, that it may forget what nobody has."""
        last = len(self.device.archive)
        receipt = log.sign_receipt(log.Receipt(self.serial, last, self.device.heads[last]), STRANGER)
        await self._opened(self.a_place(), lambda seal: self._in_vain(seal, Op.GIVE_RECEIPT, receipt))

    async def _in_vain(self, seal: OpenSeal, op: Op, body: bytes, *, again: bool = False) -> None:
        self.device.do("tick")  # what is due by itself is done before
        cuts, before = self.device.cuts, dict(self.device.storage.values)
        code = Code.OK
        try:
            await seal.session.request(op, body)
        except DeviceError as error:
            code = getattr(error, "status", None) or code
            self.note(f"    {op.name}: {error!r}")
        if self.device.cuts == cuts and not (again and code is Code.OK):
            assert self.device.storage.values == before, (op, code)

    async def repeat_in_cloud(self) -> None:
        """A piece of its log from anywhere, twice, and with another bit."""
        place = self.a_place()
        console = await place.console()

        async def read(seal: OpenSeal) -> None:
            part = await seal.read_log(self.rng.randint(1, len(self.device.archive)))
            if part is None:
                return
            for _ in range(2):
                await self.survived(lambda: console.client.send_slice(self.serial, part.blob))
            held = await self.held()
            try:
                await console.client.send_slice(self.serial, self.changed(part.blob))
            except ProblemError as error:
                assert error.code in ("malformed", "untrusted", "not_found", "log_forked", "internal"), error
            except CloudError:
                pass
            assert await self.held() == held

        if place.online:
            await self._opened(place, read)

    # Thieves and strangers

    async def rob(self) -> None:
        """A console is stolen, and its owner signs it out from afar."""
        place = self.places["a"]
        if not self.robbed and place.online:
            self.robbed = True
            console = await place.console()
            await self.survived(lambda: console.client.sign_out_console(self.built.stolen))

    async def rob_and_stamp(self) -> None:
        """And the thief comes to the seal of whose grant he has the console, before or after the seal has heard."""
        await self._make_ready("a")
        await self.rob()
        if not self.chance(3):
            await self.visit(self.places["keeper"])
        await self.thief_stamps()

    async def thief_stamps(self) -> None:
        """With its key and the last certificate that it got."""
        await self._opened(self.thief, lambda seal: self._take_and_press(self.thief, seal))

    async def guess(self) -> None:
        """Codes of a grant that waits."""
        waits = self.device.state.waiting
        if waits:
            grant = self.rng.choice(waits).grant.id
            place = self.a_place()

            async def try_codes(seal: OpenSeal) -> None:
                for _ in range(self.rng.randint(1, 6)):
                    try:
                        await seal.activate(grant, f"{self.rng.randrange(10**8):08}", self.operation())
                    except DeviceError as error:
                        self.note(f"    {error!r}")

            await self._opened(place, try_codes)

    async def flood(self) -> None:
        """Links that say nonsense, or shake hands with somebody else's certificate."""
        before = self.device.state.own
        for _ in range(5):
            try:
                wire = Wire(self.device, 20)
                if self.chance(2):
                    await self._foreign_hands(wire)
                for _ in range(3):
                    await wire.send(self.rng.randbytes(self.rng.randint(1, 80)))
            except DeviceError:
                continue
            wire.hang_up()
        self.device.follow()
        assert self.device.state.own == before

    async def _foreign_hands(self, wire: Wire) -> None:
        """A certificate without its key opens nothing."""
        word = await self.places["a"].certificate(self.built.organization)
        hands = ConsoleHandshake(AgreementKey(bytes([78]) * 32), self.device.board.maker)
        await wire.send(hands.start())
        hands.read(await wire.receive())
        third, _ = hands.finish(ConsoleHello(None, word))
        await wire.send(third)
        assert not self.device.firmware.connected

    async def second_console(self) -> None:
        """Comes while the first is there."""

        async def come(_seal: OpenSeal) -> None:
            word = await self.places["b"].certificate(self.built.organization)
            if word is not None:
                credential = unpack(cose.unverified(word), ConsoleCertificate)
                try:
                    self.device.firmware.connect(credential)
                except Untrusted:
                    return
                raise AssertionError("two links at once")

        await self._opened(self.places["a"], come)

    def copy_storage(self) -> None:
        """Whoever opens it may put this back some day (`settled.put_back`)."""
        self.remembered = dict(self.device.storage.values)

    async def restore_cloud(self) -> None:
        """A copy is made of the cloud's database; later the cloud has to begin again with it, in a new generation. Not
        over a change of hands, of which only its operator could tell it."""
        belongs = self.device.state.binding if self.device.firmware.binding else 0
        if self.restored or not belongs or (self.backup is not None and self.copied != belongs):
            return
        data = self.cloud.settings.data
        await self.cloud.stop()
        if self.backup is None:
            self.backup, self.copied = self.folder / "backup.db", belongs
            shutil.copy(data / "cloud.db", self.backup)
        else:
            self.restored = True
            shutil.copy(self.backup, data / "cloud.db")
            with sqlite3.connect(data / "cloud.db") as connection:
                connection.execute("update meta set value = '2' where name = 'generation'")
                connection.execute("update meta set value = 'restored' where name = 'epoch'")
            connection.close()
            self.note("    the cloud begins again with its copy")
        await self.cloud.start()
        self._listen()

    # Changing hands

    async def let_go(self) -> None:
        """It is unbound, if nothing stands in the way."""
        if self.restored:
            return
        if self.chance(2):
            await self.end_use()
            await self.visit(self.places["keeper"])
            await self.send(self.places["keeper"])
            await self.visit(self.places["keeper"])
        await self.act("owner", UnbindSeal(seal=self.serial))
        await self.visit(self.places["keeper"])

    async def bind_again(self, *, clean: bool = False) -> None:
        """By its owner, with the number on its screen."""
        place = self.places["owner"]
        if self.device.firmware.binding or not place.online or not self.device.firmware.on:
            return
        row = await self.seal_row()
        if row is None or row.state is BindingState.UNBOUND:
            name = f"{self.serial} again"
            act = BindSeal(serial=self.serial, model=self.device.model, name=name, identity=self.device.board.identity)
            await self.act("owner", act)
        console, courier = await place.console(), await place.courier()
        try:
            claim = await console.client.claim(self.serial, self.built.organization)

            async def choose(_identity: object, _binding: int) -> ConsoleHello:
                return ConsoleHello(claim.claim, None)

            seal = await OpenSeal.open(
                Wire(self.device, 182, None if clean else self.trouble()), console.certificates.trust, choose
            )
            try:
                reply = await courier.ask_cloud(seal)
                await seal.give_answer(reply.answer)
                await seal.show_number()
                if reply.down:
                    await seal.bind(self.device.firmware.number or "000000", reply.down[0], self.operation())
            finally:
                await seal.close()
        except (CloudError, DeviceError) as error:
            self.note(f"    not bound: {error!r}")
        self.device.follow()
        self.note(f"    {await self.visit(place)}")
        await self.send(place)
        row = await self.seal_row()
        if row is not None and row.state is BindingState.BOUND and not row.keepers:
            await self.act("owner", AddKeeper(seal=self.serial, member=self.member("keeper")))
