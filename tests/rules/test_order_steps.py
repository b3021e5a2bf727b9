"""Which step of an order may follow which, who may take it, and what it must bring."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.orders.flaws import Beside, Brought, OrderFlaw, flaw_of
from accord.rules.orders.standing import (
    Standing,
    Taken,
    rows_for,
    standing,
    steps_open_to,
)
from accord.rules.orders.steps import (
    EMPTY,
    ENDS,
    TABLE,
    By,
    Phase,
)
from accord.rules.orders.words import PanelOutcome
from accord.rules.vocabulary import OrderKind, OrderStep

BEGUN = datetime(2026, 3, 1, 10, tzinfo=UTC)
ENGINEER, SECOND_ENGINEER, DECIDER, MANAGER = 1, 2, 3, 4
AS = {
    ENGINEER: frozenset({By.ENGINEER, By.STAFF}),
    SECOND_ENGINEER: frozenset({By.ENGINEER, By.STAFF}),
    DECIDER: frozenset({By.DECIDER, By.STAFF}),
    MANAGER: frozenset({By.FACTORY}),
}
FREE = Beside(is_structural=True, panel=PanelOutcome.NO_RESTRICTION, is_unanimous=True)


def an_order(*steps: OrderStep, kind: OrderKind = OrderKind.EVACUATION) -> Standing:
    """Return an order after these steps, an hour apart, each by whoever usually takes it."""
    usually = {OrderStep.COMPLIED: MANAGER, OrderStep.DETERMINED: DECIDER}
    every = (OrderStep.RAISED, *steps)
    return standing(
        kind,
        [
            Taken(step, BEGUN + timedelta(hours=hour), usually.get(step, ENGINEER), AS[usually.get(step, ENGINEER)])
            for hour, step in enumerate(every)
        ],
    )


def brings(person: int, **more: object) -> Brought:
    told = {"note": "Seen and written down.", "is_seen_on_site": True, "files": 1, "is_told": True, "limit_kpa": 2.0}
    return Brought(by=AS[person], person_id=person, **told | more)


READY = (OrderStep.DETERMINED, OrderStep.COMPLIED, OrderStep.VERIFIED, OrderStep.WORKS_VERIFIED)


def test_an_order_goes_from_the_crack_to_being_lifted():
    order = an_order(*READY, OrderStep.LIFTED)

    assert order.phase is Phase.LIFTED
    assert not order.is_open


def test_an_order_can_be_complied_with_before_anybody_determined_it_and_stands_so_afterwards():
    order = an_order(OrderStep.COMPLIED, OrderStep.DETERMINED)

    assert order.phase is Phase.COMPLIED


def test_a_structural_evacuation_is_not_lifted_without_the_panel_of_one_mind():
    ready = an_order(*READY)

    for beside in (
        Beside(is_structural=True),
        Beside(is_structural=True, panel=PanelOutcome.NO_RESTRICTION, is_unanimous=False),
        Beside(is_structural=True, panel=PanelOutcome.FULL_CLOSURE, is_unanimous=True),
        Beside(is_structural=True, panel=PanelOutcome.CONTINUE_WITH_LIMITS, is_unanimous=True),
    ):
        assert flaw_of(ready, OrderStep.LIFTED, brings(DECIDER), beside=beside) is OrderFlaw.NO_PANEL
    assert flaw_of(ready, OrderStep.LIFTED, brings(DECIDER), beside=FREE) is None


def test_a_boiler_order_and_a_load_reduction_need_no_panel():
    for kind in (OrderKind.BOILER_SHUTDOWN, OrderKind.LOAD_REDUCTION):
        ready = an_order(*READY, kind=kind)

        assert flaw_of(ready, OrderStep.LIFTED, brings(DECIDER), beside=Beside(is_structural=False)) is None


def test_an_evacuation_for_fire_needs_no_panel():
    ready = an_order(*READY)

    assert flaw_of(ready, OrderStep.LIFTED, brings(DECIDER), beside=Beside(is_structural=False)) is None


def test_no_order_is_lifted_while_one_of_the_government_stands():
    ready = an_order(*READY, kind=OrderKind.BOILER_SHUTDOWN)
    beside = Beside(is_structural=False, state_orders=1)

    assert flaw_of(ready, OrderStep.LIFTED, brings(DECIDER), beside=beside) is OrderFlaw.STATE_ORDER_STANDS


@pytest.mark.parametrize("steps", [READY[:count] for count in range(4)], ids=len)
def test_an_order_is_not_lifted_before_the_works_are_verified(steps: tuple[OrderStep, ...]):
    order = an_order(*steps)

    assert flaw_of(order, OrderStep.LIFTED, brings(DECIDER), beside=FREE) is OrderFlaw.NOT_NOW


def test_only_the_chief_safety_officer_or_the_deputy_determines_and_lifts():
    for order, step in ((an_order(), OrderStep.DETERMINED), (an_order(*READY), OrderStep.LIFTED)):
        assert flaw_of(order, step, brings(ENGINEER), beside=FREE) is OrderFlaw.NOT_YOURS
        assert flaw_of(order, step, brings(MANAGER), beside=FREE) is OrderFlaw.NOT_YOURS
        assert flaw_of(order, step, brings(DECIDER), beside=FREE) is None


def test_an_engineer_verifies_on_site_and_never_what_they_themselves_said_was_done():
    order = an_order(OrderStep.DETERMINED, OrderStep.COMPLIED)
    from_afar = brings(ENGINEER, is_seen_on_site=False)
    own = standing(
        OrderKind.EVACUATION,
        [
            Taken(OrderStep.RAISED, BEGUN, DECIDER),
            Taken(OrderStep.DETERMINED, BEGUN, DECIDER),
            Taken(OrderStep.COMPLIED, BEGUN, ENGINEER, AS[ENGINEER]),
        ],
    )

    assert flaw_of(order, OrderStep.VERIFIED, from_afar, beside=FREE) is OrderFlaw.NO_VISIT
    assert flaw_of(own, OrderStep.VERIFIED, brings(ENGINEER), beside=FREE) is OrderFlaw.OWN_CLAIM
    assert flaw_of(own, OrderStep.VERIFIED, brings(SECOND_ENGINEER), beside=FREE) is None


FIRST, SECOND, BANK = "factory 1", "factory 2", "occupant 5"


def reported(*steps: tuple[OrderStep, str | None, set[str]], kind: OrderKind = OrderKind.EVACUATION) -> Standing:
    """Return an order after these steps, each with whose place it is of, and who is inside by then."""
    taken = [
        Taken(step, BEGUN + timedelta(hours=hour), MANAGER, AS[MANAGER], of, frozenset(inside))
        for hour, (step, of, inside) in enumerate(steps, start=1)
    ]
    return standing(kind, [Taken(OrderStep.RAISED, BEGUN), *taken])


def test_it_is_complied_with_once_everybody_inside_has_reported():
    inside = {FIRST, SECOND}
    determined = (OrderStep.DETERMINED, None, inside | {BANK})
    some = [(OrderStep.COMPLIED, each, inside | {BANK}) for each in (FIRST, SECOND, FIRST)]
    last = (OrderStep.COMPLIED, BANK, inside | {BANK})

    assert reported(determined, *some).phase is Phase.DETERMINED
    assert reported(determined, *some).unreported(inside | {BANK}) == {BANK}
    assert reported(determined, *some, last).phase is Phase.COMPLIED
    assert reported((OrderStep.COMPLIED, FIRST, inside)).phase is Phase.RAISED
    assert reported(*((OrderStep.COMPLIED, each, inside) for each in sorted(inside))).phase is Phase.CLEARED


def test_what_was_cleared_as_a_precaution_waits_for_those_who_are_told_with_the_determination():
    cleared = (OrderStep.COMPLIED, FIRST, {FIRST})
    alone, with_bank = ((OrderStep.DETERMINED, None, inside) for inside in ({FIRST}, {FIRST, BANK}))

    assert reported(cleared, alone).phase is Phase.COMPLIED
    assert reported(cleared, with_bank).phase is Phase.DETERMINED
    assert reported(cleared, with_bank, (OrderStep.COMPLIED, BANK, {FIRST, BANK})).phase is Phase.COMPLIED


def test_a_report_that_names_no_place_is_of_everybody_and_whoever_moves_in_later_takes_nothing_back():
    inside = {FIRST, SECOND, BANK}
    of_all = reported((OrderStep.DETERMINED, None, inside), (OrderStep.COMPLIED, None, inside))
    moved_in = reported((OrderStep.DETERMINED, None, {FIRST}), (OrderStep.COMPLIED, FIRST, {FIRST}))

    assert of_all.phase is moved_in.phase is Phase.COMPLIED
    assert of_all.unreported(inside) == frozenset()
    assert moved_in.unreported({FIRST, SECOND}) == {SECOND}
    assert OrderStep.COMPLIED in steps_open_to(moved_in, AS[MANAGER])


def test_once_it_is_entered_again_everybody_reports_anew():
    inside = {FIRST, SECOND}
    entered = reported(
        (OrderStep.DETERMINED, None, inside),
        (OrderStep.COMPLIED, FIRST, inside),
        (OrderStep.COMPLIED, SECOND, inside),
        (OrderStep.RE_ENTERED, None, inside),
    )

    assert entered.phase is Phase.DETERMINED
    assert entered.unreported(inside) == inside
    assert entered.claimed_by == frozenset()


def test_a_factory_reports_of_a_place_inside_and_staff_may_of_everybody():
    order = an_order(OrderStep.DETERMINED)

    for who, more, flaw in (
        (MANAGER, {}, OrderFlaw.NO_PLACE),
        (MANAGER, {"organisation": "landlord 4"}, OrderFlaw.NO_PLACE),
        (MANAGER, {"organisation": FIRST, "is_inside": True}, None),
        (ENGINEER, {"organisation": "landlord 4"}, OrderFlaw.NO_PLACE),
        (ENGINEER, {"organisation": BANK, "is_inside": True}, None),
        (ENGINEER, {}, None),
    ):
        assert flaw_of(order, OrderStep.COMPLIED, brings(who, **more), beside=FREE) is flaw


def test_it_is_lifted_with_a_hazard_open_only_by_whoever_names_it():
    ready, beside = an_order(*READY), replace(FREE, open_causes=frozenset({7, 9}))

    for despite, flaw in (((), OrderFlaw.OPEN_CAUSES), ((7,), OrderFlaw.OPEN_CAUSES), ((7, 9, 11), None)):
        brought = brings(DECIDER, despite=frozenset(despite))
        assert flaw_of(ready, OrderStep.LIFTED, brought, beside=beside) is flaw


def test_works_are_verified_with_words_or_a_photo():
    order = an_order(*READY[:3])

    for more, flaw in (
        ({"note": None, "files": 0}, OrderFlaw.NO_EVIDENCE),
        ({"note": None}, None),
        ({"files": 0}, None),
    ):
        assert flaw_of(order, OrderStep.WORKS_VERIFIED, brings(ENGINEER, **more), beside=FREE) is flaw


def after_proposal(by: int) -> Standing:
    return standing(
        OrderKind.EVACUATION,
        [
            Taken(OrderStep.RAISED, BEGUN, ENGINEER, AS[ENGINEER]),
            Taken(OrderStep.ANNULMENT_PROPOSED, BEGUN, by, AS[by]),
        ],
    )


@pytest.mark.parametrize(
    ("first", "second", "flaw"),
    [
        (None, DECIDER, OrderFlaw.ALONE),
        (None, SECOND_ENGINEER, OrderFlaw.ALONE),
        (DECIDER, DECIDER, OrderFlaw.ALONE),
        (SECOND_ENGINEER, SECOND_ENGINEER, OrderFlaw.ALONE),
        (ENGINEER, SECOND_ENGINEER, OrderFlaw.ALONE),
        (ENGINEER, DECIDER, OrderFlaw.ALONE),
        (DECIDER, ENGINEER, OrderFlaw.ALONE),
        (DECIDER, SECOND_ENGINEER, None),
        (SECOND_ENGINEER, DECIDER, None),
    ],
)
def test_an_order_is_annulled_by_the_cso_and_a_second_engineer_who_did_not_raise_it(
    first: int | None, second: int, flaw: OrderFlaw | None
):
    order = after_proposal(first) if first else an_order()

    assert flaw_of(order, OrderStep.ANNULLED, brings(second), beside=FREE) is flaw


def test_an_evacuation_becomes_a_load_reduction_with_a_limit_and_begins_anew():
    empty = an_order(OrderStep.DETERMINED, OrderStep.VERIFIED)
    eased = an_order(OrderStep.DETERMINED, OrderStep.VERIFIED, OrderStep.EASED)

    no_limit = brings(DECIDER, limit_kpa=None)
    assert flaw_of(empty, OrderStep.EASED, no_limit, beside=FREE) is OrderFlaw.NO_LIMIT
    assert flaw_of(empty, OrderStep.EASED, brings(DECIDER), beside=FREE) is None
    assert (eased.kind, eased.phase) == (OrderKind.LOAD_REDUCTION, Phase.DETERMINED)
    assert eased.climb == empty.climb + 1


def test_no_evacuation_becomes_a_second_load_reduction_of_its_building():
    empty = an_order(OrderStep.DETERMINED, OrderStep.VERIFIED)
    beside = replace(FREE, other_limits=1)

    assert flaw_of(empty, OrderStep.EASED, brings(DECIDER), beside=beside) is OrderFlaw.OTHER_LIMIT


def test_re_entering_takes_back_what_was_verified_and_begins_the_climb_anew():
    order = an_order(*READY, OrderStep.RE_ENTERED)

    assert order.phase is Phase.DETERMINED
    assert order.climb == an_order(*READY).climb + 1
    assert order.verified_at is None


def test_a_second_cause_of_an_empty_building_leaves_it_empty_and_its_works_open():
    assert an_order(*READY, OrderStep.JOINED).phase is Phase.VERIFIED


def test_a_second_load_has_to_be_taken_down_like_the_first():
    order = an_order(*READY, OrderStep.JOINED, kind=OrderKind.LOAD_REDUCTION)

    assert order.phase is Phase.DETERMINED


def test_an_acknowledgement_counts_until_the_climb_begins_anew():
    told = Taken(OrderStep.ACKNOWLEDGED, BEGUN, organisation="factory 7")
    steps = [Taken(OrderStep.RAISED, BEGUN), Taken(OrderStep.DETERMINED, BEGUN), told]

    assert standing(OrderKind.EVACUATION, steps).acknowledged == {"factory 7"}
    again = [*steps, Taken(OrderStep.VERIFIED, BEGUN), Taken(OrderStep.RE_ENTERED, BEGUN)]
    assert standing(OrderKind.EVACUATION, again).acknowledged == frozenset()


def test_every_phase_that_is_open_can_be_left_and_no_end_can():
    for kind in OrderKind:
        for phase in set(Phase) - ENDS:
            ways = {row.to for row in TABLE if phase in row.phases and kind in row.kinds and row.to}
            assert ways - {phase}, (kind, phase)
    assert not [row for row in TABLE if row.phases & ENDS]


@given(
    st.sampled_from(OrderKind),
    st.lists(st.tuples(st.sampled_from(OrderStep), st.sampled_from(sorted(AS)), st.booleans()), max_size=25),
    st.sampled_from([FREE, Beside(is_structural=True), Beside(is_structural=False, state_orders=1)]),
)
def test_whatever_is_tried_no_order_comes_to_a_phase_without_its_evidence(kind, tries, beside):
    steps = [Taken(OrderStep.RAISED, BEGUN, ENGINEER, AS[ENGINEER])]
    for hour, (step, person, is_seen) in enumerate(tries, start=1):
        now = standing(kind, steps)
        brought = brings(person, is_seen_on_site=is_seen)
        flaw = flaw_of(now, step, brought, beside=beside)
        assert (step in steps_open_to(now, AS[person])) == bool(
            [row for row in rows_for(now, step) if row.by & AS[person]]
        )
        if flaw is None:
            steps.append(Taken(step, BEGUN + timedelta(hours=hour), person, AS[person]))

    end = standing(kind, steps)
    said = [taken.step for taken in steps]
    assert standing(kind, list(steps)) == end
    if end.phase in EMPTY:
        assert OrderStep.VERIFIED in said
        assert end.verified_at is not None
    if end.phase is Phase.LIFTED:
        assert {OrderStep.DETERMINED, OrderStep.VERIFIED, OrderStep.WORKS_VERIFIED} <= set(said)
        assert not beside.state_orders
        if end.kind is OrderKind.EVACUATION and beside.is_structural:
            assert beside.is_unanimous
    if end.phase is Phase.ANNULLED:
        assert OrderStep.ANNULMENT_PROPOSED in said
        assert len({taken.person_id for taken in steps[-1:]} | {end.proposed.person_id}) == 2
