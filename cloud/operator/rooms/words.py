"""What things of the field are called on the operator's pages, in the words of the console."""

from cloud.operator.page import Badge
from cloud.operator.wording import Both
from domain.firmware import UpgradeFailure, UpgradeState
from domain.quotas import Quota, QuotaState
from domain.seals import BindingState, Model
from domain.stock import StockState

OPERATIONS = Both("运营", "Operations")
MONEY = Both("收费", "Money")
SYSTEM = Both("系统", "System")
REASON = Both("事由", "Reason")
SERIAL = Both("印章编号", "Serial")
ORGANIZATION = Both("单位", "Organization")
STATE = Both("状态", "State")
TIME = Both("时间", "Time")

QUOTAS = {
    Quota.SEALS: Both("印章", "Seals"),
    Quota.PEOPLE: Both("人员", "People"),
    Quota.DEPARTMENTS: Both("部门", "Departments"),
}
QUOTA_STATES = {
    QuotaState.WAITING: Badge(Both("待处理", "Waiting"), "warn"),
    QuotaState.GRANTED: Badge(Both("已同意", "Granted"), "ok"),
    QuotaState.REFUSED: Badge(Both("已驳回", "Refused"), "danger"),
}
MODELS = {Model.GL: Both("GL 型", "Model GL"), Model.L: Both("L 型", "Model L")}
BINDINGS = {
    BindingState.AWAITING_SEAL: Badge(Both("待印章确认", "Waiting for the seal"), "warn"),
    BindingState.BOUND: Badge(Both("已绑定", "Bound"), "ok"),
    BindingState.UNBINDING: Badge(Both("解绑中", "Being unbound"), "warn"),
    BindingState.UNBOUND: Badge(Both("已解绑", "Unbound")),
}
STOCK = {
    StockState.UNDELIVERED: Badge(Both("待联网", "Not heard yet"), "warn"),
    StockState.UNBOUND: Badge(Both("未绑定", "Not bound")),
}
LOST = Badge(Both("挂失锁定", "Loss lock"), "danger")
NOBODYS = Badge(Both("未分配", "Nobody's"))
UPGRADES: dict[str, Both] = {
    UpgradeState.QUEUED: Both("已下达", "Ordered"),
    UpgradeState.DOWNLOADING: Both("下载中", "Downloading"),
    UpgradeState.VERIFIED: Both("待重启", "Verified"),
    UpgradeState.UPDATING: Both("试运行", "On trial"),
    UpgradeState.UPDATED: Both("已升级", "Updated"),
    UpgradeState.FAILED: Both("失败", "Failed"),
    UpgradeFailure.WITHDRAWN: Both("已撤回", "Withdrawn"),
}
