"""Planned visits, and who is due."""

from datetime import date

import pytest

from accord.casework.desk.revisions import ChangedMeanwhile
from accord.casework.desk.visits import (
    InThePast,
    NoEngineerThen,
    NoLongerPlanned,
    cancel_visit,
    move_visit,
    plan_visit,
    visits_due,
)
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import VisitState
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection


@pytest.fixture
def factory(session, moment):
    return a_factory_with_hazard(session, moment).links[0].factory


@pytest.fixture
def engineer(session):
    return an_engineer(session, name="R. Islam")


@pytest.fixture
def who(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)


def planned(session, factory, engineer, who, moment, *, on=date(2024, 7, 8)):
    return plan_visit(
        session,
        factory,
        discipline=Discipline.FIRE,
        kind=InspectionKind.FOLLOW_UP,
        planned_on=on,
        engineer=engineer,
        is_announced=False,
        note=None,
        who=who,
        moment=moment,
    )


def test_a_visit_is_planned_for_an_engineer_of_the_discipline_and_not_for_a_day_that_is_over(
    session, moment, factory, engineer, who
):
    visit = planned(session, factory, engineer, who, moment)
    assert (visit.state, visit.engineer, visit.is_announced) == (VisitState.PLANNED, engineer, False)

    with pytest.raises(InThePast):
        planned(session, factory, engineer, who, moment, on=date(2024, 6, 30))
    with pytest.raises(NoEngineerThen) as refused:
        planned(session, factory, an_engineer(session, Discipline.BOILER, name="S. Das"), who, moment)
    assert str(refused.value) == "S. Das is no engineer of this discipline on that day."


def test_two_who_move_the_same_visit_do_not_overwrite_each_other(session, moment, factory, engineer, who):
    visit = planned(session, factory, engineer, who, moment)
    common = {"engineer": engineer, "note": None, "opened_at": 1, "who": who, "moment": moment}
    move_visit(session, visit, planned_on=date(2024, 7, 9), **common)

    with pytest.raises(ChangedMeanwhile):
        move_visit(session, visit, planned_on=date(2024, 7, 10), **common)
    assert visit.planned_on == date(2024, 7, 9)


def test_a_cancelled_visit_stays_with_its_reason_and_is_not_moved_any_more(session, moment, factory, engineer, who):
    visit = planned(session, factory, engineer, who, moment)

    cancel_visit(session, visit, reason="Flood.", who=who, moment=moment)

    assert (visit.state, visit.why_cancelled) == (VisitState.CANCELLED, "Flood.")
    with pytest.raises(NoLongerPlanned):
        cancel_visit(session, visit, reason="Again.", who=who, moment=moment)


def test_a_factory_is_due_four_months_after_its_last_inspection_and_at_once_where_it_never_had_one(
    session, moment, factory
):
    due = {each.discipline: each for each in visits_due(session, today=moment.today, rhythm_months=4)}

    assert due[Discipline.FIRE].due_on == date(2024, 5, 10)
    assert due[Discipline.STRUCTURAL].due_on is None
    assert Discipline.BOILER not in due

    an_inspection(session, factory, on=date(2024, 6, 20))
    assert Discipline.FIRE not in {each.discipline for each in visits_due(session, today=moment.today, rhythm_months=4)}


def test_a_factory_that_the_programme_does_not_cover_is_not_due(session, moment, factory):
    factory.coverage = Coverage.CLOSED

    assert visits_due(session, today=moment.today, rhythm_months=4) == []
