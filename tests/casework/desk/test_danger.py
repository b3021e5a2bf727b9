"""Before a danger is saved it is said what it sets off; saved, it waits on top of the desk."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.desk.danger import ChooseTheOrder, preview_of_hazard, preview_of_load, record_danger
from accord.casework.desk.visitors import Visitor
from accord.records.danger import DangerToConfirm
from accord.records.factory import Building, Factory, Floor, Occupant, Signatory, Sourcing
from accord.records.journal import JournalEntry
from accord.rules.vocabulary import Discipline, OrderKind, Severity

WHO = Visitor(1, "R. Islam", "islam@accord.example", ())


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


def test_a_load_above_the_limit_is_kept_for_decision_with_its_building_and_noted(session, building, moment):
    preview = preview_of_load(
        session,
        factory=factory_of(session, 9001),
        building=building,
        measured_kpa=4.1,
        allowable_kpa=2.0,
        moment=moment,
    )

    found = record_danger(session, preview, who=WHO, moment=moment)

    assert (found.kind, found.because, found.building) == (
        OrderKind.LOAD_REDUCTION,
        "load above the limit",
        building,
    )
    assert session.scalars(select(JournalEntry.deed)).all() == ["said that people are in danger"]


def test_where_two_orders_may_answer_nothing_is_kept_before_the_engineer_chose(session, building, moment):
    preview = preview_of_hazard(
        session,
        factory=factory_of(session, 9001),
        building=building,
        discipline=Discipline.FIRE,
        severity=Severity.SEVERE_AND_IMMINENT,
        moment=moment,
    )

    with pytest.raises(ChooseTheOrder):
        record_danger(session, preview, who=WHO, moment=moment)
    assert session.scalars(select(DangerToConfirm)).all() == []

    chosen = record_danger(session, preview, kind=OrderKind.EVACUATION, who=WHO, moment=moment)
    assert chosen.kind is OrderKind.EVACUATION
