"""What the card of the second factor shows, one part at a time: off, being set up, recovery codes, on."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.views import words
from app.views.i18n import number
from app.views.look import Size
from app.views.qr import qr_image
from app.views.widgets import Fact, FactList, FormField, button, column, label, line_edit, row
from domain.second_factor import SecondFactor
from protocol.sync import BegunSecondFactor

FEW_LEFT = 2


class Off(QWidget):
    """What it is, and the way to it."""

    def __init__(self) -> None:
        super().__init__()
        text = self.tr("Then a phone number alone opens nothing: an authenticator app has to show a code as well.")
        self.begin = button(self.tr("Set up"), icon_name="shield-check")
        self.begin.setObjectName("second_factor.begin")
        self.setLayout(column(label(text, "secondary", wrap=True), gap=12))
        self.layout().addLayout(row(self.begin, None))


class SettingUp(QWidget):
    """The secret for the app, as a picture and in letters, and the app's first code."""

    def __init__(self) -> None:
        super().__init__()
        text = self.tr("Scan this with an authenticator app (or type the key into it), then enter the code it shows.")
        self._picture = QLabel()
        self._picture.setObjectName("second_factor.qr")
        self._picture.setAccessibleName(self.tr("QR code for the authenticator app"))
        self._key = FactList()
        self.code = line_edit(icon_name="key", limit=10)
        self.code.setObjectName("second_factor.code")
        self.confirm, self.cancel = button(self.tr("Switch on"), "primary"), button(self.tr("Cancel"), "ghost")
        self.confirm.setObjectName("second_factor.confirm")
        self.cancel.setObjectName("second_factor.cancel")
        self.code.returnPressed.connect(self.confirm.click)
        beside = column(FormField(self.tr("Code of the app"), self.code), gap=12)
        beside.addLayout(row(self.confirm, self.cancel, None))
        beside.addStretch(1)
        across = row(self._picture, beside, gap=18)
        self.setLayout(column(label(text, "secondary", wrap=True), gap=12))
        self.layout().addLayout(across)
        self.layout().addWidget(self._key)

    def show_begun(self, begun: BegunSecondFactor) -> None:
        picture = QPixmap.fromImage(qr_image(begun.uri))
        self._picture.setPixmap(picture)
        self._picture.setFixedSize(picture.size())  # pixel by pixel: it stays sharp
        self._key.set_facts([Fact(self.tr("Key"), begun.secret, copy=True)])
        self.code.clear()
        self.code.setFocus()


class Telling(QWidget):
    """The recovery codes, told once."""

    def __init__(self) -> None:
        super().__init__()
        text = self.tr(
            "Keep these recovery codes where your phone is not: each signs you in once without the app. "
            "They are shown only now."
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(4)
        self.copy, self.kept = button(self.tr("Copy"), icon_name="copy"), button(self.tr("I have kept them"), "primary")
        self.copy.setObjectName("second_factor.copy")
        self.kept.setObjectName("second_factor.kept")
        self.setObjectName("second_factor.codes")
        self.setLayout(column(label(text, "secondary", wrap=True), gap=12))
        self.layout().addLayout(row(self._grid, None))
        self.layout().addLayout(row(self.copy, self.kept, None))

    def show_codes(self, codes: list[str]) -> None:
        while taken := self._grid.takeAt(0):
            taken.widget().deleteLater()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)  # letters and digits are told apart in it
        font.setPixelSize(Size.STRONG)
        half = (len(codes) + 1) // 2
        for at, code in enumerate(codes):
            shown = label(code, "value")
            shown.setFont(font)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(shown, at % half, at // half)


class Ask(QWidget):
    """A code before something that only the right person may do."""

    def __init__(self, name: str, what: str, kind: str) -> None:
        super().__init__()
        self.code = line_edit(icon_name="key", limit=20)
        self.confirm, self.cancel = button(what, kind), button(self.tr("Cancel"), "ghost")
        for part, widget in {"code": self.code, "confirm": self.confirm, "cancel": self.cancel}.items():
            widget.setObjectName(f"{name}.{part}")
        self.code.returnPressed.connect(self.confirm.click)
        hint = self.tr("Six digits from the app, or a recovery code")
        self.setLayout(column(FormField(self.tr("Code of the app"), self.code, hint), gap=12))
        self.layout().addLayout(row(self.confirm, self.cancel, None))
        self.hide()


class On(QWidget):
    """Since when, how many recovery codes are left, and what can be done with a code of the app."""

    def __init__(self) -> None:
        super().__init__()
        self._facts = FactList()
        renew, end = button(self.tr("New recovery codes")), button(self.tr("Switch off"), "danger")
        renew.setObjectName("second_factor.renew")
        end.setObjectName("second_factor.end")
        self.openers = [renew, end]
        self.renew = Ask("second_factor.renew", renew.text(), "primary")
        self.end = Ask("second_factor.end", end.text(), "danger")
        self._choice = QWidget()
        self._choice.setLayout(row(renew, end, None))
        self.setLayout(column(self._facts, self._choice, self.renew, self.end, gap=12))
        for opener, asked in ((renew, self.renew), (end, self.end)):
            opener.clicked.connect(partial(self._open, asked))
            asked.cancel.clicked.connect(self.close_questions)

    def show_row(self, second_factor: SecondFactor) -> None:
        left = number(second_factor.recovery_codes)
        if second_factor.recovery_codes <= FEW_LEFT:
            left = self.tr("{0}: make new ones soon").format(left)
        since = words.moment(second_factor.since) if second_factor.since is not None else ""
        self._facts.set_facts([Fact(self.tr("On since"), since), Fact(self.tr("Recovery codes left"), left)])

    def _open(self, asked: Ask, *_: object) -> None:
        self._choice.hide()
        asked.show()
        asked.code.setFocus()

    def close_questions(self, *_: object) -> None:
        for asked in (self.renew, self.end):
            asked.code.clear()
            asked.hide()
        self._choice.show()
