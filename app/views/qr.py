"""Codes in pictures: QR codes drawn, QR and other codes read."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from domain.document_marks import Symbols

LONGEST = 1600  # pixels: a code in a photograph of twelve million is as well read in one of two, and ten times as fast


def qr_image(text: str, module: int = 4) -> QImage:
    """Black on white with its quiet zone, each module so many pixels wide; corrects 15 % (level M)."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = memoryview(zxingcpp.write_barcode_to_image(code, scale=module))
    height, width = drawn.shape
    # The picture keeps no bytes that are not its own: it copies.
    return QImage(drawn.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


@dataclass(frozen=True)
class Code:
    """What a code says, and how it is written as far as that is known."""

    text: str
    symbols: Symbols = Symbols.UNKNOWN


def read_qr(image: QImage) -> list[str]:
    """What the QR codes in a picture say, as they are found. It takes some ten milliseconds: not on the loop."""
    return [code.text for code in read_codes(image, [Symbols.QR])]


def read_codes(image: QImage, wanted: Sequence[Symbols]) -> list[Code]:
    """The codes of these kinds in a picture; among them `OTHER`: of all kinds there are, which takes longer."""
    import zxingcpp
    from PySide6.QtCore import Qt

    if image.isNull():
        return []
    if max(image.width(), image.height()) > LONGEST:
        kept = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(LONGEST, LONGEST, kept, Qt.TransformationMode.SmoothTransformation)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    kinds = {Symbols.QR: zxingcpp.BarcodeFormat.QRCode, Symbols.EAN_13: zxingcpp.BarcodeFormat.EAN13}
    if Symbols.OTHER in wanted:
        found = zxingcpp.read_barcodes(rows)
    else:
        found = zxingcpp.read_barcodes(rows, formats=[kinds[each] for each in wanted])
    of = {kind: symbols for symbols, kind in kinds.items()}
    return [Code(code.text, of.get(code.format, Symbols.OTHER)) for code in found if code.text]
