"""What a screen shows when something did not come off: a sentence, and whether trying again can help."""

from dataclasses import dataclass

from app.device import errors
from app.device.errors import DeviceError
from app.services.sealing.words import SENTENCES as SEALING
from app.sync.errors import CloudError, ProblemError, SignedOut
from domain import wording
from domain.verdict import Refused

_OWN = {
    **SEALING,
    "cloud_away": ("云平台暂时无法连接。", "The cloud cannot be reached at the moment."),
    "seal_not_located": (
        "印章没有应答：可能已关机、没有信号或不在附近。图上是它上次报告的位置。",
        "The seal has not answered: it may be off, without a signal, or far. The map shows where it last was.",
    ),
    "seal_silent": (
        "印章尚未应答；再次连接到服务器后会自动完成绑定。",
        "The seal has not answered yet; it is bound as soon as it is connected to the server again.",
    ),
}


@dataclass(frozen=True)
class Trouble:
    """`code` names the sentence; `may_have_happened`: look at the seal before trying again."""

    code: str
    detail: str = ""
    worth_repeating: bool = False
    may_have_happened: bool = False
    said: str = ""  # the cloud's own sentence: it knows what to mention, and codes that are newer than this program

    def sentence(self, chinese: bool = True) -> str:
        """For the person in front of the screen."""
        if self.said:
            known = wording.SENTENCES.get(self.code)
            as_said = known is None or "{detail}" in known[0]
            return self.said if as_said else wording.sentence(self.code, chinese=chinese)
        if self.code in errors.SENTENCES:
            return errors.sentence(self.code, self.detail, chinese)
        if self.code in wording.SENTENCES:
            return wording.sentence(self.code, self.detail, chinese)
        if self.code in _OWN:
            return _OWN[self.code][0 if chinese else 1].format(detail=self.detail)
        return self.code


def of_device(error: DeviceError) -> Trouble:
    return Trouble(error.code, error.detail, error.worth_repeating, error.may_have_happened)


def of_rule(refused: Refused) -> Trouble:
    return Trouble(refused.code, refused.detail)


def of_cloud(error: CloudError | TimeoutError) -> Trouble:
    """What the cloud said, or that it says nothing."""
    if isinstance(error, ProblemError):
        return Trouble(error.code, worth_repeating=error.worth_repeating, said=error.sentence)
    if isinstance(error, SignedOut):
        return Trouble("signed_out")
    return Trouble("cloud_away", worth_repeating=True)
