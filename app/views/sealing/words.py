"""What is said while a document is sealed, and of what is found in one."""

from PySide6.QtCore import QCoreApplication

from app.services.sealing.sealing import SealingState, Stage
from app.services.stamping_state import Step
from app.views.look import Tone

translate = QCoreApplication.translate
Said = tuple[str, Tone]
STEPS = 5  # of a progress bar: prepared, found, in hand, signed, checked


def of_state(state: SealingState) -> Said:
    """The one thing to know now."""
    if state.stage is Stage.AT_SEAL and state.hand is not None:
        return {
            Step.SEARCHING: (translate("sealing", "Looking for the seal …"), Tone.ACCENT),
            Step.CONTACT: (translate("sealing", "Connected, talking with the cloud …"), Tone.ACCENT),
            Step.IN_HAND: (translate("sealing", "The seal signs …"), Tone.ACCENT),
            Step.LOST: (translate("sealing", "Connection lost, trying again …"), Tone.WARN),
        }.get(state.hand.step, (translate("sealing", "The seal is put down …"), Tone.ACCENT))
    return {
        Stage.READY: (translate("sealing", "Nothing is sealed yet"), Tone.NEUTRAL),
        Stage.PREPARING: (translate("sealing", "Preparing the document …"), Tone.ACCENT),
        Stage.AT_SEAL: (translate("sealing", "Looking for the seal …"), Tone.ACCENT),
        Stage.ASSEMBLING: (translate("sealing", "Signed; the file is made and checked …"), Tone.ACCENT),
        Stage.DONE: (translate("sealing", "Sealed"), Tone.OK),
        Stage.STOPPED: (_stopped(state), Tone.DANGER if state.trouble is not None else Tone.NEUTRAL),
    }[state.stage]


def _stopped(state: SealingState) -> str:
    if state.row is not None and state.row.answer is not None:
        return translate("sealing", "Signed, not finished")
    if state.asked:
        return translate("sealing", "It may be signed already")
    return translate("sealing", "Not sealed") if state.trouble is not None else translate("sealing", "Cancelled")


def progress(state: SealingState) -> int:
    """How many of `STEPS`."""
    if state.stage is Stage.AT_SEAL:
        return 2 if state.hand is not None and state.hand.step is Step.IN_HAND else 1
    return {Stage.ASSEMBLING: 3, Stage.DONE: STEPS}.get(state.stage, 0)
