"""Words for states, the same on every screen: a text and the tone of its pill."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.views import i18n
from app.views.look import Tone
from domain import authorizations
from domain.applications import Application, ApplicationState, StepKind, StepState, current_step
from domain.authorizations import Authorization, State
from domain.organization import Role
from domain.seals import Position, Seal, SealStatus
from domain.usage import Abnormality, Grade

tr = QCoreApplication.translate
Word = tuple[str, Tone]


def moment(ms: int) -> str:
    """A time of a row, short."""
    return i18n.moment(datetime.fromtimestamp(ms / 1000, UTC))


def full_moment(ms: int) -> str:
    """A time of a row, to the second."""
    return i18n.full_moment(datetime.fromtimestamp(ms / 1000, UTC))


def period(start: int, end: int) -> str:
    return f"{moment(start)} – {moment(end)}"


def uses(used: int, count: int | None) -> str:
    """n/N; no limit is ∞ (C-31)."""
    return f"{i18n.number(used)}/{i18n.number(count) if count else '∞'}"


def allowed_uses(count: int) -> str:
    return i18n.number(count) if count else tr("words", "unlimited")


def role(of: Role) -> str:
    return {
        Role.OWNER: tr("words", "Owner"),
        Role.ADMINISTRATOR: tr("words", "Administrator"),
        Role.KEEPER: tr("words", "Seal keeper"),
        Role.MEMBER: tr("words", "Member"),
        Role.CUSTOM: tr("words", "Custom role"),
    }[of]


def application(row: Application) -> Word:
    """R-091..R-093; the authorizing step is told apart (C-06)."""
    if row.state is ApplicationState.REJECTED:
        return tr("words", "Rejected"), Tone.DANGER
    if row.state is ApplicationState.AUTHORIZED:
        return tr("words", "Authorized"), Tone.OK
    step = current_step(row)
    if step is not None and step.kind is StepKind.AUTHORIZE:
        return tr("words", "Waiting for authorization"), Tone.WARN
    return tr("words", "In approval"), Tone.WARN


def step(state: StepState, kind: StepKind) -> Word:
    """What became of one step of the flow."""
    if kind is StepKind.AUTHORIZE:
        words = {StepState.PASSED: tr("words", "authorized"), StepState.PENDING: tr("words", "to authorize")}
    else:
        words = {StepState.PASSED: tr("words", "approved"), StepState.PENDING: tr("words", "to approve")}
    words |= {
        StepState.WAITING: tr("words", "not yet"),
        StepState.REJECTED: tr("words", "rejected"),
        StepState.VOID: tr("words", "not needed any more"),
    }
    tones = {StepState.PASSED: Tone.OK, StepState.PENDING: Tone.WARN, StepState.REJECTED: Tone.DANGER}
    return words[state], tones.get(state, Tone.NEUTRAL)


def authorization(row: Authorization, now: int) -> Word:
    """R-142..R-144; not yet in the seal's log is said so (C-05)."""
    word, tone = {
        State.NOT_STARTED: (tr("words", "Not started"), Tone.NEUTRAL),
        State.IN_USE: (tr("words", "In use"), Tone.ACCENT),
        State.EXPIRED: (tr("words", "Expired"), Tone.WARN),
        State.ENDED: (tr("words", "Ended"), Tone.NEUTRAL),
        State.REFUSED: (tr("words", "Refused by the seal"), Tone.DANGER),
    }[authorizations.state(row, now)]
    if authorizations.awaiting_seal(row):
        return tr("words", "{0} (waiting for the seal)").format(word), tone
    return word, tone


def result(of: int) -> Word:
    """Normal, or the cause why an impression is abnormal (R-156..R-165)."""
    if of == 0:
        return tr("words", "Normal"), Tone.OK
    return tr("words", "Abnormal: {0}").format(cause(Abnormality(of))), Tone.DANGER


def cause(of: Abnormality) -> str:
    return {
        Abnormality.BEYOND_COUNT: tr("words", "beyond the number of uses"),
        Abnormality.BEYOND_TIME: tr("words", "beyond the time"),
        Abnormality.NO_AUTHORIZATION: tr("words", "without authorization"),
        Abnormality.LOSS_LOCKED: tr("words", "after a loss lock"),
        Abnormality.SWITCHING_OFF: tr("words", "stand out while switching off"),
        Abnormality.JUST_ENDED: tr("words", "stand out when the use ended"),
        Abnormality.JUST_BOUND: tr("words", "stand out before the first authorization"),
        Abnormality.SHOWING_ADDRESS: tr("words", "stand out while showing the address"),
        Abnormality.SCREEN_OFF: tr("words", "stand out with the screen off"),
        Abnormality.LOCKED_WHILE_OFF: tr("words", "locked while off, pressed at once"),
    }[of]


def grade(of: Grade) -> str:
    """How sure the person of an impression is (C-29)."""
    return {
        Grade.HOLDER: tr("words", "whoever held the seal"),
        Grade.SESSION: tr("words", "signed in at the seal"),
        Grade.FINGERPRINT: tr("words", "by fingerprint"),
    }[of]


def place(of: Position | None) -> str:
    """A position as text: degrees, where it comes from, how exact."""
    if of is None:
        return tr("words", "unknown")
    sources = {
        "gnss": tr("words", "satellite"),
        "cell": tr("words", "mobile network"),
        "console": tr("words", "told by the console"),
    }
    return f"{of.lat:.5f}, {of.lon:.5f} · {sources.get(of.source, of.source)} · ±{of.accuracy_m} m"


def phase(of: str) -> Word:
    """What a seal last said of itself; `of` is the name of a `protocol.contact.Phase` in small letters."""
    return {
        "undelivered": (tr("words", "Not delivered"), Tone.NEUTRAL),
        "unbound": (tr("words", "Not bound"), Tone.NEUTRAL),
        "needs_grant": (tr("words", "Needs authorization"), Tone.NEUTRAL),
        "usable": (tr("words", "Ready to stamp"), Tone.OK),
        "restricted": (tr("words", "Restricted"), Tone.WARN),
        "locked": (tr("words", "Locked"), Tone.DANGER),
        "full": (tr("words", "Storage full"), Tone.DANGER),
        "rolled_back": (tr("words", "Storage rolled back"), Tone.DANGER),
    }.get(of, (tr("words", "Unknown"), Tone.NEUTRAL))


def seal(row: Seal, status: SealStatus | None) -> Word:
    """A seal's state in a list: what it last said, or that it has yet to confirm being bound."""
    if row.state.value == "awaiting_seal":
        return tr("words", "Waiting for the seal"), Tone.WARN
    if status is None:
        return tr("words", "Bound"), Tone.OK
    return phase(status.phase)


def act(name: str) -> str:
    """What a person did, by the name of the act."""
    return {
        "Apply": tr("words", "Application for use"),
        "Approve": tr("words", "Approval"),
        "Reject": tr("words", "Rejection"),
        "Authorize": tr("words", "Authorization"),
        "EndUse": tr("words", "End of use"),
        "BindSeal": tr("words", "Binding a seal"),
        "AddKeeper": tr("words", "Adding a keeper"),
        "AddTemplate": tr("words", "New template"),
        "SetFlow": tr("words", "Approval flow of a seal"),
        "AddMember": tr("words", "Adding a member"),
        "AttachPhoto": tr("words", "Photo of an impression"),
    }.get(name, name)
