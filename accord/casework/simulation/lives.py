"""What happened at a simulated factory, before it becomes rows. Days are counted from the anchor date."""

from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from accord.casework.simulation.days import NEVER, Hour
from accord.casework.simulation.words import Template, TwoTongues
from accord.rules.figures.progress import OPEN
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, Origin, Rating, Severity, Status


class Course(Enum):
    """How the correction of a hazard goes."""

    CORRECTED = auto()
    STAYS_OPEN = auto()
    IS_REFUSED = auto()
    """It is said to be corrected, is not accepted, and stays open."""
    RETURNS = auto()
    """It is corrected, is found breached again, and stays open."""
    WITHDRAWN = auto()


@dataclass(slots=True)
class Visit:
    """A visit of one discipline."""

    discipline: Discipline
    kind: InspectionKind
    day: int
    engineer: str
    ordinal: int | None = None
    rating: Rating | None = None
    id: int = 0


@dataclass(slots=True)
class Change:
    """A status from a day on; `visit` None: the factory claims it."""

    status: Status
    day: int
    actor: str
    hour: Hour = Hour.JUDGED
    visit: Visit | None = None
    reason: str | None = None


@dataclass(slots=True)
class Due:
    """An agreed date and the day from which it holds; `due` None: the plan has no date."""

    due: int | None
    day: int
    reason: str | None = None


@dataclass(slots=True)
class Comment:
    """What an engineer wrote on a visit."""

    text: str
    visit: Visit


@dataclass(slots=True)
class FloorHere:
    """A floor that a factory uses, and its zones by name."""

    id: int
    level: int
    name: str
    zones: dict[str, int]


@dataclass(slots=True)
class BuildingHere:
    """A building that a factory uses; its last floor is the roof."""

    id: int
    name: TwoTongues
    floors: list[FloorHere]

    @property
    def roof(self) -> int:
        """The level of the roof."""
        return self.floors[-1].level


@dataclass(slots=True)
class Spot:
    """Where a hazard is: ids of the records, and the place in words."""

    building_id: int
    floor_id: int
    zone_id: int | None
    grid: str
    location: str
    on: TwoTongues


@dataclass(slots=True)
class HazardLife:
    """A hazard from its finding to the anchor date."""

    template: Template
    found: Visit
    origin: Origin
    item: int
    spot: Spot
    severity: Severity
    observation: TwoTongues
    claimant: str
    course: Course = Course.CORRECTED
    fixed_on: int = NEVER
    """The day on which the factory has it corrected, or believes so."""
    changes: list[Change] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    is_shared: bool = False
    id: int = 0
    key: str = ""

    @property
    def status(self) -> Status:
        """The status after the last change."""
        return self.changes[-1].status

    @property
    def due(self) -> int | None:
        """The last agreed date, or None if there is none."""
        return self.dues[-1].due if self.dues else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has corrected or withdrawn it yet."""
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it is overdue on the anchor date."""
        return self.status is Status.IN_PROGRESS and self.due is not None and self.due < 0

    @property
    def times_reopened(self) -> int:
        """How often it was found breached again."""
        return sum(
            before.status is Status.CORRECTED and after.status is Status.IN_PROGRESS
            for before, after in pairwise(self.changes)
        )


@dataclass(slots=True)
class CapLife:
    """A version of the CAP of a discipline and the day on which it reached its state."""

    discipline: Discipline
    number: int
    state: CapState
    day: int
    finance_agreed: bool | None
    id: int = 0

    @property
    def is_approved(self) -> bool:
        """Whether the version is approved, its finance agreed or not."""
        return self.finance_agreed is not None


@dataclass(slots=True)
class FactoryLife:
    """All that happened at one factory."""

    visits: list[Visit] = field(default_factory=list)
    hazards: list[HazardLife] = field(default_factory=list)
    """Those that its own engineers' visits found; `shared` are those of the neighbour in the building."""
    shared: list[HazardLife] = field(default_factory=list)
    caps: list[CapLife] = field(default_factory=list)
    recognised: int | None = None

    @property
    def every_hazard(self) -> list[HazardLife]:
        """All hazards that count for the factory."""
        return self.shared + self.hazards
