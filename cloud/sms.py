"""SMS by Tencent's short message service (A-03), in threads, for its kit waits.

A carrier in China sends no free text: each sentence is a template that it has approved, and takes the words alone. A
template for codes takes {1} the code, {2} what it is for; one of a message's own the words of its sentence in order
(`domain.message_words`); the one for all other messages {1} the whole sentence.

Refusals are of three kinds: of this number or this text, which will not change; of the account (its money, its key, a
template), which the operator mends, and then it goes; and limits or faults that pass.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from cloud.channels import Letter, Rejected, Unreachable
from cloud.settings import Settings

AT_ONCE = 4  # letters, in threads of their own
WAIT_S = 15  # for an answer; less than the post waits for a channel
CODE, MESSAGE = "code", "message"
LONGEST_WHY = 120
# What is wrong with the number or the text: https://cloud.tencent.com/document/product/382/55981
_FOR_GOOD = (
    "FailedOperation.ContainSensitiveWord",
    "FailedOperation.PhoneNumberInBlacklist",
    "InvalidParameterValue.ContentLengthLimit",
    "InvalidParameterValue.IncorrectPhoneNumber",
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    "InvalidParameterValue.TemplateParameterFormatError",
    "InvalidParameterValue.TemplateParameterLengthLimit",
    "LimitExceeded.PhoneNumberSameContentDailyLimit",
    "UnsupportedOperation",
)
_NETWORK = "ClientNetworkError"
_SIGNED_OUT = ("AuthFailure", "UnauthorizedOperation", "FailedOperation.InsufficientBalance", "ResourceInsufficient")
_LOG = logging.getLogger(__name__)


def fault_of(settings: Settings) -> str:
    """What is missing of the settings, in a word; empty: nothing, or no SMS is wanted."""
    needed = {
        "SMS_SECRET_ID": settings.sms_secret_id,
        "SMS_SECRET_KEY": settings.sms_secret_key.get_secret_value(),
        "SMS_SIGN": settings.sms_sign,
        "SMS_TEMPLATES": settings.sms_templates.get(CODE, ""),
    }
    return next((name for name, value in needed.items() if settings.sms_app and not value), "")


class Sms:
    """A channel to telephones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(AT_ONCE, "sms")

    async def send(self, letter: Letter) -> None:
        """Raises `Unreachable` or `Rejected`, with the carrier's own code."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._send, letter)

    def _send(self, letter: Letter) -> None:
        kit = _load()
        request = kit.models.SendSmsRequest()
        template, words = self._said(letter)
        request.PhoneNumberSet = [international(letter.recipient)]
        request.SmsSdkAppId, request.SignName = self._settings.sms_app, self._settings.sms_sign
        request.TemplateId, request.TemplateParamSet = template, words
        request.SessionContext = letter.key  # comes back with the report: the same each time this letter is sent
        try:
            answer = self._client(kit).SendSms(request)
        except kit.error as error:
            raise _failed(error) from error
        if not answer.SendStatusSet:  # it answered something else
            raise Unreachable(may_have_arrived=True)
        if (code := answer.SendStatusSet[0].Code) != "Ok":
            raise _refused(code)

    def _said(self, letter: Letter) -> tuple[str, list[str]]:
        """The template, and what stands in its places."""
        templates = self._settings.sms_templates
        own = templates.get(letter.topic)
        if letter.code:
            return own or templates[CODE], list(letter.words)
        if own:
            return own, list(letter.words)
        if MESSAGE not in templates:
            raise Rejected("no_template")
        return templates[MESSAGE], [letter.text]

    def _client(self, kit: Any) -> Any:
        at, where = self._settings, urlsplit(self._settings.sms_url)
        http = kit.http(protocol=where.scheme, endpoint=where.netloc, reqTimeout=WAIT_S)
        credential = kit.credential(at.sms_secret_id, at.sms_secret_key.get_secret_value())
        return kit.client(credential, at.sms_region, kit.profile(httpProfile=http))


def international(phone: str) -> str:
    """A number as it is kept (`domain.phones`), as a carrier wants it (E.164)."""
    return phone if phone.startswith("+") else f"+86{phone}"


def _failed(error: Any) -> Exception:
    """What became of a request without an answer of the service, or with one that refuses all of it."""
    code = str(error.get_code())
    if code != _NETWORK:
        return _refused(code)
    return Unreachable(may_have_arrived=not _never_left(error.__context__))


def _never_left(error: BaseException | None) -> bool:
    """Whether no connection was made, so that nothing can have been sent by it."""
    import requests  # what the kit speaks with

    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    reason = getattr(error.args[0], "reason", None) if error is not None and error.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def _refused(code: str) -> Exception:
    why = code[:LONGEST_WHY]
    if code.startswith(_FOR_GOOD):
        return Rejected(why)
    if code.startswith(_SIGNED_OUT) or "Template" in code or "Signature" in code:
        _LOG.warning("SMS: the carrier does not take them from this account: %s", why)
    # Of what is not in its words the outcome is not known: a server that fell over may have sent it first.
    told = "." in code or code in ("RequestLimitExceeded", "AuthFailure", "InvalidParameter", "MissingParameter")
    return Unreachable(why, may_have_arrived=not told or code.startswith("InternalError"))


class _Kit:
    """The parts of the carrier's kit, which has no types."""

    def __init__(self) -> None:
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.exception import TencentCloudSDKException
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111 import models
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        self.credential: Any = Credential
        self.error: Any = TencentCloudSDKException
        self.profile: Any = ClientProfile
        self.http: Any = HttpProfile
        self.models: Any = models
        self.client: Any = SmsClient


def _load() -> _Kit:
    """Late: a cloud without SMS needs none of it. Its log would quote numbers and codes."""
    logging.getLogger("tencentcloud_sdk_common").setLevel(logging.WARNING)
    return _Kit()
