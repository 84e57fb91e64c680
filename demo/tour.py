"""The whole story, played through the real screens of real processes, with a picture of each step.

A step counts only when what it should bring about was seen: on a screen, on a seal's display or in its log. The exit
status is 0 only if every step was.
"""

import asyncio
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
from demo.seed import ADMINISTRATOR, APPROVER, KEEPER, MEMBER, STRANGER, TEMPLATE, Cloud, Person
from demo.world import SEALS, World

GL = SEALS[0][0]
SEAL_NAME = "合同专用章"
DOCUMENT = "云杉采购框架协议"
PRESSES = 3


class Tour:
    """The story's state: the world it plays in, the pictures it has taken, the transcript."""

    def __init__(self, world: World, folder: Path, language: str) -> None:
        self.world = world
        self.folder = folder
        self.chinese = language == "zh_CN"
        self.transcript: list[dict[str, object]] = []
        self._begun = time.monotonic()

    @property
    def office(self) -> Hands:
        """The console at which administrator, approver and keeper take turns."""
        return self.world.hands["office"]

    @property
    def desk(self) -> Hands:
        """The member's console."""
        return self.world.hands["desk"]

    def word(self, chinese: str, english: str) -> str:
        return chinese if self.chinese else english

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

    async def seal_picture(self, name: str) -> None:
        number = sum(path.suffix == ".png" for path in self.folder.iterdir()) + 1
        answer = await self.world.seal(GL, "picture", path=str(self.folder / f"{number:02d}-{name}.png"))
        assert "error" not in answer, answer

    def write(self) -> None:
        text = json.dumps(self.transcript, ensure_ascii=False, indent=1)
        (self.folder / "transcript.json").write_text(text + "\n", "utf-8")

    async def sign_in(self, hands: Hands, person: Person) -> None:
        """By phone and the code in the demo's inbox."""
        async with Cloud(self.world.cloud_address) as cloud:
            before = (await cloud.newest(person.phone))["at"]
            await hands.do("write", name="sign_in.phone", text=person.phone)
            await hands.do("click", name="sign_in.send_code")
            code = await cloud.code_for(person.phone, before)
        await hands.do("write", name="sign_in.code", text=code)
        await hands.do("click", name="sign_in.enter")

    async def change_person(self, hands: Hands, person: Person) -> None:
        await self.open(hands, "settings")
        await hands.do("click", name="settings.sign_out")
        await self.sign_in(hands, person)
        await hands.do("see", name="rail.approvals")

    async def open(self, hands: Hands, place: str) -> None:
        await hands.do("click", name=f"rail.{place}")

    async def screen_of_seal(self, text: str, within: float = 20) -> str:
        """Wait until the seal's own screen says so; all it says."""
        deadline = time.monotonic() + within
        while True:
            said = "\n".join((await self.world.seal(GL, "status"))["screen"])
            if text in said:
                return said
            if time.monotonic() > deadline:
                raise driver.NotThere(f"“{text}” on the seal, which says “{said}”")
            await asyncio.sleep(0.05)

    async def stamp(self) -> None:
        """What a hand does: stand out, press, stand in."""
        await self.world.seal(GL, "stamp")


Story = Callable[[Tour], Awaitable[None]]


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
        await tour.picture(tour.office, "seals-empty")
    async with tour.step("the seal is switched on, unbound"):
        await tour.world.seal(GL, "power")
        await tour.screen_of_seal("未绑定")
        await tour.seal_picture("seal-unbound")
    async with tour.step("scan: the seal is found with its name and signal"):
        await tour.office.do("click", name="seals.bind")
        await tour.office.do("choose", name="binding.list", text="ZGY_GL")
        await tour.picture(tour.office, "binding-scan")
    async with tour.step("connect; the seal shows a number"):
        await tour.office.do("click", name="binding.connect")
        await tour.office.do("see", name="binding.number")
        status = await tour.world.seal(GL, "status")
        await tour.seal_picture("seal-number")
        await tour.office.do("write", name="binding.number", text=status["number"])
        await tour.office.do("write", name="binding.name", text=SEAL_NAME)
        await tour.picture(tour.office, "binding-number")
    async with tour.step("bound: the seal shows 请授权使用"):
        await tour.office.do("click", name="binding.confirm")
        await tour.screen_of_seal("请授权使用", 40)
        await tour.seal_picture("seal-bound")
        await tour.office.do("see", name="binding.state", text=tour.word("绑定", "ound"))
        await tour.picture(tour.office, "binding-done")
        await tour.office.do("click", name="binding.close")
    async with tour.step("keeper and approval flow"):
        await tour.office.do("choose", name="seals.list", text=SEAL_NAME)
        await tour.office.do("choose", name="seals.keeper", text=KEEPER.name)
        await tour.office.do("click", name="seals.add_keeper")
        await tour.office.do("choose", name="seals.template", text=TEMPLATE)
        await tour.office.do("click", name="seals.set_flow")
        await tour.office.do("see", name="seals.detail", text=KEEPER.name)
        await tour.office.do("see", name="seals.detail", text=TEMPLATE)
        await tour.picture(tour.office, "seal")


