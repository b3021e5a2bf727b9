"""What engineers measure, in one unit each; what they type may be in another. Source: DOMAIN.md section 3."""

from collections.abc import Mapping
from enum import StrEnum


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
