"""What follows from the settings before anything is opened: what is refused, which names it has, where files lie."""

import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from cloud.settings import Settings
from cloud.stored import Bucket, Stored

HOSTS = ["127.0.0.1", "localhost"]


class CannotStart(Exception):
    """The cloud does not start so; the message is a sentence for whoever starts it."""


def check_door(settings: Settings) -> None:
    """Raises `CannotStart` where strangers could listen to what is said."""
    of_this_computer = settings.host == "localhost" or ip_address(settings.host).is_loopback
    files = (settings.tls_certificate, settings.tls_key)
    if settings.several and (not of_this_computer or any(files)):
        raise CannotStart("of several processes each listens to this computer only, without TLS: that is the proxy's")
    if not of_this_computer and not all(files):
        raise CannotStart(f"{settings.host} is reached from elsewhere: it needs --tls-certificate and --tls-key")
    if any(files):
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*map(str, files))
        except OSError as error:  # also what OpenSSL says
            raise CannotStart("certificate and key for TLS cannot be read, or do not belong together") from error


def stored(settings: Settings) -> Stored:
    """Where whole files are kept."""
    secret = settings.s3_secret.get_secret_value()
    of = settings
    bucket = Bucket(of.s3_bucket, of.s3_endpoint, of.s3_region, of.s3_key, secret) if of.s3_bucket else None
    return Stored(settings.data / "files", bucket)


def names(settings: Settings) -> list[str]:
    """By which it is reached."""
    said = [each.strip() for each in settings.hosts.split(",")]
    found = [*HOSTS, settings.host, urlsplit(settings.public_url).hostname or "", *said]
    return list(dict.fromkeys(each for each in found if each not in ("", "0.0.0.0", "::")))  # noqa: S104


def place(settings: Settings) -> str:
    """Where other processes find this one."""
    return f"127.0.0.1:{settings.port}"


def own_ports(settings: Settings) -> list[tuple[str, int]]:
    """Where, beside that, only the process listens that writes."""
    found = [(HOSTS[0], settings.operator_port), (settings.mqtt_host, settings.mqtt_port)]
    return [(host, port) for host, port in found if port]
