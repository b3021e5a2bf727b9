"""What goes wrong around a command is told in a sentence, and what is said to people reads as the pages say it."""

import socket
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from cli.workbooks import ROWS, a_workbook
from gunicorn.app.base import BaseApplication

from accord.app import create_app
from accord.cli.base import installation_in_place
from accord.cli.beside import ArbiterWithBeside
from accord.web.health import asking_database

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    FREE_PORT = probe.getsockname()[1]

WORK_ON_WHAT_IS_THERE = [
    ("progress",),
    ("publish", 9490),
    ("export", "cap", 9490, "--format", "csv", "-o", "cap.csv"),
    ("serve", "--port", FREE_PORT),
]


@pytest.fixture
def published(initialised, tmp_path):
    """An installation with one published factory."""
    assert initialised("import", "cap", a_workbook(tmp_path)).status == 0
    assert initialised("publish", 9490).status == 0
    return initialised


@pytest.fixture
def no_server():
    """`accord serve` does all but listen."""
    with patch.object(BaseApplication, "run"), patch.object(ArbiterWithBeside, "run"):
        yield


def site_of_this_installation():
    settings = installation_in_place().settings
    return create_app(settings, trouble_with_database=asking_database(settings)).test_client()


@pytest.mark.parametrize(
    "words",
    [
        ("progress", "--factory", "99999999999999999999"),
        ("progress", "--factory", "x"),
        ("publish", "99999999999999999999"),
        ("export", "cap", "99999999999999999999", "--format", "csv", "-o", "cap.csv"),
    ],
)
def test_a_number_that_can_be_no_factorys_is_wrong_usage(initialised, words):
    answer = initialised(*words)

    assert answer.status == 2
    assert "is no whole number from 1000 to 99999" in answer.err


def test_a_port_that_is_no_number_is_wrong_usage(initialised, monkeypatch):
    monkeypatch.setenv("PORT", "abc")

    answer = initialised("serve")

    assert answer.status == 2
    assert "'abc' is no whole number from 1 to 65535" in answer.err


@pytest.mark.parametrize("host", ["nosuch.invalid", "a" * 70])
def test_a_host_that_is_no_address_of_this_machine_is_named(initialised, host):
    answer = initialised("serve", "--host", host)

    assert (answer.status, answer.err.strip()) == (
        1,
        f"this machine has no address {host}; choose another with HOST or --host",
    )


def test_a_language_is_chosen_for_a_pdf_only(initialised, tmp_path):
    answer = initialised("export", "cap", 9490, "--format", "csv", "--lang", "bn", "-o", tmp_path / "cap.csv")

    assert answer.status == 2
    assert "--lang chooses the language of a PDF" in answer.err


def test_a_file_that_cannot_be_written_is_named(initialised, tmp_path):
    initialised("import", "cap", a_workbook(tmp_path))
    file = tmp_path / "nowhere" / "cap.csv"

    answer = initialised("export", "cap", 9490, "--format", "csv", "-o", file)

    assert (answer.status, answer.err.strip()) == (1, f"{file} cannot be used: No such file or directory")


@pytest.mark.parametrize("words", WORK_ON_WHAT_IS_THERE)
def test_a_folder_that_is_not_there_is_refused_and_not_made(accord, instance, words):
    answer = accord(*words)

    assert answer.status == 1
    assert f"there is no installation in {instance} yet: run “accord init”" in answer.err
    assert not instance.exists()


@pytest.mark.parametrize("words", WORK_ON_WHAT_IS_THERE)
def test_a_database_that_is_gone_is_not_made_anew_behind_its_owners_back(initialised, instance, words):
    (instance / "accord.sqlite").unlink()

    answer = initialised(*words)

    assert answer.status == 1
    assert f"there is no database at {instance / 'accord.sqlite'} yet: run “accord init”" in answer.err
    assert not (instance / "accord.sqlite").exists()


def test_a_database_that_another_program_writes_to_is_said_to_be_so(initialised, instance, tmp_path, monkeypatch):
    monkeypatch.setattr("accord.records.base.BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(instance / "accord.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        writing, reading = initialised("import", "cap", a_workbook(tmp_path)), initialised("progress")

    assert writing.status == 1
    assert "another program is writing to the database (database is locked)" in writing.err
    assert reading.status == 0


def test_a_database_that_is_none_is_refused(initialised, instance):
    (instance / "accord.sqlite").write_bytes(b"this is no database" * 100)

    answer = initialised("progress")

    assert (answer.status, answer.out) == (1, "")
    assert "the database cannot be used: file is not a database" in answer.err


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/at/all.sqlite", "the database cannot be used: unable to open database file"),
        ("mysql://x", "ACCORD_DATABASE_URL begins with mysql://"),
        ("nonsense", "ACCORD_DATABASE_URL is no address of a database"),
    ],
)
def test_a_database_out_of_reach_is_refused(accord, monkeypatch, url, sentence):
    monkeypatch.setenv("ACCORD_DATABASE_URL", url)

    answer = accord("init")

    assert answer.status == 1
    assert sentence in answer.err


def test_a_postgresql_that_does_not_answer_is_refused(accord, monkeypatch, tmp_path):
    pytest.importorskip("psycopg")
    monkeypatch.setenv("ACCORD_DATABASE_URL", f"postgresql+psycopg://accord:hush@/accord?host={tmp_path}")

    answer = accord("init")

    assert answer.status == 1
    assert "the database cannot be used: " in answer.err
    assert "hush" not in answer.err


