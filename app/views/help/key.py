"""F1: one action of the main window, which its dialogs share, and whatever else offers the guide."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from app.views.widgets import button

translate = QCoreApplication.translate

NAME = "help.open"


def make(parent: QWidget) -> QAction:
    made = QAction(parent)
    made.setObjectName(NAME)
    made.setShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents))
    return made


def of(widget: QWidget | None) -> QAction | None:
    """The action of the window in which the widget is, or of one behind that."""
    while widget is not None:
        for action in widget.window().actions():
            if action.objectName() == NAME:
                return action
        widget = widget.window().parentWidget()
    return None


def link(name: str) -> QPushButton:
    """Does what the key does, for who does not know it."""
    made = button(translate("help", "User guide"), "ghost", "book-open")
    made.setObjectName(name)
    made.clicked.connect(lambda: open_from(made))
    return made


def open_from(widget: QWidget) -> None:
    """As if the key had been pressed there."""
    if (action := of(widget)) is not None:
        action.trigger()


def share(dialog: QWidget) -> None:
    """The key is heard in this dialog as well."""
    action = of(dialog.parentWidget())
    if action is not None:
        dialog.addAction(action)
