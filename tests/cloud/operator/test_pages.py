"""What an operator does at his pages, what follows from it for the people of an organization, and what is refused."""

import html

import pytest

from cloud import forced, sweeps
from cloud.store import across, releases
from domain.audit import AuditEntry
from domain.loss_lock import LockSeal
from domain.messages import Message
from domain.organization import Organization
from domain.outlets import Outlet
from domain.quotas import Quota, QuotaRequest, QuotaState, RequestQuota
from domain.seals import BindingState
from domain.seals import Seal as SealRow
from domain.stock import StockedSeal
from tests.cloud.company import SERIAL, Company, found_company, uid
from tests.cloud.operator.desk import Desk, entries, is_whole
from tests.cloud.test_firmware import NEW, NEWER, release
from tests.cloud.world import Cloud, pull_all

REQUEST = uid("request")
pytestmark = pytest.mark.usefixtures("company")  # the operator is made known in its cloud


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud)


async def told(company: Company, code: str) -> list[Message]:
    """Messages of this kind that the owner reads."""
    company.owner.cursors.clear()
    return [each for each in (await pull_all(company.owner)).of(Message) if each.code == code]


async def by_operator(company: Company) -> list[str]:
    """What the organization's own audit log says that the operator did."""
    company.owner.cursors.clear()
    found = [each for each in (await pull_all(company.owner)).of(AuditEntry) if each.member is None]
    return [each.act for each in sorted(found, key=lambda each: each.number)]


# Quotas


def asked(wanted: int = 80) -> RequestQuota:
    return RequestQuota(id=REQUEST, quota=Quota.SEALS, wanted=wanted, reason="新开三家门店")


@pytest.mark.req("R-041", "F")
async def test_a_larger_quota_is_granted_and_who_asked_is_told(company: Company, desk: Desk) -> None:
    of = company.owner.organization
    await company.admin.done(asked())
    listed = await desk.get("/quotas")
    assert "云杉公司" in listed.text
    assert "80" in listed.text
    page = await desk.get(f"/quotas/{of}/{REQUEST}")
    assert "新开三家门店" in page.text
    answer = await desk.do(f"/quotas/{of}/{REQUEST}", "GrantQuota", organization=of, subject=REQUEST)
    assert (answer.path, answer.said) == ("/quotas", ["已同意，配额调整为 80。"])
    assert "没有待处理的配额申请" in answer.text
    assert (await company.row(Organization, of)).quotas.seals == 80
    assert (await company.row(QuotaRequest, REQUEST)).state is QuotaState.GRANTED
    assert [each.words for each in await told(company, "quota_granted")] == [["seals", "80"]]
    assert await by_operator(company) == ["GrantQuota"]
    again = await desk.do(f"/quotas/{of}/{REQUEST}", "GrantQuota", organization=of, subject=REQUEST)
    assert (again.status, again.why) == (422, ["该配额申请已经处理完毕。"])
    assert [(each.act, each.organization, each.code) for each in await entries(company.cloud)][-2:] == [
        ("GrantQuota", of, ""),
        ("GrantQuota", of, "quota_decided"),
    ]


@pytest.mark.req("R-041", "F")
async def test_a_quota_is_refused_for_a_reason_that_who_asked_reads(company: Company, desk: Desk) -> None:
    of, path = company.owner.organization, f"/quotas/{company.owner.organization}/{REQUEST}"
    await company.owner.done(asked())
    where = {"organization": of, "subject": REQUEST}
    empty = await desk.do(path, "RefuseQuota", **where, answer="  ")
    assert (empty.status, empty.why) == (422, ["请填写此项。"])
    long = await desk.do(path, "RefuseQuota", **where, answer="x" * 501)
    assert long.why == ["最多 500 个字。"]
    assert (await company.row(QuotaRequest, REQUEST)).state is QuotaState.WAITING
    assert (await desk.do(path, "RefuseQuota", **where, answer="请先续费")).path == "/quotas"
    assert (await company.row(Organization, of)).quotas.seals == 50
    assert [each.words[2] for each in await told(company, "quota_refused")] == ["请先续费"]
    await company.owner.done(RequestQuota(id=uid("again"), quota=Quota.SEALS, wanted=60, reason="新开门店"))