async def apply(tour: Tour) -> None:
    async with tour.step("the member applies for use"):
        await tour.sign_in(tour.desk, MEMBER)
        await tour.desk.do("see", name="rail.applications")
        await tour.open(tour.desk, "applications")
        await tour.desk.do("click", name="applications.new")
        await tour.desk.do("choose", name="applications.seal", text=SEAL_NAME)
        await tour.desk.do("write", name="applications.reason", text="与供应商续签年度采购框架，三方各执一份")
        await tour.desk.do("write", name="applications.document", text=DOCUMENT)
        await tour.desk.do("write", name="applications.copies", text="3")
        await tour.desk.do("write", name="applications.count", text=str(PRESSES))
        await tour.picture(tour.desk, "application-form")
        await tour.desk.do("click", name="applications.submit")
        await tour.desk.do("choose", name="applications.list", text=DOCUMENT)
        await tour.desk.do("see", name="applications.detail", text=APPROVER.name)
        await tour.picture(tour.desk, "application")


async def approve(tour: Tour) -> None:
    async with tour.step("the approver approves from his inbox"):
        await tour.change_person(tour.office, APPROVER)
        await tour.open(tour.office, "approvals")
        await tour.office.do("choose", name="approvals.list", text=DOCUMENT)
        await tour.office.do("write", name="approvals.note", text="条款已核对")
        await tour.picture(tour.office, "approval")
        await tour.office.do("click", name="approvals.approve")
        await tour.desk.do("see", name="applications.detail", text="条款已核对")


async def authorize(tour: Tour) -> None:
    async with tour.step("the keeper authorizes"):
        await tour.change_person(tour.office, KEEPER)
        await tour.open(tour.office, "approvals")
        await tour.office.do("choose", name="approvals.list", text=DOCUMENT)
        await tour.office.do("click", name="approvals.authorize")
        await tour.office.do("see", name="authorization.count")
        await tour.picture(tour.office, "authorization")
        await tour.office.do("click", name="authorization.issue")
        await tour.desk.do("see", name="applications.detail", text=tour.word("已授权", "Authorized"))
    async with tour.step("the grant reaches the seal in the keeper's console; he himself may not press: 无权使用"):
        await tour.open(tour.office, "seals")
        await tour.office.do("choose", name="seals.list", text=SEAL_NAME)
        await tour.office.do("click", name="seals.connect")
        await tour.office.do("see", name="seals.message", text=tour.word("无权使用", "ot permitted"), within=40)
        await tour.seal_picture("seal-refuses-keeper")
        await tour.picture(tour.office, "not-permitted")


