"""What stands in no approved report is not published: its words wait, its numbers are counted at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select

from accord.casework.desk.hazards import mend_hazard
from accord.casework.desk.measurements import inspect_building
from accord.casework.desk.reports import last_report, revise_report
from accord.casework.desk.statuses import add_comment
from accord.casework.desk.taking_back import StandsInAReport, take_back_hazard
from accord.casework.disclosure import disclose
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.publication import RewrittenInARevision
from accord.casework.unpublished import unpublished_of
from accord.records.factory import Building, Factory, Occupant
from accord.records.hazard import Hazard, HazardEvent, LogEntry
from accord.records.inspection import InspectionEngineer, ReportStep
from accord.records.photo import Photo
from accord.rules.desk.hazard_draft import HazardDraft
from accord.rules.desk.reports import STANDS, ReportState
from accord.rules.figures.unpublished import unpublished_on
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, PhotoOf, Rating, Severity, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_report, a_visitor, an_engineer, an_inspection

WAITING = [state for state in ReportState if state not in STANDS]


@pytest.fixture
def factory(take, session):
    """A factory whose fire plan was imported with one hazard, item 1."""
    take(a_sheet(a_row(1)))
    return session.scalars(select(Factory)).one()


@pytest.fixture
def engineer(session):
    return an_engineer(session, Discipline.FIRE)


def a_visit(session, factory):
    return an_inspection(session, factory, on=date(2024, 6, 20))


def items(edition):
    return [hazard.item for hazard in edition.hazards]


def found_there(session, moment):
    """A hazard, item 2, that an initial inspection of the same factory found."""
    return a_factory_with_hazard(session, moment, number=9490, item=2)


@pytest.mark.parametrize("state", WAITING)
def test_a_hazard_whose_report_is_not_approved_is_counted_and_not_shown(
    factory, put, public, session, moment, engineer, state
):
    a_report(session, found_there(session, moment).inspection, who=engineer, state=state)

    edition = put(9490).edition

    shown = public.factory(9490, as_of=moment.today)
    assert items(edition) == [1]
    assert [hazard.item for hazard in shown.hazards] == [1]
    assert edition.progress.initial.applicable == 1
    assert progress(session, Scope(factory=9490), moment=moment).initial.applicable == 2
    hidden = unpublished_of(session, factory, shown=[{"key": hazard.key} for hazard in shown.hazards], moment=moment)
    assert unpublished_on(hidden, as_of=moment.today).initial_open == 1


@pytest.mark.parametrize("state", sorted(STANDS))
def test_a_hazard_is_shown_once_its_report_is_approved(factory, put, session, moment, engineer, state):
    a_report(session, found_there(session, moment).inspection, who=engineer, state=state)

    assert items(put(9490).edition) == [1, 2]


def test_an_approved_report_stands_while_its_revision_is_under_way(factory, put, session, moment, engineer):
    inspection = found_there(session, moment).inspection
    a_report(session, inspection, who=engineer)
    a_report(session, inspection, who=engineer, state=ReportState.DRAFT, number=1)

    assert items(put(9490).edition) == [1, 2]


def test_a_hazard_of_the_desk_that_no_inspection_found_waits(factory, put, session, moment):
    hazard = found_there(session, moment)
    hazard.inspection_id = None
    session.flush()

    assert items(put(9490).edition) == [1]


def test_who_works_on_the_plan_sees_what_is_not_approved_yet(factory, session, moment):
    found_there(session, moment)

    edition = disclose(session, factory, moment=moment, number=0, for_public=False)

    assert items(edition) == [1, 2]


def look_again(session, factory, engineer, *, moment):
    """Let an engineer find the imported hazard breached on a visit, with a comment and a photo; return the visit."""
    visit = a_visit(session, factory)
    hazard = session.scalars(select(Hazard)).one()
    recorded = {"actor": engineer.name, "recorded_at": moment.now}
    said = {"hazard_id": hazard.id, "inspection_id": visit.id, **recorded}
    for status, reason in ((Status.CORRECTED, None), (Status.IN_PROGRESS, "The gate is hung in again.")):
        event = HazardEvent(status=status, effective_on=visit.inspected_on, source=Source.DESK, reason=reason, **said)
        event.person_id = engineer.id
        session.add(event)
    hazard.status = Status.IN_PROGRESS
    session.add(LogEntry(dated_on=visit.inspected_on, text="Seen hung in again.", source=Source.DESK, **said))
    size = {"width_px": 10, "height_px": 10, "size_bytes": 4}
    photo = Photo(shows=PhotoOf.HAZARD, sha256="ab" * 32, **size, taken_on=visit.inspected_on, caption="Gate.", **said)
    photo.cleared_at, photo.cleared_by = moment.now, "the CSO"
    session.add(photo)
    session.flush()
    session.expire_all()
    return visit


def public_edition(session, factory, moment):
    return disclose(session, factory, moment=moment, number=1)


def test_a_status_is_told_at_once_and_its_words_and_photos_when_the_report_is_approved(
    factory, session, moment, engineer
):
    visit = look_again(session, factory, engineer, moment=moment)

    [before] = public_edition(session, factory, moment).hazards
    a_report(session, visit, who=engineer, state=ReportState.APPROVED)
    [after] = public_edition(session, factory, moment).hazards

    assert before.status is after.status is Status.IN_PROGRESS
    assert before.reopened_count == after.reopened_count == 1
    assert [status.status for status in before.statuses] == [status.status for status in after.statuses]
    assert (before.statuses[-1].reason, after.statuses[-1].reason) == (None, "The gate is hung in again.")
    assert (len(before.log), len(after.log)) == (1, 2)
    assert (len(before.photos), len(after.photos)) == (0, 1)


def test_evidence_that_the_factory_sent_needs_no_report_but_somebody_who_looked_at_it(
    factory, session, moment, engineer
):
    look_again(session, factory, engineer, moment=moment)
    photo = session.scalars(select(Photo)).one()
    photo.inspection_id = None
    session.flush()

    [hazard] = public_edition(session, factory, moment).hazards

    assert len(hazard.photos) == 1


def test_the_reason_of_a_withdrawal_which_the_chief_safety_officer_approved_is_told(factory, session, moment):
    hazard = session.scalars(select(Hazard)).one()
    hazard.status = Status.WITHDRAWN
    session.add(
        HazardEvent(
            hazard_id=hazard.id,
            status=Status.WITHDRAWN,
            effective_on=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            actor="the CSO",
            reason="The gate was sold with its wall.",
        )
    )
    session.flush()
    session.expire_all()

    [hazard] = public_edition(session, factory, moment).hazards

    assert hazard.withdrawn_reason == "The gate was sold with its wall."


def test_a_rating_waits_for_the_report_and_the_visit_does_not(factory, session, moment):
    structural = {"discipline": Discipline.STRUCTURAL, "kind": InspectionKind.INITIAL}
    visit = an_inspection(session, factory, on=date(2024, 6, 20), **structural)
    visit.rating = Rating.RED
    session.flush()

    def rated():
        visits = public_edition(session, factory, moment).inspections
        return [each.rating for each in visits if each.discipline is Discipline.STRUCTURAL]

    before = rated()
    a_report(session, visit, who=an_engineer(session, Discipline.STRUCTURAL), state=ReportState.APPROVED)

    assert (before, rated()) == ([None], [Rating.RED])


def test_what_was_imported_was_published_elsewhere(take, put, moment):
    take(a_sheet(a_row(1), a_row(2, origin=Origin.NEW)))

    assert items(put(9490).edition) == [1, 2]


# Revisions


@pytest.fixture
def later(moment):
    """An hour after the approval of every report that is built here."""
    return replace(moment, now=moment.now + timedelta(hours=1))


@pytest.fixture
def revised(factory, session, later, engineer):
    """A hazard, item 2, of an approved report of which a revision was begun, and the engineer who does so."""
    hazard = found_there(session, replace(later, now=later.now - timedelta(hours=1)))
    hazard.inspection.engineers.append(InspectionEngineer(person_id=engineer.id))
    a_report(session, hazard.inspection, who=engineer)
    who = a_visitor(session, engineer, later)
    revise_report(session, hazard.inspection.reports[0], reason="A word was wrong.", who=who, moment=later)
    return hazard, who


def approved(session, inspection, engineer, *, moment):
    """Approve the revision that is under way."""
    report = last_report(session, inspection)
    report.state = ReportState.APPROVED
    step = ReportStep(state=ReportState.APPROVED, happened_on=moment.today, person_id=engineer.id, actor="the CSO")
    step.recorded_at = moment.now
    report.steps.append(step)
    session.flush()


def test_what_is_recorded_after_the_approval_waits_for_the_approval_of_the_next_revision(
    revised, factory, session, later, engineer
):
    hazard, who = revised
    added = a_factory_with_hazard(session, later, number=9490, item=3)
    added.inspection_id = hazard.inspection_id
    add_comment(session, hazard, "Typed after the approval.", inspection=hazard.inspection, who=who, moment=later)
    session.flush()
    session.expire_all()

    before = public_edition(session, factory, later).hazards
    approved(session, hazard.inspection, engineer, moment=later)
    after = public_edition(session, factory, later).hazards

    assert [each.item for each in before] == [1, 2]
    assert before[1].log == ()
    assert [each.item for each in after] == [1, 2, 3]
    assert [entry.text for entry in after[1].log] == ["Typed after the approval."]


def test_words_that_a_revision_wrote_over_are_not_published_before_its_approval(revised, put, session, later, engineer):
    hazard, who = revised
    first = put(9490, later)
    words = HazardDraft(
        key=hazard.public_key,
        observation="Nothing to see here.",
        observation_bn=None,
        recommended_action="None.",
        recommended_action_bn=None,
        category=None,
        location="Stair 2",
        recommended_timeline="6 weeks",
        severity=Severity.HIGH,
    )
    mend_hazard(session, hazard, words, opened_at=hazard.revision, danger=None, who=who, moment=later)

    with pytest.raises(RewrittenInARevision, match="until then the last edition stands"):
        put(9490, later)

    approved(session, hazard.inspection, engineer, moment=later)
    second = put(9490, later)
    assert [each.observation for each in first.edition.hazards][1] == "Hazard 2 of factory 9490"
    assert [each.observation for each in second.edition.hazards][1] == "Nothing to see here."


def test_a_rating_that_a_revision_wrote_over_is_not_published_before_its_approval(factory, put, session, moment, later):
    engineer = an_engineer(session, Discipline.STRUCTURAL)
    visit = an_inspection(session, factory, discipline=Discipline.STRUCTURAL)
    visit.engineers.append(InspectionEngineer(person_id=engineer.id))
    building = Building(name="Main building", occupants=[Occupant(factory=factory)])
    session.add(building)
    session.flush()
    who = a_visitor(session, engineer, moment)
    rated = {"limits_loads": False, "use": None, "height_m": None, "shown": None, "who": who}
    inspect_building(session, visit, building, rating=Rating.YELLOW, moment=moment, **rated)
    a_report(session, visit, who=engineer)
    revise_report(session, visit.reports[0], reason="Better.", who=who, moment=later)
    put(9490, later)

    inspect_building(session, visit, building, rating=Rating.GREEN, moment=later, **rated)

    with pytest.raises(RewrittenInARevision):
        put(9490, later)
    approved(session, visit, engineer, moment=later)
    assert [each.rating for each in put(9490, later).edition.inspections if each.rating] == [Rating.GREEN]


def test_a_revision_is_no_way_to_take_a_hazard_of_an_approved_report_out_of_the_count(revised, session, later):
    hazard, who = revised

    with pytest.raises(StandsInAReport, match="propose to withdraw it instead"):
        take_back_hazard(session, hazard, reason="Not needed.", who=who, moment=later)

    assert hazard.status is Status.IN_PROGRESS


# The demonstration


def test_the_demonstration_leaves_two_visits_without_an_approved_report_and_their_words_unpublished(demo, moment):
    waiting = {}
    for number in (90101, 90110):
        factory = demo.scalars(select(Factory).where(Factory.number == number)).one()
        inside = disclose(demo, factory, moment=moment, number=0, for_public=False)
        outside = public_edition(demo, factory, moment)
        approved = {approval.discipline for approval in outside.approvals}
        inner = [hazard for hazard in inside.hazards if hazard.discipline in approved]
        waiting[number] = [
            (one.discipline, one.item)
            for one, other in zip(inner, outside.hazards, strict=True)
            if len(one.log) > len(other.log)
        ]

    assert {discipline for discipline, _ in waiting[90101]} == {Discipline.ELECTRICAL}
    assert {discipline for discipline, _ in waiting[90110]} == {Discipline.FIRE}
