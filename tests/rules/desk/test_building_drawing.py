"""The drawing of a building leaves out no floor, lets no box overlap another, and hides no load above its limit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.desk.building_drawing import (
    BARE_ROW,
    LABELS,
    MARGIN,
    MOST_BESIDE,
    ROW,
    WIDTH,
    Load,
    Part,
    Storey,
    drawing_of,
    load_of,
)

PARTS = st.lists(st.builds(Part, st.text("abc", min_size=1, max_size=3), st.booleans()), max_size=8)
STOREYS = st.dictionaries(st.integers(-3, 14), PARTS, max_size=10).map(
    lambda found: [Storey(level, parts) for level, parts in found.items()]
)


@pytest.mark.parametrize(
    ("allowed", "measured", "stands"),
    [
        (2.0, 4.1, Load.ABOVE),
        (2.0, 2.0, Load.WITHIN),
        (2.0, 1.2, Load.WITHIN),
        (2.0, None, Load.NOT_MEASURED),
        (None, 4.1, Load.NO_LIMIT),
        (None, None, Load.NO_LIMIT),
    ],
)
def test_a_load_is_above_its_limit_only_beyond_it(allowed, measured, stands):
    assert load_of(allowed, measured) is stands


def test_floors_stand_from_the_roof_to_the_ground_also_those_of_which_nothing_is_on_record():
    drawing = drawing_of([Storey(0, [Part("f0")]), Storey(2, [Part("f2")]), Storey(4, [Part("tanks")])], count=4)

    assert [each.level for each in drawing.storeys] == [4, 3, 2, 1, 0]
    assert [each.is_roof for each in drawing.storeys] == [True, False, False, False, False]
    assert [each.box.height for each in drawing.storeys] == [ROW, BARE_ROW, ROW, BARE_ROW, ROW]
    assert drawing.ground_y == drawing.storeys[-1].box.bottom


def test_a_basement_lies_beneath_the_ground():
    drawing = drawing_of([Storey(-1, [Part("b")]), Storey(0, [Part("g")])], count=1)

    ground, basement = drawing.storeys
    assert ground.box.bottom == drawing.ground_y < basement.box.y


def test_zones_stand_side_by_side_and_more_of_them_in_a_second_row():
    drawing = drawing_of([Storey(0, [Part(f"z{each}") for each in range(MOST_BESIDE + 1)])], count=1)

    rows = [each.box.y for each in drawing.storeys[0].parts]
    assert rows == [MARGIN] * MOST_BESIDE + [MARGIN + ROW]
    assert drawing.storeys[0].box.height == 2 * ROW


def test_what_is_ordered_of_a_whole_floor_is_so_of_each_of_its_zones():
    drawing = drawing_of(
        [Storey(1, [Part("a"), Part("b")], is_ordered=True), Storey(0, [Part("c", is_ordered=True), Part("d")])],
        count=2,
    )

    assert [part.is_ordered for each in drawing.storeys for part in each.parts] == [True, True, True, False]
    assert [each.is_ordered for each in drawing.storeys] == [True, False]


def test_a_building_of_which_nothing_is_known_is_drawn_as_its_ground_alone():
    drawing = drawing_of([], count=None)

    assert drawing.storeys == ()
    assert drawing.height > 0


@given(STOREYS, st.none() | st.integers(1, 12))
def test_every_part_is_drawn_once_inside_its_floor_and_no_box_lies_upon_another(storeys, count):
    drawing = drawing_of(storeys, count=count)

    drawn = {each.level: each for each in drawing.storeys}
    for storey in storeys:
        assert [part.key for part in drawn[storey.level].parts] == [part.key for part in storey.parts]
    levels = [each.level for each in drawing.storeys]
    assert levels == sorted(levels, reverse=True)
    for upper, lower in pairwise(drawing.storeys):
        assert upper.box.bottom <= lower.box.y
    for each in drawing.storeys:
        assert each.box.bottom <= drawing.height - MARGIN
        if each.parts:
            assert sum(part.box.width * part.box.height for part in each.parts) == each.box.width * each.box.height
        for part in each.parts:
            assert LABELS <= part.box.x < part.box.x + part.box.width <= WIDTH - MARGIN
            assert each.box.y <= part.box.y < part.box.bottom <= each.box.bottom
