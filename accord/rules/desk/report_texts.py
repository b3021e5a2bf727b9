"""What every report of a discipline says of its scope and its limits; authors change it where a visit was different.

Ours, after published reports of the Accord: a visual inspection without opening up, and what it cannot tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from accord.rules.vocabulary import Discipline


@dataclass(frozen=True)
class StandardTexts:
    """The scope of an inspection, and what limits its findings."""

    scope: str
    limitations: str


_NOT_SEEN = "Areas that were locked or could not be entered on the day are not covered."

STANDARD: Mapping[Discipline, StandardTexts] = {
    Discipline.STRUCTURAL: StandardTexts(
        "A visual inspection of the structure of the buildings named above, of its loads as found on the day, and of "
        "the drawings that the factory showed.",
        "Nothing was opened up. Strengths are known only where a measurement is given with its method. " + _NOT_SEEN,
    ),
    Discipline.FIRE: StandardTexts(
        "A visual inspection of egress, separation, detection, alarm and fire-fighting equipment in the buildings "
        "named above, and of the fire safety records that the factory showed.",
        "Systems were not tested unless a measurement is given with its method. " + _NOT_SEEN,
    ),
    Discipline.ELECTRICAL: StandardTexts(
        "A visual inspection of the electrical installation from the supply to the machines in the buildings named "
        "above, with thermography where it is given among the measurements.",
        "Boards were opened only where that was safe under load. " + _NOT_SEEN,
    ),
    Discipline.BOILER: StandardTexts(
        "A visual inspection of boilers, their fittings and rooms in the buildings named above, and of their "
        "certificates.",
        "Pressure parts were seen from outside unless stated otherwise; no pressure test was made. " + _NOT_SEEN,
    ),
}
"""By discipline."""
