"""The command line keeps its word: one JSON object, a sentence per problem, and a refused command changes nothing."""

import json
from pathlib import Path

import pytest
from cli.workbooks import ROWS, a_workbook


def test_without_init_every_command_says_which_one_to_run_first(accord):
    answer = accord("progress", "--json")

    assert (answer.status, answer.out) == (1, "")
    assert "run “accord init”" in answer.err


def test_init_is_safe_to_repeat(accord):
    assert [accord("init").status, accord("init").status] == [0, 0]


def test_an_import_prints_what_the_contract_promises_and_nothing_else(initialised, tmp_path):
    answer = initialised("import", "cap", a_workbook(tmp_path), "--json")

    said = answer.json
    assert (answer.status, answer.err) == (0, "")
    assert set(said) == {
        *("factories", "sheets", "created", "updated", "unchanged", "changes", "head_changes"),
        *("orders_to_confirm", "warnings"),
    }
    assert said["sheets"] == [
        {
            "sheet": "Fire",
            "discipline": "fire",
            "factories": [9490],
            "hazards": 2,
            "initial": 2,
            "new": 0,
            "in_progress": 1,
            "pending_verification": 0,
            "corrected": 1,
            "withdrawn": 0,
        }
    ]
    assert (said["created"], said["updated"], said["unchanged"]) == (2, 0, 0)
    [factory] = said["factories"]
    assert (factory["number"], factory["name"], factory["created"]) == (9490, "Demo Knit Ltd.", True)
    assert factory["progress"]["initial"]["verified_percent"] == 50.0


def test_a_dry_run_prints_the_same_and_changes_nothing(initialised, tmp_path):
    workbook = a_workbook(tmp_path)

    dry = initialised("import", "cap", workbook, "--dry-run", "--json")

    assert initialised("progress", "--factory", 9490, "--json").status == 1
    assert dry.json == initialised("import", "cap", workbook, "--json").json


def test_a_refused_file_is_refused_with_every_defect_and_leaves_nothing_behind(initialised, tmp_path):
    bad = ((*ROWS[0][:-1], "Almost done"), (*ROWS[1][:4], "31/02/2018", *ROWS[1][5:]))
    workbook = a_workbook(tmp_path, rows=bad)

    answer = initialised("import", "cap", workbook, "--json")

    assert (answer.status, answer.out) == (1, "")
    first, second = answer.err.strip().splitlines()
    assert all(
        words in first for words in ("demo_9490.xlsx", "sheet 'Fire'", "row 9", "Progress Status", "Almost done")
    )
    assert all(
        words in second for words in ("demo_9490.xlsx", "sheet 'Fire'", "row 10", "Final Timeline", "31/02/2018")
    )
    assert initialised("progress", "--factory", 9490).status == 1


def test_a_dry_run_of_a_bad_file_is_refused_like_the_import(initialised, tmp_path):
    workbook = a_workbook(tmp_path, rows=((*ROWS[0][:-1], "Almost done"),))

    assert initialised("import", "cap", workbook, "--dry-run").status == 1


def test_a_file_that_is_not_there_is_wrong_usage(initialised, tmp_path):
    assert initialised("import", "cap", tmp_path / "nowhere.xlsx").status == 2


def test_progress_of_nothing_has_no_percentage(initialised):
    said = initialised("progress", "--json").json

    assert (said["initial"]["applicable"], said["initial"]["verified_percent"], said["status"]) == (0, None, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--factory", 1234), "there is no factory 1234"),
        (("--signatory", "Nobody"), "no signatory is named 'Nobody'"),
    ],
)
def test_progress_of_an_unknown_name_is_refused(initialised, words, sentence):
    answer = initialised("progress", *words, "--json")

    assert (answer.status, answer.out) == (1, "")
    assert sentence in answer.err


