"""Rows of hazards pasted from a spreadsheet, and what every draft of a hazard is held to."""

from dataclasses import replace

from accord.rules.desk.hazard_draft import HazardDraft, Problem, cleaned, placed, problems_of
from accord.rules.desk.hazard_rows import MOST_ROWS, Column, Context, key_of_row, read_rows
from accord.rules.desk.places import Place, words_of_place
from accord.rules.vocabulary import Category, Discipline, Severity

MAIN = Place(1, "Main building", "প্রধান ভবন")
ANNEX = Place(2, "Annex")
CONTEXT = Context(
    discipline=Discipline.FIRE,
    seed="a token",
    categories={"fire doors": Category.FIRE_DOORS, "ফায়ার ডোর": Category.FIRE_DOORS, "cracks": Category.CRACKS},
    severities={"high": Severity.HIGH, "severe and imminent": Severity.SEVERE_AND_IMMINENT},
    places=(MAIN, replace(MAIN, floor_id=5, level=3)),
    shared_with={1: frozenset({7})},
)
ROW = "Stair 1\tFire doors\tDoor at [place].\tMend it.\t6 weeks\tHIGH"


def test_rows_without_heads_are_read_in_the_usual_order():
    (row,) = read_rows(ROW, CONTEXT).rows

    assert row.problems == {}
    assert (row.draft.category, row.draft.severity) == (Category.FIRE_DOORS, Severity.HIGH)
    assert row.draft.observation == "Door at Main building, Stair 1."
    assert (row.draft.building_id, row.draft.shared_with) == (1, frozenset({7}))


def test_heads_in_any_order_and_either_language_tell_the_columns_and_unknown_ones_are_named():
    pasted = read_rows("ঝুঁকি\tFinding\tRecommendation\tBrand\tTimeline\tঅবস্থান\nhigh\tA\tB\tx\t1 month\tRoof", CONTEXT)

    (row,) = pasted.rows
    assert (row.problems, row.number, row.draft.location, row.draft.observation) == ({}, 2, "Roof", "A")
    assert pasted.not_used == ("Brand",)


def test_an_empty_first_cell_moves_no_other_cell():
    (row,) = read_rows("\tfire doors\tDoor.\tMend it.\t6 weeks\thigh", CONTEXT).rows

    assert (row.cells[Column.LOCATION], row.draft.observation) == ("", "Door.")


def test_a_cell_in_quotation_marks_may_hold_line_breaks():
    (row,) = read_rows('Stair 1\tfire doors\t"Door,\r\nopen"\tMend it.\t6 weeks\thigh', CONTEXT).rows

    assert row.draft.observation == "Door,\nopen"


def test_each_problem_stands_at_its_row_and_column():
    rows = "Roof\tfire dors\t\tMend it.\tsoon\tgrave\nRoof\tcracks\tA [value]\tB\tnow\tSevere and imminent"

    first, second = read_rows(rows, CONTEXT).rows

    assert first.problems == {
        Column.CATEGORY: Problem.UNKNOWN,
        Column.OBSERVATION: Problem.MISSING,
        Column.TIMELINE: Problem.NO_TIMELINE,
        Column.SEVERITY: Problem.UNKNOWN,
    }
    assert second.problems == {
        Column.CATEGORY: Problem.OTHER_DISCIPLINE,
        Column.OBSERVATION: Problem.BLANK,
        Column.SEVERITY: Problem.NOT_IN_A_LIST,
    }


def test_a_building_is_known_by_its_name_and_guessed_only_where_there_is_one():
    two = replace(CONTEXT, places=(MAIN, ANNEX))
    heads = "Building\tLocation\tObservation\tAction\tTimeline\tSeverity\n"

    named, none, wrong = read_rows(
        f"{heads}annex\tA\tB\tC\tnow\thigh\n\tA\tB\tC\tnow\thigh\nTower\tA\tB\tC\tnow\thigh", two
    ).rows

    assert (named.draft.building_id, none.draft.building_id) == (2, None)
    assert wrong.problems == {Column.BUILDING: Problem.UNKNOWN}


def test_the_same_item_twice_and_an_item_that_is_no_number_are_wrong():
    rows = "Item\tLocation\tObservation\tAction\tTimeline\tSeverity\n" + "\n".join(
        f"{item}\tA\tB\tC\tnow\thigh" for item in ("5", "5", "x", "0")
    )

    problems = [row.problems.get(Column.ITEM) for row in read_rows(rows, CONTEXT).rows]

    assert problems == [None, Problem.TWICE, Problem.UNKNOWN, Problem.UNKNOWN]


def test_nothing_and_too_much_are_not_right():
    assert not read_rows(" \n\t\n", CONTEXT).is_right
    assert read_rows(f"{ROW}\n" * (MOST_ROWS + 1), CONTEXT).is_too_long
    assert read_rows("x" * 200_000, CONTEXT).is_too_long
    assert read_rows(f"{ROW}\n" * MOST_ROWS, CONTEXT).is_right


def test_the_same_rows_sent_again_have_the_same_keys_and_other_rows_others():
    keys = [row.draft.key for row in read_rows(f"{ROW}\n{ROW}", CONTEXT).rows]

    assert keys == [key_of_row("a token", 1), key_of_row("a token", 2)]
    assert len({*keys, key_of_row("another", 1)}) == 3


def test_a_place_is_said_in_both_languages():
    zone = Place(1, "Main building", "প্রধান ভবন", floor_id=5, level=3, zone_id=9, zone="Cutting")
    ground = Place(1, "Main building", floor_id=4, level=0)

    assert words_of_place(zone, "Stair 2") == (
        "Main building, level 3, Cutting, Stair 2",
        "প্রধান ভবন, লেভেল ৩, Cutting, Stair 2",
    )
    assert words_of_place(ground, None) == ("Main building, ground floor", "Main building, নিচতলা")
    assert (zone.key, ground.key, words_of_place(None, None)) == ("1-5-9", "1-4", ("", ""))


def test_what_stands_in_brackets_is_a_problem_unless_it_is_the_place_and_the_place_is_known():
    draft = HazardDraft(
        "0123456789abcdef",
        "At [place].",
        "[স্থান]-এ [মান]।",
        "Mend it.",
        None,
        "6 weeks",
        Severity.LOW,
        None,
        location="A",
    )

    assert set(problems_of(draft, discipline=Discipline.FIRE)) == {"observation", "observation_bn"}
    known = placed(draft, english="Stair 2", bangla="সিঁড়ি ২")
    assert problems_of(known, discipline=Discipline.FIRE) == {"observation_bn": Problem.BLANK}
    assert placed(draft, english="", bangla="") == draft


def test_a_text_is_kept_without_what_cannot_be_seen():
    assert cleaned(" a\x00\r\nb\x07 ") == "a\nb"
    assert cleaned("\x00 \n") is None
