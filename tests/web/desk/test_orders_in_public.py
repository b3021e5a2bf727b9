"""What happens to an order stands in public at once, wherever at the desk it happened."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.orders import deeds
from accord.records.danger import DangerToConfirm
from accord.records.factory import CoverageChange
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import Coverage, Discipline, OrderKind, Source
from accord.web import public_orders
from tests.order_builders import raised

OF_THE_FIRST = {"complied-organisation": "factory 1"}
"""The first factory of the house is the first one on record."""


@pytest.fixture
def order_id(session, house, moment):
    """Raised, at a factory of the public register, with a danger in the same building that nobody confirmed."""
    house.first.coverage = Coverage.ACTIVE
    covered = {"coverage": Coverage.ACTIVE, "from_on": date(2020, 1, 1), "recorded_at": moment.now, "actor": "a test"}
    session.add(CoverageChange(factory_id=house.first.id, source=Source.DESK, **covered))
    found = raised(session, house, moment).id
    danger = DangerToConfirm(
        factory_id=house.first.id,
        building_id=house.building.id,
        discipline=Discipline.STRUCTURAL,
        kind=OrderKind.EVACUATION,
        because="rating red",
        recorded_at=moment.now,
    )
    session.add(danger)
    session.commit()
    return found


def determine(session, order_id, house, moment):
    deeds.determine(session, session.get(SafetyOrder, order_id), who=house.who["chief"], moment=moment)
    session.commit()


def test_reports_and_a_second_danger_are_read_in_public_as_soon_as_they_are_recorded(
    app, session, order_id, house, come_in, moment
):
    determine(session, order_id, house, moment)
    inside = (RecipientKind.FACTORY, RecipientKind.OCCUPANT)
    query = select(OrderRecipient.organisation).where(OrderRecipient.kind.in_(inside))
    everybody_inside = session.scalars(query).all()
    session.rollback()
    anybody, chief, engineer = app.test_client(), come_in("chief"), come_in("engineer")

    for inside in everybody_inside:
        chief.post(f"/desk/orders/{order_id}/complied", data={"complied-organisation": inside, "complied-note": "Out."})
    reported = anybody.get("/orders").text
    engineer.post("/desk/dangers/1/confirm", data={"confirm-kind": "evacuation"})
    joined = anybody.get("/orders").text

    assert "the factory reports that it complies" in reported
    assert "a second cause joined" not in reported
    assert "a second cause joined" in joined


def test_who_has_an_order_and_an_order_that_is_not_determined_are_not_shown(
    app, session, order_id, come_in, monkeypatch
):
    shown = []
    monkeypatch.setattr(public_orders, "show", lambda _session, number, *_rest, **_more: shown.append(number))

    come_in("engineer").post("/desk/dangers/1/confirm", data={"confirm-kind": "evacuation"})

    assert shown == []


def test_a_step_that_is_refused_shows_nothing_and_one_that_is_taken_shows_each_factory_once(
    session, order_id, house, come_in, moment, monkeypatch
):
    shown = []
    monkeypatch.setattr(public_orders, "show", lambda _session, number, *_rest, **_more: shown.append(number))
    determine(session, order_id, house, moment)
    chief = come_in("chief")

    refused = chief.post(f"/desk/orders/{order_id}/lifted", data={"lifted-note": "It is over."})
    before = list(shown)
    chief.post(f"/desk/orders/{order_id}/complied", data={**OF_THE_FIRST, "complied-note": "Empty."})

    assert (refused.status_code, before) == (422, [])
    assert shown == [9001, 9002]


def test_a_step_stands_where_the_public_pages_cannot_be_written_and_the_desk_says_so(
    session, order_id, house, come_in, moment, monkeypatch, caplog
):
    def full(*_all, **_more):
        raise OSError("no space left on the device")

    monkeypatch.setattr(public_orders, "show", full)
    determine(session, order_id, house, moment)
    owner = come_in("owner")

    answer = owner.post(f"/desk/orders/{order_id}/complied", data={**OF_THE_FIRST, "complied-note": "All are out."})

    assert answer.status_code == 303
    page = owner.get(answer.location).text
    assert "the public pages do not show it yet" in page
    assert "the factory reports that it complies" in page
    assert str(order_id) in caplog.text
