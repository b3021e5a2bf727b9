"""Spreading the visits of a trip over its days and engineers."""

from datetime import date

from accord.rules.desk.trips import Stop, days_between, in_order_of_travel, spread
from accord.rules.vocabulary import Discipline

FIRE = Discipline.FIRE
THURSDAY, FRIDAY, SATURDAY = date(2024, 7, 4), date(2024, 7, 5), date(2024, 7, 6)


def stop(factory_id, *, upazila="Savar", place=None, discipline=FIRE):
    return Stop(factory_id, discipline, upazila, *(place or (None, None)))


def test_stops_of_one_upazila_stand_together_and_the_nearest_comes_next():
    far, near, start = stop(3, place=(24.9, 90.0)), stop(2, place=(24.1, 90.0)), stop(1, place=(24.0, 90.0))
    elsewhere = stop(4, upazila="Kaliakair")

    assert in_order_of_travel([far, elsewhere, near, start]) == [elsewhere, start, near, far]


def test_nobody_is_sent_anywhere_on_a_friday_or_has_more_than_two_visits_on_a_day():
    days = days_between(THURSDAY, SATURDAY)
    proposals = spread([stop(each) for each in range(1, 6)], days, {FIRE: [7]}, taken={(7, THURSDAY): 1})

    assert [(each.engineer_id, each.on) for each in proposals] == [
        (7, THURSDAY),
        (7, SATURDAY),
        (7, SATURDAY),
        (None, None),
        (None, None),
    ]


def test_two_engineers_share_a_day_and_a_discipline_without_an_engineer_stays_open():
    stops = [*(stop(each) for each in range(1, 5)), stop(9, discipline=Discipline.BOILER)]

    proposals = spread(stops, [THURSDAY], {FIRE: [7, 8]}, taken={})

    assert sorted(each.engineer_id for each in proposals if each.engineer_id) == [7, 7, 8, 8]
    assert [each.stop.factory_id for each in proposals if each.engineer_id is None] == [9]
