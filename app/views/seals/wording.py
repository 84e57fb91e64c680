"""Words for what a seal was told, what happened to it, and how it is connected."""

from PySide6.QtCore import QCoreApplication, QLocale

from app.views import i18n, words
from app.views.look import Tone
from app.views.seals.lines import Line, LinkKind, Seals
from domain.commands import CommandKind, CommandRefusal, CommandState, SealCommand
from domain.events import SealEvent, SealEventKind
from domain.firmware import FAULTS, UpgradeFailure
from domain.firmware_wording import FAILURES
from domain.seals import SealMode, SealStatus

translate = QCoreApplication.translate
BARS = 5


def link(kind: LinkKind) -> str:
    return "GPRS" if kind is LinkKind.GPRS else translate("sealwords", "Bluetooth")


def mode(of: SealMode | None) -> str:
    """How a person unlocks it."""
    if of is None:
        return translate("sealwords", "unknown")
    return link(LinkKind.GPRS if of is SealMode.GPRS else LinkKind.BLUETOOTH)


def connection(line: Line, now: int) -> tuple[str, Tone]:
    """Whether it is in contact, and over what; if not, why (R-185)."""
    kind = line.connection(now)
    if kind is LinkKind.GPRS:
        return translate("sealwords", "Connected over GPRS"), Tone.OK
    if kind is LinkKind.BLUETOOTH and line.heard is None:
        return translate("sealwords", "Connected by Bluetooth through another computer"), Tone.OK
    if kind is LinkKind.BLUETOOTH:
        return translate("sealwords", "Connected by Bluetooth"), Tone.OK
    status = line.status
    if line.is_gl and status is not None and status.mode is SealMode.GPRS:
        return translate("sealwords", "Offline: no signal"), Tone.WARN
    return translate("sealwords", "Offline: Bluetooth is not connected"), Tone.WARN


def without_contact(line: Line) -> str:
    """What being offline means for the stamping."""
    status = line.status
    left = max(0, status.capacity - status.stored) if status is not None and status.capacity else None
    if left is None:
        return translate("sealwords", "It can be stamped on; the records follow as soon as it is connected.")
    return translate(
        "sealwords", "It can be stamped on, {0} times at most; the records follow as soon as it is connected."
    ).format(i18n.number(left))


def battery(status: SealStatus) -> str:
    level = words.percent(status.battery)
    return translate("sealwords", "{0}, charging").format(level) if status.charging else level


def signal(status: SealStatus) -> str:
    if status.signal is None:
        return translate("sealwords", "unknown")
    if not status.signal:
        return translate("sealwords", "none")
    return translate("sealwords", "{0} of {1} bars").format(i18n.number(status.signal), i18n.number(BARS))


def stored(status: SealStatus) -> str:
    """How full it is (R-188, R-189)."""
    if not status.capacity:
        return translate("sealwords", "unknown")
    counts = i18n.number(status.stored), i18n.number(status.capacity)
    return translate("sealwords", "{0} of {1} impressions").format(*counts)


# Orders


def order(command: SealCommand, known: Seals) -> str:
    """What the seal was told."""
    on, who = bool(command.on), known.person(command.member)
    slot = i18n.number(command.slot or 0)
    return {
        CommandKind.BIND: translate("sealwords", "Binding"),
        CommandKind.GRANT: translate("sealwords", "Authorization"),
        CommandKind.END: translate("sealwords", "End of use"),
        CommandKind.ACTIVATE: translate("sealwords", "Activation"),
        CommandKind.LOSS_LOCK: (
            translate("sealwords", "Loss lock") if on else translate("sealwords", "Unlocking after loss")
        ),
        CommandKind.OFFLINE_USE: (
            translate("sealwords", "Opening offline use") if on else translate("sealwords", "Closing offline use")
        ),
        CommandKind.REGIME: (translate("sealwords", "Free use") if on else translate("sealwords", "Controlled use")),
        CommandKind.SETTINGS: translate("sealwords", "Backlight and power-off"),
        CommandKind.FINGER_ENROL: translate("sealwords", "Fingerprint of {0}, slot {1}"),
        CommandKind.FINGER_DELETE: translate("sealwords", "Deleting the fingerprint in slot {1}"),
        CommandKind.UNBIND: translate("sealwords", "Unbinding"),
        CommandKind.REVOKE: translate("sealwords", "Shutting out a console of {0}"),
        CommandKind.FIRMWARE: (
            translate("sealwords", "Firmware upgrade")
            if on
            else translate("sealwords", "Calling off a firmware upgrade")
        ),
    }[command.kind].format(who, slot)


def order_state(command: SealCommand) -> words.Word:
    return {
        CommandState.WAITING: (translate("sealwords", "Waiting"), Tone.WARN),
        CommandState.SENT: (translate("sealwords", "Sent"), Tone.ACCENT),
        CommandState.APPLIED: (translate("sealwords", "Applied"), Tone.OK),
        CommandState.REFUSED: (translate("sealwords", "Refused"), Tone.DANGER),
        CommandState.SUPERSEDED: (translate("sealwords", "Superseded"), Tone.NEUTRAL),
    }[command.state]


def order_meaning(command: SealCommand) -> str:
    """What its state means, in a sentence."""
    if command.state is CommandState.REFUSED:
        return refusal(command.why)
    return {
        CommandState.WAITING: translate("sealwords", "Nobody has carried it to the seal yet."),
        CommandState.SENT: translate("sealwords", "On its way; the seal has not said yet what became of it."),
        CommandState.APPLIED: translate("sealwords", "The seal's log says that it is done."),
        CommandState.SUPERSEDED: translate("sealwords", "A later order made it needless."),
    }[command.state]


