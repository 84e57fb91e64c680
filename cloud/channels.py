"""How something leaves the house: SMS, WeChat, mail. Whoever carries it is a channel; the demo's is its inbox."""

from dataclasses import dataclass
from typing import Protocol

from domain.messages import Channel as Name


@dataclass(frozen=True)
class Enclosed:
    """A file that goes with a letter; `key`: where it lies among the stored files."""

    name: str
    media: str
    key: str


@dataclass(frozen=True)
class Letter:
    """A text for the holder of a phone number, or (`subject`, `enclosed`) of a mailbox. Times in milliseconds.

    `key`: the same each time this letter is sent, so that whoever gets it twice knows. `topic`: what it is about, as
    programs know it (the code of a message, the purpose of a code). `code`: the code in the text, if it brings one.
    `words`: what the text mentions, for channels whose carrier knows the sentence (a template) and takes them alone.
    """

    key: str
    channel: Name
    recipient: str
    topic: str
    text: str
    code: str
    at: int
    expires_at: int
    subject: str = ""
    enclosed: tuple[Enclosed, ...] = ()
    words: tuple[str, ...] = ()


class Channel(Protocol):
    """Carries letters."""

    async def send(self, letter: Letter) -> None:
        """Returns when the letter is taken. Raises `Unreachable` or `Rejected`; how long it takes is not its affair."""
        ...


class Unreachable(Exception):
    """It is worth trying again. `why`: a code of `domain.wording` or what the channel said; `may_have_arrived`: the
    letter may be on its way all the same."""

    def __init__(self, why: str = "", *, may_have_arrived: bool = False) -> None:
        super().__init__(why)
        self.may_have_arrived = may_have_arrived


class Rejected(Exception):
    """The channel does not take this letter, however often it is tried."""


class NoAccount(Rejected):
    """Whom it is for is not to be found there, which is nobody's fault: the operator need not look at it."""
