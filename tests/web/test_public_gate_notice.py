"""The notice for the gate in public: of determined orders, and with nothing on it that is not published."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from accord.gateways.printing import apart
from accord.rules.orders.gate import published_notice
from accord.rules.vocabulary import OrderKind, OrderStep
from tests.public_builders_reg import a_programme, an_order

DETERMINED = (date(2018, 5, 2), OrderStep.DETERMINED)
JUNE, JULY = date(2018, 6, 1), date(2018, 7, 1)


@pytest.fixture
def leads_to(settings, visitor):
    a_programme(settings)
    return re.findall(r'href="([^"]+/gate-notice\.pdf)"', visitor.get("/orders").text)


def test_each_order_on_the_page_leads_to_its_notice(leads_to, visitor):
    assert leads_to
    answer = visitor.get(leads_to[0])

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    with pikepdf.open(BytesIO(answer.data)) as document:
        assert len(document.pages) == 1


def test_an_order_of_which_nothing_is_published_has_none(leads_to, visitor):
    assert visitor.get("/orders/never-was-one-123/gate-notice.pdf").status_code == 404


def test_strangers_do_not_wait_for_a_print_of_somebody_else(leads_to, visitor):
    apart.forget_all()
    with apart._turn:
        answer = visitor.get(leads_to[0])

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert visitor.get(leads_to[0]).status_code == 200


def test_it_says_neither_a_number_of_ours_nor_what_was_before_it_was_determined():
    order = an_order("key-of-the-order", DETERMINED, limit_kpa=2.0)

    notice = published_notice(order, (), as_of=JUNE)

    assert (notice.order, notice.version, notice.key) == (None, None, "key-of-the-order")
    assert (notice.since, notice.issued_on, notice.limit_kpa) == (date(2018, 5, 2), date(2018, 5, 2), None)


def test_it_is_the_notice_of_the_last_step_that_changes_what_hangs_there():
    order = an_order(
        "k" * 16,
        DETERMINED,
        (date(2018, 5, 9), OrderStep.VERIFIED),
        (date(2018, 5, 20), OrderStep.EASED),
        (date(2018, 6, 20), OrderStep.WORKS_VERIFIED),
        (date(2018, 6, 21), OrderStep.LIFTED),
        kind=OrderKind.LOAD_REDUCTION,
        limit_kpa=1.96,
    )

    eased, lifted = (published_notice(order, (), as_of=day) for day in (JUNE, JULY))

    assert (eased.step, eased.issued_on, eased.seen_on) == (OrderStep.EASED, date(2018, 5, 20), date(2018, 5, 9))
    assert (lifted.step, lifted.seen_on, lifted.limit_kpa) == (OrderStep.LIFTED, date(2018, 6, 20), 1.96)
    assert published_notice(order, (), as_of=date(2018, 5, 1)) is None
