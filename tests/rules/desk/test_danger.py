"""Which order a danger calls for."""

import pytest

from accord.rules.desk.danger import Because, Danger, danger_of_hazard, danger_of_load, danger_of_rating
from accord.rules.vocabulary import Discipline, OrderKind, Rating, Severity

EVACUATION, REDUCTION, SHUTDOWN = OrderKind.EVACUATION, OrderKind.LOAD_REDUCTION, OrderKind.BOILER_SHUTDOWN


def test_a_severe_and_imminent_structural_hazard_calls_for_evacuation_and_a_boiler_for_its_shutdown():
    severe = Severity.SEVERE_AND_IMMINENT

    assert danger_of_hazard(Discipline.STRUCTURAL, severe) == Danger(Because.SEVERE_AND_IMMINENT, (EVACUATION,))
    assert danger_of_hazard(Discipline.BOILER, severe) == Danger(Because.SEVERE_AND_IMMINENT, (SHUTDOWN,))


@pytest.mark.parametrize("discipline", [Discipline.FIRE, Discipline.ELECTRICAL])
def test_of_a_fire_or_electrical_danger_the_engineer_chooses_the_order(discipline):
    danger = danger_of_hazard(discipline, Severity.SEVERE_AND_IMMINENT)

    assert danger is not None
    assert len(danger.kinds) > 1
    assert EVACUATION in danger.kinds


@pytest.mark.parametrize("severity", [None, Severity.HIGH, Severity.MEDIUM, Severity.LOW])
def test_a_lesser_hazard_sends_nobody_out(severity):
    assert danger_of_hazard(Discipline.STRUCTURAL, severity) is None


def test_red_calls_for_evacuation_and_amber_for_load_reduction_only_with_a_limit():
    assert danger_of_rating(Rating.RED, has_load_limit=False) == Danger(Because.RATING_RED, (EVACUATION,))
    assert danger_of_rating(Rating.AMBER, has_load_limit=True) == Danger(Because.RATING_AMBER, (REDUCTION,))
    assert danger_of_rating(Rating.AMBER, has_load_limit=False) is None
    assert danger_of_rating(Rating.GREEN, has_load_limit=True) is None
    assert danger_of_rating(None, has_load_limit=True) is None


def test_a_load_above_the_allowable_one_calls_for_reduction_and_exactly_the_allowable_one_does_not():
    above = danger_of_load(measured_kpa=2.01, allowable_kpa=2.0)

    assert above == Danger(Because.LOAD_ABOVE_LIMIT, (REDUCTION,))
    assert danger_of_load(measured_kpa=2.0, allowable_kpa=2.0) is None
    assert danger_of_load(measured_kpa=9.0, allowable_kpa=None) is None
