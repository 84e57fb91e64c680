"""How a use is watched, told of and begun: the same choices in an application and in its authorization."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.views.widgets import FormField, SegmentedSwitch, column, label
from domain.applications import Options
from domain.messages import SMS_PER_DAY, too_many_for_sms
from domain.organization import Feature
from domain.seals import Model, Seal
from domain.uses import Method

METHODS = (Method.DIRECT, Method.PRE)
# The fields of acts that these choices stand for.
FIELDS = {
    "method",
    "photo",
    "photo_required",
    "fingerprint",
    "fingerprint_required",
    "upload_required",
    "wechat",
    "sms",
}


# What makes no sense where a document is sealed.
OF_PAPER = (Feature.PHOTO, Feature.FINGERPRINT, Feature.UPLOAD_REQUIRED)


class UseOptions(QWidget):
    """Only what the organization has checked is shown (R-288..R-293); the rest has its usual value. `changed`."""

    changed = Signal()

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._count, self._finger_why = 1, ""
        self._kept: set[Feature] = set()
        self._documents = False
        self.method = SegmentedSwitch([self.tr("Direct"), self.tr("Pre-authorized")], self.tr("Way of authorizing"))
        self.photo = QCheckBox(self.tr("A photo of each impression"))
        self.fingerprint = QCheckBox(self.tr("Unlocked by fingerprint"))
        self.upload_required = QCheckBox(self.tr("Pictures before the use can be ended"))
        self.wechat = QCheckBox(self.tr("Notices by WeChat"))
        self.sms = QCheckBox(self.tr("An SMS for each use"))
        self._boxes = {
            Feature.PHOTO: self.photo,
            Feature.FINGERPRINT: self.fingerprint,
            Feature.UPLOAD_REQUIRED: self.upload_required,
            Feature.WECHAT: self.wechat,
            Feature.SMS: self.sms,
        }
        self._way = FormField(self.tr("Way of authorizing"), self.method)
        self._finger, self._advice = label("", "caption", wrap=True), label("", "caption", wrap=True)
        self._error = label("", "fault", wrap=True)
        named = {"method": self.method, "finger_why": self._finger, "sms_advice": self._advice}
        named |= {feature.value: box for feature, box in self._boxes.items()}
        for name, widget in named.items():
            widget.setObjectName(f"{prefix}.{name}")
        layout = column(self._way, gap=6)
        for box in self._boxes.values():
            layout.addWidget(box)
            box.toggled.connect(lambda _: self._tell())
        self._finger_box, self._advice_box = _indented(self._finger), _indented(self._advice)
        layout.insertWidget(3, self._finger_box)
        layout.addWidget(self._advice_box)
        layout.addWidget(self._error)
        self.setLayout(layout)
        self.method.currentChanged.connect(lambda _: self._tell())
        self.features: list[Feature] = []
        self.follow(list(Feature))
        self.show_options(Options(photo=True))

    def follow(self, features: list[Feature]) -> None:
        """What the organization has checked now."""
        self.features = list(features)
        for feature, box in self._boxes.items():
            box.setVisible(self._asks(feature))
        self._way.setVisible(Feature.PRE_AUTHORIZATION in features)
        self._tell()

    def set_documents(self, on: bool) -> None:
        """Documents are sealed, and nothing is pressed: there is nothing to photograph or to unlock."""
        self._documents = on
        self.follow(self.features)

    def _asks(self, feature: Feature) -> bool:
        return feature in self.features and not (self._documents and feature in OF_PAPER)

    @property
    def finger_why(self) -> str:
        """Why the fingerprint cannot be asked for."""
        return self._finger_why

    @property
    def any_shown(self) -> bool:
        return Feature.PRE_AUTHORIZATION in self.features or any(map(self._asks, self._boxes))

    def options(self) -> Options:
        """What is chosen, of what is shown."""

        def on(feature: Feature, otherwise: bool = False) -> bool:
            box = self._boxes[feature]
            if feature in self._kept and self._asks(feature):
                return True
            return box.isChecked() and box.isEnabled() if self._asks(feature) else otherwise

        return Options(
            photo=on(Feature.PHOTO),
            fingerprint=on(Feature.FINGERPRINT),
            upload_required=on(Feature.UPLOAD_REQUIRED),
            wechat=on(Feature.WECHAT, otherwise=True),
            sms=on(Feature.SMS),
            method=METHODS[self.method.currentIndex()] if Feature.PRE_AUTHORIZATION in self.features else Method.DIRECT,
        )

    def show_options(self, options: Options) -> None:
        self.photo.setChecked(options.photo)
        self.fingerprint.setChecked(options.fingerprint)
        self.upload_required.setChecked(options.upload_required)
        self.wechat.setChecked(options.wechat)
        self.sms.setChecked(options.sms)
        self.method.setCurrentIndex(METHODS.index(options.method))

    def keep(self, options: Options) -> None:
        """What was demanded in the application stays demanded (C-28): it is shown, and not to be unchecked."""
        demanded = {
            Feature.PHOTO: options.photo,
            Feature.FINGERPRINT: options.fingerprint,
            Feature.UPLOAD_REQUIRED: options.upload_required,
        }
        self._kept = {feature for feature, on in demanded.items() if on}
        for feature in self._kept:
            self._boxes[feature].setToolTip(self.tr("Demanded in the application"))
        self._tell()

    def set_count(self, count: int) -> None:
        """How many uses: more than a day's short messages are better told by WeChat (R-119)."""
        self._count = count
        self._tell()

    def set_finger(self, why_not: str) -> None:
        """Why the fingerprint cannot be asked for; empty: it can (R-114)."""
        self._finger_why = why_not
        self._tell()

    def set_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    @property
    def error(self) -> str:
        return self._error.text()

    def _tell(self) -> None:
        pre = self.options().method is Method.PRE
        self._way.set_hint(
            self.tr("The user is sent an activation code, and enters it before the first use.")
            if pre
            else self.tr("It may be used as soon as the seal has heard of it.")
        )
        for feature, box in self._boxes.items():
            box.setEnabled(feature not in self._kept)
        if self._finger_why:
            self.fingerprint.setEnabled(False)
        self._finger.setText(self._finger_why)
        self._finger_box.setVisible(bool(self._finger_why) and self._asks(Feature.FINGERPRINT))
        self.fingerprint.setAccessibleDescription(self._finger_why)
        advised = self.options().sms and too_many_for_sms(self._count)
        advice = self.tr("Carriers let {0} short messages a day through to one person: choose WeChat for so many uses.")
        self._advice.setText(advice.format(SMS_PER_DAY) if advised else "")
        self._advice_box.setVisible(advised)
        self._error.setVisible(bool(self._error.text()))
        self.changed.emit()

    def why_no_finger(self, seal: Seal, people: dict[str, str]) -> str:
        """Why these people (id: name) cannot be asked for their fingerprint at this seal; empty: they can (C-27)."""
        if seal.model is Model.L:
            return self.tr("“{0}” is a Bluetooth seal, which checks no fingerprints.").format(seal.name)
        without = [name for id, name in people.items() if id not in seal.fingers]
        if without:
            return self.tr("“{0}” holds no fingerprint of {1}.").format(seal.name, "、".join(without))
        return ""


def _indented(widget: QWidget) -> QWidget:
    held = QWidget()
    inside = column(widget, gap=0)
    inside.setContentsMargins(24, 0, 0, 0)
    held.setLayout(inside)
    return held
