"""The figures of the register are those of `accord progress` for the same hazards, on any day, as known on any day."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accord.casework.desk.register import listing
from accord.casework.desk.register.listing import Cut, Order, found_hazards
from accord.casework.desk.register.selection import Selection, Waiting
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.desk.access import Sight
from accord.rules.desk.hazard_search import words_asked
from accord.rules.vocabulary import Discipline, Source, Status
from tests.casework.desk.register_world import ALL, a_hazard, a_register, noon, the_day


@pytest.fixture
def world(session):
    return a_register(session)


def found(session, moment, selection=Selection(), *, day=None, cut=Cut(), sight=ALL):  # noqa: B008  both are frozen
    return found_hazards(session, selection, sight, day=day or the_day(moment), moment=moment, cut=cut)


def items(session, found):
    return [session.get(Hazard, id_).item for id_ in found.stands]


SCOPES = [
    (Scope(), Selection(is_covered=True)),
    (Scope(discipline=Discipline.FIRE), Selection(is_covered=True, discipline=Discipline.FIRE)),
    *((Scope(factory=number), Selection(factory=number)) for number in (9001, 9002, 9003)),
    (Scope(signatory="A Brand"), Selection(signatory="A Brand")),
]
DAYS = [None, date(2024, 1, 15), date(2024, 3, 1), date(2024, 4, 15), date(2024, 5, 1)]


@pytest.mark.parametrize("most_by_name", [0, 100], ids=["overlaid", "in the query"])
@pytest.mark.parametrize(("scope", "selection"), SCOPES, ids=lambda each: str(each)[:40])
def test_the_rates_are_those_of_progress(world, moment, monkeypatch, scope, selection, most_by_name):
    monkeypatch.setattr(listing, "MOST_BY_NAME", most_by_name)

    for as_of, known_at in product(DAYS, DAYS):
        told = progress(world, scope, moment=moment, as_of=as_of, known_at=known_at)
        day = the_day(moment, as_of, known_at)

        ours = found(world, moment, selection, day=day).progress

        assert (ours.initial, ours.new) == (told.initial, told.new), (as_of, known_at)
        assert (ours.overdue, ours.no_date, ours.reopened) == (told.overdue, told.no_date, told.reopened)


SELECTIONS = [
    Selection(),
    Selection(is_overdue=True),
    Selection(lacks_date=True),
    Selection(was_reopened=True),
    Selection(due_within_days=30),
    Selection(waiting=Waiting.VERIFICATION),
    *(Selection(status=status) for status in Status),
]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("is_down", [True, False])
def test_both_ways_of_reading_find_the_same_hazards_where_they_stand_the_same(
    world, moment, monkeypatch, order, is_down
):
    for selection, as_of in product(SELECTIONS, DAYS):
        day, cut = the_day(moment, as_of), Cut(order, is_down=is_down)
        monkeypatch.setattr(listing, "MOST_BY_NAME", 100)
        in_query = found(world, moment, selection, day=day, cut=cut)
        monkeypatch.setattr(listing, "MOST_BY_NAME", 0)
        overlaid = found(world, moment, selection, day=day, cut=cut)

        assert dict(in_query.stands) == dict(overlaid.stands), (selection, as_of)
        assert in_query.count == overlaid.count == len(in_query.stands)


def test_the_rows_behind_a_figure_are_as_many_as_it_says(world, moment):
    every = found(world, moment).progress

    assert found(world, moment, Selection(is_overdue=True)).count == every.overdue == 3 - 1
    assert found(world, moment, Selection(lacks_date=True)).count == every.no_date
    assert found(world, moment, Selection(was_reopened=True)).count == every.reopened == 1


def test_what_is_typed_with_a_day_to_come_does_not_hold_yet(world, moment):
    every = found(world, moment)

    stands = dict(zip(items(world, every), every.stands.values(), strict=True))

    assert stands[7].status is Status.IN_PROGRESS
    assert stands[8].due_on == date(2024, 3, 1)


def test_a_hazard_without_any_event_is_not_known_and_no_rate_is_made_up(world, moment):
    electrical = found(world, moment, Selection(discipline=Discipline.ELECTRICAL))

    assert electrical.progress.initial.unknown == 1
    assert electrical.progress.initial.verified_percent is None


def test_a_shared_hazard_stands_once_and_under_its_first_factory(world, moment):
    by_factory = found(world, moment, cut=Cut(Order.FACTORY, is_down=False))

    assert items(world, by_factory) == [1, 2, 3, 8, 5, 4, 6, 7]


@pytest.mark.parametrize("order", Order)
def test_a_page_of_a_day_gone_by_says_the_same_by_either_way(world, moment, monkeypatch, order):
    for as_of, first in product(DAYS, (0, 3)):
        day, cut = the_day(moment, as_of), Cut(order, first=first, most=3)
        monkeypatch.setattr(listing, "MOST_BY_NAME", 100)
        in_query = found(world, moment, day=day, cut=cut)
        monkeypatch.setattr(listing, "MOST_BY_NAME", 0)

        assert found(world, moment, day=day, cut=cut) == in_query


def test_pages_cut_the_same_order(world, moment):
    whole = list(found(world, moment, cut=Cut(Order.ITEM, is_down=False)).stands)

    pages = [list(found(world, moment, cut=Cut(Order.ITEM, False, first, 3)).stands) for first in (0, 3, 6, 9)]

    assert pages == [whole[:3], whole[3:6], whole[6:], []]


def test_what_somebody_may_not_see_is_neither_listed_nor_counted(world, moment):
    first = world.scalar(select(Factory.id).where(Factory.number == 9001))
    own = Sight(everywhere=False, factories=frozenset({first}), issued_of=frozenset())

    assert sorted(items(world, found(world, moment, sight=own))) == [1, 2, 3, 8]
    # Hazard 3 counts for factory 9002 too: asking for it must not tell.
    assert found(world, moment, Selection(factory=9002), sight=own).count == 0
    nobody = Sight(everywhere=False, factories=frozenset(), issued_of=frozenset())
    assert found(world, moment, sight=nobody).count == 0


@pytest.mark.parametrize("typed", ["locked gate", "GATE lock", "গেট তালা", "collaps"])
def test_words_of_both_scripts_are_found_where_all_of_them_begin_a_word(session, moment, typed):
    factory = Factory(number=9001)
    session.add(factory)
    a_hazard(session, [factory], 1, observation="Locked collapsible gate", observation_bn="কলাপসিবল গেটে তালা দেওয়া")
    a_hazard(session, [factory], 2, observation="A gate that is open", observation_bn="গেট খোলা")

    assert items(session, found(session, moment, Selection(words=words_asked(typed)))) == [1]


DAY = st.integers(0, 20).map(lambda days: date(2024, 6, 20) + timedelta(days=days))
LIFE = st.lists(st.tuples(st.sampled_from(Status), DAY, st.booleans()), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(life=LIFE, dues=st.lists(st.tuples(st.none() | DAY, DAY), max_size=3))
def test_the_columns_that_the_database_keeps_are_what_the_replay_says(session, moment, life, dues):
    """Also where events are taken back, come out of order, or hold only from a day to come."""
    session.rollback()
    factory = Factory(number=9001)
    session.add(factory)
    hazard = a_hazard(
        session, [factory], 1, found_on=date(2024, 6, 1), dues=[(*due, date(2024, 6, 25)) for due in dues]
    )
    before = None
    for status, on, takes_back in life:
        event = HazardEvent(
            hazard_id=hazard.id,
            status=status,
            effective_on=on,
            recorded_at=noon(date(2024, 6, 25)),
            source=Source.IMPORTED,
            actor="x",
            compensates_id=before.id if takes_back and before else None,
        )
        session.add(event)
        session.flush()
        before = event
    standing = [
        e
        for e in hazard_events(session, hazard)
        if e.id not in {each.compensates_id for each in hazard_events(session, hazard)}
    ]
    hazard.status = max(standing, key=lambda e: (e.effective_on, e.id)).status if standing else Status.IN_PROGRESS
    session.flush()

    ours = found(session, moment).progress

    told = progress(session, Scope(factory=9001), moment=moment)
    assert (ours.initial, ours.overdue, ours.no_date, ours.reopened) == (
        told.initial,
        told.overdue,
        told.no_date,
        told.reopened,
    )


def hazard_events(session, hazard):
    return session.scalars(select(HazardEvent).where(HazardEvent.hazard_id == hazard.id)).all()
