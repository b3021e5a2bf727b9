"""The notice for the gate at the desk: whoever is told of the order prints it, and also what hung there before."""

from io import BytesIO

import pikepdf
import pytest

from accord.records.order import SafetyOrder
from accord.records.person import Person
from tests.order_builders import a_house, determined, go_live, raised


@pytest.fixture
def house(session, moment):
    go_live(session, moment)
    return a_house(session, moment)


@pytest.fixture
def come_in(session, house, signed_in):
    return lambda name: signed_in(session.get(Person, house.who[name].id))


@pytest.fixture
def order_id(session, house, moment):
    found = determined(session, house, moment).id
    session.commit()
    return found


def titled(answer) -> str:
    with pikepdf.open(BytesIO(answer.data)) as document:
        assert len(document.pages) == 1
        return str(document.docinfo["/Title"])


def test_the_owner_and_the_committee_print_what_must_hang_there_now(order_id, come_in):
    for name in ("owner", "committee"):
        answer = come_in(name).get(f"/desk/orders/{order_id}/gate-notice.pdf")

        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert f"{order_id}-2" in titled(answer)
        assert "no-store" in answer.headers["Cache-Control"]


def test_what_hung_there_before_is_printed_as_it_was(order_id, come_in):
    client = come_in("handler")

    assert f"{order_id}-1" in titled(client.get(f"/desk/orders/{order_id}/gate-notice.pdf?version=1"))
    for version in ("3", "9999"):
        assert client.get(f"/desk/orders/{order_id}/gate-notice.pdf?version={version}").status_code == 404
    for version in ("0", "-1", "x", "1e3"):
        assert client.get(f"/desk/orders/{order_id}/gate-notice.pdf?version={version}").status_code == 422


def test_the_page_of_the_order_leads_to_it(order_id, come_in):
    page = come_in("owner").get(f"/desk/orders/{order_id}").text

    assert f'href="/desk/orders/{order_id}/gate-notice.pdf"' in page
    assert f'href="/desk/orders/{order_id}/gate-notice.pdf?version=1"' in page


def test_a_stranger_and_a_brand_that_was_not_told_yet_find_none(session, house, moment, come_in):
    order = raised(session, house, moment)
    session.commit()
    for name in ("stranger", "brand"):
        assert come_in(name).get(f"/desk/orders/{order.id}/gate-notice.pdf").status_code == 404
    assert session.get(SafetyOrder, order.id) is order
