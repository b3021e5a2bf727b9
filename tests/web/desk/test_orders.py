"""The page of an order: how it stands, who has it, and each step by whoever may take it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from accord.casework.orders import deeds
from accord.casework.orders.raising import raise_or_join
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.rules.desk.people import Role
from accord.rules.orders.words import CauseKind, Channel
from accord.rules.vocabulary import OrderStep
from tests.desk_builders import a_factory_with_hazard, a_person
from tests.order_builders import SEEN, acknowledged, raised, ready, the_panel_agrees
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
    told, who_has_it = (
        page.text.split("a letter goes at once to:")[1].split("</p>")[0],
        page.text.split("Who was told")[1],
    )
    for name in ("Kashimpur Bank", "Kashimpur Estates", "Nordic", "Baltic", "safety committee of Second Wear Ltd."):
        assert name in told
    assert "Kashimpur Bank" not in who_has_it


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

    said = {"organisation": own, "said_by": "N. B.", "channel": "telephone", "number": "0170"}
    by_link = take(client, order_id, "acknowledged", **said | {"channel": "link"})
    assert by_link.status_code == 422
    for name in said:
        less = take(client, order_id, "acknowledged", **{each: text for each, text in said.items() if each != name})
        assert less.status_code == 422
        assert "Please fill this in." in less.text
    assert OrderStep.ACKNOWLEDGED not in steps_of(session, order_id)
    assert take(client, order_id, "acknowledged", **said).status_code == 303
    assert steps_of(session, order_id)[-1] is OrderStep.ACKNOWLEDGED


def test_the_untouched_form_of_staff_names_nobody_and_no_way(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    session.commit()

    page = read(come_in("handler").get(f"/desk/orders/{order_id}").text)

    chosen = [each for each in page.having("option") if "selected" in each.attributes]
    assert {each.attributes["value"] for each in chosen} <= {""}
    firsts = page.having("select", name="acknowledged-organisation") + page.having(
        "select", name="acknowledged-channel"
    )
    assert len(firsts) == 2
    assert all("required" in each.attributes for each in firsts)


def test_who_has_one_place_says_with_one_button_that_they_have_the_order(session, order_id, house, come_in, moment):
    determined(session, order_id, house, moment)
    session.commit()
    for name, own in (("owner", f"factory {house.first.id}"), ("brand", f"signatory {house.nordic.id}")):
        client = come_in(name)

        assert "acknowledged-organisation" not in client.get(f"/desk/orders/{order_id}").text
        assert take(client, order_id, "acknowledged").status_code == 303

        session.expire_all()
        said = session.get(SafetyOrder, order_id).steps[-1]
        assert (said.organisation, said.channel) == (own, Channel.DESK)
        session.rollback()


def test_staff_take_an_acknowledgement_back_that_was_recorded_by_mistake(session, order_id, house, come_in, moment):
    order = determined(session, order_id, house, moment)
    own = f"signatory {house.nordic.id}"
    acknowledged(session, order, own, house, moment)
    session.commit()
    client, brand = come_in("handler"), come_in("brand")
    step = OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK

    for typed in (
        {"note": "Baltic said so."},
        {"organisation": own},
        {"organisation": "labour_signatories", "note": "x"},
    ):
        assert take(client, order_id, step, **typed).status_code == 422
    assert take(brand, order_id, step, organisation=own, note="x").status_code == 422
    assert take(client, order_id, step, organisation=own, note="It was Baltic that said so.").status_code == 303

    assert "You have not said yet that you have this order." in brand.get("/desk").text
    assert "take-acknowledgement_taken_back" not in client.get(f"/desk/orders/{order_id}").text
    assert take(brand, order_id, "acknowledged").status_code == 303


def test_labour_is_offered_nobody_but_itself(session, order_id, house, signed_in, moment):
    determined(session, order_id, house, moment)
    client = signed_in(a_person(session, Role.LABOUR_SIGNATORY, name="The union"))

    assert "acknowledged-organisation" not in client.get(f"/desk/orders/{order_id}").text
    assert take(client, order_id, "acknowledged").status_code == 303

    session.expire_all()
    assert session.get(SafetyOrder, order_id).steps[-1].organisation == "labour_signatories"
    session.rollback()


def test_each_factory_reports_of_its_own_place_and_the_page_says_who_has_not(
    session, order_id, house, come_in, signed_in, moment
):
    determined(session, order_id, house, moment)
    second = f"factory {house.second.id}"
    session.commit()
    owner, chief = come_in("owner"), come_in("chief")

    assert take(owner, order_id, "complied", note="All our people are out.").status_code == 303

    page, now = chief.get(f"/desk/orders/{order_id}").text, chief.get("/desk").text
    for text in (page, now):
        assert "1 of 3 has reported that it was done." in text
        assert "Not reported: Second Wear Ltd., Kashimpur Bank." in text
    assert "In force; the factory reports" not in page
    assert "complied-note" not in owner.get(f"/desk/orders/{order_id}").text
    assert "Report that it was done" not in owner.get("/desk").text
    rival = signed_in(a_person(session, Role.FACTORY_USER, name="The neighbour", factory=house.second))
    assert "Report that it was done" in rival.get("/desk").text
    assert "Kashimpur Bank" not in rival.get("/desk").text

    handler = come_in("handler")
    assert take(handler, order_id, "complied", note="x").status_code == 422
    assert take(handler, order_id, "complied", organisation=second, note="Gate locked.").status_code == 303
    assert take(handler, order_id, "complied", organisation="everybody", note="I asked all three.").status_code == 303
    assert "In force; the factory reports" in chief.get(f"/desk/orders/{order_id}").text


def test_who_lifts_reads_how_each_cause_stands_and_names_what_is_not_corrected(
    session, order_id, house, come_in, moment
):
    order = determined(session, order_id, house, moment)
    hazard = a_factory_with_hazard(session, moment, number=house.first.number)
    cause = house.cause(hazard=hazard, words="Column C4 leans.")
    raise_or_join(session, replace(cause, kind=CauseKind.HAZARD), who=house.who["engineer"], moment=moment)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    leans = order.causes[-1].id
    session.commit()
    client = come_in("chief")

    page = client.get(f"/desk/orders/{order_id}").text
    assert "Not everything that called for this order is corrected." in page
    assert "I lift the order although this is not corrected:" in page
    refused = take(client, order_id, "lifted", note="All columns are jacketed.")
    assert refused.status_code == 422
    assert "What called for the order is still there" in refused.text
    assert take(client, order_id, "lifted", note="x", despite="999999").status_code == 422

    assert take(client, order_id, "lifted", note="Propped; repaired next week.", despite=f"{leans}").status_code == 303
    assert "1 hazard that called for a lifted order is not corrected" in read(client.get("/desk").text).text


def test_who_lifts_reads_why_it_cannot_be_lifted_yet(session, order_id, house, come_in, moment):
    order = determined(session, order_id, house, moment)
    session.commit()
    client = come_in("chief")
    assert "It cannot be lifted yet." in client.get(f"/desk/orders/{order_id}").text

    ready(session, session.get(SafetyOrder, order_id), house, moment)
    session.commit()
    page = client.get(f"/desk/orders/{order_id}").text
    assert "The Review Panel has not agreed to lift it." in page
    assert "lifted-note" not in page
    assert "It cannot be lifted yet." not in come_in("engineer").get(f"/desk/orders/{order.id}").text


def test_works_are_verified_with_words_or_a_photo(session, order_id, house, come_in, moment):
    order = determined(session, order_id, house, moment)
    deeds.verify_on_site(session, order, replace(SEEN, seen_on=moment.today), who=house.who["engineer"], moment=moment)
    session.commit()
    client, today = come_in("engineer"), f"{moment.today}"

    assert take(client, order_id, "works_verified", seen_on=today).status_code == 422
    assert take(client, order_id, "works_verified", seen_on=today, note="Jacketed.").status_code == 303


def test_a_field_that_is_needed_is_not_called_optional(session, order_id, house, come_in, moment):
    order = determined(session, order_id, house, moment)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    session.commit()

    page = come_in("chief").get(f"/desk/orders/{order_id}").text

    for step in ("lifted", "annulment_proposed", "vacated"):
        label = page.split(f'<label for="{step}-note">')[1].split("</label>")[0]
        assert "optional" not in label
    assert "optional" not in page.split('<label for="vacated-seen_on">')[1].split("</label>")[0]
    assert "one of the two is needed" in page


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
    for name, offers in (("chief", set()), ("second", {"annulled"}), ("deputy", {"annulment_proposed"})):
        head, rest = come_in(name).get(f"/desk/orders/{order_id}").text.split("What you can do now", 1)
        assert "The CSO proposes to annul it" in head
        assert "The crack is in the plaster." in head
        assert {step for step in ("annulled", "annulment_proposed") if f"take-{step}" in rest} == offers
    assert "The crack is in the plaster." not in come_in("owner").get(f"/desk/orders/{order_id}").text

    assert take(come_in("second"), order_id, "annulled", note="Seen: plaster only.").status_code == 303
    assert steps_of(session, order_id)[-1] is OrderStep.ANNULLED


def test_a_proposal_to_annul_it_can_be_rejected(session, order_id, come_in):
    chief, second = come_in("chief"), come_in("second")
    assert take(second, order_id, "annulment_rejected", note="There is none.").status_code == 422
    assert take(chief, order_id, "annulment_proposed", note="Plaster only.").status_code == 303

    assert take(come_in("owner"), order_id, "annulment_rejected", note="x").status_code == 422
    assert take(second, order_id, "annulment_rejected", note="The core is cracked too.").status_code == 303

    page = chief.get(f"/desk/orders/{order_id}").text
    assert "proposes to annul it" not in page
    assert "The core is cracked too." in page
    assert "The core is cracked too." not in come_in("owner").get(f"/desk/orders/{order_id}").text
    assert take(second, order_id, "annulled", note="x").status_code == 422


@pytest.mark.parametrize("step", ["raised", "joined", "nonsense"])
def test_what_is_no_step_of_a_person_is_no_address(order_id, come_in, step):
    assert take(come_in("chief"), order_id, step).status_code == 404
