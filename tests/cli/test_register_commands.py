"""`accord import factories` and `accord import sourcing`, as a person types them."""

import pytest

LIST = "number,name,address\n9490,Alif Knit Ltd.,Savar\n,Badal Denim,Tongi\n,N/A,N/A\n"
RELATIONS = "signatory,factory,from,to,lead\nNordic Wear,9490,2018-01-01,,yes\n"


@pytest.fixture
def a_list(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST, "utf-8")
    return file


@pytest.fixture
def relations(tmp_path):
    file = tmp_path / "relations.csv"
    file.write_text(RELATIONS, "utf-8")
    return file


def test_a_factory_list_is_imported_and_told_as_one_object(initialised, a_list):
    answer = initialised("import", "factories", a_list, "--json")

    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {
        "rows": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": {"no_name": 1, "foreign": 0, "repeated": 0},
        "numbers_given": [60000],
        "columns_not_used": [],
        "likely_duplicates": [],
        "warnings": [],
    }


def test_a_dry_run_tells_the_same_and_changes_nothing(initialised, a_list):
    dry = initialised("import", "factories", a_list, "--dry-run", "--json")

    assert dry.json == initialised("import", "factories", a_list, "--json").json
    assert initialised("import", "factories", a_list, "--json").json["unchanged"] == 2


def test_a_person_reads_the_counts_and_where_the_rest_is(initialised, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("name,address\n" + "Alif,Savar\n" * 50, "utf-8")

    said = initialised("import", "factories", file).out

    assert "1 factories were created" in said
    assert "49 of a factory named before" in said
    assert "numbers given: 60000 to 60000" in said
    assert "list.csv, row 3, column 'name': the row speaks of the same factory as row 2" in said
    assert "and 29 more; --json prints them all" in said


def test_the_range_of_numbers_can_be_chosen(initialised, a_list):
    said = initialised("import", "factories", a_list, "--numbers", "70000-70999", "--json").json

    assert said["numbers_given"] == [70000]


@pytest.mark.parametrize("numbers", ["7", "70000", "2-5", "70000-60000", "a-b"])
def test_a_range_that_is_none_is_wrong_usage(initialised, a_list, numbers):
    assert initialised("import", "factories", a_list, "--numbers", numbers).status == 2


def test_a_refused_list_leaves_nothing_behind(initialised, a_list, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text(LIST + "12,Chand,Savar\n,Dhup,Savar,,\n,Eid,Savar,x\n", "utf-8")

    answer = initialised("import", "factories", bad, "--json")

    assert (answer.status, answer.out) == (1, "")
    first, second = answer.err.strip().splitlines()
    assert first.startswith("bad.csv, row 5, column 'number': “12” is no factory number")
    assert second.startswith("bad.csv, row 7: the row has 4 cells under 3 heads")
    assert initialised("import", "factories", a_list, "--json").json["created"] == 2


def test_relations_are_imported_and_told(initialised, a_list, relations):
    initialised("import", "factories", a_list)

    dry = initialised("import", "sourcing", relations, "--dry-run", "--json").json
    done = initialised("import", "sourcing", relations, "--json").json
    again = initialised("import", "sourcing", relations)

    assert dry == done
    assert (done["created"], done["signatories_created"], done["activated"]) == (1, ["Nordic Wear"], [9490])
    assert "0 relations were created, 0 updated, 1 unchanged" in again.out


def test_a_relation_with_an_unknown_factory_is_refused(initialised, relations):
    answer = initialised("import", "sourcing", relations)

    assert answer.status == 1
    assert answer.err.strip() == "relations.csv, row 2, column 'factory': there is no factory 9490"


def test_progress_of_a_signatory_knows_the_relation(initialised, a_list, relations):
    initialised("import", "factories", a_list)
    initialised("import", "sourcing", relations)

    assert initialised("progress", "--signatory", "Nordic Wear", "--json").status == 0
