"""A danger that an imported sheet speaks of is confirmed once, or found to be none with a reason."""

import pytest
from sqlalchemy import select

from accord.records.danger import DangerToConfirm
from accord.records.order import SafetyOrder
from accord.rules.vocabulary import Discipline, OrderKind
from tests.order_builders import a_house


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


@pytest.fixture
def danger_id(session, house, moment):
    danger = DangerToConfirm(
        factory_id=house.first.id,
        discipline=Discipline.STRUCTURAL,
        kind=OrderKind.EVACUATION,
        because="rating red",
        recorded_at=moment.now,
    )
    session.add(danger)
    session.commit()
    found = danger.id
    session.rollback()
    return found


def orders(session) -> list[OrderKind]:
    found = list(session.scalars(select(SafetyOrder.kind)))
    session.rollback()
    return found


def test_now_leads_to_the_danger_and_an_engineer_of_the_discipline_confirms_it_once(session, danger_id, come_in):
    client = come_in("engineer")
    assert f"/desk/dangers/{danger_id}" in client.get("/desk").text

    raised = client.post(f"/desk/dangers/{danger_id}/confirm", data={"confirm-kind": "evacuation"})
    again = client.post(f"/desk/dangers/{danger_id}/confirm", data={"confirm-kind": "evacuation"})

    assert (raised.status_code, again.status_code) == (303, 422)
    assert "Somebody has decided on this danger already" in again.text
    assert orders(session) == [OrderKind.EVACUATION]
    assert "look at the order" in client.get(f"/desk/dangers/{danger_id}").text


def test_what_is_no_danger_needs_a_reason_and_raises_nothing(session, danger_id, come_in):
    client = come_in("chief")

    refused = client.post(f"/desk/dangers/{danger_id}/dismiss", data={"dismiss-reason": " "})
    assert refused.status_code == 422
    assert "Say why it is no danger" in refused.text

    kept = client.post(f"/desk/dangers/{danger_id}/dismiss", data={"dismiss-reason": "Rated anew in May: green."})
    assert kept.status_code == 303
    assert "Rated anew in May: green." in client.get(f"/desk/dangers/{danger_id}").text
    assert orders(session) == []


@pytest.mark.parametrize("name", ["handler", "boilers"])
def test_nobody_else_decides_on_it(session, danger_id, come_in, name):
    client = come_in(name)

    page = client.get(f"/desk/dangers/{danger_id}").text
    answer = client.post(f"/desk/dangers/{danger_id}/confirm", data={"confirm-kind": "evacuation"})

    assert "Raise the order" not in page
    assert answer.status_code == 422
    assert orders(session) == []


def test_an_order_that_does_not_answer_it_is_refused_in_words(session, danger_id, come_in):
    answer = come_in("engineer").post(f"/desk/dangers/{danger_id}/confirm", data={"confirm-kind": "boiler_shutdown"})

    assert answer.status_code == 422
    assert "Say what must happen at once" in answer.text
    assert orders(session) == []


@pytest.mark.parametrize("name", ["owner", "brand", "stranger", "committee"])
def test_the_factory_and_its_buyers_find_no_such_page(danger_id, come_in, name):
    assert come_in(name).get(f"/desk/dangers/{danger_id}").status_code in (403, 404)


@pytest.mark.parametrize(("because", "is_said"), [("rating red", False), ("evacuate <now>", True)])
def test_before_it_is_confirmed_it_is_said_that_a_danger_would_hang_in_english(
    session, danger_id, come_in, because, is_said
):
    session.get_one(DangerToConfirm, danger_id).because = because
    session.commit()

    page = come_in("engineer").get(f"/desk/dangers/{danger_id}?lang=en").text

    assert ("will hang in English at the gate" in page) is is_said
