"""Where a webhook may go: out into the world, and not into the network in which this cloud stands.

Asked twice: of each address that a name leads to, and of the one that is connected to, for a name may lead elsewhere
the next time it is asked (DNS rebinding).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Addresses that are the world's by their number, behind which a cloud's own services answer, or that hold another one
# in them: Azure's host, 6to4, Teredo, what a translator makes of IPv4 (RFC 6052), and sites as they once were (fec0::).
_V4 = ("192.0.0.0/24", "168.63.129.16/32")
_V6 = ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10")
_OURS = [ip_network(each) for each in (*_V4, *_V6)]
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa")


class NotThere(OSError):
    """An address where a webhook does not go; the message is the host."""


def is_outside(address: str) -> bool:
    """Whether this IP address is out in the world: not private, of this computer or link, reserved, or to many."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found in each for each in _OURS if each.version == found.version):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def is_inside(host: str) -> bool:
    """Whether a host says by itself that it is none of the world's, before anybody is asked where it leads."""
    name = host.rstrip(".").lower()
    try:
        ip_address(name)
    except ValueError:
        last = name.rpartition(".")[2]
        # A number in one piece, or in hexadecimal, is an address as well to some resolvers.
        return "." not in name or last in _INSIDE or last.isdecimal() or last.startswith("0x")
    return not is_outside(name)
