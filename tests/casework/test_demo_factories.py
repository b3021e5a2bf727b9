"""What each factory of the demonstration is there to show."""

from datetime import timedelta

import pytest
from casework.demonstration import (
    BEHIND,
    CLOSED,
    COMPLETED,
    EVACUATED,
    FAR_BEHIND,
    HANDED_OVER,
    INELIGIBLE,
    LIMITED,
    NEIGHBOUR,
    NOT_INSPECTED,
    ON_TRACK,
    PENDING,
    PROMISED,
    SHARED_BUILDINGS,
    count,
    every_hazard,
    factory,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.disclosure import disclose
from accord.casework.histories import Scope, hazards_in, histories
from accord.casework.progress import progress, stage_of
from accord.casework.publication import NothingApproved, prepare
from accord.records.cap import CapVersion, Recognition
from accord.records.escalation import StageChange
from accord.records.factory import CoverageChange, Factory, Signatory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.rules.figures.history import hazard_on
from accord.rules.moments import Moment
from accord.rules.public.disclosure import Edition, last_approvals
from accord.rules.vocabulary import (
    CapState,
    Coverage,
    Discipline,
    FactoryStatus,
    InspectionKind,
    Origin,
    Rating,
    Status,
)


def edition_of(session: Session, number: int, moment: Moment) -> Edition:
    return disclose(session, factory(session, number), moment=moment, number=1)


def test_the_factory_behind_schedule_has_something_of_everything(demo: Session, moment: Moment) -> None:
    behind = progress(demo, Scope(factory=BEHIND), moment=moment)

    initial = behind.initial
    assert min(initial.corrected, initial.pending_verification, initial.in_progress, initial.withdrawn) >= 2
    assert min(behind.new.corrected, behind.new.pending_verification, behind.new.in_progress) >= 1
    assert behind.overdue >= 5
    assert behind.no_date == 2
    assert behind.reopened >= 5
    disciplines = demo.scalars(
        select(Hazard.discipline).join(HazardFactory).join(Factory).where(Factory.number == BEHIND)
    )
    assert set(disciplines) == set(Discipline)


def test_the_completed_factory_still_shows_an_overdue_new_hazard(demo: Session, moment: Moment) -> None:
    completed = progress(demo, Scope(factory=COMPLETED), moment=moment)

    assert completed.status is FactoryStatus.INITIAL_CAP_COMPLETED
    assert completed.initial.corrected == completed.initial.applicable > 0
    assert completed.overdue == 1


def test_the_factory_on_track_was_never_overdue_and_has_its_finance_plan_agreed(demo: Session, moment: Moment) -> None:
    days = (moment.today - timedelta(days=day) for day in range(0, 650))
    day = {"as_of": moment.today, "known_before": moment.end_of(moment.today)}
    found = histories(demo, hazards_in(Scope(factory=ON_TRACK), **day), moment=moment).values()

    overdue = {
        day
        for day in days
        for history in found
        if (state := hazard_on(history, as_of=day, known_at=day))
        and state.status is Status.IN_PROGRESS
        and state.due_on
        and state.due_on < day
    }

    assert overdue == set()
    approvals = last_approvals(edition_of(demo, ON_TRACK, moment).approvals)
    assert {approval.discipline for approval in approvals} == set(Discipline)
    assert all(approval.finance_agreed for approval in approvals)


@pytest.mark.parametrize("factories", SHARED_BUILDINGS, ids=str)
def test_a_hazard_of_a_shared_building_counts_for_both_its_factories(demo: Session, factories: set[int]) -> None:
    shared = [hazard for hazard in every_hazard(demo) if {link.factory.number for link in hazard.links} == factories]

    assert shared
    for hazard in shared:
        assert hazard.discipline is Discipline.STRUCTURAL
        occupants = hazard.building.occupants if hazard.building else []
        assert {occupant.factory.number for occupant in occupants if occupant.factory} == factories
        assert [occupant.other_use for occupant in occupants if occupant.other_use] == ["bank"]


def test_no_hazard_is_shared_outside_the_shared_buildings(demo: Session) -> None:
    for hazard in every_hazard(demo):
        numbers = {link.factory.number for link in hazard.links}
        assert len(numbers) == 1 or numbers in SHARED_BUILDINGS


def test_the_evacuated_factory_was_rated_red_and_no_longer_is(demo: Session) -> None:
    ratings = [
        visit.rating
        for visit in demo.scalars(
            select(Inspection)
            .join(Factory)
            .where(Factory.number == EVACUATED, Inspection.discipline == Discipline.STRUCTURAL)
            .order_by(Inspection.inspected_on)
        )
    ]

    assert Rating.RED in ratings
    assert ratings[-1] is not Rating.RED


def test_the_neighbour_joined_earlier_and_works_on_floors_of_its_own(demo: Session) -> None:
    first_days = {number: factory(demo, number).coverage_changes[0].from_on for number in (EVACUATED, NEIGHBOUR)}
    floors = {
        number: {
            hazard.floor.level
            for hazard in every_hazard(demo)
            if [link.factory.number for link in hazard.links] == [number] and hazard.floor
        }
        for number in (EVACUATED, NEIGHBOUR)
    }

    assert first_days[NEIGHBOUR] < first_days[EVACUATED]  # type: ignore[operator]
    assert floors[NEIGHBOUR] & {5, 6, 7}
    assert not floors[NEIGHBOUR] & floors[EVACUATED] & set(range(1, 8))


def test_the_factory_far_behind_has_corrected_a_third_and_is_warned_to_stage_2(demo: Session, moment: Moment) -> None:
    far_behind = progress(demo, Scope(factory=FAR_BEHIND), moment=moment)

    assert count(demo, Scope(factory=FAR_BEHIND), moment) >= 30
    assert 25 < far_behind.initial.verified_percent < 45  # type: ignore[operator]
    assert far_behind.overdue >= 10
    today, known = moment.today, moment.end_of(moment.today)
    assert stage_of(demo, factory(demo, FAR_BEHIND), as_of=today, known_before=known) == 2
    approvals = edition_of(demo, FAR_BEHIND, moment).approvals
    assert approvals
    assert not [approval for approval in approvals if approval.finance_agreed]
    oldest = min(
        hazard.due_on for hazard in edition_of(demo, FAR_BEHIND, moment).hazards if hazard.is_overdue and hazard.due_on
    )
    assert (today - oldest).days > 365


def test_the_factory_under_a_load_limit_is_rated_amber(demo: Session) -> None:
    last = demo.scalars(
        select(Inspection)
        .join(Factory)
        .where(Factory.number == LIMITED, Inspection.rating.is_not(None))
        .order_by(Inspection.inspected_on.desc())
    ).first()

    assert last
    assert last.rating is Rating.AMBER


def test_a_factory_is_handed_over_only_after_its_last_brand_has_left(demo: Session) -> None:
    left = factory(demo, HANDED_OVER)
    active, inactive, handed_over = left.coverage_changes

    assert (active.coverage, inactive.coverage) == (Coverage.ACTIVE, Coverage.INACTIVE)
    assert handed_over.coverage is Coverage.HANDED_OVER
    assert active.from_on
    assert inactive.from_on
    assert all(sourcing.to_on and sourcing.to_on <= inactive.from_on for sourcing in left.sourcings)


def test_a_factory_became_ineligible_stage_by_stage_and_not_before_its_day(demo: Session, moment: Moment) -> None:
    refusing = factory(demo, INELIGIBLE)
    stages = list(demo.scalars(select(StageChange).where(StageChange.factory_id == refusing.id)))

    assert [stage.stage for stage in stages] == [1, 2, 3]
    assert (stages[1].decided_on - stages[0].decided_on).days > 180
    assert stages[2].effective_on > stages[2].decided_on
    eve = stages[2].effective_on - timedelta(days=1)
    before = progress(demo, Scope(factory=INELIGIBLE), moment=moment, as_of=eve, known_at=eve)
    assert before.status is FactoryStatus.BEHIND_SCHEDULE
    # The public page tells its brands by the duties of the decision; here it was recorded before there were any.
    assert all(each.to_on and each.to_on <= moment.today for each in refusing.sourcings)


def test_a_decision_on_a_stage_holds_from_a_later_day_only_for_stage_3(demo: Session) -> None:
    for stage in demo.scalars(select(StageChange)):
        assert stage.effective_on >= stage.decided_on
        assert stage.stage == 3 or stage.effective_on == stage.decided_on


def test_the_pending_factory_lacks_one_approval_and_dates_nothing_of_it(demo: Session, moment: Moment) -> None:
    edition = edition_of(demo, PENDING, moment)

    assert {approval.discipline for approval in edition.approvals} == {Discipline.STRUCTURAL, Discipline.FIRE}
    inspected = {visit.discipline for visit in edition.inspections if visit.kind is InspectionKind.INITIAL}
    assert Discipline.ELECTRICAL in inspected
    assert Discipline.ELECTRICAL not in {hazard.discipline for hazard in edition.hazards}


def test_the_factory_that_was_not_inspected_has_nothing_to_publish_and_no_rate(demo: Session, moment: Moment) -> None:
    never = progress(demo, Scope(factory=NOT_INSPECTED), moment=moment)

    assert (never.initial.verified_percent, never.initial.reported_percent) == (None, None)
    with pytest.raises(NothingApproved):
        prepare(demo, NOT_INSPECTED, moment=moment)


def test_every_other_factory_can_be_published_with_nothing_hidden(demo: Session, moment: Moment) -> None:
    for number in PROMISED:
        if number != NOT_INSPECTED:
            assert prepare(demo, number, moment=moment).hidden == (), number


def test_the_closed_factory_had_been_recognised_and_was_seen_empty(demo: Session) -> None:
    closed = factory(demo, CLOSED)
    [letter] = demo.scalars(select(Recognition).where(Recognition.factory_id == closed.id))
    [seen_empty] = demo.scalars(
        select(Inspection).where(
            Inspection.factory_id == closed.id, Inspection.kind == InspectionKind.CLOSURE_VERIFICATION
        )
    )
    [closing] = demo.scalars(
        select(CoverageChange).where(CoverageChange.factory_id == closed.id, CoverageChange.coverage == Coverage.CLOSED)
    )

    assert letter.recognised_on < seen_empty.inspected_on < closing.from_on
    assert all(sourcing.to_on and sourcing.to_on < closing.from_on for sourcing in closed.sourcings)


def test_no_letter_of_recognition_came_before_the_last_initial_hazard_was_corrected(
    demo: Session, moment: Moment
) -> None:
    letters = list(demo.scalars(select(Recognition)))

    assert len(letters) == 2
    for letter in letters:
        number, day = demo.get_one(Factory, letter.factory_id).number, letter.recognised_on
        then = progress(demo, Scope(factory=number), moment=moment, as_of=day, known_at=day).initial
        assert then.corrected == then.applicable > 0


def test_no_factory_has_two_lead_brands_and_only_brands_that_agreed_are_named(demo: Session, moment: Moment) -> None:
    agreed = set(demo.scalars(select(Signatory.name).where(Signatory.agreed_to_be_named)))

    assert len(agreed) == 3
    assert demo.scalar(select(func.count()).select_from(Signatory)) == 6
    for number in PROMISED:
        assert sum(sourcing.is_lead for sourcing in factory(demo, number).sourcings) == 1, number
        shown = edition_of(demo, number, moment).factory
        assert set(shown.signatories_named) <= agreed
        assert shown.signatory_count >= len(shown.signatories_named)
        assert (shown.signatory_count > 0) == (number not in (HANDED_OVER, CLOSED, INELIGIBLE)), number


def test_a_later_draft_stands_beside_the_approved_plan(demo: Session) -> None:
    versions = demo.scalars(
        select(CapVersion)
        .join(Factory)
        .where(Factory.number == BEHIND, CapVersion.discipline == Discipline.STRUCTURAL)
        .order_by(CapVersion.number)
    ).all()

    assert [version.state for version in versions][-2:] == [CapState.TECHNICALLY_APPROVED, CapState.SUBMITTED]
    assert versions[-1].approved_on is None


def test_the_public_reads_every_hazard_with_its_history(demo: Session, moment: Moment) -> None:
    edition = edition_of(demo, BEHIND, moment)

    assert edition.is_demonstration
    assert [building.is_shared for building in edition.factory.buildings] == [False, True]
    assert len(edition.hazards) == count(demo, Scope(factory=BEHIND), moment)
    assert {hazard.origin for hazard in edition.hazards} == set(Origin)
    assert max(hazard.reopened_count for hazard in edition.hazards) == 2
    assert [hazard.shared_with for hazard in edition.hazards if hazard.shared_with] == [(ON_TRACK,)]
