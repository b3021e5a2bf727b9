"""Loads on floors, in the unit of the engineers and in the one painted on the walls. Source: DOMAIN.md section 4."""

PSF_PER_KPA = 20.8854
"""Pounds-force per square foot in a kilopascal."""


def psf(load_kpa: float) -> int:
    """Return the load in pounds per square foot, to the nearest one: 2.0 kPa is 42 psf."""
    return round(load_kpa * PSF_PER_KPA)
