"""The remediation status of a factory: the first of six that holds. Source: DOMAIN.md section 5."""

from dataclasses import dataclass

from accord.rules.figures.progress import Progress
from accord.rules.vocabulary import Discipline, FactoryStatus

REQUIRED_DISCIPLINES = frozenset({Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL})
"""Without an initial inspection and an approved CAP in each of these the CAP is pending; boilers are extra."""

INELIGIBLE_STAGE = 3
"""From this stage of the escalation protocol on no signatory may buy. Source: DOMAIN.md section 7."""


@dataclass(frozen=True)
class Standing:
    """What was on record of a factory on a day, besides its hazards."""

    is_ineligible: bool
    inspected: frozenset[Discipline]
    """Disciplines with an initial inspection on record."""
    approved: frozenset[Discipline]
    """Disciplines with an approved CAP."""
    is_recognised: bool
    """Whether the CSO's letter of recognition stands."""
    unpublished_open: int = 0
    """Initial hazards that are open and not among those counted, since no edition shows them yet."""
    unpublished_overdue: int = 0


def factory_status(standing: Standing, progress: Progress) -> FactoryStatus:
    """Return the first status that holds. "Completed" hides nothing: overdue new hazards stand beside it."""
    if standing.is_ineligible:
        return FactoryStatus.INELIGIBLE
    if not standing.inspected:
        return FactoryStatus.NOT_INSPECTED
    if not standing.inspected & standing.approved >= REQUIRED_DISCIPLINES:
        return FactoryStatus.CAP_PENDING
    is_all_corrected = progress.initial.corrected == progress.initial.applicable and not standing.unpublished_open
    if standing.is_recognised and is_all_corrected:
        return FactoryStatus.INITIAL_CAP_COMPLETED
    if progress.overdue or standing.unpublished_overdue:
        return FactoryStatus.BEHIND_SCHEDULE
    return FactoryStatus.ON_TRACK
