"""A person decides on stages, with a reason; stage 3 takes two, and the owner is heard before."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.escalation.deciding import Why, decline, follow, retract
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.ineligible import Answer, Statement, draft, record_answer, sign, withdraw_draft
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.refused import (
    BeforeTheAnswer,
    Changed,
    DraftSettled,
    NeedsSecond,
    NoAnswerOnFile,
    NotStaff,
    NotTheLast,
    NotYours,
    OneIsDrafted,
    OwnDraft,
    SayWhy,
    Settled,
    TooSoon,
)
from accord.casework.escalation.standing import standing_of_many
from accord.casework.progress import stage_of
from accord.records.escalation import StageChange
from accord.records.factory import CompanyGroup, Signatory, Sourcing
from accord.records.ineligibility import Termination
from accord.records.protocol import ProtocolVersion
from accord.rules.desk.people import Role
from accord.rules.escalation.profile_file import delivered_text
from accord.rules.escalation.words import DraftState, ProposalState
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import Discipline, Status
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage, goes_through

WHY = Why("Twelve hazards are half a year late.")


class Cast:
    """A factory that is late, and the people who decide."""

    def __init__(self, session, moment: Moment, *stages: tuple[int, date], count: int = 18) -> None:
        self.factory = a_covered_factory(session)
        self.hazards = [an_overdue_hazard(session, self.factory, late_days=400, moment=moment) for _ in range(count)]
        at_stage(session, self.factory, *stages, moment=moment)
        people = {
            "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
            "deputy": a_person(session, Role.DEPUTY),
            "engineer": an_engineer(session, Discipline.FIRE),
            "owner": a_person(session, Role.FACTORY_USER, factory=self.factory),
        }
        session.flush()
        self.who = {name: a_visitor(session, person, moment=moment) for name, person in people.items()}
        sweep_proposals(session, moment=moment)
        self.proposal = open_proposals(session)[self.factory.id]

    def correct_all(self, session, moment: Moment) -> None:
        for hazard in self.hazards:
            goes_through(session, hazard, (moment.today, Status.CORRECTED), moment=moment)


def before_stage_three(session, moment: Moment) -> Cast:
    return Cast(session, moment, (1, date(2023, 1, 1)), (2, date(2023, 8, 1)))


def a_statement(moment: Moment, *, days_ahead: int = 20) -> Statement:
    return Statement(
        "The factory has not taken part for a year.",
        "All hazards corrected and verified.",
        moment.today + timedelta(days=days_ahead),
    )


def later(moment: Moment, days: int) -> Moment:
    return Moment(now=moment.now + timedelta(days=days), zone=moment.zone)


def stage_on(session, cast: Cast, moment: Moment) -> int:
    return stage_of(session, cast.factory, as_of=moment.today, known_before=moment.end_of(moment.today))


def test_the_chief_safety_officer_follows_a_proposal_and_the_stage_holds(session, moment):
    cast = Cast(session, moment)

    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)

    assert stage_on(session, cast, moment) == 1
    assert (change.proposal_id, change.grounds) == (cast.proposal.id, "behind_schedule")
    assert (cast.proposal.state, cast.proposal.reason) == (ProposalState.DECIDED, WHY.reason)
    assert standing_of_many(session, covered_factories(), today=moment.today)[cast.factory.id].stage == 1


@pytest.mark.parametrize("name", ["engineer", "owner"])
def test_nobody_else_decides(session, moment, name):
    cast = Cast(session, moment)

    with pytest.raises(NotYours):
        follow(session, cast.proposal, WHY, who=cast.who[name], moment=moment)


def test_a_decision_needs_its_reason(session, moment):
    cast = Cast(session, moment)

    with pytest.raises(SayWhy):
        follow(session, cast.proposal, Why("  "), who=cast.who["chief"], moment=moment)
    with pytest.raises(SayWhy):
        decline(session, cast.proposal, reason="", who=cast.who["chief"], moment=moment)


def test_of_two_who_decide_the_second_is_told_that_it_is_settled(session, moment):
    cast = Cast(session, moment)
    decline(session, cast.proposal, reason="They began last week.", who=cast.who["deputy"], moment=moment)

    with pytest.raises(Settled):
        follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)


def test_what_has_been_corrected_since_the_proposal_is_not_decided_against(session, moment):
    cast = Cast(session, moment)
    cast.correct_all(session, moment)

    with pytest.raises(Changed):
        follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)


def test_stage_three_is_not_decided_by_one(session, moment):
    cast = before_stage_three(session, moment)

    with pytest.raises(NeedsSecond):
        follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)


def drafted(session, cast: Cast, moment: Moment, **more: int):
    return draft(session, cast.proposal, a_statement(moment, **more), who=cast.who["chief"], moment=moment)


def answered(session, cast: Cast, written, moment: Moment) -> None:
    said = Answer("We ordered the doors.", "The owner", Channel.IN_PERSON, moment.today)
    record_answer(session, written, said, who=cast.who["engineer"], moment=moment)


def test_a_signed_draft_makes_ineligible_from_its_day_and_not_before(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    change = sign(session, written, who=cast.who["deputy"], moment=later(moment, 3))

    assert stage_on(session, cast, later(moment, 19)) == 2
    assert stage_on(session, cast, later(moment, 20)) == 3
    assert (change.person_id, change.second_person_id) == (cast.who["chief"].id, cast.who["deputy"].id)
    assert written.state is DraftState.SIGNED


def test_between_the_signature_and_its_day_the_stage_is_not_proposed_again(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    change = sign(session, written, who=cast.who["deputy"], moment=moment)

    assert sweep_proposals(session, moment=later(moment, 1)).made == 0

    retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=later(moment, 1))
    assert sweep_proposals(session, moment=later(moment, 2)).made == 1


def test_nobody_signs_the_own_draft(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    with pytest.raises(OwnDraft):
        sign(session, written, who=cast.who["chief"], moment=moment)


def test_the_owner_is_heard_before_it_is_signed(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment, days_ahead=40)
    silence = Answer(None, "The owner", Channel.TELEPHONE, moment.today)

    with pytest.raises(BeforeTheAnswer):
        sign(session, written, who=cast.who["deputy"], moment=moment)
    with pytest.raises(BeforeTheAnswer):
        record_answer(session, written, silence, who=cast.who["engineer"], moment=moment)
    with pytest.raises(NoAnswerOnFile):
        sign(session, written, who=cast.who["deputy"], moment=later(moment, 15))

    record_answer(session, written, silence, who=cast.who["engineer"], moment=later(moment, 15))
    assert sign(session, written, who=cast.who["deputy"], moment=later(moment, 15)).stage == 3


def test_the_owner_answers_at_the_desk_and_no_other_factory_does(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    rival = a_person(session, Role.FACTORY_USER, factory=a_covered_factory(session, 9002))
    said = Answer("We ordered the doors.", "The owner", Channel.DESK, moment.today)

    with pytest.raises(NotStaff):
        record_answer(session, written, said, who=a_visitor(session, rival, moment=moment), moment=moment)
    assert record_answer(session, written, said, who=cast.who["owner"], moment=moment).words == said.words


def test_it_holds_a_day_ahead_at_the_earliest_when_drafted_and_when_signed(session, moment):
    cast = before_stage_three(session, moment)
    with pytest.raises(TooSoon):
        drafted(session, cast, moment, days_ahead=0)
    written = drafted(session, cast, moment, days_ahead=1)
    answered(session, cast, written, moment)

    with pytest.raises(TooSoon):
        sign(session, written, who=cast.who["deputy"], moment=later(moment, 1))


def test_a_draft_is_withdrawn_with_a_reason_and_another_may_be_written(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    with pytest.raises(OneIsDrafted):
        drafted(session, cast, moment)

    withdraw_draft(session, written, reason="A wrong date.", who=cast.who["deputy"], moment=moment)

    with pytest.raises(DraftSettled):
        sign(session, written, who=cast.who["deputy"], moment=moment)
    assert drafted(session, cast, moment).state is DraftState.OPEN


def test_while_a_draft_lies_there_nothing_else_is_proposed_for_the_factory(session, moment):
    cast = before_stage_three(session, moment)
    drafted(session, cast, moment)
    cast.correct_all(session, moment)

    swept = sweep_proposals(session, moment=later(moment, 1))

    assert (swept.made, swept.gone) == (0, 1)


def test_who_buys_there_on_that_day_has_to_end_it(session, moment):
    cast = before_stage_three(session, moment)
    nordic, former = Signatory(name="Nordic"), Signatory(name="Former")
    since = date(2020, 1, 1)
    session.add(Sourcing(signatory=nordic, factory=cast.factory, from_on=since, recorded_at=moment.now))
    ended = {"to_on": date(2021, 1, 1), "end_recorded_at": moment.now}
    session.add(Sourcing(signatory=former, factory=cast.factory, from_on=since, recorded_at=moment.now, **ended))
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    sign(session, written, who=cast.who["deputy"], moment=moment)

    (duty,) = session.scalars(select(Termination))
    assert (duty.signatory_id, duty.due_on, duty.confirmed_at) == (nordic.id, written.effective_on, None)


def test_a_profile_may_meet_the_whole_company_group(session, moment):
    group_text = delivered_text().replace("meets_group = false", "meets_group = true")
    session.add(
        ProtocolVersion(
            name="until May 2019",
            holds_from=date(2020, 1, 1),
            text=group_text,
            sha256="-",
            reason="as an example",
            actor="a test",
            recorded_at=moment.now,
        )
    )
    cast = before_stage_three(session, moment)
    sister = a_covered_factory(session, 9002)
    cast.factory.company_group = sister.company_group = CompanyGroup(name="Demo Group")
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    sign(session, written, who=cast.who["deputy"], moment=moment)

    changed = session.scalars(select(StageChange.factory_id).where(StageChange.draft_id == written.id)).all()
    assert set(changed) == {cast.factory.id, sister.id}


def test_a_decision_is_taken_back_with_a_reason_and_both_stay_on_record(session, moment):
    cast = Cast(session, moment, (1, date(2023, 1, 1)), count=12)
    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)
    assert stage_on(session, cast, moment) == 2

    back = retract(session, change, Why("The visit had been missed by us."), who=cast.who["chief"], moment=moment)

    assert back.retracts_id == change.id
    assert stage_on(session, cast, moment) == 1
    with pytest.raises(NotTheLast):
        retract(session, change, WHY, who=cast.who["chief"], moment=moment)


def test_a_decision_that_does_not_hold_yet_never_holds_once_it_is_taken_back(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    change = sign(session, written, who=cast.who["deputy"], moment=moment)

    retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=moment)

    assert stage_on(session, cast, later(moment, 30)) == 2
