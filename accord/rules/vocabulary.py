"""The words of the field. Values are stored, exported and read by outside clients: extend, never rename.

Source: DOMAIN.md sections 2 to 6.
"""

from enum import StrEnum


class Discipline(StrEnum):
    """A branch of engineering; each has its own inspections, numbering and CAP sheet."""

    STRUCTURAL = "structural"
    FIRE = "fire"
    ELECTRICAL = "electrical"
    BOILER = "boiler"


class Status(StrEnum):
    """Where the correction of a hazard stands."""

    IN_PROGRESS = "in_progress"
    PENDING_VERIFICATION = "pending_verification"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """Whether the initial inspection found the hazard or a later one: the headline counts initial ones only."""

    INITIAL = "initial"
    NEW = "new"


class Severity(StrEnum):
    """How dangerous the hazard is while it stands."""

    SEVERE_AND_IMMINENT = "severe_and_imminent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class InspectionKind(StrEnum):
    """Why engineers came. A visit that follows a complaint is `SPECIAL` everywhere outside the complaints desk."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    COMMISSIONING = "commissioning"
    SPECIAL = "special"
    POST_INCIDENT = "post_incident"
    SAFETY_COMMITTEE = "safety_committee"
    DEA_VERIFICATION = "dea_verification"
    CLOSURE_VERIFICATION = "closure_verification"


class Rating(StrEnum):
    """The structural rating of a building; red is severe and imminent risk."""

    GREEN = "green"
    YELLOW = "yellow"
    AMBER = "amber"
    RED = "red"


class Coverage(StrEnum):
    """Whether the programme covers a factory; active and independent together are the covered ones."""

    ACTIVE = "active"
    INDEPENDENT = "independent"
    INACTIVE = "inactive"
    CLOSED = "closed"
    ARCHIVED = "archived"
    HANDED_OVER = "handed_over"


COVERED = frozenset({Coverage.ACTIVE, Coverage.INDEPENDENT})
"""The factories the programme counts."""


class FactoryStatus(StrEnum):
    """The remediation status of a factory: the first of these that holds."""

    INELIGIBLE = "ineligible"
    NOT_INSPECTED = "not_inspected"
    CAP_PENDING = "cap_pending"
    INITIAL_CAP_COMPLETED = "initial_cap_completed"
    BEHIND_SCHEDULE = "behind_schedule"
    ON_TRACK = "on_track"


class NoRate(StrEnum):
    """Why there is no rate to show. None of these is 0 % or 100 %."""

    NOT_INSPECTED = "not_inspected"
    NOT_KNOWN = "not_known"
    NO_HAZARDS = "no_hazards"
    NOT_PUBLISHED = "not_published"


class OrderKind(StrEnum):
    """What must happen at once where people are in danger."""

    EVACUATION = "evacuation"
    LOAD_REDUCTION = "load_reduction"
    BOILER_SHUTDOWN = "boiler_shutdown"


class OrderStep(StrEnum):
    """What has happened to an order so far. It ends by being lifted, annulled, or its place vacated for good."""

    RAISED = "raised"
    JOINED = "joined"
    """A second cause for the same building and kind."""
    DETERMINED = "determined"
    ACKNOWLEDGED = "acknowledged"
    ACKNOWLEDGEMENT_TAKEN_BACK = "acknowledgement_taken_back"
    """It was recorded of the wrong organisation, or nobody of it had said so."""
    COMPLIED = "complied"
    VERIFIED = "verified"
    ANSWERED = "answered"
    """The weekly question after the verification."""
    RE_ENTERED = "re_entered"
    WORKS_VERIFIED = "works_verified"
    EASED = "eased"
    """An evacuation became a load reduction."""
    ANNULMENT_PROPOSED = "annulment_proposed"
    ANNULMENT_REJECTED = "annulment_rejected"
    LIFTED = "lifted"
    ANNULLED = "annulled"
    VACATED = "vacated"


ORDER_ENDS = frozenset({OrderStep.LIFTED, OrderStep.ANNULLED, OrderStep.VACATED})
"""After one of these steps the order is open no more."""


class PhotoOf(StrEnum):
    """What a photo shows: what was found, or what an engineer saw after the correction."""

    HAZARD = "hazard"
    CORRECTION = "correction"


class CapState(StrEnum):
    """How far a version of a corrective action plan has come; approval is of a version.

    Taken back: it was imported by mistake, and never was a plan of the factory.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TECHNICALLY_APPROVED = "technically_approved"
    FINANCE_PLAN_AGREED = "finance_plan_agreed"
    TAKEN_BACK = "taken_back"


