"""Papers at the desk: a step is taken with the PDF that was handed in for it, or not at all."""

from io import BytesIO

import pytest
from sqlalchemy import event, func, select

from accord.casework.desk.papers import require_document
from accord.records.base import reading
from accord.records.factory import Signatory, Sourcing
from accord.records.paperwork import DocumentStep, StoredFile
from accord.rules.desk.paperwork import DocumentKind, DocumentState
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.picture_builders import a_pdf, a_photo

PDF = a_pdf()
PAPERS = "/desk/factories/9001/papers"


@pytest.fixture
def factory(session, moment):
    session.expire_on_commit = False
    return a_factory_with_hazard(session, moment, discipline=Discipline.STRUCTURAL).links[0].factory


@pytest.fixture
def judge(session, signed_in, moment, factory):
    person = an_engineer(session, Discipline.STRUCTURAL)
    words = {"building": None, "due_on": None, "note": None}
    who = a_visitor(session, person, moment)
    require_document(session, factory, kind=DocumentKind.DEA, who=who, moment=moment, **words)
    return signed_in(person)


@pytest.fixture
def owner(session, signed_in, factory, judge):
    return signed_in(a_person(session, Role.FACTORY_USER, factory=factory))


@pytest.fixture
def look(session):
    def looked(query):
        with reading(session.get_bind()) as fresh:
            return fresh.execute(query).all()

    return looked


def step(state, raw=PDF, name="dea.pdf", **words):
    return {"state": state, "file": (BytesIO(raw), name)} | words


def steps(look):
    return [each.state for each in look(select(DocumentStep.state).order_by(DocumentStep.id))]


def test_a_paper_is_handed_in_as_a_pdf_and_given_back_as_a_download_byte_for_byte(look, owner, judge):
    answer = owner.post("/desk/papers/1/hand-in", data=step("submitted", name="a <dea> নকশা.pdf"))

    kept = look(select(StoredFile.id, StoredFile.name, StoredFile.hazard_id))
    assert answer.status_code == 303
    assert kept == [(1, "a dea নকশা.pdf", None)]
    assert look(select(DocumentStep.file_id).order_by(DocumentStep.id)) == [(None,), (1,)]
    assert 'href="/desk/documents/1' in judge.get(PAPERS).text
    given = judge.get("/desk/documents/1", buffered=True)
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.mimetype == "application/octet-stream"


def test_what_is_commented_may_come_as_a_pdf_too(look, owner, judge):
    owner.post("/desk/papers/1/hand-in", data=step("submitted"))

    answer = judge.post("/desk/papers/1/judge", data=step("comments", name="review.pdf", remark="Columns C4 to C7."))

    assert answer.status_code == 303
    assert [name for (name,) in look(select(StoredFile.name).order_by(StoredFile.id))] == ["dea.pdf", "review.pdf"]


@pytest.mark.parametrize(
    ("raw", "name", "sentence"),
    [
        (a_photo(), "dea.jpg", "is a photo"),
        (b"<!doctype html><title>x</title>", "dea.pdf", "“dea.pdf”"),
        (b"MZ" + bytes(99), "dea.pdf", "This is a program"),
        (b"", "dea.pdf", "The file is empty"),
    ],
)
def test_what_is_no_pdf_is_refused_with_its_sentence_and_the_step_is_not_taken(look, owner, raw, name, sentence):
    answer = owner.post("/desk/papers/1/hand-in", data=step("submitted", raw, name, remark="By <hand>."))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Choose the PDF again" in answer.text
    assert "By &lt;hand&gt;." in answer.text
    assert steps(look) == [DocumentState.REQUIRED]
    assert look(select(func.count(StoredFile.id))) == [(0,)]


def test_a_step_that_may_not_be_taken_keeps_no_file(look, owner, judge):
    answer = owner.post("/desk/papers/1/hand-in", data=step("resubmitted"))
    unsaid = judge.post("/desk/papers/1/judge", data=step("comments", remark=""))

    assert (answer.status_code, unsaid.status_code) == (422, 422)
    assert steps(look) == [DocumentState.REQUIRED]
    assert look(select(func.count(StoredFile.id))) == [(0,)]


def test_a_paper_is_read_by_those_who_may_see_its_factory(session, moment, factory, owner, signed_in):
    owner.post("/desk/papers/1/hand-in", data=step("submitted"))
    rival = a_factory_with_hazard(session, moment, number=9002).links[0].factory
    buyer, other = Signatory(name="A Brand"), Signatory(name="Another Brand")
    session.add_all([buyer, other])
    session.flush()
    session.add(Sourcing(factory_id=factory.id, signatory=buyer, from_on=moment.today, recorded_at=moment.now))
    session.commit()

    def answer(role, **words):
        return signed_in(a_person(session, role, **words)).get("/desk/documents/1", buffered=True).status_code

    assert answer(Role.SIGNATORY_USER, signatory=buyer) == 200
    assert answer(Role.SIGNATORY_USER, signatory=other) == 404
    assert answer(Role.FACTORY_USER, factory=rival) == 404
    assert answer(Role.ADMINISTRATOR) == 403


def test_the_page_asks_the_database_as_often_for_many_files_as_for_one(app, owner, judge):
    engine = app.extensions["accord"].private.engine
    asked = []

    def questions():
        asked.clear()
        event.listen(engine, "before_cursor_execute", note)
        owner.get(PAPERS)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    def note(*words):
        asked.append(words[2])

    owner.post("/desk/papers/1/hand-in", data=step("submitted"))
    one = questions()
    for _ in range(3):
        judge.post("/desk/papers/1/judge", data=step("comments", remark="Again."))
        owner.post("/desk/papers/1/hand-in", data=step("resubmitted"))

    assert questions() == one


def test_the_page_speaks_bangla(owner):
    answer = owner.post("/desk/papers/1/hand-in?lang=bn", data=step("submitted", b"", "dea.pdf"))

    assert "PDF-টি আবার বেছে নিন" in answer.text
