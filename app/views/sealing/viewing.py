"""The document that is to be sealed, page by page, with the seal on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from app.services.sealing.orders import Looked
from app.services.sealing.pages import Page, Spot
from app.views import i18n
from app.views.look import Tone
from app.views.sealing.document import Pages
from app.views.sealing.sheet import Sheet
from app.views.widgets import Card, EmptyState, IconDisc, button, column, label, tip

MM = 25.4 / 72
NEAR = 1.5  # units: sizes that are the same


def _is_drawn(page: Page, drawn: tuple[float, float]) -> bool:
    """As it was counted, else the seal would stand elsewhere than it is shown; with or without the page's own unit."""
    return any(
        all(abs(side * unit - other) < NEAR * unit for side, other in zip(page.size, drawn, strict=True))
        for unit in (1.0, page.unit)
    )


class ViewCard(Card):
    """`page_changed`: another page is shown, `number` says which (0 is the first)."""

    page_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number, self._of = 0, list[Page]()
        self._spot: Spot | None = None
        self._pages = Pages(self)
        self.sheet = Sheet(self._pages)
        self.sheet.setAccessibleName(self.tr("Page of the document"))
        self.sheet.turned.connect(lambda by: self.turn_to(self.number + by))
        self._name, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self._name.setObjectName("sealing.name")
        self._back, self._on = button("", "plain", "caret-left"), button("", "plain", "caret-right")
        for each, words, name in (
            (self._back, self.tr("Page before"), "before"),
            (self._on, self.tr("Next page"), "next"),
        ):
            each.setAccessibleName(words)
            each.setToolTip(tip(words))
            each.setObjectName(f"sealing.{name}")
        self._back.clicked.connect(lambda: self.turn_to(self.number - 1))
        self._on.clicked.connect(lambda: self.turn_to(self.number + 1))
        self._count = label("", "secondary")
        self._count.setObjectName("sealing.page")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setMinimumWidth(64)
        self.head(
            IconDisc("file-pdf", Tone.ACCENT, 40),
            column(self._name, self._under, gap=2),
            self._back,
            self._count,
            self._on,
        )
        self._state = EmptyState()
        self._state.setObjectName("sealing.no_document")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self.sheet)
        self._hint = label(
            self.tr(
                "Drag the seal to its place, or move it with the arrow keys (Shift: further). "
                "Page Up and Page Down turn the pages."
            ),
            "caption",
            wrap=True,
        )
        self._hint.setObjectName("sealing.hint")
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._hint)
        self.show_nothing()

    def show_nothing(self) -> None:
        title = self.tr("No document chosen")
        self._show_state("", "file-pdf", title, self.tr("Choose the document to seal at the right."))

    def show_loading(self, name: str) -> None:
        self._show_state(name, "file-pdf", self.tr("The document is opened and looked at …"), busy=True)

    def show_fault(self, name: str, sentence: str) -> None:
        self._show_state(name, "warning", self.tr("This file is not sealed"), sentence, tone=Tone.DANGER)

    def show_document(self, name: str, data: bytes, looked: Looked) -> bool:
        """`data`: what is shown. False: its pages cannot be shown as they were counted."""
        drawn = self._pages.open(data)
        if len(drawn) != len(looked.pages) or not all(map(_is_drawn, looked.pages, drawn)):
            return False
        self._of, self.number = looked.pages, 0
        self._name.setText(name)
        self._stack.setCurrentWidget(self.sheet)
        self._show_controls(shown=True)
        return True

    def turn_to(self, number: int) -> None:
        if not self._of:
            return
        self.number = max(0, min(len(self._of) - 1, number))
        self.page_changed.emit()
        self._show_controls(shown=True)

    def set_fixed(self, fixed: bool) -> None:
        """Nothing is moved any more."""
        self.sheet.set_fixed(fixed)
        self._hint.setHidden(fixed or not self._of)

    def show_marks(self, spot: Spot | None, strip: tuple[float, float] | None) -> None:
        if self._of:
            self.sheet.show_page(self._of[self.number], self.number, spot, strip)

    def _show_state(self, name: str, icon: str, title: str, text: str = "", **how: object) -> None:
        self._of, self.number = [], 0
        self._pages.close()
        self._name.setText(name or self.tr("Document"))
        self._state.show_state(icon, title, text, **how)  # type: ignore[arg-type]
        self._stack.setCurrentWidget(self._state)
        self._show_controls(shown=False)

    def _show_controls(self, *, shown: bool) -> None:
        for each in (self._back, self._count, self._on, self._hint):
            each.setVisible(shown)
        if not shown:
            self._under.setText("")
            return
        count, page = len(self._of), self._of[self.number]
        wide, high = (round(side * page.unit * MM) for side in page.size)
        self._under.setText(f"{wide} × {high} mm")
        self._count.setText(f"{i18n.number(self.number + 1)}/{i18n.number(count)}")
        self._count.setAccessibleName(self.tr("Page {0} of {1}").format(self.number + 1, count))
        self._back.setEnabled(self.number > 0)
        self._on.setEnabled(self.number < count - 1)
