"""Where people were in danger in the demonstration an order was raised, at once, and it ended only as it may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from casework.demonstration import EVACUATED, FAR_BEHIND, LIMITED, NEIGHBOUR, every_hazard, place_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.demo.orders import REVIEW_PANEL
from accord.casework.demo.reading import programme_told
from accord.casework.disclosed_orders import disclosed_orders
from accord.casework.orders.standing import clock_of
from accord.records.clockwork import GoLive
from accord.records.factory import Building, Floor, Zone
from accord.records.hazard import Hazard
from accord.records.inspection import Inspection
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.moments import Moment
from accord.rules.orders.causes import order_for_rating
from accord.rules.orders.reminders import next_due_at
from accord.rules.public.disclosed_order import is_open_on
from accord.rules.sheets.cap_words import danger_in
from accord.rules.vocabulary import ORDER_ENDS, OrderKind, OrderStep, Severity, Status
from accord.rules.words.bangla import digits, is_bangla
from tests.order_replay import refused_steps

NEXT_STEPS = {
    OrderStep.RAISED: {OrderStep.DETERMINED, OrderStep.ANNULLED},
    OrderStep.DETERMINED: {OrderStep.ACKNOWLEDGED, OrderStep.COMPLIED, OrderStep.ANNULLED},
    OrderStep.ACKNOWLEDGED: {OrderStep.ACKNOWLEDGED, OrderStep.COMPLIED, OrderStep.RE_ENTERED, OrderStep.ANNULLED},
    OrderStep.COMPLIED: {OrderStep.COMPLIED, OrderStep.VERIFIED, OrderStep.RE_ENTERED},
    OrderStep.VERIFIED: {OrderStep.VERIFIED, OrderStep.RE_ENTERED, OrderStep.WORKS_VERIFIED, OrderStep.VACATED},
    OrderStep.WORKS_VERIFIED: {OrderStep.LIFTED},
    OrderStep.RE_ENTERED: {OrderStep.ACKNOWLEDGED, OrderStep.COMPLIED},
}
PROMISED = {
    OrderKind.EVACUATION: ({EVACUATED, NEIGHBOUR}, False),
    OrderKind.BOILER_SHUTDOWN: ({FAR_BEHIND}, False),
    OrderKind.LOAD_REDUCTION: ({LIMITED}, True),
}
"""Kind of each order with its factories and whether it is open today."""


@dataclass(frozen=True)
class Cause:
    """Something that calls for an order; `kinds` are those that answer it."""

    building: Building
    kinds: set[OrderKind]
    found_on: date
    said: str


def every_order(session: Session) -> list[SafetyOrder]:
    return list(session.scalars(select(SafetyOrder).order_by(SafetyOrder.id)))


def first(order: SafetyOrder, step: OrderStep) -> date | None:
    return next((each.happened_on for each in order.steps if each.step is step), None)


def ended_on(order: SafetyOrder) -> date | None:
    return order.steps[-1].happened_on if order.steps[-1].step in ORDER_ENDS else None


def was_open(order: SafetyOrder, day: date) -> bool:
    raised_on, end = first(order, OrderStep.RAISED), ended_on(order)
    return raised_on is not None and raised_on <= day and (end is None or day < end)


def causes(session: Session) -> Iterator[Cause]:
    for hazard in every_hazard(session):
        if (kinds := kinds_called_for(hazard)) and hazard.building:
            yield Cause(hazard.building, kinds, hazard.found_on, place_of(hazard))
    for visit in session.scalars(select(Inspection)):
        if kind := order_for_rating(visit.rating):
            for stay in visit.factory.occupancies:
                yield Cause(stay.building, {kind}, visit.inspected_on, f"{visit.factory.number} rated {visit.rating}")


def kinds_called_for(hazard: Hazard) -> set[OrderKind]:
    danger = danger_in(hazard.discipline, hazard.observation, hazard.recommended_action)
    if hazard.severity is not Severity.SEVERE_AND_IMMINENT and danger is None:
        return set()
    return {danger.kind} if danger and danger.kind else set(OrderKind)


def test_there_is_an_order_of_each_kind_one_of_them_open(demo: Session) -> None:
    found = {
        order.kind: ({link.factory.number for link in order.factories}, ended_on(order) is None)
        for order in every_order(demo)
    }

    assert found == PROMISED
    assert len(every_order(demo)) == len(PROMISED)


def test_every_hazard_and_rating_that_calls_for_an_order_has_one_from_that_very_day(any_weekday: Session) -> None:
    calls = list(causes(any_weekday))

    assert len(calls) >= 3
    for cause in calls:
        answers = [
            order
            for order in every_order(any_weekday)
            if order.building is cause.building and order.kind in cause.kinds and was_open(order, cause.found_on)
        ]
        assert answers, cause


def test_no_order_is_raised_without_a_cause_of_that_day(any_weekday: Session) -> None:
    calls = [(cause.building, cause.found_on) for cause in causes(any_weekday)]

    for order in every_order(any_weekday):
        assert (order.building, first(order, OrderStep.RAISED)) in calls, order.because


def test_every_order_goes_from_step_to_step_as_it_may_and_hour_by_hour(any_weekday: Session, moment: Moment) -> None:
    for order in every_order(any_weekday):
        assert order.steps[0].step is OrderStep.RAISED
        assert order.steps[1].step is OrderStep.DETERMINED
        assert order.steps[0].happened_on == order.steps[1].happened_on
        for before, after in pairwise(order.steps):
            assert after.step in NEXT_STEPS[before.step], (order.kind, after.step)
            assert before.recorded_at < after.recorded_at, (order.kind, after.step)
        for step in order.steps:
            assert moment.civil_date(step.recorded_at) == step.happened_on


def test_the_programme_raises_determines_verifies_and_lifts_and_the_factory_complies(demo: Session) -> None:
    programme = programme_told()
    engineers = {name for names in programme.engineers.values() for name in names}
    for order in every_order(demo):
        for step in order.steps:
            if step.step in (OrderStep.RAISED, OrderStep.VERIFIED, OrderStep.WORKS_VERIFIED):
                assert step.actor in engineers | {REVIEW_PANEL}
            elif step.step in (OrderStep.DETERMINED, OrderStep.LIFTED):
                assert step.actor in (programme.chief_safety_officer, REVIEW_PANEL)
            else:
                assert step.actor not in engineers | {programme.chief_safety_officer, REVIEW_PANEL}


def test_every_step_was_allowed_by_the_table_and_brought_what_it_needs(any_weekday: Session) -> None:
    for order in every_order(any_weekday):
        assert refused_steps(any_weekday, order) == []
        assert order.causes
        assert {each.organisation for each in order.recipients} >= {
            f"factory {link.factory_id}" for link in order.factories
        }


def test_an_open_order_is_looked_at_again_after_the_last_day_told_and_an_ended_one_never(
    demo: Session, moment: Moment
) -> None:
    for order in every_order(demo):
        assert order.next_due_at == next_due_at(clock_of(demo, order, moment.zone))
        assert (order.next_due_at is None) == (ended_on(order) is not None)
    assert demo.scalars(select(Notice)).all() == []
    [live] = demo.scalars(select(GoLive))
    assert live.live_from < min(order.steps[0].recorded_at for order in every_order(demo))


def test_an_order_was_lifted_only_after_its_causes_were_corrected(demo: Session) -> None:
    lifted = [order for order in every_order(demo) if order.steps[-1].step is OrderStep.LIFTED]

    assert lifted
    for order in lifted:
        for hazard in every_hazard(demo):
            if hazard.building is order.building and order.kind in kinds_called_for(hazard):
                by_then = [event for event in hazard.events if event.recorded_at < order.steps[-1].recorded_at]
                assert by_then[-1].status is Status.CORRECTED, place_of(hazard)


def test_a_structural_evacuation_is_lifted_by_works_that_were_verified_and_the_panel_of_one_mind(demo: Session) -> None:
    [order] = [order for order in every_order(demo) if order.kind is OrderKind.EVACUATION]

    assert order.steps[-1].step is OrderStep.LIFTED
    assert "unanimous" in (order.steps[-1].note or "")


def test_an_order_names_floors_of_its_building_and_a_limit_if_and_only_if_it_reduces_loads(demo: Session) -> None:
    for order in every_order(demo):
        assert all(place.floor in order.building.floors for place in order.places)
        assert (order.limit_kpa is not None) == (order.kind is OrderKind.LOAD_REDUCTION)
        assert all(
            place.floor.allowable_load_kpa and order.limit_kpa <= place.floor.allowable_load_kpa
            for place in order.places
            if order.limit_kpa
        )


def test_an_order_names_every_factory_that_was_in_the_building_while_it_was_open(demo: Session, moment: Moment) -> None:
    for order in every_order(demo):
        until = ended_on(order) or moment.today
        inside = {
            stay.factory.number
            for stay in order.building.occupants
            if stay.factory and stay.from_on and stay.from_on < until
        }
        assert {link.factory.number for link in order.factories} == inside, order.kind


def test_the_public_sees_every_determined_order_and_which_is_open(demo: Session, moment: Moment) -> None:
    shown = {order.kind: order for order in disclosed_orders(demo, as_of=moment.today)}

    assert {kind: is_open_on(order, as_of=moment.today) for kind, order in shown.items()} == {
        kind: is_open for kind, (_, is_open) in PROMISED.items()
    }
    reduction = shown[OrderKind.LOAD_REDUCTION]
    assert reduction.limit_kpa == 2.0
    assert len(reduction.places) == 2
    assert reduction.factories == (LIMITED,)


def test_every_floor_has_both_names_and_none_is_called_by_a_number_that_could_be_another(
    demo: Session,
) -> None:
    floors = demo.scalars(select(Floor)).all()
    places = [*floors, *demo.scalars(select(Zone))]

    assert len(places) > 80
    for place in places:
        assert is_bangla(place.name_bn), place.name
        assert not is_bangla(place.name)
    for floor in floors:
        if re.match(r"\d", floor.name):
            assert f"{digits(str(floor.level))}" in floor.name_bn
            assert "ফ্লোর" in floor.name_bn
            assert "তলা" not in floor.name_bn
