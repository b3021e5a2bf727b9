"""What stands in no approved report is not published: its words wait, its numbers are counted at once."""

from datetime import date

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select

from accord.casework.disclosure import disclose
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.unpublished import unpublished_of
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardEvent, LogEntry, Photo
from accord.rules.desk.reports import STANDS, ReportState
from accord.rules.unpublished import unpublished_on
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, PhotoOf, Rating, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_report, an_engineer, an_inspection

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
