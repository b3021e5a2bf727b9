"""What stands in the way of lifting an order: not hazards alone, also the rating and the load that called for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accord.casework.orders import deeds
from accord.casework.orders.open_causes import open_causes
from accord.casework.orders.refused import OpenCauses
from accord.records.factory import Building, Occupant
from accord.records.inspection import InspectedBuilding, Measurement
from accord.records.order import OrderCause
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind, Rating
from tests.desk_builders import an_inspection
from tests.order_builders import SEEN, a_house, determined, ready, the_panel_agrees


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def a_cause(session, order, moment, **of):
    cause = OrderCause(
        order=order, discipline=Discipline.STRUCTURAL, words="As found.", actor="a test", recorded_at=moment.now, **of
    )
    session.add(cause)
    session.flush()
    return cause


def rated(session, house, moment, rating, *, days_ago=0):
    on = moment.today - timedelta(days=days_ago)
    visit = an_inspection(session, house.first, discipline=Discipline.STRUCTURAL, on=on)
    session.add(InspectedBuilding(inspection=visit, building=house.building, rating=rating))
    session.flush()
    return visit


def measured(session, visit, house, kpa, moment):
    load = Measurement(
        inspection=visit,
        building_id=house.building.id,
        quantity=Quantity.LOAD,
        value=kpa,
        typed_value=str(kpa),
        typed_unit=Unit.KPA,
        method="weighed",
        allowable_kpa=2.0,
        actor="a test",
        recorded_at=moment.now,
    )
    session.add(load)
    session.flush()
    return load


def still(session, order):
    session.flush()
    return open_causes(session, [order]).get(order.id, frozenset())


def test_a_building_that_was_rated_red_is_lifted_once_it_was_rated_anew(session, house, moment):
    order = determined(session, house, moment)
    red = rated(session, house, moment, Rating.RED, days_ago=30)
    cause = a_cause(session, order, moment, kind=CauseKind.RATING, inspection=red)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    assert still(session, order) == {cause.id}
    with pytest.raises(OpenCauses):
        deeds.lift(session, order, replace(SEEN, note="Jacketed."), who=house.who["chief"], moment=moment)

    rated(session, house, moment, Rating.AMBER, days_ago=1)

    assert still(session, order) == frozenset()
    deeds.lift(session, order, replace(SEEN, note="Jacketed."), who=house.who["chief"], moment=moment)


def test_loads_stay_limited_while_the_building_is_amber(session, house, moment):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    amber = rated(session, house, moment, Rating.AMBER, days_ago=30)
    cause = a_cause(session, order, moment, kind=CauseKind.RATING, inspection=amber)
    assert still(session, order) == {cause.id}

    rated(session, house, moment, Rating.GREEN)

    assert still(session, order) == frozenset()


def test_a_load_is_there_until_less_was_measured_at_the_same_place(session, house, moment):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    visit = an_inspection(session, house.first, on=moment.today - timedelta(days=9))
    cause = a_cause(
        session, order, moment, kind=CauseKind.MEASURED_LOAD, measurement=measured(session, visit, house, 4.1, moment)
    )
    again = an_inspection(session, house.first, on=moment.today - timedelta(days=2))
    measured(session, again, house, 2.5, moment)
    assert still(session, order) == {cause.id}

    measured(session, again, house, 2.0, moment)

    assert still(session, order) == frozenset()


def test_a_rating_after_which_nothing_was_rated_since_still_stands(session, house, moment):
    order = determined(session, house, moment)
    cause = a_cause(session, order, moment, kind=CauseKind.RATING)

    assert still(session, order) == {cause.id}


def test_the_rating_of_a_sheet_that_names_no_building_is_of_the_one_that_was_ordered(session, house, moment):
    order = determined(session, house, moment)
    red = an_inspection(session, house.first, discipline=Discipline.STRUCTURAL, on=moment.today - timedelta(days=30))
    red.rating = Rating.RED
    cause = a_cause(session, order, moment, kind=CauseKind.RATING, inspection=red)
    assert still(session, order) == {cause.id}

    later_on = an_inspection(session, house.first, discipline=Discipline.STRUCTURAL, on=moment.today)
    later_on.rating = Rating.YELLOW

    assert still(session, order) == frozenset()


def test_orders_looked_at_together_stand_as_each_does_alone(session, house, moment):
    red = an_inspection(session, house.first, discipline=Discipline.STRUCTURAL, on=moment.today - timedelta(days=30))
    red.rating = Rating.RED
    orders = [determined(session, house, moment)]
    annex = Building(name="Annex", occupants=[Occupant(factory=house.first)])
    session.add(annex)
    session.flush()
    house.building = annex
    orders.append(determined(session, house, moment))
    for order in orders:
        a_cause(session, order, moment, kind=CauseKind.RATING, inspection=red)
    an_inspection(session, house.first, discipline=Discipline.STRUCTURAL, on=moment.today).rating = Rating.YELLOW
    session.flush()

    assert [still(session, order) for order in orders] == [frozenset(), frozenset()]
    assert open_causes(session, orders) == {}