async def stamp(tour: Tour) -> None:
    async with tour.step("the member takes the seal in hand"):
        await tour.open(tour.desk, "ready")
        await tour.desk.do("choose", name="ready.list", text=DOCUMENT)
        await tour.picture(tour.desk, "ready")
        await tour.desk.do("click", name="ready.start")
        await tour.screen_of_seal(f"0/{PRESSES}", 40)
        await tour.desk.do("see", name="ready.count", text="0")
        await tour.seal_picture("seal-ready")
    await tour.open(tour.office, "usage")
    for press in range(1, PRESSES + 1):
        async with tour.step(f"press {press}: one record with photo on both consoles"):
            await tour.stamp()
            await tour.screen_of_seal(f"{press}/{PRESSES}")
            await tour.desk.do("see", name="ready.count", text=str(press))
            await until_records(tour.office, press)
            if press == 1:
                await tour.picture(tour.desk, "stamping")
    async with tour.step("the other console shows record, photo and place"):
        await tour.office.do("choose", name="usage.list", text=DOCUMENT)
        await tour.office.do("see", name="usage.photo")
        await tour.picture(tour.office, "usage")
        await tour.picture(tour.desk, "stamped")
        await tour.open(tour.office, "map")
        await tour.office.do("see", name="map.page", text=SEAL_NAME)
        await tour.office.do("see", name="map.ready", within=60)
        await tour.picture(tour.office, "map")
        await tour.desk.do("click", name="ready.save")


async def until_records(hands: Hands, count: int) -> None:
    """The list of usage records has so many rows, none of them pending."""
    await hands.do("see", name="usage.count", text=str(count))


async def end(tour: Tour) -> None:
    async with tour.step("the keeper ends the use"):
        await tour.open(tour.office, "authorizations")
        await tour.office.do("choose", name="authorizations.list", text=MEMBER.name)
        await tour.picture(tour.office, "authorizations")
        await tour.office.do("click", name="authorizations.end_use")
        await tour.picture(tour.office, "end-use")
        await tour.office.do("click", name="confirm.yes")
        await tour.office.do("see", name="authorizations.detail", text=tour.word("用印结束", "Ended"))
    async with tour.step("the seal learns it, refuses the next press, and the press arrives as an abnormal record"):
        await tour.open(tour.office, "seals")
        await tour.office.do("choose", name="seals.list", text=SEAL_NAME)
        await tour.office.do("click", name="seals.connect")
        await tour.screen_of_seal("请授权使用", 40)
        await tour.stamp()
        await tour.open(tour.office, "usage")
        await until_records(tour.office, PRESSES + 1)
        await tour.office.do("choose", name="usage.list", text=tour.word("异常", "bnormal"))
        await tour.picture(tour.office, "abnormal")
        await tour.seal_picture("seal-ended")


async def offline(tour: Tour) -> None:
    async with tour.step("the cloud stops; an application waits visibly, and arrives once when the cloud is back"):
        await tour.world.programs["cloud"].stop()
        await tour.open(tour.desk, "applications")
        await tour.desk.do("click", name="applications.new")
        await tour.desk.do("choose", name="applications.seal", text=SEAL_NAME)
        await tour.desk.do("write", name="applications.reason", text="补盖骑缝章")
        await tour.desk.do("write", name="applications.document", text="补充协议二")
        await tour.desk.do("click", name="applications.submit")
        await tour.desk.do("see", name="applications.list", text="补充协议二")
        await tour.desk.do("see", name="status.line", text=tour.word("离线", "Offline"))
        await tour.picture(tour.desk, "offline")
        await tour.world.start_cloud()
        await tour.desk.do("see", name="status.line", text=tour.word("在线", "Online"), within=60)
        await tour.desk.do("see", name="applications.detail", text="SQ-", within=60)
        await tour.picture(tour.desk, "online-again")


async def look_around(tour: Tour) -> None:
    async with tour.step("every page in the other colours and the other language"):
        await tour.open(tour.office, "settings")
        await tour.picture(tour.office, "settings")
        await tour.office.do("choose", name="settings.theme", text=tour.word("深色", "Dark"))
        await tour.office.do("choose", name="settings.language", text=tour.word("English", "中文"))
        for place in ("approvals", "usage", "authorizations", "seals", "map"):
            await tour.open(tour.office, place)
            await tour.picture(tour.office, f"dark-{place}")


STORY: tuple[Story, ...] = (no_organization, bind, apply, approve, authorize, stamp, end, offline, look_around)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


async def play(folder: Path, language: str) -> int:
    """Play it in a profile of its own; 0 only if every step was seen to happen."""
    _empty(folder)
    with tempfile.TemporaryDirectory(prefix="signet-tour-", ignore_cleanup_errors=True) as home:
        world = World(Path(home), headless=True, language=language)
        tour = Tour(world, folder, language)
        try:
            async with tour.step("the programs start"):
                await world.start(lambda _: None)
            for part in STORY:
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
