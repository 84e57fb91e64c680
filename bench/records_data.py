"""A million records with Chinese text in a console's encrypted database: made once, kept in `build/bench`, and copied.

50 seals, 400 people, 200,000 applications in whose uses a million presses were made over three years in 300 districts.
Beside them, for the comparison, a table with all that can be looked for of each record as one text (`plain_texts`).
"""

import asyncio
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

import gazetteer
from app.models import meta, pages, replica
from app.models.store import Store, Tx
from app.models.tables import rows, usage
from app.services.placing import place_all
from domain.applications import Application, ApplicationState, Step, StepKind
from domain.authorizations import Authorization, Mode, Stage
from domain.categories import Category
from domain.organization import Member, Organization, Role
from domain.rows import Row
from domain.seals import BindingState, Model, Position, Seal
from domain.usage import Abnormality, Grade, Impression, Photo, impression_id
from domain.uses import Method
from gazetteer.pack import place_of
from protocol.sync import SCHEMA, Change, Page

KIND = 1  # another one: what was kept is made anew
KEY = bytes(range(32))
ORG, USER = "0190a000-0000-7000-8000-000000000001", "0190a000-0000-7000-8000-0000000000a1"
SEALS, PEOPLE, APPLICATIONS, PRESSES, PHOTOS, DISTRICTS = 50, 400, 200_000, 1_000_000, 200_000, 300
AT_ONCE = 10_000
FIRST_MS = 1_690_000_000_000
YEARS_MS = 3 * 365 * 24 * 3600 * 1000

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂建国志华文斌玉兰海燕佳宁砚清若溪子轩雨桐"


def _some(*words: str) -> list[str]:
    return [word for line in words for word in line.split()]


FIRMS = _some("云杉 白鹭 青禾 远山 江南 东海 北辰 星河 明德 瑞丰 长风 新桥 金石 蓝湖 宏图 松涛 海纳 天工 恒信 立诚")
TRADES = _some("机械 纺织 物流 建材 食品 软件 医药 能源 印刷 电子 设计 贸易 化工 咨询 地产 农业")
PAPERS = _some(
    "采购合同 销售合同 劳动合同 租赁合同 保密协议 授权委托书 报价单 验收报告 对账单 招标文件 投标书 担保函 检验证明",
    "会议纪要 付款申请 竣工资料 质量承诺书 合作备忘录 变更登记表 公证材料",
)
REASONS = _some(
    "与供应商续签年度框架 客户要求加盖公章 项目结算使用 员工入职办理 银行开户资料 工商年检 税务备案 法院应诉",
    "投标截止前提交 设备进场验收 房屋租赁到期续租 对外出具证明",
)
CATEGORIES = _some("合同 人事 财务 行政 法务 招投标 工程 资质 证明 税务 银行 其他")
CITIES = _some(
    "浙江省杭州市 浙江省宁波市 江苏省南京市 江苏省苏州市 广东省深圳市 广东省广州市 四川省成都市 湖北省武汉市",
    "山东省青岛市 福建省厦门市",
)


