"""What engineers measure, in one unit each; what they type may be in another. Source: DOMAIN.md section 3."""

import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from enum import StrEnum

from accord.rules.factories.loads import KPA_PER_PSF, psf_of_kpa

_HUNDREDTH = Decimal("0.01")


class Quantity(StrEnum):
    """What was measured."""

    LOAD = "load"
    CORE_STRENGTH = "core_strength"
    FACTOR_OF_SAFETY = "factor_of_safety"
    TEMPERATURE = "temperature"
    INSULATION_RESISTANCE = "insulation_resistance"


class Unit(StrEnum):
    """The unit as typed; each quantity is stored in the first of its units."""

    KPA = "kPa"
    PSF = "psf"
    MPA = "MPa"
    PSI = "psi"
    NONE = "1"
    CELSIUS = "°C"
    MEGAOHM = "MΩ"


UNITS: Mapping[Quantity, tuple[Unit, ...]] = {
    Quantity.LOAD: (Unit.KPA, Unit.PSF),
    Quantity.CORE_STRENGTH: (Unit.MPA, Unit.PSI),
    Quantity.FACTOR_OF_SAFETY: (Unit.NONE,),
    Quantity.TEMPERATURE: (Unit.CELSIUS,),
    Quantity.INSULATION_RESISTANCE: (Unit.MEGAOHM,),
}
"""The units in which each quantity may be typed, the stored one first."""

MPA_PER_PSI = Decimal("0.006894757")
"""1 pound per square inch."""

POSSIBLE: Mapping[Quantity, tuple[float, float]] = {
    Quantity.LOAD: (0.0, 100.0),
    Quantity.CORE_STRENGTH: (0.0, 150.0),
    Quantity.FACTOR_OF_SAFETY: (0.0, 100.0),
    Quantity.TEMPERATURE: (-20.0, 1500.0),
    Quantity.INSULATION_RESISTANCE: (0.0, 1_000_000.0),
}
"""Ours: the least and the most that anybody measures in a factory, as stored; outside it is a typing error."""

_NUMBER = re.compile(r"[-+]?\d{1,9}(\.\d{1,6})?")


def typed_number(text: str) -> Decimal | None:
    """Return the number that was typed, in Latin or Bangla digits, or None where it is none.

    A comma is refused: it stands for a point to one reader and for a thousand to another.
    """
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def stored_value(quantity: Quantity, unit: Unit, number: Decimal) -> float | None:
    """Return the value in the one unit of its quantity, or None where the unit is not its own or nobody measures that.

    What is converted errs on the safe side in its second decimal: a load is rounded up, a strength down.
    """
    if unit not in UNITS[quantity]:
        return None
    exact = number
    if unit is Unit.PSF:
        exact = (number * KPA_PER_PSF).quantize(_HUNDREDTH, ROUND_UP)
    elif unit is Unit.PSI:
        exact = (number * MPA_PER_PSI).quantize(_HUNDREDTH, ROUND_DOWN)
    least, most = POSSIBLE[quantity]
    return float(exact) if least <= exact <= most else None


def load_to_compare(value_kpa: float, *, typed: Decimal, unit: Unit, allowable_kpa: float | None) -> float:
    """Return the load in kPa that is compared with the allowable one.

    Load plans say 2.0 kPa as "42 psf": whoever measures 42 psf there has measured the allowable load, not more.
    """
    if allowable_kpa is not None and unit is Unit.PSF and typed == psf_of_kpa(allowable_kpa):
        return allowable_kpa
    return value_kpa
