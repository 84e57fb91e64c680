"""The words on the screen: always Chinese, as the manual gives them (R-050, R-053, R-060, R-069, R-123, R-128, R-136,
R-186, R-236, R-238)."""

from domain.seals import Model
from protocol.contact import Phase
from simulator.firmware import gate
from simulator.firmware.gate import Obstacle

MESSAGE_MS = 5000

NOT_PERMITTED = ("无权使用",)
NO_SIM = ("请插入 SIM 卡",)
SAVED = ("已保存",)
NO_SLOT = ("存储已满",)
NO_FINGER_BY_BLUETOOTH = ("蓝牙不支持指纹校验",)
TOUCH_TO_UNLOCK = "请按指纹解锁"
FREE = ("自由用印",)  # what the screen says instead of a count when no grant is asked for (C-08)
NUMBER_TITLE = "绑定校验码"
ADDRESS_TITLE = "蓝牙地址"
TOUCH_TO_ENROL = "请按指纹"
NO_PLACE = "无法定位"
DOCUMENTS = "电子用印"  # the grant is for documents


def count(used: int, allowed: int) -> str:
    """0/N, or n/∞ without a limit (C-31)."""
    return f"{used}/{allowed or '∞'}"


def lines(found: frozenset[Obstacle], model: Model, used: int | None, allowed: int | None) -> tuple[str, ...]:
    """What stands in the way, or how often it was used; `used` of `allowed` if there is a grant."""
    counted = () if used is None or allowed is None else (count(used, allowed),)
    match gate.phase(found):
        case Phase.UNDELIVERED:
            return ("设备未交付",)
        case Phase.UNBOUND:
            return ("请扫码绑定",) if model is Model.L else ("设备未绑定",)
        case Phase.NEEDS_GRANT:
            return ("请授权使用",)
        case Phase.USABLE:
            over = {Obstacle.FINGER: TOUCH_TO_UNLOCK, Obstacle.ELECTRONIC: DOCUMENTS}
            words = tuple(line for obstacle, line in over.items() if obstacle in found)
            return (*words, *counted) or FREE
        case Phase.RESTRICTED:
            return (NO_PLACE if gate.shown(found) is Obstacle.NO_PLACE else "限制使用", *counted)
        case Phase.LOCKED:
            return ("设备已锁定",)
        case Phase.FULL:
            return ("存储已满，请与服务器建立连接",)
        case Phase.ROLLED_BACK:
            return ("存储异常，请联系客服",)
