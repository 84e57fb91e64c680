"""QR codes as pictures."""

from PySide6.QtGui import QImage


def qr_image(text: str, module: int = 4) -> QImage:
    """Black on white with its quiet zone, each module so many pixels wide; corrects 15 % (level M)."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = memoryview(zxingcpp.write_barcode_to_image(code, scale=module))
    height, width = drawn.shape
    # The picture keeps no bytes that are not its own: it copies.
    return QImage(drawn.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
