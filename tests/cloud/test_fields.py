"""What an application, an authorization and an invoice title say: kept by the cloud as it was said, and the same at
another console."""

from typing import Any

import msgspec
import pytest

from domain.applications import Application, Apply, Medium, Options
from domain.authorizations import Authorization, Mode
from domain.categories import AddCategory
from domain.departments import AddDepartment
from domain.features import SetFeatures
from domain.files import Attachment, File
from domain.geo import Area, Point
from domain.invoice_titles import AddInvoiceTitle, ChangeInvoiceTitle, InvoiceTitle, TitleKind
from domain.organization import Feature
from domain.templates import SetFlow
from domain.uses import Method
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, uid
from tests.cloud.world import Cloud, pull_all

PLACE = Area(name="总部大楼", centre=Point(30.2741, 120.1551), radius_m=300)
PAGE = File(uid("page"), "page.png", "1" * 64, 100, "image/png")
DRAFT = File(uid("draft"), "草稿.pdf", "2" * 64, 2000, "application/pdf")


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """With everything checked that a form can ask for."""
    company = await found_company(cloud)
    await company.owner.done(SetFeatures(items=list(Feature)))
    await company.owner.done(AddCategory(id=uid("category"), name="合同类"))
    await company.owner.done(SetFlow(seal=SERIAL, category=uid("category"), template=uid("template")))
    await company.owner.done(AddDepartment(id=uid("department"), name="销售部"))
    return company


def everything(company: Company) -> Apply:
    return Apply(
        id=uid("application"),
        seal=SERIAL,
        reason="与供应商续签年度采购框架协议",
        document="采购框架协议",
        copies=3,
        count=4,
        start=company.cloud.now,
        end=company.cloud.now + HOUR_MS,
        category=uid("category"),
        department=uid("department"),
        document_type="合同",
        medium=Medium.ELECTRONIC,
        mark="6901234567892",
        area=PLACE,
        remark="加盖骑缝章",
        options=Options(photo=True),
        pictures=[PAGE],
        attachments=[DRAFT],
    )


def told(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@pytest.mark.req("R-075", "D", "kept", "synced")
async def test_an_application_says_everything_that_was_filled_in(company: Company) -> None:
    act = everything(company)
    names = tuple(name for name in act.__struct_fields__ if name not in ("pictures", "attachments"))
    await company.member.done(act)
    kept = await company.row(Application, act.id)
    assert told(kept, names) == told(act, names)
    there = await pull_all(company.approver)
    assert there.of(Application) == [kept]
    files = {(each.sha256, each.name, each.media, each.bytes) for each in there.of(Attachment)}
    assert files == {(each.sha256, each.name, each.media, each.bytes) for each in (PAGE, DRAFT)}


@pytest.mark.req("R-105", "R-106", "R-107", "R-108", "R-109", "R-112", "D", "kept", "synced")
@pytest.mark.parametrize("method", list(Method))
async def test_an_authorization_says_everything_that_was_issued(company: Company, method: Method) -> None:
    act = company.authorize("use", method=method, area=PLACE, photo_required=True, upload_required=True, auto_end=True)
    await company.keeper.done(act)
    kept = await company.row(Authorization, act.id)
    names = tuple(act.__struct_fields__)
    assert told(kept, names) == told(act, names)
    assert (kept.member, kept.mode) == (company.member.member, Mode.PHYSICAL)
    (pulled,) = (await pull_all(company.member)).of(Authorization)
    assert pulled == kept


@pytest.mark.req("R-108", "D", "kept", "synced")
async def test_the_use_mode_is_said_from_the_application_on(company: Company) -> None:
    asked = msgspec.structs.replace(everything(company), mode=Mode.ELECTRONIC, options=Options(), attachments=[DRAFT])
    await company.member.done(asked)
    assert (await company.row(Application, asked.id)).mode is Mode.ELECTRONIC
    assert [each.mode for each in (await pull_all(company.approver)).of(Application)] == [Mode.ELECTRONIC]
    await company.keeper.done(act := company.authorize("use", mode=Mode.ELECTRONIC, any_document=True))
    kept = await company.row(Authorization, act.id)
    assert (kept.mode, kept.any_document) == (Mode.ELECTRONIC, True)
    assert (await pull_all(company.member)).of(Authorization) == [kept]


@pytest.mark.req("R-268")
async def test_an_invoice_title_says_everything_that_was_filled_in(company: Company) -> None:
    said = {"name": "云杉公司", "tax_number": "91310000MA1K00001X", "address": "人民东路 118 号"}
    said |= {"phone": "0998-0000000", "bank": "示例银行喀什支行", "account": "6222 0000 0000"}
    await company.keeper.done(AddInvoiceTitle(id=uid("title"), kind=TitleKind.COMPANY, **said))
    kept = await company.row(InvoiceTitle, uid("title"))
    assert told(kept, ("kind", *said)) == {"kind": TitleKind.COMPANY, **said}
    assert (await pull_all(company.owner)).of(InvoiceTitle) == [kept]
    assert (await pull_all(company.member)).of(InvoiceTitle) == []
    changed = ChangeInvoiceTitle(title=uid("title"), kind=TitleKind.PERSONAL, name="王主任")
    await company.admin.done(changed)
    assert (await pull_all(company.owner)).of(InvoiceTitle) == [
        InvoiceTitle(id=uid("title"), organization=company.owner.organization, kind=TitleKind.PERSONAL, name="王主任")
    ]
