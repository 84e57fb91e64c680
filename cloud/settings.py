"""What a deployment decides, from the command line or the environment (`SIGNET_CLOUD_…`)."""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cloud.store.turn import WAIT_S
from protocol.contact import LEASE_S


class Settings(BaseSettings):
    """`data`: the folder of database, keys and files. `database`: an SQLAlchemy URL, else SQLite in that folder.

    `demo` opens the inbox of what leaves the house and the door for seeding, and takes a root that is marked demo.
    """

    model_config = SettingsConfigDict(env_prefix="SIGNET_CLOUD_")

    data: Path
    maker_root: Path
    port: int = 0
    demo: bool = False
    database: str | None = None
    # How long it is waited at the start for another process that writes to the same database: one that is ending.
    writer_wait_s: float = WAIT_S
    lease_s: int = LEASE_S
    # Where anybody reaches this cloud, as https://HOST: certificates say there is the list of the revoked ones.
    public_url: str = ""
    # The seals' broker: its own one, at a port (0: any that is free), or one outside at HOST:PORT.
    mqtt_port: int | None = None
    mqtt_host: str = "127.0.0.1"
    mosquitto: str | None = None
    # Whom a Mosquitto that is started by root becomes; it has to read the files that are written for it (0600).
    mosquitto_user: str | None = None
    # Processes that check what seals have signed, beside one for the embedded broker; 0: this one does all of it.
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
    # How often it is looked for what time alone makes due: a minute late is soon enough for all of it.
    sweep_every_s: float = 30
    # What a member may send within a day: a full seal's impressions with two large photos each.
    upload_bytes_per_day: int = 4 * 1024**3
    # A partial upload that nobody went on with is litter after a day, and so is a file that no row names.
    upload_kept_s: int = 24 * 3600
    # What one token may ask of the API; a nightly copy of everything needs a few dozen pages.
    api_per_minute: int = 300
    # Hosts of an office's own network to which webhooks may go (as they stand in their addresses); others only outside.
    webhook_hosts: list[str] = []
