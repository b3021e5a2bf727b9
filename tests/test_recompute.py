"""Anybody can count again: a script of the standard library comes to the same figures from the downloaded file."""

import ast
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from accord.casework.demo import load_demo
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.gateways.files import FileStore
from accord.records.base import open_engine
from tests.builders import a_site, publish, settings_in
from tests.public_builders_api import a_programme
from tests.web.reading import read

SCRIPT = Path(__file__).resolve().parent.parent / "docs" / "recompute.py"
MOST_LINES = 30
DEMO_DAYS = ("2018-01-01", "2021-10-01", "2022-12-31", "2023-11-15", "2024-07-01")


@dataclass(frozen=True)
class Published:
    """A site that answers at an address, and the file that it offers."""

    address: str
    file: Path
    visitor: FlaskClient

    def recount(self, day, *, file=None):
        """Run the script as anybody would."""
        words = [sys.executable, "-I", SCRIPT, file or self.file, self.address, day]
        return subprocess.run(words, capture_output=True, text=True, check=False)


@contextmanager
def served(settings, folder, *, now):
    site = a_site(settings, now=now)
    server = make_server("127.0.0.1", 0, site, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    file = folder / "downloaded.sqlite"
    visitor = site.test_client()
    with visitor.get("/data/accord-public.sqlite") as response:
        file.write_bytes(response.data)
    yield Published(f"http://127.0.0.1:{server.server_port}", file, visitor)
    server.shutdown()
    serving.join()
    server.server_close()
    site.extensions["accord"].snapshot.engine.dispose()


@pytest.fixture(scope="module")
def programme(tmp_path_factory, moment):
    """A few factories of every status, some of which share a building or joined later."""
    folder = tmp_path_factory.mktemp("programme")
    publish(settings_in(folder), *a_programme())
    with served(settings_in(folder), folder, now=lambda: moment.now) as site:
        yield site


@pytest.fixture(scope="module")
def demonstration(migrated_database, tmp_path_factory, moment):
    """The demonstration, every factory of it published."""
    folder = tmp_path_factory.mktemp("demonstration")
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_database, folder / 'accord.sqlite')}")
    with Session(engine) as session:
        numbers = load_demo(session, FileStore(folder / "photos"), moment=moment)
        factories = [factory_numbered(session, number) for number in numbers]
        editions = [disclose(session, factory, moment=moment, number=1) for factory in factories]
    engine.dispose()
    publish(settings_in(folder), *editions, files=(), written_at=moment.now)
    with served(settings_in(folder), folder, now=lambda: moment.now) as site:
        yield site


@pytest.mark.parametrize(
    "day",
    ["2000-01-01", "2014-08-11", "2016-04-01", "2017-05-01", "2018-01-14", "2018-01-15", "2018-03-01", "2018-07-01"],
)
def test_every_figure_of_the_site_is_counted_again_from_the_downloaded_file(programme, day):
    told = programme.recount(day)

    assert (told.returncode, told.stderr) == (0, "")
    assert re.fullmatch(rf"\d+ figures of {day} are the same\.\n", told.stdout)


@pytest.mark.parametrize("day", DEMO_DAYS)
def test_every_figure_of_the_demonstration_is_counted_again(demonstration, day):
    told = demonstration.recount(day)

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == f"{expected(demonstration.visitor, day)} figures of {day} are the same.\n"


def expected(visitor, day):
    """Return how many figures the site tells of a day: the programme, each part of it, each factory, the statuses."""
    groups = visitor.get(f"/api/v1/categories?as_of={day}").json["results"]
    disciplines = {each["discipline"] for each in groups}
    with_hazards = {
        line["district"]
        for line in visitor.get(f"/factories.json?coverage=covered&as_of={day}").json["factories"]
        if line["initial_applicable"] or line["new_applicable"] or line["initial_withdrawn"]
    }
    factories = visitor.get("/factories.json").json["count"]
    return bool(groups) + len(disciplines) + len(groups) + len(with_hazards) + factories + 1


