"""Recording an inspection: who was where, on which day, as the how manieth follow-up, and who attended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.reports import begin_report, last_report
from accord.casework.desk.revisions import take_turn
from accord.casework.desk.visitors import Visitor
from accord.casework.desk.visits import NoEngineerThen, NoLongerPlanned, engineers_on
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, Sight
from accord.records.inspection import Attendee, Inspection, InspectionEngineer, Visit
from accord.records.person import Person
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending, VisitState
from accord.rules.desk.visits import next_ordinal
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, InspectionKind, Source

FIRST_DAY = date(2000, 1, 1)
"""Ours: no programme of this kind is older; an earlier day is mistyped in its year."""


class NotInspectedYet(Told):
    """An inspection was recorded for a day to come."""

    sentence = N_("This day has not come yet: plan a visit for it, and record the inspection when it was made.")


class TooLongAgo(Told):
    """An inspection was recorded for a day before any programme."""

    sentence = N_("This day lies before the year 2000: look at the year again.")


class NotYourDiscipline(Told):
    """Somebody recorded an inspection of a discipline in which they are no engineer."""

    sentence = N_("You can record inspections only in a discipline in which you are an engineer.")


class NobodyInspected(Told):
    """An inspection was recorded without an engineer."""

    sentence = N_("Say which engineers made the inspection: they write its report.")


class NumberIsTaken(Told):
    """A follow-up was given a number that another one has."""

    sentence = N_("There is a follow-up number %(ordinal)s of this factory and discipline already.")


class OnRecordAlready(Told):
    """The same inspection was recorded twice."""

    sentence = N_("An inspection of this kind, discipline and day is on record for this factory already.")


class NotThisVisit(Told):
    """An inspection was recorded for a planned visit to another factory or of another discipline."""

    sentence = N_("The planned visit is to another factory, or of another discipline.")


class NotWhileReportIsOut(Told):
    """An inspection was to be changed after its report was handed in."""

    sentence = N_("The report was handed in: have it sent back, or revise it, before you change the inspection.")


class DayIsUsed(Told):
    """The day of an inspection was to be changed although hazards or verdicts carry it."""

    sentence = N_("Hazards or verdicts of this inspection carry its day already: it cannot be changed any more.")


@dataclass(frozen=True)
class InspectionFacts:
    """What is said of an inspection as a whole. `ordinal` None: the next free one, where the kind is numbered."""

    discipline: Discipline
    kind: InspectionKind
    inspected_on: date
    engineers: tuple[Person, ...]
    ordinal: int | None = None


def record_inspection(
    session: Session, factory: Factory, facts: InspectionFacts, *, visit: Visit | None, who: Visitor, moment: Moment
) -> Inspection:
    """Record an inspection that was made, begin its report, and say of the planned visit that it was made."""
    if facts.discipline not in who.disciplines:
        raise NotYourDiscipline
    _require_day(facts.inspected_on, moment)
    _require_engineers(session, facts)
    if visit is not None:
        _require_visit(visit, factory, facts)
    # Two at once would each take the same number.
    hold_the_pen(session, f"inspections {factory.number}")
    _require_new(session, factory, facts)
    inspection = Inspection(
        factory_id=factory.id,
        discipline=facts.discipline,
        kind=facts.kind,
        ordinal=_ordinal(session, factory, facts),
        inspected_on=facts.inspected_on,
        source=Source.DESK,
        recorded_at=moment.now,
        engineers=[InspectionEngineer(person_id=engineer.id) for engineer in facts.engineers],
    )
    session.add(inspection)
    session.flush()
    if visit is not None:
        visit.state, visit.inspection_id = VisitState.MADE, inspection.id
        visit.revision += 1
    details = {
        "discipline": facts.discipline.value,
        "kind": facts.kind.value,
        "number": inspection.ordinal,
        "on": facts.inspected_on.isoformat(),
        "engineers": [engineer.name for engineer in facts.engineers],
        "visit": visit.id if visit else None,
    }
    note_inspection(session, "recorded an inspection", inspection, details, who=who, moment=moment)
    begin_report(session, inspection, who=who, moment=moment)
    return inspection


def mend_inspection(
    session: Session, inspection: Inspection, facts: InspectionFacts, *, opened_at: int, who: Visitor, moment: Moment
) -> None:
    """Change the day, the number or the engineers while the report is a draft; kind and discipline stay.

    Raises ChangedMeanwhile where somebody else changed them first.
    """
    session.refresh(inspection, with_for_update=True)
    require_draft(session, inspection)
    _require_day(facts.inspected_on, moment)
    _require_engineers(session, facts)
    if facts.inspected_on != inspection.inspected_on and _day_is_used(session, inspection):
        raise DayIsUsed
    ordinal = facts.ordinal or inspection.ordinal
    if ordinal != inspection.ordinal and ordinal in _ordinals(session, inspection.factory_id, facts.discipline):
        raise NumberIsTaken(ordinal=ordinal)
    before = [each.person.name for each in inspection.engineers]
    typed = {"inspected_on": facts.inspected_on, "ordinal": ordinal}
    changed = take_turn(inspection, typed, opened_at=opened_at)
    wanted = {engineer.id: engineer for engineer in facts.engineers}
    for each in [each for each in inspection.engineers if each.person_id not in wanted]:
        inspection.engineers.remove(each)
        session.delete(each)
    there = {each.person_id for each in inspection.engineers}
    inspection.engineers += [InspectionEngineer(person_id=id_) for id_ in wanted if id_ not in there]
    session.flush()
    after = [engineer.name for engineer in facts.engineers]
    details: dict[str, object] = {name: [str(was), str(is_)] for name, (was, is_) in changed.items()}
    if sorted(before) != sorted(after):
        details["engineers"] = [before, after]
    if details:
        note_inspection(session, "changed an inspection", inspection, details, who=who, moment=moment)


def add_attendee(
    session: Session,
    inspection: Inspection,
    *,
    name: str,
    position: str | None,
    attends_for: Attending,
    who: Visitor,
    moment: Moment,
) -> Attendee:
    """Record that somebody attended the inspection."""
    require_draft(session, inspection)
    attendee = Attendee(name=name, position=position, attends_for=attends_for)
    inspection.attendees.append(attendee)
    session.flush()
    # The journal says for whom they came; a name stands where it can be looked after.
    details = {"attendee": attendee.id, "for": attends_for.value}
    note_inspection(session, "recorded who attended", inspection, details, who=who, moment=moment)
    return attendee


def take_out_attendee(
    session: Session, inspection: Inspection, attendee: Attendee, *, who: Visitor, moment: Moment
) -> None:
    """Take out somebody who did not attend after all."""
    require_draft(session, inspection)
    details = {"attendee": attendee.id, "for": attendee.attends_for.value}
    inspection.attendees.remove(attendee)
    session.delete(attendee)
    session.flush()
    note_inspection(session, "took out an attendee", inspection, details, who=who, moment=moment)


def proposed_ordinal(session: Session, factory: Factory, discipline: Discipline) -> int:
    """Return the number that the next follow-up of the factory and discipline has."""
    return next_ordinal(InspectionKind.FOLLOW_UP, _ordinals(session, factory.id, discipline)) or 1


def require_draft(session: Session, inspection: Inspection) -> None:
    """Raise NotWhileReportIsOut where the report is no draft."""
    report = last_report(session, inspection)
    if report is not None and report.state is not ReportState.DRAFT:
        raise NotWhileReportIsOut


def note_inspection(
    session: Session, deed: str, inspection: Inspection, details: Mapping[str, object], *, who: Visitor, moment: Moment
) -> None:
    """Note a deed in the journal, under the factory of the inspection."""
    number = session.scalar(select(Factory.number).where(Factory.id == inspection.factory_id))
    told = {"inspection": inspection.id, **details}
    journal.note(session, deed, f"factory {number}", actor=who.actor, moment=moment, details=told)


def _require_day(inspected_on: date, moment: Moment) -> None:
    if inspected_on > moment.today:
        raise NotInspectedYet
    if inspected_on < FIRST_DAY:
        raise TooLongAgo


def _require_engineers(session: Session, facts: InspectionFacts) -> None:
    if not facts.engineers:
        raise NobodyInspected
    able = {engineer.id for engineer in engineers_on(session, facts.discipline, day=facts.inspected_on)}
    for engineer in facts.engineers:
        if engineer.id not in able:
            raise NoEngineerThen(name=engineer.name)


def _require_visit(visit: Visit, factory: Factory, facts: InspectionFacts) -> None:
    if (visit.factory_id, visit.discipline) != (factory.id, facts.discipline):
        raise NotThisVisit
    if visit.state is not VisitState.PLANNED:
        raise NoLongerPlanned


def _require_new(session: Session, factory: Factory, facts: InspectionFacts) -> None:
    same = exists().where(
        Inspection.factory_id == factory.id,
        Inspection.discipline == facts.discipline,
        Inspection.kind == facts.kind,
        Inspection.inspected_on == facts.inspected_on,
        Inspection.removed_at.is_(None),
    )
    if session.scalar(select(same)):
        raise OnRecordAlready


def _ordinal(session: Session, factory: Factory, facts: InspectionFacts) -> int | None:
    taken = _ordinals(session, factory.id, facts.discipline)
    proposed = next_ordinal(facts.kind, taken)
    if proposed is None or facts.ordinal is None:
        return proposed
    if facts.ordinal in taken:
        raise NumberIsTaken(ordinal=facts.ordinal)
    return facts.ordinal


def _ordinals(session: Session, factory_id: int, discipline: Discipline) -> Sequence[int | None]:
    query = select(Inspection.ordinal).where(
        Inspection.factory_id == factory_id,
        Inspection.discipline == discipline,
        Inspection.kind == InspectionKind.FOLLOW_UP,
        Inspection.removed_at.is_(None),
    )
    return session.scalars(query).all()


def _day_is_used(session: Session, inspection: Inspection) -> bool:
    used = (
        exists().where(Hazard.inspection_id == inspection.id)
        | exists().where(HazardEvent.inspection_id == inspection.id)
        | exists().where(Sight.inspection_id == inspection.id)
    )
    return bool(session.scalar(select(used)))
