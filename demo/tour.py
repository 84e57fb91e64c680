"""The whole story, played through the real screens of real processes, with a picture of each step.

A step counts only when what it should bring about was seen: on a screen, on a seal's display or in its log. The exit
status is 0 only if every step was.
"""

import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from demo import driver
from demo.driver import Hands
from demo.processes import ProgramFailed
from demo.seed import ADMINISTRATOR, APPROVER, KEEPER, MEMBER, OUTLETS, STRANGER, TEMPLATE
from demo.story import DOCUMENT, GL, NOTE, REASON, SEAL_NAME, Story
from demo.world import AWAY, NEWER, World

PRESSES = 3
RELEASE = 1024 * 1024  # bytes


class Tour(Story):
    """The story with its pictures, and the transcript of its steps."""

    def __init__(self, world: World, folder: Path, language: str) -> None:
        super().__init__(world, language)
        self.folder = folder
        self.transcript: list[dict[str, object]] = []
        self._begun = time.monotonic()

    @asynccontextmanager
    async def step(self, title: str) -> AsyncIterator[None]:
        begun = time.monotonic()
        note: dict[str, object] = {"step": title, "at_s": round(begun - self._begun, 2)}
        self.transcript.append(note)
        try:
            yield
        except BaseException as error:
            note["failed"] = f"{type(error).__name__}: {error}"
            raise
        finally:
            note["took_s"] = round(time.monotonic() - begun, 2)
            failed = f"  FAILED {note['failed']}" if "failed" in note else ""
            print(f"{note['at_s']:>7} s  {title}  ({note['took_s']} s){failed}", flush=True)
            self.write()

    async def picture(self, hands: Hands, name: str, of: str = "") -> None:
        number = sum(path.suffix == ".png" for path in self.folder.iterdir()) + 1
        await hands.do("picture", path=str(self.folder / f"{number:02d}-{name}.png"), name=of)

    async def seal_picture(self, name: str, serial: str = GL) -> None:
        number = sum(path.suffix == ".png" for path in self.folder.iterdir()) + 1
        answer = await self.world.seal(serial, "picture", path=str(self.folder / f"{number:02d}-{name}.png"))
        assert "error" not in answer, answer

    def write(self) -> None:
        text = json.dumps(self.transcript, ensure_ascii=False, indent=1)
        (self.folder / "transcript.json").write_text(text + "\n", "utf-8")


Part = Callable[[Tour], Awaitable[None]]


async def no_organization(tour: Tour) -> None:
    async with tour.step("a phone of no organization is told so"):
        await tour.picture(tour.office, "sign-in")
        await tour.sign_in(tour.office, STRANGER)
        await tour.office.do("see", name="sign_in.no_organization", text=tour.word("未加入任何单位", "organization"))
        await tour.picture(tour.office, "no-organization")
        await tour.office.do("click", name="sign_in.back")


async def bind(tour: Tour) -> None:
    async with tour.step("the administrator signs in"):
        await tour.sign_in(tour.office, ADMINISTRATOR)
        await tour.office.do("see", name="rail.seals")
        await tour.open(tour.office, "seals")
        await tour.office.do("see", name="page.state", text=tour.word("未绑定", "No seal"))
        await tour.picture(tour.office, "seals-empty")
    async with tour.step("the seal is switched on, unbound"):
        await tour.switch_on()
        await tour.seal_picture("seal-unbound")
    async with tour.step("scan: the seal is found with its name and signal"):
        await tour.look_for_unbound()
        await tour.picture(tour.office, "binding-scan")
    async with tour.step("connect; the seal shows a number"):
        number = await tour.connect_to_unbound()
        await tour.seal_picture("seal-number")
        await tour.name_it(number)
        await tour.picture(tour.office, "binding-number")
    async with tour.step("bound: the seal shows 请授权使用"):
        await tour.confirm_binding()
        await tour.seal_picture("seal-bound")
        await tour.picture(tour.office, "binding-done")
        await tour.office.do("click", name="binding.close")
    async with tour.step("keeper and approval flow"):
        await tour.give_keeper_and_flow()
        await tour.picture(tour.office, "seal")


async def bind_over_gprs(tour: Tour) -> None:
    async with tour.step("a seal that was delivered is heard over GPRS, out of everybody's reach"):
        await tour.world.seal(AWAY[0], "power")
        await tour.look_for_delivered()
        await tour.picture(tour.office, "binding-delivered")
    async with tour.step("bound over GPRS: the seal shows 请授权使用"):
        await tour.bind_over_gprs()
        await tour.seal_picture("seal-bound-over-gprs", AWAY[0])
        await tour.office.do("click", name="binding.close")


