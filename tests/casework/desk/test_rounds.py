"""The follow-up round in three touches, and the withdrawal of what should not have been recorded."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.rounds import (
    NotOnThisRound,
    RoundProgress,
    corrected_lately,
    hazards_on,
    last_sights,
    progress_of_round,
    touch,
)
from accord.casework.desk.statuses import CannotBeSaid, claim_correction
from accord.casework.desk.withdrawals import (
    DecidedAlready,
    ProposedAlready,
    WhyNot,
    decide_withdrawal,
    propose_withdrawal,
)
from accord.records.hazard import HazardEvent, LogEntry
from accord.records.person import RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import Seen
from accord.rules.desk.verification import Wrong
from accord.rules.vocabulary import Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def visit(session, hazard):
    return an_inspection(session, hazard.links[0].factory)


@pytest.fixture
def owner(session, moment, hazard):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), moment)


@pytest.fixture
def engineer(session, moment):
    return a_visitor(session, an_engineer(session, name="R. Islam"), moment)


@pytest.fixture
def chief(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter"), moment)


def test_a_touch_is_a_verdict_where_it_changes_the_status_and_only_a_sight_where_it_does_not(
    session, moment, hazard, visit, engineer
):
    partly = touch(session, visit, hazard, Seen.PARTLY, comment="Half done.", who=engineer, moment=moment)
    assert (partly.event_id, hazard.status) == (None, Status.IN_PROGRESS)
    assert session.scalars(select(LogEntry.text)).all() == ["Half done."]

    corrected = touch(session, visit, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)
    assert corrected.event_id is not None
    assert hazard.status is Status.CORRECTED


def test_what_was_claimed_and_is_not_so_is_not_accepted(session, moment, hazard, visit, owner, engineer):
    claim_correction(session, hazard, done="Done.", on=date(2024, 6, 1), who=owner, moment=moment)

    with pytest.raises(CannotBeSaid):
        touch(session, visit, hazard, Seen.NOT_CORRECTED, comment=None, who=engineer, moment=moment)
    touch(session, visit, hazard, Seen.NOT_CORRECTED, comment="Still locked.", who=engineer, moment=moment)

    assert hazard.status is Status.IN_PROGRESS


def test_a_second_touch_replaces_the_first_and_takes_its_verdict_back(session, moment, hazard, visit, engineer):
    touch(session, visit, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)

    touch(session, visit, hazard, Seen.NOT_SEEN, comment=None, who=engineer, moment=moment)

    assert hazard.status is Status.IN_PROGRESS
    assert last_sights(session, visit, [hazard.id])[hazard.id].seen is Seen.NOT_SEEN


def test_the_same_touch_twice_is_one(session, moment, hazard, visit, engineer):
    first = touch(session, visit, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)
    again = touch(session, visit, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)

    assert first.id == again.id
    assert len(session.scalars(select(HazardEvent)).all()) == 2


def test_a_round_counts_what_was_looked_at_and_keeps_what_it_corrected_in_its_list(
    session, moment, hazard, visit, engineer
):
    other = a_factory_with_hazard(session, moment, item=2)
    touch(session, visit, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)
    touch(session, visit, other, Seen.NOT_SEEN, comment=None, who=engineer, moment=moment)

    hazards = hazards_on(session, visit)

    assert [each.item for each in hazards] == [1, 2]
    sights = last_sights(session, visit, [each.id for each in hazards])
    assert progress_of_round(hazards, sights) == RoundProgress(seen=1, hazards=2)


@pytest.mark.parametrize(("verified_on", "is_offered"), [(date(2024, 1, 20), True), (date(2023, 1, 20), False)])
def test_what_was_verified_within_a_year_is_offered_on_the_next_round_until_it_is_touched(
    session, moment, engineer, verified_on, is_offered
):
    hazard = a_factory_with_hazard(session, moment, found_on=date(2023, 1, 10))
    factory = hazard.links[0].factory
    former, visit = an_inspection(session, factory, on=verified_on), an_inspection(session, factory)
    touch(session, former, hazard, Seen.CORRECTED, comment=None, who=engineer, moment=moment)

    assert list(corrected_lately(session, visit)) == ([hazard] if is_offered else [])
    assert list(hazards_on(session, visit)) == []

    touch(session, visit, hazard, Seen.NOT_CORRECTED, comment="Locked again.", who=engineer, moment=moment)
    assert hazard.status is Status.IN_PROGRESS
    assert list(corrected_lately(session, visit)) == []
    assert list(hazards_on(session, visit)) == [hazard]


def test_a_hazard_of_another_factory_is_not_on_the_round(session, moment, visit, engineer):
    elsewhere = a_factory_with_hazard(session, moment, number=9002)

    with pytest.raises(NotOnThisRound):
        touch(session, visit, elsewhere, Seen.CORRECTED, comment=None, who=engineer, moment=moment)


def test_a_hazard_is_withdrawn_only_when_the_chief_safety_officer_approves(session, moment, hazard, engineer, chief):
    proposal = propose_withdrawal(session, hazard, reason="Recorded twice.", who=engineer, moment=moment)
    assert hazard.status is Status.IN_PROGRESS
    with pytest.raises(ProposedAlready):
        propose_withdrawal(session, hazard, reason="Again.", who=engineer, moment=moment)

    decide_withdrawal(session, proposal, is_approved=True, remark=None, who=chief, moment=moment)

    assert hazard.status is Status.WITHDRAWN
    event = session.scalars(select(HazardEvent).order_by(HazardEvent.id.desc())).first()
    assert (event.actor, event.reason) == ("R. Islam; approved by N. Akter", "Recorded twice.")
    with pytest.raises(DecidedAlready):
        decide_withdrawal(session, proposal, is_approved=False, remark="No.", who=chief, moment=moment)


@pytest.mark.parametrize("is_approved", [True, False])
def test_who_is_engineer_and_deputy_decides_on_no_withdrawal_that_they_proposed(session, moment, hazard, is_approved):
    person = an_engineer(session, name="R. Islam")
    recorded = {"actor": "the administrator", "recorded_at": moment.now}
    person.roles.append(RoleHeld(role=Role.DEPUTY, from_on=moment.today, **recorded))
    session.flush()
    both = a_visitor(session, person, moment)
    proposal = propose_withdrawal(session, hazard, reason="Recorded twice.", who=both, moment=moment)

    with pytest.raises(CannotBeSaid) as refused:
        decide_withdrawal(session, proposal, is_approved=is_approved, remark="No.", who=both, moment=moment)

    assert refused.value.wrong is Wrong.OWN_PROPOSAL
    assert (hazard.status, proposal.is_approved) == (Status.IN_PROGRESS, None)


def test_a_refused_withdrawal_says_why_and_changes_nothing(session, moment, hazard, engineer, chief):
    proposal = propose_withdrawal(session, hazard, reason="Recorded twice.", who=engineer, moment=moment)

    with pytest.raises(WhyNot):
        decide_withdrawal(session, proposal, is_approved=False, remark=None, who=chief, moment=moment)
    decide_withdrawal(session, proposal, is_approved=False, remark="It is another gate.", who=chief, moment=moment)

    assert hazard.status is Status.IN_PROGRESS
    propose_withdrawal(session, hazard, reason="Now really.", who=engineer, moment=moment)
