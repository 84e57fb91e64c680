"""The card of the lock (C-37): after how long nobody has been here it locks, and the PIN that opens it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.services import pin
from app.services.lock import Lock
from app.services.pin import Answer
from app.services.secrets import SecretsLost
from app.views.kept import MOST_MINUTES, NEVER
from app.views.room import Work, on_click
from app.views.widgets import Card, FormField, button, column, label, line_edit, number_edit, row

MINUTES_WIDTH, PIN_WIDTH = 160, 200


class LockCard(Card):
    """`look` at the PIN before it is used. The old PIN is asked for, unless the person has just shown that it is he."""

    def __init__(
        self,
        lock: Lock,
        minutes: int,
        choose_minutes: Callable[[int], None],
        begin: Callable[[Work], None],
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(self.tr("Lock"))
        self._lock, self._begin, self._tell = lock, begin, tell
        self._tries: int | None = None
        self._removing = False
        after = number_edit(NEVER, MOST_MINUTES, minutes, self.tr(" min"))
        after.setSpecialValueText(self.tr("never"))
        after.setKeyboardTracking(False)
        after.setFixedWidth(MINUTES_WIDTH)
        after.setObjectName("settings.lock_after")
        after.valueChanged.connect(choose_minutes)
        hint = self.tr("Also with the system's own lock, and with Ctrl+L. Then a seal in hand is put down.")
        self.body.addWidget(FormField(self.tr("Locks when nobody has been here for"), after, hint))
        self._words = label("", "body", wrap=True)
        self._words.setObjectName("settings.pin_words")
        self.body.addWidget(self._words)
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        self._fields.hide()
        self._make_buttons()

    def _make_fields(self) -> QWidget:
        self._old, self._new, self._again = (_pin_edit(name) for name in ("old_pin", "new_pin", "pin_again"))
        self._old_field = FormField(self.tr("PIN until now"), self._old)
        self._new_field = FormField(self.tr("New PIN"), self._new, self.tr("Six digits or more"))
        self._again_field = FormField(self.tr("New PIN once more"), self._again)
        held = QWidget()
        new = row(self._new_field, self._again_field, None, gap=14)
        for each in (self._new_field, self._again_field):
            new.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        fields = column(self._old_field, gap=14)
        fields.addLayout(new)
        held.setLayout(fields)
        return held

    def _make_buttons(self) -> None:
        self._set, self._remove = button(""), button(self.tr("Remove the PIN"), "danger")
        self._cancel, self._save = button(self.tr("Cancel")), button(self.tr("Save"), "primary")
        names = {"set_pin": self._set, "remove_pin": self._remove, "cancel_pin": self._cancel, "save_pin": self._save}
        for name, made in names.items():
            made.setObjectName(f"settings.{name}")
        self._set.clicked.connect(lambda: self._ask(new=True))
        self._remove.clicked.connect(self._begin_to_remove)
        self._cancel.clicked.connect(self._rest)
        on_click(self._save, self._begin, self._change)
        for each in (self._old, self._again):
            each.returnPressed.connect(self._save.click)
        self._set.setEnabled(False)  # until it is known whether there is one
        self.foot(None, self._remove, self._set, self._cancel, self._save)
        self._rest()

    async def look(self) -> None:
        """Whether there is a PIN."""
        try:
            self._tries = await self._lock.tries_left()
        except SecretsLost:
            self._words.setText(self.tr("The keyring does not answer; whether there is a PIN cannot be told."))
            return
        self._set.setEnabled(True)
        self._rest()

    @property
    def _asks_old(self) -> bool:
        return self._tries is not None and not self._lock.proved

    def _rest(self) -> None:
        """Nothing is being typed."""
        has_pin = self._tries is not None
        self._words.setText(
            self.tr("It opens with your PIN, or with a new code that is sent to your phone.")
            if has_pin
            else self.tr("Without a PIN it opens only with a new code sent to your phone, which needs the cloud.")
        )
        self._set.setText(self.tr("Change the PIN") if has_pin else self.tr("Set a PIN"))
        self._show(typing=False)

    def _ask(self, *, new: bool) -> None:
        self._removing = not new
        self._old_field.setVisible(self._asks_old)
        self._new_field.setVisible(new)
        self._again_field.setVisible(new)
        self._show(typing=True)
        (self._old if self._asks_old else self._new).setFocus()

    def _begin_to_remove(self) -> None:
        self._ask(new=False)
        if not self._asks_old:
            self._save.click()

    def _show(self, *, typing: bool) -> None:
        self._fields.setVisible(typing)
        self._cancel.setVisible(typing)
        self._save.setVisible(typing)
        self._set.setVisible(not typing)
        self._remove.setVisible(not typing and self._tries is not None)
        for editor, field in zip((self._old, self._new, self._again), self._all_fields(), strict=True):
            editor.clear()
            field.set_error("")

    def _all_fields(self) -> tuple[FormField, ...]:
        return self._old_field, self._new_field, self._again_field

    async def _change(self) -> None:
        """Set, change or remove it, as asked."""
        removing, text = self._removing, self._new.text()
        if not removing and not self._fits():
            return
        try:
            if self._asks_old and not await self._knows_old():
                return
            await (self._lock.remove_pin() if removing else self._lock.set_pin(text))
        except SecretsLost:
            self._words.setText(self.tr("The keyring does not answer. Nothing was changed."))
            return
        self._tell(self.tr("The PIN is removed") if removing else self.tr("The PIN is set"))
        await self.look()

    def _fits(self) -> bool:
        good, same = pin.fits(self._new.text()), self._new.text() == self._again.text()
        self._new_field.set_error("" if good else self.tr("A PIN has six digits or more, and digits only."))
        self._again_field.set_error("" if same else self.tr("This is not the same as the new PIN."))
        return good and same

    async def _knows_old(self) -> bool:
        """Whoever guesses here is treated as whoever guesses at the locked screen."""
        answer = await self._lock.judge(self._old.text())
        if answer is Answer.WRONG:
            left = await self._lock.tries_left()
            self._old_field.set_error(self.tr("This is not the PIN. Tries left: {0}").format(left))
        elif answer is Answer.OVER:
            self._rest()
            self._lock.lock()
        return answer is Answer.RIGHT


def _pin_edit(name: str) -> QLineEdit:
    made = line_edit(limit=pin.MOST)
    made.setObjectName(f"settings.{name}")
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
    made.setFixedWidth(PIN_WIDTH)
    return made
