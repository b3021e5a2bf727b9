"""The figures of the register are those of `accord progress` for the same hazards, on any day, as known on any day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from accord.casework.desk.register.listing import Cut, Order, found_hazards
from accord.casework.desk.register.selection import Selection, Waiting
from accord.casework.desk.register.stands import Stand
from accord.casework.histories import Scope, histories
from accord.casework.progress import progress
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.desk.access import Sight
from accord.rules.desk.hazard_search import words_asked
from accord.rules.figures.history import hazard_on, statuses_until
from accord.rules.figures.progress import OPEN, is_overdue
from accord.rules.vocabulary import Discipline, Source, Status
from accord.schema import migrate
from tests.casework.desk.register_world import ALL, a_hazard, a_register, noon, the_day


@pytest.fixture
def world(session):
    return a_register(session)


def found(session, moment, selection=Selection(), *, day=None, cut=Cut(), sight=ALL):  # noqa: B008  both are frozen
    return found_hazards(session, selection, sight, day=day or the_day(moment), cut=cut)


def items(session, found):
    return [session.get(Hazard, id_).item for id_ in found.stands]


SCOPES = [
    (Scope(), Selection(is_covered=True)),
    (Scope(discipline=Discipline.FIRE), Selection(is_covered=True, discipline=Discipline.FIRE)),
    *((Scope(factory=number), Selection(factory=number)) for number in (9001, 9002, 9003)),
    (Scope(signatory="A Brand"), Selection(signatory="A Brand")),
]
DAYS = [None, date(2024, 1, 15), date(2024, 3, 1), date(2024, 4, 15), date(2024, 5, 1)]


@pytest.mark.parametrize(("scope", "selection"), SCOPES, ids=lambda each: str(each)[:40])
def test_the_rates_are_those_of_progress(world, moment, scope, selection):
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


KEYS = {
    Order.RECORDED: lambda hazard, stand: 0,
    Order.FACTORY: lambda hazard, stand: min(each.factory.number for each in hazard.links),
    Order.ITEM: lambda hazard, stand: hazard.item,
    Order.CATEGORY: lambda hazard, stand: 0,
    Order.SEVERITY: lambda hazard, stand: 0,
    Order.FOUND: lambda hazard, stand: hazard.found_on,
    Order.DUE: lambda hazard, stand: str(stand.due_on or ""),
    Order.STATUS: lambda hazard, stand: str(stand.status or ""),
    Order.SINCE: lambda hazard, stand: str(stand.since or ""),
}
"""What the hazards of the register are sorted by; all of one category and severity, they stand as recorded there."""


TOLD = [(None, None), (date(2024, 3, 1), None), (date(2024, 4, 15), date(2024, 4, 15))]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("is_down", [True, False])
def test_each_hazard_asked_for_stands_where_its_replay_says_and_in_order(world, moment, order, is_down):
    for selection, (as_of, known_at) in product(SELECTIONS, TOLD):
        day = the_day(moment, as_of, known_at)
        replayed = {
            id_: stand for id_, stand in stands(world, moment, day).items() if is_asked(selection, stand, day=day)
        }

        ours = found(world, moment, selection, day=day, cut=Cut(order, is_down=is_down))

        assert (dict(ours.stands), ours.count) == (replayed, len(replayed)), (selection, day)
        keys = [KEYS[order](world.get(Hazard, id_), stand) for id_, stand in ours.stands.items()]
        assert keys == sorted(keys, reverse=is_down)
        page = found(world, moment, selection, day=day, cut=Cut(order, is_down, 1, 3))
        assert (list(page.stands.items()), page.progress) == (list(ours.stands.items())[1:4], ours.progress)


def stands(session, moment, day):
    """Return where every hazard that is found and known stands on the day, replayed from its events."""
    replayed = {}
    for id_, history in histories(session, select(Hazard.id), moment=moment).items():
        told = hazard_on(history, as_of=day.as_of, known_at=day.known_at)
        events = statuses_until(history.events, as_of=day.as_of, known_at=day.known_at)
        if told is not None:
            since = events[-1].effective_on if events else None
            replayed[id_] = Stand(told.status, told.due_on, since, told.reopened_count)
    return replayed


def is_asked(selection, stand, *, day):
    """Say of one hazard what the register asks the database of all."""
    is_open, is_in_progress = stand.status in OPEN, stand.status is Status.IN_PROGRESS
    within = selection.due_within_days
    return (
        selection.status in (None, stand.status)
        and (not selection.is_overdue or is_overdue(stand.status, stand.due_on, day.as_of))
        and (not selection.lacks_date or (is_open and stand.due_on is None))
        and (not selection.was_reopened or stand.times_reopened > 0)
        and (within is None or bool(is_in_progress and stand.due_on and 0 <= (stand.due_on - day.as_of).days <= within))
        and (selection.waiting is not Waiting.VERIFICATION or stand.status is Status.PENDING_VERIFICATION)
    )


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
"""Also such as are to come: it is 1 July."""
RECORDED = st.integers(0, 11).map(lambda days: date(2024, 6, 20) + timedelta(days=days))
EVENT = st.tuples(st.sampled_from(Status), DAY, RECORDED, st.none() | st.integers(0, 5))
"""What, from which day on, recorded when, in place of which of the hazard's events, if any."""
LIFE = st.tuples(RECORDED, st.lists(EVENT, max_size=6), st.lists(st.tuples(st.none() | DAY, DAY, RECORDED), max_size=3))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(lives=st.lists(LIFE, min_size=1, max_size=4), days=st.lists(st.tuples(DAY, RECORDED), min_size=1, max_size=6))
def test_whatever_happened_and_whenever_it_was_recorded_the_register_says_what_the_replay_says(
    session, moment, lives, days
):
    """Also of events taken back, out of order, of one day, or that hold only from a day to come."""
    session.rollback()
    session.add(factory := Factory(number=9001))
    for item, life in enumerate(lives, 1):
        a_life(session, factory, item, *life)

    for as_of, known_at in [(moment.today, moment.today), *days]:
        day = the_day(moment, as_of, known_at)
        ours = found(session, moment, Selection(factory=9001), day=day)
        told = progress(session, Scope(factory=9001), moment=moment, as_of=as_of, known_at=known_at)
        assert replace(told, status=None) == ours.progress
        assert dict(ours.stands) == stands(session, moment, day)


def a_life(session, factory, item, found_on, events, dues):
    hazard = a_hazard(session, [factory], item, found_on=found_on, dues=dues)
    written = []
    for status, on, recorded, mended in events:
        event = HazardEvent(
            hazard_id=hazard.id,
            status=status,
            effective_on=on,
            recorded_at=noon(recorded),
            source=Source.IMPORTED,
            actor="x",
            compensates_id=written[mended].id if mended is not None and mended < len(written) else None,
        )
        session.add(event)
        session.flush()
        written.append(event)
    gone = {event.compensates_id for event in written}
    standing = [event for event in written if event.id not in gone]
    hazard.status = max(standing, key=lambda e: (e.effective_on, e.id)).status if standing else Status.IN_PROGRESS
    session.flush()


def test_hazards_that_were_there_before_are_noticed_as_reopened_too(world):
    engine = world.get_bind()
    world.close()

    migrate(engine, to="0016")
    migrate(engine)

    assert world.scalars(select(Hazard.item).where(Hazard.may_have_reopened)).all() == [3]
