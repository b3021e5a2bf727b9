"""Open orders on Now: what each reader is told of them, what they can do, and the list of all of them."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from accord.casework.orders import deeds, measures
from accord.records.clockwork import ClockworkRun
from accord.records.danger import DangerToConfirm
from accord.rules.clockwork import JobName, minute
from accord.rules.vocabulary import Discipline, OrderKind
from tests.now_builders import another_order
from tests.order_builders import WHY, a_house, acknowledged, determined, later, raised, ready
from tests.web.reading import read


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def now(client, address: str = "/desk") -> str:
    return read(client.get(address).text).text


def test_an_order_that_nobody_has_determined_says_so_and_by_when_it_must_be(session, moment, house, come_in, clock):
    raised(session, house, moment)
    chief = come_in("chief")

    clock.go_on(minutes=40)
    early = now(chief)
    clock.go_on(hours=2, minutes=25)
    late = now(chief)

    assert "raised 40 min ago · to be determined within 1 h 20 min" in early
    assert "raised 3 h 5 min ago · should have been determined 1 h 5 min ago" in late
    assert "The chief safety officer or the deputy has not determined it." in early
    assert "Nobody has reported that the building is empty." in early
    assert "Determine the order" in early


def test_the_clock_the_silent_and_the_next_reminder_stand_with_an_order_in_force(
    session, moment, house, come_in, clock
):
    order = determined(session, house, moment)
    acknowledged(session, order, f"factory {house.first.id}", house, moment)
    clock.go_on(hours=2)

    page = now(come_in("engineer"))

    assert "in force for 2 h" in page
    assert "Kashimpur Bank (tenant)" in page
    assert "2 signatories" in page
    assert "next reminder 16:00: to 1 factory, 2 safety committees, chief safety officer and 6 more" in page
    silent = page.split("Not acknowledged:")[1].split("Have not confirmed")[0]
    assert "First Knit Ltd." not in silent.replace("safety committee of First Knit Ltd.", "")
    assert "safety committee of First Knit Ltd. · Second Wear Ltd." in silent
    assert "and 5 more" in silent
    assert "Have not confirmed that production stopped: Nordic · Baltic" in page
    assert "No engineer has seen it on site." in page
    assert "Record a site visit" in page


def a_measure(session, order, house, moment, *, words: str, days: int):
    wanted = measures.Wanted(words, moment.today + timedelta(days=days), floor=house.building.floors[1])
    return measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)


def test_measures_are_said_with_a_mark_and_in_words(session, moment, house, come_in):
    past = later(moment, days=-2)
    order = determined(session, house, past, kind=OrderKind.LOAD_REDUCTION)
    order.limit_kpa = 2.0
    engineer, owner = house.who["engineer"], house.who["owner"]
    a_measure(session, order, house, past, words="Clear level 5.", days=0)
    a_measure(session, order, house, past, words="Prop the beam.", days=3)
    tanks = a_measure(session, order, house, past, words="Empty the tanks.", days=4)
    sixth = a_measure(session, order, house, past, words="Clear level 6.", days=4)
    for each in (tanks, sixth):
        measures.hand_in(session, each, note="Done.", who=owner, moment=past)
    measures.judge(session, tanks, is_accepted=True, note=None, who=engineer, moment=past)

    page = now(come_in("chief"))

    assert "● Empty the tanks. · level 1 (verified)" in page
    assert "◐ Clear level 6. · level 1 (handed in, to be looked at)" in page
    assert "○ Clear level 5. · level 1 (no evidence, late since 29 June 2024)" in page
    assert "○ Prop the beam. · level 1 (no evidence yet, due by 2 July 2024)" in page
    assert "a measure is late by 1 d 12 h" in page
    assert "At most 2.0 kPa (42 psf) may stay." in page


def test_by_when_the_next_measure_is_due_stands_with_the_clock(session, moment, house, come_in):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    a_measure(session, order, house, moment, words="Clear level 5.", days=0)

    assert "a measure is due in 12 h" in now(come_in("chief"))


def test_a_factory_reads_what_it_has_to_do_and_nobody_elses_business(session, moment, house, come_in):
    determined(session, house, moment)

    page = now(come_in("owner"))

    assert "You have not said yet that you have this order." in page
    assert "Say that you have it" in page
    assert "Report that it was done" in page
    assert "No engineer has seen it on site." in page
    for word in ("Kashimpur Bank", "Nordic", "Baltic", "next reminder", "Not acknowledged:", "clockwork"):
        assert word not in page


def test_a_brand_reads_its_own_duty_and_no_other_brands(session, moment, house, come_in):
    order = determined(session, house, moment)
    before = now(come_in("brand"))
    acknowledged(session, order, f"signatory {house.nordic.id}", house, moment)
    after = now(come_in("brand"))

    assert "You have not said yet that you have this order." in before
    assert "You have not confirmed yet that your production in this building has stopped." in before
    assert "Say how your production stands" in before
    assert "You have not said yet" not in after
    for word in ("Baltic", "Kashimpur Bank", "Missing:", "next reminder", "Record a site visit"):
        assert word not in before


def test_a_stranger_finds_no_order(session, moment, house, come_in):
    determined(session, house, moment)

    page = now(come_in("stranger"))

    assert "0 orders open" in page
    assert "Block A" not in page


def test_once_nothing_is_missing_the_chief_safety_officer_can_lift_it(session, moment, house, come_in):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    ready(session, order, house, moment)

    page = now(come_in("chief"))

    assert "verified on site 0 s ago" in page
    assert "Nothing is missing: the chief safety officer can lift it." in page
    assert "Lift the order" in page


def test_a_structural_evacuation_waits_for_the_review_panel(session, moment, house, come_in):
    order = determined(session, house, moment)
    ready(session, order, house, moment)

    page = now(come_in("chief"))

    assert "The Review Panel has not agreed to lift it." in page
    assert "To the Review Panel" in page
    assert "To the Review Panel" not in now(come_in("engineer"))


@pytest.mark.parametrize(
    ("minutes", "says"),
    [
        (None, "the clockwork has never run here"),
        (2, "the clockwork ran 2 min ago"),
        (20, "the clockwork has stood still for 20 min"),
    ],
)
def test_the_line_on_top_says_how_the_clockwork_is(session, moment, house, come_in, minutes, says):
    if minutes is not None:
        at = later(moment, minutes=-minutes)
        session.add(
            ClockworkRun(job=JobName.HEARTBEAT.value, period=minute(at), began_at=at.now, ended_at=at.now, decided=0)
        )

    assert says in now(come_in("handler"))


def test_the_most_pressing_stand_there_and_all_are_on_the_list_by_pages(session, moment, house, come_in, monkeypatch):
    monkeypatch.setattr("accord.casework.orders.listing.ON_A_PAGE", 10)
    monkeypatch.setattr("accord.web.desk.ordering.orders_list.ON_A_PAGE", 10)
    for number in range(9101, 9124):
        kind = OrderKind.LOAD_REDUCTION if number % 2 else OrderKind.EVACUATION
        another_order(session, house, moment, number=number, kind=kind)
    client = come_in("handler")

    page = read(client.get("/desk").text)
    second = client.get("/desk/orders?state=open&page=2")
    loads = read(client.get("/desk/orders?kind=load_reduction").text)

    assert page.link_texts["23 orders open"] == "/desk/orders"
    assert page.link_texts["3 further orders are open: all of them"] == "/desk/orders?state=open"
    assert len(page.having("section", **{"class": "danger-now order-now"})) == 6
    also = page.text.split("Also open")[1].split("3 further orders")[0]
    assert also.count("in force for 0 s") == 14
    assert "Page 2 of 3" in read(second.text).text
    assert second.text.count('<th scope="row">') == 10
    assert "Orders 12" in loads.text
    assert "Evacuation · Block" not in loads.text
    assert loads.link_texts["Next page"] == "/desk/orders?kind=load_reduction&page=2"


def test_dangers_to_confirm_are_counted_and_only_the_latest_are_shown(session, moment, house, come_in):
    for _ in range(22):
        session.add(
            DangerToConfirm(
                factory_id=house.first.id, discipline=Discipline.FIRE, because="rating red", recorded_at=moment.now
            )
        )

    page = read(come_in("engineer").get("/desk").text)

    assert page.link_texts["22 imported dangers to confirm"] == "#dangers"
    assert page.text.count("Nobody has decided on this yet.") == 20
    assert "2 further dangers are to be confirmed" in page.text


def test_now_leads_to_the_building(session, moment, house, come_in):
    determined(session, house, moment)

    page = read(come_in("handler").get("/desk").text)

    assert page.link_texts["Floors and loads: Block A"] == f"/desk/buildings/{house.building.id}"


@pytest.mark.parametrize("asked", ["state=shut", "kind=flood", "page=0", "page=2", "page=x"])
def test_what_the_list_does_not_understand_is_refused_by_name(house, come_in, asked):
    assert come_in("chief").get(f"/desk/orders?{asked}").status_code == 422


def test_the_list_tells_a_brand_nothing_of_those_who_are_silent_and_of_other_orders(session, moment, house, come_in):
    determined(session, house, moment)
    another_order(session, house, moment, number=9101)
    raised(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)

    page = read(come_in("brand").get("/desk/orders").text).text
    staff = read(come_in("handler").get("/desk/orders").text).text

    assert "Orders 1 " in page
    assert "Evacuation · Block A" in page
    assert "Not acknowledged" not in page
    assert "Orders 3 " in staff
    assert "Not acknowledged" in staff


def test_an_order_that_has_ended_is_listed_among_the_ended(session, moment, house, come_in):
    order = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    ready(session, order, house, moment)
    deeds.lift(session, order, WHY, who=house.who["chief"], moment=later(moment, days=2))
    client = come_in("chief")

    assert "Load reduction · Block A" in now(client, "/desk/orders?state=ended")
    assert "ended after 2 d" in now(client, "/desk/orders?state=ended")
    assert "No order that you may read about answers this." in now(client, "/desk/orders?state=open")


@pytest.mark.parametrize("address", ["/desk", "/desk/orders"])
def test_the_page_asks_as_often_for_twenty_orders_as_for_one(session, moment, house, come_in, app, address):
    another_order(session, house, moment, number=9101)
    client = come_in("chief")
    statements = []
    engine = app.extensions["accord"].private.engine

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    client.get(address)
    for_one = len(statements)
    for number in range(9102, 9122):
        another_order(session, house, moment, number=number)
    session.commit()
    statements.clear()
    page = client.get(address)
    event.remove(engine, "before_cursor_execute", note)

    assert "Block 9115" in page.text
    assert len(statements) == for_one <= 60, "\n".join(statements)


def test_it_speaks_bangla(session, moment, house, come_in):
    determined(session, house, later(moment, days=-3, hours=-4))
    client = come_in("chief")

    page = now(client, "/desk?lang=bn")
    listed = now(client, "/desk/orders?lang=bn")

    assert "৩ দিন ৪ ঘণ্টা ধরে বহাল" in page
    for english in ("Missing", "reminder", "acknowledged", "in force", "signator"):
        assert english not in page
        assert english not in listed
