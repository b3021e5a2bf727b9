"""What an open order waits for is said before anybody is refused for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accord.rules.orders.flaws import Beside
from accord.rules.orders.next_step import Lacks, lacking
from accord.rules.orders.standing import Taken, standing
from accord.rules.orders.steps import ENDS, OPEN, Phase
from accord.rules.orders.words import PanelOutcome
from accord.rules.vocabulary import OrderKind, OrderStep

STRUCTURE, FIRE = Beside(is_structural=True), Beside(is_structural=False)
AGREED = Beside(is_structural=True, panel=PanelOutcome.NO_RESTRICTION, is_unanimous=True)


def in_phase(phase: Phase, kind: OrderKind = OrderKind.EVACUATION):
    raised = standing(kind, [Taken(OrderStep.RAISED, datetime(2024, 7, 1, tzinfo=UTC))])
    return replace(raised, phase=phase)


@pytest.mark.parametrize(
    ("phase", "beside", "lacks"),
    [
        (Phase.RAISED, STRUCTURE, (Lacks.DETERMINATION, Lacks.REPORT)),
        (Phase.CLEARED, STRUCTURE, (Lacks.DETERMINATION,)),
        (Phase.DETERMINED, STRUCTURE, (Lacks.REPORT, Lacks.SITE_VISIT)),
        (Phase.COMPLIED, STRUCTURE, (Lacks.SITE_VISIT,)),
        (Phase.VERIFIED, STRUCTURE, (Lacks.WORKS, Lacks.PANEL)),
        (Phase.VERIFIED, AGREED, (Lacks.WORKS,)),
        (Phase.VERIFIED, FIRE, (Lacks.WORKS,)),
        (Phase.READY, replace(STRUCTURE, state_orders=1), (Lacks.PANEL, Lacks.STATE)),
        (Phase.READY, replace(AGREED, state_orders=1), (Lacks.STATE,)),
        (Phase.READY, AGREED, (Lacks.LIFTING,)),
        (Phase.READY, FIRE, (Lacks.LIFTING,)),
    ],
)
def test_what_is_missing_is_said_of_each_phase(phase, beside, lacks):
    assert lacking(in_phase(phase), beside) == lacks


def test_a_hazard_that_is_not_corrected_is_missing_and_so_is_a_report_of_whoever_moved_in():
    open_cause = replace(AGREED, open_causes=frozenset({7}))

    assert lacking(in_phase(Phase.READY), open_cause) == (Lacks.CAUSES,)
    assert lacking(in_phase(Phase.COMPLIED), AGREED, unreported=1) == (Lacks.REPORT, Lacks.SITE_VISIT)


def test_a_load_reduction_waits_for_no_panel():
    assert lacking(in_phase(Phase.READY, OrderKind.LOAD_REDUCTION), STRUCTURE) == (Lacks.LIFTING,)


def test_every_open_phase_waits_for_something_and_an_end_for_nothing():
    assert all(lacking(in_phase(phase), STRUCTURE) for phase in OPEN)
    assert not any(lacking(in_phase(phase), STRUCTURE) for phase in ENDS)
