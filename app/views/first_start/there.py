"""An existing cloud: its address, with or without the fingerprint that its operator tells beside it."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt

from app.services.cloud_choice import Found, OtherCloud
from app.sync.address import NotSecure
from app.sync.errors import CloudError, Offline, ProblemError
from app.views import words
from app.views.first_start.form import Form
from app.views.widgets import Fact, FactList, FormField, label, line_edit


class ThereForm(Form):
    """Address in; then whom one has found, to be compared and confirmed."""

    def __init__(self, find: Callable[[str], Awaitable[Found]], report: Callable[[BaseException], None]) -> None:
        super().__init__(
            "there",
            self.tr("Connect to a cloud"),
            self.tr("Whoever runs your organization's cloud gives you its address, best with its fingerprint."),
            report,
        )
        self._find = find
        self._found: Found | None = None
        self._address = line_edit("signet.example.com#12AB-34CD-56EF-7890-12AB", icon_name="cloud", limit=300)
        self._address.setObjectName("first_start.there.address")
        hint = self.tr("An https address; with the fingerprint behind #, the console makes sure by itself.")
        self._field = FormField(self.tr("Address of the cloud"), self._address, hint)
        self._facts = FactList([])
        self._facts.setObjectName("first_start.there.found")
        self._note = label("", "secondary", wrap=True)
        self.card.body.addWidget(self._field)
        self.card.body.addWidget(self._facts)
        self.card.body.addWidget(self._note)
        self.finish()
        self._address.returnPressed.connect(self.go.click)
        self._address.textEdited.connect(lambda _: self._start_over())
        self.go.clicked.connect(self._go)
        self._start_over()

    def begin(self) -> None:
        self._start_over()
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_over(self) -> None:
        self._found = None
        self.say("")
        self._field.set_error("")
        self._facts.hide()
        self._note.hide()
        self.go.setText(self.tr("Continue"))

    def _go(self) -> None:
        if self._found is not None:
            self.chosen.emit(self._found.address)
        else:
            self.tasks.begin(self._look())

    async def _look(self) -> None:
        self._start_over()
        self.show_busy(self.tr("Looking for the cloud …"))
        try:
            found = await self._find(self._address.text())
        except NotSecure:
            self._field.set_error(self.tr("A cloud elsewhere is spoken to only over https."))
        except ValueError:
            self._field.set_error(
                self.tr("This is no address of a cloud. It looks like https://signet.example.com, with or without #…")
            )
        except CloudError as error:
            self.say(self._sentence(error))
        else:
            self._show(found)
        finally:
            self.show_busy("")

    def _show(self, found: Found) -> None:
        self._found = found
        facts = [Fact(self.tr("Cloud"), found.address), Fact(self.tr("Fingerprint"), found.fingerprint)]
        self._facts.set_facts(facts)
        self._facts.show()
        if found.compared:
            note = self.tr("It is the cloud whose fingerprint you were given.")
        else:
            note = self.tr("Compare the fingerprint with the one that the people who run the cloud tell you.")
        demo = self.tr("This is a demo cloud: everybody can read its codes.") if found.demo else ""
        self._note.setText(words.sentences(note, demo))
        self._note.show()
        self.go.setText(self.tr("Use this cloud"))
        self.go.setFocus()

    def _sentence(self, error: CloudError) -> str:
        if isinstance(error, OtherCloud):
            text = self.tr(
                "Another cloud answers there: its fingerprint is {0}. Do not sign in; ask whoever gave you the address."
            )
            return text.format(error)
        if isinstance(error, Offline):
            return self.tr("Nobody answers at this address. Check it and the network, and try again.")
        if isinstance(error, ProblemError) and error.code != "update_needed" and error.sentence:
            return error.sentence
        return self.tr("What answers at this address is not a cloud that this version of Signet knows.")
