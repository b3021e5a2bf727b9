"""Anybody can count again: a script of the standard library comes to the same figures from the downloaded file."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_site, publish, settings_in
from tests.public_builders_api import a_programme

SCRIPT = Path(__file__).resolve().parent.parent / "docs" / "recompute.py"


@pytest.fixture
def visitor(tmp_path):
    settings = settings_in(tmp_path)
    publish(settings, *a_programme())
    site = a_site(settings)
    yield site.test_client()
    site.extensions["accord"].snapshot.engine.dispose()


@pytest.fixture
def downloaded(tmp_path, visitor):
    file = tmp_path / "downloaded.sqlite"
    with visitor.get("/data/accord-public.sqlite") as response:
        file.write_bytes(response.data)
    return file


def script():
    loaded = importlib.util.spec_from_file_location("recompute", SCRIPT)
    module = importlib.util.module_from_spec(loaded)
    loaded.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "day",
    ["2000-01-01", "2014-08-11", "2016-04-01", "2017-05-01", "2018-01-14", "2018-01-15", "2018-03-01", "2018-07-01"],
)
def test_every_figure_of_the_site_is_recomputed_from_the_downloaded_file(visitor, downloaded, day):
    figures = script().recompute(downloaded, day)

    assert figures["programme"] == visitor.get(f"/api/v1/progress?as_of={day}").json
    categories = visitor.get(f"/api/v1/categories?as_of={day}").json["results"]
    assert figures["categories"] == {
        f"{each['discipline']}/{each['category'] or ''}": each["progress"] for each in categories
    }
    numbers = [each["factory_id"] for each in visitor.get(f"/api/v1/factories?as_of={day}").json["results"]]
    assert sorted(figures["factories"]) == sorted(numbers) == list(range(90001, 90009))
    for number in numbers:
        assert figures["factories"][number] == visitor.get(f"/api/v1/factories/{number}/progress?as_of={day}").json


def test_the_programme_of_this_test_has_factories_of_every_status(visitor):
    listed = visitor.get("/api/v1/factories").json["results"]

    assert {each["remediation"]["status"] for each in listed} == {
        "ineligible",
        "not_inspected",
        "cap_pending",
        "initial_cap_completed",
        "behind_schedule",
        "on_track",
    }


def test_the_script_runs_from_the_command_line(downloaded):
    told = subprocess.run([sys.executable, "-I", SCRIPT, downloaded, "2018-07-01"], capture_output=True, check=True)

    assert json.loads(told.stdout)["programme"]["as_of"] == "2018-07-01"


def test_the_script_needs_the_standard_library_alone():
    imported = [line.split()[1] for line in SCRIPT.read_text().splitlines() if line.startswith(("import ", "from "))]

    assert [name for name in imported if name not in sys.stdlib_module_names] == []
