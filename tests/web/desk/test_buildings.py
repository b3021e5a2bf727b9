"""The page of a building: its drawing says what its table says, and nobody reads of inspections that are not theirs."""

import re
from datetime import date

import pytest
from sqlalchemy import event

from accord.records.factory import Building, Floor, Occupant, Zone
from accord.records.inspection import InspectedBuilding, Measurement
from accord.records.order import OrderPlace
from accord.rules.desk.measurements import Quantity, Unit
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import Discipline, OrderKind, Rating
from tests.desk_builders import a_report, an_engineer, an_inspection
from tests.now_builders import another_order
from tests.order_builders import a_house, determined, raised
from tests.web.reading import read


@pytest.fixture
def house(session, moment):
    found = a_house(session, moment)
    building = found.building
    building.storeys, building.year_built, building.construction = 3, 1998, "flat plate"
    ground, first = building.floors
    ground.allowable_load_kpa, first.allowable_load_kpa = 2.0, 2.0
    ground.zones = [Zone(name="Store", allowable_load_kpa=3.0), Zone(name="Sewing <b>hall</b> of the north wing")]
    building.occupants.append(Occupant(other_name="Old School", from_on=date(2019, 1, 1), to_on=date(2021, 1, 1)))
    session.flush()
    return found


def measured(session, house, moment, *, value: float, floor: Floor, zone: Zone | None = None, factory=None, on=None):
    visit = an_inspection(session, factory or house.first, discipline=Discipline.STRUCTURAL, on=on or date(2024, 5, 3))
    session.add(
        Measurement(
            inspection=visit,
            building=house.building,
            floor=floor,
            zone=zone,
            quantity=Quantity.LOAD,
            value=value,
            typed_value=str(value),
            typed_unit=Unit.KPA,
            method="weighed",
            actor="a test",
            recorded_at=moment.now,
        )
    )
    session.flush()
    return visit


def page_of(client, house, lang: str = "en") -> str:
    answer = client.get(f"/desk/buildings/{house.building.id}?lang={lang}")
    assert answer.status_code == 200
    return answer.text