@pytest.mark.req("R-041")
async def test_a_quota_is_set_without_having_been_asked_for(company: Company, desk: Desk) -> None:
    of, path = company.owner.organization, f"/organizations/{company.owner.organization}"
    given = {"organization": of, "quota": "people", "reason": "合同约定"}
    for most, why in (("0", "请填写 1-100000 之间的整数。"), ("100001", None), ("-1", None), ("十", None), ("", None)):
        answer = await desk.do(path, "SetQuota", **given, most=most)
        assert answer.status == 422, most
        assert answer.why == [why or "请填写 1-100000 之间的整数。"]
    assert (await desk.do(path, "SetQuota", **{**given, "quota": "x"}, most="3")).why == ["请选择一项。"]
    assert (await desk.do(path, "SetQuota", **given, most="100")).why == ["已经如此设置。"]
    answer = await desk.do(path, "SetQuota", **given, most="300")
    assert answer.said == ["人员的配额现为 300。"]
    assert (await company.row(Organization, of)).quotas.people == 300
    assert await by_operator(company) == ["SetQuota"]
    assert "zhao" in answer.text  # the page says who did it


# Seals


@pytest.mark.req("R-053")
async def test_a_seal_is_delivered_and_taken_back(company: Company, desk: Desk) -> None:
    other = await company.cloud.organization("19900000005", "别家公司")
    new = "GL2026000777"

    async def stocked() -> list[str]:
        rows = await company.cloud.service.database.read(lambda view: across.rows(view, StockedSeal))
        return [each.organization for each in rows if each.id == new]

    for given, why in (
        ({"serial": "x", "to": "别家公司"}, "印章编号为 6 至 20 位大写字母和数字。"),
        ({"serial": new, "to": "没有这家"}, "没有名为“没有这家”的单位。"),
        ({"serial": new, "to": "别家公司"}, None),  # of which model is not known
        ({"serial": SERIAL, "to": "别家公司"}, "该印章已被绑定。"),
        ({"serial": "", "to": "别家公司"}, "请填写此项。"),
        ({"serial": new, "to": "别家公司", "model": "X"}, "请选择一项。"),
    ):
        answer = await desk.do("/seals", "DeliverSeal", **given)
        assert answer.status == 422, given
        assert len(answer.why) == 1
        assert why is None or answer.why == [why]
    assert await stocked() == []
    answer = await desk.do("/seals", "DeliverSeal", serial=new.lower(), to="别家公司", model="GL")
    assert (answer.path, answer.said) == (f"/seals/{new}", [f"{new} 已交付给“别家公司”。"])
    assert "待联网" in answer.text  # its modem has not spoken yet
    assert "设备未交付，联网后变为设备未绑定" in answer.text
    assert await stocked() == [other.organization]
    again = await desk.do("/seals", "DeliverSeal", serial=new, to="云杉公司", model="GL")
    assert again.why == ["该印章已交付给单位 别家公司，请先收回。"]
    back = {"subject": new, "organization": other.organization}
    assert (await desk.do(f"/seals/{new}", "TakeSealBack", **back)).said == [f"{new} 已收回。"]
    assert await stocked() == []
    assert (await desk.get(f"/seals/{new}")).status == 404  # nobody knows it any more