def made(path: Path) -> Path:
    """The file, made if it is not there yet: that takes some minutes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        for left in path.parent.glob(f"{unfinished.name}*"):
            left.unlink()
        print("# making a million records, once", flush=True)
        asyncio.run(_make(unfinished))
        unfinished.rename(path)
    return path


async def _make(path: Path) -> None:
    store = await Store.open(path, KEY)
    await _fill(store)
    await store.close()


async def _fill(store: Store) -> None:
    chance = random.Random(5)
    people, seals, categories = _people(chance), _seals(), _categories()
    company = Organization(id=ORG, organization=ORG, name="云杉集团", created_at=FIRST_MS)
    await store.run(lambda tx: meta.put(tx, meta.USER, USER))
    small = Page(
        schema=SCHEMA,
        epoch="e-1",
        rows=[_change(row, ["org"]) for row in (company, *people, *seals, *categories)],
        gone=[],
        scopes=["org", "usage", "abnormal", "authorizations", f"member:{people[0].id}"],
        dropped=[],
        cursor="c",
        rev=1,
        more=False,
        last_seq=0,
    )
    asked = await store.run(lambda tx: pages.asking(tx, ORG))
    await store.run(lambda tx: pages.apply(tx, ORG, asked, small, FIRST_MS, lambda _: bytes(64)))
    papers = [_application(n, chance, people, categories) for n in range(APPLICATIONS)]
    uses = [_authorization(n, paper, chance, people) for n, paper in enumerate(papers)]
    await _put(store, papers)
    await _put(store, uses)
    spots = [(chance.uniform(22, 40), chance.uniform(103, 121)) for _ in range(DISTRICTS)]
    await _press(store, chance, uses, spots)
    await _put(store, [_photo(n, seals) for n in range(PHOTOS)])
    await place_all(store, lambda _: None)
    await store.run(lambda tx: _plain_texts(tx, people, seals, categories, papers, uses))
    await store.run(lambda tx: tx.connection.exec_driver_sql("ANALYZE") and None)


def _change(row: Row, scopes: list[str]) -> Change:
    body = msgspec.Raw(msgspec.json.encode(row))
    return Change(table=row.table, id=row.id, rev=1, scopes=scopes, body=body)


async def _put(store: Store, some: list[Any]) -> None:
    for start in range(0, len(some), AT_ONCE):
        changes = [_change(row, ["authorizations"]) for row in some[start : start + AT_ONCE]]
        await store.run(lambda tx: replica.put(tx, ORG, changes))  # noqa: B023


async def _press(
    store: Store, chance: random.Random, uses: list[Authorization], spots: list[tuple[float, float]]
) -> None:
    numbers = dict.fromkeys((f"GL2026{n:06}" for n in range(SEALS)), 0)
    for start in range(0, PRESSES, AT_ONCE):
        presses = [_impression(n, chance, uses, spots, numbers) for n in range(start, start + AT_ONCE)]
        changes = [_change(row, []) for row in presses]
        await store.run(lambda tx: replica.put(tx, ORG, changes))  # noqa: B023


def _people(chance: random.Random) -> list[Member]:
    names = {chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2)))) for _ in range(4 * PEOPLE)}
    return [
        Member(
            id=f"m-{n:03}",
            organization=ORG,
            user=USER if n == 0 else f"u-{n}",
            name=name,
            phone=f"199{n:08}",
            role=Role.OWNER if n == 0 else Role.MEMBER,
            created_at=FIRST_MS,
        )
        for n, name in enumerate(sorted(names)[:PEOPLE])
    ]


def _seals() -> list[Seal]:
    return [
        Seal(
            id=f"GL2026{n:06}",
            organization=ORG,
            name=f"{FIRMS[n % len(FIRMS)]}{('公章', '合同专用章', '财务专用章')[n % 3]}",
            model=Model.GL,
            binding=1,
            state=BindingState.BOUND,
            bound_by="m-000",
            bound_at=FIRST_MS,
        )
        for n in range(SEALS)
    ]


def _categories() -> list[Category]:
    return [Category(id=f"c-{n}", organization=ORG, name=name) for n, name in enumerate(CATEGORIES)]


def _application(n: int, chance: random.Random, people: list[Member], categories: list[Category]) -> Application:
    applicant = chance.choice(people).id
    firm, trade, paper = chance.choice(FIRMS), chance.choice(TRADES), chance.choice(PAPERS)
    return Application(
        id=f"a-{n:06}",
        organization=ORG,
        number=f"SQ-2026{n % 12 + 1:02}{n % 28 + 1:02}-{n:06}",
        applicant=applicant,
        seal=f"GL2026{chance.randrange(SEALS):06}",
        category=chance.choice(categories).id,
        reason=chance.choice(REASONS),
        document=f"{firm}{trade}{paper}（{n}）",
        copies=3,
        count=5,
        start=FIRST_MS,
        end=FIRST_MS + YEARS_MS,
        remark=chance.choice(("", "", "三方各执一份", "原件归档", "加急")),
        state=ApplicationState.AUTHORIZED,
        steps=[Step(StepKind.AUTHORIZE, ["m-000"])],
        created_at=FIRST_MS,
    )


def _authorization(n: int, paper: Application, chance: random.Random, people: list[Member]) -> Authorization:
    return Authorization(
        id=f"z-{n:06}",
        organization=ORG,
        seal=paper.seal,
        binding=1,
        member=chance.choice(people).id,
        issued_by="m-000",
        application=paper.id,
        start=FIRST_MS,
        end=FIRST_MS + YEARS_MS,
        mode=Mode.PHYSICAL,
        method=Method.DIRECT,
        count=5,
        photo_required=True,
        stage=Stage.OVER,
        issued_at=FIRST_MS,
    )


def _impression(
    n: int, chance: random.Random, uses: list[Authorization], spots: list[tuple[float, float]], numbers: dict[str, int]
) -> Impression:
    use = uses[min(len(uses) - 1, n * len(uses) // PRESSES)] if chance.random() < 0.97 else None
    seal = use.seal if use else chance.choice(list(numbers))
    numbers[seal] += 1
    lat, lon = chance.choice(spots)
    at = FIRST_MS + n * (YEARS_MS // PRESSES) + chance.randrange(1000)
    return Impression(
        id=impression_id(seal, numbers[seal]),
        organization=ORG,
        seal=seal,
        binding=1,
        number=numbers[seal],
        own=numbers[seal],
        authorization=use.id if use else None,
        member=use.member if use else None,
        grade=Grade.SESSION if use else Grade.HOLDER,
        at=at,
        clock=1,
        received_at=at,
        place=Position(lat=lat, lon=lon, source="gnss", age_s=2, accuracy_m=6) if chance.random() < 0.9 else None,
        result=chance.choice(list(Abnormality)) if chance.random() < 0.03 else 0,
    )


def _photo(n: int, seals: list[Seal]) -> Photo:
    return Photo(
        id=f"p-{n:06}",
        organization=ORG,
        seal=seals[n % SEALS].id,
        number=n // SEALS + 1,
        sha256=f"{n:064x}",
        bytes=300_000,
        media="image/jpeg",
        taken_at=FIRST_MS,
        member="m-000",
    )


def _plain_texts(
    tx: Tx,
    people: list[Member],
    seals: list[Seal],
    categories: list[Category],
    papers: list[Application],
    uses: list[Authorization],
) -> None:
    names = {each.id: each.name for each in (*people, *seals, *categories)}
    of_use = {use.id: papers[n] for n, use in enumerate(uses)}
    divisions = gazetteer.load().divisions
    named = {int(code): place_of(code, divisions).text for code in divisions}
    tx.connection.exec_driver_sql("CREATE TABLE plain_texts (n INTEGER PRIMARY KEY, at INTEGER, text TEXT)")
    found = tx.connection.exec_driver_sql(
        "SELECT usage.n, at, id, seal, member, authorization, place FROM usage JOIN usage_places USING (n)"
    )

    def texts(row: Any) -> Iterator[str]:
        yield from (row.id, row.seal, names[row.seal], names.get(row.member, ""), named.get(row.place, ""))
        if paper := of_use.get(row.authorization):
            yield from (paper.document, paper.reason, paper.number, paper.remark, names[paper.category or ""])

    def values() -> Iterable[tuple[int, int, str]]:
        return ((row.n, row.at, "\n".join(texts(row))) for row in found.all())

    tx.many("INSERT INTO plain_texts VALUES (?, ?, ?)", values())
    tx.connection.exec_driver_sql("CREATE INDEX plain_by_time ON plain_texts (at)")


def check(tx: Tx) -> None:
    """That the file holds what the figures are said to be of."""
    for name, count in ((usage.name, PRESSES), (rows["applications"].name, APPLICATIONS)):
        found = tx.connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
        assert found == count, (name, found)
