"""Where a cloud, or a provider of maps, may be spoken to."""

from ipaddress import ip_address
from urllib.parse import urlsplit


class NotSecure(ValueError):
    """A cloud elsewhere is spoken to over TLS only."""


def check_address(base: str) -> str:
    """The address without a slash at its end; raises `NotSecure` or `ValueError`."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an address of a cloud: {base}")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise NotSecure(base)
    return base.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
