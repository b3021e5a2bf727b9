"""What the page of an order tells: every danger, whom to telephone, who was told, and each step with who took it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from accord.casework.notices.contacts import Particulars, add_contact
from accord.casework.orders import deeds
from accord.casework.orders.causes import cause_of_hazard
from accord.casework.orders.raising import raise_or_join
from accord.gateways.language import Language
from accord.records.order import SafetyOrder
from accord.records.person import Person
from accord.rules.vocabulary import Discipline, OrderKind
from tests.desk_builders import a_factory_with_hazard
from tests.order_builders import SEEN, WHY, acknowledged, later, raised
from tests.web.reading import read


@pytest.fixture
def order_id(session, house, moment):
    found = raised(session, house, moment).id
    session.commit()
    return found


@pytest.fixture
def crack(session, moment, house):
    found = a_factory_with_hazard(session, moment, number=house.first.number, discipline=Discipline.FIRE, item=7)
    found.building = house.building
    session.flush()
    return found


def joined_by(session, crack, house, moment):
    cause = cause_of_hazard(crack, OrderKind.EVACUATION, building=house.building, factory=house.first)
    return raise_or_join(session, replace(cause, words_bn="সিঁড়ির দরজা তালাবদ্ধ।"), who=house.who["chief"], moment=moment)


def test_a_danger_that_joined_stands_on_the_page_with_its_words_its_day_and_where_it_was_found(
    session, order_id, crack, house, moment, come_in
):
    joined_by(session, crack, house, later(moment, hours=3))
    chief = come_in("chief")

    page = read(chief.get(f"/desk/orders/{order_id}").text)
    assert f"A further danger, found on 1 July 2024: {crack.observation} Fire · found on 1 July 2024" in page.text
    assert page.link_texts["the hazard, item 7"] == f"/desk/hazards/{crack.id}"
    story = page.text.split("Step by step")[1]
    assert crack.observation in story
    assert "Cracks in column C3." in story
    assert "engineers on call · fire" in page.text.split("Who was told")[1]
    assert "সিঁড়ির দরজা তালাবদ্ধ।" in chief.get(f"/desk/orders/{order_id}?lang=bn").text


def test_a_report_from_before_the_last_danger_is_said_to_be_older_than_it(
    session, order_id, crack, house, moment, come_in
):
    order = session.get_one(SafetyOrder, order_id)
    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=moment)
    older = "That it was done was reported before the last danger was known: ask again."
    before = come_in("chief").get(f"/desk/orders/{order_id}").text

    joined_by(session, crack, house, later(moment, hours=3))
    after = come_in("chief").get(f"/desk/orders/{order_id}").text

    assert (older in before, older in after) == (False, True)


def test_now_tells_the_newest_danger_of_an_order(session, order_id, crack, house, moment, come_in, clock):
    joined_by(session, crack, house, later(moment, hours=3))
    clock.go_on(hours=5)

    page = read(come_in("owner").get("/desk").text).text

    assert f"A further danger was found 2 h ago: {crack.observation}" in page


def test_a_factory_reads_the_danger_and_is_led_only_where_it_may_go(session, order_id, crack, house, moment, come_in):
    joined_by(session, crack, house, moment)

    page = read(come_in("owner").get(f"/desk/orders/{order_id}").text)

    assert crack.observation in page.text
    assert "Telephone now" not in page.text


def test_staff_read_on_top_whom_to_telephone_and_dial_at_a_touch(session, order_id, house, moment, come_in):
    session.get_one(Person, house.who["engineer"].id).telephone = "+880 1700 000111"
    told = Particulars("Gate office", None, Language.BN, None, "01700-000222", is_first=True)
    add_contact(session, f"factory {house.second.id}", told, actor="a test", moment=moment)

    page = read(come_in("handler").get(f"/desk/orders/{order_id}").text)
    top = page.text.split("Telephone now")[1].split("enter a telephone")[0]

    assert "First Knit Ltd. The owner no telephone on record Enter the number Second Wear Ltd. Gate office" in top
    assert "Gate office 01700-000222 safety" in top
    assert "safety committee of Second Wear Ltd. no telephone on record" in top
    assert "engineers on call · structural First engineer +880 1700 000111 · Second engineer no telephone" in top
    assert page.link_texts["+880 1700 000111"] == "tel:+8801700000111"
    assert page.link_texts["01700-000222"] == "tel:01700000222"


def test_a_missing_number_leads_to_where_it_is_entered_and_an_order_to_nobody_else(
    session, order_id, house, moment, come_in
):
    handler = come_in("handler")
    page = handler.get(f"/desk/orders/{order_id}?lang=en").text

    found = re.findall(r'<a href="([^"]+organisation=[^"]+)" aria-label="([^"]+)">Enter the number', page)
    assert f"/desk/contacts/new?organisation=factory+{house.first.id}&amp;lang=en" in dict(found)
    assert any("on_call&" in address for address, _ in found)
    for address, label in found:
        answer = handler.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, label


def test_whoever_has_the_order_is_telephoned_no_more(session, order_id, house, moment, come_in):
    order = session.get_one(SafetyOrder, order_id)
    acknowledged(session, order, f"factory {house.second.id}", house, moment)

    page = read(come_in("handler").get(f"/desk/orders/{order_id}").text).text

    top = page.split("Telephone now")[1].split("enter a telephone")[0]
    assert "Second Wear Ltd. no telephone" not in top.replace("safety committee of Second Wear Ltd. no telephone", "")


def test_each_step_says_when_it_was_recorded_by_whom_and_of_which_organisation(
    session, order_id, house, moment, come_in
):
    order = session.get_one(SafetyOrder, order_id)
    acknowledged(session, order, f"committee {house.second.id}", house, later(moment, hours=2))

    chief = come_in("chief")
    story = read(chief.get(f"/desk/orders/{order_id}").text).text.split("Step by step")[1]

    assert "1 July 2024, 12:00 raised · by The CSO" in story
    acknowledgement = "safety committee of Second Wear Ltd. · Somebody · by telephone · by The case handler"
    assert f"1 July 2024, 14:00 acknowledged · {acknowledgement}" in story
    assert '<span class="n">১ জুলাই ২০২৪, ১৪:০০</span>' in chief.get(f"/desk/orders/{order_id}?lang=bn").text


def test_a_safety_committee_is_told_from_its_factory_by_its_name(order_id, come_in):
    page = read(come_in("chief").get(f"/desk/orders/{order_id}").text)

    told = page.text.split("Who was told")[1]
    assert "First Knit Ltd. factory" in told
    assert "safety committee of First Knit Ltd. safety committee" in told
    offered = [each.attributes["value"] for each in page.having("option") if "committee" in each.attributes["value"]]
    assert len(offered) == 2


def test_who_never_acknowledged_still_says_so_when_the_order_has_ended(session, order_id, house, moment, come_in):
    order = session.get_one(SafetyOrder, order_id)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    deeds.propose_annulment(session, order, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, order, WHY, who=house.who["engineer"], moment=moment)

    told = read(come_in("chief").get(f"/desk/orders/{order_id}").text).text.split("Who was told")[1]

    bank = told.split("Kashimpur Bank")[1].split("Kashimpur Estates")[0]
    assert "never acknowledged" in bank


def test_orders_that_have_ended_stand_below_those_that_are_open_under_words_of_their_own(
    session, order_id, house, moment, come_in
):
    raised(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    later_one = session.scalars(select(SafetyOrder).order_by(SafetyOrder.id.desc())).first()
    deeds.propose_annulment(session, later_one, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, later_one, WHY, who=house.who["boilers"], moment=moment)

    page = read(come_in("chief").get("/desk/orders").text).text

    assert page.index("Open orders") < page.index("Evacuation · Block A") < page.index("Ended orders")
    assert page.index("Ended orders") < page.index("Boiler shutdown · Block A")
