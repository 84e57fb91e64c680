"""The permissions of a custom role, chosen one by one: in plain words, by what they are about (R-016)."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.views.widgets import button, column, label, row, scrolled
from domain.organization import AUDITOR, MATRIX, Permission, Role

translate = QCoreApplication.translate
P = Permission


def word(of: Permission) -> str:
    """What it lets a person do."""
    return {
        P.BIND: translate("permissions", "Bind and rename seals"),
        P.APPLY: translate("permissions", "Apply for the use of a seal"),
        P.APPROVE: translate("permissions", "Decide applications that come to him"),
        P.AUTHORIZE: translate("permissions", "Issue authorizations"),
        P.STAMP: translate("permissions", "Stamp with an authorization"),
        P.END_USE: translate("permissions", "End the use of a seal"),
        P.VIEW_USAGE: translate("permissions", "Read usage records"),
        P.VIEW_AUTHORIZATIONS: translate("permissions", "Read applications and authorizations"),
        P.OFFLINE_USE: translate("permissions", "Set offline use"),
        P.CONFIGURE_FLOW: translate("permissions", "Set approval flows and templates"),
        P.LOSS_LOCK: translate("permissions", "Lock a lost seal"),
        P.PAY: translate("permissions", "Pay service fees"),
        P.CONFIGURE_FEATURES: translate("permissions", "Configure features"),
        P.ADD_ROLE: translate("permissions", "Add and manage members"),
        P.SET_KEEPER: translate("permissions", "Set seal keepers"),
        P.SET_ADMINISTRATOR: translate("permissions", "Set the administrator"),
        P.ADD_DEPARTMENT: translate("permissions", "Manage departments"),
        P.CHANGE_ORGANIZATION: translate("permissions", "Change or delete the organization"),
        P.CHANGE_SUBSIDIARY: translate("permissions", "Manage subsidiaries"),
        P.CHANGE_OWNER: translate("permissions", "Change the owner"),
        P.VIEW_AUDIT: translate("permissions", "Read the audit log"),
    }[of]


def groups() -> list[tuple[str, tuple[Permission, ...]]]:
    """Everything that can be chosen, by what it is about."""
    return [
        (translate("permissions", "Use of seals"), (P.APPLY, P.APPROVE, P.STAMP, P.AUTHORIZE, P.END_USE)),
        (translate("permissions", "Records"), (P.VIEW_USAGE, P.VIEW_AUTHORIZATIONS, P.VIEW_AUDIT)),
        (
            translate("permissions", "Seals"),
            (P.BIND, P.CONFIGURE_FLOW, P.OFFLINE_USE, P.LOSS_LOCK, P.CONFIGURE_FEATURES, P.PAY),
        ),
        (
            translate("permissions", "People and organization"),
            (
                P.ADD_ROLE,
                P.SET_KEEPER,
                P.SET_ADMINISTRATOR,
                P.ADD_DEPARTMENT,
                P.CHANGE_ORGANIZATION,
                P.CHANGE_SUBSIDIARY,
                P.CHANGE_OWNER,
            ),
        ),
    ]


class PermissionChooser(QWidget):
    """A box for each permission; presets set them all at once. `changed`: something was checked or unchecked."""

    changed = Signal()

    def __init__(self, chosen: Iterable[Permission] = ()) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Permissions"))
        self._boxes: dict[Permission, QCheckBox] = {}
        presets = row(gap=2)
        for key, text, some in (
            ("auditor", self.tr("Auditor"), AUDITOR),
            ("member", self.tr("Member"), MATRIX[Role.MEMBER]),
            ("keeper", self.tr("Seal keeper"), MATRIX[Role.KEEPER]),
            ("all", self.tr("Everything"), tuple(Permission)),
            ("none", self.tr("Nothing"), ()),
        ):
            made = button(text, "small")
            made.setObjectName(f"permissions.{key}")
            made.clicked.connect(lambda _, some=some: self.choose(some))
            presets.addWidget(made)
        presets.addStretch(1)
        held = QWidget()
        boxes = column(gap=12)
        for title, some in groups():
            boxes.addWidget(label(title, "caption"))
            boxes.addLayout(self._group(some))
        boxes.addStretch(1)
        held.setLayout(boxes)
        layout = column(gap=8)
        layout.addLayout(presets)
        layout.addWidget(scrolled(held), 1)
        self.setLayout(layout)
        self.choose(chosen)

    def _group(self, some: tuple[Permission, ...]) -> QVBoxLayout:
        group = column(gap=2)
        for permission in some:
            box = QCheckBox(word(permission))
            box.setObjectName(f"permissions.{permission.value}")
            box.toggled.connect(lambda _: self.changed.emit())
            self._boxes[permission] = box
            group.addWidget(box)
        return group

    def choose(self, some: Iterable[Permission]) -> None:
        wanted = set(some)
        for permission, box in self._boxes.items():
            box.setChecked(permission in wanted)

    def chosen(self) -> list[Permission]:
        """In the order of the matrix."""
        return [permission for permission in Permission if self._boxes[permission].isChecked()]
