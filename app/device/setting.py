"""Which Bluetooth a console uses, as it is written: `native`, or `virtual:HOST:PORT` for one without."""

NATIVE = "native"


def virtual_place(setting: str) -> tuple[str, int] | None:
    """Host and port of the virtual radio, None for this computer's own Bluetooth; ValueError for anything else."""
    if setting == NATIVE:
        return None
    kind, _, place = setting.partition(":")
    host, _, port = place.rpartition(":")
    if kind != "virtual" or not host or not (port.isascii() and port.isdecimal()) or int(port) >= 2**16:
        raise ValueError(f"“{setting}” is neither {NATIVE} nor virtual:HOST:PORT")
    return host, int(port)
