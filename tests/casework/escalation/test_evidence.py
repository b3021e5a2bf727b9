"""What speaks for a stage is asked of the records, with the days that the programme lost told apart."""

from datetime import timedelta

import pytest

from accord.casework.escalation.evidence import covered_factories, evidence_of
from accord.casework.orders import deeds, raising
from accord.records.cap import CapStep, CapVersion
from accord.records.hearing import FactoryRequest, MeetingPromise, Obstruction, StageMeeting
from accord.records.inspection import Inspection
from accord.rules.escalation.evidence import Evidence
from accord.rules.escalation.words import MeetingState, PromiseState, RequestKind, Trigger
from accord.rules.vocabulary import CapState, Coverage, Discipline, InspectionKind, Source, Status
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, goes_through
from tests.order_builders import SEEN, a_house


def found(session, factory, moment) -> list[Evidence]:
    return list(evidence_of(session, covered_factories(), moment=moment).get(factory.id, ()))


def days_ago(moment, days: int):
    return moment.today - timedelta(days=days)


def test_a_hazard_past_its_day_speaks_against_each_factory_that_it_counts_for(session, moment):
    first, second = a_covered_factory(session), a_covered_factory(session, 9002)
    hazard = an_overdue_hazard(session, first, second, late_days=100, moment=moment)

    expected = [Evidence(Trigger.BEHIND_SCHEDULE, f"hazard {hazard.id}", days_ago(moment, 100))]
    assert found(session, first, moment) == expected
    assert found(session, second, moment) == expected


@pytest.mark.parametrize("status", [Status.PENDING_VERIFICATION, Status.CORRECTED])
def test_a_hazard_that_is_claimed_or_corrected_speaks_for_nothing(session, moment, status):
    factory = a_covered_factory(session)
    an_overdue_hazard(session, factory, late_days=100, moment=moment, status=status)

    assert found(session, factory, moment) == []


def test_days_on_which_a_claim_waited_after_the_agreed_day_are_the_programmes_own(session, moment):
    factory = a_covered_factory(session)
    hazard = an_overdue_hazard(session, factory, late_days=100, moment=moment)
    goes_through(
        session,
        hazard,
        # Ten of these days lie before the agreed day: in time, and nobody's loss.
        (days_ago(moment, 110), Status.PENDING_VERIFICATION),
        (days_ago(moment, 60), Status.IN_PROGRESS),
        moment=moment,
    )

    (piece,) = found(session, factory, moment)
    assert piece.programme_days == 39
    assert piece.late_days(moment.today) == 61


def test_a_request_about_a_hazard_stops_its_days_until_it_is_answered(session, moment):
    factory = a_covered_factory(session)
    hazard = an_overdue_hazard(session, factory, late_days=100, moment=moment)
    session.add(
        FactoryRequest(
            factory_id=factory.id,
            kind=RequestKind.WRONG_OBSERVATION,
            hazard_id=hazard.id,
            words="The door opens from inside.",
            asked_on=days_ago(moment, 20),
            answer_due_on=moment.today,
            stops_until_on=moment.today + timedelta(days=10),
            actor="a test",
            recorded_at=moment.now,
        )
    )
    session.flush()

    (piece,) = found(session, factory, moment)
    assert piece.programme_days == 21


def test_a_factory_that_the_programme_does_not_cover_is_not_looked_at(session, moment):
    factory = a_covered_factory(session)
    an_overdue_hazard(session, factory, late_days=100, moment=moment)
    factory.coverage = Coverage.INACTIVE
    session.flush()

    assert found(session, factory, moment) == []


def test_a_discipline_without_an_approved_plan_is_owed_since_the_report_should_have_been_there(session, moment):
    factory = a_covered_factory(session)
    for discipline in (Discipline.FIRE, Discipline.STRUCTURAL):
        session.add(
            Inspection(
                factory_id=factory.id,
                discipline=discipline,
                kind=InspectionKind.INITIAL,
                inspected_on=days_ago(moment, 200),
                source=Source.IMPORTED,
                recorded_at=moment.now,
            )
        )
    approved, submitted = (
        CapVersion(
            factory_id=factory.id,
            discipline=discipline,
            number=1,
            state=state,
            source=Source.DESK,
            actor="a test",
            recorded_at=moment.now,
            steps=[
                CapStep(
                    state=state,
                    happened_on=days_ago(moment, 50),
                    source=Source.DESK,
                    actor="a test",
                    recorded_at=moment.now,
                )
            ],
        )
        for discipline, state in (
            (Discipline.FIRE, CapState.TECHNICALLY_APPROVED),
            (Discipline.STRUCTURAL, CapState.SUBMITTED),
        )
    )
    session.add_all([approved, submitted])
    session.flush()

    (piece,) = found(session, factory, moment)
    assert (piece.trigger, piece.subject) == (Trigger.PLAN_NOT_FINAL, "structural")
    assert piece.owed_on == days_ago(moment, 186)
    # It lies with the programme since it was handed in.
    assert piece.programme_days == 51


def test_a_determined_order_is_owed_until_it_is_complied_with_and_acknowledged(session, moment):
    house = a_house(session, moment)
    for factory in (house.first, house.second):
        factory.coverage = Coverage.ACTIVE
    order = raising.raise_or_join(session, house.cause(), who=house.who["chief"], moment=moment)
    session.flush()
    assert found(session, house.first, moment) == []

    deeds.determine(session, order, SEEN, who=house.who["chief"], moment=moment)
    owed = found(session, house.first, moment)
    assert {each.trigger for each in owed} == {Trigger.ORDER_NOT_COMPLIED, Trigger.NOTICE_UNANSWERED}
    assert {each.subject for each in owed} == {f"order {order.id}"}

    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=moment)
    assert {each.trigger for each in found(session, house.first, moment)} == {Trigger.NOTICE_UNANSWERED}
    assert Trigger.ORDER_NOT_COMPLIED in {each.trigger for each in found(session, house.second, moment)}
    deeds.comply(session, order, SEEN, who=house.who["engineer"], moment=moment)
    assert {each.trigger for each in found(session, house.second, moment)} == {Trigger.NOTICE_UNANSWERED}


def test_what_was_refused_or_missed_or_promised_speaks_until_it_is_made_good(session, moment):
    factory = a_covered_factory(session)
    recorded = {"actor": "a test", "recorded_at": moment.now}
    refused = Obstruction(
        factory_id=factory.id,
        trigger=Trigger.NO_COOPERATION,
        happened_on=days_ago(moment, 9),
        words="The gate stayed shut.",
        **recorded,
    )
    missed, held = (
        StageMeeting(
            factory_id=factory.id,
            invited_on=days_ago(moment, 60),
            meets_on=day,
            place="Dhaka",
            state=state,
            **recorded,
        )
        for day, state in ((days_ago(moment, 40), MeetingState.MISSED), (days_ago(moment, 5), MeetingState.HELD))
    )
    promise = MeetingPromise(
        meeting=held, words="Fire doors", due_on=days_ago(moment, 3), state=PromiseState.OPEN, **recorded
    )
    session.add_all([refused, missed])
    session.flush()
    assert [each.trigger for each in found(session, factory, moment)] == [
        Trigger.MEETING_MISSED,
        Trigger.NO_COOPERATION,
    ]

    session.add_all([held, promise])
    refused.ended_on = moment.today
    session.flush()
    assert [each.trigger for each in found(session, factory, moment)] == [Trigger.PROMISE_BROKEN]

    promise.state = PromiseState.KEPT
    session.flush()
    assert found(session, factory, moment) == []
