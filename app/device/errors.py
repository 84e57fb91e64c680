"""What can go wrong between this console and a seal, and the two things a person must know about it.

Each error says whether the thing asked for may have been done all the same (`may_have_happened`: look before you
repeat) and whether the same request can succeed later without anybody changing anything (`worth_repeating`).
"""

from protocol.conversation import Code

# In Chinese and in English, as in `domain.wording`; `{detail}` is what the error mentions.
SENTENCES: dict[str, tuple[str, str]] = {
    "bluetooth_missing": ("未找到蓝牙适配器。", "This computer has no Bluetooth adapter."),
    "bluetooth_off": ("请先打开电脑的蓝牙。", "Bluetooth is switched off; please switch it on."),
    "bluetooth_forbidden": (
        "系统不允许本程序使用蓝牙，请在系统设置中授权。",
        "The system does not let this program use Bluetooth; allow it in the system's settings.",
    ),
    "bluetooth_resting": (
        "控制台已锁定，蓝牙连接已断开。",
        "The console was locked; its Bluetooth connections were ended.",
    ),
    "out_of_reach": ("未找到印章，请确认印章已开机并在附近。", "The seal was not found: is it switched on and near?"),
    "connect_failed": ("无法连接印章，请靠近后重试。", "The seal could not be connected; come closer and try again."),
    "in_use": ("印章正在被其他人连接，请稍后再试。", "Somebody else is connected to this seal; try again later."),
    "not_a_seal": ("该设备不是印章。", "This device is not a seal."),
    "link_lost": ("与印章的连接已断开。", "The connection to the seal was lost."),
    "link_lost_open": (
        "与印章的连接已断开，操作可能已经执行，请查看印章状态。",
        "The connection to the seal was lost; the action may have been carried out: look at the seal.",
    ),
    "no_answer": ("印章没有应答。", "The seal does not answer."),
    "no_answer_open": (
        "印章没有应答，操作可能已经执行，请查看印章状态。",
        "The seal does not answer; the action may have been carried out: look at the seal.",
    ),
    "session_broken": ("与印章的安全会话出错，已断开。", "The secure session with the seal broke and was closed."),
    "not_genuine": ("无法证明这是一枚真实的印章。", "Nothing proves that this is a genuine seal."),
    "other_seal": ("连接到的是另一枚印章（{detail}）。", "This is another seal ({detail})."),
    "not_bound": ("印章尚未绑定。", "This seal is not bound yet."),
    "already_bound": ("该印章已被绑定。", "This seal is bound already."),
    "not_ours": ("该印章不属于本单位。", "This seal does not belong to your organization."),
    "not_admitted": ("印章拒绝了本机的证书。", "The seal did not accept this computer's certificate."),
    "no_certificate": (
        "本机没有该单位的有效证书，请联网登录后重试。",
        "This computer has no valid certificate for the organization; go online and try again.",
    ),
    "malformed": ("印章无法识别该请求。", "The seal does not understand the request."),
    "unknown_op": ("印章固件不支持此操作。", "The seal's firmware does not know this action."),
    "not_permitted": ("无权使用", "Not permitted to use this seal"),
    "no_clock": ("印章时间未校准，需要先与云平台联系。", "The seal lost the time; it needs the cloud."),
    "expired": ("证书或授权已过期。", "The certificate or the grant has expired."),
    "bad_signature": ("印章拒绝了签名无效的数据。", "The seal refused data whose signature is not valid."),
    "gap": ("缺少之前的指令，将重新获取。", "An earlier order is missing; it will be fetched again."),
    "refused": ("印章拒绝执行。", "The seal refused."),
    "wrong_number": ("绑定码不正确，请查看印章屏幕。", "The number is wrong; look at the seal's screen."),
    "too_many_tries": ("绑定码错误次数过多，请重新获取。", "Too many wrong numbers; ask for a new one."),
    "restricted": ("限制使用：印章需要与云平台联系。", "Restricted: the seal needs news from the cloud."),
    "no_grant": ("印章上没有可用的授权。", "There is no grant on the seal."),
    "storage_full": ("存储已满，请与云平台建立连接。", "Storage is full; connect to the cloud."),
    "locked": ("印章已锁定。", "The seal is locked."),
    "internal": ("印章内部错误。", "The seal failed."),
    "wrong_code": ("激活码不正确。", "The activation code is wrong."),
    "other_live": (
        "印章上有另一授权正在使用，激活码仍然有效。",
        "Another grant is in use on the seal; the activation code stays good.",
    ),
    "not_at_seal": (
        "授权尚未送达印章，请联网靠近印章后重试。",
        "The authorization has not reached the seal yet; go online beside it and try again.",
    ),
    "revoked": ("本机的证书已被吊销。", "This computer's certificate was revoked."),
    "other_grant": (
        "印章上的授权不是本次用印的授权，请等待授权送达印章。",
        "The seal holds the grant of another use; wait until this one has reached it.",
    ),
    "other_document": (
        "印章上的授权不允许在该文件上用印。",
        "The grant on the seal does not allow this document to be sealed.",
    ),
    "camera_missing": ("本次用印要求拍照，请先连接摄像头。", "This use demands photos; please connect a camera."),
    "photo_missed": ("照片未拍到，请重拍或手动添加。", "There is no photo; take it again or add it by hand."),
    "picture_does_not_fit": ("请使用 20 MB 以内的 JPEG 或 PNG 图片。", "Please use a JPEG or PNG of 20 MB at most."),
    "no_offer": (
        "云平台没有给出绑定指令，请重试。",
        "The cloud has not issued the order to bind; please try again.",
    ),
}


