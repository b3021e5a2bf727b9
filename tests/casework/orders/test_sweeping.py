"""Reminders come when they are due, once each, to wider circles, however the sweeps fall."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from accord.casework.orders import deeds
from accord.casework.orders.standing import clock_of
from accord.casework.orders.sweeping import sweep_orders
from accord.records.notice import Notice, NoticeText
from accord.records.order import OrderReminder
from accord.records.programme import LimitVersion
from accord.rules.notices import Letter
from accord.rules.orders.reminders import Track, next_due_at
from tests.order_builders import SEEN, a_house, acknowledged, determined, later, raised, ready, the_panel_agrees


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def letters(session, step):
    query = select(Notice.organisation, NoticeText.letter).join(NoticeText).where(Notice.step == step)
    found = {}
    for organisation, letter in session.execute(query):
        found.setdefault(letter, set()).add(organisation)
    return found


def sweep(session, moment, **passed):
    return sweep_orders(session, moment=later(moment, **passed))


def test_nothing_is_made_before_it_is_due_and_what_is_due_is_made_once(session, moment, house):
    order = determined(session, house, moment)

    assert sweep(session, moment, hours=3.9) == 0
    assert sweep(session, moment, hours=4) == 1
    assert sweep(session, moment, hours=4) == 0
    assert sweep(session, moment, hours=1) == 0, "the clock was put back"
    assert [(each.track, each.number) for each in session.scalars(select(OrderReminder))] == [(Track.CLIMB, 1)]
    assert order.next_due_at == next_due_at(clock_of(session, order, moment.zone)) == moment.now + timedelta(hours=24)


def test_whoever_acknowledged_is_not_reminded_and_the_chief_safety_officer_always_is(session, moment, house):
    order = determined(session, house, moment)
    for each in list(order.recipients):
        if each.organisation not in ("chief_safety_officer", f"factory {house.second.id}"):
            acknowledged(session, order, each.organisation, house, moment)

    sweep(session, moment, hours=4)
    assert letters(session, "climb 2.1") == {Letter.REMINDER: {"chief_safety_officer", f"factory {house.second.id}"}}

    sweep(session, moment, hours=48)
    sweep(session, moment, hours=72)
    wide = letters(session, "climb 2.4")
    assert wide[Letter.REMINDER] == {"chief_safety_officer", f"factory {house.second.id}"}
    brands = {each.organisation for each in order.recipients if each.organisation.startswith("signatory")}
    assert wide[Letter.SILENCE] == brands | {"labour_signatories", "steering_committee"}
    assert letters(session, "climb 2.3")[Letter.SILENCE] == brands


def test_no_brand_is_told_which_other_brands_buy_there_or_are_silent(session, moment, house):
    order = determined(session, house, moment)
    sweep(session, moment, hours=72)

    brands = [each.organisation for each in order.recipients if each.organisation.startswith("signatory")]
    query = select(NoticeText).join(Notice, Notice.text_id == NoticeText.id).where(Notice.organisation.in_(brands))
    for text in session.scalars(query):
        assert "Nordic" not in text.body + text.body_bn
        assert "Baltic" not in text.body + text.body_bn
    wide = select(NoticeText.body).join(Notice, Notice.text_id == NoticeText.id)
    to_labour = session.scalars(wide.where(Notice.organisation == "labour_signatories", Notice.step == "climb 2.4"))
    assert "Baltic (signatory)" in to_labour.one()


def test_the_letter_of_silence_names_who_is_silent_and_nobody_else(session, moment, house):
    order = determined(session, house, moment)
    acknowledged(session, order, f"factory {house.first.id}", house, moment)
    sweep(session, moment, hours=48)

    body = session.scalars(select(NoticeText.body).where(NoticeText.letter == Letter.SILENCE)).first()
    assert "Second Wear Ltd. (factory)" in body
    assert "First Knit Ltd. (factory)" not in body


def test_an_order_that_nobody_determines_climbs_and_no_brand_hears_of_it(session, moment, house):
    order = raised(session, house, moment)

    assert sweep(session, moment, hours=2) == 1
    assert letters(session, "determination 1.1") == {
        Letter.NOT_DETERMINED: {"chief_safety_officer", "on_call structural"}
    }
    sweep(session, moment, hours=4)
    sweep(session, moment, hours=8)
    assert letters(session, "determination 1.3") == {
        Letter.NOT_DETERMINED: {"chief_safety_officer", "on_call structural", "steering_committee"}
    }
    sweep(session, moment, hours=24 * 5)
    assert not [each for each in order.recipients if each.organisation.startswith(("signatory", "labour"))]
    assert order.next_due_at is not None


def test_a_sweep_that_was_missed_for_days_makes_the_latest_and_says_how_many_it_stands_for(session, moment, house):
    determined(session, house, moment)

    assert sweep(session, moment, days=10) == 1

    [made] = session.scalars(select(OrderReminder))
    assert (made.number, made.overtaken) == (11, 10)
    assert sweep(session, moment, days=10) == 0


def test_once_verified_it_is_asked_weekly_until_it_is_lifted(session, moment, house):
    order = determined(session, house, moment)
    ready(session, order, house, moment)

    assert sweep(session, moment, days=6) == 0
    assert sweep(session, moment, days=7) == 1
    asked = letters(session, "week 2.1")[Letter.WEEKLY_QUESTION]
    assert {"chief_safety_officer", "labour_signatories", f"factory {house.first.id}"} <= asked
    the_panel_agrees(session, order, moment)
    deeds.lift(session, order, replace(SEEN), who=house.who["chief"], moment=later(moment, days=8))
    assert sweep(session, moment, days=60) == 0


def test_only_orders_that_are_due_are_looked_at(session, moment, house):
    determined(session, house, moment)
    statements = []
    session.flush()

    def listen(*told):
        statements.append(told[2])

    event.listen(session.get_bind(), "before_cursor_execute", listen)
    sweep(session, moment, hours=1)
    event.remove(session.get_bind(), "before_cursor_execute", listen)

    assert len(statements) == 1


def test_hours_that_are_set_later_hold_for_a_climb_that_begins_later(session, moment, house):
    order = determined(session, house, moment)
    tomorrow = later(moment, days=1)
    session.add(
        LimitVersion(
            name="order_first_hours",
            value=1,
            holds_from=tomorrow.today,
            reason="Sooner.",
            actor="the administrator",
            recorded_at=moment.now,
        )
    )
    session.flush()

    assert next_due_at(clock_of(session, order, moment.zone)) == order.next_due_at
    on_site = replace(SEEN, seen_on=moment.today)
    deeds.verify_on_site(session, order, on_site, who=house.who["engineer"], moment=moment)
    deeds.re_enter(session, order, SEEN, who=house.who["handler"], moment=tomorrow)
    assert order.next_due_at == tomorrow.now + timedelta(hours=1)
