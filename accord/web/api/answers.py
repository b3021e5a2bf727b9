"""What the API answers, field by field: the JSON and its schema are both made from these classes.

The fields of `/factories` bear the names that clients of the RSC's site read. More may be added; none is renamed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from accord.rules.public.disclosed_order import OrderStepDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    CoverageDisclosed,
    FactoryDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    RecognitionDisclosed,
)
from accord.rules.vocabulary import Category, Coverage, Discipline, FactoryStatus, OrderKind, OrderStep, Rating
from accord.web.api.ineligible import Ineligible
from accord.web.api.schemas import Like, Says


@dataclass(frozen=True)
class TallySaid:
    """Counts of hazards of one origin, and both rates, rounded down to two decimals."""

    applicable: Annotated[int, Says("All that are not withdrawn: the denominator of both rates.")]
    corrected: Annotated[int, Says("Verified by an engineer: the numerator of the verified rate.")]
    pending_verification: Annotated[int, Says("Reported as corrected; with the corrected ones the reported rate.")]
    in_progress: int
    withdrawn: Annotated[int, Says("Left out of both rates.")]
    unknown: Annotated[int, Says("Their status on that day is not known; they are within the applicable ones.")]
    verified_percent: Annotated[float | None, Says("null where nothing is applicable or anything is unknown.")]
    reported_percent: Annotated[float | None, Says("null where nothing is applicable or anything is unknown.")]


@dataclass(frozen=True)
class ProgressSaid:
    """The progress object: rates and counts of hazards as of a day."""

    as_of: date
    known_at: Annotated[date, Says("Everything counted was on record by this day.")]
    initial: Annotated[TallySaid, Says("Hazards of the initial inspections: the headline.")]
    new: Annotated[TallySaid, Says("Hazards found later.")]
    overdue: Annotated[int, Says("In progress after the agreed day, initial and new.")]
    no_date: Annotated[int, Says("Not corrected, and no day was agreed.")]
    reopened: Annotated[int, Says("Corrected once and found breached again.")]
    status: Annotated[FactoryStatus | None, Says("Of one factory; null for several together.")]


Progress = Annotated[dict[str, Any], Like(ProgressSaid)]
"""What `accord.rules.figures.progress_object` says."""

Hazard = Annotated[dict[str, Any], Like(HazardDisclosed, or_null=("status", "status_since"))]
"""A hazard of the allow-list; its status and the day it began are null where they are not known on the day."""


class DesignationStatus(StrEnum):
    """The remediation status of a factory, as clients of the RSC's site spell it."""

    INITIAL_CAP_COMPLETED = "initialcompleted"
    ON_TRACK = "ontrack"
    BEHIND_SCHEDULE = "behindschedule"
    CAP_PENDING = "cappending"
    NOT_INSPECTED = "notinspected"
    INELIGIBLE = "ineligible"


class Training(StrEnum):
    """How far the training of the safety committee has come."""

    NOT_STARTED = "notstarted"
    ONGOING = "ongoing"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Supplier:
    """The group of companies that a factory belongs to."""

    name: str
    factory_count: Annotated[int, Says("Factories of the register that belong to it, this one included.")]


@dataclass(frozen=True)
class Designation:
    """The remediation status of a factory."""

    status: DesignationStatus


@dataclass(frozen=True)
class CoverageStatus:
    """The coverage of a factory."""

    name: Annotated[Coverage | None, Says("null: the programme did not know the factory yet.")]


@dataclass(frozen=True)
class InspectionReports:
    """Addresses of the initial inspection reports (PDF), null where none is published."""

    fire: str | None
    structural: str | None
    electrical: str | None
    boiler: str | None


