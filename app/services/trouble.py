"""What a screen shows when something did not come off: a sentence, and whether trying again can help."""

from dataclasses import dataclass

from app.device import errors
from app.device.errors import DeviceError
from domain import wording
from domain.verdict import Refused


@dataclass(frozen=True)
class Trouble:
    """`code` names the sentence; `may_have_happened`: look at the seal before trying again."""

    code: str
    detail: str = ""
    worth_repeating: bool = False
    may_have_happened: bool = False
    said: str = ""  # the cloud's own sentence, for a code that only it knows

    def sentence(self, chinese: bool = True) -> str:
        """For the person in front of the screen."""
        if self.code in errors.SENTENCES:
            return errors.sentence(self.code, self.detail, chinese)
        if self.code in wording.SENTENCES:
            return wording.sentence(self.code, self.detail, chinese)
        return self.said or self.code


def of_device(error: DeviceError) -> Trouble:
    return Trouble(error.code, error.detail, error.worth_repeating, error.may_have_happened)


def of_rule(refused: Refused) -> Trouble:
    return Trouble(refused.code, refused.detail)
