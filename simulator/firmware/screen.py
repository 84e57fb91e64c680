"""The words on the screen: always Chinese, as the manual gives them (R-053, R-060, R-069, R-123, R-128, R-186)."""

from domain.seals import Model
from protocol.contact import Phase

NOT_PERMITTED = ("无权使用",)
NUMBER_TITLE = "绑定校验码"


def count(used: int, allowed: int) -> str:
    """0/N, or n/∞ without a limit (C-31)."""
    return f"{used}/{allowed or '∞'}"


def lines(phase: Phase, model: Model, used: int | None, allowed: int | None) -> tuple[str, ...]:
    """What the phase says; `used` of `allowed` if there is a grant."""
    counted = () if used is None or allowed is None else (count(used, allowed),)
    match phase:
        case Phase.UNDELIVERED:
            return ("设备未交付",)
        case Phase.UNBOUND:
            return ("请扫码绑定",) if model is Model.L else ("设备未绑定",)
        case Phase.NEEDS_GRANT:
            return ("请授权使用",)
        case Phase.USABLE:
            return counted
        case Phase.RESTRICTED:
            return ("限制使用", *counted)
        case Phase.LOCKED:
            return ("设备已锁定",)
        case Phase.FULL:
            return ("存储已满，请与服务器建立连接",)
        case Phase.ROLLED_BACK:
            return ("存储异常，请联系客服",)
