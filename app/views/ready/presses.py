"""The presses of a stamping: number, time, result, and how its photo stands; a missed photo can be taken or added."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.photos import PhotoState
from app.services.stamping_state import PressState
from app.views import i18n, words
from app.views.look import Size, Tone
from app.views.widgets import Card, EmptyState, PhotoView, Record, RecordList, RecordModel, button, column

PHOTO_HEIGHT, THUMB_SIDE = 210, 96


class PressList(Card):
    """Newest first. `again(number)`, `add(number)`: what the person wants to do about a photo."""

    again = Signal(int)
    add = Signal(int)

    def __init__(self, chinese: bool) -> None:
        super().__init__(self.tr("Impressions"), flush=True)
        self._chinese = chinese
        self._images: dict[int, QImage] = {}
        self._thumbs: dict[int, QImage] = {}
        self._model: RecordModel[PressState] = RecordModel(lambda press: press.number, self._record)
        self._list = RecordList(self._model, self.tr("Impressions"))
        self._list.setObjectName("ready.presses")
        self._list.chosen.connect(lambda _: self._offer())
        self._photo = PhotoView(self.tr("Photo of the impression"), PHOTO_HEIGHT)
        held = QWidget()
        inside = column(self._photo, gap=0)
        inside.setContentsMargins(Size.PADDING, 0, Size.PADDING, 10)
        held.setLayout(inside)
        full = QWidget()
        full.setLayout(column(held, self._list, gap=0))
        full.layout().setStretch(1, 1)
        self._nothing = EmptyState("camera", self.tr("No impression yet"), self.tr("Each press appears here at once."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(full)
        self.body.addWidget(self._stack, 1)
        self._again = button(self.tr("Take the photo again"), "plain", "camera")
        self._add = button(self.tr("Add a photo …"), "plain", "image")
        self._again.clicked.connect(lambda: self.again.emit(self._number()))
        self._add.clicked.connect(lambda: self.add.emit(self._number()))
        self._offers = self.foot(None, self._again, self._add)
        self._offer()

    def show_presses(self, presses: Sequence[PressState]) -> None:
        newest = self._list.currentIndex().row() <= 0
        self._model.set_rows(presses[::-1])
        self.set_title(self.tr("Impressions"), i18n.number(len(presses)) if presses else "")
        self._stack.setCurrentIndex(1 if presses else 0)
        if presses and newest:
            self._list.choose(presses[-1].number)
        self._offer()

    def set_image(self, number: int, image: QImage) -> None:
        self._images[number] = image
        aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self._thumbs[number] = image.scaled(THUMB_SIDE, THUMB_SIDE, aspect, smooth)
        self._model.refresh()
        self._offer()

    def _number(self) -> int:
        return int(str(self._list.current_key() or 0))

    def _offer(self) -> None:
        """The photo of the chosen impression; where it is missing, what may be done about it."""
        press = self._model.row(self._list.currentIndex())
        image = self._images.get(press.number) if press is not None else None
        self._photo.show_image(image, self._record(press).pill if press is not None and image is None else "")
        self._offers.setVisible(press is not None and press.photo in (PhotoState.NONE, PhotoState.MISSED))

    def _record(self, press: PressState) -> Record:
        photo, tone = {
            PhotoState.NONE: (self.tr("no photo"), Tone.NEUTRAL),
            PhotoState.TAKING: (self.tr("taking the photo"), Tone.ACCENT),
            PhotoState.KEPT: (self.tr("photo kept"), Tone.OK),
            PhotoState.MISSED: (self.tr("photo missing"), Tone.WARN),
        }[press.photo]
        result, how = words.result(press.result)
        image = self._thumbs.get(press.number)
        abnormal = press.result != 0
        missing = press.trouble.sentence(self._chinese) if press.trouble is not None else ""
        return Record(
            title=self.tr("Impression {0}").format(i18n.number(press.own)),
            subtitle=words.full_moment(press.at),
            pill=result if abnormal else photo,
            tone=how if abnormal else tone,
            image=image,
            icon="" if image is not None else "camera",
            note=missing or (photo if abnormal else ""),
        )
