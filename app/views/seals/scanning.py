"""The code of a seal (R-043, R-066, R-070), as what is sought by a scan."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.views.qr import Code
from app.views.scan.panel import Sought
from domain.document_marks import Symbols
from domain.seal_codes import SealCode, read_code

translate = QCoreApplication.translate


def seal_sought() -> Sought:
    """What is scanned then is a `SealCode`."""
    return Sought(
        hold=translate("scanning", "Hold the code on the seal's screen, or on its body, before the camera."),
        field=translate("scanning", "Code or serial"),
        hint=translate("scanning", "A scanner on USB types here by itself; by hand: the serial, then Enter."),
        none=translate("scanning", "No QR code is found in this picture."),
        kinds=[Symbols.QR],
        kinds_in_pictures=[Symbols.QR],
        read=_read,
    )


def _read(codes: Sequence[Code]) -> tuple[SealCode | None, str]:
    """The first that belongs to a seal."""
    found = next((each for code in codes if (each := read_code(code.text)) is not None), None)
    return found, "" if found is not None else translate("scanning", "This is not the code of a seal.")
