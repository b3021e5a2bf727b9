"""The page of an order: how it stands, who has it, and each step by whoever may take it."""

import pytest
from sqlalchemy import select

from accord.casework.orders import deeds
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from tests.order_builders import raised, ready, the_panel_agrees
from tests.web.reading import read


@pytest.fixture
def order_id(session, house, moment):
    found = raised(session, house, moment).id
    session.commit()
    return found


def steps_of(session, order_id: int) -> list[OrderStep]:
    session.expire_all()
    steps = [each.step for each in session.get(SafetyOrder, order_id).steps]
    session.rollback()
    return steps


def determined(session, order_id: int, house, moment) -> SafetyOrder:
    order = session.get(SafetyOrder, order_id)
    deeds.determine(session, order, who=house.who["chief"], moment=moment)
    return order


def take(client, order_id: int, step: str, **typed: str):
    return client.post(f"/desk/orders/{order_id}/{step}", data={f"{step}-{name}": said for name, said in typed.items()})


def test_the_order_stands_first_on_now_and_leads_to_its_page(order_id, come_in):
    client = come_in("chief")

    now = client.get("/desk").text
    assert f"/desk/orders/{order_id}" in now
    assert "Block A" in now

    page = client.get(f"/desk/orders/{order_id}")
    assert page.status_code == 200
    assert "Raised, not determined yet" in page.text
    assert "Evacuation · Block A" in page.text.partition("</title>")[0]
    said = read(page.text).text
    assert "First Knit Ltd. (9001) · Second Wear Ltd. (9002) · Kashimpur Bank (tenant)" in said
    assert "raised 0 s ago · to be determined within 2 h" in said
    assert "Kashimpur Bank" not in said.split("Who was told")[1]


def test_once_it_is_determined_everybody_in_the_building_is_told_and_the_public_reads_it(
    session, order_id, house, come_in
):
    client = come_in("chief")

    assert take(client, order_id, "determined", note="Column C3 may fail.").status_code == 303

    page = client.get(f"/desk/orders/{order_id}").text
    assert "the letters to everybody whom it concerns are written" in page
    for name in ("Kashimpur Bank", "Kashimpur Estates", "Nordic", "Baltic", "First Knit Ltd.", "Second Wear Ltd."):
        assert name in page
    assert steps_of(session, order_id) == [OrderStep.RAISED, OrderStep.DETERMINED]
    told = set(session.scalars(select(Notice.organisation).where(Notice.step == "determined")))
    assert {f"factory {factory.id}" for factory in (house.first, house.second)} <= told


@pytest.mark.parametrize("name", ["engineer", "owner", "handler", "committee"])
def test_nobody_but_who_decides_determines_it_whatever_they_send(session, order_id, come_in, name):
    answer = take(come_in(name), order_id, "determined")

    assert answer.status_code == 422
    assert steps_of(session, order_id) == [OrderStep.RAISED]


def test_a_rival_and_a_brand_that_was_not_told_yet_find_no_such_page(order_id, come_in):
    for name in ("stranger", "brand"):
        client = come_in(name)
        assert client.get(f"/desk/orders/{order_id}").status_code == 404
        assert take(client, order_id, "complied", note="x").status_code == 404


def test_a_brand_reads_the_determined_order_and_answers_for_itself_alone(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    nordic = house.nordic.id
    session.commit()
    client = come_in("brand")

    page = client.get(f"/desk/orders/{order_id}").text
    assert "Nordic" in page
    assert "Baltic" not in page

    own, other = f"signatory {nordic}", "labour_signatories"
    assert take(client, order_id, "acknowledged", organisation=other, channel="desk").status_code == 422
    assert take(client, order_id, "acknowledged", organisation=own).status_code == 303
    assert steps_of(session, order_id)[-1] is OrderStep.ACKNOWLEDGED


def test_who_speaks_for_themselves_does_so_at_the_desk_whatever_they_send(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    own = f"signatory {house.nordic.id}"
    session.commit()
    client = come_in("brand")

    assert "By which way" not in client.get(f"/desk/orders/{order_id}").text
    take(client, order_id, "acknowledged", organisation=own, channel="telephone", number="01700000000")

    session.expire_all()
    said = session.get(SafetyOrder, order_id).steps[-1]
    assert (said.said_by, said.channel, said.number_called) == ("The brand", Channel.DESK, None)
    session.rollback()


def test_staff_say_who_was_heard_and_by_which_way(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    own = f"signatory {house.nordic.id}"
    session.commit()
    client = come_in("handler")

    by_link = take(client, order_id, "acknowledged", organisation=own, channel="link", said_by="N. B.")
    nameless = take(client, order_id, "acknowledged", organisation=own, channel="telephone", number="0170")
    assert (by_link.status_code, nameless.status_code) == (422, 422)
    assert "Please fill this in." in nameless.text
    assert (
        take(client, order_id, "acknowledged", organisation=own, channel="telephone", said_by="N. B.").status_code
        == 303
    )
    assert steps_of(session, order_id)[-1] is OrderStep.ACKNOWLEDGED


def test_what_is_missing_is_said_and_what_was_typed_stays(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    session.commit()

    answer = take(come_in("engineer"), order_id, "verified", note="Nobody is inside.")

    assert answer.status_code == 422
    assert "Nobody is inside." in answer.text
    assert "say on which day you were there" in answer.text
    assert OrderStep.VERIFIED not in steps_of(session, order_id)


def test_it_is_lifted_only_with_the_panel_and_then_stands_in_no_red(session, order_id, house, come_in, moment):
    order = determined(session, order_id, house, moment)
    ready(session, order, house, moment)
    session.commit()
    client = come_in("chief")

    refused = take(client, order_id, "lifted", note="All columns are jacketed.")
    assert refused.status_code == 422
    assert "Review Panel" in refused.text

    the_panel_agrees(session, session.get(SafetyOrder, order_id), moment)
    session.commit()
    assert take(client, order_id, "lifted", note="All columns are jacketed.").status_code == 303
    assert "danger-now" not in client.get(f"/desk/orders/{order_id}").text


def test_it_is_annulled_by_two(session, order_id, come_in):
    chief = come_in("chief")
    assert take(chief, order_id, "annulment_proposed", note="The crack is in the plaster.").status_code == 303
    assert "letters to everybody" not in chief.get(f"/desk/orders/{order_id}").text.lower().split("<main")[1]
    for page in ("/desk", f"/desk/orders/{order_id}"):
        assert "Annul the order" not in chief.get(page).text
    assert take(chief, order_id, "annulled", note="The crack is in the plaster.").status_code == 422

    assert take(come_in("second"), order_id, "annulled", note="Seen: plaster only.").status_code == 303
    assert steps_of(session, order_id)[-1] is OrderStep.ANNULLED


@pytest.mark.parametrize("step", ["raised", "joined", "nonsense"])
def test_what_is_no_step_of_a_person_is_no_address(order_id, come_in, step):
    assert take(come_in("chief"), order_id, step).status_code == 404
