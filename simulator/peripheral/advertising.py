"""How a seal says on the air that it is there."""

from bumble import core
from bumble.core import AdvertisingData
from bumble.device import AdvertisingType, Device

from protocol.advertisement import COMPANY, SERVICE, Advertisement

ADVERTISING_INTERVAL_MS = 100
"""A person who looks at the list does not wait; a seal that is on has been woken by a key anyway."""

GENERAL_DISCOVERABLE_NO_CLASSIC = 0x06


async def advertise(device: Device, name: str, hint: Advertisement) -> None:
    """Begin to, or change what is said. ValueError if the name is too long (22 bytes); `hci.HCI_Error`."""
    await device.start_advertising(
        # While there is a link the seal can be seen, but not connected.
        AdvertisingType.UNDIRECTED_SCANNABLE if hint.in_use else AdvertisingType.UNDIRECTED_CONNECTABLE_SCANNABLE,
        advertising_data=_structures(
            (AdvertisingData.FLAGS, bytes([GENERAL_DISCOVERABLE_NO_CLASSIC])),
            (AdvertisingData.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, bytes(core.UUID(SERVICE))),
        ),
        scan_response_data=_structures(
            (AdvertisingData.COMPLETE_LOCAL_NAME, name.encode()),
            (AdvertisingData.MANUFACTURER_SPECIFIC_DATA, COMPANY.to_bytes(2, "little") + hint.encode()),
        ),
        advertising_interval_min=ADVERTISING_INTERVAL_MS,
        advertising_interval_max=ADVERTISING_INTERVAL_MS,
    )


def _structures(*structures: tuple[int, bytes]) -> bytes:
    data = bytes(AdvertisingData(list(structures)))
    if len(data) > 31:
        raise ValueError(f"{len(data)} bytes do not fit into a legacy advertisement")
    return data
