"""Which step of an order may follow which, who may take it, and what it must bring: one table. Source: DOMAIN 6.

The drawing in docs/orders.md is made from it. An order is in one phase; a step leads to another, or leaves it there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from accord.rules.vocabulary import OrderKind, OrderStep


class Phase(StrEnum):
    """How far an order has come."""

    RAISED = "raised"
    CLEARED = "cleared"
    """The place was cleared as a precaution before anybody determined the order."""
    DETERMINED = "determined"
    COMPLIED = "complied"
    VERIFIED = "verified"
    READY = "ready"
    """Verified, and so are the works: it may be lifted."""
    LIFTED = "lifted"
    ANNULLED = "annulled"
    VACATED = "vacated"


ENDS = frozenset({Phase.LIFTED, Phase.ANNULLED, Phase.VACATED})
OPEN = frozenset(Phase) - ENDS
UNDETERMINED = frozenset({Phase.RAISED, Phase.CLEARED})
IN_FORCE = OPEN - UNDETERMINED
EMPTY = frozenset({Phase.VERIFIED, Phase.READY})
"""An engineer saw on site that what the order asks for is so."""


class By(StrEnum):
    """As what somebody takes a step."""

    PROGRAMME = "programme"
    """The program itself, in the transaction of the cause."""
    ENGINEER = "engineer"
    """Of a discipline of the order's causes."""
    DECIDER = "decider"
    """The chief safety officer or the deputy."""
    FACTORY = "factory"
    STAFF = "staff"
    """Anybody who works for the programme."""
    RECIPIENT = "recipient"
    PANEL = "panel"
    """The Review Panel's secretariat, of an order that was referred to it; it takes no step."""


class Need(StrEnum):
    """What a step must bring."""

    REASON = "reason"
    EVIDENCE = "evidence"
    """A photo, a paper, or what somebody saw, in words."""
    VISIT = "visit"
    """Seen on site, on a day that is told."""
    OTHERS_CLAIM = "others_claim"
    """Whoever said that it was done may not verify it."""
    PANEL = "panel"
    """The Review Panel's unanimous determination; structural evacuations only."""
    STATE_AGREES = "state_agrees"
    """No order of the government stands."""
    SECOND_PERSON = "second_person"
    """A chief safety officer or deputy, and an engineer of the discipline who did not raise it: one proposed it."""
    LIMIT = "limit"
    """The load in kPa that may stay."""
    ORGANISATION = "organisation"
    """One of those who were told."""
    PLACE = "place"
    """Whose place it is: one of those inside; the programme's staff may say it of everybody."""
    HAS_ACKNOWLEDGED = "has_acknowledged"
    """Which of those who acknowledged."""
    PROPOSED = "proposed"
    """Somebody proposed to annul the order."""
    CAUSES_DONE = "causes_done"
    """Every hazard that called for the order corrected, or each that is not named and answered for."""
    ONLY_LIMIT = "only_limit"
    """No other load reduction of the building is open: two limits for one floor are none."""


@dataclass(frozen=True)
class Row:
    """A line of the table: in these phases these people may take the step, with what it needs."""

    step: OrderStep
    phases: frozenset[Phase]
    to: Phase | None
    """None: the phase stays."""
    by: frozenset[By]
    needs: tuple[Need, ...] = ()
    kinds: frozenset[OrderKind] = frozenset(OrderKind)
    begins_climb: bool = False
    """Whether reminders begin anew with it."""
    once_all_report: bool = False
    """Whether it leads there only once everybody inside has reported."""
    until_then: Phase | None = None
    """Where it leads until they have; None: the phase stays."""


_RAISERS = frozenset({By.PROGRAMME, By.DECIDER})
_DECIDERS = frozenset({By.DECIDER})
_ENGINEERS = frozenset({By.ENGINEER})
_LOADS = frozenset({OrderKind.LOAD_REDUCTION})

