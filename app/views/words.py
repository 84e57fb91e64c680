"""Words for states, the same on every screen: a text and the tone of its pill."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from app.views import i18n
from app.views.look import Tone
from app.views.place_names import names
from domain import authorizations
from domain.applications import Application, ApplicationState, Medium, StepKind, StepState, current_step
from domain.authorizations import Authorization, Mode, State
from domain.geo import Area
from domain.organization import Role
from domain.seals import Position, Seal, SealStatus, awaits_seal, is_on
from domain.times import in_calendar
from domain.track import Fix
from domain.usage import Abnormality, Grade, Impression
from domain.uses import Method
from gazetteer import Place

translate = QCoreApplication.translate
Word = tuple[str, Tone]


def moment(ms: int) -> str:
    """A time of a row, short."""
    return i18n.moment(datetime.fromtimestamp(in_calendar(ms) / 1000, UTC))


def full_moment(ms: int) -> str:
    """A time of a row, to the second."""
    return i18n.full_moment(datetime.fromtimestamp(in_calendar(ms) / 1000, UTC))


def pressed(press: Impression | Fix, said: Callable[[int], str] = full_moment) -> str:
    """When a seal was pressed; if it had lost its clock, the latest that it can have been."""
    at = said(press.listed_at if isinstance(press, Impression) else press.at)
    return at if press.timed else translate("words", "by {0}").format(at)


def pressed_fact(press: Impression | Fix) -> str:
    """The same, and why it is said like that."""
    why = "" if press.timed else translate("words", "the seal had lost its clock")
    return " · ".join(filter(None, (pressed(press), why)))


def percent(value: int) -> str:
    return f"{i18n.number(value)}%"


def sentences(*parts: str) -> str:
    """One after the other: Chinese has no space between them. What is empty is left out."""
    between = "" if QLocale().language() is QLocale.Language.Chinese else " "
    return between.join(part for part in parts if part)


def size(count: int) -> str:
    """So many bytes."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def period(start: int, end: int) -> str:
    return f"{moment(start)} – {moment(end)}"


def uses(used: int, count: int | None) -> str:
    """n/N; no limit is ∞ (C-31)."""
    return f"{i18n.number(used)}/{i18n.number(count) if count else '∞'}"


def allowed_uses(count: int) -> str:
    return i18n.number(count) if count else translate("words", "unlimited")


def role(of: Role) -> str:
    return {
        Role.OWNER: translate("words", "Owner"),
        Role.ADMINISTRATOR: translate("words", "Administrator"),
        Role.KEEPER: translate("words", "Seal keeper"),
        Role.MEMBER: translate("words", "Member"),
        Role.CUSTOM: translate("words", "Custom role"),
        Role.HEADQUARTERS: translate("words", "Headquarters' approver"),
    }[of]


def area(of: Area | None) -> str:
    """Where a seal may be used."""
    if of is None:
        return translate("words", "anywhere")
    if of.centre is None:
        shape = translate("words", "a shape of {0} points, drawn on the map").format(len(of.points))
    else:
        centre = degrees(of.centre.lat, of.centre.lon)
        shape = translate("words", "{0} m around {1}").format(i18n.number(of.radius_m), centre)
    return f"{of.name} · {shape}" if of.name else shape


def method(of: Method) -> str:
    """How a right to press begins (R-109)."""
    return translate("words", "direct") if of is Method.DIRECT else translate("words", "pre-authorized")


def watched(*, photo: bool, fingerprint: bool, upload_required: bool, sms: bool) -> str:
    """What is demanded of a use, in a few words; empty: nothing."""
    said = {
        translate("words", "a photo of each impression"): photo,
        translate("words", "unlocked by fingerprint"): fingerprint,
        translate("words", "pictures before it can be ended"): upload_required,
        translate("words", "an SMS for each use"): sms,
    }
    return translate("words", ", ").join(word for word, on in said.items() if on)


def medium(of: Medium) -> str:
    return translate("words", "paper") if of is Medium.PAPER else translate("words", "electronic")


def mode(of: Mode) -> str:
    """R-108."""
    return translate("words", "physical seal") if of is Mode.PHYSICAL else translate("words", "electronic seal")


