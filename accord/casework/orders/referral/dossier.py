"""The allow-list of a referral: every field that the Review Panel is told of an order, its building and its hazards.

Paper and data are both made from these classes. No telephone number, no mail address, no trace of a complaint; of
whoever acknowledged the order, the name that they gave. Source: DOMAIN.md section 6.
"""

from dataclasses import dataclass
from datetime import date, datetime

from accord.rules.desk.measurements import Quantity
from accord.rules.orders.steps import Phase
from accord.rules.orders.words import CauseKind, Channel, Extent, MeasureStep, PanelOutcome, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep, PhotoOf, Rating, Severity, Status


@dataclass(frozen=True)
class Said:
    """A text in both languages, as far as somebody wrote it."""

    words: str
    words_bn: str | None = None


@dataclass(frozen=True)
class CauseTold:
    """What the order was called for by."""

    kind: CauseKind
    discipline: Discipline
    said: Said
    recorded_at: datetime


@dataclass(frozen=True)
class StepTold:
    """One step of the order."""

    step: OrderStep
    happened_on: date
    recorded_at: datetime
    said: Said | None
    organisation: str | None
    """The name of the organisation that acknowledged or answered."""
    said_by: str | None
    channel: Channel | None


@dataclass(frozen=True)
class MeasureTold:
    """A measure and how far it has come."""

    said: Said
    place: Said | None
    limit_kpa: float | None
    due_on: date
    step: MeasureStep | None
    since: date | None


@dataclass(frozen=True)
class RecipientTold:
    """An organisation that was told of the order."""

    name: str
    kind: RecipientKind
    told_at: datetime
    acknowledged_on: date | None
    """In the present climb; None: it has not, or need not."""
    needs_answer: bool


@dataclass(frozen=True)
class StateOrderTold:
    """An order of the government beside ours."""

    extent: Extent
    authority: str
    reference: str | None
    ordered_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class DeterminationTold:
    """What the Review Panel determined before."""

    outcome: PanelOutcome
    determined_on: date
    is_unanimous: bool
    agreed: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class OrderTold:
    """The order with all that happened to it."""

    id: int
    public_key: str
    kind: OrderKind
    raised_as: OrderKind
    phase: Phase
    raised_on: date
    said: Said
    limit_kpa: float | None
    places: tuple[Said, ...]
    """None of them: the whole building."""
    causes: tuple[CauseTold, ...]
    steps: tuple[StepTold, ...]
    measures: tuple[MeasureTold, ...]
    recipients: tuple[RecipientTold, ...]
    state_orders: tuple[StateOrderTold, ...]
    determinations: tuple[DeterminationTold, ...]


@dataclass(frozen=True)
class ZoneTold:
    """A zone of a floor with the load that it may carry."""

    name: Said
    allowable_load_kpa: float | None


@dataclass(frozen=True)
class FloorTold:
    """A floor with the load that it may carry; the highest one comes first."""

    level: int
    name: Said | None
    allowable_load_kpa: float | None
    zones: tuple[ZoneTold, ...]


@dataclass(frozen=True)
class OccupantTold:
    """Who is in the building today."""

    name: Said
    factory_number: int | None
    workers: int | None
    use: str | None
    from_on: date | None


@dataclass(frozen=True)
class RatingTold:
    """The structural rating that an inspection gave."""

    factory_number: int
    inspected_on: date
    rating: Rating


@dataclass(frozen=True)
class MeasurementTold:
    """Something that was measured there; in the unit in which the quantity is kept."""

    measured_on: date
    factory_number: int
    place: Said | None
    quantity: Quantity
    value: float
    unit: str
    as_typed: str
    allowable_kpa: float | None
    method: str


@dataclass(frozen=True)
class BuildingTold:
    """The building."""

    name: Said
    storeys: int | None
    construction: str | None
    year_built: int | None
    landlord: str | None
    floors: tuple[FloorTold, ...]
    occupants: tuple[OccupantTold, ...]
    ratings: tuple[RatingTold, ...]
    measurements: tuple[MeasurementTold, ...]


@dataclass(frozen=True)
class PhotoTold:
    """A photo that somebody has looked at for faces and names, with the name of its file in the package."""

    file: str
    sha256: str
    shows: PhotoOf
    taken_on: date
    said: Said


@dataclass(frozen=True)
class HazardTold:
    """A structural hazard of a factory in the building."""

    key: str
    factories: tuple[int, ...]
    item: int
    found_on: date
    severity: Severity | None
    location: str | None
    observation: Said
    recommended_action: Said | None
    final_action_plan: Said | None
    due_on: date | None
    status: Status
    status_since: date
    photos: tuple[PhotoTold, ...]


@dataclass(frozen=True)
class FileTold:
    """A file that was handed in: with the order, as evidence for a hazard, or as a structural document."""

    file: str
    """Its name in the package."""
    name: str
    """As it was handed in."""
    sha256: str
    size_bytes: int
    handed_in_on: date
    is_missing: bool
    """Whether it is gone or damaged on our disk: then it is named and not enclosed."""


@dataclass(frozen=True)
class Dossier:
    """All that the Review Panel is told."""

    referred_at: datetime
    referred_on: date
    asked: Said | None
    """What it is asked."""
    is_demonstration: bool
    order: OrderTold
    building: BuildingTold
    hazards: tuple[HazardTold, ...]
    photos_not_looked_at: int
    """Photos of these hazards that nobody has looked at for faces and names yet: they are not enclosed."""
    files: tuple[FileTold, ...]