@pytest.mark.req("C-32", "C")
async def test_a_lost_seal_is_unbound_by_force_for_a_reason(company: Company, desk: Desk) -> None:
    path, of = f"/seals/{SERIAL}", company.owner.organization
    where = {"subject": SERIAL, "organization": of}
    assert "强制解绑" not in (await desk.get(path)).text
    early = await desk.do(path, forced.ACT, **where, reason="丢失")
    assert early.status == 422
    assert "挂失" in early.why[0]
    await company.owner.done(LockSeal(seal=SERIAL))
    assert "<b>1</b>挂失锁定的印章" in (await desk.get("/")).text
    assert SERIAL in (await desk.get("/seals?show=lost")).text
    assert (await desk.do(path, forced.ACT, **where, reason=" ")).why == ["请填写此项。"]
    assert (await company.row(SealRow, SERIAL)).state is BindingState.BOUND
    answer = await desk.do(path, forced.ACT, **where, reason="印章已毁，无法开机")
    assert answer.said == ["“合同章”已强制解绑。"]
    row = await company.row(SealRow, SERIAL)
    assert (row.state, row.unbound_why, row.unbound_by) == (BindingState.UNBOUND, "印章已毁，无法开机", None)
    assert "印章已毁，无法开机" in answer.text
    assert await by_operator(company) == [forced.ACT]
    assert len(await told(company, "seal_unbound")) == 1
    again = await desk.do(path, forced.ACT, **where, reason="丢失")
    assert again.why == ["没有找到，或者您无权查看。"]


# Firmware


async def test_a_release_is_taken_in_sent_out_and_stopped(company: Company, desk: Desk) -> None:
    manifest, image = release()
    view = company.cloud.service.database.read
    for given, why in (
        ({"manifest": manifest, "image": image[:-1]}, "不符"),
        ({"manifest": manifest[:-1], "image": image}, "签名"),
        ({"manifest": manifest}, "请选择文件。"),
        ({"manifest": b"x" * 20_000, "image": image}, "文件过大，最多 16 kB。"),
    ):
        answer = await desk.do("/releases", "AddRelease", **given)
        assert answer.status == 422
        assert any(why in each for each in answer.why), answer.why
    assert await view(releases.every) == []
    answer = await desk.do("/releases", "AddRelease", manifest=manifest, image=image)
    assert answer.said == [f"GYGL{NEW} 已添加，尚未发布。"]
    (row,) = await view(releases.every)
    path, of = f"/releases/{row.release}", {"subject": row.version}
    for given, why in (
        ({"failures": "0"}, "请填写印章编号、数量或比例。"),
        ({"share": "101", "failures": "0"}, "请填写 0-100 之间的整数。"),
        ({"share": "50", "failures": "x"}, "请填写 0-100000 之间的整数。"),
        ({"seals": "GL2026009999", "failures": "0"}, None),
    ):
        answer = await desk.do(path, "StageRelease", **of, **given)
        assert answer.status == 422
        assert len(answer.why) == 1
        assert why is None or answer.why == [why]
    answer = await desk.do(path, "StageRelease", **of, share="50", failures="2")
    assert answer.said == ["已发布：全部的 50%；允许失败 2 枚。"]
    (row,) = await view(releases.every)
    assert (row.goes_out, row.stage.share, row.stage.failures) == (True, 50, 2)
    assert (await desk.do(path, "StopRelease", **of)).said == ["已停止发布。"]
    assert (await desk.do(path, "StopRelease", **of)).status == 422
    await desk.do("/releases", "AddRelease", **dict(zip(("manifest", "image"), release(NEWER), strict=True)))
    assert [each.version for each in await view(releases.every)] == [f"GYGL{NEWER}", f"GYGL{NEW}"]
    await sweeps.sweep(company.cloud.service)


# Outlets


SHOP = {"name": "老王刻章", "address": "上海市徐汇区某路 1 号", "phone": "021-5555 0000", "lat": "31.2", "lon": "121.4"}


