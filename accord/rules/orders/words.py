"""The words of orders that are no steps: who is told, by what, what was decided beside. Source: DOMAIN.md section 6."""

from collections.abc import Collection
from enum import StrEnum

from accord.rules.vocabulary import Discipline, OrderKind


class CauseKind(StrEnum):
    """What an order is called for by."""

    HAZARD = "hazard"
    RATING = "rating"
    MEASURED_LOAD = "measured_load"
    DECISION = "decision"
    """The chief safety officer's own."""
    IMPORTED = "imported"
    """A danger that an imported sheet spoke of and an engineer confirmed."""


class RecipientKind(StrEnum):
    """Who is told of an order, by what they are to the building."""

    FACTORY = "factory"
    SAFETY_COMMITTEE = "safety_committee"
    CHIEF_SAFETY_OFFICER = "chief_safety_officer"
    ON_CALL = "on_call"
    """The engineers on call."""
    OCCUPANT = "occupant"
    """A bank, a mall, a school: in the building and no factory."""
    LANDLORD = "landlord"
    SIGNATORY = "signatory"
    LABOUR_SIGNATORIES = "labour_signatories"
    INSPECTOR_GENERAL = "inspector_general"
    STEERING_COMMITTEE = "steering_committee"
    REVIEW_PANEL = "review_panel"
    """Its secretariat, once the order was referred to it."""


REPORTS = frozenset({RecipientKind.FACTORY, RecipientKind.OCCUPANT})
"""Who is inside and reports of the own place that what the order asks for was done."""

TOLD_AT_ONCE = frozenset(
    {
        RecipientKind.FACTORY,
        RecipientKind.SAFETY_COMMITTEE,
        RecipientKind.CHIEF_SAFETY_OFFICER,
        RecipientKind.ON_CALL,
    }
)
"""Who is told when the order is raised: to clear the place as a precaution, to determine it, and (ours) to go there."""

OF_THE_PROGRAMME = frozenset(
    {
        RecipientKind.CHIEF_SAFETY_OFFICER,
        RecipientKind.ON_CALL,
        RecipientKind.STEERING_COMMITTEE,
        RecipientKind.REVIEW_PANEL,
    }
)
"""Who belongs to the programme itself, or determines beside it: they are told and need not acknowledge."""


class Channel(StrEnum):
    """By which way somebody was told, or answered."""

    LINK = "link"
    DESK = "desk"
    TELEPHONE = "telephone"
    WHATSAPP = "whatsapp"
    IN_PERSON = "in_person"
    ON_PAPER = "on_paper"
    """A letter on paper was handed over, or came back signed."""


class PanelOutcome(StrEnum):
    """What the Review Panel determined of a structure."""

    FULL_CLOSURE = "full_closure"
    PARTIAL_CLOSURE = "partial_closure"
    CONTINUE_WITH_LIMITS = "continue_with_limits"
    NO_RESTRICTION = "no_restriction"


class Extent(StrEnum):
    """How much of a building, or of a factory's work, is closed."""

    FULL = "full"
    PARTIAL = "partial"


class MeasureStep(StrEnum):
    """What has happened to a measure of an order."""

    SET = "set"
    HANDED_IN = "handed_in"
    """With evidence."""
    NOT_ACCEPTED = "not_accepted"
    VERIFIED = "verified"
    DROPPED = "dropped"


class Wages(StrEnum):
    """What workers or their federation say of the wages of a month of closure."""

    PAID = "paid"
    PAID_IN_PART = "paid_in_part"
    NOT_PAID = "not_paid"
    NOT_KNOWN = "not_known"


class Asked(StrEnum):
    """Who was asked about the wages of a month of closure."""

    WORKERS = "workers"
    FEDERATION = "federation"
    SAFETY_COMMITTEE = "safety_committee"
    OWNER = "owner"


def is_heard_from_workers(asked: Collection[Asked]) -> bool:
    """Return whether workers or their federation were asked: the owner alone, or nobody, is not enough."""
    return bool(set(asked) & {Asked.WORKERS, Asked.FEDERATION})


DISCIPLINE_OF_ORDER = {
    OrderKind.EVACUATION: Discipline.STRUCTURAL,
    OrderKind.LOAD_REDUCTION: Discipline.STRUCTURAL,
    OrderKind.BOILER_SHUTDOWN: Discipline.BOILER,
}
"""Whose engineers look after an order of which no cause says another discipline."""
