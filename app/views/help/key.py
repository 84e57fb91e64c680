"""F1: one action of the main window, which its dialogs share, and whatever else offers the guide."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

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


def share(dialog: QWidget) -> None:
    """The key is heard in this dialog as well."""
    action = of(dialog.parentWidget())
    if action is not None:
        dialog.addAction(action)