@pytest.mark.req("R-273")
async def test_an_outlet_is_kept_changed_and_removed(company: Company, desk: Desk) -> None:
    async def on_consoles() -> list[tuple[str, float]]:
        company.member.cursors.clear()
        return [(each.name, each.point.lat) for each in (await pull_all(company.member)).of(Outlet)]

    for given, why in (
        ({"name": ""}, "请填写此项。"),
        ({"lat": "north"}, "请填写 -90 至 90 之间的度数"),
        ({"lat": "91"}, "请填写 -90 至 90 之间的度数"),
        ({"lat": "nan"}, "请填写 -90 至 90 之间的度数"),
        ({"lon": "180.1"}, "请填写 -180 至 180 之间的度数"),
        ({"lat": "0", "lon": "0"}, None),
        ({"phone": "call me"}, None),
    ):
        answer = await desk.do("/outlets", "PutOutlet", **{**SHOP, **given})
        assert (answer.status, len(answer.why)) == (422, 1), given
        assert why is None or why in answer.why[0]
    assert await on_consoles() == []
    answer = await desk.do("/outlets", "PutOutlet", **SHOP)
    assert answer.said == ["“老王刻章”已保存，各单位即可查到。"]
    assert await on_consoles() == [("老王刻章", 31.2)]
    assert (await desk.do("/outlets", "PutOutlet", **SHOP)).status == 422  # there already
    assert "老王刻章" in (await desk.get("/outlets?q=徐汇")).text
    assert "老王刻章" not in (await desk.get("/outlets?q=浦东")).text
    page, id = answer.path, answer.path.rpartition("/")[2]
    assert (await desk.do(page, "PutOutlet", **{**SHOP, "lat": "31.25"}, subject=id)).path == page
    assert await on_consoles() == [("老王刻章", 31.25)]
    assert (await desk.do(page, "RemoveOutlet", subject=id)).said == ["“老王刻章”已删除。"]
    assert await on_consoles() == []
    assert [each.subject for each in await entries(company.cloud)][-1] == "老王刻章"


# Looking things up


async def test_organizations_are_found_by_what_is_known_of_them(company: Company, desk: Desk) -> None:
    await company.cloud.organization("19900000005", '别家"公司"100%')
    ours, theirs = "云杉公司", '别家"公司"100%'
    for search, found in (("云杉", [ours]), ("100%", [theirs]), ('"公司"', [theirs]), ("%%", [])):
        answer = await desk.get(f"/organizations?q={search.replace('%', '%25')}")
        names = [name for name in (ours, theirs) if name in html.unescape(answer.text)]
        assert names == found, search
    page = await desk.get(f"/organizations/{company.owner.organization}")
    for word in ("云杉公司", SERIAL, "合同章", "50", "100"):
        assert word in page.text


async def test_what_is_typed_is_shown_as_it_is(company: Company, desk: Desk) -> None:
    """Nothing that anybody types becomes a part of a page."""
    bad = "<img src=x onerror=alert(1)>"
    answer = await desk.do("/seals", "DeliverSeal", serial="GL2026000777", to=bad)
    assert answer.status == 422
    assert "<img src=x" not in answer.text
    assert bad in html.unescape(answer.text)
    for entry in await entries(company.cloud):
        assert "<img src=x" not in (await desk.get(f"/trail/{entry.number}")).text


async def test_long_lists_go_on_at_another_page(company: Company, desk: Desk) -> None:
    for number in range(55):
        serial = f"L20260010{number:02}"
        answer = await desk.do("/seals", "DeliverSeal", serial=serial, to=company.owner.organization, model="L")
        assert answer.status == 200
    first = await desk.get("/seals")
    more = html.unescape(first.text.split('class="more"')[1].split('href="')[1].split('"')[0])
    second = await desk.get(more)
    for number in range(55):
        assert sum(f"L20260010{number:02}" in each.text for each in (first, second)) >= 1
    trail = await desk.get("/trail")
    assert 'class="more"' in trail.text
    assert await is_whole(company.cloud)


# The trail


async def test_an_act_at_one_page_shows_in_the_trail_with_what_was_typed(company: Company, desk: Desk) -> None:
    of = company.owner.organization
    await desk.do("/seals", "DeliverSeal", serial="GL2026000777", to="云杉公司", model="GL")
    listed = await desk.get("/trail")
    assert "交付印章" in listed.text
    number = (await entries(company.cloud))[-1].number
    page = await desk.get(f"/trail/{number}")
    for word in ("zhao", "127.0.0.1", "GL2026000777", "云杉公司", "已执行"):
        assert word in page.text
    await desk.do(f"/organizations/{of}", "SetQuota", organization=of, quota="seals", most="x", reason="多")
    refused = await desk.get(f"/trail/{number + 1}")
    assert "未执行" in refused.text
    assert "设置配额" in (await desk.get("/trail?q=zhao")).text
    assert "没有记录" in (await desk.get("/trail?q=nobody")).text
