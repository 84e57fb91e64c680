"""What a press was recorded as, in the person's language (R-156..R-165)."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.usage import Abnormality

_CAUSES = {
    Abnormality.BEYOND_COUNT: QT_TRANSLATE_NOOP("Press", "beyond the authorized number of uses"),
    Abnormality.BEYOND_TIME: QT_TRANSLATE_NOOP("Press", "outside the authorized time"),
    Abnormality.NO_AUTHORIZATION: QT_TRANSLATE_NOOP("Press", "without authorization"),
    Abnormality.LOSS_LOCKED: QT_TRANSLATE_NOOP("Press", "after loss lock"),
    Abnormality.SWITCHING_OFF: QT_TRANSLATE_NOOP("Press", "stand out while switched off"),
    Abnormality.JUST_ENDED: QT_TRANSLATE_NOOP("Press", "stand still out after the use ended"),
    Abnormality.JUST_BOUND: QT_TRANSLATE_NOOP("Press", "bound, but never authorized yet"),
    Abnormality.SHOWING_ADDRESS: QT_TRANSLATE_NOOP("Press", "while the address code was shown"),
    Abnormality.SCREEN_OFF: QT_TRANSLATE_NOOP("Press", "while the screen was off"),
    Abnormality.LOCKED_WHILE_OFF: QT_TRANSLATE_NOOP("Press", "locked while it was off"),
}


def press_line(number: int, result: int | None) -> str:
    """Impression `number` of the seal's life, and what it was recorded as."""
    if not result:
        return QCoreApplication.translate("Press", "Impression {}: recorded as normal").format(number)
    cause = QCoreApplication.translate("Press", str(_CAUSES[Abnormality(result)]))
    return QCoreApplication.translate("Press", "Impression {}: refused, recorded as abnormal ({})").format(
        number, cause
    )
