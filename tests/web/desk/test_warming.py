"""What a server process does before its first answer, so that nobody waits for it; and that it changes nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from jinja2 import DictLoader, Environment
from sqlalchemy import text

from accord.app import Side
from accord.casework.desk import sign_in
from accord.cli.base import Installation
from accord.cli.serve import _Server
from accord.web.desk.warming import MOST_USED, needed, warm
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection
from tests.web.desk.test_entry import TYPED

FRESH = """
import json, os, sys
from datetime import datetime
from accord.app import create_app
from accord.config import load_settings
from accord.web.desk.warming import warm
from accord.web.signed_in import COOKIE
token, address, typed, now = json.loads(sys.stdin.read())
app = create_app(load_settings(os.environ), now=lambda: datetime.fromisoformat(now), trouble_with_database=lambda: None)
app.config["WTF_CSRF_ENABLED"] = False
if sys.argv[1] == "warm":
    warm(app)
browser = app.test_client()
browser.set_cookie(COOKIE, token)
import encodings.idna  # the browser of tests needs it, and no server
known = set(sys.modules)
said = [browser.get(address).status_code, browser.post(address, data=typed).status_code]
app.extensions["accord"].private.close()
print(json.dumps([said, sorted(set(sys.modules) - known)]))
"""


@pytest.fixture
def first_save(session, moment, database):
    """Let an engineer record a hazard in a fresh process; tell what was answered and which modules were new in it."""
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    token = sign_in.begin(session, an_engineer(session), device="a test", moment=moment)
    address = f"/desk/inspections/{inspection.id}/hazards/new"
    session.commit()
    told = json.dumps([token, address, TYPED, moment.now.isoformat()])

    def run(manner):
        environment = os.environ | {"ACCORD_INSTANCE": str(database.parent), "ACCORD_DATABASE_URL": ""}
        environment.pop("ACCORD_DATABASE_URL")
        done = subprocess.run(
            [sys.executable, "-c", FRESH, manner],
            input=told,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return run


def test_a_warmed_process_imports_nothing_more_for_its_first_page_and_its_first_save(first_save):
    said, imported = first_save("warm")

    assert said == [200, 303]
    assert imported == []


def test_a_cold_process_does_import_more_so_that_the_test_above_can_fail(first_save):
    said, imported = first_save("cold")

    assert said == [200, 303]
    assert imported


def test_warming_leaves_the_database_as_it_was(app, session, database, moment):
    a_factory_with_hazard(session, moment)
    session.commit()
    with closing(sqlite3.connect(database)) as watching:
        before = list(watching.iterdump()), watching.execute("PRAGMA data_version").fetchone()

        warm(app)

        # The version moves with every commit of another connection, even of nothing.
        assert watching.execute("PRAGMA data_version").fetchone() == before[1]
        assert list(watching.iterdump()) == before[0]


def test_warming_does_not_wait_for_a_writer(app, session):
    session.execute(text("DELETE FROM sign_in"))  # begins to write, and holds the pen

    warm(app)

    session.rollback()


def test_a_server_whose_database_cannot_be_read_starts_all_the_same(app, database):
    database.write_bytes(b"no database" * 1000)

    warm(app)

    assert app.test_client().get("/healthz").status_code == 200


def test_the_most_used_pages_and_all_that_they_are_put_together_from_stand_ready(app):
    warm(app)

    ready = {name for _, name in app.jinja_env.cache}
    assert {*MOST_USED, "layout/desk.html", "layout/forms.html", "desk/entry/parts.html"} <= ready


def test_templates_that_need_each_other_are_each_told_once():
    environment = Environment(
        autoescape=True,
        loader=DictLoader({"a": "{% extends 'b' %}", "b": "{% import 'c' as c %}{% include 'a' %}", "c": "", "d": ""}),
    )

    assert sorted(needed(environment, ("a", "b"))) == ["a", "b", "c"]


@pytest.mark.parametrize(("side", "opens"), [(Side.DESK, True), (Side.PUBLIC, False)])
def test_a_worker_that_serves_the_public_alone_never_opens_the_private_database(
    settings, database, moment, monkeypatch, side, opens
):
    monkeypatch.setattr("accord.cli.serve.leave_what_stands", lambda: None)
    server = _Server(Installation(settings, moment, "a test"), {"bind": "127.0.0.1:0"}, sides=frozenset({side}))

    private = server.load().extensions["accord"].private

    assert bool(private._made) is opens
    private.close()
