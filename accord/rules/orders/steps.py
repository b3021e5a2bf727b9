"""Which step of an order may follow which, who may take it, and what it must bring: one table. Source: DOMAIN 6.

The drawing in docs/orders.md is made from it. An order is in one phase; a step leads to another, or leaves it there.
"""

from dataclasses import dataclass
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