def application(row: Application) -> Word:
    """R-091..R-093; the authorizing step is told apart (C-06)."""
    if row.state is ApplicationState.REJECTED:
        return translate("words", "Rejected"), Tone.DANGER
    if row.state is ApplicationState.AUTHORIZED:
        return translate("words", "Authorized"), Tone.OK
    if row.state is ApplicationState.WITHDRAWN:
        return translate("words", "Withdrawn"), Tone.NEUTRAL
    step = current_step(row)
    if step is not None and step.kind is StepKind.AUTHORIZE:
        return translate("words", "Waiting for authorization"), Tone.WARN
    return translate("words", "In approval"), Tone.WARN


def step(state: StepState, kind: StepKind) -> Word:
    """What became of one step of the flow."""
    if kind is StepKind.HEADQUARTERS:
        words = {
            StepState.PASSED: translate("words", "the headquarters consented"),
            StepState.PENDING: translate("words", "the headquarters has to consent"),
        }
    elif kind is StepKind.AUTHORIZE:
        words = {
            StepState.PASSED: translate("words", "authorized"),
            StepState.PENDING: translate("words", "to authorize"),
        }
    else:
        words = {StepState.PASSED: translate("words", "approved"), StepState.PENDING: translate("words", "to approve")}
    words |= {
        StepState.WAITING: translate("words", "not yet"),
        StepState.REJECTED: translate("words", "rejected"),
        StepState.VOID: translate("words", "not needed any more"),
    }
    tones = {StepState.PASSED: Tone.OK, StepState.PENDING: Tone.WARN, StepState.REJECTED: Tone.DANGER}
    return words[state], tones.get(state, Tone.NEUTRAL)


def step_kind(of: StepKind) -> str:
    """What is done in a step, of a flow that has not begun."""
    if of is StepKind.AUTHORIZE:
        return translate("words", "authorizes")
    if of is StepKind.HEADQUARTERS:
        return translate("words", "consents for the headquarters")
    return translate("words", "approves")


def authorization(row: Authorization, now: int) -> Word:
    """R-142..R-144; not yet in the seal's log is said so (C-05)."""
    word, tone = {
        State.NOT_ACTIVATED: (translate("words", "Not activated"), Tone.NEUTRAL),
        State.NOT_STARTED: (translate("words", "Not started"), Tone.NEUTRAL),
        State.IN_USE: (translate("words", "In use"), Tone.ACCENT),
        State.EXPIRED: (translate("words", "Expired"), Tone.WARN),
        State.ENDED: (translate("words", "Ended"), Tone.NEUTRAL),
        State.CANCELLED: (translate("words", "Cancelled"), Tone.NEUTRAL),
        State.REFUSED: (translate("words", "Refused by the seal"), Tone.DANGER),
    }[authorizations.state(row, now)]
    if authorizations.awaiting_seal(row):
        return translate("words", "{0} (waiting for the seal)").format(word), tone
    return word, tone


def result(of: int) -> Word:
    """Normal, or the cause why an impression is abnormal (R-156..R-165)."""
    if of == 0:
        return translate("words", "Normal"), Tone.OK
    return translate("words", "Abnormal: {0}").format(cause(Abnormality(of))), Tone.DANGER


def reported_is_normal() -> str:
    """Beside an abnormal record (C-38)."""
    return translate("words", "Such a report is nothing unusual: the seal records every press and its cause.")


def cause(of: Abnormality) -> str:
    return {
        Abnormality.BEYOND_COUNT: translate("words", "beyond the number of uses"),
        Abnormality.BEYOND_TIME: translate("words", "beyond the time"),
        Abnormality.NO_AUTHORIZATION: translate("words", "without authorization"),
        Abnormality.LOSS_LOCKED: translate("words", "after a loss lock"),
        Abnormality.SWITCHING_OFF: translate("words", "stand out while switching off"),
        Abnormality.JUST_ENDED: translate("words", "stand out when the use ended"),
        Abnormality.JUST_BOUND: translate("words", "stand out before the first authorization"),
        Abnormality.SHOWING_ADDRESS: translate("words", "stand out while showing the address"),
        Abnormality.SCREEN_OFF: translate("words", "stand out with the screen off"),
        Abnormality.LOCKED_WHILE_OFF: translate("words", "locked while off, pressed at once"),
    }[of]


