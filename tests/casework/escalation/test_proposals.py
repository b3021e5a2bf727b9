"""The clockwork proposes with evidence, and nothing moves by it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.proposals import Swept, open_proposals, sweep_proposals
from accord.casework.escalation.standing import standing_of_many
from accord.records.escalation import StageChange, StageProposal
from accord.records.hearing import FactoryRequest
from accord.records.notice import Notice
from accord.rules.escalation.proposing import At
from accord.rules.escalation.words import ProposalState, RequestKind, Trigger, Way
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status
from tests.escalation_builders import GROUNDS, a_covered_factory, an_overdue_hazard, at_stage, goes_through


def late_factory(session, moment: Moment, number: int = 9001, *, late_days: int = 200, count: int = 6):
    factory = a_covered_factory(session, number)
    hazards = [an_overdue_hazard(session, factory, late_days=late_days, moment=moment) for _ in range(count)]
    return factory, hazards


def later(moment: Moment, days: int) -> Moment:
    return Moment(now=moment.now + timedelta(days=days), zone=moment.zone)


def standing(session, moment: Moment) -> At:
    return next(iter(standing_of_many(session, covered_factories(), today=moment.today).values()))


def test_a_factory_that_is_late_is_proposed_with_every_piece_of_evidence_and_stays_where_it_is(session, moment):
    factory, hazards = late_factory(session, moment)
    an_overdue_hazard(session, factory, late_days=5, moment=moment)

    assert sweep_proposals(session, moment=moment) == Swept(made=1, gone=0, looked_at=1)

    proposal = open_proposals(session)[factory.id]
    assert (proposal.way, proposal.from_stage, proposal.to_stage) == (Way.UP, 0, 1)
    assert proposal.grounds == Trigger.BEHIND_SCHEDULE
    assert {each.subject for each in proposal.evidence if each.is_counted} == {f"hazard {each.id}" for each in hazards}
    assert sum(not each.is_counted for each in proposal.evidence) == 1
    assert session.scalar(select(func.count(StageChange.id))) == 0
    assert session.scalar(select(func.count(Notice.id))) == 0


def test_a_second_look_proposes_nothing_again(session, moment):
    late_factory(session, moment)
    sweep_proposals(session, moment=moment)

    assert sweep_proposals(session, moment=later(moment, 1)) == Swept(made=0, gone=0, looked_at=1)


def test_a_proposal_goes_when_what_spoke_for_it_has_gone(session, moment):
    factory, hazards = late_factory(session, moment)
    sweep_proposals(session, moment=moment)
    goes_through(session, hazards[0], (moment.today, Status.CORRECTED), moment=moment)

    assert sweep_proposals(session, moment=later(moment, 1)).gone == 1

    assert factory.id not in open_proposals(session)
    (proposal,) = session.scalars(select(StageProposal))
    assert (proposal.state, proposal.settled_on) == (ProposalState.GONE, later(moment, 1).today)


def test_what_was_declined_is_not_proposed_again_for_a_month(session, moment):
    factory, _ = late_factory(session, moment)
    sweep_proposals(session, moment=moment)
    proposal = open_proposals(session)[factory.id]
    proposal.state, proposal.settled_on = ProposalState.DECLINED, moment.today
    session.flush()

    assert sweep_proposals(session, moment=later(moment, 29)).made == 0
    assert sweep_proposals(session, moment=later(moment, 30)).made == 1


def test_after_six_months_at_stage_one_the_second_is_proposed(session, moment):
    factory, _ = late_factory(session, moment, late_days=400, count=12)
    at_stage(session, factory, (1, date(2024, 1, 1)), moment=moment)

    assert sweep_proposals(session, moment=moment).made == 0
    assert sweep_proposals(session, moment=later(moment, 1)).made == 1
    assert open_proposals(session)[factory.id].to_stage == 2


def test_a_factory_that_has_corrected_all_that_brought_it_there_is_proposed_for_going_down(session, moment):
    factory, hazards = late_factory(session, moment)
    at_stage(session, factory, (1, date(2023, 1, 1)), (2, date(2023, 8, 1)), moment=moment)
    for hazard in hazards:
        goes_through(session, hazard, (moment.today, Status.CORRECTED), moment=moment)

    sweep_proposals(session, moment=moment)

    proposal = open_proposals(session)[factory.id]
    assert (proposal.way, proposal.from_stage, proposal.to_stage) == (Way.DOWN, 2, 0)


@pytest.mark.parametrize("hazard_of_its_own", [True, False])
def test_only_a_request_about_the_whole_stops_the_clock_of_the_stage(session, moment, hazard_of_its_own):
    factory, hazards = late_factory(session, moment)
    at_stage(session, factory, (1, date(2024, 5, 1)), moment=moment)
    session.add(
        FactoryRequest(
            factory_id=factory.id,
            kind=RequestKind.EXTENSION,
            hazard_id=hazards[0].id if hazard_of_its_own else None,
            words="The doors are at sea.",
            asked_on=moment.today - timedelta(days=10),
            answer_due_on=moment.today,
            stops_until_on=moment.today + timedelta(days=20),
            actor="a test",
            recorded_at=moment.now,
        )
    )
    session.flush()

    at = standing(session, moment)
    assert at.is_stopped is not hazard_of_its_own
    assert at.stopped_days == (0 if hazard_of_its_own else 10)


def test_a_stage_counts_from_the_first_decision_of_its_run_and_keeps_all_its_grounds(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (1, date(2022, 1, 1)), (0, date(2022, 6, 1)), moment=moment, grounds="meeting_missed")
    at_stage(session, factory, (1, date(2023, 1, 1)), moment=moment)
    at_stage(session, factory, (2, date(2023, 8, 1)), (2, date(2023, 9, 1)), moment=moment, grounds="plan_not_final")

    at = standing(session, moment)

    assert (at.stage, at.since_on) == (2, date(2023, 8, 1))
    assert at.grounds == {Trigger.BEHIND_SCHEDULE, Trigger.PLAN_NOT_FINAL}


def test_a_decision_that_was_taken_back_counts_as_if_it_had_not_been_taken(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (1, date(2023, 1, 1)), moment=moment)
    (second,) = at_stage(session, factory, (2, date(2023, 8, 1)), moment=moment)
    at_stage(session, factory, (1, date(2023, 9, 1)), moment=moment, retracts=second)

    at = standing(session, moment)

    assert (at.stage, at.since_on) == (1, date(2023, 1, 1))


def test_where_one_decision_does_not_say_its_grounds_those_of_the_run_are_not_known(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (1, date(2023, 1, 1)), moment=moment, grounds=None)
    at_stage(session, factory, (2, date(2023, 8, 1)), moment=moment, grounds=GROUNDS)

    assert standing(session, moment).grounds is None
