"""A factory is heard: meetings with promises, requests that stop a clock, refusals on record."""

from datetime import date, timedelta

import pytest

from accord.casework.escalation.evidence import covered_factories, evidence_of
from accord.casework.escalation.hearings import Minutes, Promised, call_off, hold, invite, miss, settle_promise
from accord.casework.escalation.obstructions import end_obstruction, record_obstruction
from accord.casework.escalation.refused import (
    AskedAlready,
    NotAhead,
    NotNow,
    NotStaff,
    NotYourFactory,
    NotYours,
    OwnDecision,
    SayWhat,
    SayWhy,
    SecondEngineer,
)
from accord.casework.escalation.requests import Asked, answer, ask
from accord.casework.escalation.standing import standing_of_many
from accord.rules.desk.people import Role
from accord.rules.escalation.words import MeetingState, PromiseState, RequestKind, Trigger
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage


@pytest.fixture
def factory(session):
    return a_covered_factory(session)


@pytest.fixture
def who(session, factory, moment):
    people = {
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "deputy": a_person(session, Role.DEPUTY),
        "handler": a_person(session, Role.CASE_HANDLER),
        "first": an_engineer(session, Discipline.FIRE),
        "second": an_engineer(session, Discipline.FIRE),
        "structural": an_engineer(session, Discipline.STRUCTURAL),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "rival": a_person(session, Role.FACTORY_USER, factory=a_covered_factory(session, 9002)),
    }
    session.flush()
    return {name: a_visitor(session, person, moment=moment) for name, person in people.items()}


def later(moment: Moment, days: int) -> Moment:
    return Moment(now=moment.now + timedelta(days=days), zone=moment.zone)


def triggers(session, factory, moment: Moment) -> list[Trigger]:
    return [each.trigger for each in evidence_of(session, covered_factories(), moment=moment).get(factory.id, ())]


def invited(session, factory, who, moment: Moment):
    return invite(
        session, factory, meets_on=later(moment, 7).today, place="Dhaka office", who=who["handler"], moment=moment
    )


def test_what_is_promised_at_a_meeting_speaks_against_the_factory_once_its_day_has_passed(
    session, factory, who, moment
):
    meeting = invited(session, factory, who, moment)
    held_at = later(moment, 7)
    promised = [Promised("Fire doors on all floors", later(moment, 30).today)]

    hold(
        session,
        meeting,
        Minutes("Owner; CSO", "Doors were discussed.", None, promised),
        who=who["chief"],
        moment=held_at,
    )

    assert meeting.state is MeetingState.HELD
    assert triggers(session, factory, later(moment, 30)) == []
    assert triggers(session, factory, later(moment, 31)) == [Trigger.PROMISE_BROKEN]


def test_a_promise_that_was_kept_or_dropped_with_a_reason_speaks_no_longer(session, factory, who, moment):
    meeting = invited(session, factory, who, moment)
    promised = [Promised("Doors", later(moment, 8).today), Promised("Pump", later(moment, 8).today)]
    hold(session, meeting, Minutes("Owner", "Said.", None, promised), who=who["chief"], moment=later(moment, 7))
    kept, dropped = meeting.promises
    at = later(moment, 20)

    with pytest.raises(SayWhy):
        settle_promise(session, dropped, state=PromiseState.DROPPED, note=" ", who=who["chief"], moment=at)
    settle_promise(session, kept, state=PromiseState.KEPT, note=None, who=who["first"], moment=at)
    settle_promise(session, dropped, state=PromiseState.DROPPED, note="No pump needed.", who=who["chief"], moment=at)

    assert triggers(session, factory, at) == []
    with pytest.raises(NotNow):
        settle_promise(session, kept, state=PromiseState.DROPPED, note="x", who=who["chief"], moment=at)


def test_a_meeting_that_the_factory_missed_speaks_and_one_called_off_does_not(session, factory, who, moment):
    first, second = (invited(session, factory, who, moment) for _ in range(2))
    miss(session, first, who=who["handler"], moment=later(moment, 7))
    call_off(session, second, reason="Flood on the road.", who=who["handler"], moment=moment)

    assert triggers(session, factory, later(moment, 8)) == [Trigger.MEETING_MISSED]


def test_a_meeting_is_settled_once_and_not_before_its_day(session, factory, who, moment):
    meeting = invited(session, factory, who, moment)
    with pytest.raises(NotAhead):
        miss(session, meeting, who=who["handler"], moment=moment)
    miss(session, meeting, who=who["handler"], moment=later(moment, 7))

    with pytest.raises(NotNow):
        hold(session, meeting, Minutes("x", "y"), who=who["handler"], moment=later(moment, 8))


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [
        (Minutes("", "Said."), SayWhy),
        (Minutes("Owner", " "), SayWhy),
        (Minutes("Owner", "Said.", None, [Promised(" ", date(2030, 1, 1))]), SayWhy),
        (Minutes("Owner", "Said.", None, [Promised("Doors", date(2020, 1, 1))]), NotAhead),
    ],
)
def test_minutes_say_who_came_and_what_was_said_and_promise_days_that_lie_ahead(
    session, factory, who, moment, minutes, refusal
):
    meeting = invited(session, factory, who, moment)

    with pytest.raises(refusal):
        hold(session, meeting, minutes, who=who["chief"], moment=later(moment, 7))


def test_a_factory_invites_nobody(session, factory, who, moment):
    with pytest.raises(NotStaff):
        invite(session, factory, meets_on=moment.today, place="Here", who=who["owner"], moment=moment)
    with pytest.raises(NotAhead):
        invite(session, factory, meets_on=later(moment, -1).today, place="Here", who=who["chief"], moment=moment)


