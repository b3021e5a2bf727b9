"""Recording an inspection: its number, its people, its report, and the planned visit that it was."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.inspections import (
    DayIsUsed,
    InspectionFacts,
    NobodyInspected,
    NotInspectedYet,
    NotThisVisit,
    NotWhileReportIsOut,
    NotYourDiscipline,
    NumberIsTaken,
    OnRecordAlready,
    TooLongAgo,
    add_attendee,
    mend_inspection,
    proposed_ordinal,
    record_inspection,
    take_out_attendee,
)
from accord.casework.desk.reports import hand_in_report, last_report, write_report
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.visits import NoEngineerThen, NoLongerPlanned, plan_visit
from accord.records.factory import Factory
from accord.records.inspection import Attendee
from accord.records.journal import JournalEntry
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rounds import Attending, VisitState
from accord.rules.vocabulary import Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, a_visitor, an_engineer


@pytest.fixture
def factory(session, moment):
    return a_factory_with_hazard(session, moment).links[0].factory


@pytest.fixture
def engineer(session):
    return an_engineer(session, name="R. Islam")


@pytest.fixture
def who(session, moment, engineer):
    return a_visitor(session, engineer, moment)


def facts(*engineers, on=date(2024, 6, 30), kind=InspectionKind.FOLLOW_UP, ordinal=None, discipline=Discipline.FIRE):
    return InspectionFacts(discipline, kind, on, engineers, ordinal)


def recorded(session, factory, what, who, moment, visit=None):
    return record_inspection(session, factory, what, visit=visit, who=who, moment=moment)


def test_follow_ups_are_numbered_on_and_each_begins_a_draft_of_its_report(session, moment, factory, engineer, who):
    assert proposed_ordinal(session, factory, Discipline.FIRE) == 1

    first = recorded(session, factory, facts(engineer, on=date(2024, 3, 1), ordinal=6), who, moment)
    second = recorded(session, factory, facts(engineer), who, moment)

    assert (first.ordinal, second.ordinal) == (6, 7)
    assert last_report(session, second).state is ReportState.DRAFT
    special = recorded(session, factory, facts(engineer, kind=InspectionKind.SPECIAL, ordinal=9), who, moment)
    assert special.ordinal is None


def test_an_inspection_that_cannot_have_been_is_refused(session, moment, factory, engineer, who):
    recorded(session, factory, facts(engineer, on=date(2024, 3, 1)), who, moment)
    boiler = an_engineer(session, Discipline.BOILER, name="S. Das")

    for wrong, refusal in (
        (facts(engineer, on=date(2024, 7, 2)), NotInspectedYet),
        (facts(engineer, on=date(1924, 7, 2)), TooLongAgo),
        (facts(), NobodyInspected),
        (facts(boiler), NoEngineerThen),
        (facts(engineer, discipline=Discipline.BOILER), NotYourDiscipline),
        (facts(engineer, ordinal=1), NumberIsTaken),
        (facts(engineer, on=date(2024, 3, 1)), OnRecordAlready),
    ):
        with pytest.raises(refusal):
            recorded(session, factory, wrong, who, moment)


def test_a_planned_visit_was_made_once_its_inspection_is_on_record_and_only_once(
    session, moment, factory, engineer, who
):
    visit = plan_visit(
        session,
        factory,
        discipline=Discipline.FIRE,
        kind=InspectionKind.FOLLOW_UP,
        planned_on=moment.today,
        engineer=engineer,
        is_announced=False,
        note=None,
        who=who,
        moment=moment,
    )
    other = Factory(number=9002)
    session.add(other)
    session.flush()
    with pytest.raises(NotThisVisit):
        recorded(session, other, facts(engineer, on=moment.today), who, moment, visit)

    inspection = recorded(session, factory, facts(engineer, on=moment.today), who, moment, visit)

    assert (visit.state, visit.inspection_id) == (VisitState.MADE, inspection.id)
    with pytest.raises(NoLongerPlanned):
        recorded(session, factory, facts(engineer, on=date(2024, 6, 29)), who, moment, visit)


def test_two_who_change_an_inspection_do_not_overwrite_each_other_and_nobody_does_once_the_report_is_out(
    session, moment, factory, engineer, who
):
    inspection = recorded(session, factory, facts(engineer), who, moment)
    colleague = an_engineer(session, name="S. Das")
    common = {"who": who, "moment": moment}
    mend_inspection(session, inspection, facts(engineer, colleague, on=date(2024, 6, 29)), opened_at=1, **common)
    assert {each.person_id for each in inspection.engineers} == {engineer.id, colleague.id}

    with pytest.raises(ChangedMeanwhile):
        mend_inspection(session, inspection, facts(engineer, on=date(2024, 6, 28)), opened_at=1, **common)
    assert inspection.inspected_on == date(2024, 6, 29)

    report = last_report(session, inspection)
    write_report(session, report, {"summary": "Exits are free."}, opened_at=report.revision, **common)
    hand_in_report(session, report, **common)
    with pytest.raises(NotWhileReportIsOut):
        mend_inspection(session, inspection, facts(engineer), opened_at=2, **common)
    with pytest.raises(NotWhileReportIsOut):
        add_attendee(session, inspection, name="A", position=None, attends_for=Attending.UNION, **common)


def test_the_day_stays_once_a_hazard_carries_it(session, moment, who, engineer):
    hazard = a_factory_with_hazard(session, moment, number=9005)

    with pytest.raises(DayIsUsed):
        mend_inspection(
            session, hazard.inspection, facts(engineer, on=date(2024, 1, 11)), opened_at=1, who=who, moment=moment
        )


def test_who_attended_is_on_record_by_name_and_the_journal_says_only_for_whom(session, moment, factory, engineer, who):
    inspection = recorded(session, factory, facts(engineer), who, moment)
    attendee = add_attendee(
        session,
        inspection,
        name="Rahima Begum",
        position="operator",
        attends_for=Attending.SAFETY_COMMITTEE,
        who=who,
        moment=moment,
    )

    assert [each.name for each in inspection.attendees] == ["Rahima Begum"]
    assert not any("Rahima" in entry.details for entry in session.scalars(select(JournalEntry)))
    take_out_attendee(session, inspection, attendee, who=who, moment=moment)
    assert session.scalars(select(Attendee)).all() == []
