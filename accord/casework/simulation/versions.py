"""The versions of the CAP of a simulated factory, told after all that happened there."""

from dataclasses import replace

from accord.casework.simulation.lives import CapLife, FactoryLife
from accord.rules.vocabulary import CapState, Discipline


def every_version(life: FactoryLife) -> list[CapLife]:
    """Return the versions that are told of, and one for each further day on which dates were agreed, all numbered.

    A version that is not approved is the last one: what is agreed while it is under work would otherwise replace it.
    """
    return [version for discipline in Discipline for version in _versions(life, discipline)]


def _versions(life: FactoryLife, discipline: Discipline) -> list[CapLife]:
    told = [version for version in life.caps if version.discipline is discipline]
    by_day = {version.day: version for version in told if version.is_approved}
    agreed = {due.day for hazard in life.hazards if hazard.found.discipline is discipline for due in hazard.dues}
    last = CapLife(discipline, 1, CapState.TECHNICALLY_APPROVED, day=0, finance_agreed=False)
    versions: list[CapLife] = []
    for day in sorted(agreed | by_day.keys()):
        # What is agreed later is as financed as what it changes.
        last = replace(by_day.get(day, last), day=day, number=len(versions) + 1)
        versions.append(last)
    for draft in (version for version in told if not version.is_approved):
        day = max(draft.day, last.day + 1) if versions else draft.day
        if day < 0:
            versions.append(replace(draft, day=day, number=len(versions) + 1))
    return versions
