"""What has become of an order: its steps replayed, one after the other, by the table of `steps`. Source: DOMAIN 6."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accord.rules.orders.steps import ENDS, IN_FORCE, OPEN, TABLE, By, Phase, Row
from accord.rules.vocabulary import OrderKind, OrderStep


@dataclass(frozen=True)
class Taken:
    """A step that was taken, as far as the next one asks for it."""

    step: OrderStep
    at: datetime
    person_id: int | None = None
    by: frozenset[By] = frozenset()
    organisation: str | None = None
    inside: frozenset[str] = frozenset()
    """The organisations inside that had been told by then, each of which reports of its own place."""


@dataclass(frozen=True)
class Standing:
    """What has become of an order by its steps."""

    kind: OrderKind
    phase: Phase
    climb: int
    """Reminders begin anew with each: 1 since it was raised."""
    climb_began_at: datetime
    raised_at: datetime
    raised_by: int | None
    reported: frozenset[str]
    """Of whose place it was said so far that it was done: by themselves, or of everybody told by then. Until
    it was entered or loaded again."""
    claimed_by: frozenset[int]
    """The people who said so."""
    verified_at: datetime | None
    """When an engineer saw it in this climb; None: nobody did."""
    acknowledged: frozenset[str]
    """The organisations that did so in this climb."""
    proposed: Taken | None
    """To annul it, which the other of the two has not confirmed yet."""
    ended_at: datetime | None

    def unreported(self, inside: Iterable[str]) -> frozenset[str]:
        """Return who of those inside has not said yet that it was done."""
        return frozenset(inside) - self.reported

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.phase in OPEN

    @property
    def is_determined(self) -> bool:
        """Whether it was ever determined and is in force."""
        return self.phase in IN_FORCE


def standing(kind: OrderKind, taken: Sequence[Taken]) -> Standing:
    """Return what has become of an order that was raised as of a kind; the first step is the one that raised it.

    Replaying the same steps gives the same. Steps that were taken elsewhere, and imported or invented, may have left
    out one in between: each leads where it leads.
    """
    first = taken[0]
    now = Standing(
        kind=kind,
        phase=Phase.RAISED,
        climb=1,
        climb_began_at=first.at,
        raised_at=first.at,
        raised_by=first.person_id,
        reported=frozenset(),
        claimed_by=frozenset(),
        verified_at=None,
        acknowledged=frozenset(),
        proposed=None,
        ended_at=None,
    )
    for each in taken[1:]:
        now = _after(now, each)
    return now


def rows_for(standing: Standing, step: OrderStep) -> Sequence[Row]:
    """Return the lines by which the step may be taken now; none: it may not."""
    return [row for row in TABLE if row.step is step and standing.phase in row.phases and standing.kind in row.kinds]


def steps_open_to(standing: Standing, by: Iterable[By]) -> list[OrderStep]:
    """Return the steps that somebody who is all that may take now, each once, in the order of the table."""
    who = frozenset(by)
    steps = (row.step for row in TABLE if row.by & who and row in rows_for(standing, row.step))
    return list(dict.fromkeys(steps))


def _after(now: Standing, taken: Taken) -> Standing:
    row = _row_of(now, taken.step)
    if row is None:  # raised twice, or a step after the end: it changes nothing
        return now
    begins = row.begins_climb
    now = _reported(now, row, taken)
    phase = _leads_to(now, row, taken)
    changed = replace(
        now,
        phase=phase,
        kind=OrderKind.LOAD_REDUCTION if taken.step is OrderStep.EASED else now.kind,
        climb=now.climb + 1 if begins else now.climb,
        climb_began_at=taken.at if begins else now.climb_began_at,
        verified_at=None if begins else now.verified_at,
        acknowledged=frozenset() if begins else now.acknowledged,
        ended_at=taken.at if phase in ENDS else None,
    )
    own = frozenset({taken.organisation} if taken.organisation else ())
    match taken.step:
        case OrderStep.ACKNOWLEDGED:
            return replace(changed, acknowledged=changed.acknowledged | own)
        case OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK:
            return replace(changed, acknowledged=changed.acknowledged - own)
        case OrderStep.VERIFIED:
            return replace(changed, verified_at=taken.at)
        case OrderStep.ANNULMENT_PROPOSED:
            return replace(changed, proposed=taken)
        case OrderStep.ANNULMENT_REJECTED:
            return replace(changed, proposed=None)
    return changed


def _reported(now: Standing, row: Row, taken: Taken) -> Standing:
    if row.begins_climb and row.step is not OrderStep.DETERMINED:  # what was cleared as a precaution stays cleared
        return replace(now, reported=frozenset(), claimed_by=frozenset())
    if row.step is not OrderStep.COMPLIED:
        return now
    return replace(
        now,
        reported=now.reported | (frozenset({taken.organisation}) if taken.organisation else taken.inside),
        claimed_by=now.claimed_by | ({taken.person_id} if taken.person_id is not None else set()),
    )


def _leads_to(now: Standing, row: Row, taken: Taken) -> Phase:
    if row.once_all_report and now.unreported(taken.inside):
        return row.until_then or now.phase
    return row.to or now.phase


def _row_of(now: Standing, step: OrderStep) -> Row | None:
    if now.phase in ENDS:
        return None
    allowed = rows_for(now, step)
    return next(iter(allowed or [row for row in TABLE if row.step is step and now.kind in row.kinds]), None)
