"""A page in a window in front of another one."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from app.views.help import key as help_key
from app.views.room import LivePage
from app.views.widgets import button, column, within_window

P = TypeVar("P", bound=LivePage)


class PageDialog(QDialog, Generic[P]):
    """What the page has begun ends when it is closed. `name`: of its window and of the button that closes it."""

    def __init__(self, page: P, name: str, title: str, size: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.window")
        self.setWindowTitle(title)
        self.setModal(True)
        self.page = page
        close = page.header.add(button(self.tr("Close")))
        close.setObjectName(f"{name}.close")
        close.clicked.connect(self.accept)
        layout = column(page, gap=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.finished.connect(page.tasks.cancel)
        self.finished.connect(self.deleteLater)
        self.setFixedSize(within_window(self, *size))
        help_key.share(self)