def test_progress_answers_as_of_any_day_and_of_one_discipline(initialised, tmp_path):
    initialised("import", "cap", a_workbook(tmp_path))

    early = initialised("progress", "--factory", 9490, "--as-of", "2015-04-29", "--json").json
    fire = initialised("progress", "--discipline", "fire", "--as-of", "2018-08-01", "--json").json
    boiler = initialised("progress", "--discipline", "boiler", "--json").json

    assert (early["as_of"], early["initial"]["unknown"], early["initial"]["verified_percent"]) == (
        "2015-04-29",
        2,
        None,
    )
    assert (fire["initial"]["corrected"], fire["overdue"], fire["status"]) == (1, 1, None)
    assert boiler["initial"]["applicable"] == 0


@pytest.mark.parametrize("words", [("--as-of", "31/02/2018"), ("--discipline", "plumbing"), ("--factory", "x")])
def test_a_word_that_makes_no_sense_is_wrong_usage(initialised, words):
    assert initialised("progress", *words).status == 2


@pytest.mark.parametrize(
    ("kind", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{"), ("pdf", b"%PDF")]
)
def test_an_export_is_written_in_each_format(initialised, tmp_path, kind, start):
    initialised("import", "cap", a_workbook(tmp_path))
    file = tmp_path / f"cap.{kind}"

    answer = initialised("export", "cap", 9490, "--format", kind, "-o", file)

    assert answer.status == 0
    assert file.read_bytes().startswith(start)


def test_an_export_imported_again_changes_nothing(initialised, tmp_path):
    initialised("import", "cap", a_workbook(tmp_path))
    initialised("export", "cap", 9490, "--format", "xlsx", "-o", tmp_path / "export.xlsx")

    said = initialised("import", "cap", tmp_path / "export.xlsx", "--json").json

    assert (said["created"], said["updated"], said["unchanged"]) == (0, 0, 2)


def test_publishing_writes_the_public_snapshot_and_the_files(initialised, tmp_path, instance: Path):
    initialised("import", "cap", a_workbook(tmp_path))

    said = initialised("publish", 9490, "--json").json

    assert (said["factory"], said["edition"], said["is_new"], len(said["files"])) == (9490, 1, True, 5)
    assert (instance / "public.sqlite").is_file()
    for file in said["files"]:
        assert (instance / "published" / file["sha256"][:2] / file["sha256"]).stat().st_size == file["bytes"]


def test_publishing_an_unknown_factory_is_refused(initialised):
    answer = initialised("publish", 4321)

    assert (answer.status, answer.err.strip()) == (1, "there is no factory 4321")


def test_a_setting_that_cannot_be_used_is_named(accord, monkeypatch):
    monkeypatch.setenv("ACCORD_TIMEZONE", "Asia/Nowhere")

    answer = accord("init")

    assert answer.status == 1
    assert "ACCORD_TIMEZONE is 'Asia/Nowhere'; expected a name such as Asia/Dhaka" in answer.err


def test_the_demonstration_is_refused_where_real_data_is(initialised, tmp_path):
    initialised("import", "cap", a_workbook(tmp_path))

    answer = initialised("demo")

    assert answer.status == 1
    assert initialised("progress", "--json").json["initial"]["applicable"] == 2


def test_a_port_that_is_taken_is_said_in_one_sentence(initialised):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        answer = initialised("serve", "--port", port)

    assert answer.status == 1
    assert f"cannot listen at 127.0.0.1:{port}" in answer.err


def test_json_is_utf_8_with_bangla_as_it_is_written(initialised, tmp_path):
    rows = ((1, "কলামে ফাটল", "ঠেকনা দিন", "কাজ শেষ", "15/11/2014", "", "Immediate", "Corrected"),)
    initialised("import", "cap", a_workbook(tmp_path, rows=rows))
    initialised("export", "cap", 9490, "--format", "json", "-o", tmp_path / "cap.json")

    text = (tmp_path / "cap.json").read_text("utf-8")

    assert "কলামে ফাটল" in text
    assert json.loads(text)["hazards"][0]["final_action_plan"] == "কাজ শেষ"
