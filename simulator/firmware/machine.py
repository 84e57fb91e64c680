"""The seal as a whole: what a hand, a console and the time do to it."""

from domain.seal_codes import link_of
from domain.seals import Model, presses_to_switch
from protocol.certificates import Claim, ConsoleCertificate
from protocol.contact import Phase
from protocol.conversation import Code, Live, Op
from protocol.errors import Untrusted
from protocol.firmware import Upgrade, UpgradeFault
from protocol.log import EventKind
from simulator.firmware import boot, fingers, hand, mode, modem, power, presses, requests, upgrade, voice
from simulator.firmware.board import Board, Locate, Probe, Random, Storage, Ticks
from simulator.firmware.core import Core, Session
from simulator.firmware.hand import let_go
from simulator.firmware.key import Gesture, Hold, PowerKey
from simulator.firmware.state import HeldGrant
from simulator.firmware.voice import Icons

ADDRESS_PRESSES = 3


class Firmware:
    """One seal. Whatever `storage.commit` raises passes through: the power is gone, and this object with it."""

    def __init__(
        self,
        board: Board,
        storage: Storage,
        ticks: Ticks,
        random: Random,
        locate: Locate = lambda: None,
        probe: Probe = lambda _point: None,
    ) -> None:
        self._core = Core(board, storage, ticks, random, locate, probe, storage.load())
        self._key = PowerKey()
        self._notices: list[bytes] = []
        self._shown = voice.shown(self._core)
        if self._core.state.upgrade is not None and self._core.state.upgrade.trial:
            boot.back(self._core, UpgradeFault.NOT_STARTED)
        if self._core.state.on:  # the power came back
            power.switch_on(self._core, power.AFTER_POWER_CUT)

    # A hand

    def key_down(self) -> None:
        """The power key. It lights the screen, and takes the address code off it."""
        core = self._core
        self._act(self._key.due(core.ticks()))
        self._key.down(core.ticks())
        core.v.address_shown = False
        core.wake()
        self._settle()

    def key_up(self) -> None:
        self._act(self._key.up(self._core.ticks()))
        self._settle()

    def hold(self) -> None:
        """The whole gesture at once: on, or off (R-050)."""
        self._act(Hold())
        self._settle()

    def reset(self) -> None:
        """The key below the screen, on the left: off at once (R-052)."""
        if self._core.on:
            self._switch_off(EventKind.RESET)
        self._settle()

    def touch(self, finger: str, quality: int = 100) -> None:
        """A finger on the reader: any name for the same finger, and how well it could be read, in percent."""
        fingers.touch(self._core, finger.encode(), quality)
        self._settle()

    def stand(self, out: bool) -> None:
        """The stand extends, or goes back in (R-124). Only with the stand in can the mechanics lock for certain."""
        core = self._core
        if core.v.stand_out != out:
            core.wake()
        core.v.stand_out = out
        if not out:
            core.v.ended = None
        self._settle()

    def cover(self, on: bool) -> None:
        """The bottom cover."""
        self._core.v.cover_on = on

    def press(self) -> bool:
        """Press the seal. False: nothing was stamped, because the stand is in or the cover on. Also a seal that is
        switched off records it (C-39); one without power does not exist here."""
        if not self._core.v.stand_out or self._core.v.cover_on:
            return False
        hand.settle(self._core)
        presses.press(self._core)
        self._settle()
        return True

    def put_sim(self, there: bool) -> None:
        """Put the card in, or take it out. An L seal has no place for one (R-054)."""
        power.put_sim(self._core, there)
        self._settle()

    def receive(self, bars: int) -> None:
        """How well the modem hears the network, 0 to 5."""
        self._core.body.bars = bars
        self._settle()

    def charge(self, plugged: bool) -> None:
        """The USB plug (R-052)."""
        self._core.body.charging = plugged
        self._settle()

    @property
    def question(self) -> bytes | None:
        """The nonce of the question that waits for its answer, whichever way it went."""
        asked = self._core.v.question
        return None if asked is None else asked.nonce

    def deliver(self, word: bytes) -> None:
        """The maker's word for the cloud that may bind it, put into it while it is in stock (R-053)."""
        self._core.deliver(word)
        self._settle()

    # A console

    def connect(self, credential: Claim | ConsoleCertificate) -> None:
        """The handshake is done; raises `Untrusted` for a credential of another seal or organization, or a second
        link. Whether it is valid now is asked with each request: the seal may still have to learn the time."""
        core, bound = self._core, self._core.state.bound
        if not core.on or core.v.session is not None:
            raise Untrusted("the seal is off or in use")
        if isinstance(credential, Claim):
            fits = bound is None and credential.serial == core.board.serial
        else:
            fits = bound is not None and credential.organization == bound.organization
        if not fits:
            raise Untrusted("the credential speaks of another seal or organization")
        core.v.session, core.v.left = Session(credential), None
        core.v.upgrade_told = upgrade.NOTHING
        self._shown = voice.shown(core)
        self._tell()

    def disconnect(self) -> None:
        """The link is gone; what was in hand no longer is, but may be used on where offline use is on."""
        v = self._core.v
        v.left = v.hand.grant if v.hand is not None else None
        let_go(self._core)
        v.session = v.number = v.question = v.claimed = None
        self._settle()
        self._notices.clear()  # meant for whoever is gone: the next one reads the log

    def request(self, data: bytes) -> bytes:
        """The answer to a request of the console in front of the seal. Never raises for what the bytes say."""
        answer = requests.answer(self._core, data)
        self._settle()
        return answer

    def carry(self, op: Op, body: bytes = b"") -> tuple[Code, bytes]:
        """What the modem brings or fetches; see `modem`."""
        answer = modem.carry(self._core, op, body)
        self._settle()
        return answer

    def notices(self) -> list[bytes]:
        """What is to be said to the console now, oldest first; said once."""
        notices, self._notices = self._notices, []
        return notices

    # The time

    def tick(self) -> None:
        """Look at the clock: leases and messages end, a key is held or was pressed, the screen goes dark."""
        self._act(self._key.due(self._core.ticks()))
        self._settle()

    # What it is

    @property
    def on(self) -> bool:
        """It is switched on, and not in the seconds of a restart."""
        return self._core.on

    @property
    def firmware(self) -> str:
        """The version that runs."""
        return self._core.version

    @property
    def upgrade(self) -> Upgrade:
        """How far it is with a release."""
        return upgrade.word(self._core)

    @property
    def fetching(self) -> bool:
        """It asks for the next chunk by itself."""
        return upgrade.is_fetching(self._core)

    @property
    def phase(self) -> Phase:
        return voice.phase(self._core)

    @property
    def screen(self) -> tuple[str, ...]:
        """Lines of the screen; none while it is off or dark."""
        return voice.lines(self._core)

    @property
    def words(self) -> tuple[str, ...]:
        """What the screen says as soon as it is lit; nothing while the seal is off."""
        return voice.words(self._core)

    @property
    def dark(self) -> bool:
        """It is on, and its screen went dark (R-177)."""
        return self._core.dark

    @property
    def icons(self) -> Icons:
        """The top line of the screen."""
        return voice.icons(self._core)

    @property
    def address(self) -> str | None:
        """What the address code on the screen says; none: it is not shown (R-066)."""
        core = self._core
        return core.board.address if core.v.address_shown and not core.dark else None

    @property
    def code(self) -> str | None:
        """What the QR code on the screen says; none: there is none. An unbound L seal asks to be scanned (R-069)."""
        asks = self.phase is Phase.UNBOUND and self._core.board.model is Model.L and self.number is None
        return self.address or (link_of(self._core.board.serial) if asks and self.screen else None)

    @property
    def online(self) -> bool:
        """Its modem has a card and a signal."""
        return bool(voice.signal(self._core))

    @property
    def bars(self) -> int:
        """How well the network is heard where it lies, with or without a card."""
        return self._core.body.bars

    @property
    def sim(self) -> bool:
        """There is a card in it, whether it has seen it or not."""
        return self._core.body.sim

    @property
    def taking_finger(self) -> bool:
        """An enrolment goes on."""
        return self._core.state.enrolling is not None

    @property
    def live(self) -> Live:
        """As the console in front of the seal is told; without one, as a stranger would be."""
        return voice.live(self._core)

    @property
    def connected(self) -> bool:
        return self._core.v.session is not None

    @property
    def stand_out(self) -> bool:
        return self._core.v.stand_out

    @property
    def cover_on(self) -> bool:
        return self._core.v.cover_on

    @property
    def unlocked(self) -> bool:
        return not self._core.judge().found

    @property
    def impressions(self) -> int:
        """The running number of the last press."""
        return self._core.state.own

    @property
    def held(self) -> float:
        """How far the gesture on the power key is, 0..1."""
        return self._key.held(self._core.ticks())

    @property
    def last_result(self) -> int | None:
        """Of the last press since the power came: 0 normal, else its cause; none: no press yet."""
        return self._core.v.last_result

    @property
    def grant(self) -> HeldGrant | None:
        """The live grant, and how often it was used."""
        return self._core.state.grant

    @property
    def stored(self) -> int:
        """Impressions that wait for a receipt."""
        return self._core.log.impressions(self._core.state.receipted)

    @property
    def number(self) -> str | None:
        """The one-time number, while the screen shows it."""
        return self._core.v.number.digits if self._core.v.number else None

    @property
    def binding(self) -> int:
        """For the handshake: 0 until it is bound."""
        return self._core.state.binding if self._core.state.bound else 0

    @property
    def platform(self) -> bytes | None:
        """The key whose claims open a session on the unbound seal; none: not delivered."""
        return self._core.platform

    @property
    def authority(self) -> bytes | None:
        """The key whose certificates open a session on the bound seal."""
        bound = self._core.state.bound
        return bound.authority if bound else None

    @property
    def battery(self) -> int:
        """Percent."""
        return self._core.body.battery

    @battery.setter
    def battery(self, percent: int) -> None:
        self._core.body.battery = percent
        self._settle()

    # Inside

    def _act(self, gesture: Gesture | None) -> None:
        core = self._core
        match gesture:
            case None:
                pass
            case _ if core.v.restarts_at is not None:
                pass
            case Hold() if core.on:
                self._switch_off(EventKind.SWITCHED_OFF)
            case Hold():
                if power.can_run(core):
                    power.switch_on(core, power.BY_KEY)
            case _ if not core.on:
                pass
            case _ if gesture.count == ADDRESS_PRESSES:
                core.v.address_shown = True
            case _ if gesture.count == presses_to_switch(core.version):
                mode.switch(core)
            case _:
                pass

    def _switch_off(self, kind: EventKind) -> None:
        power.switch_off(self._core, kind)
        self._forget_console()

    def _forget_console(self) -> None:
        self._notices.clear()
        self._core.told.clear()

    def _settle(self) -> None:
        """After each input: what follows from it and from the time."""
        self._follow_upgrade()
        core = self._core
        power.note_low(core)
        if power.must_end(core):
            self._switch_off(EventKind.SWITCHED_OFF)
        voice.settle(core)
        fingers.settle(core)
        hand.settle(core)
        hand.note_lease(core)
        presses.follow_intent(core)
        self._tell()

    def _follow_upgrade(self) -> None:
        core = self._core
        upgrade.judge(core)
        if core.v.restarts_at is not None and core.ticks() >= core.v.restarts_at:
            self._core = boot.end(core)
        elif upgrade.may_restart(core):
            boot.begin(core)
            self._forget_console()

    def _tell(self) -> None:
        core = self._core
        entries, core.fresh = core.fresh, []
        told, core.told = core.told, []
        if core.v.session is None:
            return
        self._notices += told
        if entries and core.state.bound is not None:
            self._notices.append(voice.entries_notice(core, entries))
        if (shown := voice.shown(core)) != self._shown:
            self._shown = shown
            self._notices.append(voice.status_notice(core))
        if (told := upgrade.told(core)) != core.v.upgrade_told:
            core.v.upgrade_told = told
            self._notices.append(upgrade.notice(core))