def test_a_database_of_a_newer_version_is_refused(initialised, instance):
    with closing(sqlite3.connect(instance / "accord.sqlite")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()

    answer = initialised("init")

    assert answer.status == 1
    assert "the database cannot be brought up to date" in answer.err


@pytest.mark.parametrize("words", [("init",), ("serve", "--port", FREE_PORT)])
@pytest.mark.usefixtures("no_server")
def test_init_and_serve_close_the_installation_to_others(initialised, instance, words):
    kept = [instance / "accord.sqlite", instance / "secret-key"]
    instance.chmod(0o755)
    for file in kept:
        file.chmod(0o644)

    answer = initialised(*words)

    assert answer.status == 0, answer.err
    assert [stat.S_IMODE(path.stat().st_mode) for path in (instance, *kept)] == [0o700, 0o600, 0o600]


@pytest.mark.parametrize("damage", [None, b"", b"this is no database" * 100])
@pytest.mark.usefixtures("no_server")
def test_serve_makes_a_lost_or_damaged_snapshot_anew(published, instance, damage):
    (instance / "public.sqlite").unlink()
    if damage is not None:
        (instance / "public.sqlite").write_bytes(damage)

    answer = published("serve", "--port", FREE_PORT)

    assert answer.status == 0, answer.err
    assert "Demo Knit Ltd." in site_of_this_installation().get("/factories/9490").text


def test_publish_mends_a_damaged_snapshot(published, instance):
    (instance / "public.sqlite").write_bytes(b"this is no database" * 100)

    answer = published("publish", 9490)

    assert answer.status == 0, answer.err
    assert site_of_this_installation().get("/factories/9490").status_code == 200


@pytest.mark.parametrize("path", ["/", "/factories/9490", "/factories/9490/cap.json"])
def test_a_lost_snapshot_is_no_sign_that_nothing_was_published(published, instance, path, caplog):
    (instance / "public.sqlite").unlink()
    visitor = site_of_this_installation()

    answer = visitor.get(path)

    assert answer.status_code == 503
    assert "The published data cannot be read right now" in answer.text
    assert "Nothing has been published yet" not in answer.text
    assert "The public snapshot is missing although files are published" in caplog.text
    assert visitor.get("/static/none.css").status_code == 404


def test_a_lost_snapshot_is_named_as_the_reason_why_the_server_is_not_ready(published, instance):
    visitor = site_of_this_installation()
    assert visitor.get("/readyz").status_code == 200

    (instance / "public.sqlite").unlink()
    answer = visitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["reasons"] == ["the public snapshot is missing, although files are published"]


def test_to_ask_whether_the_server_is_ready_makes_no_database(initialised, instance):
    visitor = site_of_this_installation()
    assert visitor.get("/readyz").status_code == 200

    (instance / "accord.sqlite").unlink()
    answer = visitor.get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["reasons"] == ["the private database is gone"]
    assert not (instance / "accord.sqlite").exists()


def test_publishing_prints_the_address_and_the_files_with_their_sizes(initialised, tmp_path, monkeypatch):
    initialised("import", "cap", a_workbook(tmp_path))
    monkeypatch.setenv("ACCORD_BASE_URL", "https://accord.example/")

    first, page, *files = initialised("publish", 9490).out.splitlines()

    assert first == "Edition 1 of factory 9490 is published."
    assert page == "  page: https://accord.example/factories/9490"
    assert [line.split(":")[0].strip() for line in files[:5]] == ["PDF (en)", "PDF (bn)", "XLSX", "CSV", "JSON"]
    assert all(line.endswith(" bytes") for line in files[:5])


def test_progress_is_told_in_the_words_of_the_pages(initialised, tmp_path):
    initialised("import", "cap", a_workbook(tmp_path))
    today = datetime.now(UTC).astimezone(installation_in_place().settings.zone).date()

    lines = initialised("progress", "--factory", 9490, "--as-of", "2018-07-01").out.splitlines()

    assert lines[0] == f"As of 1 July 2018, as known on {today.day} {today:%B %Y}, CAP pending"
    assert lines[1] == "  initial hazards: verified 50.00 % (1 of 2), reported 50.00 % (1 of 2)"


def test_an_import_counts_one_hazard_as_one(initialised, tmp_path):
    one = a_workbook(tmp_path, rows=ROWS[:1])

    dry, done = initialised("import", "cap", one, "--dry-run"), initialised("import", "cap", one)

    assert "1 hazard would be created, 0 updated, 0 unchanged." in dry.out
    assert "1 hazard was created, 0 updated, 0 unchanged." in done.out
    assert "verified 100.00 %, reported 100.00 % of 1 initial hazard" in done.out


def test_real_data_in_a_demonstration_is_warned_of_and_json_stays_pure(initialised, instance, tmp_path):
    with closing(sqlite3.connect(instance / "accord.sqlite")) as database:
        database.execute("INSERT INTO fact (name, value) VALUES ('demonstration', 'yes')")
        database.commit()

    answer = initialised("import", "cap", a_workbook(tmp_path), "--json")

    assert answer.json["created"] == 2
    assert answer.err.startswith("warning: this installation holds the demonstration")
    assert answer.err.count("\n") == 1
