"""bleak's scanner on the virtual radio."""

from typing import Any

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement

from app.device.virtual.adapter import Adapter, uuid_text


class VirtualScanner(BaseBleakScanner):
    """bleak's scanner on the virtual radio."""

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        _scanning_mode: str,
        *,
        radio: Adapter,
        **_kwargs: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._radio = radio

    async def start(self) -> None:
        self.seen_devices = {}
        await self._radio.hear(self._on_advertisement)

    async def stop(self) -> None:
        await self._radio.leave_off(self._on_advertisement)

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        data = _advertisement_data(advertisement)
        if self.is_allowed_uuid(data.service_uuids):
            address = str(advertisement.address).split("/")[0]
            device = self.create_or_update_device(address, address, data.local_name, advertisement.address, data)
            self.call_detection_callbacks(device, data)


def _advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    name: str | None = None
    manufacturer: dict[int, bytes] = {}
    uuids: list[str] = []
    kinds = AdvertisingData.Type
    for kind, value in advertisement.data.ad_structures:
        match kind:
            case kinds.COMPLETE_LOCAL_NAME | kinds.SHORTENED_LOCAL_NAME:
                name = value.decode(errors="replace")
            case kinds.MANUFACTURER_SPECIFIC_DATA if len(value) >= 2:
                manufacturer[int.from_bytes(value[:2], "little")] = value[2:]
            case kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS:
                uuids += [uuid_text(UUID.from_bytes(value[at : at + 16])) for at in range(0, len(value) - 15, 16)]
            case _:
                pass
    return AdvertisementData(
        local_name=name,
        manufacturer_data=manufacturer,
        service_data={},
        service_uuids=uuids,
        tx_power=None,
        rssi=advertisement.rssi,
        platform_data=(advertisement,),
    )
