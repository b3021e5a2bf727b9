"""What an open order waits for before it can come to its end. Source: DOMAIN.md section 6; `steps.TABLE`."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of
from accord.rules.orders.standing import Standing
from accord.rules.orders.steps import By, Phase
from accord.rules.vocabulary import OrderStep


class Lacks(StrEnum):
    """What is missing for the next step of an order."""

    DETERMINATION = "determination"
    REPORT = "report"
    """That the place was cleared, the load taken down, the boiler shut down."""
    SITE_VISIT = "site_visit"
    WORKS = "works"
    """Seen on site: those by which it may be lifted."""
    PANEL = "panel"
    STATE = "state"
    """An order of the government stands."""
    CAUSES = "causes"
    """What called for it is still there: a hazard, a rating, a load."""
    LIFTING = "lifting"
    """Nothing is missing any more: it may be lifted."""


_BY_PHASE: Mapping[Phase, tuple[Lacks, ...]] = {
    Phase.RAISED: (Lacks.DETERMINATION, Lacks.REPORT),
    Phase.CLEARED: (Lacks.DETERMINATION,),
    Phase.DETERMINED: (Lacks.REPORT, Lacks.SITE_VISIT),
    Phase.COMPLIED: (Lacks.SITE_VISIT,),
    Phase.VERIFIED: (Lacks.WORKS,),
    Phase.READY: (),
}
_TO_LIFT = Brought(by=frozenset({By.DECIDER}), note="-")


def lacking(standing: Standing, beside: Beside, *, unreported: int = 0) -> tuple[Lacks, ...]:
    """Return what is missing for the next step of the order, the first thing first; nothing once it has ended.

    Once it is verified also whoever must agree to lift it: the Review Panel meets weeks before the works are done.
    `unreported`: of how many inside it was not reported yet, also of those who moved in after the others had.
    """
    if not standing.is_open:
        return ()
    lacks = _BY_PHASE[standing.phase]
    if unreported and standing.phase in (Phase.CLEARED, Phase.COMPLIED):
        lacks = (Lacks.REPORT, *lacks)
    if standing.phase in (Phase.VERIFIED, Phase.READY):
        lacks += _agreements(standing, beside)
    return lacks or (Lacks.LIFTING,)


def _agreements(standing: Standing, beside: Beside) -> tuple[Lacks, ...]:
    # Asked one by one: a flaw is the first thing that is wrong.
    works_done = replace(standing, phase=Phase.READY)
    without_panel = flaw_of(works_done, OrderStep.LIFTED, _TO_LIFT, beside=replace(beside, state_orders=0))
    found: tuple[Lacks, ...] = (Lacks.PANEL,) if without_panel is OrderFlaw.NO_PANEL else ()
    found += (Lacks.STATE,) if beside.state_orders else ()
    return (*found, Lacks.CAUSES) if beside.open_causes else found
