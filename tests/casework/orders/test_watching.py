"""What is said of open orders at one look is what holds, and is asked in a fixed number of questions."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from accord.casework.orders import care, deeds, measures
from accord.casework.orders.care import Stop
from accord.casework.orders.listing import Wanted, count_of, orders_by_page, pressing_orders
from accord.casework.orders.sweeping import sweep_orders
from accord.casework.orders.watching import watch
from accord.records.factory import Building, Factory, Occupant, Sourcing
from accord.records.inspection import Visit
from accord.records.notice import Notice
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.orders.next_step import Lacks
from accord.rules.orders.reminders import Track
from accord.rules.orders.words import Channel, RecipientKind
from accord.rules.vocabulary import Discipline, InspectionKind, OrderKind
from tests.order_builders import (
    SEEN,
    a_house,
    acknowledged,
    determined,
    later,
    raised,
    ready,
    the_panel_agrees,
)


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def only(session, moment):
    session.flush()
    session.expire_all()
    [found] = watch(session, session.scalars(select(SafetyOrder)).all(), moment=moment)
    return found


def told_by(session, step: str) -> Counter:
    kinds = select(OrderRecipient.kind).join(Notice, Notice.organisation == OrderRecipient.organisation)
    return Counter(session.scalars(kinds.where(Notice.step == step, Notice.order_id == OrderRecipient.order_id)))


def nothing_more(session, order, house, moment):
    """Leave it as it was raised."""


def determine(session, order, house, moment):
    deeds.determine(session, order, who=house.who["chief"], moment=moment)


def determine_and_all_inside_answer(session, order, house, moment):
    determine(session, order, house, moment)
    inside = (RecipientKind.FACTORY, RecipientKind.SAFETY_COMMITTEE, RecipientKind.OCCUPANT, RecipientKind.LANDLORD)
    for each in list(order.recipients):
        if each.kind in inside:
            acknowledged(session, order, each.organisation, house, moment)


def determine_and_all_answer(session, order, house, moment):
    determine(session, order, house, moment)
    for each in list(order.recipients):
        if each.kind is not RecipientKind.CHIEF_SAFETY_OFFICER:
            acknowledged(session, order, each.organisation, house, moment)


def be_ready(session, order, house, moment):
    determine(session, order, house, moment)
    ready(session, order, house, moment)


def set_a_measure(session, order, house, moment):
    determine(session, order, house, moment)
    wanted = measures.Wanted("Empty the tanks.", moment.today)
    measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)


@pytest.mark.parametrize("looks", [1, 3, 5])
@pytest.mark.parametrize(
    "take",
    [
        nothing_more,
        determine,
        determine_and_all_inside_answer,
        determine_and_all_answer,
        be_ready,
        set_a_measure,
    ],
    ids=lambda take: take.__name__,
)
def test_the_next_reminder_goes_at_that_moment_to_those_who_were_said_and_nobody_else(
    session, moment, house, take, looks
):
    take(session, raised(session, house, moment), house, moment)
    now = moment
    for _ in range(looks):
        found = only(session, now)
        assert found.reminder.due_at == found.order.next_due_at
        now = replace(moment, now=found.reminder.due_at)
        sweep_orders(session, moment=now)

        assert dict(told_by(session, found.reminder.step)) == dict(found.reminded)


def test_a_reminder_that_is_due_already_stands_before_those_to_come(session, moment, house):
    determined(session, house, moment)

    found = only(session, later(moment, hours=49))

    assert (found.reminder.track, found.reminder.number) == (Track.CLIMB, 3)


def test_a_signatory_produces_until_it_has_confirmed_of_every_factory_where_it_buys(session, moment, house):
    order = determined(session, house, moment)
    assert [each.name for each in only(session, moment).producing] == ["Nordic", "Baltic"]

    stop = Stop(house.nordic.id, house.first, True, moment.today, "N. B.", Channel.TELEPHONE)
    care.confirm_stop(session, order, stop, who=house.who["handler"], moment=moment)
    assert [each.name for each in only(session, moment).producing] == ["Baltic"]

    again = replace(stop, is_stopped=False)
    care.confirm_stop(session, order, again, who=house.who["handler"], moment=later(moment, hours=1))
    assert [each.name for each in only(session, moment).producing] == ["Nordic", "Baltic"]


def test_one_that_bought_there_until_the_order_and_one_of_which_no_purchase_is_known_are_not_left_out(
    session, moment, house
):
    for each in session.query(Sourcing):
        each.to_on, each.end_recorded_at = moment.today + timedelta(days=9), moment.now
    session.flush()
    order = determined(session, house, moment)
    session.query(Sourcing).filter_by(signatory_id=house.nordic.id).delete()
    assert [each.name for each in only(session, moment).producing] == ["Nordic", "Baltic"]

    for factory in (house.first, house.second):
        stop = Stop(house.nordic.id, factory, True, moment.today, "N. B.", Channel.TELEPHONE)
        care.confirm_stop(session, order, stop, who=house.who["handler"], moment=moment)
    assert [each.name for each in only(session, moment).producing] == ["Baltic"]


def test_nobody_must_stop_production_for_a_load_reduction_or_before_it_is_determined(session, moment, house):
    raised(session, house, moment)
    determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)

    session.expire_all()
    assert not any(each.producing for each in watch(session, session.scalars(select(SafetyOrder)).all(), moment=moment))


def test_measures_tenants_the_panel_and_the_next_visit_of_the_discipline_are_there(session, moment, house):
    order = determined(session, house, moment)
    ready(session, order, house, moment)
    engineer = house.who["engineer"]
    dropped = measures.set_measure(
        session, order, measures.Wanted("Prop it.", moment.today), who=engineer, moment=moment
    )
    kept = measures.set_measure(
        session, order, measures.Wanted("Empty the tanks.", moment.today), who=engineer, moment=moment
    )
    measures.drop(session, dropped, note="Not needed.", who=house.who["chief"], moment=moment)
    for discipline, days in ((Discipline.BOILER, 1), (Discipline.STRUCTURAL, 3), (Discipline.STRUCTURAL, 2)):
        session.add(
            Visit(
                factory=house.second,
                discipline=discipline,
                kind=InspectionKind.FOLLOW_UP,
                planned_on=moment.today + timedelta(days=days),
                engineer_id=engineer.id,
                actor="a test",
                recorded_at=moment.now,
            )
        )

    found = only(session, moment)

    assert found.measures == (kept,)
    assert [each.other_name for each in found.tenants] == ["Kashimpur Bank"]
    assert found.lacks == (Lacks.PANEL,)
    assert found.visit.planned_on == moment.today + timedelta(days=2)
    the_panel_agrees(session, order, moment)
    assert only(session, moment).lacks == (Lacks.LIFTING,)


def test_an_open_load_reduction_of_the_building_counts_and_the_order_itself_does_not(session, moment, house):
    load = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    evacuation = determined(session, house, moment)
    session.expire_all()

    found = {each.order.id: each.beside.other_limits for each in watch(session, [load, evacuation], moment=moment)}

    assert found == {load.id: 0, evacuation.id: 1}


def a_house_more(session, house, number: int):
    building = Building(name=f"Block {number}")
    building.occupants = [Occupant(factory=Factory(number=number, name=f"Works {number}"))]
    session.add(building)
    session.flush()
    return replace(house, building=building, first=building.occupants[0].factory)


def test_what_nobody_has_determined_presses_most_then_what_must_be_looked_at_first(session, moment, house):
    who = house.who["chief"]
    first = determined(session, house, moment)
    second = determined(session, a_house_more(session, house, 9101), later(moment, hours=-2))
    third = raised(session, a_house_more(session, house, 9102), moment)
    ended = determined(session, a_house_more(session, house, 9103), moment)
    seen = replace(SEEN, seen_on=moment.today)
    deeds.verify_on_site(session, ended, seen, who=house.who["engineer"], moment=moment)
    deeds.vacate(session, ended, seen, who=who, moment=moment)

    assert list(pressing_orders(session, who)) == [third, second, first]
    assert list(pressing_orders(session, who, most=1)) == [third]
    assert count_of(session, who, Wanted()) == 3
    assert list(orders_by_page(session, who, Wanted(is_open=False), page=1)) == [ended]
    assert list(orders_by_page(session, who, Wanted(is_open=None), page=1)) == [third, second, first, ended]
    assert not orders_by_page(session, who, Wanted(kind=OrderKind.BOILER_SHUTDOWN), page=1)
    assert not orders_by_page(session, who, Wanted(), page=2)


def test_everybody_is_listed_what_they_may_read_and_nothing_else(session, moment, house):
    order = determined(session, house, moment)
    other = raised(session, a_house_more(session, house, 9101), moment)

    assert list(pressing_orders(session, house.who["owner"])) == [order]
    assert list(pressing_orders(session, house.who["brand"])) == [order]
    assert list(pressing_orders(session, house.who["stranger"])) == []
    assert list(pressing_orders(session, house.who["handler"])) == [other, order]


def test_it_is_asked_as_often_for_many_orders_as_for_one(session, moment, house):
    def one_more(number: int) -> None:
        order = determined(session, a_house_more(session, house, number), moment)
        wanted = measures.Wanted("Empty the tanks.", moment.today)
        measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)

    def asked() -> int:
        session.flush()
        session.expire_all()
        statements = []

        def note(*told):
            statements.append(told[2])

        event.listen(session.connection(), "before_cursor_execute", note)
        found = watch(session, pressing_orders(session, house.who["chief"], most=50), moment=moment)
        event.remove(session.connection(), "before_cursor_execute", note)
        assert all(each.measures for each in found)
        return len(statements)

    one_more(9101)
    for_one = asked()
    for number in range(9102, 9112):
        one_more(number)

    assert asked() == for_one <= 25
