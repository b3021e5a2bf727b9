"""The notices of an order: one with each step that changes what hangs at the gate, kept as what it said."""

from dataclasses import replace

import pytest

from accord.casework.notices.gate_words import words_of
from accord.casework.orders import deeds, raising
from accord.casework.orders.gate_notices import notices_of
from accord.casework.orders.refused import OpenCauses
from accord.records.factory import Floor
from accord.rules.factories.loads import kg_per_square_foot
from accord.rules.orders.gate import GateNotice, Said, as_details, from_details
from accord.rules.orders.words import CauseKind
from accord.rules.vocabulary import OrderKind, OrderStep
from tests.desk_builders import a_factory_with_hazard
from tests.notice_builders import an_open_order, take
from tests.order_builders import SEEN, WHY, a_house, determined, ready, the_panel_agrees


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


def test_a_notice_is_issued_with_each_step_that_changes_what_hangs_there(session, moment, house):
    order = determined(session, house, moment)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    deeds.lift(session, order, WHY, who=house.who["chief"], moment=moment)

    issued = notices_of(session, order)

    assert [(each.version, each.step) for each in issued] == [
        (1, OrderStep.RAISED),
        (2, OrderStep.DETERMINED),
        (3, OrderStep.LIFTED),
    ]
    assert [each.is_determined for each in issued] == [False, True, True]
    assert [each.is_by_panel for each in issued] == [False, False, True]
    assert issued[-1].seen_on == moment.today
    assert issued[0].factories == (Said("First Knit Ltd. (9001)"), Said("Second Wear Ltd. (9002)"))


def test_a_notice_of_lifting_says_how_much_is_still_to_be_corrected(session, moment, house):
    order = determined(session, house, moment)
    hazard = a_factory_with_hazard(session, moment, number=house.first.number)
    cause = replace(house.cause(hazard=hazard), kind=CauseKind.HAZARD)
    raising.raise_or_join(session, cause, who=house.who["engineer"], moment=moment)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    with pytest.raises(OpenCauses):
        deeds.lift(session, order, WHY, who=house.who["chief"], moment=moment)
    despite = replace(WHY, despite=frozenset({order.causes[-1].id}))
    deeds.lift(session, order, despite, who=house.who["chief"], moment=moment)

    last = notices_of(session, order)[-1]

    assert last.still_open == 1
    assert from_details(as_details(last)) == last
    assert any("Still to be corrected of what was found here: 1." in each.en for each in words_of(last).demands)
    assert not any("Still to be" in each.en for each in words_of(replace(last, still_open=0)).demands)


def test_what_hung_there_stays_as_it_was_whatever_is_mended_later(session, moment, house):
    order = determined(session, house, moment)
    before = list(notices_of(session, order))
    house.building.name, order.because, house.first.name = "Another name", "Another reason", "Another mill"
    session.flush()

    assert notices_of(session, order) == before
    assert before[0].building == Said("Block A")


def test_the_limit_of_each_notice_is_that_of_its_time(session, moment, house):
    order = determined(session, house, moment)
    deeds.verify_on_site(session, order, replace(SEEN, seen_on=moment.today), who=house.who["engineer"], moment=moment)
    the_panel_agrees(session, order, moment)
    deeds.ease(session, order, replace(WHY, limit_kpa=1.96), who=house.who["chief"], moment=moment)
    deeds.verify_on_site(session, order, replace(SEEN, seen_on=moment.today), who=house.who["engineer"], moment=moment)
    cause = house.cause(OrderKind.LOAD_REDUCTION, words="Stores on level 2.", words_bn="লেভেল ২-এ গুদাম।", limit_kpa=1.0)
    raising.raise_or_join(session, cause, who=house.who["chief"], moment=moment)

    issued = notices_of(session, order)

    assert [(each.step, each.kind, each.limit_kpa) for each in issued] == [
        (OrderStep.RAISED, OrderKind.EVACUATION, None),
        (OrderStep.DETERMINED, OrderKind.EVACUATION, None),
        (OrderStep.EASED, OrderKind.LOAD_REDUCTION, 1.96),
        (OrderStep.JOINED, OrderKind.LOAD_REDUCTION, 1.0),
    ]
    assert issued[-1].reasons == (Said("Cracks in column C3."), Said("Stores on level 2.", "লেভেল ২-এ গুদাম।"))


def test_it_names_the_floors_of_the_order_and_half_a_translation_is_none(session, moment, house):
    floor = Floor(building=house.building, level=2)
    named = Floor(building=house.building, level=3, name="Sewing")
    session.add_all([floor, named])
    session.flush()
    cause = house.cause(OrderKind.LOAD_REDUCTION, spots=[(floor, None), (named, None)])
    order = raising.raise_or_join(session, cause, who=house.who["chief"], moment=moment)

    assert notices_of(session, order)[0].places == (Said("Level 2", "লেভেল ২"), Said("Sewing"))


def test_neither_a_telephone_number_nor_a_trace_of_a_complaint_is_on_it(session, moment, house):
    house.building.name = "Block A, call 01712345678"
    cause = house.cause(words="A worker complained about the crack.")
    order = raising.raise_or_join(session, cause, who=house.who["chief"], moment=moment)

    [notice] = notices_of(session, order)

    assert "01712345678" not in notice.building.en
    assert "complain" not in notice.reasons[0].en


def test_an_order_of_a_story_whose_notices_were_never_kept_has_them_all_the_same(session, moment):
    order = an_open_order(session, moment)
    take(session, order, OrderStep.DETERMINED, moment=moment)
    session.expire(order)

    issued = notices_of(session, order)

    assert [each.step for each in issued] == [OrderStep.RAISED, OrderStep.DETERMINED]
    assert issued[0].building == Said("Building of 9001")


def test_a_notice_is_kept_in_plain_words_and_read_back_the_same(session, moment, house):
    notice: GateNotice = notices_of(session, determined(session, house, moment))[1]

    assert from_details(as_details(notice)) == notice
    assert from_details(as_details(replace(notice, seen_on=moment.today, limit_kpa=2.0))).seen_on == moment.today


@pytest.mark.parametrize(("kpa", "kg"), [(2.0, 18), (1.0, 9), (0.5, 4), (3.02, 28), (25.0, 236)])
def test_kilograms_on_a_square_foot_are_rounded_down(kpa, kg):
    assert kg_per_square_foot(kpa) == kg
