"""Whoever comes to a building with an open order is told in the transaction in which that is recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.buildings import OtherOccupant
from accord.casework.orders import arrivals, deeds
from accord.records.factory import Factory, Occupant, Signatory, Sourcing
from accord.records.notice import Notice
from accord.rules.notices import Sending
from accord.rules.vocabulary import OrderKind
from tests.casework.factory_lists import take_in_buildings, take_in_sourcing, written
from tests.order_builders import WHY, a_house, determined, go_live, later, raised, ready

SOURCING = ("signatory", "factory", "from", "to", "lead")


@pytest.fixture
def house(session, moment):
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def mill(session):
    mill = Factory(number=9003, name="Third Mill Ltd.")
    session.add(mill)
    session.flush()
    return mill


def told(session, organisation):
    query = select(Notice.step).where(Notice.organisation == organisation).order_by(Notice.id)
    return session.scalars(query).all()


def moves_in(session, house, who, moment, *, from_on=None):
    return arrivals.move_in(session, house.building, who=who, from_on=from_on, actor="a test", moment=moment)


def test_a_factory_that_moves_in_is_told_at_once_that_the_order_was_determined(session, moment, house, mill):
    determined(session, house, moment)

    moves_in(session, house, mill, later(moment, hours=3))

    for organisation in (f"factory {mill.id}", f"committee {mill.id}"):
        assert told(session, organisation) == ["determined"]
    [letter] = session.scalars(select(Notice).where(Notice.organisation == f"factory {mill.id}"))
    assert (letter.state, letter.next_try_at) == (Sending.WAITING, later(moment, hours=3).now)


def test_before_it_is_determined_a_factory_that_moves_in_is_told_to_clear_the_place_and_a_bank_nothing(
    session, moment, house, mill
):
    order = raised(session, house, moment)

    moves_in(session, house, mill, moment)
    moves_in(session, house, OtherOccupant("Another Bank"), moment)
    assert told(session, f"factory {mill.id}") == ["raised"]
    assert not [each for each in order.recipients if each.organisation.startswith("occupant")]
    deeds.determine(session, order, who=house.who["chief"], moment=moment)

    bank = session.scalars(select(Occupant).where(Occupant.other_name == "Another Bank")).one()
    assert told(session, f"occupant {bank.id}") == ["determined"]


def test_whoever_was_told_is_told_nothing_anew_when_somebody_moves_in(session, moment, house, mill):
    determined(session, house, moment)
    before = told(session, f"factory {house.first.id}")

    moves_in(session, house, mill, moment)

    assert told(session, f"factory {house.first.id}") == before


def test_of_an_order_that_has_ended_nobody_is_told_who_comes_later(session, moment, house, mill):
    order = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    for_boilers = replace(house, who=house.who | {"engineer": house.who["boilers"]})
    ready(session, order, for_boilers, moment)
    deeds.lift(session, order, WHY, who=house.who["chief"], moment=moment)

    moves_in(session, house, mill, moment)

    assert told(session, f"factory {mill.id}") == []


def test_who_comes_on_a_day_that_lies_ahead_is_told_on_that_day_by_the_clock(session, moment, house, mill):
    order = determined(session, house, moment)
    moves_in(session, house, mill, moment, from_on=moment.today + timedelta(days=2))
    assert told(session, f"factory {mill.id}") == []
    then = later(moment, days=2)

    assert arrivals.count_to_tell(session, moment=moment) == 0
    assert arrivals.count_to_tell(session, moment=then) == 2
    assert arrivals.tell_of(session, order.id, moment=then) == 2
    assert told(session, f"factory {mill.id}") == ["determined"]
    assert arrivals.tell_of(session, order.id, moment=then) == 0


def test_a_brand_that_begins_to_buy_there_is_told_with_the_list_that_says_so(session, moment, house, tmp_path):
    determined(session, house, moment)

    take_in_sourcing(session, moment, written(tmp_path, SOURCING, ("Alpine", "9001", "2024-06-30", "", "no")))

    brand = session.scalars(select(Signatory).where(Signatory.name == "Alpine")).one()
    assert told(session, f"signatory {brand.id}") == ["determined"]


def test_a_brand_that_begins_to_buy_from_a_merged_number_is_told_too(session, moment, house, tmp_path):
    part = Factory(number=9800, name="Part", merged_into_id=house.first.id)
    session.add(part)
    session.flush()
    determined(session, house, moment)

    take_in_sourcing(session, moment, written(tmp_path, SOURCING, ("Alpine", "9800", "2024-06-30", "", "no")))

    brand = session.scalars(select(Signatory).where(Signatory.name == "Alpine")).one()
    assert told(session, f"signatory {brand.id}") == ["determined"]


def test_a_brand_that_buys_elsewhere_is_told_nothing(session, moment, house, tmp_path):
    determined(session, house, moment)

    take_in_sourcing(session, moment, written(tmp_path, SOURCING, ("Alpine", "9900", "2024-06-30", "", "no")))

    brand = session.scalars(select(Signatory).where(Signatory.name == "Alpine")).one()
    assert told(session, f"signatory {brand.id}") == []
    assert session.scalars(select(Sourcing).where(Sourcing.signatory == brand)).one().from_on == date(2024, 6, 30)


def test_who_is_in_the_building_by_a_list_is_told_with_that_list(session, moment, house, mill, tmp_path):
    determined(session, house, moment)
    file = written(tmp_path, ("building", "factory"), ("Block A", "9001, 9002, 9003"))

    take_in_buildings(session, moment, file)

    assert [occupant.building for occupant in session.scalars(select(Occupant).where(Occupant.factory == mill))] == [
        house.building
    ]
    assert told(session, f"factory {mill.id}") == ["determined"]
