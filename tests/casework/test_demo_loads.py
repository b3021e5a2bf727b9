"""The loads of the demonstration were weighed on a visit; one above its limit stands under an order from that day."""

from casework.demonstration import LIMITED, factory
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.records.inspection import InspectedBuilding, Measurement
from accord.records.order import OrderPlace, SafetyOrder
from accord.rules.vocabulary import Discipline


def test_each_load_above_its_limit_is_on_a_floor_that_an_order_names_from_that_day(any_weekday: Session) -> None:
    loads = list(any_weekday.scalars(select(Measurement)))
    above = [each for each in loads if each.allowable_kpa is not None and each.value > each.allowable_kpa]

    assert len(loads) > len(above) == 2
    for each in above:
        assert each.inspection.factory.number == LIMITED
        orders = select(SafetyOrder).join(OrderPlace).where(OrderPlace.floor_id == each.floor_id)
        [order] = any_weekday.scalars(orders)
        assert order.limit_kpa is not None
        assert order.limit_kpa < each.value
        assert order.steps[0].happened_on <= each.inspection.inspected_on


def test_each_structural_rating_is_of_the_building_where_the_factory_is(demo: Session) -> None:
    rated = list(demo.scalars(select(InspectedBuilding)))

    assert len({each.inspection.factory.number for each in rated}) >= 8
    for each in rated:
        assert each.inspection.discipline is Discipline.STRUCTURAL
        assert each.rating is each.inspection.rating
        assert each.building in [stay.building for stay in factory(demo, each.inspection.factory.number).occupancies]
