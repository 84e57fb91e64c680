"""What people do in the story, by hand on the real screens: shared by the tour, the flow tests and the benchmarks."""

import asyncio
import time
from pathlib import Path

import aiohttp
from PySide6.QtGui import QImage

from app.views.qr import read_qr
from demo import driver
from demo.driver import Hands
from demo.seed import APPROVER, KEEPER, TEMPLATE, Cloud, Person
from demo.world import AWAY, SEALS, World

GL = SEALS[0][0]
SEAL_NAME = "合同专用章"
AWAY_NAME = "武汉分部公章"
DOCUMENT = "云杉采购框架协议"
REASON = "与供应商续签年度采购框架，三方各执一份"
NOTE = "条款已核对"


class Story:
    """Two consoles and a hand on the GL seal. What does not come about in its time raises `driver.NotThere`."""

    def __init__(self, world: World, language: str) -> None:
        self.world = world
        self.chinese = language == "zh_CN"

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

    # At a console

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

    async def until_online(self, hands: Hands) -> None:
        await hands.do("see", name="status.line", text=self.word("在线", "Online"), within=60)

    async def until_records(self, hands: Hands, count: int) -> None:
        """The open list of usage records has so many rows."""
        await hands.do("see", name="usage.count", text=str(count))

    # Binding

    async def look_for_unbound(self) -> None:
        await self.office.do("click", name="seals.bind")
        if self.world.has_gprs:  # what is delivered is shown first, if it is known by now
            await self.office.do("click", name=f"binding.ways.{self.word('未绑定', 'Not bound yet')}")
            await self.office.do("see", name="binding.unbound")
            await self.office.do("click", name=f"binding.ways.{self.word('附近的印章', 'In reach')}")
        await self.office.do("choose", name="binding.list", text="ZGY_GL")

    async def connect_to_unbound(self) -> str:
        """The number that the seal shows."""
        await self.office.do("click", name="binding.connect")
        await self.office.do("see", name="binding.number")
        return str((await self.world.seal(GL, "status"))["number"])

    async def name_it(self, number: str) -> None:
        await self.office.do("write", name="binding.number", text=number)
        await self.office.do("write", name="binding.name", text=SEAL_NAME)

    async def confirm_binding(self) -> None:
        await self.office.do("click", name="binding.confirm")
        await self.screen_of_seal("请授权使用", 40)
        await self.office.do("see", name="binding.state", text=self.word("绑定成功", "is bound"))

    async def give_keeper_and_flow(self) -> None:
        await self.office.do("choose", name="seals.list", text=SEAL_NAME)
        await self.office.do("click", name="seals.parts.rules")
        await self.office.do("choose", name="seals.keeper", text=KEEPER.name)
        await self.office.do("click", name="seals.add_keeper")
        await self.office.do("choose", name="seals.template", text=TEMPLATE)
        await self.office.do("click", name="seals.set_flow")
        # Both names are offered in the drop-downs too; the approver's stands only in the flow that was set.
        await self.office.do("see", name="seals.detail", text=APPROVER.name)

    async def look_for_delivered(self) -> None:
        """Until it is online."""
        await self.office.do("click", name="seals.bind")
        await self.office.do("click", name=f"binding.ways.{self.word('未绑定', 'Not bound yet')}")
        await self.office.do("see", name="binding.unbound", text=self.word("在线", "online"), within=40)
        await self.office.do("choose", name="binding.unbound", text=AWAY[0])

    async def bind_over_gprs(self) -> None:
        """Until the seal has said so itself."""
        await self.office.do("click", name="binding.over_gprs")
        await self.office.do("write", name="binding.online_name", text=AWAY_NAME)
        await self.office.do("click", name="binding.confirm")
        await self.office.do("see", name="binding.state", text=self.word("绑定成功", "is bound"), within=40)
        await self.screen_of_seal("请授权使用", 40, AWAY[0])

    # Paying

    async def open_bill(self) -> None:
        """Of the seal; whoever is at the office may pay."""
        await self.open(self.office, "wallet")
        await self.office.do("choose", name="wallet.list", text=SEAL_NAME)
        await self.office.do("see", name="wallet.total", text="¥")

    async def order_by_wechat(self, picture: Path) -> str:
        """Until its QR code is on the screen; what that says, read from a picture of it."""
        await self.office.do("click", name="wallet.pay")
        await self.office.do("see", name="order.qr", within=40)
        async with asyncio.timeout(20):
            while True:  # as one holds the telephone until it has seen it
                await self.office.do("picture", path=str(picture), name="order.qr")
                if found := read_qr(QImage(str(picture))):
                    return found[0]
                await asyncio.sleep(0.05)

    async def pay(self, address: str) -> str:
        """As the payer does on his telephone; what the page said before."""
        async with aiohttp.ClientSession() as http:
            async with http.get(address) as answer:
                said = await answer.text()
            async with http.post(address) as answer:
                answer.raise_for_status()
        return said

    async def until_paid(self) -> None:
        """Nobody touches the console meanwhile."""
        await self.office.do("see", name="order.detail", text=self.word("支付交易号", "Transaction"), within=40)

    # Service outlets, and the organization's own systems

    async def look_for_outlets(self, outlet: str) -> None:
        """Near the seal, whose position is known; until the nearest is that one, and the map is painted."""
        await self.open(self.office, "about")
        await self.office.do("click", name="about.outlets")
        await self.office.do("choose", name="outlets.seal", text=SEAL_NAME)
        await self.office.do("see", name="outlets.detail", text=outlet)
        await self.office.do("see", name="outlets.map", text=self.word("由近到远", "nearest first"), within=60)

    async def fill_token(self, system: str) -> None:
        """Of a system that is to read of the seals; whoever is at the office keeps integrations."""
        await self.open(self.office, "settings")
        await self.office.do("click", name="settings.integrations")
        await self.office.do("click", name="integrations.new")
        await self.office.do("write", name="token.name", text=system)
        await self.office.do("choose", name="token.readings", text=self.word("印章", "Seals"))

    async def make_token(self) -> str:
        """The word itself, which is on the screen now and never again."""
        await self.office.do("click", name="token.confirm")
        return str(await self.office.do("see", name="new_token.word", text="signet_"))

    async def keep_token(self) -> None:
        """Until the cloud has it."""
        await self.office.do("click", name="new_token.kept")
        await self.office.do("see", name="tokens.detail", text=self.word("访问令牌", "Access token"))

    async def read_seals(self, token: str) -> list[str]:
        """Their names, as the organization's own system reads them."""
        address, headers = f"{self.world.cloud_address}/api/v1/seals", {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(address) as answer:
            answer.raise_for_status()
            return [each["row"]["name"] for each in (await answer.json())["rows"]]

    # A use, from the application to its end

    async def fill_application(self, document: str, reason: str, count: int) -> None:
        """For `count` uses (0: as many as wanted)."""
        await self.open(self.desk, "applications")
        await self.desk.do("click", name="applications.new")
        await self.desk.do(
            "choose", name="applications.seal", text=SEAL_NAME, within=60
        )  # it may have been bound just now
        await self.desk.do("write", name="applications.reason", text=reason)
        await self.desk.do("write", name="applications.document", text=document)
        await self.desk.do("write", name="applications.copies", text="3")
        await self.desk.do("write", name="applications.count", text=str(count))

    async def submit_application(self, document: str) -> None:
        await self.desk.do("click", name="applications.submit")
        await self.desk.do("choose", name="applications.list", text=document)

    async def look_at_request(self, document: str, note: str = "") -> None:
        """Whoever is at the office opens what waits for him, and notes something on it."""
        await self.open(self.office, "approvals")
        await self.office.do("choose", name="approvals.list", text=document)
        if note:
            await self.office.do("write", name="approvals.note", text=note)

    async def approve(self, note: str) -> None:
        """What is open at the office; until the member sees it in the application that is open at the desk."""
        await self.office.do("click", name="approvals.approve")
        await self.desk.do("see", name="applications.detail", text=note)

    async def open_authorization(self, document: str) -> None:
        await self.look_at_request(document)
        await self.office.do("click", name="approvals.authorize")
        await self.office.do("see", name="authorization.count")

    async def issue(self) -> None:
        """The open authorization; until the member sees it in the application that is open at the desk."""
        await self.office.do("click", name="authorization.issue")
        await self.desk.do("see", name="applications.detail", text=self.word("已授权", "Authorized"))

    async def connect_to_seal(self) -> None:
        """From the page of seals at the office."""
        await self.open(self.office, "seals")
        await self.office.do("choose", name="seals.list", text=SEAL_NAME)
        await self.office.do("click", name="seals.connect")

    async def find_ready(self, document: str) -> None:
        await self.open(self.desk, "ready")
        await self.desk.do("choose", name="ready.list", text=document)

    async def ask_to_end(self) -> None:
        """The keeper asks to end the chosen use, and is asked whether he means it."""
        await self.office.do("click", name="authorizations.end_use")
        await self.office.do("see", name="confirm.yes")

    async def confirm_end(self) -> None:
        await self.office.do("click", name="confirm.yes")
        await self.office.do("see", name="authorizations.detail", text=self.word("用印结束", "Ended"))

    # The seal in a hand

    async def switch_on(self) -> None:
        await self.world.seal(GL, "power")
        await self.screen_of_seal("未绑定")

    async def press(self) -> None:
        """Stamp when the seal lets one: where a photo is demanded, it waits for the camera before each press."""
        await self.seal_is(unlocked=True)
        await self.stamp()

    async def stamp(self) -> None:
        """Whatever the seal says: stand out, cover off, press, and back."""
        await self.world.seal(GL, "stamp")

    async def seal_is(self, within: float = 20, **so: object) -> None:
        """Wait until these fields of its status are so."""
        answer = await self.world.seal(GL, "wait", **{"for": so, "within": within})
        if not answer["ok"]:
            raise driver.NotThere(f"{so} of the seal: {answer['error']}")

    async def until_given(self, size: int, within: float = 60, serial: str = GL) -> None:
        """Wait until the seal has so many bytes of its release."""
        deadline = time.monotonic() + within
        while (had := (await self.world.seal(serial, "status"))["upgrade_bytes"]) < size:
            if time.monotonic() > deadline:
                raise driver.NotThere(f"{size} bytes of the release on the seal, which has {had}")
            await asyncio.sleep(0.05)

    async def screen_of_seal(self, text: str, within: float = 20, serial: str = GL) -> str:
        """Wait until the seal's own screen says so; all it says."""
        deadline = time.monotonic() + within
        while True:
            said = "\n".join((await self.world.seal(serial, "status"))["screen"])
            if text in said:
                return said
            if time.monotonic() > deadline:
                raise driver.NotThere(f"“{text}” on the seal, which says “{said}”")
            await asyncio.sleep(0.05)