def refusal(why: CommandRefusal | None) -> str:
    """The seal's own reason."""
    return {
        None: translate("sealwords", "The seal would not."),
        CommandRefusal.OTHER_LIVE: translate("sealwords", "Another authorization is in use on the seal."),
        CommandRefusal.RANGE: translate("sealwords", "The seal does not take these values."),
        CommandRefusal.UNKNOWN: translate("sealwords", "The seal's firmware does not know this order."),
        CommandRefusal.FULL: translate("sealwords", "There is no room for it on the seal."),
        CommandRefusal.STORE: translate("sealwords", "Records still lie on the seal, or a use has not ended."),
        CommandRefusal.BUSY: translate("sealwords", "The seal was in somebody's hand, or took another fingerprint."),
        CommandRefusal.CODE: translate("sealwords", "The activation code was wrong or used up."),
        CommandRefusal.MAKER: translate("sealwords", "The seal's maker has not signed this release."),
        CommandRefusal.MODEL: translate("sealwords", "The release is for another model."),
        CommandRefusal.OLDER: translate("sealwords", "The release is not newer than what the seal runs."),
    }[why]


# Events


def event(of: SealEvent) -> tuple[str, Tone]:
    """What happened, by the seal's log."""
    detail = i18n.number(of.detail)
    gprs = of.detail == 0
    now = mode(SealMode.GPRS if gprs else SealMode.BLUETOOTH)
    text, tone = {
        SealEventKind.SWITCHED_ON: (translate("sealwords", "Switched on"), Tone.NEUTRAL),
        SealEventKind.SWITCHED_OFF: (translate("sealwords", "Switched off"), Tone.NEUTRAL),
        SealEventKind.ABORTED: (translate("sealwords", "Unlocked and not pressed"), Tone.NEUTRAL),
        SealEventKind.TAKEN: (translate("sealwords", "Taken in hand"), Tone.NEUTRAL),
        SealEventKind.RELEASED: (translate("sealwords", "Put down"), Tone.NEUTRAL),
        SealEventKind.RESTRICTED: (translate("sealwords", "Restricted in hand: no news"), Tone.WARN),
        SealEventKind.STORAGE_FULL: (translate("sealwords", "Storage full"), Tone.DANGER),
        SealEventKind.MODE: (translate("sealwords", "Switched to {1}"), Tone.NEUTRAL),
        SealEventKind.BATTERY_LOW: (
            translate("sealwords", "Battery low: {0}%"),
            Tone.WARN,
        ),
        SealEventKind.RESET: (translate("sealwords", "Reset by its key"), Tone.WARN),
        SealEventKind.FINGER_ENROLLED: (
            translate("sealwords", "Fingerprint saved in slot {0}"),
            Tone.OK,
        ),
        SealEventKind.FINGER_FAILED: (
            translate("sealwords", "No fingerprint came of slot {0}"),
            Tone.WARN,
        ),
        SealEventKind.FINGER_DELETED: (
            translate("sealwords", "Fingerprint in slot {0} deleted"),
            Tone.NEUTRAL,
        ),
        SealEventKind.CODE_WRONG: (
            translate("sealwords", "Wrong activation code, {0} so far"),
            Tone.WARN,
        ),
        SealEventKind.CODE_SPENT: (translate("sealwords", "Too many wrong activation codes"), Tone.DANGER),
        SealEventKind.ACTIVATED: (translate("sealwords", "Activated at the seal"), Tone.OK),
        SealEventKind.TAMPER: (translate("sealwords", "The case was opened"), Tone.DANGER),
        SealEventKind.ROLLED_BACK: (translate("sealwords", "Storage of an earlier time"), Tone.DANGER),
        SealEventKind.SIM: (
            translate("sealwords", "SIM card taken out") if gprs else translate("sealwords", "SIM card put in"),
            Tone.NEUTRAL,
        ),
        SealEventKind.OVERFLOW: (
            translate("sealwords", "{0} presses found no room"),
            Tone.DANGER,
        ),
        SealEventKind.FIRMWARE_RUNS: (translate("sealwords", "Firmware {2} runs"), Tone.NEUTRAL),
        SealEventKind.FIRMWARE_VERIFIED: (translate("sealwords", "Firmware {2} is here, whole"), Tone.NEUTRAL),
        SealEventKind.FIRMWARE_UPDATING: (translate("sealwords", "Restarting with firmware {2}"), Tone.WARN),
        SealEventKind.FIRMWARE_CONFIRMED: (translate("sealwords", "Firmware {2} has passed its check"), Tone.OK),
        SealEventKind.FIRMWARE_FAILED: (translate("sealwords", "Firmware upgrade failed: {3}"), Tone.DANGER),
    }[of.kind]
    return text.format(detail, now, of.detail, upgrade_failure(FAULTS.get(of.detail))), tone


def upgrade_failure(why: UpgradeFailure | None) -> str:
    """Why an upgrade failed; none: a newer seal's word."""
    chinese = QLocale().language() is QLocale.Language.Chinese
    return FAILURES[why or UpgradeFailure.OTHER][0 if chinese else 1]


def clock(of: SealEvent) -> str:
    """How sure its time is."""
    return translate("sealwords", "the seal had lost its clock") if of.clock == 0 else ""
