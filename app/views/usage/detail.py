"""One impression: its photo, who, when, where, how sure, and how it stands in the seal's log."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.look import tokens_now
from app.views.usage.lines import Line
from app.views.widgets import Card, Fact, FactList, Pill, column, label

PHOTO_SIDE = 1600  # pixels: enough to read a page by


class PhotoView(QWidget):
    """A photo as large as its place allows; a click makes the place larger or smaller again."""

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._note = ""
        self.setObjectName("usage.photo")
        self.setAccessibleName(self.tr("Photo of the impression"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tall(False)

    def set_tall(self, tall: bool) -> None:
        self.setFixedHeight(560 if tall else 260)

    def show_image(self, image: QImage | None, note: str = "") -> None:
        """The image, or why there is none."""
        self._image, self._note = image or QImage(), note
        self.setAccessibleDescription(note)
        self.update()

    @property
    def has_image(self) -> bool:
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.toggled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = tokens_now()
        painter.fillRect(self.rect(), tokens.color("sunken"))
        if self._image.isNull():
            painter.setPen(tokens.color("ink2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._note)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(self.rect().adjusted(left, top, -left, -top), self._image)


class UsageDetail(Card):
    """Everything that is known of one impression."""

    def __init__(self) -> None:
        super().__init__(scroll=True)
        self.setObjectName("usage.detail")
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption"), Pill()
        self.head(column(self._title, self._under, gap=2), self._pill)
        self.photo, self._facts = PhotoView(), FactList()
        self._tall = False
        self.photo.toggled.connect(self._toggle)
        self.body.addWidget(self.photo)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)

    def show_line(self, line: Line, known: Known) -> None:
        impression = line.impression
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        self._title.setText(line.application.document if line.application else known.seal(impression.seal))
        self._under.setText(f"{known.seal(impression.seal)} · {person} · {words.full_moment(impression.at)}")
        self._pill.set(*words.result(impression.result))
        self._facts.set_facts(self._facts_of(line, known, person))

    def _facts_of(self, line: Line, known: Known, person: str) -> list[Fact]:
        impression = line.impression
        facts = [
            Fact(self.tr("Person"), f"{person} ({words.grade(impression.grade)})"),
            Fact(self.tr("Time"), words.full_moment(impression.at)),
            Fact(self.tr("Place"), words.place(impression.place)),
            Fact(self.tr("Impression"), self.tr("number {0} of this seal").format(impression.own)),
            Fact(self.tr("Log"), self._log_of(line)),
        ]
        if line.authorization is not None:
            uses = words.uses(line.authorization.used, line.authorization.count)
            issuer = known.people.get(line.authorization.issued_by, "—")
            facts.append(Fact(self.tr("Authorization"), self.tr("{0} used, issued by {1}").format(uses, issuer)))
        if line.application is not None:
            facts.append(Fact(self.tr("Application"), line.application.number or "—", copy=True))
            facts.append(Fact(self.tr("Reason"), line.application.reason))
        facts.append(Fact(self.tr("Record"), impression.id, copy=True))
        return facts

    def _log_of(self, line: Line) -> str:
        """The state of the chain in words. The cloud takes an entry only as the next of an unbroken, signed chain."""
        if line.pending:
            return self.tr("entry {0}, seen at the seal, not yet in the cloud").format(line.impression.number)
        return self.tr("entry {0}, signed by the seal, chain unbroken").format(line.impression.number)

    def _toggle(self) -> None:
        self._tall = not self._tall
        self.photo.set_tall(self._tall)
