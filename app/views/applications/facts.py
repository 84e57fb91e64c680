"""An application in words: its facts and the way it has come, for the screen and for paper."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.views import electronic, i18n, words
from app.views.applications.known import Known
from app.views.look import Tone
from app.views.widgets import Fact, Step
from domain.applications import Application, StepState
from domain.applications import Step as ApplicationStep
from domain.authorizations import Authorization, owes_pictures
from domain.usage import Impression

translate = QCoreApplication.translate


Moment = Callable[[int], str]  # how a time is written: short on the screen, whole on paper


def facts_of(row: Application, known: Known, moment: Moment = words.moment) -> list[Fact]:
    """Label and value of everything that was filled in."""
    options = row.options
    demanded = words.watched(
        photo=options.photo,
        fingerprint=options.fingerprint,
        upload_required=options.upload_required,
        sms=options.sms,
    )
    mark = translate("application", "Document mark")
    named = {
        translate("application", "Seal"): known.seal(row.seal),
        translate("application", "Category of use"): known.category(row.category),
        translate("application", "Department"): known.department(row.department),
        translate("application", "Reason"): row.reason,
        translate("application", "Document type"): row.document_type,
        mark: row.mark,
        translate("application", "Copies"): f"{i18n.number(row.copies)} · {words.medium(row.medium)}",
        translate("application", "Use mode"): words.mode(row.mode),
        translate("application", "Number of uses"): words.allowed_uses(row.count),
        translate("application", "Period"): f"{moment(row.start)} – {moment(row.end)}",
        translate("application", "Way"): words.method(row.options.method),
        translate("application", "Permitted area"): words.area(row.area) if row.area else "",
        translate("application", "Demanded"): demanded,
        translate("application", "Remark"): row.remark,
        translate("application", "Copied to"): known.names(row.copied),
    }
    # The mark may be a link: it ends with … on the screen, and is copied whole.
    facts = [Fact(label, value, copy=label == mark) for label, value in named.items() if value.strip()]
    if row.number:
        facts.append(Fact(translate("application", "Number"), row.number, copy=True))
    return facts


def steps_of(row: Application, known: Known, moment: Moment = words.moment) -> list[Step]:
    """The way it has come and still has to go."""
    steps = [Step(known.name(row.applicant), translate("application", "applied"), moment(row.created_at), Tone.OK)]
    for each in row.steps:
        word, tone = words.step(each.state, each.kind)
        parts = [word, *_ways(each, known)]
        if each.state is StepState.REJECTED:
            parts.append(each.note.strip() or translate("application", "no reason given"))
        elif each.decided_by or not each.handed_on:  # else it is the note of the last transfer, which stands there
            parts.append(each.note.strip())
        if each.urged_at and each.state is StepState.PENDING:
            parts.append(translate("application", "urged {0}").format(moment(each.urged_at)))
        who = known.name(each.decided_by) if each.decided_by else known.names(each.candidates)
        time = moment(each.decided_at) if each.decided_at else ""
        steps.append(Step(who, " · ".join(part for part in parts if part), time, tone))
    return steps


def _ways(step: ApplicationStep, known: Known) -> list[str]:
    """Through whose hands it has come, and in whose place it was decided."""
    handed, in_place = translate("application", "handed on by {0}"), translate("application", "in the place of {0}")
    ways = [
        ": ".join(part for part in (handed.format(known.name(each.holder)), each.note.strip()) if part)
        for each in step.handed_on
    ]
    if step.instead_of and step.decided_by and not (ways and step.decided_by in step.candidates):
        return [*ways, in_place.format(known.name(step.instead_of))]
    return ways if ways or not step.instead_of else [handed.format(known.name(step.instead_of))]


def use_facts(row: Authorization, now: int) -> list[Fact]:
    """How far the use of an application has come."""
    facts = [
        Fact(translate("application", "State"), words.authorization(row, now)[0]),
        Fact(translate("application", "Used"), words.uses(row.used, row.count)),
        Fact(translate("application", "May be used"), words.period(row.start, row.end)),
    ]
    if owes_pictures(row):
        missing = i18n.number(row.pressed - row.pictured)
        facts.append(Fact(translate("application", "Pictures missing"), missing))
    return facts


def press_step(press: Impression) -> Step:
    """One impression in a timeline."""
    word, tone = electronic.record(press)
    return Step(f"#{press.own} · {word}", words.place(press.place), words.pressed(press), tone)
