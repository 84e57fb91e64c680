"""A contract that is sealed electronically: its application, its authorization, and the file itself."""

from app.models.files import Blob
from app.views.applications.paper import pdf
from domain.applications import ApplicationState
from domain.authorizations import Mode
from domain.files import Attachment, Purpose
from domain.rows import Row
from tests.app.views import world
from tests.app.views.world import ORG

OTHER = "GL2026000107"
CONTRACT = "精密测量仪器年度采购合同（电子版）"
_CLAUSES = [
    (
        "合同标的",
        "甲方向乙方采购精密测量仪器及配套软件，品名、型号、数量、单价与总价详见附件一，附件为本合同不可分割的组成部分。",
    ),
    (
        "交付与验收",
        "乙方应于合同生效之日起三十日内将货物运抵甲方指定地点；甲方应于到货后十个工作日内完成验收，并签署验收单。",
    ),
    (
        "价款与支付",
        "合同总价为人民币壹佰贰拾万元整。甲方于合同生效后五个工作日内支付百分之三十，验收合格后支付百分之六十五。",
    ),
    ("质量保证", "质保期为二十四个月，自验收合格之日起计算。质保期内因产品质量引起的维修、更换费用由乙方承担。"),
    ("保密", "双方对因履行本合同而知悉的对方商业秘密负有保密义务，该义务在合同终止后三年内继续有效。"),
    ("争议解决", "因本合同引起的争议，双方应协商解决；协商不成的，提交甲方所在地有管辖权的人民法院诉讼解决。"),
]


def contract(times: int = 3) -> bytes:
    """Several pages of A4."""
    parts = ['<p align="center" style="font-size:18pt;font-weight:600">采购合同</p>']
    for round_ in range(times):
        for at, (title, text) in enumerate(_CLAUSES, 1 + round_ * len(_CLAUSES)):
            parts.append(f'<p style="font-size:12pt;font-weight:600;margin-top:16px">第{at}条　{title}</p>')
            parts.append(f'<p style="font-size:11pt;line-height:160%">{text * 3}</p>')
    parts.append('<p style="margin-top:60px;font-size:11pt">甲方（盖章）：　　　　　　　　　　　　乙方（盖章）：</p>')
    return pdf("".join(parts), "采购合同")


def rows(now: int) -> tuple[list[Row], list[Blob]]:
    """For the owner."""
    blobs = [Blob("application/pdf", contract()), Blob("application/pdf", contract(1))]
    names = ("精密测量仪器年度采购合同-云杉-2026-0318-最终版（双方确认）.pdf", "附件一 品名与价格.pdf")
    found: list[Row] = [
        world.application(
            "a-e1", CONTRACT, now, applicant="m-owner", authorization="z-e1", state=ApplicationState.AUTHORIZED,
            mode=Mode.ELECTRONIC, seal=OTHER,
        ),
        world.authorization(
            "z-e1", now, member="m-owner", application="a-e1", mode=Mode.ELECTRONIC, photo_required=False, used=1,
            seal=OTHER,
        ),
    ]  # fmt: skip
    found += [
        Attachment(
            id=f"f-e{at}", organization=ORG, purpose=Purpose.ATTACHMENT, application="a-e1", name=name,
            sha256=blob.sha256, bytes=len(blob.content), media=blob.media, member="m-owner", at=now,
        )
        for at, (name, blob) in enumerate(zip(names, blobs, strict=True))
    ]  # fmt: skip
    return found, blobs
