"""Every address, asked by everybody, answers exactly as the table of access says, and tells nobody more than that.

What somebody may not do at all is refused. What is out of somebody's reach answers like what does not exist.
"""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from accord.casework.desk import sign_in
from accord.casework.desk.visitors import visitor
from accord.rules.desk.access import AT_THE_DOOR, PUBLIC, Thing, may, may_at_all
from accord.rules.desk.actions import Action
from accord.web.access import action_of
from accord.web.signed_in import COOKIE
from tests.builders import a_site, settings_in
from tests.web.desk.matrix_escalation_hearing import HEARING
from tests.web.desk.matrix_escalation_ineligible import INELIGIBLE
from tests.web.desk.matrix_escalation_letters import LETTERS
from tests.web.desk.matrix_escalation_proposals import STAGES
from tests.web.desk.matrix_escalation_protocol import PROTOCOL
from tests.web.desk.matrix_escalation_public import PUBLIC_ROOMS
from tests.web.desk.matrix_objects import FORMS, MISSING, NEVER, Asked, World, a_world
from tests.web.desk.matrix_objects import OBJECTS as MOST_OBJECTS
from tests.web.desk.matrix_order_care import ORDER_CARE
from tests.web.desk.matrix_visits import VISITS

OBJECTS = MOST_OBJECTS | VISITS | ORDER_CARE | HEARING | INELIGIBLE | LETTERS | PROTOCOL | PUBLIC_ROOMS | STAGES
OF_THE_PUBLIC = PUBLIC - AT_THE_DOOR
REFUSED, GONE, NO_SUCH_METHOD, SEE_OTHER, BAD = 403, 404, 405, 303, 400


def discovered() -> list[tuple[Rule, str, Action]]:
    """Return every address of the desk with its method and action, as the application knows them."""
    app = a_site(settings_in(Path(tempfile.gettempdir()) / "accord-of-nobody"))
    found = []
    for rule in app.url_map.iter_rules():
        action = action_of(app.view_functions[rule.endpoint])
        assert action is not None, rule.endpoint
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append((rule, method, action))
    return sorted(found, key=lambda each: (each[0].rule, each[1]))


ALL = discovered()
OF_DESK = [each for each in ALL if each[2] not in OF_THE_PUBLIC]
NAMES = [f"{method} {rule.rule}" for rule, method, _ in OF_DESK]


@dataclass
class Doors:
    """Asks an address as one of the cast, each time in the world as it was made."""

    app: Flask
    file: Path
    fresh: Path
    words: dict[str, str]

    def ask(self, rule: Rule, method: str, values: dict[str, object], *, who: str | None) -> TestResponse:
        """Return the answer; what was changed by it is undone."""
        browser = self.app.test_client()
        if who is not None:
            browser.set_cookie(COOKIE, self.words[who])
        data = FORMS.get(rule.endpoint, {}) if method != "GET" else None
        # Buffered: a file that is sent is closed, though the next world is put in the place of this one.
        response = browser.open(self.path(rule, values), method=method, data=data, buffered=True)
        if method != "GET":
            self.undo()
        return response

    def path(self, rule: Rule, values: dict[str, object]) -> str:
        """Return the address with these values in it."""
        with self.app.test_request_context():
            return str(self.app.url_for(rule.endpoint, **values))

    def undo(self) -> None:
        """Put the world back as it was made."""
        self.app.extensions["accord"].private.close()
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        shutil.copy(self.fresh, self.file)


@pytest.fixture
def world(session, moment) -> World:
    return a_world(session, moment)


def open_doors(app, world: World, database: Path) -> Doors:
    words = {
        name: sign_in.begin(world.session, person, device="a test", moment=world.moment)
        for name, person in world.people.items()
    }
    world.session.commit()
    world.session.close()
    # The last connection that closes writes everything into the file itself.
    world.session.get_bind().dispose()
    fresh = database.with_name("fresh.sqlite")
    shutil.copy(database, fresh)
    return Doors(app, database, fresh, words)


def signed_in_browser(doors: Doors, name: str) -> FlaskClient:
    browser = doors.app.test_client()
    browser.set_cookie(COOKIE, doors.words[name])
    return browser


def asked_for(world: World, rule: Rule) -> list[Asked]:
    if not rule.arguments:
        return [Asked({})]
    assert rule.endpoint in OBJECTS, (
        f"{rule.endpoint} has the parameters {sorted(rule.arguments)}: add what stands behind it to matrix_objects.py"
    )
    return list(OBJECTS[rule.endpoint](world))


def missing(rule: Rule) -> dict[str, object]:
    return {name: MISSING.get(name, NEVER) for name in rule.arguments}


def holdings_of(world: World) -> dict[str, tuple]:
    return {name: visitor(world.session, person, moment=world.moment).holdings for name, person in world.people.items()}


def is_in_reach(action: Action, asked: Asked, *, name: str, holdings: tuple) -> bool:
    if asked.owner is not None:
        return asked.owner == name
    return may(holdings, action, asked.thing)


def without_address(response: TestResponse, path: str) -> tuple[int, str]:
    return response.status_code, response.text.replace(path, "…")