class DeviceError(Exception):
    """`code` names a sentence above; `detail` is what it mentions."""

    code = "internal"
    worth_repeating = False

    def __init__(self, detail: str = "", *, may_have_happened: bool = False) -> None:
        super().__init__(f"{self.code} {detail}".rstrip())
        self.detail = detail
        self.may_have_happened = may_have_happened

    def sentence(self, chinese: bool = True) -> str:
        """For the person in front of the seal."""
        return sentence(self.code, self.detail, chinese)


def sentence(code: str, detail: str = "", chinese: bool = True) -> str:
    """The sentence of a code; an unknown one is shown as it is."""
    texts = SENTENCES.get(code)
    return code if texts is None else texts[0 if chinese else 1].format(detail=detail)


class BluetoothError(DeviceError):
    """This computer's Bluetooth cannot be used: it concerns every seal, and a person can change it (R-127)."""

    worth_repeating = True


class BluetoothMissing(BluetoothError):
    code = "bluetooth_missing"


class BluetoothOff(BluetoothError):
    code = "bluetooth_off"


class BluetoothForbidden(BluetoothError):
    code = "bluetooth_forbidden"


class Resting(DeviceError):
    """This console has put its Bluetooth to rest: it is locked, or ends (C-37)."""

    code = "bluetooth_resting"


class OutOfReach(DeviceError):
    """Not heard of any more: switched off, too far away, or in GPRS mode."""

    code = "out_of_reach"
    worth_repeating = True


class ConnectFailed(DeviceError):
    """Heard of, but the link did not come about."""

    code = "connect_failed"
    worth_repeating = True


class InUse(DeviceError):
    """It has a link already, and a seal has only one."""

    code = "in_use"
    worth_repeating = True


class NotASeal(DeviceError):
    """It has the name or the address, but not the service."""

    code = "not_a_seal"


class LinkLost(DeviceError):
    """The link ended; whether what was asked for has happened depends on what had been asked."""

    code = "link_lost"
    worth_repeating = True

    def __init__(self, detail: str = "", *, may_have_happened: bool = False) -> None:
        self.code = "link_lost_open" if may_have_happened else "link_lost"
        super().__init__(detail, may_have_happened=may_have_happened)


class NoAnswer(DeviceError):
    """The link stands, the seal is silent."""

    code = "no_answer"
    worth_repeating = True

    def __init__(self, detail: str = "", *, may_have_happened: bool = False) -> None:
        self.code = "no_answer_open" if may_have_happened else "no_answer"
        super().__init__(detail, may_have_happened=may_have_happened)


class SessionBroken(DeviceError):
    """A message that does not belong to the session, or makes no sense: forged, lost or repeated on the way."""

    code = "session_broken"
    worth_repeating = True


class NotGenuine(DeviceError):
    """The maker does not vouch for it."""

    code = "not_genuine"


class OtherSeal(DeviceError):
    """Another serial than the one looked for."""

    code = "other_seal"


class NotBound(DeviceError):
    code = "not_bound"


class AlreadyBound(DeviceError):
    code = "already_bound"


class NotOurs(DeviceError):
    """Bound to an organization that this person does not belong to."""

    code = "not_ours"


class NotAdmitted(DeviceError):
    """The seal closed the link upon our credential: of another organization, or of an earlier binding."""

    code = "not_admitted"


class NoCertificate(DeviceError):
    """The console holds none that is valid now."""

    code = "no_certificate"


class OtherGrant(DeviceError):
    """The grant on the seal is mine, but of another authorization."""

    code = "other_grant"


class OtherDocument(DeviceError):
    """The grant on the seal is for other documents."""

    code = "other_document"


class NoOffer(DeviceError):
    """The cloud's answer to a seal that is to be bound held no bind envelope."""

    code = "no_offer"
    worth_repeating = True


class SealRefused(DeviceError):
    """The seal answered, and it answered no."""

    def __init__(self, status: Code) -> None:
        self.status = status
        self.code = status.name.lower()
        self.worth_repeating = status.worth_repeating
        super().__init__(may_have_happened=status.may_have_happened)


class NotPermitted(SealRefused):
    """无权使用 (R-128): the grant on the seal is somebody else's."""

    def __init__(self) -> None:
        super().__init__(Code.NOT_PERMITTED)


def refusal(status: Code) -> SealRefused:
    """The error of an answer that is not OK."""
    return NotPermitted() if status is Code.NOT_PERMITTED else SealRefused(status)
