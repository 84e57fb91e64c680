"""Who carries what leaves the house, and who takes money, as the settings name them."""

from collections.abc import Callable

from pydantic import SecretStr

from cloud import demo, demo_pay, sms, wechat_account
from cloud.channels import Channel
from cloud.deployment import CannotStart
from cloud.keys import Keys
from cloud.letters import LetterFolder
from cloud.mail import Mail
from cloud.settings import Settings
from cloud.sms import Sms
from cloud.store.database import Database
from cloud.stored import Stored
from cloud.wallet.wechat_pay import Pay, WeChatPay
from cloud.webhooks.carrying import Webhooks
from cloud.wechat_account import WeChatAccount
from domain.messages import Channel as Name

_PAY = ("mchid", "appid", "serial", "private_key", "apiv3_key", "public_key", "public_key_id")

_READ = (Name.SMS, Name.WECHAT, Name.EMAIL)  # by people; what WeChat Pay or a system is asked for nobody else does


def check(settings: Settings) -> None:
    """Raises `CannotStart` for a carrier that is named by half."""
    if settings.smtp_host and "@" not in (settings.smtp_from or settings.smtp_user):
        raise CannotStart("a mail server is named and no address to send from: set SIGNET_CLOUD_SMTP_FROM")
    if missing := sms.fault_of(settings):
        raise CannotStart(f"a carrier of SMS is named and not all it needs: set SIGNET_CLOUD_{missing}")
    if missing := wechat_account.fault_of(settings):
        raise CannotStart(f"a WeChat account is named and not all it needs: set SIGNET_CLOUD_{missing}")


def named(
    settings: Settings, database: Database, keys: Keys, files: Stored, inbox: demo.Inbox, now: Callable[[], int]
) -> dict[Name, Channel]:
    """In the demo its inbox carries what nobody else does; on a cloud of one computer a folder."""
    found: dict[Name, Channel] = dict.fromkeys(_READ, inbox) if settings.demo else {}
    if settings.letters is not None:
        found |= dict.fromkeys(_READ, LetterFolder(settings.letters))
    if settings.smtp_host:
        found[Name.EMAIL] = Mail(settings, files)
    if settings.sms_app:
        found[Name.SMS] = Sms(settings)
    if settings.wechat_app:
        found[Name.WECHAT] = WeChatAccount(settings, database)
    found[Name.WEBHOOK] = Webhooks(settings, database, keys, now)
    return found


def pay(settings: Settings) -> Pay | None:
    """WeChat Pay; in the demo its page. Raises `CannotStart` for half an account."""
    given = [getattr(settings, f"wechat_pay_{field}") for field in _PAY]
    said = [bool(each.get_secret_value() if isinstance(each, SecretStr) else each) for each in given]
    if not any(said):
        return demo_pay.LocalPay() if settings.demo else None
    if not all(said):
        missing = next(field for field, is_there in zip(_PAY, said, strict=True) if not is_there)
        raise CannotStart(f"the account with WeChat Pay is not complete: set SIGNET_CLOUD_WECHAT_PAY_{missing.upper()}")
    if not settings.public_url:
        raise CannotStart("WeChat Pay has to reach this cloud: set SIGNET_CLOUD_PUBLIC_URL")
    try:
        return WeChatPay(settings)
    except OSError as error:
        raise CannotStart(f"{error.filename} cannot be read: {error.strerror}") from error
    except Exception as error:  # the library's own, for a file that holds no key
        raise CannotStart("a key of the account with WeChat Pay is none") from error
