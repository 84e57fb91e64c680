"""Which cloud a console works with: found at an address, and compared with the fingerprint that came with it."""

from dataclasses import dataclass

from app.sync.address import check_address
from app.sync.client import Client
from app.sync.errors import CloudError
from protocol.pairing import fingerprint, read_pairing


class OtherCloud(CloudError):
    """Who answers there is not the cloud whose fingerprint was given; the message is its own."""

    worth_repeating = False


@dataclass(frozen=True)
class Found:
    """A cloud that answers. `compared`: its fingerprint was given and is the same. `demo`: it is one for playing."""

    address: str
    fingerprint: str
    compared: bool
    demo: bool


async def find(text: str, language: str = "zh-CN") -> Found:
    """The cloud at ADDRESS or ADDRESS#FINGERPRINT. Raises `ValueError` for what is neither, `NotSecure`, `CloudError`,
    `OtherCloud`."""
    address, given = read_pairing(text)
    client = Client(check_address(address), language=lambda: language)
    try:
        platform = await client.platform()
    finally:
        await client.close()
    own = fingerprint(platform.platform)
    if given and given != own:
        raise OtherCloud(own)
    return Found(client.base, own, bool(given), platform.demo)
