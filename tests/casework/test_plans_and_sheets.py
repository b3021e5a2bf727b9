"""A plan approved at the desk and a sheet that says something else: the desk wins, and the sheet's words are listed."""

from datetime import date

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import select

from accord.casework.desk import plans
from accord.casework.imports import import_cap
from accord.records.hazard import Hazard
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Source
from tests.desk_builders import a_person, a_visitor


def take(session, moment, *sheets):
    workbook = a_workbook(*sheets)
    return import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)


def the_hazard(session):
    session.expire_all()
    return session.scalars(select(Hazard)).one()


def planned_at_the_desk(session, moment, *, due_on):
    hazard = the_hazard(session)
    factory = hazard.links[0].factory
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)
    draft = plans.open_draft(session, factory, hazard.discipline, who=chief, moment=moment)
    planned = plans.Planned("Replace 2 gates.", "২টি গেট বদলানো।", "M. Rahman", due_on, "Agreed anew.", None)
    plans.write_line(session, draft, hazard, planned, opened_at=None, who=chief, moment=moment)
    plans.hand_in(session, draft, who=chief, moment=moment)
    shown = plans.digest(plans.lines_of(session, draft))
    plans.approve(session, draft, shown=shown, who=chief, moment=moment)
    session.refresh(hazard)
    return hazard


@pytest.mark.parametrize("sheet_date", [date(2024, 6, 30), date(2012, 1, 1)])
def test_a_plan_approved_in_the_desk_wins_over_a_newer_and_an_older_sheet_and_the_conflict_is_listed(
    session, moment, sheet_date
):
    take(session, moment, a_sheet(a_row(due_on=date(2019, 1, 1))))
    hazard = planned_at_the_desk(session, moment, due_on=date(2025, 1, 1))
    other = a_row(final_action_plan="Paint the gate.", due_on=date(2030, 1, 1))

    report = take(session, moment, a_sheet(other, sheet_date=sheet_date))

    assert (hazard.final_action_plan, hazard.responsible_person) == ("Replace 2 gates.", "M. Rahman")
    assert plans.due_in_force(session, [hazard.id], moment=moment) == {hazard.id: date(2025, 1, 1)}
    said = " ".join(note.message for note in report.warnings)
    if sheet_date > date(2020, 1, 1):
        assert "final action plan “Paint the gate.” is not taken over" in said
        assert "a final timeline that was set in the desk" in said


def test_a_date_that_the_desk_confirmed_unchanged_wins_over_a_sheet_too(session, moment):
    take(session, moment, a_sheet(a_row(due_on=date(2025, 1, 1))))
    hazard = planned_at_the_desk(session, moment, due_on=date(2025, 1, 1))
    assert hazard.deadlines[-1].source is Source.IMPORTED

    report = take(session, moment, a_sheet(a_row(due_on=date(2030, 1, 1)), sheet_date=date(2024, 6, 30)))

    assert plans.due_in_force(session, [hazard.id], moment=moment) == {hazard.id: date(2025, 1, 1)}
    assert any("a final timeline that was set in the desk" in note.message for note in report.warnings)
