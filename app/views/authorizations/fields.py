"""The fields of an authorization: who, which seal, how often, when, where, and how it is watched (R-105..R-118)."""

from PySide6.QtCore import QDateTime, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.views import words
from app.views.applications.known import Known
from app.views.areas.edit import AreaEdit
from app.views.room import Room
from app.views.uses import FIELDS, UseOptions
from app.views.widgets import Columns, FormField, choice_edit, column, moment_edit, number_edit, reveal, row
from app.views.widgets.multi_choice import MultiChoice
from domain.applications import Application, Options
from domain.authorizations import Mode
from domain.ids import new_id
from domain.issuing import Authorize
from domain.organization import Feature, Permission, may
from domain.seals import BindingState, Seal, may_on
from domain.uses import MAX_COUNT, Method

MINUTE_MS = 60_000


class AuthorizationFields(QWidget):
    """Prefilled from an application, whose limits may only be narrowed (C-28); or empty, for a seal one may issue for.

    `grew`: more, or less, has to be seen at once.
    """

    grew = Signal()

    def __init__(self, room: Room, known: Known, application: Application | None) -> None:
        super().__init__()
        self._room, self._known, self._application = room, known, application
        self._features = (known.organization or room.organization).features
        self._make_editors()
        hint = self.tr("0 is unlimited, at most 500")
        if application is not None:
            hint = self.tr("Applied for: {0}").format(words.allowed_uses(application.count))
        self.fields = {
            "member": FormField(self.tr("User"), self.member),
            "seal": FormField(self.tr("Seal"), self.seal),
            "count": FormField(self.tr("Number of uses"), self.count, hint),
            "start": FormField(self.tr("From"), self.start),
            "end": FormField(self.tr("Until"), self.end),
            "area": FormField(self.tr("Permitted area"), self.area),
            "mode": FormField(self.tr("Use mode"), self.mode),
            "any_document": FormField(self.tr("Documents"), self.any_document),
        }
        for name, each in self.fields.items():
            each.editor.setObjectName(f"authorization.{name}")
        self.auto_end.setObjectName("authorization.auto_end")
        self._prefill()
        self._lay_out()
        for signal in (self.member.changed, self.seal.changed, self.options.changed, self.area.changed):
            signal.connect(self._follow)
        self.mode.currentIndexChanged.connect(lambda _: self._follow_mode())
        self.count.valueChanged.connect(self.options.set_count)
        self._follow_mode()

    def _make_editors(self) -> None:
        seals = [each for each in self._known.seals.values() if self._usable(each)]
        people = [each for each in self._known.members.values() if may(each, Permission.STAMP)]
        by_name = sorted(((each.id, each.name) for each in people), key=lambda each: (each[1], each[0]))
        named = sorted(((each.id, each.name) for each in seals), key=lambda each: (each[1], each[0]))
        self.member, self.seal = MultiChoice(by_name, empty=self.tr("Choose …")), MultiChoice(named)
        if self.seal.findData(self._room.current_seal()) >= 0:
            self.seal.pick([self._room.current_seal()])
        now = QDateTime.currentDateTime()
        self._usual_end = QDateTime(now.date().addDays(1), QTime(18, 0))
        self.count = number_edit(0, MAX_COUNT, 1)
        self.start, self.end = moment_edit(now), moment_edit(self._usual_end)
        self.area, self.options = AreaEdit("authorization", self._room), UseOptions("authorization")
        self.area.show_named(self._known.areas)
        self.options.follow(self._features)
        self.options.show_options(Options(photo=True))
        self.auto_end = QCheckBox(self.tr("Ends by itself when its uses or its time are over"))
        self.mode = choice_edit([(each.value, words.mode(each)) for each in Mode])
        self.any_document = QCheckBox(self.tr("Documents that are not of the application as well"))

    def _usable(self, seal: Seal) -> bool:
        return seal.state is BindingState.BOUND and may_on(self._room.me, Permission.AUTHORIZE, seal)

    def _prefill(self) -> None:
        """What was applied for; what was not asked for in the application begins narrow."""
        wanted = self._application
        if wanted is None:
            return
        self.member.set_choices([(wanted.applicant, self._known.name(wanted.applicant))])
        self.member.pick([wanted.applicant])
        self.seal.set_choices([(wanted.seal, self._known.seal(wanted.seal))])
        for editor in (self.member, self.seal):
            editor.setEnabled(False)
        if wanted.count:
            self.count.setRange(1, wanted.count)
        self.count.setValue(wanted.count if Feature.COUNT in self._features else 1)
        start, end = QDateTime.fromMSecsSinceEpoch(wanted.start), QDateTime.fromMSecsSinceEpoch(wanted.end)
        for editor in (self.start, self.end):
            editor.setDateTimeRange(start, end)
        self.start.setDateTime(start)
        self.end.setDateTime(end if Feature.END in self._features else min(end, self._usual_end))
        self.area.show_area(wanted.area)
        if wanted.area is not None:
            self.area.require()
        self.options.show_options(wanted.options)
        self.options.keep(wanted.options)
        self.mode.setCurrentIndex(self.mode.findData(wanted.mode.value))
        self.mode.setEnabled(False)

    def _lay_out(self) -> None:
        fields = self.fields
        fields["area"].setVisible(self._asks_for_area)
        what = column(fields["member"], fields["seal"], fields["count"], gap=14)
        what.addLayout(_beside(fields["start"], fields["end"]))
        what.addWidget(fields["area"])
        how = column(fields["mode"], fields["any_document"], self.options, self.auto_end, gap=8)
        how.addStretch(1)
        self.setLayout(column(Columns(what, how, (52, 48), wide=True), gap=0))

    @property
    def _asks_for_area(self) -> bool:
        """Also when areas are no longer asked for: what was applied for binds."""
        applied = None if self._application is None else self._application.area
        return Feature.AREA in self._features or applied is not None

    def _follow_mode(self) -> None:
        """R-108: a document is watched in no way. Without an application there are none but others."""
        documents, free = self.chosen_mode() is Mode.ELECTRONIC, self._application is None
        self.fields["any_document"].setVisible(documents)
        self.any_document.setEnabled(not free)
        if free:
            self.any_document.setChecked(True)
        self.options.set_documents(documents)
        self._follow()
        QTimer.singleShot(0, self, self.grew.emit)  # what is hidden takes room until the layouts have been told

    def chosen_mode(self) -> Mode:
        return Mode(self.mode.currentData())

    def _follow(self) -> None:
        """Several people only by activation code (R-120); fingerprints only where there are some (R-114)."""
        pre = self.options.options().method is Method.PRE
        self.member.set_several(pre and self._application is None)
        if self._application is None:
            several = self.tr("Several may be chosen: each gets a code of his own.")
            self.fields["member"].set_hint(several if pre else "")
        seal = self._known.seals.get(next(iter(self.seal.picked()), ""))
        people = {id: self._known.name(id) for id in self.member.picked()}
        if seal is not None:
            why = self.options.why_no_finger(seal, people)
            if self.options.finger_why != why:
                self.options.set_finger(why)
            self.area.suggest(self._known.places.get(seal.id))
        self.grew.emit()

    def acts(self) -> list[Authorize]:
        """One for each person (C-30). A time that still shows the minute applied for means exactly that moment."""
        wanted, options = self._application, self.options.options()
        start, end = self.start.dateTime(), self.end.dateTime()
        return [
            Authorize(
                id=new_id(),
                application=wanted.id if wanted else None,
                seal=self.seal.picked()[0],
                member=member,
                start=_same_minute(start, wanted.start if wanted else 0),
                end=_same_minute(end, wanted.end if wanted else 0),
                mode=self.chosen_mode(),
                method=options.method,
                count=self.count.value(),
                photo_required=options.photo,
                area=self.area.area() if self._asks_for_area else None,
                fingerprint_required=options.fingerprint,
                upload_required=options.upload_required,
                wechat=options.wechat,
                sms=options.sms,
                auto_end=self.auto_end.isChecked(),
                any_document=self.chosen_mode() is Mode.ELECTRONIC and self.any_document.isChecked(),
            )
            for member in self.member.picked()
        ]

    def missing(self) -> tuple[str, str] | None:
        """The field in which a choice is missing, and what to say of it; none: `acts` can be asked for."""
        if not self.member.picked():
            return "member", self.tr("Choose who is to use it.")
        return None if self.seal.picked() else ("seal", self.tr("There is no seal that you may authorize for."))

    def show_refusal(self, field: str | None, sentence: str) -> bool:
        """Beside the field it concerns; whether there is such a field."""
        for key, each in self.fields.items():
            each.set_error(sentence if key == field else "")
        self.options.set_error(sentence if field in FIELDS else "")
        held = self.fields.get(field or "")
        if held is not None and sentence and not held.isHidden():
            reveal(held)
        return field in FIELDS or (held is not None and not held.isHidden())


def _beside(first: QWidget, second: QWidget) -> QHBoxLayout:
    """Two halves that stand level at the top, whatever is said below one of them."""
    made = row(gap=14)
    for half in (first, second):
        made.addWidget(half, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _same_minute(edited: QDateTime, applied: int) -> int:
    """The field shows minutes: what still shows the minute applied for means exactly the moment applied for."""
    value = edited.toMSecsSinceEpoch()
    return applied if value // MINUTE_MS == applied // MINUTE_MS else value