def grade(of: Grade) -> str:
    """How sure the person of an impression is (C-29)."""
    return {
        Grade.HOLDER: translate("words", "whoever held the seal"),
        Grade.SESSION: translate("words", "signed in at the seal"),
        Grade.FINGERPRINT: translate("words", "by fingerprint"),
    }[of]


def pressed_by(person: str, of: Grade) -> str:
    """Who it was, and how sure that is."""
    return translate("words", "{0} ({1})").format(person, grade(of))


def where(of: Position | None) -> str:
    """A position in a list: its name, in China; elsewhere, and until names are read, its degrees."""
    if of is None:
        return translate("words", "unknown")
    return place_name(of.lat, of.lon) or degrees(of.lat, of.lon)


def place_name(lat: float, lon: float) -> str:
    """Province, city and district; empty where there is no name."""
    found = names.of(lat, lon)
    return "" if found is None else division(found)


def division(found: Place) -> str:
    """Its name; that a position is only close to it is said."""
    text = found.text if QLocale().language() is QLocale.Language.Chinese else found.english
    return translate("words", "near {0}").format(text) if found.near else text


def degrees(lat: float, lon: float) -> str:
    return f"{lat:.5f}, {lon:.5f}"


def place(of: Position | None) -> str:
    """A position as text: its name, degrees, where it comes from, how exact."""
    if of is None:
        return translate("words", "unknown")
    sources = {
        "gnss": translate("words", "satellite"),
        "cell": translate("words", "mobile network"),
        "console": translate("words", "told by the console"),
    }
    # Of a place that was typed in nobody knows.
    exact = f" · ±{of.accuracy_m}\N{NO-BREAK SPACE}m" if of.accuracy_m else ""
    said = (place_name(of.lat, of.lon), degrees(of.lat, of.lon), sources.get(of.source, of.source) + exact)
    return " · ".join(part for part in (*said, _earlier(of.age_s)) if part)


def _earlier(age_s: int) -> str:
    """How long before the use a position was found; a seal in a cellar tells of the street in front of it."""
    minutes = age_s // 60
    if not minutes:
        return ""
    if minutes < 120:
        return translate("words", "found {0} min before").format(i18n.number(minutes))
    return translate("words", "found {0} h before").format(i18n.number(minutes // 60))


def phase(of: str) -> Word:
    """What a seal last said of itself; `of` is the name of a `protocol.contact.Phase` in small letters."""
    return {
        "undelivered": (translate("words", "Not delivered"), Tone.NEUTRAL),
        "unbound": (translate("words", "Not bound"), Tone.NEUTRAL),
        "needs_grant": (translate("words", "Needs authorization"), Tone.NEUTRAL),
        "usable": (translate("words", "Ready to stamp"), Tone.OK),
        "restricted": (translate("words", "Restricted"), Tone.WARN),
        "locked": (translate("words", "Locked"), Tone.DANGER),
        "full": (translate("words", "Storage full"), Tone.DANGER),
        "rolled_back": (translate("words", "Storage rolled back"), Tone.DANGER),
    }.get(of, (translate("words", "Unknown"), Tone.NEUTRAL))


def seal(row: Seal, status: SealStatus | None) -> Word:
    """A seal's state in a list: what it last said, or that it has yet to confirm being bound."""
    if row.state.value == "awaiting_seal":
        return translate("words", "Waiting for the seal"), Tone.WARN
    if is_on(row.loss_lock):  # from when it is decided, whatever the seal last said
        word, tone = phase("locked")
        waits = translate("words", "{0} (waiting for the seal)").format(word)
        return (waits if awaits_seal(row.loss_lock) else word), tone
    if status is None:
        return translate("words", "Bound"), Tone.OK
    return phase(status.phase)


def free_use() -> str:
    """What free use means (R-294); it stands above every page (C-08)."""
    return translate("words", "Free use: whoever is connected stamps without limit, nothing is applied for or issued.")
