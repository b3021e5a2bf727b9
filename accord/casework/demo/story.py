"""What the demonstration tells: the programme, its buildings and brands, and each factory with its hazards.

Days are numbers counted from the anchor date, negative before it.
"""

from dataclasses import dataclass
from enum import StrEnum

from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    InspectionKind,
    Origin,
    Rating,
    Severity,
    Status,
)

VisitKey = int | str
"""Names a visit of a factory and discipline: the number of a follow-up, else its `key` (by default its kind)."""


class Deed(StrEnum):
    """What somebody did to a hazard after it was found."""

    CLAIMED = "claimed"
    NOT_ACCEPTED = "not_accepted"
    CORRECTED = "corrected"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


STATUS_AFTER = {
    Deed.CLAIMED: Status.PENDING_VERIFICATION,
    Deed.NOT_ACCEPTED: Status.IN_PROGRESS,
    Deed.CORRECTED: Status.CORRECTED,
    Deed.REOPENED: Status.IN_PROGRESS,
    Deed.WITHDRAWN: Status.WITHDRAWN,
}


@dataclass(frozen=True)
class ZoneStory:
    """A part of a floor."""

    name: str
    allowable_load_kpa: float | None = None


@dataclass(frozen=True)
class FloorStory:
    """A floor of a building; level 0 is the ground floor."""

    level: int
    name: str
    allowable_load_kpa: float | None = None
    zones: tuple[ZoneStory, ...] = ()


@dataclass(frozen=True)
class OtherOccupant:
    """Somebody in a building who is no factory, such as a bank."""

    name: str
    use: str
    since: int


@dataclass(frozen=True)
class BuildingStory:
    """A building; factories name it by its `key`."""

    key: str
    name: str
    name_bn: str
    storeys: int
    construction: str
    year_built: int
    landlord: str
    floors: tuple[FloorStory, ...]
    others: tuple[OtherOccupant, ...] = ()


@dataclass(frozen=True)
class SignatoryStory:
    """A brand that signed."""

    name: str
    agreed_to_be_named: bool


@dataclass(frozen=True)
class ProgrammeStory:
    """Who works for the programme, who signed, and which buildings stand where."""

    chief_safety_officer: str
    engineers: dict[Discipline, tuple[str, ...]]
    company_groups: tuple[str, ...]
    signatories: tuple[SignatoryStory, ...]
    buildings: tuple[BuildingStory, ...]


@dataclass(frozen=True)
class Occupancy:
    """A factory is in a building since a day."""

    building: str
    since: int


@dataclass(frozen=True)
class SourcingStory:
    """A signatory buys from the factory; `until` None: it still does."""

    signatory: str
    since: int
    until: int | None = None
    lead: bool = False


@dataclass(frozen=True)
class VisitStory:
    """A visit of one discipline; follow-ups are numbered in the order in which they are written."""

    day: int
    kind: InspectionKind = InspectionKind.FOLLOW_UP
    key: str | None = None
    rating: Rating | None = None


@dataclass(frozen=True)
class CapStory:
    """A version of the CAP of a discipline, and the day on which it reached its state."""

    day: int
    state: CapState


@dataclass(frozen=True)
class DeadlineStory:
    """An agreed date, relative to the anchor; `day` is when it was agreed, by default with the plan."""

    due: int
    day: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class DeedStory:
    """A deed with its day, if the factory claimed, or the visit on which an engineer did it."""

    deed: Deed
    at: VisitKey
    reason: str | None = None


@dataclass(frozen=True)
class CommentStory:
    """A comment made on a visit."""

    visit: VisitKey
    text: str


@dataclass(frozen=True)
class HazardStory:
    """A hazard from the visit that found it to now, in English and Bangla."""

    discipline: Discipline
    item: int
    category: Category
    severity: Severity
    building: str
    location: str
    within: str
    observation: str
    observation_bn: str
    action: str
    action_bn: str
    plan: str
    plan_bn: str
    due: tuple[DeadlineStory, ...]
    deeds: tuple[DeedStory, ...]
    log: tuple[CommentStory, ...]
    floor: int | None = None
    zone: str | None = None
    found_at: VisitKey = InspectionKind.INITIAL.value
    shared_with: tuple[int, ...] = ()
    """Numbers of the other factories that the hazard counts for, under the same item number."""


@dataclass(frozen=True)
class FactoryStory:
    """A factory with its visits, plans and hazards; `recognised`: the day of the letter of recognition."""

    number: int
    name: str
    name_bn: str
    address: str
    address_bn: str
    district: str
    upazila: str
    latitude_degrees: float
    longitude_degrees: float
    os_id: str
    production: str
    workers: int
    workers_women: int
    coverage: Coverage
    claimant: str
    summary: str
    summary_bn: str
    occupies: tuple[Occupancy, ...]
    sourcing: tuple[SourcingStory, ...]
    visits: dict[Discipline, tuple[VisitStory, ...]]
    cap: dict[Discipline, tuple[CapStory, ...]]
    hazards: tuple[HazardStory, ...]
    company_group: str | None = None
    recognised: int | None = None


def origin_of(kind: InspectionKind) -> Origin:
    """Return whether a hazard found on such a visit is an initial or a new one. Source: DOMAIN.md section 3."""
    return Origin.INITIAL if kind is InspectionKind.INITIAL else Origin.NEW
