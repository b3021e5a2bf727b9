"""Before a danger is saved it is said what it sets off; saved, it raises its order at once."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.danger import ChooseTheOrder, NothingFound, preview_of_hazard, preview_of_load, raise_order
from accord.records.factory import Building, Factory, Floor, Occupant, Signatory, Sourcing
from accord.records.inspection import Measurement
from accord.records.journal import JournalEntry
from accord.records.order import SafetyOrder
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.vocabulary import Discipline, OrderKind, Severity
from tests.desk_builders import a_factory_with_hazard, a_visitor, an_engineer, an_inspection


@pytest.fixture
def who(session, moment):
    return a_visitor(session, an_engineer(session, Discipline.STRUCTURAL), moment)


@pytest.fixture
def building(session, moment):
    building = Building(name="Building 2", landlord="Kashimpur Estates")
    building.floors = [Floor(level=0, allowable_load_kpa=2.0)]
    for number in (9001, 9002, 9003):
        factory = Factory(number=number, name=f"Factory {number}")
        building.occupants.append(Occupant(factory=factory))
        nordic = session.scalar(select(Signatory).where(Signatory.name == "Nordic")) or Signatory(name="Nordic")
        session.add(Sourcing(signatory=nordic, factory=factory, from_on=date(2020, 1, 1), recorded_at=moment.now))
        session.add(factory)
        session.flush()
    building.occupants[2].to_on = date(2024, 6, 30)
    building.occupants.append(Occupant(other_name="Kashimpur Bank", other_use="bank"))
    session.add(building)
    session.flush()
    return building


def factory_of(session, number):
    return session.scalar(select(Factory).where(Factory.number == number))


def test_it_names_the_building_everybody_in_it_today_its_landlord_and_how_many_brands(session, building, moment):
    preview = preview_of_hazard(
        session,
        factory=factory_of(session, 9001),
        building=building,
        discipline=Discipline.STRUCTURAL,
        severity=Severity.SEVERE_AND_IMMINENT,
        moment=moment,
    )

    assert preview is not None
    assert preview.kinds == (OrderKind.EVACUATION,)
    assert [factory.number for factory in preview.factories] == [9001, 9002]
    assert preview.others == ("Kashimpur Bank",)
    assert preview.landlord == "Kashimpur Estates"
    assert preview.signatories == 1


def test_a_load_above_the_limit_raises_a_load_reduction_of_its_building_and_is_noted(session, building, moment, who):
    visit = an_inspection(session, factory_of(session, 9001), discipline=Discipline.STRUCTURAL)
    heavy = Measurement(
        inspection_id=visit.id,
        building=building,
        quantity=Quantity.LOAD,
        value=4.1,
        typed_value="4.1",
        typed_unit=Unit.KPA,
        method="weighed",
        allowable_kpa=2.0,
        actor="an engineer",
        recorded_at=moment.now,
    )
    session.add(heavy)
    session.flush()
    preview = preview_of_load(
        session,
        factory=factory_of(session, 9001),
        building=building,
        measured_kpa=4.1,
        allowable_kpa=2.0,
        moment=moment,
    )

    found = raise_order(session, preview, inspection=visit, measurement=heavy, who=who, moment=moment)

    assert (found.kind, found.limit_kpa, found.building) == (OrderKind.LOAD_REDUCTION, 2.0, building)
    assert session.scalars(select(JournalEntry.deed)).all() == ["raised an order"]


def test_where_two_orders_may_answer_nothing_is_kept_before_the_engineer_chose(session, building, moment, who):
    hazard = a_factory_with_hazard(session, moment, severity=Severity.SEVERE_AND_IMMINENT)
    preview = preview_of_hazard(
        session,
        factory=factory_of(session, 9001),
        building=building,
        discipline=Discipline.FIRE,
        severity=Severity.SEVERE_AND_IMMINENT,
        moment=moment,
    )

    with pytest.raises(ChooseTheOrder):
        raise_order(session, preview, hazard=hazard, who=who, moment=moment)
    assert session.scalars(select(SafetyOrder)).all() == []

    chosen = raise_order(session, preview, kind=OrderKind.EVACUATION, hazard=hazard, who=who, moment=moment)
    assert chosen.kind is OrderKind.EVACUATION


def test_a_danger_without_a_word_of_what_it_is_raises_nothing(session, building, moment, who):
    preview = preview_of_hazard(
        session,
        factory=factory_of(session, 9001),
        building=building,
        discipline=Discipline.STRUCTURAL,
        severity=Severity.SEVERE_AND_IMMINENT,
        moment=moment,
    )

    with pytest.raises(NothingFound):
        raise_order(session, preview, who=who, moment=moment)
