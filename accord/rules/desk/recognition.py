"""When the chief safety officer may recognise that an initial CAP is complete. Source: DOMAIN.md section 5."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES, Standing
from accord.rules.figures.progress import Progress
from accord.rules.vocabulary import Origin, Severity, Status


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


class Doubt(StrEnum):
    """What makes a letter of recognition that stands doubtful: the chief safety officer looks at it, nothing lapses."""

    INITIAL_HAZARD_OPEN = "initial_hazard_open"
    """A hazard of the initial inspections was found breached again, or was added later."""
    IMMINENT_DANGER = "imminent_danger"
    """An order is in force, or a severe and imminent hazard is open."""


def doubts(hazards: Iterable[tuple[Origin, Severity | None, Status]], *, has_open_order: bool) -> tuple[Doubt, ...]:
    """Return what speaks against a letter that stands, by the hazards that are neither corrected nor withdrawn."""
    still_open = [each for each in hazards if each[2] not in (Status.CORRECTED, Status.WITHDRAWN)]
    found = []
    if any(origin is Origin.INITIAL for origin, _, _ in still_open):
        found.append(Doubt.INITIAL_HAZARD_OPEN)
    if has_open_order or any(severity is Severity.SEVERE_AND_IMMINENT for _, severity, _ in still_open):
        found.append(Doubt.IMMINENT_DANGER)
    return tuple(found)


def next_number(last: str | None, *, today: date) -> str:
    """Return the number that follows the last one: its last digits counted on, or the first of the year."""
    digits = list(re.finditer(r"[0-9]+", last or ""))
    if not last or not digits:
        return f"LR-{today.year}-001"
    end = digits[-1]
    counted_on = str(int(end.group()) + 1).zfill(len(end.group()))
    return f"{last[: end.start()]}{counted_on}{last[end.end() :]}"