def test_what_the_script_compares_with_is_what_the_pages_show(demonstration):
    visitor = demonstration.visitor
    statuses = visitor.get("/api/v1/statuses").json
    programme = visitor.get("/api/v1/progress").json
    home = read(visitor.get("/").text).text
    register = read(visitor.get("/factories?coverage=covered&district=Gazipur").text).text
    gazipur = visitor.get("/api/v1/progress?district=Gazipur").json

    for status in ("behind_schedule", "on_track", "cap_pending", "not_inspected", "ineligible"):
        assert visitor.get(f"/factories.json?coverage=covered&status={status}").json["count"] == statuses[status] > 0
    assert f"behind schedule {statuses['behind_schedule']} " in home
    assert f"{programme['initial']['corrected']} of {programme['initial']['applicable']}" in home
    assert f"{programme['overdue']} overdue" in home
    assert f"verified {gazipur['initial']['verified_percent']:.2f} %" in register
    assert f"overdue {gazipur['overdue']} " in register


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE state SET status = 'corrected' WHERE status = 'pending_verification' AND until_on IS NULL",
        "UPDATE state SET status = 'withdrawn' WHERE status = 'in_progress' AND until_on IS NULL",
        "UPDATE state SET due_on = '2030-01-01' WHERE due_on < '2024-07-01' AND status = 'in_progress'",
        "UPDATE state SET due_on = NULL WHERE status = 'pending_verification' AND until_on IS NULL",
        "UPDATE state SET reopened_count = 0",
        "UPDATE state SET origin = 'new' WHERE discipline = 'boiler'",
        "DELETE FROM state WHERE factory = 90103",
        "UPDATE stage SET stage = 2",
        "UPDATE coverage_change SET coverage = 'active'",
        "UPDATE recognition SET withdrawn_on = '2024-01-01'",
        "DELETE FROM approval WHERE factory = 90101 AND discipline = 'fire'",
        "UPDATE factory SET district = 'Dhaka' WHERE number = 90101",
    ],
)
def test_a_file_that_somebody_changed_is_noticed_and_the_figure_named(demonstration, tmp_path, change):
    file = Path(shutil.copy(demonstration.file, tmp_path / "changed.sqlite"))
    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(change).rowcount > 0

    told = demonstration.recount("2024-07-01", file=file)

    assert (told.returncode, told.stdout) == (1, "")
    assert re.match(r"(progress|factories/\d+|statuses)\S*as_of=2024-07-01 differs: .+ there ", told.stderr)


def test_one_hazard_more_that_is_said_to_be_corrected_is_noticed(demonstration, tmp_path):
    file = Path(shutil.copy(demonstration.file, tmp_path / "changed.sqlite"))
    with closing(sqlite3.connect(file)) as connection, connection:
        [factory, hazard] = connection.execute(
            "SELECT factory, hazard FROM state WHERE status = 'in_progress' AND until_on IS NULL AND NOT is_shared"
        ).fetchone()
        connection.execute(
            "UPDATE state SET status = 'corrected' WHERE factory = ? AND hazard = ? AND until_on IS NULL",
            [factory, hazard],
        )

    assert "differs" in demonstration.recount("2024-07-01", file=file).stderr


def test_the_programme_of_this_test_has_factories_of_every_status(programme):
    counts = programme.visitor.get("/api/v1/statuses?as_of=2018-07-01").json

    assert {name: count for name, count in counts.items() if count == 0} == {"is_demonstration": False}


def test_the_script_needs_the_standard_library_alone_and_is_short_enough_to_be_read():
    text = SCRIPT.read_text()
    imported = [
        line.split()[1].partition(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))
    ]
    docstring = ast.get_docstring(ast.parse(text), clean=False)

    assert [name for name in imported if name not in sys.stdlib_module_names] == []
    assert sum(bool(line.strip()) for line in text.replace(f'"""{docstring}"""', "").splitlines()) <= MOST_LINES
