"""Ratings and measured loads: what puts people in danger is recorded with that danger, or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from accord.casework.desk.inspections import InspectionFacts, record_inspection
from accord.casework.desk.measurements import (
    CannotBeMeasured,
    LookAtTheDanger,
    NotItsBuilding,
    OnlyStructural,
    PeopleWereTold,
    Place,
    Reading,
    SayWhere,
    inspect_building,
    record_measurement,
    take_out_measurement,
    word_of,
)
from accord.records.factory import Building, Factory, Floor, Occupant, Zone
from accord.records.inspection import InspectedBuilding, Measurement
from accord.records.order import SafetyOrder
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.vocabulary import Discipline, InspectionKind, OrderKind, Rating
from tests.desk_builders import a_visitor, an_engineer


@pytest.fixture
def factory(session):
    factory = Factory(number=9001, name="Own Knit Ltd.")
    session.add(factory)
    session.flush()
    return factory


@pytest.fixture
def building(session, factory):
    floor = Floor(
        level=2, allowable_load_kpa=2.0, zones=[Zone(name="Store", allowable_load_kpa=3.0), Zone(name="Aisle")]
    )
    building = Building(
        name="Main building",
        storeys=6,
        floors=[floor],
        occupants=[Occupant(factory=factory), Occupant(other_name="A bank")],
    )
    session.add(building)
    session.flush()
    return building


@pytest.fixture
def who(session, moment):
    return a_visitor(session, an_engineer(session, Discipline.STRUCTURAL), moment)


def an_inspection_of(session, factory, who, moment, discipline=Discipline.STRUCTURAL):
    engineer = an_engineer(session, discipline)
    who = a_visitor(session, engineer, moment)
    facts = InspectionFacts(discipline, InspectionKind.INITIAL, date(2024, 6, 30), (engineer,))
    return record_inspection(session, factory, facts, visit=None, who=who, moment=moment)


@pytest.fixture
def inspection(session, factory, who, moment):
    return an_inspection_of(session, factory, who, moment)


def rated(session, inspection, building, rating, who, moment, *, shown=None, limits_loads=False):
    return inspect_building(
        session,
        inspection,
        building,
        rating=rating,
        limits_loads=limits_loads,
        use="sewing",
        height_m=18.5,
        shown=shown,
        who=who,
        moment=moment,
    )


def a_load(number, place, *, unit=Unit.KPA, where=None):
    return Reading(Quantity.LOAD, unit, Decimal(number), "weighed", place, where)


def dangers(session):
    return session.scalars(select(SafetyOrder).order_by(SafetyOrder.id)).all()


def test_a_red_rating_is_saved_only_with_the_evacuation_that_was_read_before(
    session, moment, inspection, building, who
):
    with pytest.raises(LookAtTheDanger) as shown:
        rated(session, inspection, building, Rating.RED, who, moment)
    assert (dangers(session), session.scalars(select(InspectedBuilding)).all()) == ([], [])
    assert shown.value.preview.others == ("A bank",)

    rated(session, inspection, building, Rating.RED, who, moment, shown=word_of(shown.value.preview))

    assert [(each.kind, each.building) for each in dangers(session)] == [(OrderKind.EVACUATION, building)]
    assert inspection.rating is Rating.RED
    rated(session, inspection, building, Rating.RED, who, moment)
    assert len(dangers(session)) == 1, "said once"


def test_amber_raises_a_load_reduction_only_where_a_load_limit_comes_with_it(
    session, moment, inspection, building, who
):
    rated(session, inspection, building, Rating.AMBER, who, moment)
    assert dangers(session) == []

    with pytest.raises(LookAtTheDanger) as shown:
        rated(session, inspection, building, Rating.AMBER, who, moment, limits_loads=True)
    word = word_of(shown.value.preview)
    rated(session, inspection, building, Rating.AMBER, who, moment, limits_loads=True, shown=word)

    assert [each.kind for each in dangers(session)] == [OrderKind.LOAD_REDUCTION]


def test_the_rating_of_the_inspection_is_the_worst_of_its_buildings(
    session, moment, factory, inspection, building, who
):
    shed = Building(name="Shed", occupants=[Occupant(factory=factory)])
    session.add(shed)
    session.flush()
    rated(session, inspection, building, Rating.GREEN, who, moment)
    rated(session, inspection, shed, Rating.YELLOW, who, moment)
    assert inspection.rating is Rating.YELLOW

    rated(session, inspection, shed, None, who, moment)
    assert inspection.rating is Rating.GREEN


def test_only_a_structural_inspection_rates_and_only_a_building_of_the_factory(
    session, moment, factory, inspection, building, who
):
    fire = an_inspection_of(session, factory, who, moment, Discipline.FIRE)
    with pytest.raises(OnlyStructural):
        rated(session, fire, building, Rating.GREEN, who, moment)
    elsewhere = Building(name="Elsewhere")
    session.add(elsewhere)
    session.flush()
    with pytest.raises(NotItsBuilding):
        rated(session, inspection, elsewhere, Rating.GREEN, who, moment)


def test_a_load_above_the_allowable_one_of_its_zone_is_saved_only_with_the_load_reduction(
    session, moment, inspection, building, who
):
    store = Place(building, building.floors[0], building.floors[0].zones[0])
    record_measurement(session, inspection, a_load("3.0", store), shown=None, who=who, moment=moment)
    assert dangers(session) == []

    with pytest.raises(LookAtTheDanger) as shown:
        record_measurement(session, inspection, a_load("3.1", store), shown=None, who=who, moment=moment)
    word = word_of(shown.value.preview)
    found = record_measurement(session, inspection, a_load("3.1", store), shown=word, who=who, moment=moment)

    assert (found.value, found.allowable_kpa) == (3.1, 3.0)
    [order] = dangers(session)
    assert (order.kind, order.limit_kpa) == (OrderKind.LOAD_REDUCTION, 3.0)
    assert order.because == "A load of 3.1 kPa was measured where 3 kPa is allowed."
    assert [(each.floor, each.zone) for each in order.places] == [(store.floor, store.zone)]
    with pytest.raises(PeopleWereTold):
        take_out_measurement(session, inspection, found, who=who, moment=moment)


def test_a_zone_without_a_limit_of_its_own_has_that_of_its_floor_which_42_psf_does_not_exceed(
    session, moment, inspection, building, who
):
    aisle = Place(building, building.floors[0], building.floors[0].zones[1])

    found = record_measurement(
        session, inspection, a_load("42", aisle, unit=Unit.PSF), shown=None, who=who, moment=moment
    )

    assert (found.allowable_kpa, found.typed_value, found.typed_unit) == (2.0, "42", Unit.PSF)
    with pytest.raises(LookAtTheDanger):
        record_measurement(session, inspection, a_load("43", aisle, unit=Unit.PSF), shown=None, who=who, moment=moment)


def test_a_danger_that_has_changed_since_it_was_read_is_shown_again(session, moment, inspection, building, who):
    place = Place(building, building.floors[0])
    with pytest.raises(LookAtTheDanger) as shown:
        record_measurement(session, inspection, a_load("4", place), shown=None, who=who, moment=moment)
    building.occupants.append(Occupant(other_name="A school"))
    session.flush()

    word = word_of(shown.value.preview)
    with pytest.raises(LookAtTheDanger):
        record_measurement(session, inspection, a_load("4", place), shown=word, who=who, moment=moment)


def test_what_cannot_be_measured_and_what_was_measured_nowhere_is_refused(session, moment, inspection, building, who):
    common = {"shown": None, "who": who, "moment": moment}
    with pytest.raises(CannotBeMeasured):
        record_measurement(session, inspection, a_load("2", Place(building), unit=Unit.MPA), **common)
    with pytest.raises(SayWhere):
        record_measurement(session, inspection, a_load("2", None), **common)
    found = record_measurement(session, inspection, a_load("2", None, where="roof"), **common)

    take_out_measurement(session, inspection, found, who=who, moment=moment)

    assert session.scalars(select(Measurement)).all() == []
