"""What happened in the demonstration can have happened: in order, on working days, by those who may do it."""

from itertools import pairwise

from casework.demonstration import every_hazard, place_of, rises
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.demo.reading import programme_told
from accord.casework.histories import histories
from accord.records.cap import CapVersion, Recognition
from accord.records.escalation import StageChange
from accord.records.factory import CoverageChange, Sourcing
from accord.records.hazard import Deadline, Hazard, HazardEvent, LogEntry
from accord.records.inspection import Inspection
from accord.rules.figures.history import hazard_on
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status

NEXT_STATUSES = {
    Status.IN_PROGRESS: {Status.PENDING_VERIFICATION, Status.CORRECTED, Status.WITHDRAWN},
    Status.PENDING_VERIFICATION: {Status.IN_PROGRESS, Status.CORRECTED, Status.WITHDRAWN},
    Status.CORRECTED: {Status.IN_PROGRESS},
    Status.WITHDRAWN: set(),
}


def test_every_history_can_have_happened_whatever_weekday_the_anchor_is(any_weekday: Session) -> None:
    for hazard in every_hazard(any_weekday):
        days = [event.effective_on for event in hazard.events]
        assert hazard.events[0].status is Status.IN_PROGRESS
        assert days[0] == hazard.found_on
        assert rises(days), place_of(hazard)
        for before, after in pairwise(hazard.events):
            assert after.status in NEXT_STATUSES[before.status], place_of(hazard)
        assert all(day.strftime("%A") != "Friday" for day in days)


def test_every_agreed_date_follows_the_one_before_whatever_weekday_the_anchor_is(any_weekday: Session) -> None:
    for hazard in every_hazard(any_weekday):
        chain, place = hazard.deadlines, place_of(hazard)
        assert all(change.holds_from >= hazard.found_on for change in chain), place
        assert all(change.due_on and change.due_on >= change.holds_from for change in chain), place
        assert rises([change.holds_from for change in chain]), place


def test_follow_ups_come_in_the_order_of_their_numbers_whatever_weekday_the_anchor_is(any_weekday: Session) -> None:
    numbered: dict[tuple[int, str], list[Inspection]] = {}
    for visit in any_weekday.scalars(select(Inspection).where(Inspection.ordinal.is_not(None)).order_by(Inspection.id)):
        numbered.setdefault((visit.factory.number, visit.discipline), []).append(visit)

    for place, visits in numbered.items():
        assert [visit.ordinal for visit in visits] == list(range(1, len(visits) + 1)), place
        assert rises([visit.inspected_on for visit in visits]), place


def test_the_current_status_equals_the_replay(demo: Session, moment: Moment) -> None:
    found = histories(demo, select(Hazard.id), moment=moment)

    for hazard in every_hazard(demo):
        state = hazard_on(found[hazard.id], as_of=moment.today, known_at=moment.today)
        assert state is not None
        assert hazard.status is state.status


def test_everything_was_recorded_on_the_day_it_happened(demo: Session, moment: Moment) -> None:
    def recorded_on_its_day(record: type, name: str) -> bool:
        rows = list(demo.scalars(select(record)))
        return bool(rows) and all(moment.civil_date(row.recorded_at) == getattr(row, name) for row in rows)

    assert recorded_on_its_day(HazardEvent, "effective_on")
    assert recorded_on_its_day(Deadline, "holds_from")
    assert recorded_on_its_day(LogEntry, "dated_on")
    assert recorded_on_its_day(Inspection, "inspected_on")
    assert recorded_on_its_day(CoverageChange, "from_on")
    assert recorded_on_its_day(StageChange, "decided_on")
    assert recorded_on_its_day(Recognition, "recognised_on")
    approved = list(demo.scalars(select(CapVersion).where(CapVersion.approved_on.is_not(None))))
    assert all(moment.civil_date(version.recorded_at) == version.approved_on for version in approved)


def test_who_bought_before_the_factory_joined_was_put_on_record_when_it_did(demo: Session, moment: Moment) -> None:
    for sourcing in demo.scalars(select(Sourcing)):
        joined_on = sourcing.factory.coverage_changes[0].from_on
        assert joined_on
        assert moment.civil_date(sourcing.recorded_at) == max(sourcing.from_on, joined_on)
        assert sourcing.to_on is None or sourcing.to_on > sourcing.from_on
        if sourcing.to_on and sourcing.end_recorded_at:
            assert moment.civil_date(sourcing.end_recorded_at) == sourcing.to_on


def test_no_factory_is_visited_before_it_joined(demo: Session) -> None:
    for visit in demo.scalars(select(Inspection)):
        joined_on = visit.factory.coverage_changes[0].from_on
        assert joined_on
        assert visit.inspected_on > joined_on, visit.factory.number


def test_the_verifier_is_an_engineer_of_the_discipline_on_a_visit_and_never_the_claimant(demo: Session) -> None:
    engineers = programme_told().engineers
    for hazard in every_hazard(demo):
        claimants = {event.actor for event in hazard.events if event.status is Status.PENDING_VERIFICATION}
        for event in hazard.events:
            if event.status is not Status.CORRECTED:
                continue
            visit = demo.get_one(Inspection, event.inspection_id)
            assert event.actor not in claimants
            assert event.actor in engineers[hazard.discipline]
            assert visit.discipline is hazard.discipline
            assert visit.inspected_on == event.effective_on


def test_every_withdrawal_has_a_reason_and_the_chief_safety_officers_approval(demo: Session) -> None:
    withdrawals = list(demo.scalars(select(HazardEvent).where(HazardEvent.status == Status.WITHDRAWN)))

    assert len(withdrawals) >= 5
    assert all(event.reason and "chief safety officer" in event.actor for event in withdrawals)


def test_a_claim_that_was_not_accepted_and_a_reopening_say_why(demo: Session) -> None:
    for hazard in every_hazard(demo):
        for event in hazard.events[1:]:
            if event.status is Status.IN_PROGRESS:
                assert event.reason, place_of(hazard)


def test_every_change_of_an_agreed_date_has_its_reason_and_who_approved_it(demo: Session) -> None:
    chains = [hazard.deadlines for hazard in every_hazard(demo)]

    for hazard, chain in zip(every_hazard(demo), chains, strict=True):
        assert all(change.reason for change in chain[1:]), place_of(hazard)
        assert all(change.approved_by for change in chain), place_of(hazard)
    assert sum(len(chain) > 1 for chain in chains) >= 60


def test_a_plan_is_dated_only_once_it_was_approved(demo: Session) -> None:
    approved = {
        (version.factory.number, version.discipline)
        for version in demo.scalars(select(CapVersion).where(CapVersion.approved_on.is_not(None)))
    }

    for hazard in every_hazard(demo):
        if not any((link.factory.number, hazard.discipline) in approved for link in hazard.links):
            assert hazard.deadlines == [], place_of(hazard)


def test_a_hazard_lies_on_a_floor_of_its_building_within_the_factorys_occupancy(demo: Session) -> None:
    for hazard in every_hazard(demo):
        assert hazard.building
        assert hazard.floor is None or hazard.floor in hazard.building.floors
        assert hazard.zone is None or hazard.zone.floor is hazard.floor
        for link in hazard.links:
            stays = [stay for stay in link.factory.occupancies if stay.building is hazard.building]
            assert [stay for stay in stays if stay.from_on and stay.from_on <= hazard.found_on], place_of(hazard)