@pytest.mark.parametrize(("rule", "method", "action"), OF_DESK, ids=NAMES)
def test_an_address_answers_as_the_table_says(app, world, database, rule, method, action):
    everything, held = asked_for(world, rule), holdings_of(world)
    doors = open_doors(app, world, database)
    nothing = missing(rule)

    for name, holdings in held.items():
        for asked in everything:
            answer = doors.ask(rule, method, dict(asked.values), who=name)
            status, told = answer.status_code, f"{name} asks {doors.path(rule, dict(asked.values))}: {answer.status}"
            if not may_at_all(holdings, action):
                assert status == REFUSED, told
            elif not rule.arguments or is_in_reach(action, asked, name=name, holdings=holdings):
                assert status not in (REFUSED, GONE), told
                assert status < 500, told
                assert not (answer.location or "").startswith("/sign-in?next"), told
            else:
                never = doors.ask(rule, method, nothing, who=name)
                assert status == GONE, told
                assert without_address(answer, doors.path(rule, dict(asked.values))) == without_address(
                    never, doors.path(rule, nothing)
                ), told


def test_an_id_that_no_database_can_look_for_names_nothing(app, world, database):
    doors = open_doors(app, world, database)
    too_large = ("2147483648", "9" * 24)
    # Put together by hand: an address that names nothing cannot be asked of the map of addresses.
    numbered = [(re.sub(r"<int[^>]*>", "{}", rule.rule), method) for rule, method, _ in OF_DESK if "<int" in rule.rule]

    answers = {
        (method, address): browser.open(address, method=method, buffered=True).status_code
        for name in ("chief safety officer", "fire engineer", "administrator")
        for browser in [signed_in_browser(doors, name)]
        for pattern, method in numbered
        for address in (pattern.format(*[number] * pattern.count("{}")) for number in too_large)
    }

    assert len(answers) == len(set(numbered)) * len(too_large)
    # Where another form of the address is known by another method, the method is what is refused.
    assert set(answers.values()) <= {GONE, NO_SUCH_METHOD}


@pytest.mark.parametrize(("rule", "method", "action"), OF_DESK, ids=NAMES)
def test_who_is_not_signed_in_is_sent_to_sign_in_and_learns_not_even_what_there_is(
    app, world, database, rule, method, action
):
    everything = asked_for(world, rule)
    doors = open_doors(app, world, database)

    for values in [*(dict(asked.values) for asked in everything), missing(rule)]:
        answer = doors.ask(rule, method, values, who=None)
        if action in PUBLIC:
            assert answer.status_code not in (REFUSED, 500)
        else:
            assert answer.status_code == SEE_OTHER
            assert answer.location.startswith("/sign-in?next=")


CHANGING = [each for each in ALL if each[1] != "GET"]


@pytest.mark.parametrize(("rule", "method", "action"), CHANGING, ids=[f"{m} {r.rule}" for r, m, _ in CHANGING])
def test_nothing_is_changed_by_a_form_that_was_not_opened_here(app, world, database, rule, method, action):
    everything, held = asked_for(world, rule), holdings_of(world)
    doors = open_doors(app, world, database)
    app.config["WTF_CSRF_ENABLED"] = True

    for asked in everything:
        # Of those who could do it otherwise one is enough: the proof is asked of everybody.
        # What names no object is reached by whoever may do it to anything.
        who = next(
            (
                name
                for name, holdings in held.items()
                if (
                    is_in_reach(action, asked, name=name, holdings=holdings)
                    if rule.arguments
                    else may_at_all(holdings, action)
                )
            ),
            None,
        )
        assert who is not None, f"nobody of the cast may {action}: {asked}"
        answer = doors.ask(rule, method, dict(asked.values), who=who)
        assert answer.status_code == BAD, f"{rule.rule}: {answer.status}"
        assert "This form cannot be taken" in answer.text


def test_what_the_public_reads_is_open_to_everybody_and_asks_nobody_to_sign_in(app, world, database):
    doors = open_doors(app, world, database)
    values = {"number": 9001, "name": "accord.css", "sha256": "0" * 64, "language": "en", "format": "csv"}

    for rule, method, action in ALL:
        if action in OF_THE_PUBLIC:
            assert method == "GET"
            path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda found: str(values.get(found[1], "x")), rule.rule)
            for who in (None, "owner"):
                browser = app.test_client()
                if who:
                    browser.set_cookie(COOKIE, doors.words[who])
                answer = browser.get(path)
                assert answer.status_code != REFUSED, path
                assert "/sign-in" not in (answer.location or ""), path


def test_every_line_of_the_table_of_objects_is_of_an_address_that_there_is():
    endpoints = {rule.endpoint for rule, _, _ in ALL}

    assert [endpoint for endpoint in (*OBJECTS, *FORMS) if endpoint not in endpoints] == []


def test_a_thing_of_a_foreign_factory_is_foreign_to_whom_the_table_reaches_only_their_own(world):
    """The matrix itself is worth something: its cast tells the two factories apart."""
    held = holdings_of(world)
    reading = {
        name: [may(holdings, Action.READ_HAZARD, Thing(frozenset({factory.id}))) for factory in world.factories]
        for name, holdings in held.items()
    }

    assert reading["owner"] == [True, False]
    assert reading["rival owner"] == [False, True]
    assert reading["brand that sources"] == [True, False]
    assert reading["safety committee"] == [True, False]
    assert reading["deputy of before"] == [False, False]
    assert reading["fire engineer"] == [True, True]
