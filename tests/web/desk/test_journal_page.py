"""The journal in words."""

from accord.casework import journal
from accord.rules.desk.people import Role
from tests.desk_builders import a_person, an_engineer


def test_a_change_is_told_from_what_to_what_by_whom_and_when(session, moment, signed_in):
    journal.note(
        session,
        "mended a hazard",
        "hazard 12",
        actor="R. Islam",
        moment=moment,
        details={"severity": ["low", "high"], "inspection": 3, "remark": None},
    )

    page = signed_in(an_engineer(session)).get("/desk/journal?subject=hazard+12").text

    assert "mended a hazard" in page
    assert "<del>low</del>" in page
    assert "<ins>high</ins>" in page
    assert "R. Islam" in page
    assert "remark" not in page


def test_it_is_narrowed_by_person_and_day_and_goes_on_page_by_page(session, moment, signed_in):
    for number in range(120):
        journal.note(session, f"deed {number}", "test", actor="N. Akter", moment=moment, details={})
    browser = signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"))

    first = browser.get("/desk/journal?actor=akter")
    older = first.text.split('class="pages"><a href="')[1].split('"')[0].replace("&amp;", "&")

    assert "deed 119" in first.text
    assert "deed 5<" not in first.text
    assert "deed 5<" in browser.get(older).text
    assert "No line answers this." in browser.get("/desk/journal?actor=nobody").text
    assert browser.get("/desk/journal?day=yesterday").status_code == 422
