from domain.ids import new_id
from domain.organization import AddMember, Organization, Role
from domain.templates import AddTemplate, Template
from tests.app.console import Console
from tests.cloud.world import Person


def new_member(phone: str) -> AddMember:
    return AddMember(id=new_id(), name="周二", phone=phone, role=Role.MEMBER)


async def test_the_window_fills_and_an_act_goes_up_and_comes_back(pc: Console, owner: Person) -> None:
    (organization,) = await pc.until(lambda tx: pc_rows(tx, owner, Organization))
    assert organization.name == "示例公司"
    act = AddTemplate(id=new_id(), name="合同", approvers=[owner.member])
    await pc.do(owner.organization, act)
    (shown,) = await pc.shown(owner.organization, Template)
    assert shown.pending
    await pc.settled()
    (shown,) = await pc.shown(owner.organization, Template)
    assert not shown.pending
    assert pc.engine.state.online
    assert pc.engine.state.waiting_acts == 0


def pc_rows(tx, owner, kind):
    from app.models import replica

    return replica.all(tx, kind, owner.organization)
