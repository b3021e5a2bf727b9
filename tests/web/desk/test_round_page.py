"""The follow-up round: three touches for each hazard, with and without a script."""

from datetime import date

import pytest

from accord.records.inspection import InspectionEngineer, Report
from accord.rules.desk.round_summary import told_of_round
from accord.rules.desk.rounds import Seen
from accord.rules.vocabulary import Status
from tests.desk_builders import a_factory_with_hazard, an_engineer, an_inspection


@pytest.fixture
def hazards(session, moment):
    return [a_factory_with_hazard(session, moment, item=item) for item in (1, 2, 3)]


@pytest.fixture
def visit(session, hazards):
    return an_inspection(session, hazards[0].links[0].factory)


@pytest.fixture
def browser(session, visit, signed_in):
    engineer = an_engineer(session)
    session.add(InspectionEngineer(inspection_id=visit.id, person_id=engineer.id))
    return signed_in(engineer)


def test_a_round_shows_every_open_hazard_and_how_many_were_seen(hazards, visit, browser):
    page = browser.get(f"/desk/inspections/{visit.id}/round").text

    assert all(f"Hazard {item} of factory 9001" in page for item in (1, 2, 3))
    assert "seen 0 of 3" in page


def test_a_touch_brings_one_back_to_its_place_and_is_counted(session, hazards, visit, browser):
    address = f"/desk/inspections/{visit.id}/round"

    response = browser.post(f"{address}/{hazards[0].id}", data={"seen": "corrected", "comment": ""})

    assert (response.status_code, response.location) == (303, f"{address}#hazard-{hazards[0].id}")
    assert "seen 1 of 3" in browser.get(address).text
    assert "Hazard 1 of factory" not in browser.get(f"{address}?unseen=yes").text


def test_what_was_verified_on_a_round_before_is_reopened_where_it_is_met_again(session, hazards, visit, browser):
    former = an_inspection(session, hazards[0].links[0].factory, on=date(2024, 2, 1))
    session.commit()
    browser.post(f"/desk/inspections/{former.id}/round/{hazards[0].id}", data={"seen": "corrected"})
    address = f"/desk/inspections/{visit.id}/round"

    offered, _, again = browser.get(address).text.partition("look again where you pass")
    assert "seen 0 of 2" in offered
    assert "Hazard 1 of factory 9001" not in offered
    assert "Hazard 1 of factory 9001" in again

    browser.post(f"{address}/{hazards[0].id}", data={"seen": "not_corrected", "comment": "Locked again."})
    session.expire_all()
    assert hazards[0].status is Status.IN_PROGRESS
    assert "seen 1 of 3" in browser.get(address).text


def test_a_script_is_told_how_far_the_round_has_come(hazards, visit, browser):
    response = browser.post(
        f"/desk/inspections/{visit.id}/round/{hazards[0].id}",
        data={"seen": "partly", "comment": "Half done."},
        headers={"Accept": "application/json"},
    )

    badge = '<span class="badge ">in progress</span>'
    assert response.get_json() == {"progress": "seen 1 of 3", "status": "in_progress", "badge": badge}


def test_a_script_is_given_the_badge_of_the_verdict_in_the_language_of_the_page(hazards, visit, browser):
    response = browser.post(
        f"/desk/inspections/{visit.id}/round/{hazards[0].id}?lang=bn",
        data={"seen": "corrected"},
        headers={"Accept": "application/json"},
    )

    badge = response.get_json()["badge"]
    assert '"badge sound"' in badge
    assert badge in browser.get(f"/desk/inspections/{visit.id}/round?lang=bn").text


def test_a_refused_touch_says_why_and_keeps_the_comment(session, hazards, visit, browser):
    address = f"/desk/inspections/{visit.id}/round/{hazards[0].id}"
    browser.post(address, data={"seen": "corrected"})

    response = browser.post(address, data={"seen": "somehow", "comment": "A word of mine"})

    assert response.status_code == 422
    assert "Touch one of the answers." in response.text
    assert "A word of mine" in response.text


def test_the_report_drafts_itself_and_leaves_what_a_person_wrote(session, hazards, visit, browser):
    address = f"/desk/inspections/{visit.id}/round"
    first, second = hazards[0].id, hazards[1].id
    browser.post(f"{address}/{first}", data={"seen": "corrected"})
    browser.post(f"{address}/report")
    session.expire_all()
    report = session.query(Report).one()
    assert report.summary.startswith("On this round 1 of 3 hazards were seen: 1 corrected")
    report.summary = f"The owner attended.\n\n{report.summary}"
    session.commit()
    browser.post(f"{address}/{second}", data={"seen": "not_corrected", "comment": "Locked."})

    browser.post(f"{address}/report")

    session.expire_all()
    summary = session.query(Report).one().summary
    assert summary.startswith("The owner attended.\n\nOn this round 2 of 3 hazards were seen")
    assert summary.count("On this round") == 1
    assert hazards[0].status is Status.CORRECTED


def test_the_summary_counts_in_both_languages():
    sights = [(Seen.CORRECTED, True), (Seen.PARTLY, False), (Seen.NOT_CORRECTED, True), (Seen.NOT_SEEN, False)]

    told = told_of_round(sights, hazards=12, found=2)

    assert told.english == (
        "On this round 3 of 12 hazards were seen: 1 corrected, 1 partly corrected, 1 not corrected. "
        "Of these, 1 were not accepted or were reopened. Not seen: 9. New hazards recorded: 2."
    )
    assert "১২টি ত্রুটির মধ্যে ৩টি দেখা হয়েছে" in told.bangla
