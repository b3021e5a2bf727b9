"""A simulated programme has the published shape, and its figures equal a recount."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from casework.simulation.making import ANCHOR, FACTORIES, MOMENT, factory_ids
from casework.simulation.programme_shape import PUBLISHED, shape
from casework.simulation.recount import opened, programme_on, statuses_on

from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.rules.figures.progress_object import progress_object
from accord.rules.vocabulary import FactoryStatus


@pytest.fixture(scope="module")
def figures(programme):
    with opened(programme) as connection:
        return shape(connection, ANCHOR)


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_figure_lies_near_the_published_one(figures, name):
    published = PUBLISHED[name]

    assert published.least <= figures[name] <= published.most, f"{figures[name]} instead of {published.published}"


@pytest.mark.parametrize("months", [0, 1, 7, 15, 30, 60])
def test_the_progress_of_the_programme_equals_a_recount(programme, records, months):
    day = ANCHOR - timedelta(days=30 * months)

    said = progress_object(progress(records, Scope(), moment=MOMENT, as_of=day, known_at=day))

    with opened(programme) as connection:
        counted = programme_on(connection, day).as_object()
    assert {name: said[name] for name in counted} == counted
    assert (counted["initial"]["applicable"] > 0) is (months < 60)


def test_the_status_of_every_factory_equals_a_recount(programme, records):
    with opened(programme) as connection:
        counted = statuses_on(connection, ANCHOR)

    said = {
        id_: progress(records, Scope(factory=number), moment=MOMENT).status.value
        for number, id_ in factory_ids(records).items()
    }

    assert said == counted
    assert set(said.values()) == {status.value for status in FactoryStatus}


def test_the_rate_of_the_programme_falls_in_the_month_in_which_most_factories_joined(rows, records):
    joined = Counter(
        day[:7]
        for (day,) in rows("SELECT min(inspected_on) FROM inspection WHERE kind = 'initial' GROUP BY factory_id")
        if day > "2022-07"
    )
    month, number = joined.most_common(1)[0]
    first = date.fromisoformat(f"{month}-01")
    before, after = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    rates = [
        progress(records, Scope(), moment=MOMENT, as_of=day, known_at=day).initial.reported_percent
        for day in (before, after)
    ]

    assert number >= FACTORIES * 0.04
    assert rates[0] > rates[1] + 1


def test_hazards_and_workers_are_spread_with_a_long_tail(rows):
    for query in (
        "SELECT count(*) FROM hazard_factory GROUP BY factory_id",
        "SELECT workers FROM factory",
    ):
        numbers = sorted(number for (number,) in rows(query))
        mean = sum(numbers) / len(numbers)

        assert mean > numbers[len(numbers) // 2] * 1.1
        assert numbers[-1] > mean * 2.5


def test_categories_are_spread_unevenly_within_each_discipline(rows):
    counts = defaultdict(Counter)
    for discipline, category, number in rows("SELECT discipline, category, count(*) FROM hazard GROUP BY 1, 2"):
        counts[discipline][category] = number

    assert set(counts) == {"structural", "fire", "electrical", "boiler"}
    for discipline in ("structural", "fire", "electrical"):
        assert max(counts[discipline].values()) > 1.8 * min(counts[discipline].values())
