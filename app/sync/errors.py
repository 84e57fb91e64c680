"""What can go wrong between console and cloud: one class for each whose fault it is."""

SERVER_FAULT, TOO_OFTEN = 500, 429


class CloudError(Exception):
    """A request that came to nothing. `worth_repeating`: the same request can succeed later by itself."""

    worth_repeating = True


class Offline(CloudError):
    """The cloud was not reached, or did not answer in time: it may have done what was asked."""


class SignedOut(CloudError):
    """The cloud does not know this console any more: its person has to sign in again."""

    worth_repeating = False


class ProblemError(CloudError):
    """The cloud refused, and said why: a code of `domain.wording`, its sentence, the field it concerns."""

    def __init__(
        self, status: int, code: str, sentence: str = "", field: str | None = None, offset: int | None = None
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.sentence = sentence
        self.field = field
        self.offset = offset  # where an upload has to go on
        self.worth_repeating = status >= SERVER_FAULT or status == TOO_OFTEN