async def pay(tour: Tour) -> None:
    async with tour.step("the administrator pays for the seal: its first year, by WeChat"):
        await tour.open_bill()
        await tour.picture(tour.office, "bill")
        address = await tour.order_by_wechat(tour.folder / "code.png")
        (tour.folder / "code.png").unlink()
        await tour.picture(tour.office, "qr-code")
    async with tour.step("the payer pays; that it is paid, and until when the seal is served, shows by itself"):
        await tour.pay(address)
        await tour.until_paid()
        await tour.picture(tour.office, "paid")
        await tour.open(tour.office, "seals")


async def administer(tour: Tour) -> None:
    async with tour.step("the administrator looks after people and flows"):
        await tour.open(tour.office, "organization")
        await tour.office.do("choose", name="organization.tree", text=KEEPER.name)
        await tour.office.do("see", name="organization.counts", text="5")
        await tour.picture(tour.office, "organization")
        await tour.open(tour.office, "templates")
        await tour.office.do("choose", name="templates.list", text=TEMPLATE)
        await tour.office.do("see", name="templates.detail", text=APPROVER.name)
        await tour.picture(tour.office, "templates")


async def connect_system(tour: Tour) -> None:
    async with tour.step("a token for a system of the organization: shown once; that system reads the seal with it"):
        await tour.fill_token(tour.word("档案系统", "Archive"))
        await tour.picture(tour.office, "token-form")
        token = await tour.make_token()
        await tour.picture(tour.office, "token-shown")
        await tour.keep_token()
        assert SEAL_NAME in await tour.read_seals(token)
        await tour.picture(tour.office, "integrations")


async def apply(tour: Tour) -> None:
    async with tour.step("the member applies for use"):
        await tour.sign_in(tour.desk, MEMBER)
        await tour.desk.do("see", name="rail.applications")
        await tour.fill_application(DOCUMENT, REASON, PRESSES)
        await tour.picture(tour.desk, "application-form")
        await tour.submit_application(DOCUMENT)
        await tour.desk.do("see", name="applications.detail", text=APPROVER.name)
        await tour.picture(tour.desk, "application")


async def approve(tour: Tour) -> None:
    async with tour.step("the approver approves from his inbox"):
        await tour.change_person(tour.office, APPROVER)
        await tour.look_at_request(DOCUMENT, NOTE)
        await tour.picture(tour.office, "approval")
        await tour.approve(NOTE)


async def authorize(tour: Tour) -> None:
    async with tour.step("the keeper authorizes"):
        await tour.change_person(tour.office, KEEPER)
        await tour.open_authorization(DOCUMENT)
        await tour.picture(tour.office, "authorization")
        await tour.issue()
        await tour.open(tour.office, "messages")
        await tour.office.do("see", name="messages.list", text=DOCUMENT)
        await tour.picture(tour.office, "messages")
    async with tour.step("the grant reaches the seal in the keeper's console; he himself may not press: 无权使用"):
        await tour.connect_to_seal()
        await tour.office.do("see", name="seals.message", text=tour.word("无权使用", "ot permitted"), within=40)
        await tour.seal_picture("seal-refuses-keeper")
        await tour.picture(tour.office, "not-permitted")


async def stamp(tour: Tour) -> None:
    async with tour.step("the member takes the seal in hand"):
        await tour.find_ready(DOCUMENT)
        await tour.picture(tour.desk, "ready")
        await tour.desk.do("click", name="ready.start")
        await tour.screen_of_seal(f"0/{PRESSES}", 40)
        await tour.seal_is(phase="USABLE", within=40)  # not just given: it has heard of the cloud as well
        await tour.desk.do("see", name="ready.count", text="0")
        await tour.seal_picture("seal-ready")
    await tour.open(tour.office, "usage")
    for press in range(1, PRESSES + 1):
        async with tour.step(f"press {press}: one record with photo on both consoles"):
            await tour.press()
            await tour.screen_of_seal(f"{press}/{PRESSES}")
            await tour.desk.do("see", name="ready.count", text=str(press))
            await tour.until_records(tour.office, press)
            if press == 1:
                await tour.picture(tour.desk, "stamping")
    async with tour.step("the other console shows record, photo and place"):
        await tour.office.do("choose", name="usage.list", text=DOCUMENT)
        await tour.office.do("see", name="usage.photo", text="×")  # its size: the picture itself is there
        await tour.picture(tour.office, "usage")
        await tour.picture(tour.desk, "stamped")
        await tour.open(tour.office, "map")
        await tour.office.do("see", name="map.page", text=SEAL_NAME)
        await tour.office.do("see", name="map.ready", within=60)
        await tour.picture(tour.office, "map")
        await tour.desk.do("click", name="ready.save")


async def find_outlet(tour: Tour) -> None:
    async with tour.step("the keeper looks for the service outlet nearest to the seal"):
        await tour.look_for_outlets(OUTLETS[0][0])
        await tour.picture(tour.office, "outlets")