def more_time(moment: Moment) -> Asked:
    return Asked(RequestKind.EXTENSION, "The doors are at sea.", wants_until_on=later(moment, 60).today)


def test_while_a_request_waits_the_clock_of_the_stage_stands_still_and_goes_on_with_the_answer(
    session, factory, who, moment
):
    at_stage(session, factory, (1, later(moment, -60).today), moment=moment)
    asked = ask(session, factory, more_time(moment), who=who["owner"], moment=moment)

    assert (asked.answer_due_on, asked.stops_until_on) == (later(moment, 14).today, later(moment, 30).today)
    assert standing_of_many(session, covered_factories(), today=later(moment, 9).today)[factory.id].is_stopped

    answer(session, asked, is_granted=False, words="No.", who=who["chief"], moment=later(moment, 10))

    at = standing_of_many(session, covered_factories(), today=later(moment, 20).today)[factory.id]
    assert (at.is_stopped, at.stopped_days) == (False, 10)


def test_the_same_request_is_not_asked_twice_while_it_waits(session, factory, who, moment):
    asked = ask(session, factory, more_time(moment), who=who["owner"], moment=moment)
    with pytest.raises(AskedAlready):
        ask(session, factory, more_time(moment), who=who["owner"], moment=moment)

    answer(session, asked, is_granted=True, words="Until then.", who=who["deputy"], moment=moment)

    assert ask(session, factory, more_time(moment), who=who["owner"], moment=moment).id != asked.id


def test_nobody_asks_for_another_factory(session, factory, who, moment):
    with pytest.raises(NotYourFactory):
        ask(session, factory, more_time(moment), who=who["rival"], moment=moment)


def test_a_request_says_what_it_is_about(session, factory, who, moment):
    elsewhere = an_overdue_hazard(session, a_covered_factory(session, 9003), late_days=5, moment=moment)
    for asked in (
        Asked(RequestKind.WRONG_OBSERVATION, "It is not so."),
        Asked(RequestKind.WRONG_OBSERVATION, "It is not so.", hazard=elsewhere),
        Asked(RequestKind.REVIEW, "Look again."),
    ):
        with pytest.raises(SayWhat):
            ask(session, factory, asked, who=who["owner"], moment=moment)
    past = Asked(RequestKind.EXTENSION, "More time.", wants_until_on=moment.today)
    with pytest.raises(NotAhead):
        ask(session, factory, past, who=who["owner"], moment=moment)
    with pytest.raises(SayWhy):
        ask(session, factory, Asked(RequestKind.EXTENSION, " "), who=who["owner"], moment=moment)


def test_that_an_observation_is_wrong_is_judged_by_a_second_engineer_of_the_discipline(session, factory, who, moment):
    hazard = an_overdue_hazard(session, factory, late_days=5, moment=moment)
    asked = ask(
        session,
        factory,
        Asked(RequestKind.WRONG_OBSERVATION, "It opens.", hazard=hazard),
        who=who["owner"],
        moment=moment,
    )

    for name in ("structural", "chief"):
        with pytest.raises(SecondEngineer):
            answer(session, asked, is_granted=True, words="It does.", who=who[name], moment=moment)
    answer(session, asked, is_granted=True, words="It does.", who=who["second"], moment=moment)

    assert (asked.is_granted, asked.answered_by_id) == (True, who["second"].id)


def test_whoever_took_a_decision_does_not_review_it(session, factory, who, moment):
    (decision,) = at_stage(session, factory, (1, moment.today), moment=moment, person_id=who["chief"].id)
    asked = ask(
        session, factory, Asked(RequestKind.REVIEW, "Look.", decision=decision), who=who["owner"], moment=moment
    )

    with pytest.raises(OwnDecision):
        answer(session, asked, is_granted=False, words="It stands.", who=who["chief"], moment=moment)
    with pytest.raises(NotYours):
        answer(session, asked, is_granted=False, words="It stands.", who=who["handler"], moment=moment)
    answer(session, asked, is_granted=False, words="It stands.", who=who["deputy"], moment=moment)
    with pytest.raises(NotNow):
        answer(session, asked, is_granted=True, words="It falls.", who=who["deputy"], moment=moment)


def test_a_refusal_counts_from_its_day_until_somebody_says_that_it_is_over(session, factory, who, moment):
    found = record_obstruction(
        session,
        factory,
        trigger=Trigger.NO_COOPERATION,
        happened_on=later(moment, -3).today,
        words="The gate stayed shut.",
        who=who["first"],
        moment=moment,
    )
    assert triggers(session, factory, moment) == [Trigger.NO_COOPERATION]

    end_obstruction(session, found, reason="They let us in.", who=who["handler"], moment=moment)

    assert triggers(session, factory, moment) == []
    with pytest.raises(NotNow):
        end_obstruction(session, found, reason="Again.", who=who["handler"], moment=moment)


def test_only_people_of_the_programme_record_refusals_and_only_what_nothing_else_tells(session, factory, who, moment):
    told = {"happened_on": moment.today, "words": "The gate stayed shut.", "moment": moment}
    with pytest.raises(NotStaff):
        record_obstruction(session, factory, trigger=Trigger.NO_COOPERATION, who=who["rival"], **told)
    with pytest.raises(SayWhat):
        record_obstruction(session, factory, trigger=Trigger.BEHIND_SCHEDULE, who=who["first"], **told)
    ahead = told | {"happened_on": later(moment, 1).today}
    with pytest.raises(NotAhead):
        record_obstruction(session, factory, trigger=Trigger.NO_COOPERATION, who=who["first"], **ahead)
