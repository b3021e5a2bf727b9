"""The allow-list: every field of a factory that the public may read, in one place.

Page, PDF, attachment, spreadsheet, API and public snapshot are all made from these classes, so none of them
can show what is not named here: no cost, no person's name or phone, no signatory without consent, no trace
of a complaint. Source: DOMAIN.md section 8.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.rules.figures.progress import Progress
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.vocabulary import (
    COVERED,
    CapState,
    Category,
    Coverage,
    Discipline,
    FactoryStatus,
    InspectionKind,
    Origin,
    PhotoOf,
    Rating,
    Severity,
    Source,
    Status,
)


@dataclass(frozen=True)
class StatusDisclosed:
    """One status event: what was so, since when, when it was recorded, and who said it."""

    status: Status
    effective_on: date
    recorded_on: date
    source: Source
    reason: str | None


@dataclass(frozen=True)
class DeadlineDisclosed:
    """One agreed date and the first day on which it held; `due_on` None means the plan then had no date."""

    due_on: date | None
    holds_from: date
    recorded_on: date


@dataclass(frozen=True)
class LogDisclosed:
    """One comment of an inspection; `dated_on` None where the sheet printed no date."""

    dated_on: date | None
    text: str


@dataclass(frozen=True)
class PhotoDisclosed:
    """One photo that somebody has looked at for faces and names; kept under its SHA-256 beside the published files."""

    shows: PhotoOf
    sha256: str
    width_px: int
    height_px: int
    size_bytes: int
    taken_on: date
    caption: str
    caption_bn: str | None


@dataclass(frozen=True)
class HazardDisclosed:
    """One hazard with both plans, both timelines, its status and its whole history."""

    key: str
    """Random, the same for ever, and for every factory that shares the hazard. It tells programs, never readers."""
    discipline: Discipline
    item: int
    origin: Origin
    visit: InspectionKind
    visit_ordinal: int | None
    found_on: date
    category: Category | None
    category_as_written: str | None
    severity: Severity | None
    location: str | None
    observation: str
    observation_bn: str | None
    recommended_action: str | None
    recommended_action_bn: str | None
    recommended_timeline: str | None
    """As written on the report: "Within 6 weeks", "Immediate"."""
    final_action_plan: str | None
    final_action_plan_bn: str | None
    due_on: date | None
    status: Status
    status_since: date
    withdrawn_reason: str | None
    is_overdue: bool
    reopened_count: int
    shared_with: tuple[int, ...]
    """Numbers of the other factories that the same hazard of a shared building counts for."""
    statuses: tuple[StatusDisclosed, ...]
    deadlines: tuple[DeadlineDisclosed, ...]
    log: tuple[LogDisclosed, ...]
    photos: tuple[PhotoDisclosed, ...] = ()


@dataclass(frozen=True)
class BuildingDisclosed:
    """A building the factory occupies."""

    name: str
    name_bn: str | None
    storeys: int | None
    construction: str | None
    year_built: int | None
    is_shared: bool


@dataclass(frozen=True)
class InspectionDisclosed:
    """One visit of the engineers; `rating` only for structural ones."""

    discipline: Discipline
    kind: InspectionKind
    ordinal: int | None
    inspected_on: date
    rating: Rating | None


@dataclass(frozen=True)
class ApprovalDisclosed:
    """The approved version of the CAP of one discipline; `source` imported: approved and published elsewhere."""

    discipline: Discipline
    version: int
    state: CapState
    approved_on: date
    finance_agreed: bool | None
    source: Source


@dataclass(frozen=True)
class RecognitionDisclosed:
    """A letter of recognition; from `withdrawn_on` on it no longer stands."""

    recognised_on: date
    withdrawn_on: date | None
    number: str | None = None
    """The number that the letter bears; None: not on record."""
    why_withdrawn: str | None = None
    why_withdrawn_bn: str | None = None


@dataclass(frozen=True)
class CoverageDisclosed:
    """A coverage and the day from which it holds; `from_on` None: since before anything was recorded."""

    coverage: Coverage
    from_on: date | None
    reason: str | None
    reason_bn: str | None


@dataclass(frozen=True)
class FactoryDisclosed:
    """What the public may know of a factory itself."""

    number: int
    name: str
    name_bn: str | None
    address: str | None
    address_bn: str | None
    district: str | None
    company_group: str | None
    coverage: Coverage
    os_id: str | None
    workers: int | None
    workers_women: int | None
    signatory_count: int
    signatories_named: tuple[str, ...]
    """Only those that agreed to be named."""
    summary: str | None
    summary_bn: str | None
    buildings: tuple[BuildingDisclosed, ...]
    upazila: str | None = None
    latitude_degrees: float | None = None
    longitude_degrees: float | None = None
    production: str | None = None


@dataclass(frozen=True)
class FileDisclosed:
    """One published file; `language` is empty where the file is the same in every language."""

    edition: int
    published_on: date
    format: str
    language: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Edition:
    """A frozen state of one factory's CAP; a published PDF prints this and never live rows."""

    factory: FactoryDisclosed
    number: int
    """Counted from 1; 0 is a working copy that is not published."""
    published_on: date
    as_of: date
    is_demonstration: bool
    status: FactoryStatus
    progress: Progress
    progress_by_discipline: tuple[tuple[Discipline, Progress], ...]
    approvals: tuple[ApprovalDisclosed, ...]
    """Every approved version by discipline and number, so that the status of a past day can be told."""
    inspections: tuple[InspectionDisclosed, ...]
    hazards: tuple[HazardDisclosed, ...]
    """Ordered by discipline (in the order of `Discipline`) and item number."""
    recognitions: tuple[RecognitionDisclosed, ...] = ()
    coverage_changes: tuple[CoverageDisclosed, ...] = ()
    stages: tuple[StageDisclosed, ...] = ()


