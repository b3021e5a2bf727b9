"""What engineers measure, in one unit each."""

from decimal import Decimal

import pytest

from accord.rules.desk.measurements import Quantity, Unit, load_to_compare, stored_value, typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("4.1", "4.1"), (" 42 ", "42"), ("৪.১", "4.1"), ("-5", "-5")],
)
def test_a_number_is_read_in_the_digits_of_either_language(text, number):
    assert typed_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "4,1", "1e5", "NaN", "Infinity", "1_0", "4.1 kPa", "--1", "9" * 40])
def test_what_is_no_plain_number_is_refused_and_never_guessed(text):
    assert typed_number(text) is None


def test_a_load_is_converted_up_and_a_strength_down_so_that_no_danger_is_rounded_away():
    assert stored_value(Quantity.LOAD, Unit.PSF, Decimal(42)) == 2.02
    assert stored_value(Quantity.CORE_STRENGTH, Unit.PSI, Decimal(3000)) == 20.68
    assert stored_value(Quantity.LOAD, Unit.KPA, Decimal("4.1")) == 4.1


def test_a_unit_of_another_quantity_and_what_nobody_measures_are_refused():
    assert stored_value(Quantity.LOAD, Unit.MPA, Decimal(2)) is None
    assert stored_value(Quantity.LOAD, Unit.KPA, Decimal(-1)) is None
    assert stored_value(Quantity.TEMPERATURE, Unit.CELSIUS, Decimal(1501)) is None


def test_the_allowable_load_as_old_load_plans_write_it_is_not_above_itself():
    typed = Decimal(42)
    value = stored_value(Quantity.LOAD, Unit.PSF, typed)

    assert load_to_compare(value, typed=typed, unit=Unit.PSF, allowable_kpa=2.0) == 2.0
    assert load_to_compare(2.07, typed=Decimal(43), unit=Unit.PSF, allowable_kpa=2.0) > 2.0
    assert load_to_compare(2.02, typed=Decimal("2.02"), unit=Unit.KPA, allowable_kpa=2.0) > 2.0
