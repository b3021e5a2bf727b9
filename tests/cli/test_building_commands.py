"""`accord import buildings`, as a person types it."""

from datetime import date, datetime

import openpyxl
import pytest

FACTORIES = "number,name\n9490,Alif Knit Ltd.\n9491,Badal Denim\n"
BUILDINGS = """\
building,storeys,floor level,allowable_load_psf,factory,occupant,occupant use,from,remarks
Kadam Tower,7,0,,,Kadam Bank,bank,,
Kadam Tower,7,1,42,9490,,,2015-01-01,
Kadam Tower,7,2,42,9491,,,2016-01-01,near the lift
"""


@pytest.fixture
def register(initialised, tmp_path):
    """The command on an installation that knows two factories."""
    file = tmp_path / "factories.csv"
    file.write_text(FACTORIES, "utf-8")
    assert initialised("import", "factories", file).status == 0
    return initialised


@pytest.fixture
def a_list(tmp_path):
    file = tmp_path / "buildings.csv"
    file.write_text(BUILDINGS, "utf-8")
    return file


def test_a_building_list_is_imported_and_told_as_one_object(register, a_list):
    answer = register("import", "buildings", a_list, "--json")

    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {
        "rows": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "floors": {"created": 3, "updated": 0},
        "zones": {"created": 0, "updated": 0},
        "stays": {"created": 3, "updated": 0},
        "shared": [{"building": "Kadam Tower", "factories": [9490, 9491], "others": ["Kadam Bank"]}],
        "columns_not_used": ["remarks"],
        "warnings": [],
    }


def test_a_dry_run_tells_the_same_and_changes_nothing(register, a_list):
    dry = register("import", "buildings", a_list, "--dry-run", "--json")

    assert dry.json == register("import", "buildings", a_list, "--json").json
    assert register("import", "buildings", a_list, "--json").json["unchanged"] == 1


def test_a_person_reads_what_was_made_what_is_shared_and_which_column_was_not_used(register, a_list):
    said = register("import", "buildings", a_list).out

    assert "buildings.csv: 1 buildings were created, 0 updated, 0 unchanged." in said
    assert "floors: 3 created, 0 filled in" in said
    assert "columns not used: remarks" in said
    assert "shared building: “Kadam Tower”: factory 9490, factory 9491, Kadam Bank" in said


def test_a_refused_list_names_every_problem_and_leaves_nothing_behind(register, a_list, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(BUILDINGS + "Kadam Tower,7,9,600,9999,,,2015-01-01,\n", "utf-8")

    answer = register("import", "buildings", bad, "--json")

    assert (answer.status, answer.out) == (1, "")
    assert [line.split(": ")[0] for line in answer.err.strip().splitlines()] == [
        "bad.csv, row 5, column 'allowable_load_psf'",
        "bad.csv, row 5, column 'factory'",
        "bad.csv, row 5, column 'floor level'",
    ]
    assert register("import", "buildings", a_list, "--json").json["created"] == 1


def test_a_workbook_with_numbers_and_dates_as_such_says_the_same_as_the_text(register, a_list, tmp_path):
    book = openpyxl.Workbook()
    heads, *rows = [line.split(",") for line in BUILDINGS.splitlines()]
    book.active.append(["Buildings of the programme"])
    book.active.append(heads)
    for name, storeys, level, load, factory, occupant, use, begun, remarks in rows:
        number, day = (lambda text: int(text) if text else None), date.fromisoformat(begun) if begun else None
        cells = [name, float(storeys), int(level), number(load), number(factory), occupant or None, use or None]
        book.active.append([*cells, day and datetime.combine(day, datetime.min.time()), remarks or None])
    book.save(tmp_path / "buildings.xlsx")
    register("import", "buildings", a_list)

    again = register("import", "buildings", tmp_path / "buildings.xlsx", "--json").json

    assert (again["created"], again["updated"], again["unchanged"], again["warnings"]) == (0, 0, 1, [])


def test_a_building_one_of_each_factory_is_no_shared_building(register, tmp_path):
    file = tmp_path / "ones.csv"
    file.write_text("building,factory\nBuilding 1,9490\nBuilding 1,9491\n", "utf-8")

    said = register("import", "buildings", file, "--json").json

    assert (said["created"], said["shared"]) == (2, [])
