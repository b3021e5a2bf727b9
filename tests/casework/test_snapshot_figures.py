"""Every figure of the public snapshot, on any day, is what the replay of the same events says."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.gateways.snapshot.factory import history_of
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts
from accord.rules.factories.coverage import coverage_on
from accord.rules.figures.history import hazard_on
from accord.rules.figures.progress import Tally, progress_of
from accord.rules.figures.series import last_days, month_of
from accord.rules.moments import Moment
from accord.rules.public.disclosure import CoverageDisclosed, DeadlineDisclosed, StatusDisclosed
from accord.rules.public.edition_object import edition_object
from accord.rules.vocabulary import COVERED, Coverage, Discipline, Origin, Source, Status
from tests.builders import NOW, a_factory, a_hazard, an_edition, settings_in

FIRST = date(2018, 1, 1)
LAST = date(2018, 6, 30)
NUMBERS = (90001, 90002, 90003)
days = st.integers(0, 180).map(lambda day: FIRST + timedelta(days=day))


@st.composite
def a_programme(draw):
    """Three factories with hazards, some of which they share, and changes of coverage."""
    hazards, sharing = [], {}
    for item in range(1, draw(st.integers(1, 6)) + 1):
        found = draw(days)
        events = draw(st.lists(st.tuples(days, st.sampled_from(Status)), max_size=4).map(sorted))
        agreed = draw(st.lists(st.tuples(days, st.none() | days), max_size=3).map(lambda pairs: sorted(pairs, key=str)))
        hazard = a_hazard(draw(st.sampled_from(Discipline)), item, origin=draw(st.sampled_from(Origin)))
        hazards.append(
            replace(
                hazard,
                key=f"{item:016x}",
                found_on=found,
                statuses=tuple(StatusDisclosed(status, day, day, Source.DESK, None) for day, status in events),
                deadlines=tuple(DeadlineDisclosed(due, day, day) for day, due in agreed),
            )
        )
        sharing[hazards[-1].key] = draw(st.sets(st.sampled_from(NUMBERS), min_size=1))
    coverage = {
        number: tuple(
            CoverageDisclosed(kind, day, None, None)
            for day, kind in draw(st.lists(st.tuples(days, st.sampled_from(Coverage)), max_size=3).map(sorted))
        )
        for number in NUMBERS
    }
    return hazards, sharing, coverage


def written(folder, hazards, sharing, coverage):
    """Return the snapshot of the programme."""
    place = settings_in(folder).snapshot
    place.unlink(missing_ok=True)
    engine = open_for_writing(place)
    with engine.begin() as connection:
        for position, number in enumerate(NUMBERS):
            mine = [hazard for hazard in hazards if number in sharing[hazard.key]]
            edition = an_edition(mine, factory=a_factory(number=number))
            edition = replace(edition, coverage_changes=coverage[number])
            put_factory(connection, edition_object(edition), (), place_of_edition=position)
        put_facts(connection, is_demonstration=False, moment=Moment(NOW, settings_in(folder).zone))
    engine.dispose()
    return PublicSnapshot(place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("figures")


def replayed(hazards, day):
    """Return what the rules say of these hazards on the day, each counted once."""
    states = (hazard_on(history_of(hazard), as_of=day, known_at=date.max) for hazard in hazards)
    return progress_of((state for state in states if state), as_of=day, known_at=date(2018, 7, 1))


@given(a_programme(), days)
@settings(max_examples=40, deadline=None)
def test_each_figure_of_a_day_is_what_the_replay_says(folder, programme, day):
    hazards, sharing, coverage = programme

    snapshot = written(folder, *programme)

    register = snapshot.register(as_of=day)
    for number in NUMBERS:
        mine = [hazard for hazard in hazards if number in sharing[hazard.key]]
        line = register.by_number[number]
        assert replace(line.progress, status=None) == replayed(mine, day)
        assert line.is_covered == (coverage_on(coverage[number], as_of=day) in COVERED)
        one = snapshot.factory(number, as_of=day)
        assert one.progress == line.progress
    covered = {number for number in NUMBERS if coverage_on(coverage[number], as_of=day) in COVERED}
    once = [hazard for hazard in hazards if covered & sharing[hazard.key]]
    assert register.progress == replayed(once, day)
    for discipline in Discipline:
        of_it = [hazard for hazard in once if hazard.discipline is discipline]
        assert register.counts.of(covered, discipline=discipline) == replayed(of_it, day)


@given(a_programme(), days)
@settings(max_examples=40, deadline=None)
def test_the_parts_of_the_programme_add_up_to_it(folder, programme, day):
    snapshot = written(folder, *programme)

    found = snapshot.programme(as_of=day)

    whole = found.register.progress
    for parts in ([part for _, part in found.by_discipline], [part for *_, part in found.by_category]):
        assert sum((part.initial for part in parts), Tally()) == whole.initial
        assert sum((part.new for part in parts), Tally()) == whole.new
        assert sum(part.overdue for part in parts) == whole.overdue


@given(a_programme(), days)
@settings(max_examples=40, deadline=None)
def test_each_month_of_the_series_is_what_the_replay_says_at_its_end(folder, programme, until):
    hazards, sharing, coverage = programme

    points = written(folder, *programme).series(until=until)

    counted = [hazard for hazard in hazards if hazard.origin is Origin.INITIAL and hazard.found_on <= until]
    assert [point.as_of for point in points] == (
        last_days(min(month_of(hazard.found_on) for hazard in counted), until) if counted else []
    )
    for point in points:
        covered = {number for number in NUMBERS if coverage_on(coverage[number], as_of=point.as_of) in COVERED}
        once = [hazard for hazard in counted if covered & sharing[hazard.key]]
        assert point.tally == replayed(once, point.as_of).initial


@given(a_programme(), days)
@settings(max_examples=40, deadline=None)
def test_what_moved_the_rate_explains_the_number_of_hazards_of_each_month(folder, programme, until):
    hazards, sharing, coverage = programme
    for_ever = [replace(hazard, statuses=_never_withdrawn(hazard.statuses)) for hazard in hazards]

    points = written(folder, for_ever, sharing, coverage).series(until=until)

    before = 0
    for point in points:
        moves = point.moves
        assert point.tally.applicable - before == moves.found + moves.joined - moves.left
        before = point.tally.applicable


def _never_withdrawn(statuses):
    return tuple(event for event in statuses if event.status is not Status.WITHDRAWN)


def test_a_programme_falls_when_a_factory_joins_and_the_month_says_why(tmp_path):
    seen = [
        replace(
            a_hazard(Discipline.FIRE, item, origin=Origin.INITIAL),
            key=f"{item:016x}",
            found_on=FIRST,
            statuses=(
                StatusDisclosed(Status.IN_PROGRESS, FIRST, FIRST, Source.DESK, None),
                *([StatusDisclosed(Status.CORRECTED, FIRST, FIRST, Source.DESK, None)] if item <= 9 else []),
            ),
            deadlines=(),
        )
        for item in range(1, 16)
    ]
    old, young = seen[:10], seen[10:]
    sharing = {hazard.key: {90001} for hazard in old} | {hazard.key: {90002} for hazard in young}
    since = {
        90001: (CoverageDisclosed(Coverage.ACTIVE, None, None, None),),
        90002: (CoverageDisclosed(Coverage.ACTIVE, date(2018, 3, 10), None, None),),
        90003: (),
    }

    points = written(tmp_path, seen, sharing, since).series(until=LAST)

    rates = {point.as_of: point.tally.verified_percent for point in points}
    assert (str(rates[date(2018, 2, 28)]), str(rates[date(2018, 3, 31)])) == ("90.00", "60.00")
    march = next(point for point in points if point.as_of == date(2018, 3, 31))
    assert (march.moves.joined, march.moves.factories_joined, march.factories) == (5, 1, 2)
    assert list(chain(*([point.moves.left, point.moves.found] for point in points[1:]))) == [0] * 10