class Source(StrEnum):
    """Where an event came from: typed by a person here, or read from a document made elsewhere."""

    DESK = "desk"
    IMPORTED = "imported"


class Category(StrEnum):
    """The kinds of hazard the programme counts, by discipline; see `DISCIPLINE_OF_CATEGORY`."""

    COLUMN_OVERSTRESS = "column_overstress"
    DRAWINGS = "drawings"
    LOAD_PLAN = "load_plan"
    OVERLOADED_STORAGE = "overloaded_storage"
    CANTILEVER_OR_ROOF_LOAD = "cantilever_or_roof_load"
    LATERAL_STABILITY = "lateral_stability"
    LOW_CONCRETE_STRENGTH = "low_concrete_strength"
    CRACKS = "cracks"
    UNAPPROVED_EXTENSION = "unapproved_extension"
    LOCKABLE_OR_COLLAPSIBLE_GATES = "lockable_or_collapsible_gates"
    FIRE_DOORS = "fire_doors"
    STAIR_ENCLOSURE = "stair_enclosure"
    EXIT_WIDTH_OR_NUMBER = "exit_width_or_number"
    STORAGE_SEPARATION = "storage_separation"
    FUEL_NEAR_EGRESS = "fuel_near_egress"
    ALARM_AND_DETECTION = "alarm_and_detection"
    SPRINKLER = "sprinkler"
    STANDPIPE_OR_HYDRANT = "standpipe_or_hydrant"
    EXIT_LIGHTING_AND_SIGNS = "exit_lighting_and_signs"
    CABLE_SUPPORT = "cable_support"
    OVERLOADED_CIRCUITS = "overloaded_circuits"
    PHASE_BARRIERS = "phase_barriers"
    DUST_AND_LINT = "dust_and_lint"
    HOTSPOTS = "hotspots"
    INSULATION_RESISTANCE = "insulation_resistance"
    EARTHING = "earthing"
    LIGHTNING_PROTECTION = "lightning_protection"
    SINGLE_LINE_DIAGRAM = "single_line_diagram"
    UNSEALED_BOARDS = "unsealed_boards"
    SCALE = "scale"
    SAFETY_VALVE = "safety_valve"
    PRESSURE_MONITORING = "pressure_monitoring"
    BOILER_WIRING = "boiler_wiring"
    NO_CERTIFICATE = "no_certificate"
    HYDROSTATIC_TEST_FAILED = "hydrostatic_test_failed"


_TAXONOMY = {
    Discipline.STRUCTURAL: (Category.COLUMN_OVERSTRESS, Category.UNAPPROVED_EXTENSION),
    Discipline.FIRE: (Category.LOCKABLE_OR_COLLAPSIBLE_GATES, Category.EXIT_LIGHTING_AND_SIGNS),
    Discipline.ELECTRICAL: (Category.CABLE_SUPPORT, Category.UNSEALED_BOARDS),
    Discipline.BOILER: (Category.SCALE, Category.HYDROSTATIC_TEST_FAILED),
}


def _spread() -> dict[Category, Discipline]:
    order = list(Category)
    return {
        category: discipline
        for discipline, (first, last) in _TAXONOMY.items()
        for category in order[order.index(first) : order.index(last) + 1]
    }


DISCIPLINE_OF_CATEGORY = _spread()
"""The discipline of each category."""