TABLE: tuple[Row, ...] = (
    # A second cause: a place that is seen empty stays so, but the works for the new cause are not verified; a load
    # that is found on another floor has to be taken down like the first one.
    Row(OrderStep.JOINED, OPEN - EMPTY, None, _RAISERS),
    Row(OrderStep.JOINED, EMPTY, Phase.VERIFIED, _RAISERS, kinds=frozenset(OrderKind) - _LOADS),
    Row(OrderStep.JOINED, EMPTY, Phase.DETERMINED, _RAISERS, kinds=_LOADS, begins_climb=True),
    Row(OrderStep.DETERMINED, frozenset({Phase.RAISED}), Phase.DETERMINED, _DECIDERS, begins_climb=True),
    # With it others are told who are inside too, a bank or a school: they have not reported yet.
    Row(
        OrderStep.DETERMINED,
        frozenset({Phase.CLEARED}),
        Phase.COMPLIED,
        _DECIDERS,
        begins_climb=True,
        once_all_report=True,
        until_then=Phase.DETERMINED,
    ),
    Row(OrderStep.ACKNOWLEDGED, OPEN, None, frozenset({By.RECIPIENT, By.STAFF}), (Need.ORGANISATION,)),
    Row(
        OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK,
        OPEN,
        None,
        frozenset({By.STAFF}),
        (Need.HAS_ACKNOWLEDGED, Need.REASON),
    ),
    Row(
        OrderStep.COMPLIED,
        frozenset({Phase.RAISED}),
        Phase.CLEARED,
        frozenset({By.FACTORY, By.STAFF}),
        (Need.EVIDENCE, Need.PLACE),
        once_all_report=True,
    ),
    Row(
        OrderStep.COMPLIED,
        frozenset({Phase.DETERMINED}),
        Phase.COMPLIED,
        frozenset({By.FACTORY, By.STAFF}),
        (Need.EVIDENCE, Need.PLACE),
        once_all_report=True,
    ),
    # Whoever moved in after all the others had reported.
    Row(
        OrderStep.COMPLIED,
        frozenset({Phase.CLEARED, Phase.COMPLIED}),
        None,
        frozenset({By.FACTORY, By.STAFF}),
        (Need.EVIDENCE, Need.PLACE),
    ),
    Row(
        OrderStep.VERIFIED,
        frozenset({Phase.DETERMINED, Phase.COMPLIED}),
        Phase.VERIFIED,
        _ENGINEERS,
        (Need.VISIT, Need.OTHERS_CLAIM),
    ),
    Row(OrderStep.ANSWERED, EMPTY, None, frozenset({By.STAFF, By.RECIPIENT}), (Need.REASON,)),
    Row(
        OrderStep.RE_ENTERED,
        frozenset({Phase.CLEARED}),
        Phase.RAISED,
        frozenset({By.STAFF}),
        (Need.REASON,),
        begins_climb=True,
    ),
    Row(
        OrderStep.RE_ENTERED,
        frozenset({Phase.COMPLIED, Phase.VERIFIED, Phase.READY}),
        Phase.DETERMINED,
        frozenset({By.STAFF}),
        (Need.REASON,),
        begins_climb=True,
    ),
    Row(OrderStep.WORKS_VERIFIED, frozenset({Phase.VERIFIED}), Phase.READY, _ENGINEERS, (Need.VISIT, Need.EVIDENCE)),
    Row(
        OrderStep.EASED,
        EMPTY,
        Phase.DETERMINED,
        _DECIDERS,
        (Need.REASON, Need.LIMIT, Need.ONLY_LIMIT, Need.PANEL, Need.STATE_AGREES),
        kinds=frozenset({OrderKind.EVACUATION}),
        begins_climb=True,
    ),
    Row(
        OrderStep.LIFTED,
        frozenset({Phase.READY}),
        Phase.LIFTED,
        _DECIDERS,
        (Need.REASON, Need.PANEL, Need.STATE_AGREES, Need.CAUSES_DONE),
    ),
    Row(OrderStep.VACATED, EMPTY, Phase.VACATED, _DECIDERS, (Need.REASON, Need.VISIT)),
    Row(OrderStep.ANNULMENT_PROPOSED, OPEN, None, _DECIDERS | _ENGINEERS, (Need.REASON,)),
    Row(OrderStep.ANNULMENT_REJECTED, OPEN, None, _DECIDERS | _ENGINEERS, (Need.PROPOSED, Need.REASON)),
    Row(OrderStep.ANNULLED, OPEN, Phase.ANNULLED, _DECIDERS | _ENGINEERS, (Need.REASON, Need.SECOND_PERSON)),
)
"""The table. An order begins with RAISED, in the transaction of its cause."""


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
    """The organisations that said so far that it was done at their place; until it was entered or loaded again."""
    is_reported_for_all: bool
    """Whether that was said of everybody at once."""
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
        return frozenset() if self.is_reported_for_all else frozenset(inside) - self.reported

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
        is_reported_for_all=False,
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
        return replace(now, reported=frozenset(), is_reported_for_all=False, claimed_by=frozenset())
    if row.step is not OrderStep.COMPLIED:
        return now
    return replace(
        now,
        reported=now.reported | ({taken.organisation} if taken.organisation else set()),
        is_reported_for_all=now.is_reported_for_all or taken.organisation is None,
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
