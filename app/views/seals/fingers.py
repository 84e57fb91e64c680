"""The fingerprints of a seal: five slots, one for a member, taken and deleted (R-235..R-241, C-02)."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.views import i18n, words
from app.views.icons import icon
from app.views.look import Tone
from app.views.seals.lines import Line, Seals
from app.views.widgets import Avatar, Pill, button, choice_edit, column, label, row, rule, set_choices, tip
from domain.fingers import FINGERS_PER_SEAL, finger_of, over_bluetooth
from domain.organization import Member, Permission, may
from domain.seals import Finger, Seal

translate = QCoreApplication.translate


def state(of: Finger) -> words.Word:
    """Enrolled, on its way in or out, or come to nothing."""
    if of.deleted_at is not None:
        return translate("fingers", "Being deleted (waiting for the seal)"), Tone.WARN
    if of.failed_at is not None:
        return translate("fingers", "Not taken"), Tone.DANGER
    if of.enrolled_at is not None:
        return translate("fingers", "Enrolled"), Tone.OK
    return translate("fingers", "Waiting for six touches"), Tone.WARN


def candidates(seal: Seal, known: Seals) -> list[Member]:
    """Whose fingerprint could be taken."""
    stamping = (each for each in known.members if may(each, Permission.STAMP))
    return sorted((each for each in stamping if finger_of(seal, each.id) is None), key=lambda each: each.name)


class Fingers(QWidget):
    """`enrol_wanted(member)`, `delete_wanted(member)`: the page does it."""

    enrol_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._may = may(me, Permission.BIND)
        self._shown: object = None
        self.setObjectName("seals.fingers")
        self._title = label("", "strong")
        about = self.tr(
            "A seal keeps five fingerprints, one for a member. One is made of six touches: of one finger, or of up to"
            " six different ones, which are then all known, but less surely."
        )
        self._rows = column(gap=4)
        self._choice = choice_edit([])
        self._choice.setAccessibleName(self.tr("Member whose fingerprint is taken"))
        self._choice.setObjectName("seals.finger_member")
        self.enrol = button(self.tr("Enrol …"), "plain", "fingerprint")
        self.enrol.setAccessibleName(self.tr("Enrol a fingerprint"))
        self.enrol.setObjectName("seals.enrol")
        self.enrol.clicked.connect(lambda: self.enrol_wanted.emit(str(self._choice.currentData() or "")))
        self._taking = QWidget()
        self._taking.setMaximumWidth(460)
        self._taking.setLayout(row(self._choice, self.enrol))
        self._taking.layout().setStretch(0, 1)
        self._why = label("", "secondary", wrap=True)
        self._why.setObjectName("seals.fingers_why")
        self.error = label("", "fault", wrap=True)
        self._slots = QWidget()
        slots = column(label(about, "secondary", wrap=True), gap=10)
        slots.addLayout(self._rows)
        slots.addWidget(rule())
        self._slots.setLayout(slots)
        layout = column(self._title, self._slots, gap=10)
        for each in (self._taking, self._why, self.error):
            layout.addWidget(each)
        layout.addStretch(1)
        self.setLayout(layout)

    def choose(self, member: str) -> None:
        """As the one whose fingerprint is to be taken, if it can be."""
        if (at := self._choice.findData(member)) >= 0:
            self._choice.setCurrentIndex(at)

    def show_line(self, line: Line, known: Seals) -> None:
        seal = line.seal.row
        used = [each for each in seal.slots if each.failed_at is None]
        count = i18n.number(len(used)), i18n.number(FINGERS_PER_SEAL)
        self._title.setText(self.tr("Fingerprints: {0} of {1}").format(*count))
        for each in (self._title, self._slots):
            each.setVisible(line.is_gl)
        names = {each.member: known.person(each.member) for each in seal.slots}
        if self._shown != (seal.id, seal.slots, names):  # what has the focus keeps it
            self._shown = seal.id, seal.slots, names
            self._show_slots(seal, known)
        set_choices(self._choice, [(each.id, each.name) for each in candidates(seal, known)])
        why = self._why_not(line, used)
        self._taking.setVisible(self._may and line.is_bound and not why and self._choice.count() > 0)
        self._why.setText(why)
        self._why.setVisible(bool(why))

    def _why_not(self, line: Line, used: list[Finger]) -> str:
        """Why none can be taken now, as far as that can be known here."""
        if not line.is_gl:
            return self.tr(
                "This seal has no fingerprint reader: Bluetooth seals do not support fingerprints (蓝牙不支持指纹校验)."
            )
        if over_bluetooth(line.seal.row, line.status):
            return self.tr("Fingerprints are not supported over Bluetooth (蓝牙不支持指纹校验): switch to GPRS first.")
        if len(used) >= FINGERS_PER_SEAL:
            return self.tr("Storage is full (存储已满): delete a fingerprint to make room for another.")
        if any(each.enrolled_at is None for each in used):
            return self.tr("It waits for a finger; another can be taken when that has come to an end.")
        return ""

    def _show_slots(self, seal: Seal, known: Seals) -> None:
        while taken := self._rows.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        by_slot = {each.slot: each for each in seal.slots}
        for slot in range(1, FINGERS_PER_SEAL + 1):
            self._rows.addWidget(self._row(slot, by_slot.get(slot), known))

    def _row(self, slot: int, finger: Finger | None, known: Seals) -> QWidget:
        held = QWidget()
        number = label(self.tr("Slot {0}").format(i18n.number(slot)), "caption")
        number.setFixedWidth(56)
        if finger is None:
            held.setLayout(row(number, label(self.tr("empty"), "caption"), None, gap=8))
            held.setMinimumHeight(34)
            return held
        name = known.person(finger.member)
        since = finger.enrolled_at or finger.failed_at or finger.at
        when = self.tr("{0}, ordered by {1}").format(words.moment(since), known.person(finger.by))
        person = column(label(name, "body", cut=True), label(when, "caption", cut=True), gap=0)
        inside = row(number, Avatar(name, 26), person, Pill(*state(finger)), gap=8)
        if self._may and finger.deleted_at is None and finger.failed_at is None:
            inside.addWidget(self._delete(slot, finger, name))
        held.setLayout(inside)
        return held

    def _delete(self, slot: int, finger: Finger, name: str) -> QWidget:
        out = button("", "small")
        out.setIcon(icon("trash"))
        out.setAccessibleName(self.tr("Delete the fingerprint of {0}").format(name))
        out.setToolTip(tip(out.accessibleName()))
        out.setObjectName(f"seals.delete_finger_{slot}")
        out.setFixedSize(28, 28)
        out.clicked.connect(lambda: self.delete_wanted.emit(finger.member))
        return out
