"""What the demonstration tells of the programme: who works for it, who signed, which buildings stand, which orders.

Days are numbers counted from the anchor date, negative before it.
"""

from dataclasses import dataclass
from enum import StrEnum

from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep


@dataclass(frozen=True)
class ZoneStory:
    """A part of a floor."""

    name: str
    name_bn: str
    allowable_load_kpa: float | None = None


@dataclass(frozen=True)
class FloorStory:
    """A floor of a building; level 0 is the ground floor."""

    level: int
    name: str
    name_bn: str
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


class StepBy(StrEnum):
    """Who took a step of an order."""

    ENGINEER = "engineer"
    CHIEF_SAFETY_OFFICER = "cso"
    FACTORY = "factory"
    PANEL = "panel"


@dataclass(frozen=True)
class OrderStepStory:
    """A step of an order."""

    step: OrderStep
    day: int
    actor: StepBy
    note: str | None = None
    note_bn: str | None = None


@dataclass(frozen=True)
class OrderStory:
    """An order for a building, from the step that raised it to now; `floors` are levels, none: the whole building."""

    kind: OrderKind
    building: str
    factories: tuple[int, ...]
    because: str
    because_bn: str
    steps: tuple[OrderStepStory, ...]
    floors: tuple[int, ...] = ()
    limit_kpa: float | None = None


@dataclass(frozen=True)
class RoleStory:
    """What somebody is to the programme; the factory by its number, the signatory by its name."""

    role: Role
    discipline: Discipline | None = None
    factory: int | None = None
    signatory: str | None = None
    district: str | None = None


@dataclass(frozen=True)
class PersonStory:
    """Somebody who signs in; `signs` is how they sign what they record, and how the stories name them."""

    name: str
    name_bn: str
    email: str
    roles: tuple[RoleStory, ...]
    signs: str


@dataclass(frozen=True)
class ProgrammeStory:
    """All of it."""

    chief_safety_officer: str
    engineers: dict[Discipline, tuple[str, ...]]
    company_groups: tuple[str, ...]
    signatories: tuple[SignatoryStory, ...]
    buildings: tuple[BuildingStory, ...]
    orders: tuple[OrderStory, ...] = ()
