"""A danger of an imported sheet raises nothing until somebody confirms it, and then exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.orders.imported import (
    NotYoursToConfirm,
    SayWhichOrder,
    SettledAlready,
    WhyNoDanger,
    confirm_danger,
    dismiss_danger,
)
from accord.records.base import open_engine
from accord.records.danger import DangerToConfirm
from accord.records.journal import JournalEntry
from accord.records.notice import Notice
from accord.records.order import SafetyOrder
from accord.records.person import Person
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import Discipline, OrderKind
from tests.desk_builders import a_visitor
from tests.order_builders import a_house


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


@pytest.fixture
def danger(session, moment, house):
    return a_danger(session, moment, house)


def a_danger(session, moment, house, *, kind=OrderKind.EVACUATION):
    danger = DangerToConfirm(
        factory=house.first,
        discipline=Discipline.STRUCTURAL,
        kind=kind,
        because="rating red",
        recorded_at=moment.now,
    )
    session.add(danger)
    session.flush()
    return danger


def test_an_engineer_of_the_discipline_confirms_it_and_its_order_is_raised(session, moment, house, danger):
    order = confirm_danger(session, danger, who=house.who["engineer"], moment=moment)

    assert (order.kind, order.building) == (OrderKind.EVACUATION, house.building)
    assert [(each.kind, each.danger_id) for each in order.causes] == [(CauseKind.IMPORTED, danger.id)]
    assert (danger.order_id, danger.settled_at, danger.settled_by) == (
        order.id,
        moment.now,
        house.who["engineer"].actor,
    )
    assert session.scalars(select(JournalEntry.deed)).all() == ["raised an order", "confirmed a danger"]


def test_what_a_rating_means_is_told_in_both_languages(session, moment, house, danger):
    order = confirm_danger(session, danger, who=house.who["engineer"], moment=moment)

    assert order.because == "The structure of the building was rated red: there is a severe and imminent risk."
    assert order.because_bn == "ভবনের কাঠামোর রেটিং লাল দেওয়া হয়েছে: ঝুঁকি গুরুতর ও আসন্ন।"


def test_who_is_neither_of_the_discipline_nor_chief_decides_nothing(session, moment, house, danger):
    for name in ("boilers", "handler", "owner", "brand"):
        with pytest.raises(NotYoursToConfirm):
            confirm_danger(session, danger, who=house.who[name], moment=moment)
        with pytest.raises(NotYoursToConfirm):
            dismiss_danger(session, danger, reason="Mended.", who=house.who[name], moment=moment)
    assert danger.settled_at is None


def test_it_is_dismissed_with_a_reason_and_then_settled_for_good(session, moment, house, danger):
    with pytest.raises(WhyNoDanger):
        dismiss_danger(session, danger, reason=" ", who=house.who["deputy"], moment=moment)
    dismiss_danger(session, danger, reason="Demolished in 2019.", who=house.who["deputy"], moment=moment)

    assert (danger.settled_note, danger.order_id) == ("Demolished in 2019.", None)
    with pytest.raises(SettledAlready):
        confirm_danger(session, danger, who=house.who["chief"], moment=moment)
    assert session.scalars(select(SafetyOrder)).all() == []


def test_where_the_sheet_did_not_say_what_must_happen_the_engineer_does(session, moment, house):
    unsaid = a_danger(session, moment, house, kind=None)
    for kind in (None, OrderKind.BOILER_SHUTDOWN):
        with pytest.raises(SayWhichOrder):
            confirm_danger(session, unsaid, kind=kind, who=house.who["chief"], moment=moment)

    order = confirm_danger(session, unsaid, kind=OrderKind.LOAD_REDUCTION, who=house.who["chief"], moment=moment)
    assert order.kind is OrderKind.LOAD_REDUCTION


def test_two_who_confirm_it_in_the_same_instant_raise_one_order(session, moment, house, danger, database):
    ids = [house.who[name].id for name in ("engineer", "chief")]
    danger_id = danger.id
    session.commit()
    session.close()
    engine = open_engine(f"sqlite:///{database}")
    both = Barrier(2)

    def confirm(person_id):
        with Session(engine) as own:
            both.wait()
            who = a_visitor(own, own.get_one(Person, person_id), moment)
            try:
                confirm_danger(own, own.get_one(DangerToConfirm, danger_id), who=who, moment=moment)
            except SettledAlready:
                return "second"
            own.commit()
            return "first"

    with ThreadPoolExecutor() as pool:
        came = sorted(pool.map(confirm, ids))

    assert came == ["first", "second"]
    assert session.scalar(select(func.count()).select_from(SafetyOrder)) == 1
    assert session.scalar(select(func.count()).select_from(Notice)) == 6
    engine.dispose()
