"""The night tells who began to buy at an ineligible factory that this has to end."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.ineligible import sign
from accord.jobs import work
from accord.records.ineligibility import Termination
from accord.records.notice import Notice
from accord.rules.notices import Letter
from tests.casework.escalation.test_deciding import answered, before_stage_three, drafted
from tests.casework.escalation.test_stage_three import a_buyer


def test_the_night_gives_the_duty_to_who_began_to_buy_and_foresees_it(world):
    with Session(world.place.engine) as session:
        cast = before_stage_three(session, world.moment)
        written = drafted(session, cast, world.moment)
        answered(session, cast, written, world.moment)
        sign(session, written, who=cast.who["deputy"], moment=world.moment)
        brand_id = a_buyer(session, cast.factory, "Nordic", world.moment).id
        session.commit()

    assert work.foresee_proposals(world.place, world.moment) == 1
    assert work.propose_stages(world.place, world.moment) == 1
    assert work.propose_stages(world.place, world.moment) == 0

    with Session(world.place.engine) as session:
        assert session.scalars(select(Termination.signatory_id)).all() == [brand_id]
        to_the_brand = select(Notice.step).where(Notice.organisation == f"signatory {brand_id}")
        assert session.scalars(to_the_brand).all() == [Letter.INELIGIBLE.value]
