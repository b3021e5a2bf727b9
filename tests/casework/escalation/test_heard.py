"""Who is invited, what is asked beyond the agreed day, and whether what was granted was carried out."""

from datetime import date, timedelta

import pytest

from accord.casework.escalation.heard import carried_out, lateness_of, requests_of
from accord.casework.escalation.inviting import decision_to_meet, invite_by_stage
from accord.casework.escalation.obstructions import end_obstruction, record_obstruction
from accord.casework.escalation.refused import InvitedAlready, MeetsTooSoon, NoMeetingYet, NotAhead, RecordedAlready
from accord.casework.escalation.requests import Asked, answer, ask
from accord.records.hazard import Deadline
from accord.rules.desk.people import Role
from accord.rules.escalation.words import RequestKind, Trigger
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Source, Status
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage, goes_through


@pytest.fixture
def factory(session):
    return a_covered_factory(session)


@pytest.fixture
def who(session, factory, moment):
    people = {
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "deputy": a_person(session, Role.DEPUTY),
        "second": an_engineer(session, Discipline.FIRE),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
    }
    return {name: a_visitor(session, person, moment=moment) for name, person in people.items()}


def later(moment: Moment, days: int) -> Moment:
    return Moment(now=moment.now + timedelta(days=days), zone=moment.zone)


def invited(session, factory, who, moment, *, days: int = 7):
    return invite_by_stage(
        session, factory, meets_on=later(moment, days).today, place="Dhaka", who=who["chief"], moment=moment
    )


@pytest.mark.parametrize(("stage", "is_due"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_meeting_is_mandatory_from_stage_2_on(session, factory, who, moment, stage, is_due):
    at_stage(session, factory, (stage, moment.today), moment=moment)

    if is_due:
        assert invited(session, factory, who, moment).stage_change_id is not None
    else:
        with pytest.raises(NoMeetingYet):
            invited(session, factory, who, moment)


def test_a_decision_that_was_taken_back_or_is_still_to_hold_makes_no_meeting_due(session, factory, moment):
    [tomorrow] = at_stage(session, factory, (2, later(moment, 1).today), moment=moment)
    assert decision_to_meet(session, factory, today=moment.today) is None
    assert decision_to_meet(session, factory, today=later(moment, 1).today) == tomorrow

    at_stage(session, factory, (0, later(moment, 1).today), moment=moment, retracts=tomorrow)

    assert decision_to_meet(session, factory, today=later(moment, 2).today) is None


def test_an_invitation_leaves_three_days_and_is_made_once(session, factory, who, moment):
    at_stage(session, factory, (2, moment.today), moment=moment)
    with pytest.raises(NotAhead):
        invited(session, factory, who, moment, days=-1)
    for days in (0, 1, 2):
        with pytest.raises(MeetsTooSoon) as refusal:
            invited(session, factory, who, moment, days=days)
        assert refusal.value.values == {"day": later(moment, 3).today}
    assert invited(session, factory, who, moment, days=3).meets_on == later(moment, 3).today
    invited(session, factory, who, moment)

    with pytest.raises(InvitedAlready):
        invited(session, factory, who, moment)
    assert invited(session, factory, who, moment, days=8).meets_on == later(moment, 8).today


def test_a_refusal_told_twice_counts_once_and_one_that_comes_again_counts_anew(session, factory, who, moment):
    def record(words: str = "The gate stayed shut."):
        told = {"happened_on": moment.today, "words": words, "who": who["second"], "moment": moment}
        return record_obstruction(session, factory, trigger=Trigger.NO_COOPERATION, **told)

    first = record()
    with pytest.raises(RecordedAlready):
        record(" The gate stayed shut. ")
    assert record("At the second gate, too.").id != first.id

    end_obstruction(session, first, reason="They let us in.", who=who["second"], moment=moment)

    assert record().id != first.id


def more_time(hazard, until: date) -> Asked:
    return Asked(RequestKind.EXTENSION, "At sea.", hazard=hazard, wants_until_on=until)


def test_more_time_is_a_day_after_the_agreed_one(session, factory, who, moment):
    hazard = an_overdue_hazard(session, factory, late_days=-30, moment=moment)
    for days in (29, 30):
        with pytest.raises(NotAhead):
            ask(session, factory, more_time(hazard, later(moment, days).today), who=who["owner"], moment=moment)

    assert ask(session, factory, more_time(hazard, later(moment, 31).today), who=who["owner"], moment=moment)


def agreed(session, hazard, due_on: date, moment: Moment) -> None:
    session.add(
        Deadline(
            hazard=hazard,
            due_on=due_on,
            holds_from=moment.today,
            source=Source.DESK,
            approved_by="the CSO",
            recorded_at=moment.now,
        )
    )
    session.flush()


def test_what_was_granted_is_carried_out_by_a_deed_of_its_own(session, factory, who, moment):
    hazards = [an_overdue_hazard(session, factory, late_days=-9, moment=moment) for _ in range(3)]
    [decision] = at_stage(session, factory, (1, moment.today), moment=moment, person_id=who["chief"].id)
    wanted = [
        (more_time(hazards[0], later(moment, 60).today), "chief"),
        (more_time(hazards[1], later(moment, 60).today), "chief"),
        (Asked(RequestKind.WRONG_OBSERVATION, "It opens.", hazard=hazards[2]), "second"),
        (Asked(RequestKind.REVIEW, "Look.", decision=decision), "deputy"),
    ]
    # Agreed before anything was granted: that carries nothing out.
    agreed(session, hazards[1], later(moment, 20).today, later(moment, -1))
    for each, judge in wanted:
        found = ask(session, factory, each, who=who["owner"], moment=moment)
        answer(session, found, is_granted=True, words="Yes.", who=who[judge], moment=moment)
    found = requests_of(session, factory)
    assert carried_out(session, found) == frozenset()

    agreed(session, hazards[0], later(moment, 60).today, moment)
    goes_through(session, hazards[2], (moment.today, Status.WITHDRAWN), moment=moment)
    at_stage(session, factory, (0, moment.today), moment=moment, retracts=decision)

    done = carried_out(session, found)
    assert {each.hazard_id or "review" for each in found if each.id in done} == {
        hazards[0].id,
        hazards[2].id,
        "review",
    }


def test_how_late_the_hazard_of_a_request_is_leaves_out_the_days_that_it_stopped(session, factory, who, moment):
    hazard = an_overdue_hazard(session, factory, late_days=20, moment=moment)
    found = ask(
        session,
        factory,
        Asked(RequestKind.WRONG_OBSERVATION, "It opens.", hazard=hazard),
        who=who["owner"],
        moment=later(moment, -8),
    )

    lateness = lateness_of(session, found, moment=moment)

    assert lateness is not None
    # Today is one of the days on which the answer was owed.
    assert (lateness.programme_days, lateness.late_days(moment.today)) == (9, 11)
    # After thirty days it runs again, answered or not.
    on = later(moment, 40)
    late = lateness_of(session, found, moment=on)
    assert late is not None
    assert (late.programme_days, late.late_days(on.today)) == (30, 30)
