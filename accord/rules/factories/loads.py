"""The load that a floor or zone may carry, in kPa. Source: DOMAIN.md section 4, "Real limits".

2.0 kPa (42 psf) is the operating load of a production floor, 63 psf of a store, 1 kPa of a zone for light use.
"""

from decimal import ROUND_DOWN, Decimal

KPA_PER_PSF = Decimal("0.04788")
"""1 pound per square foot."""

LEAST_KPA, MOST_KPA = 0.5, 25.0
"""Ours: a roof for maintenance alone carries about 0.5, heavy storage on the ground at most 25. A number outside is
nearly always one in the other unit: 42 stands for psf, 2 under "psf" for kPa."""

KG_PER_SQUARE_FOOT = Decimal("9.4734")
"""Of 1 kPa: 1,000 N on a square metre, by 9.80665 m/s² and 10.7639 square feet."""

SAME_KPA = 0.05
"""Ours: load plans are written to a tenth of a kPa or a whole psf, so that 2.0 kPa and 42 psf are one load."""


def kpa_of_psf(load_psf: float) -> float:
    """Return the load in kPa, rounded down to two decimals: a limit that is rounded up lets a floor carry too much."""
    exact = Decimal(str(load_psf)) * KPA_PER_PSF
    return float(exact.quantize(Decimal("0.01"), ROUND_DOWN))


def is_possible_load(load_kpa: float) -> bool:
    """Return whether a floor of a factory can have this allowable load."""
    return LEAST_KPA <= load_kpa <= MOST_KPA


def are_same_load(one_kpa: float, other_kpa: float) -> bool:
    """Return whether two loads differ by no more than how they are written."""
    # A hundredth part more, since 2.05 less 2.0 is a little more than 0.05 to a computer.
    return abs(one_kpa - other_kpa) <= SAME_KPA * 1.01


def psf_of_kpa(load_kpa: float) -> int:
    """Return the load in whole pounds per square foot, as old load plans say it: 2.0 kPa is "42 psf"."""
    return round(Decimal(str(load_kpa)) / KPA_PER_PSF)


def kg_per_square_foot(load_kpa: float) -> int:
    """Return the load as it is told to whoever stacks: whole kilograms on a square foot, rounded down."""
    return int((Decimal(str(load_kpa)) * KG_PER_SQUARE_FOOT).to_integral_value(ROUND_DOWN))
