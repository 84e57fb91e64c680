"""The demo: the whole product with a made-up company, in windows and a folder of its own."""

from collections.abc import Callable

from app.services.own_program import OwnProgram
from app.views.first_start.form import Form


class TrialForm(Form):
    """It begins at once; the windows are its own, and this one waits for it to end."""

    def __init__(self, make: Callable[[], OwnProgram], report: Callable[[BaseException], None]) -> None:
        """`make`: the demo, not started yet."""
        super().__init__(
            "trial",
            self.tr("The demo"),
            self.tr(
                "Its windows open by themselves: two consoles, three virtual seals, and an inbox that shows who may"
                " sign in and every code. Nothing of it touches real seals, and nothing leaves this computer."
            ),
            report,
        )
        self._make = make
        self._demo: OwnProgram | None = None
        self.go.setText(self.tr("Start it again"))
        self.finish()
        self.go.clicked.connect(self.begin)

    def begin(self) -> None:
        self.tasks.begin(self._run())

    async def stop(self) -> None:
        """Of whoever ends everything."""
        if self._demo is not None:
            demo, self._demo = self._demo, None
            await demo.stop()

    async def _run(self) -> None:
        self.say("")
        self._demo = demo = self._make()
        self.show_busy(self.tr("The demo is running. The first time its windows take some seconds to open."))
        self.back.setText(self.tr("End the demo"))
        self.back.setEnabled(True)
        self.back.clicked.disconnect()
        self.back.clicked.connect(lambda: self.tasks.begin(self.stop()))
        try:
            said = await self._outcome(demo)
        finally:
            await demo.stop()  # also when this page goes away
        self._rest()
        self.say(said)

    async def _outcome(self, demo: OwnProgram) -> str:
        """What went wrong until it ended; empty if nothing did."""
        try:
            demo.begin()
            status = await demo.wait()
        except OSError as error:
            return self.tr("The demo could not start: {0}.").format(error.strerror or error)
        if status and self._demo is demo:  # else it was ended from here
            return self.tr("The demo could not start: {0}.").format(demo.last_words())
        return ""

    def _rest(self) -> None:
        self._demo = None
        self.show_busy("")
        self.back.setText(self.tr("Back"))
        self.back.clicked.disconnect()
        self.back.clicked.connect(self.left)
