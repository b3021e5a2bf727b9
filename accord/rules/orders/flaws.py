"""What is missing of a step that somebody wants to take with an order. Source: DOMAIN.md section 6; `steps.TABLE`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accord.rules.orders.standing import Standing, rows_for
from accord.rules.orders.steps import By, Need, Row
from accord.rules.orders.words import PanelOutcome
from accord.rules.vocabulary import OrderKind, OrderStep


class OrderFlaw(StrEnum):
    """Why a step cannot be taken."""

    NOT_NOW = "not_now"
    NOT_YOURS = "not_yours"
    NO_REASON = "no_reason"
    NO_EVIDENCE = "no_evidence"
    NO_VISIT = "no_visit"
    OWN_CLAIM = "own_claim"
    NO_PANEL = "no_panel"
    STATE_ORDER_STANDS = "state_order_stands"
    ALONE = "alone"
    NO_LIMIT = "no_limit"
    NOT_TOLD = "not_told"
    OTHER_LIMIT = "other_limit"
    NO_PLACE = "no_place"
    OPEN_CAUSES = "open_causes"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOTHING_PROPOSED = "nothing_proposed"


@dataclass(frozen=True)
class Brought:
    """Who takes a step, and what comes with it."""

    by: frozenset[By]
    person_id: int | None = None
    note: str | None = None
    files: int = 0
    is_seen_on_site: bool = False
    organisation: str | None = None
    is_told: bool = False
    """Whether that organisation is among those who were told."""
    is_inside: bool = False
    """Whether it is inside the building: a factory, or another occupant."""
    limit_kpa: float | None = None
    despite: frozenset[int] = frozenset()
    """The dangers that are still there, by the ids of their causes, for which whoever lifts the order answers."""


@dataclass(frozen=True)
class Beside:
    """What was decided beside the order, and not by a step of it."""

    is_structural: bool
    """Whether any of its causes is."""
    panel: PanelOutcome | None = None
    """The last determination of the Review Panel; None: there is none."""
    is_unanimous: bool = False
    state_orders: int = 0
    """Orders of the government that stand."""
    other_limits: int = 0
    """Other load reductions of the building that are open."""
    open_causes: frozenset[int] = frozenset()
    """The dangers that called for the order and are still there, by the ids of its causes."""


AGREES_TO_LIFT = frozenset({PanelOutcome.NO_RESTRICTION})
AGREES_TO_EASE = AGREES_TO_LIFT | {PanelOutcome.CONTINUE_WITH_LIMITS}


def flaw_of(standing: Standing, step: OrderStep, brought: Brought, *, beside: Beside) -> OrderFlaw | None:
    """Return why the step cannot be taken now by these people with what they bring, or None if it can."""
    rows = rows_for(standing, step)
    if not rows:
        return OrderFlaw.NOT_NOW
    row = next((each for each in rows if each.by & brought.by), None)
    if row is None:
        return OrderFlaw.NOT_YOURS
    asked = _Asked(standing, row, brought, beside)
    return next((flaw for need in row.needs if (flaw := _CHECKS[need](asked))), None)


@dataclass(frozen=True)
class _Asked:
    standing: Standing
    row: Row
    brought: Brought
    beside: Beside


def _panel(asked: _Asked) -> OrderFlaw | None:
    if not asked.beside.is_structural or asked.standing.kind is not OrderKind.EVACUATION:
        return None
    enough = AGREES_TO_EASE if asked.row.step is OrderStep.EASED else AGREES_TO_LIFT
    agrees = asked.beside.is_unanimous and asked.beside.panel in enough
    return None if agrees else OrderFlaw.NO_PANEL


def _own_claim(asked: _Asked) -> OrderFlaw | None:
    return OrderFlaw.OWN_CLAIM if asked.brought.person_id in asked.standing.claimed_by else None


def _place(asked: _Asked) -> OrderFlaw | None:
    brought = asked.brought
    is_said = brought.is_inside if brought.organisation is not None else By.STAFF in brought.by
    return None if is_said else OrderFlaw.NO_PLACE


def may_confirm(standing: Standing, person_id: int | None, by: frozenset[By]) -> bool:
    """Return whether somebody is the other of the two who annul the order, and one has proposed it."""
    first = standing.proposed
    if first is None or first.person_id is None or first.person_id == person_id:
        return False
    pairs = ((first.by, by, person_id), (by, first.by, first.person_id))
    return any(
        By.DECIDER in decider and By.ENGINEER in engineer and who != standing.raised_by
        for decider, engineer, who in pairs
    )


def _open_causes(asked: _Asked) -> frozenset[int]:
    return asked.beside.open_causes - asked.brought.despite


def _second_person(asked: _Asked) -> OrderFlaw | None:
    agrees = may_confirm(asked.standing, asked.brought.person_id, asked.brought.by)
    return None if agrees else OrderFlaw.ALONE


_CHECKS: Mapping[Need, Callable[[_Asked], OrderFlaw | None]] = {
    Need.REASON: lambda asked: None if asked.brought.note else OrderFlaw.NO_REASON,
    Need.EVIDENCE: lambda asked: None if asked.brought.files or asked.brought.note else OrderFlaw.NO_EVIDENCE,
    Need.VISIT: lambda asked: None if asked.brought.is_seen_on_site else OrderFlaw.NO_VISIT,
    Need.OTHERS_CLAIM: _own_claim,
    Need.PANEL: _panel,
    Need.STATE_AGREES: lambda asked: OrderFlaw.STATE_ORDER_STANDS if asked.beside.state_orders else None,
    Need.SECOND_PERSON: _second_person,
    Need.LIMIT: lambda asked: None if asked.brought.limit_kpa is not None else OrderFlaw.NO_LIMIT,
    Need.ONLY_LIMIT: lambda asked: OrderFlaw.OTHER_LIMIT if asked.beside.other_limits else None,
    Need.PLACE: _place,
    Need.HAS_ACKNOWLEDGED: lambda asked: (
        None if asked.brought.organisation in asked.standing.acknowledged else OrderFlaw.NOT_ACKNOWLEDGED
    ),
    Need.PROPOSED: lambda asked: None if asked.standing.proposed else OrderFlaw.NOTHING_PROPOSED,
    Need.CAUSES_DONE: lambda asked: OrderFlaw.OPEN_CAUSES if _open_causes(asked) else None,
    Need.ORGANISATION: lambda asked: None if asked.brought.is_told else OrderFlaw.NOT_TOLD,
}