def drawn(page: str) -> str:
    """What the drawing says, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split('<svg class="floors"')[1].split("</table>")[0]).split())


def test_the_page_says_who_is_in_it_since_when_and_who_was(session, moment, house, come_in):
    text = read(page_of(come_in("handler"), house)).text

    assert "3 storeys · flat plate · built in 1998 · Landlord: Kashimpur Estates" in text
    assert "First Knit Ltd. since a day not on record" in text
    assert "Old School since 1 January 2019 · until 1 January 2021" in text
    assert "No inspection of this building is on record." in text


def test_the_drawing_stands_from_the_roof_to_the_ground_with_what_was_measured_last(session, moment, house, come_in):
    ground, first = house.building.floors
    measured(session, house, moment, value=1.0, floor=first, on=date(2023, 5, 3))
    measured(session, house, moment, value=4.1, floor=first)
    measured(session, house, moment, value=2.9, floor=ground, zone=ground.zones[0])

    page = page_of(come_in("engineer"), house)
    said, text = drawn(page), read(page).text

    assert said.index("level 2") < said.index("level 1") < said.index("ground floor")
    assert "nothing on record" in said
    assert "4.1 / 2.0 kPa 03/05/2024 ▲ above limit" in said
    assert "2.9 / 3.0 kPa 03/05/2024 within limit" in said
    assert "– / 2.0 kPa not measured" in said
    assert 'fill="url(#above-limit)"' in page
    assert page.count('fill="url(#above-limit)"') == 1
    assert "level 1 whole floor 2.0 kPa (42 psf) 4.1 kPa (86 psf) 3 May 2024 above limit" in text
    assert "2 floors on record; loads above the limit at 1 places." in page


def test_what_somebody_typed_is_text_in_the_drawing_too(session, house, come_in):
    page = page_of(come_in("engineer"), house)

    assert "<b>hall" not in page
    assert "Sewing &lt;b&gt;hall&lt;/b&gt; of the north wing" in page


def test_the_floor_that_an_order_names_is_outlined_and_says_so(session, moment, house, come_in):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    ground, first = house.building.floors
    session.add(OrderPlace(order=order, floor=first))
    session.add(OrderPlace(order=order, floor=ground, zone=ground.zones[0]))

    page = page_of(come_in("chief"), house)

    assert page.count('class="edge"') == 2
    assert "level 1 under order" in drawn(page)
    assert "Load reduction · in force" in read(page).text
    assert "2 floors on record" in page


def test_an_order_of_the_whole_building_is_drawn_around_it(session, moment, house, come_in):
    determined(session, house, moment)

    page = page_of(come_in("chief"), house)

    assert page.count('class="edge"') == 1
    assert "The whole building is under an order." in page


def test_a_factory_and_a_brand_read_of_their_own_inspections_and_of_nobody_elses(session, moment, house, come_in):
    ground, first = house.building.floors
    own = measured(session, house, moment, value=4.1, floor=first)
    foreign = measured(session, house, moment, value=5.2, floor=ground, factory=house.second)
    for visit in (own, foreign):
        session.add(InspectedBuilding(inspection=visit, building=house.building, rating=Rating.AMBER))

    owner, brand = page_of(come_in("owner"), house), page_of(come_in("brand"), house)

    assert "4.1" in owner
    assert "5.2" not in owner
    assert owner.count("rated amber") == 1
    assert "4.1" not in brand
    assert "rated amber" not in brand
    assert "Kashimpur Estates" not in brand
    a_report(session, own, who=an_engineer(session, Discipline.STRUCTURAL), state=ReportState.ISSUED)
    session.commit()
    brand = page_of(come_in("brand"), house)
    assert "4.1" in brand
    assert "5.2" not in brand
    assert all(value in page_of(come_in("handler"), house) for value in ("4.1", "5.2"))


def test_a_brand_reads_of_an_order_once_it_is_determined(session, moment, house, come_in):
    raised(session, house, moment)
    assert "Cracks in column C3." not in page_of(come_in("brand"), house)
    assert "Cracks in column C3." in page_of(come_in("owner"), house)


def test_who_has_no_factory_in_it_finds_no_such_building(session, moment, house, come_in):
    assert come_in("stranger").get(f"/desk/buildings/{house.building.id}").status_code == 404
    assert come_in("chief").get("/desk/buildings/99999").status_code == 404


def test_a_past_order_stays_on_the_page(session, moment, house, come_in):
    order = another_order(session, house, moment, number=9101)
    page = read(come_in("chief").get(f"/desk/buildings/{order.building_id}").text)

    assert page.link_texts["Evacuation"] == f"/desk/orders/{order.id}"


def test_pages_of_the_factory_the_order_and_the_inspection_lead_there(session, moment, house, come_in):
    order = determined(session, house, moment)
    visit = measured(session, house, moment, value=1.0, floor=house.building.floors[1])
    client, address = come_in("engineer"), f"/desk/buildings/{house.building.id}"

    for page in (f"/desk/factories/{house.first.number}", f"/desk/orders/{order.id}", f"/desk/inspections/{visit.id}"):
        assert read(client.get(page).text).link_texts["Block A"].split("?")[0] == address


def test_it_is_asked_as_often_for_a_tower_as_for_a_shed(session, moment, house, come_in, app):
    client = come_in("engineer")
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = app.extensions["accord"].private.engine
    event.listen(engine, "before_cursor_execute", note)
    measured(session, house, moment, value=1.0, floor=house.building.floors[1])
    session.commit()
    page_of(client, house)
    for_shed = len(statements)
    for level in range(2, 12):
        floor = Floor(level=level, building=house.building, zones=[Zone(name=f"Zone {each}") for each in range(4)])
        session.add(floor)
        session.flush()
        for zone in floor.zones:
            measured(session, house, moment, value=1.0, floor=floor, zone=zone)
    session.commit()
    statements.clear()
    page = page_of(client, house)
    event.remove(engine, "before_cursor_execute", note)

    assert page.count("Zone 3") >= 10
    assert len(statements) == for_shed <= 40, "\n".join(statements)


def test_a_building_of_which_nothing_is_known_has_a_page(session, moment, house, come_in):
    bare = Building(name="Shed", occupants=[Occupant(factory=house.first)])
    session.add(bare)
    session.commit()

    page = read(come_in("owner").get(f"/desk/buildings/{bare.id}").text).text

    assert "storeys not on record" in page
    assert "No floor is on record." in page


def test_it_speaks_bangla(session, moment, house, come_in):
    measured(session, house, moment, value=4.1, floor=house.building.floors[1])

    page = page_of(come_in("engineer"), house, "bn")

    assert "৪.১ / ২.০ kPa ০৩/০৫/২০২৪" in drawn(page)
    for english in ("above limit", "ground floor", "Ratings", "since a day", "not measured"):
        assert english not in page
