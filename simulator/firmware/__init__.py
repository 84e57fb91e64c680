"""The seal's firmware: a deterministic machine with an injected clock, storage, randomness and position. No I/O.

seal = Firmware(board, storage, ticks, random, locate)
seal.hold()                                  # 3 s on the power key
seal.connect(claim)                          # after the handshake of `protocol.session`
answer = seal.request(request)               # bytes of `protocol.conversation`
for notice in seal.notices(): ...
seal.stand(out=True); seal.cover(on=False); seal.press()
seal.tick()                                  # often; nothing happens by itself
"""

from simulator.firmware.board import Board, Locate, Probe, Random, Storage, Ticks
from simulator.firmware.machine import Firmware
from simulator.firmware.state import HeldGrant

__all__ = ["Board", "Firmware", "HeldGrant", "Locate", "Probe", "Random", "Storage", "Ticks"]
