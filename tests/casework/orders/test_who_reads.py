"""Who reads of an order: whoever is in the building, the programme, and every brand that was ever told of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.things import orders_seen_by, thing_of_order
from accord.casework.orders import deeds
from accord.records.factory import Signatory, Sourcing
from accord.records.order import SafetyOrder
from accord.records.person import Person
from accord.rules.desk.actions import Action
from accord.rules.desk.people import Role
from tests.desk_builders import a_person, a_visitor
from tests.order_builders import a_house, later, raised


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def reads(session, who, order):
    """Return whether the visitor may read of the order; lists and the page must agree."""
    listed = order.id in session.scalars(select(SafetyOrder.id).where(orders_seen_by(who))).all()
    assert listed == who.may(Action.READ_ORDER, thing_of_order(order))
    return listed


def test_brands_read_of_an_order_once_it_is_determined_and_everybody_else_of_the_house_at_once(session, moment, house):
    order = raised(session, house, moment)
    everybody = set(house.who) - {"stranger"}

    assert {name for name, who in house.who.items() if reads(session, who, order)} == everybody - {"brand"}
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    assert {name for name, who in house.who.items() if reads(session, who, order)} == everybody


def test_a_brand_that_was_told_reads_of_the_order_for_ever_and_one_that_had_left_before_never(session, moment, house):
    left = Signatory(name="Left long ago")
    gone = {"from_on": date(2015, 1, 1), "to_on": date(2020, 1, 1)}
    recorded = {"recorded_at": moment.now, "end_recorded_at": moment.now}
    session.add(Sourcing(signatory=left, factory=house.first, **gone, **recorded))
    session.flush()
    person = a_person(session, Role.SIGNATORY_USER, signatory=left)
    order = raised(session, house, moment)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    then = later(moment, days=40)
    sourcing = session.scalars(select(Sourcing).where(Sourcing.signatory_id == house.nordic.id)).one()
    sourcing.to_on, sourcing.end_recorded_at = moment.today + timedelta(days=5), moment.now
    session.flush()

    told = a_visitor(session, session.get_one(Person, house.who["brand"].id), then)
    assert reads(session, told, order)
    assert not told.may(Action.READ_REPORT, thing_of_order(order)), "reports are for those who buy now"
    assert not reads(session, a_visitor(session, person, then), order)


def test_each_deed_of_an_order_is_granted_to_its_roles_and_of_the_discipline(session, moment, house):
    order = raised(session, house, moment)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    thing = thing_of_order(order)
    granted = {
        action: {name for name, who in house.who.items() if who.may(action, thing)}
        for action in (
            Action.DETERMINE_ORDER,
            Action.ACT_ON_ORDER,
            Action.VERIFY_ORDER,
            Action.REPORT_ON_ORDER,
            Action.CONFIRM_STOP,
        )
    }

    assert granted == {
        Action.DETERMINE_ORDER: {"chief", "deputy"},
        Action.ACT_ON_ORDER: {"chief", "deputy", "engineer", "second", "boilers", "handler"},
        Action.VERIFY_ORDER: {"engineer", "second"},
        Action.REPORT_ON_ORDER: {"owner"},
        Action.CONFIRM_STOP: {"brand"},
    }
