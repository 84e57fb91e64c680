"""One token: what it reads and how long; a new one; and the word itself, which is shown once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.services.integrations import NewToken
from app.views import words
from app.views.form_dialog import WIDTH, FittedDialog, FormDialog
from app.views.integrations.lines import Systems, in_words, reading_word, token_state
from app.views.look import Size, Tone
from app.views.room import Room, sending
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    FormField,
    IconDisc,
    Pill,
    button,
    choice_edit,
    column,
    label,
    line_edit,
    row,
)
from app.views.widgets.multi_choice import MultiChoice
from domain.ids import new_id
from domain.integrations import AddToken, ApiToken, Reading
from domain.rows import Act
from domain.uses import DAY_MS
from domain.verdict import Refused

QUARTER, YEAR, FOR_GOOD = 90, 365, 0


class TokenDetail(Card):
    """Says what the person wants to do, and leaves the doing to the page."""

    revoke_wanted = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(scroll=True)
        self.setObjectName("tokens.detail")
        self._room, self._shown = room, ""
        self._name, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("key", Tone.ACCENT, 40), column(self._name, self._under, gap=2), self._pill)
        self._facts, self._message = FactList(), label("", "fault", wrap=True)
        self._message.setObjectName("tokens.message")
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        self._revoke = button(self.tr("Revoke"), "danger", "prohibit")
        self._revoke.setObjectName("tokens.revoke")
        self._revoke.clicked.connect(self.revoke_wanted)
        self.foot(self._message, self._revoke)

    def show_token(self, each: Folded[ApiToken], systems: Systems) -> None:
        token, now, tongue = each.row, self._room.now(), self._room.language.tongue
        self._name.setText(token.name)
        self._under.setText(self.tr("sending") if sending(each) else self.tr("Access token"))
        self._pill.set(*token_state(token, now))
        never, ends = self.tr("Never"), token.expires_at
        for_good = self.tr("it is revoked")
        facts = [
            Fact(self.tr("Token"), f"signet_…{token.hint}"),
            Fact(self.tr("May read"), in_words(list(map(reading_word, token.readings)), tongue)),
            Fact(self.tr("Made by"), systems.names.get(token.by, "—")),
            Fact(self.tr("Made"), words.full_moment(token.made_at)),
            Fact(self.tr("In force until"), for_good if ends is None else words.full_moment(ends)),
            Fact(self.tr("Last used"), words.moment(token.last_used_at) if token.last_used_at else never),
        ]
        if token.revoked_at is not None:
            facts.append(Fact(self.tr("Revoked"), words.full_moment(token.revoked_at)))
        self._facts.set_facts(facts)
        self._revoke.setVisible(token.revoked_at is None)
        if token.id != self._shown:  # what was refused stands until another is looked at
            self._shown = token.id
            self.say("")

    def say(self, sentence: str) -> None:
        """Why something is not done, beside the button."""
        self._message.setText(sentence)


class TokenDialog(FormDialog):
    """A new token. `made`: the word to be shown, once the act is kept."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(room, "token", self.tr("New access token"), parent)
        self.made, self._id = NewToken.make(), new_id(room.now())
        self._called = line_edit(limit=60)
        readings = [(reading.value, reading_word(reading)) for reading in Reading]
        self._readings = MultiChoice(readings, several=True, empty=self.tr("Choose …"))
        spans = [
            (QUARTER, self.tr("90 days")),
            (YEAR, self.tr("One year")),
            (FOR_GOOD, self.tr("Until it is revoked")),
        ]
        self._span = choice_edit([(str(days), text) for days, text in spans], str(YEAR))
        fields = {
            "name": FormField(self.tr("Name"), self._called, self.tr("The system that will use it.")),
            "readings": FormField(
                self.tr("May read"), self._readings, self.tr("All of the organization, nothing else.")
            ),
            "expires_at": FormField(self.tr("In force"), self._span),
        }
        for key in ("name", "readings"):
            fields[key].set_required(True)
        self.lay_out(
            fields, self.tr("Make the token"), "key", self.tr("A system that has it reads, and changes nothing.")
        )

    def told(self) -> str:
        return self.tr("Access token made")

    def act(self) -> Act | Refused:
        picked = [Reading(key) for key in self._readings.picked()]
        if not picked:
            return Refused("reading_not_chosen", "readings")
        days = int(self._span.currentData())
        return AddToken(
            id=self._id,
            name=self._called.text().strip(),
            sha256=self.made.sha256,
            hint=self.made.hint,
            readings=picked,
            expires_at=self.room.now() + days * DAY_MS if days else None,
        )

    @property
    def kept_id(self) -> str:
        """Of the token that is kept."""
        return self._id


class TokenShown(FittedDialog):
    """The word of a new token: now, and never again."""

    def __init__(self, room: Room, made: NewToken, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("new_token.window")
        self.setWindowTitle(self.tr("Copy the token now"))
        self.setModal(True)
        self._room, self._made = room, made
        text = self.tr("It is shown only this once, and kept nowhere. Who has it reads what it may read.")
        self.word = label(made.word, "value", wrap=True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(Size.STRONG)
        self.word.setFont(font)
        self.word.setObjectName("new_token.word")
        self.word.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        copy, kept = button(self.tr("Copy"), icon_name="copy"), button(self.tr("I have kept it"), "primary", "check")
        copy.setObjectName("new_token.copy")
        kept.setObjectName("new_token.kept")
        copy.clicked.connect(self._copy)
        kept.clicked.connect(self.accept)
        head, middle, foot = QWidget(), QWidget(), QWidget()
        head.setLayout(column(label(self.windowTitle(), "title"), label(text, "secondary", wrap=True), gap=14))
        middle.setLayout(column(self.word))
        foot.setLayout(row(None, copy, kept))
        self.finished.connect(self.deleteLater)
        self.arrange(head, middle, foot, WIDTH)
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._made.word)
        self._room.tell(self.tr("Copied"))
