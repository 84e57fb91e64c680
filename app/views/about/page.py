"""Customer service, about the seals, about us (R-274..R-276): pages that lie beside the program, in both languages."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextTable,
)
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QWidget

from app.services.service_phone import service_phone, tel
from app.views.help import key as help_key
from app.views.look import Size, Tone
from app.views.resources import resource
from app.views.room import Room
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    IconDisc,
    ListDetail,
    PageFrame,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    row,
)

SERVICE = "service"
PAGES = ("seals", "us", "agreement", "privacy", "licences")


@dataclass(frozen=True)
class Topic:
    key: str
    icon: str
    title: str
    note: str


class AboutPage(PageFrame):
    """A list of topics and one of them."""

    def __init__(self, room: Room, title: str, version: str) -> None:
        super().__init__(title)
        self._room, self._version, self._phone = room, version, service_phone()
        guide = self.header.show_action(self.tr("User guide"), "book-open")
        guide.setObjectName("about.guide")
        self.header.acted.connect(self._open_guide)
        self._model: RecordModel[Topic] = RecordModel(lambda topic: topic.key, _record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("about.list")
        self._list.chosen.connect(self._show)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._right, self._service, self._text = QStackedWidget(), self._make_service(), Card()
        self._version_facts = FactList([Fact(self.tr("Program version"), version)])
        self._version_facts.setObjectName("about.version")
        self._browser = QTextBrowser()
        self._browser.setObjectName("about.text")
        self._browser.setOpenExternalLinks(True)
        self._browser.setProperty("kind", "reading")
        self._browser.document().setDocumentMargin(0)
        self._browser.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._text.body.addWidget(self._version_facts)
        self._text.body.addWidget(self._browser, 1)
        self._right.addWidget(self._service)
        self._right.addWidget(self._text)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self._model.set_rows(self._topics())
        self._list.choose(SERVICE)

    def _topics(self) -> list[Topic]:
        return [
            Topic(SERVICE, "phone", self.tr("Customer service"), self._phone),
            Topic("seals", "stamp", self.tr("About seals"), self.tr("IoT seal, electronic seal")),
            Topic("us", "buildings", self.tr("About us"), self.tr("Platform, company, version")),
            Topic("agreement", "file-text", self.tr("User agreement"), ""),
            Topic("privacy", "shield-check", self.tr("Privacy agreement"), ""),
            Topic("licences", "copyright", self.tr("Licences"), self.tr("Of what comes with the program")),
        ]

    def _make_service(self) -> QWidget:
        card = Card()
        card.setObjectName("about.service")
        number = label(self._phone, "display")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        number.setObjectName("about.phone")
        hint = self.tr("Call for help with binding, stamping, fees and repairs. Have the seal's serial number at hand.")
        above = row(IconDisc("headphones", Tone.ACCENT, 56), gap=18)
        above.addLayout(column(label(self.tr("Customer service hotline"), "secondary"), number, gap=4), 1)
        copy, call = button(self.tr("Copy number"), "plain", "copy"), button(self.tr("Call"), "primary", "phone-call")
        outlets = button(self.tr("Service outlets nearby"), "plain", "storefront")
        outlets.setObjectName("about.outlets")
        outlets.clicked.connect(lambda: self._room.open("outlets"))
        copy.setObjectName("about.copy")
        call.setObjectName("about.call")
        call.setAccessibleDescription(self._phone)
        copy.clicked.connect(self._copy)
        call.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(tel(self._phone))))
        card.body.addLayout(above)
        card.body.addWidget(label(hint, "secondary", wrap=True))
        card.body.addLayout(row(call, copy, outlets, None))
        card.body.addStretch(1)
        return card

    def _open_guide(self) -> None:
        help_key.open_from(self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._phone)
        self._room.tell(self.tr("Number copied"))

    def _show(self, key: object) -> None:
        if key not in PAGES:
            self._right.setCurrentWidget(self._service)
            return
        self._version_facts.setVisible(key == "us")
        text = resource("about", self._room.language.tongue.value, f"{key}.md").read_text(encoding="utf-8")
        self._browser.setMarkdown(text)
        self._browser.setAccessibleName(str(self._list.currentIndex().data() or ""))
        set_type(self._browser)
        self._browser.moveCursor(QTextCursor.MoveOperation.Start)  # setting a table's format leaves it at the end
        self._browser.verticalScrollBar().setValue(0)
        self._right.setCurrentWidget(self._text)


def _record(topic: Topic) -> Record:
    return Record(title=topic.title, subtitle=topic.note, icon=topic.icon)


def set_type(browser: QTextBrowser) -> None:
    """Sizes and room as on all screens: Qt sets Markdown tightly, and a table without room between its columns."""
    document = browser.document()
    block = document.begin()
    while block.isValid():
        cursor, shape = QTextCursor(block), block.blockFormat()
        level = shape.headingLevel()
        shape.setTopMargin(14 if level == 2 else 0)
        shape.setBottomMargin(0 if cursor.currentTable() else 8)
        shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(shape)
        if level:
            size = QTextCharFormat()
            font = QFont(browser.font())
            font.setPixelSize(Size.TITLE if level == 1 else Size.STRONG)
            font.setBold(True)
            size.setFont(font)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(size)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format()
            table.setCellPadding(Size.RADIUS_SMALL)
            table.setBorder(0)
            frame.setFormat(table)
