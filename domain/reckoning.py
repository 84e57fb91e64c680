"""The reckoning of an authorization: granted = stamped + left, with the record behind each of them.

What was unlocked and not pressed counts for nothing: it is listed beside it, so that nobody has to wonder.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.authorizations import Authorization
from domain.events import SealEvent, SealEventKind
from domain.usage import Impression


@dataclass(frozen=True)
class Reckoning:
    """`granted` 0: unlimited, then `left` is none. `stamped` are the uses that count, `carried` of them under the
    authorizations that this one continues; `impressions` are those under this one, by number, `abnormal` the presses
    that do not count, `aborted` the times that it was unlocked and not pressed.

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

    @property
    def adds_up(self) -> bool:
        """Whether what was granted is accounted for, record by record (I-04, I-06)."""
        return self.stamped == self.carried + len(self.impressions) and (self.left is None or self.left >= 0)


def reckon(
    authorization: Authorization, presses: Sequence[Impression], events: Sequence[SealEvent], on_seal: int = 0
) -> Reckoning:
    """From rows of any authorization and seal; those of others are left out."""
    own = sorted((each for each in presses if each.authorization == authorization.id), key=lambda each: each.number)
    normal = tuple(each for each in own if each.result == 0)
    of_it = sorted((each for each in events if each.authorization == authorization.id), key=lambda each: each.number)
    aborted = tuple(each for each in of_it if each.kind is SealEventKind.ABORTED)
    left = authorization.count - authorization.used if authorization.count else None
    return Reckoning(
        granted=authorization.count,
        stamped=authorization.used,
        left=left,
        carried=authorization.carried,
        impressions=normal,
        abnormal=tuple(each for each in own if each.result != 0),
        aborted=aborted,
        on_seal=on_seal,
    )
