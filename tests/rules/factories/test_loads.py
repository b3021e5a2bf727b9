import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.factories.loads import KPA_PER_PSF, are_same_load, is_possible_load, kpa_of_psf, psf_of_kpa


@pytest.mark.parametrize(("psf", "kpa"), [(42, 2.01), (63, 3.01), (20, 0.95), (100, 4.78), (20.9, 1.0)])
def test_psf_are_turned_into_kpa_and_rounded_down(psf: float, kpa: float) -> None:
    assert kpa_of_psf(psf) == kpa


@given(st.decimals(1, 600, places=1))
def test_a_limit_is_never_rounded_up(psf) -> None:
    exact = psf * KPA_PER_PSF

    assert 0 <= float(exact) - kpa_of_psf(float(psf)) < 0.0100001


@pytest.mark.parametrize(("kpa", "psf"), [(2.0, 42), (3.0, 63), (1.0, 21)])
def test_the_real_limits_are_the_same_load_in_either_unit(kpa: float, psf: float) -> None:
    assert are_same_load(kpa, kpa_of_psf(psf))
    assert is_possible_load(kpa)


@pytest.mark.parametrize(("one", "other"), [(2.0, 2.05), (2.05, 2.0), (3.0, 3.0)])
def test_loads_that_differ_as_they_are_written_are_the_same(one: float, other: float) -> None:
    assert are_same_load(one, other)


@pytest.mark.parametrize(("one", "other"), [(2.0, 2.1), (2.0, 3.0), (2.1, 2.0)])
def test_loads_that_differ_by_a_tenth_are_two_loads(one: float, other: float) -> None:
    assert not are_same_load(one, other)


@pytest.mark.parametrize("kpa", [0, -2, 0.49, 25.1, 42, 63])
def test_what_no_floor_carries_is_no_load(kpa: float) -> None:
    assert not is_possible_load(kpa)


@pytest.mark.parametrize("kpa", [0.5, 1.0, 2.0, 3.01, 12, 25])
def test_what_floors_carry_is_a_load(kpa: float) -> None:
    assert is_possible_load(kpa)


@pytest.mark.parametrize(("kpa", "psf"), [(2.0, 42), (3.0, 63), (1.0, 21)])
def test_the_limits_of_the_programme_are_said_in_psf_as_load_plans_say_them(kpa, psf):
    assert psf_of_kpa(kpa) == psf
