"""How long something has lasted, or lasts still, in the two largest units that say enough to act on."""

from datetime import timedelta
from enum import StrEnum


class Unit(StrEnum):
    """A unit of time."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


_LENGTHS = ((Unit.DAY, 86_400), (Unit.HOUR, 3_600), (Unit.MINUTE, 60), (Unit.SECOND, 1))


def parts_of(passed: timedelta) -> tuple[tuple[int, Unit], ...]:
    """Return the time in at most two neighbouring units, rounded down: 3 days 4 hours, 5 hours, 40 seconds.

    A unit of which there is none is left out, save the last one; from ten days on the hours are.
    """
    left = max(int(passed.total_seconds()), 0)
    place = next((at for at, (_, length) in enumerate(_LENGTHS) if left >= length), len(_LENGTHS) - 1)
    largest, length = _LENGTHS[place]
    many, rest = divmod(left, length)
    if place >= len(_LENGTHS) - 2 or (largest is Unit.DAY and many >= 10):
        return ((many, largest),)
    smaller, of_it = _LENGTHS[place + 1]
    fewer = rest // of_it
    return ((many, largest), (fewer, smaller)) if fewer else ((many, largest),)
