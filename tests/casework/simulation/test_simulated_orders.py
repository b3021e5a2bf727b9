"""Orders, stages and letters of a simulated programme follow from what was found."""

from collections import Counter, defaultdict
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accord.casework.orders.standing import clock_of, standing_of
from accord.records.order import SafetyOrder
from accord.rules.orders.reminders import next_due_at
from accord.rules.words.bangla import is_bangla
from tests.order_replay import refused_steps


def test_orders_were_determined_and_most_have_ended_while_a_few_are_open(rows):
    steps = defaultdict(list)
    for order, step, day in rows("SELECT order_id, step, happened_on FROM order_event ORDER BY id"):
        steps[order].append((step, day))
    kinds = dict(rows("SELECT id, kind FROM safety_order"))

    for order, seen in steps.items():
        assert [step for step, _ in seen[:2]] == ["raised", "determined"], order
        assert [day for _, day in seen] == sorted(day for _, day in seen), order
    is_open = {order: seen[-1][0] not in ("lifted", "vacated") for order, seen in steps.items()}
    assert steps.keys() == kinds.keys()
    assert set(kinds.values()) == {"evacuation", "load_reduction", "boiler_shutdown"}
    assert Counter(kinds[order] for order, still in is_open.items() if still) == {"evacuation": 1, "load_reduction": 1}
    assert {step for seen in steps.values() for step, _ in seen[-1:]} >= {"lifted"}


def test_every_step_was_allowed_by_the_table_and_an_open_order_is_looked_at_again(records):
    zone = ZoneInfo("Asia/Dhaka")
    orders = records.scalars(select(SafetyOrder)).all()

    assert len(orders) >= 5
    for order in orders:
        assert refused_steps(records, order) == []
        assert order.causes
        assert order.next_due_at == next_due_at(clock_of(records, order, zone))
        assert (order.next_due_at is None) == (not standing_of(order).is_open)


def test_an_order_follows_from_the_rating_of_the_building_and_names_its_floors_and_factories(rows):
    ratings = dict(
        rows(
            "SELECT safety_order.id, (SELECT rating FROM inspection JOIN order_factory USING (factory_id) "
            "WHERE order_id = safety_order.id AND discipline = 'structural' AND inspected_on = "
            "(SELECT min(happened_on) FROM order_event WHERE order_id = safety_order.id)) FROM safety_order"
        )
    )
    for order, kind, building, limit, because_bn in rows(
        "SELECT id, kind, building_id, limit_kpa, because_bn FROM safety_order"
    ):
        floors = rows("SELECT building_id FROM order_place JOIN floor ON floor.id = floor_id WHERE order_id = ?", order)
        factories = {row[0] for row in rows("SELECT factory_id FROM order_factory WHERE order_id = ?", order)}
        inside = {row[0] for row in rows("SELECT factory_id FROM occupant WHERE building_id = ?", building)}
        assert factories == inside - {None}
        assert is_bangla(because_bn)
        assert {place for (place,) in floors} <= {building}
        assert (bool(floors), limit) == ((True, 2.0) if kind == "load_reduction" else (False, None))
        if kind != "boiler_shutdown":
            assert ratings[order] == {"evacuation": "red", "load_reduction": "amber"}[kind]


def test_an_evacuation_comes_from_a_hazard_that_is_severe_and_imminent(rows):
    severe = {row[0] for row in rows("SELECT building_id FROM hazard WHERE severity = 'severe_and_imminent'")}

    assert severe
    assert severe <= {row[0] for row in rows("SELECT building_id FROM safety_order WHERE kind = 'evacuation'")}


def test_stages_follow_one_another_and_stage_three_holds_a_day_after_the_decision_at_the_earliest(rows):
    stages = defaultdict(list)
    for factory, stage, decided, effective in rows(
        "SELECT factory_id, stage, decided_on, effective_on FROM stage_change ORDER BY id"
    ):
        stages[factory].append((stage, decided))
        assert effective > decided if stage == 3 else effective == decided

    for seen in stages.values():
        assert [stage for stage, _ in seen] in ([1], [1, 0], [1, 2], [1, 2, 3])
        assert all(before[1] < after[1] for before, after in pairwise(seen))
    assert {seen[-1][0] for seen in stages.values()} >= {1, 2, 3}


def test_a_completed_factory_was_recognised_after_its_last_initial_hazard_was_verified(rows):
    letters = rows("SELECT factory_id, recognised_on FROM recognition")

    assert letters
    for factory, day in letters:
        [(last, still_open)] = rows(
            "SELECT max(effective_on), sum(hazard.status NOT IN ('corrected', 'withdrawn')) FROM hazard "
            "JOIN hazard_factory ON hazard_factory.hazard_id = hazard.id "
            "JOIN hazard_event ON hazard_event.hazard_id = hazard.id "
            "WHERE origin = 'initial' AND factory_id = ?",
            factory,
        )
        assert (last <= day, still_open) == (True, 0)
