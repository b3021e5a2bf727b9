"""Spreading the visits of a trip over its days and engineers. Ours: a proposal, which whoever plans may change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, hypot, radians

from accord.rules.desk.visits import is_rest_day
from accord.rules.vocabulary import Discipline

MOST_A_DAY = 2
"""Ours: a follow-up goes through the whole open plan floor by floor; two a day are a full day."""
LONGEST_DAYS = 31
"""Ours: a journey of more than a month is none."""


@dataclass(frozen=True)
class Stop:
    """A factory to visit in a discipline, and where it lies; None: nobody knows."""

    factory_id: int
    discipline: Discipline
    upazila: str | None = None
    latitude_degrees: float | None = None
    longitude_degrees: float | None = None


@dataclass(frozen=True)
class Proposal:
    """Who goes to a stop on which day; `engineer_id` None: nobody is free on any day of the trip."""

    stop: Stop
    engineer_id: int | None
    on: date | None


def days_between(first: date, last: date) -> list[date]:
    """Return the days of a trip, both ends included; Fridays among them, which are pointed out."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def in_order_of_travel(stops: Iterable[Stop]) -> list[Stop]:
    """Return the stops one after another: upazila by upazila, and within each always to the nearest that is left."""
    by_upazila: dict[str, list[Stop]] = {}
    for stop in sorted(stops, key=lambda each: (each.upazila or "~", each.factory_id, each.discipline)):
        by_upazila.setdefault(stop.upazila or "~", []).append(stop)
    return [stop for group in by_upazila.values() for stop in _nearest_first(group)]


def spread(
    stops: Iterable[Stop],
    days: Sequence[date],
    engineers: Mapping[Discipline, Sequence[int]],
    taken: Mapping[tuple[int, date], int],
) -> list[Proposal]:
    """Return who goes where on which day: day by day, at most two visits a day, those planned already counted.

    Nobody is sent anywhere on a Friday. `taken` counts the visits that an engineer has on a day already.
    """
    busy = dict(taken)
    working = [day for day in days if not is_rest_day(day)]
    proposals = []
    for stop in in_order_of_travel(stops):
        found = _first_free(working, engineers.get(stop.discipline, ()), busy)
        if found is None:
            proposals.append(Proposal(stop, None, None))
            continue
        engineer_id, day = found
        busy[found] = busy.get(found, 0) + 1
        proposals.append(Proposal(stop, engineer_id, day))
    return proposals


def _first_free(
    days: Sequence[date], engineer_ids: Sequence[int], busy: Mapping[tuple[int, date], int]
) -> tuple[int, date] | None:
    free = (
        (engineer_id, day)
        for day in days
        for engineer_id in engineer_ids
        if busy.get((engineer_id, day), 0) < MOST_A_DAY
    )
    return next(free, None)


def _nearest_first(stops: list[Stop]) -> list[Stop]:
    rest, ordered = list(stops), list[Stop]()
    while rest:
        here = ordered[-1] if ordered else None
        nearest = min(rest, key=lambda each: _distance(here, each)) if here else rest[0]
        rest.remove(nearest)
        ordered.append(nearest)
    return ordered


def _distance(one: Stop, other: Stop) -> float:
    """Return how far two stops are from each other, in degrees of latitude; far where nobody knows."""
    if one.factory_id == other.factory_id:
        return 0.0
    places = (one.latitude_degrees, one.longitude_degrees, other.latitude_degrees, other.longitude_degrees)
    if any(each is None for each in places):
        return 1000.0
    lat1, lon1, lat2, lon2 = (each or 0.0 for each in places)
    return hypot(lat1 - lat2, (lon1 - lon2) * cos(radians(lat1)))
