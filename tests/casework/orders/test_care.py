"""Measures, the Review Panel, the state's own orders, closures with their wages, and each brand's production."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.orders import care, closures, deeds, measures
from accord.casework.orders.care import Determination, OfTheState, Stop
from accord.casework.orders.care_refused import (
    AskTheWorkers,
    ClosedAlready,
    DayPassed,
    DayToCome,
    HasEnded,
    MeasureNotNow,
    NoMember,
    NotThisMonth,
    NotYourDeed,
    NotYourSignatory,
    OnlyStructural,
    OwnMeasure,
    SayWhat,
    ShowIt,
    WithdrawnAlready,
    WrongOrder,
)
from accord.casework.orders.closures import WagesSaid
from accord.casework.orders.measures import Wanted
from accord.casework.orders.standing import beside_of, clock_of, measures_due
from accord.casework.orders.sweeping import sweep_orders
from accord.casework.orders.taking import HandedIn
from accord.records.notice import NoticeText
from accord.records.order_care import OrderFile
from accord.rules.notices import Letter
from accord.rules.orders.panel import delivered
from accord.rules.orders.reminders import next_due_at
from accord.rules.orders.words import Asked, Channel, Extent, PanelOutcome, Wages
from accord.rules.vocabulary import OrderKind
from tests.order_builders import WHY, a_house, determined, later

PANEL = delivered()
MINDS = [each.name for each in PANEL if each.must_take_part]


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


@pytest.fixture
def order(session, house, moment):
    return determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)


def a_measure(session, order, house, moment, *, days=3):
    wanted = Wanted("Empty the roof tank", moment.today + timedelta(days=days))
    return measures.set_measure(session, order, wanted, who=house.who["engineer"], moment=moment)


def test_a_measure_without_evidence_is_reminded_of_from_the_end_of_its_day_until_it_is_handed_in(
    session, moment, house, order
):
    measure = a_measure(session, order, house, moment, days=0)
    assert order.next_due_at == next_due_at(clock_of(session, order, moment.zone))

    assert sweep_orders(session, moment=later(moment, hours=3.9)) == 0
    sweep_orders(session, moment=later(moment, hours=13))
    text = session.scalars(select(NoticeText).where(NoticeText.letter == Letter.MEASURES_LATE)).all()
    assert {"- Empty the roof tank" in each.body for each in text} == {True}
    photo = HandedIn("tank.jpg", "image/jpeg", "b" * 64, 900)
    measures.hand_in(session, measure, note=None, files=[photo], who=house.who["owner"], moment=moment)

    assert measures_due(session, order) == []
    assert session.scalars(select(OrderFile.measure_step_id)).one() == measure.steps[-1].id
    assert order.next_due_at == next_due_at(clock_of(session, order, moment.zone))


def test_a_measure_is_accepted_by_an_engineer_who_did_not_hand_it_in_or_it_is_open_again(session, moment, house, order):
    measure, who = a_measure(session, order, house, moment), house.who
    words = {"note": "Seen from the roof.", "moment": moment}
    with pytest.raises(MeasureNotNow):
        measures.judge(session, measure, is_accepted=True, who=who["second"], **words)
    with pytest.raises(ShowIt):
        measures.hand_in(session, measure, note=" ", who=who["owner"], moment=moment)
    measures.hand_in(session, measure, who=who["engineer"], **words)
    with pytest.raises(OwnMeasure):
        measures.judge(session, measure, is_accepted=True, who=who["engineer"], **words)
    with pytest.raises(NotYourDeed):
        measures.judge(session, measure, is_accepted=True, who=who["boilers"], **words)
    with pytest.raises(SayWhat):
        measures.judge(session, measure, is_accepted=False, note=None, who=who["second"], moment=moment)

    measures.judge(session, measure, is_accepted=False, who=who["second"], **words)
    assert measures_due(session, order) == [measure.due_on]
    measures.hand_in(session, measure, who=who["owner"], **words)
    measures.judge(session, measure, is_accepted=True, who=who["second"], **words)
    assert measures_due(session, order) == []
    with pytest.raises(MeasureNotNow):
        measures.drop(session, measure, who=who["chief"], **words)


def test_measures_are_set_with_words_and_a_day_to_come_and_dropped_with_a_reason(session, moment, house, order):
    who = house.who
    yesterday = Wanted("Prop column C3", moment.today - timedelta(days=1))
    with pytest.raises(DayPassed):
        measures.set_measure(session, order, yesterday, who=who["engineer"], moment=moment)
    with pytest.raises(SayWhat):
        measures.set_measure(session, order, Wanted(" ", moment.today), who=who["engineer"], moment=moment)
    with pytest.raises(NotYourDeed):
        measures.set_measure(session, order, replace(yesterday, due_on=moment.today), who=who["owner"], moment=moment)
    measure = a_measure(session, order, house, moment)
    with pytest.raises(SayWhat):
        measures.drop(session, measure, note="", who=who["chief"], moment=moment)
    measures.drop(session, measure, note="The tank is gone.", who=who["chief"], moment=moment)
    assert measures_due(session, order) == []


def the_end(session, order, house, moment):
    deeds.propose_annulment(session, order, WHY, who=house.who["chief"], moment=moment)
    deeds.annul(session, order, WHY, who=house.who["engineer"], moment=moment)


def test_nothing_is_added_to_an_order_that_has_ended(session, moment, house, order):
    the_end(session, order, house, moment)

    with pytest.raises(HasEnded):
        a_measure(session, order, house, moment)
    with pytest.raises(HasEnded):
        care.record_determination(session, order, the_panel(moment), panel=PANEL, who=house.who["chief"], moment=moment)


def the_panel(moment, **more):
    said = Determination(PanelOutcome.NO_RESTRICTION, moment.today, took_part=MINDS, agreed=MINDS)
    return replace(said, **more)


def test_of_the_panel_the_last_word_holds_and_only_of_structures(session, moment, house, order):
    who = house.who
    boiler = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    for said, refusal in (
        (the_panel(moment, took_part=(), agreed=()), SayWhat),
        (the_panel(moment, took_part=("BUET", "Nobody"), agreed=()), NoMember),
        (the_panel(moment, took_part=("BUET",), agreed=("DIFE",)), NoMember),
        (the_panel(moment, determined_on=moment.today - timedelta(days=1)), WrongOrder),
        (the_panel(moment, determined_on=moment.today + timedelta(days=1)), DayToCome),
    ):
        with pytest.raises(refusal):
            care.record_determination(session, order, said, panel=PANEL, who=who["chief"], moment=moment)
    with pytest.raises(OnlyStructural):
        care.record_determination(session, boiler, the_panel(moment), panel=PANEL, who=who["chief"], moment=moment)
    with pytest.raises(NotYourDeed):
        care.record_determination(session, order, the_panel(moment), panel=PANEL, who=who["engineer"], moment=moment)

    first = the_panel(moment, outcome=PanelOutcome.FULL_CLOSURE, agreed=())
    care.record_determination(session, order, first, panel=PANEL, who=who["chief"], moment=moment)
    care.record_determination(session, order, the_panel(moment), panel=PANEL, who=who["deputy"], moment=moment)

    beside = beside_of(session, order)
    assert (beside.panel, beside.is_unanimous) == (PanelOutcome.NO_RESTRICTION, True)
    sent = care.record_referral(
        session, order, package_sha256="c" * 64, package_bytes=9, who=who["chief"], moment=moment
    )
    assert sent.referred_on == moment.today


def test_an_order_of_the_government_stands_until_it_is_recorded_as_withdrawn(session, moment, house, order):
    who, today = house.who["handler"], moment.today
    said = OfTheState(Extent.PARTIAL, "Inspector General, DIFE", today)
    for wrong, refusal in (
        (replace(said, authority=""), SayWhat),
        (replace(said, ordered_on=today + timedelta(days=1)), DayToCome),
    ):
        with pytest.raises(refusal):
            care.record_state_order(session, order, wrong, who=who, moment=moment)
    with pytest.raises(NotYourDeed):
        care.record_state_order(session, order, said, who=house.who["owner"], moment=moment)
    found = care.record_state_order(session, order, said, who=who, moment=moment)
    assert beside_of(session, order).state_orders == 1

    with pytest.raises(WrongOrder):
        care.withdraw_state_order(session, order, found, on=today - timedelta(days=1), who=who, moment=moment)
    care.withdraw_state_order(session, order, found, on=today, who=who, moment=moment)
    with pytest.raises(WithdrawnAlready):
        care.withdraw_state_order(session, order, found, on=today, who=who, moment=moment)
    assert beside_of(session, order).state_orders == 0


def test_a_signatory_confirms_its_own_production_and_no_other(session, moment, house, order):
    said = Stop(house.nordic.id, house.first, True, moment.today, "The brand's office", Channel.DESK)
    other = next(each.signatory_id for each in order.recipients if each.name == "Baltic")

    care.confirm_stop(session, order, said, who=house.who["brand"], moment=moment)

    with pytest.raises(NotYourSignatory):
        care.confirm_stop(session, order, replace(said, signatory_id=other), who=house.who["brand"], moment=moment)
    with pytest.raises(NotYourSignatory):
        care.confirm_stop(session, order, said, who=house.who["owner"], moment=moment)
    tomorrow = replace(said, since_on=moment.today + timedelta(days=1))
    with pytest.raises(DayToCome):
        care.confirm_stop(session, order, tomorrow, who=house.who["handler"], moment=moment)
    with pytest.raises(SayWhat):
        care.confirm_stop(session, order, replace(said, said_by=" "), who=house.who["handler"], moment=moment)


def a_closure(session, house, moment, *, from_on=date(2024, 4, 20), order=None):
    return closures.close_factory(
        session,
        house.first,
        extent=Extent.FULL,
        from_on=from_on,
        workers=900,
        order=order,
        who=house.who["handler"],
        moment=moment,
    )


def test_wages_of_a_closure_are_asked_month_by_month_and_never_of_the_owner_alone(session, moment, house):
    closure = a_closure(session, house, moment)
    who = house.who["handler"]
    said = WagesSaid(date(2024, 5, 1), Wages.PAID, {Asked.OWNER})
    for asked in ({Asked.OWNER}, {Asked.OWNER, Asked.SAFETY_COMMITTEE}, set()):
        with pytest.raises(AskTheWorkers):
            closures.record_wages(session, closure, replace(said, asked=asked), who=who, moment=moment)

    check = closures.record_wages(
        session, closure, replace(said, asked={Asked.OWNER, Asked.WORKERS}), who=who, moment=moment
    )

    assert check.asked == "owner, workers"
    assert closures.months_unchecked(closure, today=moment.today) == [date(2024, 4, 1), date(2024, 6, 1)]
    for month in (date(2024, 3, 1), date(2024, 8, 1)):
        wrong = WagesSaid(month, Wages.PAID, {Asked.FEDERATION})
        with pytest.raises(NotThisMonth):
            closures.record_wages(session, closure, wrong, who=who, moment=moment)


def test_a_closure_is_recorded_once_and_ended_once(session, moment, house, order):
    with pytest.raises(DayToCome):
        a_closure(session, house, moment, from_on=moment.today + timedelta(days=1))
    closure = a_closure(session, house, moment, order=order)
    with pytest.raises(ClosedAlready):
        a_closure(session, house, moment)
    words = {"who": house.who["handler"], "moment": moment}
    with pytest.raises(NotYourDeed):
        closures.end_closure(session, closure, to_on=moment.today, who=house.who["owner"], moment=moment)
    with pytest.raises(DayToCome):
        closures.end_closure(session, closure, to_on=moment.today + timedelta(days=1), **words)
    with pytest.raises(WrongOrder):
        closures.end_closure(session, closure, to_on=date(2024, 1, 1), **words)
    closures.end_closure(session, closure, to_on=date(2024, 6, 2), **words)
    with pytest.raises(ClosedAlready):
        closures.end_closure(session, closure, to_on=date(2024, 6, 2), **words)
    assert closures.months_of(closure, today=moment.today)[-1] == date(2024, 6, 1)
