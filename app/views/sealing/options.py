"""Where the seal is to be seen: at a place of one page, over the seam of all pages, or both; always one signature."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.services.sealing.pages import MOST_STRIPS, Page, Spot
from app.views import i18n
from app.views.widgets import button, column, label, row

AT_FIRST = (0.72, 0.82)  # below at the right, where one signs


class Options(QWidget):
    """`changed`: something was chosen; `spot` is where it was put last, `seam` whether there is one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._spot, self._shown, self._pages = Spot(0, *AT_FIRST), 0, list[Page]()
        self.placed = QCheckBox(self.tr("At a place on one page"))
        self.placed.setObjectName("sealing.placed")
        self.placed.setChecked(True)
        self._where = label("", "caption", wrap=True)
        self._where.setObjectName("sealing.where")
        self.here = button(self.tr("Put it on this page"), "ghost", "map-pin")
        self.here.setObjectName("sealing.here")
        self.over = QCheckBox(self.tr("Seam across all pages"))
        self.over.setObjectName("sealing.seam")
        self._why = label("", "caption", wrap=True)
        self._why.setObjectName("sealing.why_no_seam")
        where = row(self._where, self.here)
        where.setStretch(0, 1)
        where.setContentsMargins(24, 0, 0, 0)
        why = row(self._why)
        why.setContentsMargins(24, 0, 0, 0)
        layout = column(self.placed, gap=4)
        layout.addLayout(where)
        layout.addWidget(self.over)
        layout.addLayout(why)
        self.setLayout(layout)
        for each in (self.placed, self.over):
            each.toggled.connect(lambda _: self._tell())
        self.here.clicked.connect(lambda: self.put(Spot(self._shown, self._spot.across, self._spot.down)))

    @property
    def spot(self) -> Spot | None:
        return self._spot if self.placed.isChecked() and self._pages else None

    @property
    def seam(self) -> bool:
        return self.over.isChecked() and self.over.isEnabled()

    @property
    def chosen(self) -> bool:
        """It is seen somewhere."""
        return self.spot is not None or self.seam

    def begin(self, pages: list[Page]) -> None:
        """Another document: at first on its last page."""
        self._pages, self._shown = pages, max(0, len(pages) - 1)
        self._spot = Spot(self._shown, *AT_FIRST)
        self._tell()

    def put(self, spot: Spot) -> None:
        self._spot = spot
        self.placed.setChecked(True)
        self._tell()

    def show_page(self, page: int) -> None:
        """Which page the person sees."""
        self._shown = page
        self._show()

    def strip(self, page: int) -> tuple[float, float] | None:
        """Of the seam, on this page."""
        return (page / len(self._pages), (page + 1) / len(self._pages)) if self.seam else None

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        count = len(self._pages)
        placed = self.placed.isChecked() and count > 0
        self._where.setText(self.tr("On page {0}").format(i18n.number(self._spot.page + 1)) if placed else "")
        self.here.setVisible(placed and self._spot.page != self._shown)
        self.over.setEnabled(2 <= count <= MOST_STRIPS)
        few, many = self.tr("There is one page only."), self.tr("At most {0} pages.").format(MOST_STRIPS)
        said = self.tr("Each page shows a strip; all of them are one signature and one use.")
        self._why.setText(few if count == 1 else many if count > MOST_STRIPS else said)
