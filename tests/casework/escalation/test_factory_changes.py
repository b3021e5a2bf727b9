"""A factory that changes its number, name, group or coverage in mid-stage keeps its stage and what belongs to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.escalation.deciding import Why, follow
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.proposals import Swept, open_proposals, sweep_proposals
from accord.casework.escalation.refused import Changed
from accord.casework.escalation.standing import standing_of_many
from accord.casework.register import say_same
from accord.casework.register.giving_way import MayNotGiveWay
from accord.records.escalation import StageChange, StageProposal
from accord.records.factory import CompanyGroup, Factory
from accord.records.hearing import StageMeeting
from accord.rules.desk.people import Role
from accord.rules.escalation.words import MeetingState, ProposalState
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage


def late(session, moment: Moment, number: int) -> Factory:
    factory = a_covered_factory(session, number)
    for _ in range(6):
        an_overdue_hazard(session, factory, late_days=200, moment=moment)
    sweep_proposals(session, moment=moment)
    return factory


def merged(session, moment: Moment, one: Factory, other: Factory, *, keep: Factory) -> None:
    say_same(session, one.number, other.number, keep=keep.number, actor="a test", moment=moment)


def test_a_number_a_name_and_a_group_may_change_and_proposal_stage_and_meeting_stay_with_the_factory(session, moment):
    factory = late(session, moment, 9001)
    at_stage(session, factory, (1, moment.today - timedelta(days=30)), moment=moment)
    meeting = StageMeeting(
        factory=factory,
        invited_on=moment.today,
        meets_on=moment.today,
        place="Dhaka",
        state=MeetingState.INVITED,
        actor="a test",
        recorded_at=moment.now,
    )
    session.add(meeting)

    factory.number, factory.name, factory.company_group = 9777, "Another owner", CompanyGroup(name="Another group")
    session.flush()

    assert open_proposals(session)[factory.id].factory.number == 9777
    assert standing_of_many(session, covered_factories(), today=moment.today)[factory.id].stage == 1
    assert meeting.factory.number == 9777


def test_whoever_is_proposed_or_at_a_stage_gives_way_to_nobody(session, moment):
    proposed = late(session, moment, 9001)
    warned, blank = a_covered_factory(session, 9002), a_covered_factory(session, 9003)
    at_stage(session, warned, (1, moment.today), moment=moment)

    for factory in (proposed, warned):
        with pytest.raises(MayNotGiveWay):
            merged(session, moment, factory, blank, keep=blank)


def test_two_that_are_both_proposed_are_for_a_person_to_sort_out_so_that_no_proposal_is_lost(session, moment):
    one, other = late(session, moment, 9001), late(session, moment, 9002)

    with pytest.raises(MayNotGiveWay, match="proposal on its stage"):
        merged(session, moment, one, other, keep=one)
    assert len(open_proposals(session)) == 2


def test_what_is_proposed_for_a_factory_stays_when_another_number_gives_way_to_it(session, moment):
    factory, blank = late(session, moment, 9001), a_covered_factory(session, 9002)

    merged(session, moment, factory, blank, keep=factory)

    assert sweep_proposals(session, moment=moment) == Swept(made=0, gone=0, looked_at=1)
    assert list(open_proposals(session)) == [factory.id]


def test_nothing_is_decided_on_a_factory_that_is_covered_no_more_and_its_proposal_is_called_off(session, moment):
    factory = late(session, moment, 9001)
    factory.coverage = Coverage.CLOSED
    session.flush()
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)
    proposal = open_proposals(session)[factory.id]

    with pytest.raises(Changed):
        follow(session, proposal, Why("Late."), who=chief, moment=moment)

    assert sweep_proposals(session, moment=moment).gone == 1
    (proposal,) = session.scalars(select(StageProposal))
    assert proposal.state is ProposalState.GONE
    assert session.scalars(select(StageChange)).all() == []
