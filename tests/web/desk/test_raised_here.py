"""The page of a hazard and of an inspection leads to the orders that were raised because of it."""

import pytest

from accord.casework.orders import deeds
from accord.casework.orders.causes import cause_of_hazard
from accord.casework.orders.raising import raise_or_join
from accord.rules.vocabulary import Discipline, OrderKind, Severity, Source
from tests.desk_builders import a_factory_with_hazard
from tests.order_builders import a_house, raised
from tests.web.reading import read


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


@pytest.fixture
def hazard(session, moment, house):
    found = a_factory_with_hazard(
        session,
        moment,
        number=house.first.number,
        discipline=Discipline.STRUCTURAL,
        severity=Severity.SEVERE_AND_IMMINENT,
    )
    found.source = Source.IMPORTED
    found.building = house.building
    session.flush()
    return found


def called_for(session, moment, house, hazard):
    cause = cause_of_hazard(hazard, OrderKind.EVACUATION, building=house.building, factory=house.first)
    return raise_or_join(session, cause, who=house.who["engineer"], moment=moment)


def pages_of(hazard) -> tuple[str, str]:
    return f"/desk/hazards/{hazard.id}", f"/desk/inspections/{hazard.inspection_id}"


def test_both_pages_lead_to_the_order_and_say_how_it_stands(session, moment, house, hazard, come_in):
    order = called_for(session, moment, house, hazard)
    client = come_in("engineer")

    for address in pages_of(hazard):
        page = read(client.get(address).text)
        assert page.link_texts["Evacuation · Block A"] == f"/desk/orders/{order.id}"
        assert "What was found here raised this order. Raised, not determined yet" in page.text


def test_what_joined_an_open_order_says_that_it_did(session, moment, house, hazard, come_in):
    order = raised(session, house, moment)
    assert called_for(session, moment, house, hazard) is order

    page = read(come_in("engineer").get(pages_of(hazard)[0]).text)

    assert "What was found here became a further cause of this order." in page.text
    assert "পরে এই নির্দেশের" in come_in("engineer").get(f"{pages_of(hazard)[0]}?lang=bn").text


def test_a_brand_reads_of_it_once_it_is_determined(session, moment, house, hazard, come_in):
    order = called_for(session, moment, house, hazard)
    address = pages_of(hazard)[0]
    before = come_in("brand").get(address).text
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    after = come_in("brand").get(address).text

    assert "raised this order" not in before
    assert "raised this order" in after


def test_a_hazard_that_called_for_nothing_says_nothing(house, hazard, come_in):
    assert "this order" not in come_in("engineer").get(pages_of(hazard)[0]).text
