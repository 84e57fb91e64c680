"""Signing in by WeChat: a ticket, somebody who scans it, and whose number has to be a member's."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud.channels import Rejected, Unreachable
from cloud.store import tables
from cloud.wechat import BACK, GOOD_MS
from domain.consoles import Console
from domain.leaving import RemoveMember
from domain.sign_ins import Outcome
from protocol import sync
from protocol.keys import SigningKey
from protocol.sync import Platform, SignedIn, Ticket, TicketState, ticket_signed_bytes
from tests.cloud.test_consoles import log, own
from tests.cloud.test_second_factor import switched_on
from tests.cloud.world import Cloud, Person, Problem, running

PATH = "/v1/sign-in/wechat"
ENGLISH = {"Accept-Language": "en"}


class Attempt:
    """A console's ticket, and the console's keys, which are those of `person`."""

    def __init__(self, person: Person, ticket: Ticket, holder: SigningKey) -> None:
        self.person, self.ticket, self.holder = person, ticket, holder

    @classmethod
    async def begin(cls, person: Person, name: str = "PC") -> "Attempt":
        holder = SigningKey.generate()
        asked = sync.AskTicket(console_name=name, holder=holder.public)
        return cls(person, await person.cloud.ask(Ticket, "POST", PATH, asked), holder)

    def shown(self, word: str) -> sync.ShownTicket:
        proof = self.holder.sign(ticket_signed_bytes(self.ticket.ticket, word))
        return sync.ShownTicket(ticket=self.ticket.ticket, proof=proof)

    async def phone(self) -> str | None:
        return (await self.person.cloud.ask(TicketState, "POST", f"{PATH}/state", self.shown("state"))).phone

    async def cancel(self) -> None:
        await self.person.cloud.request("POST", f"{PATH}/cancel", self.shown("cancel"))

    def entering(self, second_factor: str | None = None) -> sync.EnterByTicket:
        keys = {"signing": self.person.signing.public, "static": self.person.static.public}
        signed = ticket_signed_bytes(self.ticket.ticket, "enter", *keys.values())
        proof = self.holder.sign(signed)
        ticket = self.ticket.ticket
        return sync.EnterByTicket(ticket=ticket, proof=proof, console_name="PC", second_factor=second_factor, **keys)

    async def enter(self, second_factor: str | None = None, **changes: Any) -> SignedIn:
        body = msgspec.structs.replace(self.entering(second_factor), **changes)
        self.person.signed_in = await self.person.cloud.ask(SignedIn, "POST", f"{PATH}/enter", body)
        return self.person.signed_in


async def scan(cloud: Cloud, address: str, phone: str) -> tuple[int, str]:
    """Opens what the QR code holds and confirms it as the WeChat with this number; what is read then."""
    async with cloud.http.get(address, headers=ENGLISH) as answer:
        if answer.status != 200:
            return answer.status, await answer.text()
    async with cloud.http.post(address, data={"phone": phone}, headers=ENGLISH) as answer:
        return answer.status, await answer.text()


async def refused(cloud: Cloud, what: Callable[[], Any], code: str) -> None:
    """It is, and nothing is another for it but what was counted."""
    before = await contents(cloud)
    with pytest.raises(Problem, match=code):
        await what()
    assert await contents(cloud) == before


async def contents(cloud: Cloud) -> dict[str, int]:
    """How many people, consoles, tokens and lines there are."""
    kinds = (tables.users, tables.consoles, tables.refresh_tokens, tables.rows["sign_ins"])
    return await cloud.service.database.read(
        lambda view: {each.name: len(view.connection.execute(each.select()).all()) for each in kinds}
    )


@pytest.mark.req("R-049", "V", "inside")
@pytest.mark.req("A-02", "A")
async def test_whose_bound_phone_is_a_members_gets_in(cloud: Cloud, owner: Person) -> None:
    assert (await cloud.ask(Platform, "GET", "/v1/platform")).wechat
    second = Person(cloud, owner.phone)
    attempt = await Attempt.begin(second)
    assert attempt.ticket.good_for == GOOD_MS
    assert await attempt.phone() is None
    status, text = await scan(cloud, attempt.ticket.address, "199 0000 0001")
    assert (status, "Go on at the computer" in text) == (200, True)
    assert await attempt.phone() == owner.phone
    entered = await attempt.enter()
    assert (entered.user, entered.name) == (owner.signed_in.user, "王主任")
    assert entered.organizations == [owner.organization]
    assert len((await own(second)).of(Console)) == 2
    assert [outcome for outcome, _ in await log(second)] == [Outcome.OK, Outcome.WECHAT]


@pytest.mark.req("R-049", "V", "outside")
@pytest.mark.parametrize("phone", ["19900000777", "19900000002"])
async def test_whose_bound_phone_is_no_members_does_not(cloud: Cloud, owner: Person, phone: str) -> None:
    """Unknown; and known, but a member no more."""
    member = await owner.add("周二", "19900000002")
    await owner.done(RemoveMember(member=member.member))
    lines = len(await log(member))
    attempt = await Attempt.begin(Person(cloud, phone))
    before = await contents(cloud)
    status, text = await scan(cloud, attempt.ticket.address, phone)
    assert (status, "is no member" in text) == (403, True)
    noted = 1 if phone == member.phone else 0  # who is unknown has no log
    assert await contents(cloud) == {**before, "sign_ins": before["sign_ins"] + noted}
    await refused(cloud, attempt.phone, "403 wechat_no_member")
    await refused(cloud, attempt.enter, "403 wechat_no_member")
    assert [outcome for outcome, _ in (await log(member))[lines:]] == [Outcome.WECHAT_REFUSED] * noted


async def test_a_member_who_went_between_scanning_and_entering_does_not(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("周二", "19900000002")
    attempt = await Attempt.begin(member)
    await scan(cloud, attempt.ticket.address, member.phone)
    assert await attempt.phone() == member.phone
    await owner.done(RemoveMember(member=member.member))
    await refused(cloud, attempt.enter, "403 wechat_no_member")


async def test_before_it_is_confirmed_nobody_comes_in(cloud: Cloud, owner: Person) -> None:
    attempt = await Attempt.begin(owner)
    await refused(cloud, attempt.enter, "403 wechat_unconfirmed")
    await scan(cloud, attempt.ticket.address, owner.phone)
    await attempt.enter()


async def test_a_ticket_is_good_once(cloud: Cloud, owner: Person) -> None:
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    await attempt.enter()
    await refused(cloud, attempt.enter, "403 wechat_over")
    await refused(cloud, attempt.phone, "403 wechat_over")
    assert (await scan(cloud, attempt.ticket.address, owner.phone))[0] == 403


async def test_the_first_who_confirms_it_is_the_one(cloud: Cloud, owner: Person) -> None:
    other = await owner.add("周二", "19900000002")
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    status, text = await scan(cloud, attempt.ticket.address, other.phone)
    assert (status, "no longer valid" in text) == (403, True)
    assert await attempt.phone() == owner.phone


async def test_it_is_good_for_five_minutes(cloud: Cloud, owner: Person) -> None:
    early, late, never = [await Attempt.begin(owner) for _ in range(3)]
    for attempt in (early, late):
        await scan(cloud, attempt.ticket.address, owner.phone)
    cloud.now += GOOD_MS - 1
    await early.enter()
    assert await never.phone() is None
    cloud.now += 1
    for attempt in (late, never):
        await refused(cloud, attempt.phone, "403 wechat_over")
        await refused(cloud, attempt.enter, "403 wechat_over")
    assert (await scan(cloud, never.ticket.address, owner.phone))[0] == 403


async def test_one_that_was_given_up_is_confirmed_by_nobody(cloud: Cloud, owner: Person) -> None:
    attempt = await Attempt.begin(owner)
    await attempt.cancel()
    status, text = await scan(cloud, attempt.ticket.address, owner.phone)
    assert (status, "no longer valid" in text) == (403, True)
    await refused(cloud, attempt.phone, "403 wechat_over")


async def test_another_console_cannot_use_it(cloud: Cloud, owner: Person) -> None:
    """Neither with a key of its own, nor with keys of its own put into what the holder has signed."""
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    thief = Attempt(Person(cloud, owner.phone), attempt.ticket, SigningKey.generate())
    for steal in (thief.phone, thief.cancel, thief.enter):
        await refused(cloud, steal, "403 wechat_over")
    others: list[dict[str, Any]] = [
        {"signing": thief.person.signing.public},
        {"static": thief.person.static.public},
        {"proof": attempt.shown("state").proof},
    ]
    for changes in others:
        await refused(cloud, partial(attempt.enter, **changes), "403 wechat_over")
    await attempt.enter()


async def test_the_second_factor_is_asked_for_as_after_a_code(cloud: Cloud, owner: Person) -> None:
    phone, codes = await switched_on(owner)
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    with pytest.raises(Problem, match="403 second_factor_needed") as needed:
        await attempt.enter()
    assert needed.value.said.field == "second_factor"
    assert (await log(owner))[-1][0] is Outcome.SECOND_FACTOR_MISSING
    with pytest.raises(Problem, match="403 second_factor_wrong"):
        await attempt.enter("000000")
    await attempt.enter(phone.shows())  # the ticket has stayed good
    assert [outcome for outcome, _ in (await log(owner))[-2:]] == [Outcome.SECOND_FACTOR_WRONG, Outcome.WECHAT]
    again = await Attempt.begin(owner)
    await scan(cloud, again.ticket.address, owner.phone)
    await again.enter(codes[0])
    assert (await log(owner))[-1][0] is Outcome.RECOVERY_CODE


async def test_the_fifth_missing_second_factor_ends_it(cloud: Cloud, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    for _ in range(5):
        with pytest.raises(Problem, match="403 second_factor_needed"):
            await attempt.enter()
    await refused(cloud, lambda: attempt.enter(phone.shows()), "403 wechat_over")


async def test_tickets_cannot_be_had_too_often(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, tickets_per_hour=3) as cloud:
        person = Person(cloud, "19900000009")
        for _ in range(3):
            await Attempt.begin(person)
        with pytest.raises(Problem, match="429 wechat_too_often"):
            await Attempt.begin(person)
        await cloud.code(person.phone)  # codes by SMS are counted on their own
        cloud.now += 3600_000
        await Attempt.begin(person)


@pytest.mark.parametrize("state", ["", "x", "a" * 22, "'; drop", "ä" * 22])
async def test_what_is_no_ticket_is_over(cloud: Cloud, state: str) -> None:
    async with cloud.http.get(BACK, params={"code": "x", "state": state}, headers=ENGLISH) as answer:
        assert (answer.status, "no longer valid" in await answer.text()) == (403, True)


async def test_a_wrong_phone_number_confirms_nothing(cloud: Cloud, owner: Person) -> None:
    attempt = await Attempt.begin(owner)
    for phone in ("", "12345", "<b>"):
        assert (await scan(cloud, attempt.ticket.address, phone))[0] == 422
    assert await attempt.phone() is None


async def test_the_page_shows_where_it_signs_in_and_who_there_is(cloud: Cloud, owner: Person) -> None:
    attempt = await Attempt.begin(owner, "<b>PC</b>")
    async with cloud.http.get(attempt.ticket.address) as answer:
        text = await answer.text()
    assert "“&lt;b&gt;PC&lt;/b&gt;”" in text
    assert f'value="{owner.phone}"' in text


@pytest.mark.parametrize(
    "changes", [{"ticket": "x"}, {"ticket": "a\0" * 11}, {"console_name": " "}, {"console_name": "a\0"}]
)
async def test_what_does_not_fit_is_malformed(cloud: Cloud, owner: Person, changes: dict[str, Any]) -> None:
    attempt = await Attempt.begin(owner)
    await scan(cloud, attempt.ticket.address, owner.phone)
    await refused(cloud, lambda: attempt.enter(**changes), "400 malformed")
    with pytest.raises(Problem, match="400 malformed"):
        await Attempt.begin(owner, "\n")


async def test_without_a_wechat_that_way_is_not_offered(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, demo=False) as cloud:
        assert not (await cloud.ask(Platform, "GET", "/v1/platform")).wechat
        with pytest.raises(Problem, match="404 wechat_off"):
            await Attempt.begin(Person(cloud, "19900000009"))
        for path in ("/demo/wechat/" + "a" * 22, f"{BACK}?code=x&state={'a' * 22}"):
            async with cloud.http.get(path) as answer:
                assert answer.status in (403, 404)


class Account:
    """A WeChat: what it says of any code. `asked`: how often."""

    def __init__(self) -> None:
        self.says: str | Exception | None = None
        self.asked = 0

    def address(self, base: str, ticket: str) -> str:
        return f"https://wechat.example/?back={base}&state={ticket}"

    async def phone(self, code: str) -> str | None:
        self.asked += 1
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


async def test_what_wechat_says_of_who_scanned(tmp_path: Path, database_url: str | None) -> None:
    wechat = Account()
    async with running(tmp_path, database=database_url, wechat=wechat) as cloud:
        owner = await cloud.organization("19900000001")

        async def come_back(state: str) -> tuple[int, str]:
            async with cloud.http.get(BACK, params={"code": "c", "state": state}, headers=ENGLISH) as answer:
                return answer.status, await answer.text()

        attempt = await Attempt.begin(owner)
        assert attempt.ticket.address.startswith("https://wechat.example/")
        ticket = attempt.ticket.ticket
        wechat.says = Unreachable()
        assert "cannot be reached" in (await come_back(ticket))[1]
        wechat.says = Rejected()
        for _ in range(4):
            assert "scan once more" in (await come_back(ticket))[1]
        assert await attempt.phone() is None
        wechat.says = owner.phone
        assert (await come_back(ticket))[0] == 200
        assert await attempt.enter()

        unbound, tired = await Attempt.begin(owner), await Attempt.begin(owner)
        wechat.says = None  # an account to which no number is bound
        assert "is no member" in (await come_back(unbound.ticket.ticket))[1]
        await refused(cloud, unbound.enter, "403 wechat_no_member")
        wechat.says = Rejected()
        for _ in range(5):
            await come_back(tired.ticket.ticket)
        asked = wechat.asked
        assert "no longer valid" in (await come_back(tired.ticket.ticket))[1]
        assert wechat.asked == asked  # about what is over WeChat is not asked
        async with cloud.http.get(f"/demo/wechat/{ticket}") as answer:
            assert answer.status == 404
