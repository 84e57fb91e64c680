"""The Bluetooth chips on the virtual radio: bumble's virtual controller, with what it leaves out put right.

What bumble 0.0.236 leaves out, and why it matters here:

- scan-response data is dropped: name and manufacturer data of a seal would never arrive;
- only connectable advertisements are sent: a seal in use could not be seen;
- cancelling a connection attempt does nothing: one timeout would block every later attempt;
- two centrals that hear the same advertisement both believe to be connected;
- a reset keeps links, scan and advertisements of the host before;
- the sender gets its buffers back at once: a slow receiver would fill the memory of the air;
- every seal is heard at -50 dBm.
"""

import asyncio
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bumble import hci, link, ll
from bumble.controller import Connection, Controller, LegacyAdvertiser
from bumble.core import PhysicalTransport
from bumble.transport.common import TransportSink

from simulator.air.path import Conditions, Fault, Mischief, Path, air_time, limited, unanswered

_Report = hci.HCI_LE_Advertising_Report_Event.Report
_Event = hci.HCI_LE_Advertising_Report_Event.EventType
_Status = hci.HCI_StatusReturnParameters

_ACTIVE_SCAN = 1
_SLOT_MS = 0.625  # unit of an advertising interval


@dataclass
class Broadcast(ll.AdvInd):
    """One advertising event: what is sent unasked, and what is answered to an active scanner."""

    scan_response: bytes
    beacon: "Beacon"


class Beacon(LegacyAdvertiser):
    """The advertising half of a chip."""

    @property
    def connectable(self) -> bool:
        return self.enabled and self.advertising_type == _Event.ADV_IND

    def send_advertising_data(self) -> None:
        if self.enabled:
            self.controller.send_advertising_pdu(
                Broadcast(self.address, self.advertising_data, self.scan_response_data, self)
            )

    def _on_timer_fired(self) -> None:
        self.send_advertising_data()
        if self.enabled:  # a central may have taken it up at once
            delay = self.advertising_interval_min * _SLOT_MS / 1000
            self.timer_handle = asyncio.get_running_loop().call_later(delay, self._on_timer_fired)


class Ether(link.LocalLink):
    """Carries what the chips send to each other; knows which of them are there."""

    def __init__(self) -> None:
        super().__init__()
        self.conditions = Conditions()
        self.mischief: Mischief | None = None
        self._paths: dict[frozenset[hci.Address], Path] = {}

    def send_acl_data(
        self, sender_controller: Controller, destination_address: hci.Address, transport: PhysicalTransport, data: bytes
    ) -> None:
        there = self.find_le_controller(destination_address)
        here = sender_controller.le_connections.get(destination_address)
        back = there.le_connections.get(here.self_address) if there and here else None
        if there is None or here is None or back is None:
            return  # the link has just ended
        data = limited(data, self.conditions.mtu)
        copies, delay_s = [data], 0.0
        if self.mischief is not None and self.mischief.strikes(data):
            fault = self.mischief.fault
            copies = {Fault.DOUBLE: [data, unanswered(data)], Fault.DELAY: [data]}.get(fault, [])
            delay_s = self.mischief.delay_s
            if fault is Fault.CUT:
                self._cut(sender_controller, here, there, back)
        for copy in copies:
            deliver = partial(self._deliver, there, back, here.self_address, copy)
            self._path(here).put(deliver, air_time(copy), self.conditions.interval_ms, delay_s)

    @staticmethod
    def _deliver(there: Controller, back: Connection, sender: hci.Address, data: bytes) -> None:
        if there.le_connections.get(sender) is back:  # else it was sent over a link that is gone
            there.on_link_acl_data(sender, PhysicalTransport.LE, data)

    @staticmethod
    def _cut(sender: Controller, here: Connection, there: Controller, back: Connection) -> None:
        reason = ll.TerminateInd(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)
        loop = asyncio.get_running_loop()
        loop.call_soon(sender.on_ll_control_pdu, here.peer_address, reason)
        loop.call_soon(there.on_ll_control_pdu, back.peer_address, reason)

    def _path(self, end: Connection) -> Path:
        """The two ends of a link share one."""
        return self._paths.setdefault(frozenset({end.self_address, end.peer_address}), Path())

    def when_sent(self, connection: Connection, then: Callable[[], None]) -> None:
        """After all that this end has sent so far."""
        path = self._path(connection)
        if path.idle:
            then()
        else:
            path.put(then, 0.0, self.conditions.interval_ms)

    def send_advertising_pdu(self, sender_controller: Controller, packet: ll.AdvertisingPdu) -> None:
        # At once, unlike in bumble: the first central to answer has the seal, the next one sees that it is gone.
        for chip in list(self.controllers):
            if chip is not sender_controller:
                chip.on_ll_advertising_pdu(packet)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        if self.find_le_controller(receiver_address):  # else it left the air while this was on its way
            super().send_ll_control_pdu(sender_address, receiver_address, packet)

    def is_taken(self, address: hci.Address, by_other_than: Controller) -> bool:
        return any(chip is not by_other_than and chip.random_address == address for chip in self.controllers)