async def end(tour: Tour) -> None:
    async with tour.step("the keeper ends the use"):
        await tour.open(tour.office, "authorizations")
        await tour.office.do("choose", name="authorizations.list", text=MEMBER.name)
        await tour.picture(tour.office, "authorizations")
        await tour.ask_to_end()
        await tour.picture(tour.office, "end-use")
        await tour.confirm_end()
    async with tour.step("the seal learns it, refuses the next press, and the press arrives as an abnormal record"):
        await tour.connect_to_seal()
        await tour.screen_of_seal("请授权使用", 40)
        await tour.stamp()
        await tour.open(tour.office, "usage")
        await tour.until_records(tour.office, PRESSES + 1)
        await tour.office.do("choose", name="usage.list", text=tour.word("异常", "bnormal"))
        await tour.picture(tour.office, "abnormal")
        await tour.seal_picture("seal-ended")


async def upgrade(tour: Tour) -> None:
    async with tour.step("the operator sends out a newer firmware; the console beside the seal carries it"):
        await tour.open(tour.office, "seals")
        await tour.office.do("choose", name="seals.list", text=SEAL_NAME)
        await tour.world.send_out(GL, RELEASE)
        await tour.office.do("see", name="seals.firmware_versions", text=NEWER)
        await tour.office.do("see", name="seals.firmware_said", text=tour.word("分段", "bit by bit"), within=60)
        await tour.until_given(RELEASE // 2)
        await tour.picture(tour.office, "upgrade")
    async with tour.step("the seal restarts by itself, and runs it"):
        await tour.seal_is(firmware=NEWER, within=120)
        await tour.seal_picture("seal-upgraded")
        said = tour.word("起运行此版本", "has run this version")
        await tour.office.do("see", name="seals.firmware_said", text=said, within=60)
        await tour.picture(tour.office, "upgraded")


async def offline(tour: Tour) -> None:
    async with tour.step("the cloud stops; an application waits visibly, and arrives once when the cloud is back"):
        await tour.world.programs["cloud"].stop()
        await tour.fill_application("补充协议二", "补盖骑缝章", 2)
        await tour.submit_application("补充协议二")
        await tour.desk.do("see", name="status.line", text=tour.word("离线", "Offline"))
        await tour.picture(tour.desk, "offline")
        await tour.world.start_cloud()
        await tour.until_online(tour.desk)
        await tour.desk.do("see", name="applications.detail", text="SQ-", within=60)
        await tour.picture(tour.desk, "online-again")


async def look_around(tour: Tour) -> None:
    async with tour.step("every page in the other colours and the other language"):
        await tour.open(tour.office, "settings")
        await tour.picture(tour.office, "settings")
        await tour.office.do("choose", name="settings.theme", text=tour.word("深色", "Dark"))
        await tour.office.do("choose", name="settings.language", text=tour.word("English", "中文"))
        places = {
            "approvals": "approvals.tabs",
            "overview": "overview.days",
            "usage": "usage.list",
            "authorizations": "authorizations.list",
            "seals": "seals.list",
            "map": "map.ready",
        }
        for place, sign in places.items():
            await tour.open(tour.office, place)
            await tour.office.do("see", name=sign, within=60)
            await tour.picture(tour.office, f"dark-{place}")


STORY: tuple[Part, ...] = (
    no_organization,
    bind,
    bind_over_gprs,
    pay,
    administer,
    connect_system,
    apply,
    approve,
    authorize,
    stamp,
    find_outlet,
    end,
    upgrade,
    offline,
    look_around,
)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _world(home: Path, language: str) -> World:
    return World(home, headless=True, language=language, gprs=True)


async def play(
    folder: Path, language: str, parts: tuple[Part, ...] = STORY, make: Callable[[Path, str], World] = _world
) -> int:
    """Play it in a profile of its own, that `make` makes; 0 only if every step was seen to happen."""
    _empty(folder)
    with tempfile.TemporaryDirectory(prefix="signet-tour-", ignore_cleanup_errors=True) as home:
        world = make(Path(home), language)
        tour = Tour(world, folder, language)
        try:
            async with tour.step("the programs start"):
                await world.start(lambda _: None)
            for part in parts:
                await part(tour)
        except (driver.NotThere, ConnectionError, ProgramFailed, AssertionError, TimeoutError) as error:
            print(f"\nThe tour stopped: {error}")
            for name, program in world.programs.items():
                if words := program.last_words():
                    print(f"--- {name}\n{words}")
            for hands in world.hands.values():
                await _last_picture(tour, hands)
            return 1
        finally:
            await world.stop()
    print(f"\n{len(tour.transcript)} steps, all seen; pictures and transcript in {folder}")
    return 0


async def _last_picture(tour: Tour, hands: Hands) -> None:
    """What was on the screen when it went wrong, if the process still lives."""
    try:
        await tour.picture(hands, f"stopped-{hands.name}")
    except (driver.NotThere, ConnectionError, OSError):
        return
