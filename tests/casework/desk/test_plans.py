"""A version of a CAP from draft to approval."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.lines_taken_out import ChangedSince, NotInTheDraft, take_out_line
from accord.casework.desk.plan_dates import AlreadyPast, BeforeFound, WhyAnotherDate
from accord.casework.desk.plans import (
    DraftIsOpen,
    NotADraft,
    NotHandedIn,
    NothingPlanned,
    NotOfThisPlan,
    Planned,
    ShownDifferently,
    approve,
    digest,
    due_in_force,
    hand_in,
    lines_of,
    open_draft,
    send_back,
    write_line,
)
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.records.cap import CapStep
from accord.records.hazard import Deadline
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.vocabulary import CapState, Discipline
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor

PLAN = Planned("Replace the gate by a fire door.", None, "M. Rahman", date(2024, 9, 1), None, 150_000)


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def factory(hazard):
    return hazard.links[0].factory


@pytest.fixture
def owner(session, moment, factory):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=factory), moment)


@pytest.fixture
def chief(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter"), moment)


@pytest.fixture
def draft(session, moment, factory, owner):
    return open_draft(session, factory, Discipline.FIRE, who=owner, moment=moment)


def approved(session, version, *, chief, moment):
    approve(session, version, shown=digest(lines_of(session, version)), who=chief, moment=moment)


def test_a_draft_changes_nothing_and_its_approval_puts_plan_and_date_into_force(
    session, moment, hazard, draft, owner, chief
):
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)
    assert (hazard.final_action_plan, due_in_force(session, [hazard.id], moment=moment)) == (None, {})

    approved(session, draft, chief=chief, moment=moment)

    assert hazard.final_action_plan == "Replace the gate by a fire door."
    assert hazard.responsible_person == "M. Rahman"
    deadline = session.scalars(select(Deadline)).one()
    assert (deadline.due_on, deadline.holds_from) == (date(2024, 9, 1), moment.today)
    assert deadline.approved_by == chief.actor
    assert session.scalars(select(CapStep.state)).all() == [
        CapState.DRAFT,
        CapState.SUBMITTED,
        CapState.TECHNICALLY_APPROVED,
    ]


def test_a_changed_date_needs_its_reason_and_keeps_the_old_date_on_record(
    session, moment, hazard, factory, draft, owner, chief
):
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)
    approved(session, draft, chief=chief, moment=moment)
    second = open_draft(session, factory, Discipline.FIRE, who=owner, moment=moment)
    later = Planned(PLAN.action_plan, None, PLAN.responsible_person, date(2024, 12, 1), None, None)

    with pytest.raises(WhyAnotherDate):
        write_line(session, second, hazard, later, opened_at=None, who=owner, moment=moment)
    reasoned = Planned(later.action_plan, None, later.responsible_person, later.due_on, "The door is late.", None)
    write_line(session, second, hazard, reasoned, opened_at=None, who=owner, moment=moment)
    hand_in(session, second, who=owner, moment=moment)
    approved(session, second, chief=chief, moment=moment)

    told = [(each.due_on, each.reason) for each in session.scalars(select(Deadline).order_by(Deadline.id))]
    assert told == [(date(2024, 9, 1), None), (date(2024, 12, 1), "The door is late.")]
    assert due_in_force(session, [hazard.id], moment=moment) == {hazard.id: date(2024, 12, 1)}


def test_what_is_approved_is_exactly_what_was_shown(session, moment, hazard, draft, owner, chief):
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    shown = digest(lines_of(session, draft))
    other = Planned("Remove the gate.", None, None, None, None, None)
    write_line(session, draft, hazard, other, opened_at=line.revision, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)

    with pytest.raises(ShownDifferently):
        approve(session, draft, shown=shown, who=chief, moment=moment)
    assert hazard.final_action_plan is None


def test_who_writes_a_line_second_is_shown_the_first_one(session, moment, hazard, draft, owner):
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    other = Planned("Remove the gate.", None, "M. Rahman", date(2024, 9, 1), None, 150_000)

    with pytest.raises(ChangedMeanwhile) as refused:
        write_line(session, draft, hazard, other, opened_at=None, who=owner, moment=moment)

    assert [(each.stands, each.typed) for each in refused.value.fields] == [
        ("Replace the gate by a fire door.", "Remove the gate.")
    ]


def test_a_version_that_was_sent_back_is_a_draft_again_with_its_remark(session, moment, hazard, draft, owner, chief):
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)

    send_back(session, draft, remark="Which door?", who=chief, moment=moment)

    assert draft.state is CapState.DRAFT
    assert session.scalars(select(CapStep.remark)).all() == [None, None, "Which door?"]


def test_there_is_one_draft_at_a_time_and_nothing_is_written_into_what_was_handed_in(
    session, moment, hazard, factory, draft, owner, chief
):
    with pytest.raises(DraftIsOpen):
        open_draft(session, factory, Discipline.FIRE, who=owner, moment=moment)
    with pytest.raises(NothingPlanned):
        hand_in(session, draft, who=owner, moment=moment)
    with pytest.raises(NotHandedIn):
        send_back(session, draft, remark="", who=chief, moment=moment)
    with pytest.raises(NotHandedIn):
        approved(session, draft, chief=chief, moment=moment)
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)
    with pytest.raises(NotADraft):
        write_line(session, draft, hazard, PLAN, opened_at=1, who=owner, moment=moment)


def test_a_hazard_of_another_factory_or_discipline_has_no_line_here(session, moment, draft, owner):
    elsewhere = a_factory_with_hazard(session, moment, number=9002)
    electrical = a_factory_with_hazard(session, moment, discipline=Discipline.ELECTRICAL)

    for hazard in (elsewhere, electrical):
        with pytest.raises(NotOfThisPlan):
            write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)


def test_a_line_is_taken_out_of_a_draft_and_the_journal_keeps_what_stood_in_it(
    session, moment, hazard, draft, owner, chief
):
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    second = a_factory_with_hazard(session, moment, item=2)
    write_line(session, draft, second, PLAN, opened_at=None, who=owner, moment=moment)

    take_out_line(session, draft, hazard.id, shown=line.revision, who=owner, moment=moment)

    assert [each.hazard for each in lines_of(session, draft)] == [second]
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.deed, entry.subject, entry.actor) == ("took out of a plan", f"hazard {hazard.id}", owner.actor)
    assert json.loads(entry.details) == {
        "version": draft.id,
        "action_plan": ["Replace the gate by a fire door.", None],
        "responsible_person": ["M. Rahman", None],
        "due_on": ["2024-09-01", None],
        "cost_bdt": [150_000, None],
    }
    hand_in(session, draft, who=owner, moment=moment)
    approved(session, draft, chief=chief, moment=moment)
    assert (hazard.final_action_plan, second.final_action_plan) == (None, PLAN.action_plan)


def test_what_is_in_force_stays_so_when_the_line_of_a_later_draft_is_taken_out(
    session, moment, hazard, factory, draft, owner, chief
):
    write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)
    approved(session, draft, chief=chief, moment=moment)
    later = open_draft(session, factory, Discipline.FIRE, who=owner, moment=moment)
    other = replace(PLAN, action_plan="Do nothing.", due_on=date(2030, 1, 1), why_date="No money.")
    line = write_line(session, later, hazard, other, opened_at=None, who=owner, moment=moment)

    take_out_line(session, later, hazard.id, shown=line.revision, who=owner, moment=moment)

    assert hazard.final_action_plan == PLAN.action_plan
    assert due_in_force(session, [hazard.id], moment=moment) == {hazard.id: PLAN.due_on}
    with pytest.raises(NothingPlanned):
        hand_in(session, later, who=owner, moment=moment)


def test_no_line_is_taken_out_of_what_was_handed_in_or_changed_since_it_was_shown(
    session, moment, hazard, draft, owner
):
    with pytest.raises(NotInTheDraft):
        take_out_line(session, draft, hazard.id, shown=1, who=owner, moment=moment)
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    write_line(session, draft, hazard, replace(PLAN, cost_bdt=1), opened_at=1, who=owner, moment=moment)
    with pytest.raises(ChangedSince):
        take_out_line(session, draft, hazard.id, shown=1, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)

    with pytest.raises(NotADraft):
        take_out_line(session, draft, hazard.id, shown=line.revision, who=owner, moment=moment)

    assert lines_of(session, draft) == [line]


def test_who_changes_a_line_that_was_taken_out_meanwhile_is_told_and_decides_anew(
    session, moment, hazard, draft, owner
):
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    take_out_line(session, draft, hazard.id, shown=line.revision, who=owner, moment=moment)

    with pytest.raises(ChangedMeanwhile) as refused:
        write_line(session, draft, hazard, PLAN, opened_at=1, who=owner, moment=moment)

    assert {(each.field, each.stands, each.typed) for each in refused.value.fields} >= {
        ("action_plan", None, PLAN.action_plan)
    }
    assert lines_of(session, draft) == []
    again = write_line(session, draft, hazard, PLAN, opened_at=refused.value.revision, who=owner, moment=moment)
    assert again.action_plan == PLAN.action_plan


def test_a_line_that_was_taken_out_and_written_anew_is_not_the_one_that_was_shown(
    session, moment, hazard, draft, owner, chief
):
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    hand_in(session, draft, who=owner, moment=moment)
    shown = digest(lines_of(session, draft))
    send_back(session, draft, remark="Look again.", who=chief, moment=moment)
    later = replace(moment, now=moment.now + timedelta(minutes=5))
    take_out_line(session, draft, hazard.id, shown=line.revision, who=owner, moment=later)
    write_line(session, draft, hazard, replace(PLAN, cost_bdt=9), opened_at=None, who=owner, moment=later)
    hand_in(session, draft, who=owner, moment=later)

    with pytest.raises(ShownDifferently):
        approve(session, draft, shown=shown, who=chief, moment=later)


def test_a_past_day_is_refused_and_today_is_not(session, moment, hazard, draft, owner):
    yesterday = replace(PLAN, due_on=moment.today - timedelta(days=1))
    unfound = replace(PLAN, due_on=hazard.found_on - timedelta(days=1))

    for planned, refusal in ((yesterday, AlreadyPast), (unfound, BeforeFound)):
        with pytest.raises(refusal):
            write_line(session, draft, hazard, planned, opened_at=None, who=owner, moment=moment)
    line = write_line(
        session, draft, hazard, replace(PLAN, due_on=moment.today), opened_at=None, who=owner, moment=moment
    )

    assert line.due_on == moment.today


def test_a_past_day_that_is_only_saved_again_is_taken(session, moment, hazard, factory, draft, owner, chief):
    line = write_line(session, draft, hazard, PLAN, opened_at=None, who=owner, moment=moment)
    later = replace(moment, now=moment.now + timedelta(days=200))
    mended = replace(PLAN, action_plan="Replace both gates.")
    write_line(session, draft, hazard, mended, opened_at=line.revision, who=owner, moment=later)
    hand_in(session, draft, who=owner, moment=later)
    approved(session, draft, chief=chief, moment=later)
    second = open_draft(session, factory, Discipline.FIRE, who=owner, moment=later)

    again = write_line(session, second, hazard, PLAN, opened_at=None, who=owner, moment=later)

    assert again.due_on == PLAN.due_on < later.today
    other = replace(PLAN, due_on=PLAN.due_on + timedelta(days=1), why_date="The door is late.")
    with pytest.raises(AlreadyPast):
        write_line(session, second, hazard, other, opened_at=again.revision, who=owner, moment=later)
