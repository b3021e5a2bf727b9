"""One decision on many: each by itself, and of two people who decide in the same instant one is heard."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.deciding import Why
from accord.casework.escalation.many_decisions import Chosen, Verdict, decide_many
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.refused import Changed, Settled
from accord.casework.journal import first_broken_line
from accord.records.base import open_engine
from accord.records.escalation import StageChange, StageProposal
from accord.records.journal import JournalEntry
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.escalation.words import ProposalState
from accord.rules.vocabulary import Status
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, goes_through

NUMBERS = (9001, 9002, 9003)


@pytest.fixture
def hazards(session, moment):
    """The hazards of three factories, each of which is proposed for stage 1."""
    found = {}
    for number in NUMBERS:
        factory = a_covered_factory(session, number)
        found[number] = [an_overdue_hazard(session, factory, late_days=200, moment=moment) for _ in range(6)]
    sweep_proposals(session, moment=moment)
    session.flush()
    return found


def chosen(session) -> list[Chosen]:
    return [Chosen(each.id, each.revision) for each in open_proposals(session).values()]


def test_one_of_which_the_evidence_went_is_refused_and_leaves_nothing_while_the_others_are_decided(
    session, moment, hazards
):
    goes_through(session, hazards[9002][0], (moment.today, Status.CORRECTED), moment=moment)
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)

    outcomes = decide_many(session, chosen(session), Verdict.FOLLOW, Why("Late."), who=chief, moment=moment)

    refused = {each.proposal.factory.number: type(each.refusal) for each in outcomes if each.refusal}
    assert refused == {9002: Changed}
    assert len(session.scalars(select(StageChange)).all()) == 2
    told = session.scalars(select(JournalEntry.subject).where(JournalEntry.deed == "decided on a stage")).all()
    assert sorted(told) == ["factory 9001", "factory 9003"]
    assert first_broken_line(session) is None


def test_what_was_looked_at_before_it_changed_is_not_decided(session, moment, hazards):
    seen = chosen(session)
    session.scalars(select(StageProposal)).first().revision += 1
    session.flush()
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)

    outcomes = decide_many(session, seen, Verdict.DECLINE, Why("No."), who=chief, moment=moment)

    assert [type(each.refusal) for each in outcomes] == [Settled, type(None), type(None)]


def test_of_two_who_decide_on_the_same_ones_in_the_same_instant_each_is_decided_once(
    database, session, moment, hazards
):
    people = {
        name: a_person(session, role).id
        for name, role in (("chief", Role.CHIEF_SAFETY_OFFICER), ("deputy", Role.DEPUTY))
    }
    seen = chosen(session)
    session.commit()
    engine, together = open_engine(f"sqlite:///{database}"), Barrier(2)

    def decides(name: str, verdict: Verdict) -> Counter:
        with Session(engine) as own:
            who = a_visitor(own, own.get_one(Person, people[name]), moment)
            own.rollback()
            together.wait(timeout=20)
            outcomes = decide_many(own, seen, verdict, Why(name), who=who, moment=moment)
            own.commit()
            return Counter(type(each.refusal) for each in outcomes)

    with ThreadPoolExecutor(2) as both:
        one = both.submit(decides, "chief", Verdict.FOLLOW)
        other = both.submit(decides, "deputy", Verdict.DECLINE)
        told = [one.result(), other.result()]
    engine.dispose()

    assert sum(told, Counter()) == {type(None): 3, Settled: 3}
    settled = session.scalars(select(StageProposal).execution_options(populate_existing=True)).all()
    assert all(each.state is not ProposalState.OPEN for each in settled)
    followed = sum(each.state is ProposalState.DECIDED for each in settled)
    assert len(session.scalars(select(StageChange)).all()) == followed
    assert first_broken_line(session) is None
