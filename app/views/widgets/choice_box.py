"""A drop-down whose words end with … where they have no room, and are told whole by a tip.

Not among `app.views.widgets`, which the first window loads: a form asks for it when it is made.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionComboBox, QStylePainter

from app.views.widgets.basic import tip

WIDEST, NARROWEST = 320, 96  # pixels that it asks for, and that it can do with
LIST_WIDEST = 480
_BOX = QStyle.ContentsType.CT_ComboBox


class ChoiceBox(QComboBox):
    """As wide as its choices want, within reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # the one a combo box brings does not ask the style sheet
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)

    def words(self) -> str:
        """What is read in the box."""
        return self.currentText() or self.placeholderText()

    def sizeHint(self) -> QSize:
        """With room for the longest choice: Qt reckons without what the sheet puts beside the words."""
        wanted, option = super().sizeHint(), QStyleOptionComboBox()
        self.initStyleOption(option)
        words = QSize(100, wanted.height())  # any: what stands beside them is always as wide
        option.rect = QRect(QPoint(), self.style().sizeFromContents(_BOX, option, words, self))
        return QSize(min(WIDEST, wanted.width() + max(0, words.width() - self._room(option))), wanted.height())

    def minimumSizeHint(self) -> QSize:
        wanted = super().minimumSizeHint()
        return QSize(min(NARROWEST, wanted.width()), wanted.height())

    def showPopup(self) -> None:
        for at in range(self.count()):
            self.setItemData(at, tip(self.itemText(at)), Qt.ItemDataRole.ToolTipRole)
        self.view().setMinimumWidth(min(LIST_WIDEST, self.view().sizeHintForColumn(0) + 24))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        words = self.words()
        option.currentText = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._room(option))
        self.setToolTip(tip(words) if option.currentText != words else "")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _room(self, option: QStyleOptionComboBox) -> int:
        """For words."""
        part = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 4
