"""The mark of a document (文件标识, R-287): typed, or its code scanned; a scanner on USB types it, too."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.views import i18n
from app.views.qr import Code
from app.views.room import Room
from app.views.scan.keyed import KeyedEdit
from app.views.scan.panel import ScanDialog, Sought
from app.views.scan.viewfinder import Open
from app.views.widgets import button, row, tip
from domain.document_marks import CHINA, MAX_MARK, Flaw, NoMark, Symbols, read_mark

translate = QCoreApplication.translate


class MarkEdit(QWidget):
    """`refused(sentence)`: why a code is no mark, and the field is as it was; empty when one was taken."""

    refused = Signal(str)

    def __init__(self, room: Room, open_session: Open | None = None) -> None:
        super().__init__()
        self._room, self.open_session = room, open_session
        self._edit = KeyedEdit(MAX_MARK)
        self._edit.textChanged.connect(lambda text: self._edit.setToolTip(tip(text)))  # a link is longer than the field
        self._edit.setAccessibleName(self.tr("Document mark"))
        self._edit.entered.connect(self._take)
        self._scan = button("", "plain", "qr-code")  # beside words 13 digits would not be seen at once
        self._scan.setAccessibleName(self.tr("Scan …"))
        self._scan.setToolTip(tip(self._scan.accessibleName()))
        self._scan.clicked.connect(self.scan)
        layout = row(self._edit, self._scan, gap=6)
        layout.setStretch(0, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.setFocusProxy(self._edit)

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        self._edit.setObjectName(f"{name}.text")
        self._scan.setObjectName(f"{name}.scan")

    def text(self) -> str:
        return self._edit.text()

    def setText(self, text: str) -> None:
        """As a line edit takes it."""
        self._edit.setText(text)

    def scan(self) -> None:
        """By the camera, from a picture, from the clipboard."""
        dialog = ScanDialog(self._room, mark_sought(), self.window(), self.open_session)
        dialog.scanned.connect(self._taken)
        dialog.open()

    def _take(self, text: str) -> None:
        try:
            self._taken(read_mark(text))
        except NoMark as error:
            self.refused.emit(why_no_mark(error))

    def _taken(self, mark: str) -> None:
        self._edit.setText(mark)
        self.refused.emit("")


def mark_sought() -> Sought:
    """What is scanned then is the mark, a string."""
    return Sought(
        hold=translate("mark", "Hold the document's QR code, or its 69 barcode, before the camera."),
        field=translate("mark", "Code"),
        hint=translate("mark", "A scanner on USB types here by itself; by hand: the digits, then Enter."),
        none=translate("mark", "No code is found in this picture."),
        kinds=[Symbols.QR, Symbols.EAN_13],
        kinds_in_pictures=[Symbols.QR, Symbols.EAN_13, Symbols.OTHER],
        read=_read,
    )


def _read(codes: Sequence[Code]) -> tuple[str | None, str]:
    """The one mark among them."""
    marks: list[str] = []
    whys: list[NoMark] = []
    for code in codes:
        try:
            marks.append(read_mark(code.text, code.symbols))
        except NoMark as error:
            whys.append(error)
    different = list(dict.fromkeys(marks))
    if len(different) > 1:
        said = translate("mark", "There are {0} codes in the picture; show one alone.")
        return None, said.format(i18n.number(len(different)))
    return (different[0], "") if different else (None, why_no_mark(whys[0]))


def why_no_mark(error: NoMark) -> str:
    """For the person who scanned it."""
    long = translate("mark", "The code holds {0} characters; a document mark has room for {1}.")
    return {
        Flaw.NEITHER: translate("mark", "This is neither a QR code nor a 69 barcode (EAN-13)."),
        Flaw.FOREIGN: translate("mark", "This barcode does not begin with {0}; only those are taken.").format(CHINA),
        Flaw.CHECK_DIGIT: translate("mark", "The barcode was not read right: its check digit is wrong. Scan it again."),
        Flaw.EMPTY: translate("mark", "There is no text in this code."),
        Flaw.TOO_LONG: long.format(i18n.number(error.length), MAX_MARK),
    }[error.flaw]