@dataclass(frozen=True)
class Coordinates:
    """A point in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Factory:
    """One factory as it stood on the day."""

    factory_id: Annotated[int, Says("Number of the factory, the same for ever.")]
    factory_name: str
    location: Annotated[str | None, Says("Its address.")]
    progress: Annotated[
        float | None,
        Says(
            "Reported rate of the initial hazards from 0 to 1, four decimals, rounded down; null where there is none."
        ),
    ]
    progress_verified: Annotated[float | None, Says("Verified rate of the initial hazards, in the same way.")]
    workers: Annotated[int | None, Says("Of today alone: null where it is not known, and for a past day.")]
    supplier: Annotated[
        Supplier | None, Says("Of today alone: null where no group of companies is on record, and for a past day.")
    ]
    designation: Designation
    training: Annotated[Training | None, Says("null: not known.")]
    status: CoverageStatus
    inspections: InspectionReports
    cap: Annotated[str | None, Says("Address of the corrective action plan (PDF), null where none is published.")]
    os_id: Annotated[str | None, Says("Its number at Open Supply Hub.")]
    district: str | None
    coordinates: Coordinates | None
    edition: Annotated[
        int | None, Says("Of its plan; null: nothing of it is published yet, and no count below is one.")
    ]
    published_on: date | None
    structural_rating: Annotated[Rating | None, Says("That the last inspection by the day gave; null: none gave any.")]
    open_orders: Annotated[tuple[OrderKind, ...], Says("Orders in force in its buildings.")]
    remediation: Annotated[Progress, Says("The counts behind the rates.")]


@dataclass(frozen=True)
class Pagination:
    """Where the list goes on."""

    count: Annotated[int, Says("Factories that were found, on all pages together.")]
    next: Annotated[str | None, Says("Address of the next page, null on the last one.")]


@dataclass(frozen=True)
class Factories:
    """A page of the register."""

    is_demonstration: Annotated[bool, Says("true: everything here is invented.")]
    as_of: date
    results: tuple[Factory, ...]
    pagination: Pagination


@dataclass(frozen=True)
class OfDiscipline:
    """The progress of one discipline."""

    discipline: Discipline
    progress: Progress


@dataclass(frozen=True)
class OfCategory:
    """The progress of one kind of hazard."""

    discipline: Discipline
    category: Annotated[Category | None, Says("null: the documents name none.")]
    progress: Progress


@dataclass(frozen=True)
class Statuses:
    """How many of the covered factories had which status: of several that hold the first counts, in this order."""

    is_demonstration: bool
    as_of: date
    covered: Annotated[int, Says("All of them.")]
    ineligible: int
    not_inspected: int
    cap_pending: int
    initial_cap_completed: int
    behind_schedule: int
    on_track: int


@dataclass(frozen=True)
class Categories:
    """The programme by discipline and kind of hazard, a hazard that factories share counted once."""

    is_demonstration: bool
    as_of: date
    results: tuple[OfCategory, ...]


@dataclass(frozen=True)
class Order:
    """One order with its building and its steps until the day."""

    key: Annotated[str, Says("Random, and the same for ever.")]
    kind: OrderKind
    building: str
    building_bn: str | None
    places: Annotated[tuple[str, ...], Says("Floors and zones; none: the whole building.")]
    places_bn: Annotated[tuple[str | None, ...], Says("The same in Bangla, one for one; null: not translated.")]
    because: str
    because_bn: str | None
    limit_kpa: Annotated[float | None, Says("The highest load that remains allowed, in kilopascal.")]
    factories: Annotated[tuple[int, ...], Says("Numbers of the factories in the building.")]
    determined_on: Annotated[date, Says("The day from which the order is public.")]
    is_open: Annotated[bool, Says("Whether it is in force on the day.")]
    last_step: OrderStep
    steps: tuple[OrderStepDisclosed, ...]


@dataclass(frozen=True)
class Orders:
    """Orders that were determined by the day, the latest first."""

    is_demonstration: bool
    as_of: date
    results: tuple[Order, ...]


@dataclass(frozen=True)
class PublishedFile:
    """A published file at its address."""

    format: str
    language: Annotated[str | None, Says("null: the same in every language.")]
    address: str
    edition: int
    published_on: date
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class FactoryWhole(Factory):
    """One factory with all that is published of it besides its hazards."""

    is_demonstration: bool
    as_of: date
    stage: Annotated[int, Says("Of the escalation protocol; 3: ineligible.")]
    recognised_on: Annotated[date | None, Says("Day of the letter of recognition that stands.")]
    register: Annotated[FactoryDisclosed, Says("What the register says of it today.")]
    remediation_by_discipline: tuple[OfDiscipline, ...]
    approvals: tuple[ApprovalDisclosed, ...]
    visits: Annotated[tuple[InspectionDisclosed, ...], Says("Inspections until the day.")]
    orders: tuple[Order, ...]
    ineligible: Annotated[Ineligible | None, Says("null: the factory is not ineligible on the day.")]
    stages: Annotated[
        tuple[StageDisclosed, ...],
        Says("Decisions until the day; one with retracted_on was taken back and never held."),
    ]
    recognitions: Annotated[tuple[RecognitionDisclosed, ...], Says("Letters of recognition, withdrawn ones too.")]
    coverage_changes: tuple[CoverageDisclosed, ...]
    files: tuple[PublishedFile, ...]


@dataclass(frozen=True)
class Hazards:
    """The hazards of one factory that were found by the day."""

    is_demonstration: bool
    factory_id: int
    as_of: date
    count: int
    results: tuple[Hazard, ...]
