"""The reckoning of an authorization: granted = stamped + sealed + left, with the record behind each of them. It is for
the one or for the other (R-108): under one to press nothing is sealed, and under one for documents nothing is stamped.

What was unlocked and not pressed counts for nothing: it is listed beside it, so that nobody has to wonder.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.authorizations import Authorization, Mode
from domain.events import SealEvent, SealEventKind
from domain.usage import Impression


@dataclass(frozen=True)
class Reckoning:
    """`granted` 0: unlimited, then `left` is none. `stamped`, or `sealed` where it is for documents, are the uses that
    count, `carried` of them under the authorizations that this one continues; `impressions` are those under this one,
    by number, `abnormal` the presses that do not count, `aborted` the times that it was unlocked and not pressed.

    `on_seal`: entries of the seal's log that are not here yet: among them there may be more of each.
    """

    granted: int
    stamped: int
    left: int | None
    carried: int
    impressions: tuple[Impression, ...]
    abnormal: tuple[Impression, ...]
    aborted: tuple[SealEvent, ...]
    on_seal: int
    sealed: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether what was granted is accounted for, record by record (I-04, I-06)."""
        here = self.carried + len(self.impressions)
        return self.stamped + self.sealed == here and (self.left is None or self.left >= 0)


def reckon(
    authorization: Authorization, presses: Sequence[Impression], events: Sequence[SealEvent], on_seal: int = 0
) -> Reckoning:
    """From rows of any authorization and seal; those of others are left out."""
    own = sorted((each for each in presses if each.authorization == authorization.id), key=lambda each: each.number)
    normal = tuple(each for each in own if each.result == 0)
    of_it = sorted((each for each in events if each.authorization == authorization.id), key=lambda each: each.number)
    aborted = tuple(each for each in of_it if each.kind is SealEventKind.ABORTED)
    documents = authorization.mode is Mode.ELECTRONIC
    left = authorization.count - authorization.used if authorization.count else None
    return Reckoning(
        granted=authorization.count,
        stamped=0 if documents else authorization.used,
        sealed=authorization.used if documents else 0,
        left=left,
        carried=authorization.carried,
        impressions=normal,
        abnormal=tuple(each for each in own if each.result != 0),
        aborted=aborted,
        on_seal=on_seal,
    )
