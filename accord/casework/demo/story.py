"""What the demonstration tells of a factory: where it is, who buys from it, how it stood, its visits and hazards.

Days are numbers counted from the anchor date, negative before it.
"""

from dataclasses import dataclass
from enum import StrEnum

from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    InspectionKind,
    Origin,
    PhotoOf,
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
class CoverageStory:
    """A coverage that holds from a day on."""

    day: int
    coverage: Coverage
    reason: str | None = None
    reason_bn: str | None = None


@dataclass(frozen=True)
class StageStory:
    """A decision on the stage of the escalation protocol; `effective` None: it held on the day of the decision."""

    stage: int
    day: int
    reason: str
    reason_bn: str
    effective: int | None = None


@dataclass(frozen=True)
class LoadStory:
    """A load that was weighed on a visit, in kPa; `zone` None: of the floor as a whole."""

    building: str
    floor: int
    kpa: float
    method: str
    zone: str | None = None


@dataclass(frozen=True)
class VisitStory:
    """A visit of one discipline; follow-ups are numbered in the order in which they are written."""

    day: int
    kind: InspectionKind = InspectionKind.FOLLOW_UP
    key: str | None = None
    rating: Rating | None = None
    report: ReportState = ReportState.ISSUED
    """How far its report has come."""
    loads: tuple[LoadStory, ...] = ()


@dataclass(frozen=True)
class CapStory:
    """A state that the CAP of a discipline came to: what is not approved yet belongs to one version, until it is."""

    day: int
    state: CapState
    remark: str | None = None
    """Why it was sent back."""


@dataclass(frozen=True)
class DeadlineStory:
    """An agreed date, relative to the anchor; `day` is when it was agreed, by default with the plan."""

    due: int
    day: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class DraftStory:
    """What the version that is not approved yet plans of a hazard: a date, and why it is to replace the agreed one."""

    due: int
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
class PhotoStory:
    """A photo taken on a visit; `picture` names the drawing that stands for it."""

    shows: PhotoOf
    picture: str
    visit: VisitKey
    caption: str
    caption_bn: str


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
    photos: tuple[PhotoStory, ...] = ()
    drafted: DraftStory | None = None


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
    coverage_history: tuple[CoverageStory, ...] = ()
    """In order of day; none: as now since the first signatory bought."""
    stages: tuple[StageStory, ...] = ()


def origin_of(kind: InspectionKind) -> Origin:
    """Return whether a hazard found on such a visit is an initial or a new one. Source: DOMAIN.md section 3."""
    return Origin.INITIAL if kind is InspectionKind.INITIAL else Origin.NEW
