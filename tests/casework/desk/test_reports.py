"""The report of an inspection on its way."""

import pytest

from accord.casework.desk.reports import (
    NoSummary,
    NotFromHere,
    NotItsAuthor,
    OwnReport,
    WhatIsWrong,
    WhyRevised,
    approve_reports,
    begin_report,
    check_report,
    hand_in_report,
    issue_report,
    revise_report,
    send_report_back,
    stands,
    write_report,
)
from accord.records.inspection import InspectionEngineer
from accord.rules.desk.people import Role
from accord.rules.desk.reports import ReportState
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection


@pytest.fixture
def cast(session, moment):
    people = {
        "author": an_engineer(session, name="R. Islam"),
        "checker": an_engineer(session, name="S. Das"),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER, name="N. Akter"),
    }
    return {name: a_visitor(session, person, moment) for name, person in people.items()}


@pytest.fixture
def inspection(session, moment, cast):
    inspection = an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)
    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=cast["author"].id))
    return inspection


@pytest.fixture
def report(session, moment, cast, inspection):
    return begin_report(session, inspection, who=cast["author"], moment=moment)


def handed_in(session, report, cast, moment):
    write_report(
        session, report, {"summary": "Exits are free."}, opened_at=report.revision, who=cast["author"], moment=moment
    )
    hand_in_report(session, report, who=cast["author"], moment=moment)


def test_a_report_goes_from_its_author_by_another_engineer_to_the_chief_and_to_the_parties(
    session, moment, cast, inspection, report
):
    with pytest.raises(NoSummary):
        hand_in_report(session, report, who=cast["author"], moment=moment)
    handed_in(session, report, cast, moment)
    with pytest.raises(OwnReport):
        check_report(session, report, remark=None, who=cast["author"], moment=moment)
    check_report(session, report, remark=None, who=cast["checker"], moment=moment)
    assert not stands(session, inspection)

    approve_reports(session, [report], who=cast["chief"], moment=moment)
    assert stands(session, inspection)
    issue_report(session, report, who=cast["chief"], moment=moment)

    assert [step.state for step in report.steps] == list(ReportState)
    assert report.state is report.steps[-1].state


def test_a_step_that_does_not_follow_is_refused_and_changes_nothing(session, moment, cast, report):
    with pytest.raises(NotFromHere):
        approve_reports(session, [report], who=cast["chief"], moment=moment)
    assert report.state is ReportState.DRAFT


def test_a_report_is_sent_back_with_a_word_and_is_a_draft_again(session, moment, cast, report):
    handed_in(session, report, cast, moment)
    with pytest.raises(WhatIsWrong):
        send_report_back(session, report, remark=None, who=cast["checker"], moment=moment)

    send_report_back(session, report, remark="Which stair?", who=cast["checker"], moment=moment)

    assert report.state is ReportState.DRAFT


def test_nothing_is_written_into_a_report_that_was_handed_in(session, moment, cast, report):
    handed_in(session, report, cast, moment)

    with pytest.raises(NotFromHere):
        write_report(
            session, report, {"summary": "Other."}, opened_at=report.revision, who=cast["author"], moment=moment
        )


def test_what_was_issued_stands_while_its_revision_is_a_draft(session, moment, cast, inspection, report):
    handed_in(session, report, cast, moment)
    check_report(session, report, remark=None, who=cast["checker"], moment=moment)
    approve_reports(session, [report], who=cast["chief"], moment=moment)
    issue_report(session, report, who=cast["chief"], moment=moment)
    with pytest.raises(WhyRevised):
        revise_report(session, report, reason=None, who=cast["author"], moment=moment)

    revision = revise_report(session, report, reason="Stair 2 was named 3.", who=cast["author"], moment=moment)

    assert (revision.number, revision.summary, revision.state) == (1, "Exits are free.", ReportState.DRAFT)
    assert report.state is ReportState.ISSUED
    assert stands(session, inspection)


def test_only_who_made_the_inspection_writes_its_report_or_the_checker_could_be_the_author(
    session, moment, cast, report
):
    common = {"who": cast["checker"], "moment": moment}
    with pytest.raises(NotItsAuthor):
        write_report(session, report, {"summary": "Mine."}, opened_at=report.revision, **common)
    with pytest.raises(NotItsAuthor):
        hand_in_report(session, report, **common)


def test_who_sent_a_report_back_may_check_it_when_it_comes_again(session, moment, cast, report):
    handed_in(session, report, cast, moment)
    send_report_back(session, report, remark="Which stair?", who=cast["checker"], moment=moment)
    hand_in_report(session, report, who=cast["author"], moment=moment)

    check_report(session, report, remark=None, who=cast["checker"], moment=moment)

    assert report.state is ReportState.CHECKED