class Chip(Controller):
    """The controller of one program on the air.

    A plain Bluetooth 4.2 chip: legacy advertising (the nRF52 class needs no more), packets of 251 bytes.
    """

    le_features = Controller.le_features & ~(
        hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
    )
    le_acl_data_packet_length = 251
    supported_max_tx_octets = 251
    supported_max_rx_octets = 251
    suggested_max_tx_octets = 251

    def __init__(self, name: str, ether: Ether, host: TransportSink) -> None:
        super().__init__(name, host_sink=host, link=ether)
        self._ether = ether
        self.le_legacy_advertiser = Beacon(self)
        self._held: list[Callable[[], None]] = []
        self._congested = False

    # what the host asks for

    def on_hci_packet(self, packet: hci.HCI_Packet) -> None:
        # As in bumble, without making the text of a log line of every packet: that was half of the time.
        match packet:
            case hci.HCI_Command():
                self.on_hci_command_packet(packet)
            case hci.HCI_AclDataPacket():
                self.on_hci_acl_data_packet(packet)
            case _:
                raise ValueError(f"a host does not send packets of type {packet.hci_packet_type}")

    def send_hci_packet(self, packet: hci.HCI_Packet) -> None:
        if self.hci_sink:
            asyncio.get_running_loop().call_soon(self.hci_sink.on_packet, bytes(packet))

    def on_hci_reset_command(self, _command: Any) -> _Status:
        self._fall_silent(hci.HCI_ErrorCode.REMOTE_USER_TERMINATED_CONNECTION_ERROR)
        return _Status(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_le_set_random_address_command(self, command: Any) -> _Status:
        if self._ether.is_taken(command.random_address, by_other_than=self):
            return _Status(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        return super().on_hci_le_set_random_address_command(command)

    def on_hci_le_create_connection_cancel_command(self, _command: Any) -> _Status:
        # The host that cancels waits for one event either way: this one, or of the connection that was quicker.
        if pending := self.pending_le_connection:
            self.pending_le_connection = None
            asyncio.get_running_loop().call_soon(self._say_not_connected, pending.peer_address)
        return _Status(hci.HCI_ErrorCode.SUCCESS)

    def _say_not_connected(self, peer: hci.Address) -> None:
        self.send_hci_packet(
            hci.HCI_LE_Connection_Complete_Event(
                status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=peer.address_type,
                peer_address=peer,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            )
        )

    def on_hci_disconnect_command(self, command: hci.HCI_Disconnect_Command) -> None:
        if self.find_le_connection_by_handle(command.connection_handle):
            super().on_hci_disconnect_command(command)
        else:  # else the host would wait for an event that never comes
            self._send_hci_command_status(hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, command.op_code)

    def on_hci_acl_data_packet(self, packet: hci.HCI_AclDataPacket) -> None:
        connection = self.find_le_connection_by_handle(packet.connection_handle)
        if connection is None:
            return  # sent before the host knew that the link is gone
        connection.assembler.feed_packet(packet)
        receiver = self._ether.find_le_controller(connection.peer_address)
        give_back = partial(self._give_back_buffer, connection)
        if isinstance(receiver, Chip) and receiver._congested:
            receiver._held.append(give_back)
        else:
            self._ether.when_sent(connection, give_back)

    def _give_back_buffer(self, connection: Connection) -> None:
        if self.le_connections.get(connection.peer_address) is connection:
            self.send_hci_packet(
                hci.HCI_Number_Of_Completed_Packets_Event(
                    connection_handles=[connection.handle], num_completed_packets=[1]
                )
            )

    def congest(self, congested: bool) -> None:
        """The host of this chip does not keep up (or does again): who sends to it gets no buffers back meanwhile."""
        self._congested = congested
        if not congested:
            held, self._held = self._held, []
            for give_back in held:
                give_back()

    # what is heard on the air

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        assert isinstance(pdu, Broadcast)
        if self.le_scan_enable:
            self._report(pdu)
        pending = self.pending_le_connection
        if pending and pending.peer_address == pdu.advertiser_address and pdu.beacon.connectable:
            self.create_le_connection(pdu.advertiser_address)

    def _report(self, pdu: Broadcast) -> None:
        address = pdu.advertiser_address
        kinds = [(_Event(pdu.beacon.advertising_type), pdu.data)]
        if self.le_scan_type == _ACTIVE_SCAN and pdu.beacon.advertising_type != _Event.ADV_NONCONN_IND:
            kinds.append((_Event.SCAN_RSP, pdu.scan_response))
        rssi = strength(str(address))
        self.send_hci_packet(
            hci.HCI_LE_Advertising_Report_Event(
                [
                    _Report(event_type=kind, address_type=address.address_type, address=address, data=data, rssi=rssi)
                    for kind, data in kinds
                ]
            )
        )

    def on_ll_control_pdu(self, sender_address: hci.Address, packet: ll.ControlPdu) -> None:
        if sender_address in self.le_connections:  # else both sides hung up at the same time
            super().on_ll_control_pdu(sender_address, packet)

    # leaving the air

    def leave(self) -> None:
        """The program behind this chip is gone: every peer sees its link time out, the address is free again."""
        self._fall_silent(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)
        self._ether.remove_controller(self)
        self.congest(False)
        self.hci_sink = None

    def _fall_silent(self, reason: int) -> None:
        self.le_legacy_advertiser.stop()
        self.le_scan_enable = False
        self.pending_le_connection = None
        for connection in self.le_connections.values():
            connection.send_ll_control_pdu(ll.TerminateInd(reason))
        self.le_connections.clear()


def strength(address: str) -> int:
    """dBm at which a seal is heard: each at its own distance (taken from its address), wavering as in a room."""
    distance = zlib.crc32(address.encode()) % 36
    return max(-100, min(-30, round(random.gauss(-44 - distance, 1.5))))
