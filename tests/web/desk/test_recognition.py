"""A letter of recognition is printed once, kept, and read by whoever may read of the factory."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from accord.gateways.printing.terms import PrintBusy
from accord.records.cap import Recognition, RecognitionSheet
from accord.records.factory import Factory
from accord.records.hazard import HazardEvent
from accord.rules.desk.people import Role
from accord.rules.vocabulary import CapState, Coverage, Discipline, Source, Status
from accord.web.desk import recognition
from tests.desk_builders import a_cap_version, a_factory_with_hazard, a_person, an_engineer
from tests.web.reading import read

REQUIRED = (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL)


def says(session, hazard, status, moment):
    event = {"status": status, "effective_on": moment.today, "recorded_at": moment.now, "source": Source.DESK}
    who = an_engineer(session, hazard.discipline)
    session.add(HazardEvent(hazard_id=hazard.id, actor="an engineer", person_id=who.id, **event))
    hazard.status = status
    session.flush()


@pytest.fixture
def hazards(session, moment):
    """Initial hazards of a covered factory, all corrected, under approved plans."""
    found = [a_factory_with_hazard(session, moment, discipline=discipline) for discipline in REQUIRED]
    factory = found[0].links[0].factory
    factory.coverage = Coverage.ACTIVE
    for hazard in found:
        steps = [(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
        a_cap_version(session, factory, hazard.discipline, steps=steps)
        says(session, hazard, Status.CORRECTED, moment)
    session.commit()
    return found


@pytest.fixture
def factory(hazards):
    return hazards[0].links[0].factory


@pytest.fixture
def chief(signed_in, session):
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER))


@pytest.fixture
def quick(monkeypatch):
    """Print nothing: what is printed has tests of its own."""
    monkeypatch.setattr(recognition, "print_apart", lambda paper: b"%PDF-1.7 " + paper.language.encode())


def letter(moment, number="LR-2024-001"):
    return {"letter_number": number, "recognised_on": moment.today.isoformat()}


def test_the_letter_is_printed_in_both_languages_and_kept_as_it_was(session, factory, chief, signed_in, moment, app):
    owner = a_person(session, Role.FACTORY_USER, factory=factory)
    other = Factory(number=9002, coverage=Coverage.ACTIVE)
    session.add(other)
    session.flush()
    stranger = a_person(session, Role.FACTORY_USER, factory=other)
    session.commit()
    assert "LR-2024-001" in chief.get("/desk/factories/9001/recognition").text

    assert chief.post("/desk/factories/9001/recognition", data=letter(moment)).status_code == 303

    sheets = session.scalars(select(RecognitionSheet).order_by(RecognitionSheet.language)).all()
    session.rollback()
    assert [sheet.language for sheet in sheets] == ["bn", "en"]
    links = read(chief.get("/desk/factories/9001/recognition").text).link_texts
    assert links["PDF English"] == "/desk/recognitions/1/en.pdf"
    kept = app.extensions["accord"].documents.path_of(sheets[1].sha256).read_bytes()
    assert signed_in(owner).get("/desk/recognitions/1/en.pdf", buffered=True).data == kept
    assert kept.startswith(b"%PDF")
    assert signed_in(stranger).get("/desk/recognitions/1/en.pdf").status_code == 404
    assert app.test_client().get("/desk/recognitions/1/en.pdf").status_code == 303


@pytest.mark.usefixtures("quick")
def test_the_next_number_is_suggested_and_one_that_is_taken_is_refused(session, factory, chief, moment):
    taken = {"number": "BA/L 099", "actor": "the CSO", "recorded_at": moment.now, "recognised_on": moment.today}
    ended = {"withdrawn_on": moment.today, "withdrawal_recorded_at": moment.now}
    session.add(Recognition(factory_id=factory.id, **taken, **ended))
    session.commit()

    page = chief.get("/desk/factories/9001/recognition").text
    refused = chief.post("/desk/factories/9001/recognition", data=letter(moment, "BA/L 099"))

    assert 'value="BA/L 100"' in page
    assert refused.status_code == 422
    assert "bears the number BA/L 099" in refused.text


@pytest.mark.usefixtures("quick")
def test_a_letter_that_says_what_is_no_longer_so_is_not_written(session, factory, chief, moment, monkeypatch):
    before = recognition.letter_said
    monkeypatch.setattr(recognition, "letter_said", lambda *a, **k: replace(before(*a, **k), new_open=7))

    answer = chief.post("/desk/factories/9001/recognition", data=letter(moment))

    assert answer.status_code == 422
    assert "Something changed while the letter was being printed." in answer.text
    assert session.scalars(select(Recognition)).all() == []


def test_where_the_printer_is_busy_nothing_is_recorded(session, factory, chief, moment, monkeypatch):
    def busy(_paper):
        raise PrintBusy

    monkeypatch.setattr(recognition, "print_apart", busy)

    answer = chief.post("/desk/factories/9001/recognition", data=letter(moment))

    assert "The letter could not be printed" in answer.text
    assert session.scalars(select(Recognition)).all() == []


@pytest.mark.usefixtures("quick")
def test_a_letter_against_which_something_speaks_is_a_task_and_never_lapses_by_itself(
    session, hazards, factory, chief, moment
):
    chief.post("/desk/factories/9001/recognition", data=letter(moment))
    assert "something speaks against" not in chief.get("/desk").text

    says(session, hazards[0], Status.IN_PROGRESS, moment)
    session.commit()

    task = "1 letter of recognition is to be looked at: something speaks against it"
    assert read(chief.get("/desk").text).link_texts[task] == "/desk/recognition#doubtful"
    page = read(chief.get("/desk/recognition").text).text
    assert "A hazard of the initial inspections is not corrected." in page
    assert session.scalars(select(Recognition.withdrawn_on)).all() == [None]
    session.rollback()
    said = {"reason": "A gate is locked again.", "reason_bn": "আবার গেটে তালা।"}
    chief.post("/desk/factories/9001/recognition/withdraw", data=said)
    assert "something speaks against" not in chief.get("/desk").text
    assert "আবার গেটে তালা।" in chief.get("/desk/factories/9001/recognition?lang=bn").text


@pytest.mark.usefixtures("quick")
def test_a_factory_and_its_brands_find_the_letter_beside_its_stage(session, factory, chief, signed_in, moment):
    owner = a_person(session, Role.FACTORY_USER, factory=factory)
    session.commit()
    browser = signed_in(owner)
    assert "Letter of recognition" not in browser.get("/desk/factories/9001/stage").text

    chief.post("/desk/factories/9001/recognition", data=letter(moment))

    page = read(browser.get("/desk/factories/9001/stage").text)
    assert "1 July 2024 · Letter LR-2024-001" in page.text
    assert page.link_texts["PDF বাংলা"] == "/desk/recognitions/1/bn.pdf"


@pytest.mark.usefixtures("quick")
def test_whoever_recognises_finds_a_letter_that_stands_from_the_factory_its_stage_and_the_list(
    session, factory, chief, signed_in, moment
):
    engineer = an_engineer(session, Discipline.FIRE)
    session.commit()
    here = "/desk/factories/9001/recognition"
    assert read(chief.get("/desk/factories/9001").text).link_texts["Recognition"] == here
    assert "Letters that stand" not in chief.get("/desk/recognition").text

    chief.post(here, data=letter(moment))

    assert read(chief.get("/desk/factories/9001/stage").text).link_texts["Write or withdraw the letter"] == here
    for words in ("", "9001", "LR-2024-001", factory.name[:4].lower()):
        page = read(chief.get("/desk/recognition", query_string={"q": words}).text)
        assert "1 July 2024 · Letter LR-2024-001" in page.text, words
        assert page.link_texts["Look at it"] == here
    assert "No letter that stands answers these words." in chief.get("/desk/recognition?q=%25").text
    assert f'"{here}"' not in signed_in(engineer).get("/desk/factories/9001").text
    assert f'"{here}"' not in signed_in(engineer).get("/desk/factories/9001/stage").text


@pytest.mark.usefixtures("quick")
def test_a_letter_that_was_withdrawn_is_not_among_those_that_stand(session, factory, chief, moment):
    chief.post("/desk/factories/9001/recognition", data=letter(moment))
    chief.post("/desk/factories/9001/recognition/withdraw", data={"reason": "A gate is locked."})

    assert "Letters that stand" not in chief.get("/desk/recognition").text
