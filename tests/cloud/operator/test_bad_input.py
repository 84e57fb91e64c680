"""Whatever is sent to the operator's pages: no page falls, nothing is changed, and each refusal says why."""

import pytest
from sqlalchemy import select

from cloud.operator import people
from cloud.operator.room import Room
from cloud.operator.rooms import rooms
from cloud.store import operators
from cloud.store.columns import metadata
from cloud.store.unit import View
from domain.orders import Order
from tests.cloud import wallet
from tests.cloud.company import SERIAL, Company, uid
from tests.cloud.operator.desk import Desk, Person, entries
from tests.cloud.world import Cloud

# What may change though an act was refused: the trail of it, and the session that was used.
OWN = {"operator_audit", "operator_sessions", "operators", "meta", "code_limits"}
NAMES = ("organization", "subject", "serial", "to", "model", "reason", "answer", "quota", "most", "number", "tracking")
NAMES += ("name", "address", "phone", "lat", "lon", "hours", "seals", "first", "share", "failures", "present", "again")
NAMES += (
    "note",
    "why",
    "transaction",
    "months0",
    "first0",
    "renewal0",
    "trial",
    "offline",
    "wechat",
    "payee",
    "password",
)
VALUES = ("", "-1", "9" * 30, "\x00", "'; DROP TABLE operators; --", "%", "<b>", "é" * 200, "\ud7ff")
ORDER = uid("order")
pytestmark = pytest.mark.usefixtures("company")  # the operator is made known in its cloud


@pytest.fixture
async def company(company: Company) -> Company:
    """It has paid offline."""
    await wallet.pay_offline(company.keeper, ORDER, SERIAL)
    return company


async def all_rows(cloud: Cloud) -> dict[str, list[tuple[object, ...]]]:
    def work(view: View) -> dict[str, list[tuple[object, ...]]]:
        found = {}
        for table in metadata.sorted_tables:
            if table.name not in OWN:
                found[table.name] = sorted(map(tuple, view.connection.execute(select(table))), key=repr)
        return found

    return await cloud.service.database.read(work)


ACTS = [(each.path, act) for each in rooms() for act in each.acts]


async def test_no_form_of_nonsense_is_carried_out(company: Company, desk: Desk) -> None:
    before = await all_rows(company.cloud)
    for path, act in ACTS:
        await desk.get(path)
        for value in VALUES:
            fields = {"csrftoken": desk.token, "act": act, **dict.fromkeys(NAMES, value)}
            answer = await desk.post(path, fields)
            assert answer.status == 422, (act, value, answer.text[:200])
            assert answer.why, (act, value)
            assert all(why.endswith("。") for why in answer.why), (act, answer.why)
        empty = await desk.post(path, {"csrftoken": desk.token, "act": act, "file": b"", "manifest": b"", "image": b""})
        assert empty.status == 422, act
    assert await all_rows(company.cloud) == before


async def test_no_address_of_nonsense_is_a_page(company: Company, desk: Desk) -> None:
    before = await all_rows(company.cloud)
    for room in rooms():
        for end in ("/x", "/x/y", "/x/y/z", "/%00", "/..%2f..%2fetc", "/'--", "/%F0%9F%98%80", "/" + "x" * 3000):
            assert (await desk.get(room.path + end)).status == 404, (room.path, end)
        for asked in ("q=%00", "q=%25", "q=%27", "q=" + "x" * 3000, "before=x", "after=%F0%9F%98%80", "show=x"):
            assert (await desk.get(f"{room.path}?{asked}")).status == 200, (room.path, asked)
    assert await all_rows(company.cloud) == before


async def test_what_is_too_long_is_refused_and_the_trail_shows_as_much_as_it_kept(company: Company, desk: Desk) -> None:
    """Also where what was cut looks whole, and where a form has room for a file."""
    for path, act, name, text in (
        ("/releases", "StageRelease", "seals", "}" * 30_000),
        ("/invoices", "IssueInvoice", "number", "1" * 100_000),
    ):
        answer = await desk.do(path, act, subject="x", organization="x", **{name: text, "file": b"x"})
        assert (answer.status, len(answer.why)) == (422, 1)
        number = (await entries(company.cloud))[-1].number
        page = await desk.get(f"/trail/{number}")
        assert (page.status, text[:1000] in page.text) == (200, True)


async def test_what_fails_is_said_and_quotes_nobody(
    company: Company, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "王主任 19900000001"

    def broken(self: Room, view: View) -> int:
        raise RuntimeError(typed)

    monkeypatch.setattr("cloud.operator.rooms.quotas.QuotaRequests.waiting", broken)
    answer = await desk.get("/seals")
    assert answer.status == 500
    assert "云平台出错，操作未执行。" in answer.text
    assert "RuntimeError" in caplog.text
    assert "19900000001" not in caplog.text
    assert "王主任" not in caplog.text
    caplog.clear()


async def test_pictures_and_files_are_for_operators_alone(company: Company, desk: Desk) -> None:
    order = await company.row(Order, ORDER)
    path = f"/orders/{order.organization}/{order.id}/voucher"
    answer = await desk.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    other = await company.cloud.organization("19900000005", "别家公司")
    for strange in (f"/orders/{other.organization}/{order.id}/voucher", f"{path}/x", path.replace(ORDER, uid("none"))):
        assert (await desk.get(strange)).status == 404
    async with Desk(company.cloud) as nobody:
        assert (await nobody.get(path)).path == "/login"


async def test_passwords_are_kept_as_what_scrypt_makes_of_them(cloud: Cloud) -> None:
    person = await Person.begun(cloud, "zhao")
    one, other = (people.digest(person.password, salt) for salt in (b"a" * people.SALT, b"b" * people.SALT))
    assert one[people.SALT :] != other[people.SALT :]
    assert person.password.encode() not in one
    assert people.is_right(one, person.password)
    assert not people.is_right(one, person.password + "x")
    kept = await cloud.service.database.read(operators.every)
    assert person.password not in repr(kept)
    assert person.secret not in repr(kept)
