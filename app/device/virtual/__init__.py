"""A bleak backend on bumble, for the virtual radio: the console's Bluetooth where there is none.

Loaded by name, and only when the setting asks for a virtual radio. The backend interface is bleak's own and may change
with any release: bleak is pinned, and a test compares these classes with its abstract ones.
"""

from app.device.virtual.adapter import Adapter
from app.device.virtual.client import VirtualClient
from app.device.virtual.scanner import VirtualScanner

__all__ = ["Adapter", "VirtualClient", "VirtualScanner"]
