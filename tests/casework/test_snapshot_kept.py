"""What a process keeps from before a publication is what it would read anew, whatever was published."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from accord.gateways.snapshot.kept import MANY, Kept
from accord.gateways.snapshot.reader import PublicSnapshot
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts
from accord.rules.moments import Moment
from accord.rules.public.edition_object import edition_object
from tests.builders import NOW, a_factory, an_edition, settings_in
from tests.casework.test_snapshot_figures import NUMBERS, a_programme, days, written

writings = st.lists(st.tuples(st.sampled_from(NUMBERS), a_programme(), st.integers(0, 1)), min_size=1, max_size=3)


def publish_again(place, number, programme, *, days_later):
    """Write one factory of a programme into a snapshot that is there already."""
    hazards, sharing, coverage = programme
    mine = [hazard for hazard in hazards if number in sharing[hazard.key]]
    edition = replace(an_edition(mine, factory=a_factory(number=number)), coverage_changes=coverage[number])
    engine = open_for_writing(place)
    with engine.begin() as connection:
        put_factory(connection, edition_object(edition), (), place_of_edition=10)
        moment = Moment(NOW + timedelta(days=days_later), settings_in(place.parent).zone)
        put_facts(connection, is_demonstration=False, moment=moment)
    engine.dispose()


def told(snapshot, day):
    """Return everything that is told of a day."""
    programme = snapshot.programme(as_of=day)
    return (
        programme.register.lines,
        programme.register.counts,
        programme.register.progress,
        programme.by_category,
        programme.by_discipline,
        snapshot.series(until=day),
        snapshot.ageing(as_of=day),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@given(a_programme(), writings, days, days)
@settings(max_examples=60, deadline=None)
def test_after_a_publication_everything_is_told_as_by_a_process_that_knew_nothing(
    folder, programme, published, day, other_day
):
    snapshot = written(folder, *programme)
    told(snapshot, day)

    for number, changed, days_later in published:
        publish_again(snapshot.path, number, changed, days_later=days_later)

        assert told(snapshot, day) == told(PublicSnapshot(snapshot.path), day)
        assert told(snapshot, other_day) == told(PublicSnapshot(snapshot.path), other_day)


@given(a_programme(), a_programme(), days)
@settings(max_examples=20, deadline=None)
def test_of_a_snapshot_put_in_the_place_of_another_nothing_older_is_told(folder, programme, another, day):
    snapshot = written(folder, *programme)
    told(snapshot, day)

    written(folder, *another)

    assert told(snapshot, day) == told(PublicSnapshot(snapshot.path), day)


def test_after_a_publication_the_stretches_of_the_other_factories_are_not_read_again(tmp_path):
    numbers = range(90001, 90031)
    place = settings_in(tmp_path).snapshot
    for number in numbers:
        publish_again(place, number, ([], {}, {number: ()}), days_later=0)
    snapshot, asked = PublicSnapshot(place), []
    event.listen(
        snapshot.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, parameters, *_rest: asked.append((statement, parameters)),
    )
    told(snapshot, date(2018, 3, 1))
    of_all, asked[:] = list(asked), []

    publish_again(place, 90007, ([], {}, {90007: ()}), days_later=0)
    told(snapshot, date(2018, 3, 1))

    assert len(asked) <= len(of_all)
    of_their_own = [parameters for statement, parameters in asked if "NOT is_shared" in statement]
    assert of_their_own
    assert all("[90007]" in parameters for parameters in of_their_own)


def test_what_follows_from_a_part_is_made_again_only_where_the_part_is_another():
    kept, made = Kept(), []

    def make(number):
        made.append(number)
        return -number

    first = kept.derived("minus", {1: ("a",), 2: ("b",)}, make)
    second = kept.derived("minus", {1: ("a",), 2: ("c",), 3: ("d",)}, make)

    assert (first, second) == ({1: -1, 2: -2}, {1: -1, 2: -2, 3: -3})
    assert made == [1, 2, 2, 3]


def test_parts_are_read_again_where_stamps_are_others_and_forgotten_with_their_factory():
    kept, asked = Kept(), []

    def read(only):
        asked.append(only)
        return {number: object() for number in (only or (1, 2, 3))}

    every = dict.fromkeys(range(1, MANY + 2), "x")
    before = kept.parts("it", every, lambda only: asked.append(only) or {1: "a", 2: "b"})
    after = kept.parts("it", {**dict.fromkeys(range(2, MANY + 2), "x"), 3: "y"}, read)

    assert asked == [None, [3]]
    assert before == {1: "a", 2: "b"}
    assert after.keys() == {2, 3}
    assert after[2] == "b"


@given(st.lists(st.dictionaries(st.integers(1, 5), st.dictionaries(st.sampled_from("abc"), st.integers(-3, 3)))))
def test_a_kept_total_is_the_sum_of_the_parts_of_now(every):
    kept = Kept()

    for parts in every:
        total = kept.total("it", parts)

        assert total == {name: count for name in "abc" if (count := sum(part.get(name, 0) for part in parts.values()))}
