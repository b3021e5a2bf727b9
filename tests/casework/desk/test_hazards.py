"""Recording hazards on an inspection."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from accord.casework.desk.danger import preview_of_hazard
from accord.casework.desk.hazards import (
    DraftHasProblems,
    ItemIsTaken,
    ReportIsOut,
    hazards_of,
    mend_hazard,
    record_hazard,
)
from accord.casework.desk.reports import begin_report, hand_in_report
from accord.casework.desk.revisions import ChangedMeanwhile
from accord.records.hazard import Hazard
from accord.records.inspection import InspectionEngineer
from accord.records.order import SafetyOrder
from accord.rules.desk.hazard_draft import HazardDraft, Problem, wanted_by
from accord.rules.vocabulary import Category, InspectionKind, OrderKind, Origin, Severity, Status
from tests.desk_builders import a_factory_with_hazard, a_visitor, an_engineer, an_inspection

GATE = HazardDraft(
    key="0123456789abcdef",
    observation="Collapsible gate at the exit of stair 2, level 3.",
    observation_bn="৩য় তলার ২ নম্বর সিঁড়ির বহির্গমনে কলাপসিবল গেট।",
    recommended_action="Remove the gate.",
    recommended_action_bn="গেটটি খুলে ফেলুন।",
    recommended_timeline="6 weeks",
    severity=Severity.HIGH,
    category=Category.LOCKABLE_OR_COLLAPSIBLE_GATES,
    location="Stair 2, level 3",
)


@pytest.fixture
def engineer(session, moment):
    return a_visitor(session, an_engineer(session, name="R. Islam"), moment)


@pytest.fixture
def inspection(session, moment):
    factory = a_factory_with_hazard(session, moment).links[0].factory
    return an_inspection(session, factory)


def test_a_hazard_gets_the_next_free_item_and_is_new_on_any_but_the_initial_inspection(
    session, moment, inspection, engineer
):
    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)

    assert (hazard.item, hazard.origin, hazard.status) == (2, Origin.NEW, Status.IN_PROGRESS)
    assert (hazard.found_on, hazard.events[0].person_id) == (inspection.inspected_on, engineer.id)
    assert wanted_by(GATE, found_on=inspection.inspected_on) == date(2024, 8, 1)
    assert hazards_of(session, inspection) == [hazard]


def test_the_same_hazard_sent_twice_is_one(session, moment, inspection, engineer):
    first = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)
    again = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)

    assert first is again
    assert session.scalar(select(func.count()).select_from(Hazard)) == 2


def test_a_hazard_of_a_shared_building_has_a_number_that_is_free_at_each_factory(session, moment, inspection, engineer):
    neighbour = a_factory_with_hazard(session, moment, number=9002, item=7).links[0].factory
    shared = replace(GATE, shared_with=frozenset({neighbour.id}))

    hazard = record_hazard(session, inspection, shared, danger=None, who=engineer, moment=moment)

    assert hazard.item == 8
    assert {link.factory_id for link in hazard.links} == {inspection.factory_id, neighbour.id}


def test_what_is_missing_is_named_by_field_and_nothing_is_stored(session, moment, inspection, engineer):
    empty = HazardDraft("0123456789abcdef", None, None, None, None, "when possible", None, Category.CRACKS)

    with pytest.raises(DraftHasProblems) as refused:
        record_hazard(session, inspection, empty, danger=None, who=engineer, moment=moment)

    assert refused.value.problems == {
        "observation": Problem.MISSING,
        "recommended_action": Problem.MISSING,
        "severity": Problem.MISSING,
        "location": Problem.MISSING,
        "recommended_timeline": Problem.NO_TIMELINE,
        "category": Problem.OTHER_DISCIPLINE,
    }
    assert hazards_of(session, inspection) == []


def test_an_item_that_is_taken_is_refused_in_words(session, moment, inspection, engineer):
    session.commit()

    with pytest.raises(ItemIsTaken) as refused:
        record_hazard(session, inspection, replace(GATE, item=1), danger=None, who=engineer, moment=moment)

    assert "Item 1 is taken" in str(refused.value)


def test_a_danger_raises_its_order_with_its_hazard(session, moment, inspection, engineer):
    severe = replace(GATE, severity=Severity.SEVERE_AND_IMMINENT, order=OrderKind.EVACUATION)
    danger = preview_of_hazard(
        session,
        factory=inspection.factory,
        building=None,
        discipline=inspection.discipline,
        severity=severe.severity,
        moment=moment,
    )

    hazard = record_hazard(session, inspection, severe, danger=danger, who=engineer, moment=moment)

    kept = session.scalars(select(SafetyOrder)).one()
    assert ([each.hazard_id for each in kept.causes], kept.kind) == ([hazard.id], OrderKind.EVACUATION)


def test_its_words_are_mended_while_the_report_is_a_draft_and_not_after(session, moment, inspection, engineer):
    hazard = record_hazard(session, inspection, GATE, danger=None, who=engineer, moment=moment)
    mended = replace(GATE, observation="Collapsible gate at stair 3.")

    mend_hazard(session, hazard, mended, opened_at=1, who=engineer, moment=moment)
    with pytest.raises(ChangedMeanwhile):
        mend_hazard(session, hazard, GATE, opened_at=1, who=engineer, moment=moment)
    assert hazard.observation == "Collapsible gate at stair 3."

    session.add(InspectionEngineer(inspection_id=inspection.id, person_id=engineer.id))
    report = begin_report(session, inspection, who=engineer, moment=moment)
    report.summary = "One new hazard."
    hand_in_report(session, report, who=engineer, moment=moment)
    with pytest.raises(ReportIsOut):
        mend_hazard(session, hazard, GATE, opened_at=2, who=engineer, moment=moment)
    with pytest.raises(ReportIsOut):
        record_hazard(session, inspection, replace(GATE, key="f" * 16), danger=None, who=engineer, moment=moment)


def test_on_an_initial_inspection_hazards_are_initial(session, moment, inspection, engineer):
    first = an_inspection(session, inspection.factory, kind=InspectionKind.INITIAL)

    assert record_hazard(session, first, GATE, danger=None, who=engineer, moment=moment).origin is Origin.INITIAL