def name_shown(name: str | None, number: int) -> str:
    """Return the name of a factory for readers; one whose name is unknown is called by its number."""
    return name or f"Factory {number}"


def known_name(factory: FactoryDisclosed) -> str | None:
    """Return the name of the factory, or None where only its number is known."""
    return None if factory.name == name_shown(None, factory.number) else factory.name


def last_approvals(approvals: Iterable[ApprovalDisclosed]) -> tuple[ApprovalDisclosed, ...]:
    """Return the last approved version of each discipline: the one that pages and documents show."""
    last = {approval.discipline: approval for approval in sorted(approvals, key=lambda approval: approval.version)}
    return tuple(last[discipline] for discipline in Discipline if discipline in last)


def for_paper(edition: Edition) -> Edition:
    """Return the edition as it is printed: with the last approved version of each discipline alone."""
    return replace(edition, approvals=last_approvals(edition.approvals))


def covered_stretches(changes: Sequence[CoverageDisclosed]) -> list[tuple[date | None, date | None]]:
    """Return the stretches of days on which the programme covered the factory, each until the day it no longer did."""
    held = sorted(changes, key=lambda change: change.from_on or date.min)
    # Of several changes of one day the one recorded last holds.
    last = {change.from_on: change for change in held}
    days = [*last, None]
    return [
        (change.from_on, days[place + 1]) for place, change in enumerate(last.values()) if change.coverage in COVERED
    ]


def recognised_on(recognitions: Sequence[RecognitionDisclosed], *, as_of: date) -> date | None:
    """Return the day of the latest letter of recognition that stood on that day, or None."""
    letter = letter_on(recognitions, as_of=as_of)
    return letter.recognised_on if letter else None


def letter_on(recognitions: Sequence[RecognitionDisclosed], *, as_of: date) -> RecognitionDisclosed | None:
    """Return the latest letter of recognition that stood on that day, or None."""
    standing = (
        letter
        for letter in recognitions
        if letter.recognised_on <= as_of and (letter.withdrawn_on is None or letter.withdrawn_on > as_of)
    )
    return max(standing, key=lambda letter: letter.recognised_on, default=None)


def rating_on(inspections: Iterable[InspectionDisclosed], *, as_of: date) -> Rating | None:
    """Return the structural rating that the last inspection by that day gave, or None if none gave any."""
    rated = [visit for visit in inspections if visit.rating is not None and visit.inspected_on <= as_of]
    return max(rated, key=lambda visit: visit.inspected_on).rating if rated else None
