"""Every shared workbook behaves as its entry in expected.json says, by the command a person types.

The files that name no factory number, and need `--factory`: actor, agami, alaudin, disney, liz, multifabs.
The file that names no discipline, and needs `--discipline structural`: disney.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from accord.rules.vocabulary import Discipline

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "cap"
EXPECTED = json.loads((SHARED / "expected.json").read_text("utf-8")) if SHARED.is_dir() else {}
NEEDS_FACTORY = ("actor", "agami", "alaudin", "disney", "liz", "multifabs")
NEEDS_DISCIPLINE = ("disney",)
MISSING = pytest.mark.skipif(
    not EXPECTED, reason="needs the shared workbooks in ../shared/data/cap, which are not part of the project"
)


def names(group: str, outcome: str | None = None) -> list[str]:
    return [name for name, entry in EXPECTED.get(group, {}).items() if outcome in (None, entry.get("outcome"))]


def words_for(name: str) -> list[str]:
    factory = ["--factory", "9799"] if name.startswith(NEEDS_FACTORY) else []
    return factory + (["--discipline", "structural"] if name.startswith(NEEDS_DISCIPLINE) else [])


def counts_of(expected: dict) -> dict[str, int]:
    by_status = expected["by_status"]
    return {
        "hazards": expected["findings"],
        "initial": expected["initial"],
        "new": expected["new"],
        "in_progress": by_status.get("in_progress", 0),
        "pending_verification": by_status.get("pending_verification", 0),
        "corrected": by_status.get("corrected", 0),
        "withdrawn": by_status.get("withdrawn", 0) + by_status.get("not_applicable", 0),
    }


def assert_rates(progress: dict, expected: dict) -> None:
    initial = progress["initial"]
    assert initial["applicable"] == expected["applicable_initial"]
    for ours, theirs in (("verified_percent", "verified"), ("reported_percent", "reported")):
        percent = expected[theirs].get("percent")
        assert initial[ours] == (None if percent is None else float(Decimal(percent)))
    assert progress["overdue"] == overdue_today(expected)


def overdue_today(expected: dict) -> int:
    # Every printed timeline lies before 2024, so that today's figure is the one expected for that day.
    assert date.today() > date(2024, 3, 31)  # noqa: DTZ011  any time zone will do
    return expected["overdue_2024-03-31"]["in_progress"]


@MISSING
@pytest.mark.parametrize("name", names("real") + names("full"))
def test_a_workbook_is_counted_as_a_separate_script_counted_it(initialised, name):
    group = "real" if name in EXPECTED["real"] else "full"
    expected = EXPECTED[group][name]

    answer = initialised("import", "cap", SHARED / group / name, *words_for(name), "--json")

    assert answer.status == 0, answer.err
    said = answer.json
    parts = expected.get("by_discipline") or {
        sheet["discipline"]: sheet for sheet in expected["sheets"].values() if len(expected["sheets"]) == 1
    }
    for sheet in said["sheets"]:
        theirs = parts.get(sheet["discipline"]) or expected["sheets"][sheet["sheet"]]
        assert {key: sheet[key] for key in counts_of(theirs)} == counts_of(theirs)
    assert said["created"] == expected["all"]["findings"]
    per_factory = expected.get("per_factory", {})
    for factory in said["factories"]:
        assert_rates(factory["progress"], per_factory.get(str(factory["number"]), expected["all"]))


@MISSING
@pytest.mark.parametrize("name", names("real") + names("full"))
def test_importing_it_again_changes_nothing(initialised, name):
    group = "real" if name in EXPECTED["real"] else "full"
    initialised("import", "cap", SHARED / group / name, *words_for(name))

    said = initialised("import", "cap", SHARED / group / name, *words_for(name), "--json").json

    assert (said["created"], said["updated"]) == (0, 0)


@MISSING
@pytest.mark.parametrize("name", [name for name in names("real") if name.startswith(NEEDS_FACTORY)])
def test_a_workbook_without_a_number_asks_for_one(initialised, name):
    answer = initialised("import", "cap", SHARED / "real" / name)

    assert answer.status == 1
    assert "--factory N" in answer.err


@MISSING
def test_a_workbook_without_a_discipline_asks_for_one(initialised):
    [name] = [name for name in names("real") if name.startswith(NEEDS_DISCIPLINE)]

    answer = initialised("import", "cap", SHARED / "real" / name, "--factory", 9799)

    assert answer.status == 1
    assert "--discipline" in answer.err


@MISSING
def test_a_number_that_contradicts_the_workbook_is_refused(initialised):
    answer = initialised("import", "cap", SHARED / "full" / "demo_denim_washing_90002.xlsx", "--factory", 90001)

    assert answer.status == 1
    assert "90002" in answer.err


@MISSING
@pytest.mark.parametrize("name", names("bad", "error") + names("bad", "error_or_warning"))
def test_a_defect_is_named_with_its_sheet_row_and_column_and_nothing_is_stored(initialised, name):
    expected = EXPECTED["bad"][name]

    answer = initialised("import", "cap", SHARED / "bad" / name, "--factory", 90190, "--json")

    assert (answer.status, answer.out) == (1, "")
    assert name in answer.err
    for key, form in (("sheet", "'{}'"), ("row", "row {}"), ("column", "{}")):
        if expected[key] is not None:
            assert form.format(expected[key]) in answer.err
    assert initialised("progress", "--json").json["initial"]["applicable"] == 0


@MISSING
@pytest.mark.parametrize("name", names("bad", "import"))
def test_a_strange_but_sound_workbook_imports(initialised, name):
    expected = EXPECTED["bad"][name].get("values_if_imported")

    answer = initialised("import", "cap", SHARED / "bad" / name, "--json")

    assert answer.status == 0, answer.err
    if expected:
        assert_rates(answer.json["factories"][0]["progress"], expected["all"])


@MISSING
def test_the_shared_building_counts_for_both_factories_and_once_in_the_programme(initialised):
    [name] = [name for name in names("full") if "two_factories" in name]
    initialised("import", "cap", SHARED / "full" / name)

    each = [initialised("progress", "--factory", number, "--json").json for number in (90004, 90005)]
    programme = initialised("progress", "--json").json

    initial = [part["initial"] for part in (*each, programme)]
    assert [part["applicable"] + part["withdrawn"] for part in initial] == [42, 40, 66]


@MISSING
def test_a_visit_that_followed_a_complaint_reads_special_everywhere(initialised, tmp_path):
    initialised("import", "cap", SHARED / "full" / "demo_knit_composite_90001.xlsx")
    initialised("export", "cap", 90001, "--format", "json", "-o", tmp_path / "cap.json")

    text = (tmp_path / "cap.json").read_text("utf-8")

    visits = {(hazard["discipline"], hazard["item"]): hazard["visit"] for hazard in json.loads(text)["hazards"]}
    assert (visits[Discipline.FIRE, 35], visits[Discipline.FIRE, 36]) == ("special", "special")
    assert "omplaint" not in text


@MISSING
def test_the_rates_of_90002_are_those_the_programme_quotes(initialised):
    initialised("import", "cap", SHARED / "full" / "demo_denim_washing_90002.xlsx")

    initial = initialised("progress", "--factory", 90002, "--json").json["initial"]

    assert (initial["corrected"], initial["applicable"], initial["verified_percent"]) == (46, 87, 52.87)
    assert (initial["corrected"] + initial["pending_verification"], initial["reported_percent"]) == (60, 68.96)
