"""A request that is refused, with its code of `domain.wording` and HTTP status; and our own faults, for the log."""

import logging
import traceback

RETRY_S = 5
_LOG = logging.getLogger(__name__)

STATUS: dict[str, int] = {
    "malformed": 400,
    "cursor_unfit": 400,
    "signed_out": 401,
    "token_wrong": 401,
    "not_allowed": 403,
    "reading_missing": 403,
    "untrusted": 403,
    "code_wrong": 403,
    "code_over": 403,
    "wechat_over": 403,
    "wechat_no_member": 403,
    "wechat_binding_over": 403,
    "wechat_unconfirmed": 403,
    "second_factor_needed": 403,
    "second_factor_wrong": 403,
    "not_found": 404,
    "wechat_off": 404,
    "second_factor_on": 409,
    "second_factor_off": 409,
    "stream_forked": 409,
    "stream_gap": 409,
    "log_forked": 409,
    "offset_wrong": 409,
    "picture_removed": 410,
    "export_gone": 410,
    "cursor_over": 410,
    "too_large": 413,
    "file_does_not_match": 422,
    "phone_wrong": 422,
    "update_needed": 426,
    "codes_too_often": 429,
    "api_too_often": 429,
    "uploads_full": 429,
    "wechat_too_often": 429,
    "second_factor_over": 429,
    "internal": 500,
    "wechat_away": 502,
    "cloud_recovering": 503,
}


class Refusal(Exception):
    """Said by a handler, answered as a `Problem`; inside a transaction it undoes everything."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        field: str | None = None,
        status: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.field = field
        self.status = status if status is not None else STATUS.get(code, 422)
        self.headers = headers


def away() -> Refusal:
    """The cloud cannot just now; what was asked for may be asked again."""
    return Refusal("cloud_recovering", headers={"Retry-After": str(RETRY_S)})


def log_fault(error: BaseException, where: str) -> None:
    """What went wrong and where in the code; never the message, for it may quote what somebody entered."""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    _LOG.error("%s: %s\n%s", where, type(error).__name__, frames)
