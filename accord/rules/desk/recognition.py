"""When the chief safety officer may recognise that an initial CAP is complete. Source: DOMAIN.md section 5."""

from enum import StrEnum

from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES, Standing
from accord.rules.figures.progress import Progress


class Lacking(StrEnum):
    """What stands against a letter of recognition."""

    INELIGIBLE = "ineligible"
    INSPECTION_OR_PLAN = "inspection_or_plan"
    OPEN_INITIAL_HAZARDS = "open_initial_hazards"
    NO_HAZARD = "no_hazard"
    RECOGNISED = "recognised"


def lacking(standing: Standing, progress: Progress) -> Lacking | None:
    """Return the first thing that stands against the letter, or None.

    What was seen corrected in three disciplines says nothing of a fourth that nobody inspected. New hazards are no
    obstacle: they stand beside the letter, whoever reads it.
    """
    if standing.is_recognised:
        return Lacking.RECOGNISED
    if standing.is_ineligible:
        return Lacking.INELIGIBLE
    if not standing.inspected & standing.approved >= REQUIRED_DISCIPLINES:
        return Lacking.INSPECTION_OR_PLAN
    if not progress.initial.applicable:
        return Lacking.NO_HAZARD
    return Lacking.OPEN_INITIAL_HAZARDS if progress.initial.corrected != progress.initial.applicable else None
