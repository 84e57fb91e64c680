"""What a parser of this package raises: bytes that do not fit are never another exception."""


class ProtocolError(Exception):
    """Bytes that cannot be taken. Says nothing about who is at fault; changes nothing."""


class Malformed(ProtocolError):
    """Not the bytes the specification describes (length, type, range, encoding)."""


class BadSignature(ProtocolError):
    """Signed or sealed by somebody else, for another purpose, or changed on the way."""


class Untrusted(ProtocolError):
    """A certificate that does not lead to a known root, or speaks of somebody else."""


class Expired(ProtocolError):
    """A certificate, claim or answer whose time is over or has not come yet."""
