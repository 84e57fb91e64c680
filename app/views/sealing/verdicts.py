"""What is found in a PDF, in words."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.services.sealing.orders import Content, Found, Stamp, Standing
from app.services.sealing.verifying import Verdict
from app.views import i18n, words
from app.views.look import Tone
from app.views.widgets import Fact

translate = QCoreApplication.translate


def of_verdict(verdict: Verdict) -> tuple[str, Tone]:
    """The worst that is to be said of it, or that it is good."""
    found = verdict.found
    if found.content is Content.BROKEN:
        return translate("verdicts", "Not as sealed"), Tone.DANGER
    if found.content is Content.CHANGED:
        return translate("verdicts", "Changed afterwards"), Tone.DANGER
    if verdict.of_another:
        return translate("verdicts", "Another document"), Tone.DANGER
    if found.stamp is Stamp.BAD:
        return translate("verdicts", "False time stamp"), Tone.DANGER
    if found.standing is Standing.REVOKED and recorded_before(verdict):
        return translate("verdicts", "Genuine, revoked later"), Tone.OK
    if found.content is Content.ADDED_TO and found.standing in (Standing.GOOD, Standing.UNCHECKED):
        return translate("verdicts", "Added to afterwards"), Tone.ACCENT
    return {
        Standing.REVOKED: (translate("verdicts", "Certificate revoked"), Tone.DANGER),
        Standing.OUTSIDE: (translate("verdicts", "Certificate not valid then"), Tone.WARN),
        Standing.FOREIGN: (translate("verdicts", "Unknown signer"), Tone.WARN),
        Standing.UNCHECKED: (translate("verdicts", "Unchanged"), Tone.ACCENT),
        Standing.GOOD: (translate("verdicts", "Genuine, unchanged"), Tone.OK),
    }[found.standing]


def facts_of(verdict: Verdict, names: Mapping[str, str]) -> list[Fact]:
    """`names`: of members, by their ids."""
    found, record = verdict.found, verdict.record
    facts = [
        Fact(translate("verdicts", "Organization"), found.organization or "—"),
        Fact(translate("verdicts", "Seal"), " · ".join(filter(None, (found.name, found.serial))) or "—"),
        Fact(translate("verdicts", "Time"), _time(verdict)),
        Fact(translate("verdicts", "Time stamp"), _stamp(found)),
        Fact(translate("verdicts", "Document"), _content(found.content)),
        Fact(translate("verdicts", "Certificate"), _standing(found)),
        Fact(translate("verdicts", "Record"), _record(verdict)),
    ]
    if record is not None:
        person = names.get(record.member or "", "—")
        facts.append(Fact(translate("verdicts", "Person"), words.pressed_by(person, record.grade)))
        facts.append(Fact(translate("verdicts", "Place"), words.place(record.place)))
    return facts


def _time(verdict: Verdict) -> str:
    """As the seal's log says; else as the file itself says, which proves nothing."""
    if verdict.record is not None:
        return translate("verdicts", "{0} (as the seal's log says)").format(words.pressed(verdict.record))
    if verdict.found.at is None:
        return "—"
    return translate("verdicts", "{0} (as the file says)").format(words.full_moment(verdict.found.at))


def _stamp(found: Found) -> str:
    if found.stamp is Stamp.NONE:
        return translate("verdicts", "none")
    if found.stamp is Stamp.BAD or found.stamped_at is None:
        return translate("verdicts", "not over this signature")
    return translate("verdicts", "{0} by {1}").format(words.full_moment(found.stamped_at), found.stamped_by or "—")


def _content(of: Content) -> str:
    return {
        Content.AS_SIGNED: translate("verdicts", "unchanged since it was sealed"),
        Content.ADDED_TO: translate("verdicts", "unchanged; signed or filled in again afterwards"),
        Content.CHANGED: translate("verdicts", "changed after it was sealed"),
        Content.BROKEN: translate("verdicts", "not what was sealed, or the signature is none"),
    }[of]


def _standing(found: Found) -> str:
    if found.standing is Standing.REVOKED and found.revoked_at is not None:
        return translate("verdicts", "revoked on {0}").format(words.full_moment(found.revoked_at))
    return {
        Standing.GOOD: translate("verdicts", "valid, not revoked"),
        Standing.UNCHECKED: translate("verdicts", "valid; whether it was revoked is not known"),
        Standing.REVOKED: translate("verdicts", "revoked"),
        Standing.OUTSIDE: translate("verdicts", "not valid at that time"),
        Standing.FOREIGN: translate("verdicts", "of an authority that is not known here"),
    }[found.standing]


def _record(verdict: Verdict) -> str:
    if verdict.record is not None:
        return f"#{i18n.number(verdict.record.own)}"
    if verdict.own is not None:
        return translate("verdicts", "#{0}, on its way to the cloud").format(i18n.number(verdict.own))
    return translate("verdicts", "none that you may see here")


def notes_of(verdict: Verdict, *, asked: bool) -> list[str]:
    """What could not be learned, and what it means."""
    found, notes = verdict.found, list[str]()
    if found.standing is Standing.FOREIGN:
        notes.append(
            translate(
                "verdicts",
                "Who issued the certificate is not known here: the name may be anybody's. Ask the organization itself.",
            )
        )
    elif not asked:
        notes.append(
            translate(
                "verdicts",
                "The cloud could not be asked whether the certificate was revoked meanwhile; check again online.",
            )
        )
    if verdict.of_another:
        notes.append(
            translate(
                "verdicts",
                "Its record names another document: the computer with which it was sealed told the seal a false one.",
            )
        )
    if found.content is Content.ADDED_TO:
        notes.append(
            translate(
                "verdicts",
                "What was signed or filled in afterwards may be seen on its pages, and is not what was sealed here.",
            )
        )
    if found.standing is Standing.REVOKED:
        notes.append(_before(verdict))
    if found.stamp is Stamp.GOOD:
        said = translate("verdicts", "Whether the time stamp's authority is to be trusted is not judged here.")
        notes.append(said)
    return notes


def recorded_before(verdict: Verdict) -> bool:
    """The seal's log has it from before its certificate was revoked. What the file says proves nothing, and a time
    stamp only as much as its authority, whom anybody may choose."""
    record, revoked_at = verdict.record, verdict.found.revoked_at
    return record is not None and revoked_at is not None and record.listed_at < revoked_at


def _before(verdict: Verdict) -> str:
    """Whether it was sealed before the certificate was revoked."""
    found = verdict.found
    if recorded_before(verdict):
        return translate("verdicts", "It was sealed before the certificate was revoked, as the seal's log says.")
    if found.stamped_at is not None and found.revoked_at is not None and found.stamped_at < found.revoked_at:
        return translate("verdicts", "By its time stamp it was sealed before the certificate was revoked.")
    return translate("verdicts", "Nothing here proves that it was sealed before that.")
