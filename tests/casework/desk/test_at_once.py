"""Two people at one record: one of them is heard, and the other one is told that something changed."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.rounds import touch
from accord.casework.desk.statuses import CannotBeSaid, claim_correction
from accord.casework.journal import first_broken_line
from accord.records.base import open_engine
from accord.records.hazard import HazardEvent
from accord.records.person import RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import Seen
from accord.rules.desk.verification import Wrong
from accord.rules.vocabulary import Status
from tests.desk_at_once import PAIRS, a_scene, told_at_once
from tests.desk_builders import LONG_AGO, a_factory_with_hazard, a_visitor, an_engineer, an_inspection


@pytest.fixture
def engine(database):
    engine = open_engine(f"sqlite:///{database}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("name", PAIRS)
def test_of_two_people_at_one_record_one_is_heard_and_the_other_is_told(engine, session, moment, name):
    first, second, refusals = PAIRS[name]
    scene = a_scene(session, moment)

    told = told_at_once(engine, scene, (first, second))

    assert told in refusals
    assert first_broken_line(session) is None


def test_who_claimed_a_correction_verifies_it_by_no_touch_of_a_round_not_even_over_the_verdict_of_another(
    session, moment
):
    hazard = a_factory_with_hazard(session, moment)
    visit = an_inspection(session, hazard.links[0].factory)
    both = an_engineer(session, name="Both")
    both.roles.append(
        RoleHeld(role=Role.CASE_HANDLER, from_on=LONG_AGO, actor="the administrator", recorded_at=moment.now)
    )
    session.flush()
    claimant = a_visitor(session, both, moment)
    other = a_visitor(session, an_engineer(session, name="Other"), moment)
    claim_correction(session, hazard, done="Removed.", on=date(2024, 6, 1), who=claimant, moment=moment)
    session.commit()

    def touched(seen, who, comment):
        return touch(session, visit, hazard, seen, comment=comment, who=who, moment=moment)

    for seen_by_other in (None, Seen.CORRECTED, Seen.NOT_CORRECTED):
        if seen_by_other:
            touched(seen_by_other, other, f"I saw: {seen_by_other}")
            session.commit()
        with pytest.raises(CannotBeSaid) as refused:
            touched(Seen.CORRECTED, claimant, "I say so")
        assert refused.value.wrong is Wrong.OWN_CLAIM
        session.rollback()

    said = select(HazardEvent.person_id).where(HazardEvent.status == Status.CORRECTED)
    assert set(session.scalars(said)) == {other.id}
