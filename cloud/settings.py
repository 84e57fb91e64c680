"""What a deployment decides, from the command line or the environment (`SIGNET_CLOUD_…`)."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cloud.store.turn import WAIT_S
from protocol.contact import LEASE_S


class WeChatTemplate(BaseModel):
    """A template of the official account's messages: its id, and what stands in each of its places."""

    id: str
    data: dict[str, str]


class Settings(BaseSettings):
    """`data`: the folder of database, keys and files. `database`: an SQLAlchemy URL, else SQLite in that folder.

    `demo` opens the inbox of what leaves the house and the door for seeding, and takes a root that is marked demo.
    """

    model_config = SettingsConfigDict(env_prefix="SIGNET_CLOUD_")

    data: Path
    maker_root: Path
    port: int = 0
    demo: bool = False
    # Where the operator's pages are, on this computer only (0: any port that is free); none: there are none.
    operator_port: int | None = None
    database: str | None = None
    # How long it is waited at the start for another process that writes to the same database: one that is ending.
    writer_wait_s: float = WAIT_S
    lease_s: int = LEASE_S
    # Where anybody reaches this cloud, as https://HOST: certificates say there is the list of the revoked ones.
    public_url: str = ""
    # The seals' broker: its own one in this process, at a port (0: any that is free), or one outside at HOST:PORT.
    mqtt_port: int | None = None
    mqtt_host: str = "127.0.0.1"
    mosquitto: str | None = None
    # Whom a Mosquitto that is started by root becomes; it has to read the files that are written for it (0600).
    mosquitto_user: str | None = None
    # Processes that check what seals have signed; 0: a thread of this one does.
    checkers: int = 1
    organizations_per_user: int = 10
    # What somebody may ask for, for one phone number: who mistypes needs two or three codes, a guesser many.
    code_every_s: int = 60
    codes_per_hour: int = 10
    # For one number, whoever asks; as many SMS as a person may get in a day.
    codes_per_day: int = 50
    # What one address may ask for, for whatever numbers: an office behind one is many people.
    codes_per_address: int = 120
    tickets_per_hour: int = 600
    # The mail server through which exports go out; without one (and outside the demo) they are only fetched.
    # `security`: tls from the beginning, starttls, or none (a server on this computer). An authority of one's own:
    # the environment's SSL_CERT_FILE.
    smtp_host: str = ""
    smtp_port: int = 465
    smtp_security: Literal["tls", "starttls", "none"] = "tls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    # Who carries SMS: Tencent's, by an application of one's own (empty: nobody). `sms_templates`: JSON, which approved
    # template says what: {"code": …} for codes, {"message": …} for the rest, and any code of a message by its own name.
    sms_app: str = ""
    sms_secret_id: str = ""
    sms_secret_key: SecretStr = SecretStr("")
    sms_sign: str = ""
    sms_region: str = "ap-guangzhou"
    sms_templates: dict[str, str] = {}
    sms_url: str = "https://sms.tencentcloudapi.com"
    # WeChat Pay (APIv3, by WeChat Pay's public key): the merchant, the app, the number of the merchant's certificate
    # and the file of its key, the APIv3 key, and the file and id of WeChat Pay's key. All of them or none. It tells us
    # at `public_url`. `wechat_pay_url`: another address than WeChat Pay's own.
    wechat_pay_mchid: str = ""
    wechat_pay_appid: str = ""
    wechat_pay_serial: str = ""
    wechat_pay_private_key: Path | None = None
    wechat_pay_apiv3_key: SecretStr = SecretStr("")
    wechat_pay_public_key: Path | None = None
    wechat_pay_public_key_id: str = ""
    wechat_pay_url: str = ""
    # The WeChat official account that brings messages and lets people in (empty: none); `public_url` has to be set, for
    # WeChat leads people back there. `wechat_name`: how the account is called, on the pages that it opens.
    # `wechat_templates`: JSON, which approved template says what: {"message": {"id": …, "data": {"thing1": "{text}"}}},
    # and any code of a message by its own name, where {0}, {1} … are the words of its sentence.
    wechat_app: str = ""
    wechat_secret: SecretStr = SecretStr("")
    wechat_name: str = ""
    wechat_templates: dict[str, WeChatTemplate] = {}
    wechat_api: str = "https://api.weixin.qq.com"
    wechat_open: str = "https://open.weixin.qq.com"
    # How often it is looked for what time alone makes due: a minute late is soon enough for all of it.
    sweep_every_s: float = 30
    # What a member may send within a day: a full seal's impressions with two large photos each.
    upload_bytes_per_day: int = 4 * 1024**3
    # A partial upload that nobody went on with is litter after a day, and so is a file that no row names.
    upload_kept_s: int = 24 * 3600
