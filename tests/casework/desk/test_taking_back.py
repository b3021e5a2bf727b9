"""Taking back what was just recorded by mistake; and no danger without having been said."""

from dataclasses import replace

import pytest

from accord.casework.desk.danger import preview_of_hazard
from accord.casework.desk.hazards import ReportIsOut, SayTheDangerFirst, mend_hazard, record_hazard
from accord.casework.desk.reports import begin_report, hand_in_report
from accord.casework.desk.taking_back import MoreWasSaid, PeopleWereTold, WhyTakenBack, take_back_hazard
from accord.records.inspection import InspectionEngineer
from accord.rules.desk.hazard_draft import HazardDraft
from accord.rules.vocabulary import Category, OrderKind, Severity, Status
from tests.desk_builders import a_factory_with_hazard, a_visitor, an_engineer, an_inspection

GATE = HazardDraft(
    "0123456789abcdef",
    "Collapsible gate.",
    None,
    "Remove it.",
    None,
    "6 weeks",
    Severity.HIGH,
    Category.LOCKABLE_OR_COLLAPSIBLE_GATES,
    location="Stair 2",
    order=OrderKind.EVACUATION,
)
SEVERE = replace(GATE, severity=Severity.SEVERE_AND_IMMINENT)


@pytest.fixture
def engineer(session, moment):
    return a_visitor(session, an_engineer(session, name="R. Islam"), moment)


@pytest.fixture
def inspection(session, moment):
    return an_inspection(session, a_factory_with_hazard(session, moment).links[0].factory)


def said(session, inspection, moment):
    return preview_of_hazard(
        session,
        factory=inspection.factory,
        building=None,
        discipline=inspection.discipline,
        severity=SEVERE.severity,
        moment=moment,
    )


def test_what_is_taken_back_stays_as_withdrawn_by_an_event_that_compensates_the_first(
    session, moment, inspection, engineer
):
    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)

    take_back_hazard(session, hazard, reason="Recorded twice.", who=engineer, moment=moment)

    session.refresh(hazard)
    first, second = hazard.events
    assert (second.status, second.compensates_id, second.reason) == (Status.WITHDRAWN, first.id, "Recorded twice.")
    assert hazard.status is Status.WITHDRAWN
    with pytest.raises(MoreWasSaid):
        take_back_hazard(session, hazard, reason="Again.", who=engineer, moment=moment)


def test_nothing_is_taken_back_without_a_reason(session, moment, inspection, engineer):
    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)

    with pytest.raises(WhyTakenBack):
        take_back_hazard(session, hazard, reason=None, who=engineer, moment=moment)


def test_a_hazard_of_which_people_were_told_is_not_taken_back_by_one_engineer(session, moment, inspection, engineer):
    danger = said(session, inspection, moment)
    hazard = record_hazard(session, inspection, SEVERE, danger=danger, who=engineer, moment=moment)

    with pytest.raises(PeopleWereTold):
        take_back_hazard(session, hazard, reason="A mistake.", who=engineer, moment=moment)


def test_after_the_report_was_handed_in_nothing_is_taken_back(session, moment, inspection, engineer):
    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)
    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=engineer.id))
    report = begin_report(session, inspection, who=engineer, moment=moment)
    report.summary = "One hazard."
    hand_in_report(session, report, who=engineer, moment=moment)

    with pytest.raises(ReportIsOut):
        take_back_hazard(session, hazard, reason="A mistake.", who=engineer, moment=moment)


def test_no_danger_is_saved_that_was_not_said_before(session, moment, inspection, engineer):
    with pytest.raises(SayTheDangerFirst):
        record_hazard(session, inspection, SEVERE, danger=None, who=engineer, moment=moment)

    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)
    with pytest.raises(SayTheDangerFirst):
        mend_hazard(session, hazard, SEVERE, opened_at=1, who=engineer, moment=moment)
    assert hazard.severity is Severity.HIGH


def test_a_danger_that_is_only_worded_anew_is_not_said_again(session, moment, inspection, engineer):
    danger = said(session, inspection, moment)
    hazard = record_hazard(session, inspection, SEVERE, danger=danger, who=engineer, moment=moment)

    mend_hazard(session, hazard, replace(SEVERE, observation="A gate."), opened_at=1, who=engineer, moment=moment)

    assert hazard.observation == "A gate."
