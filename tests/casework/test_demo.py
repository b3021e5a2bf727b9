"""The demonstration holds what it promises, on the day it is made and in the days after."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.demo import DemoRefused, load_demo
from accord.casework.demo.reading import factories_told, programme_told
from accord.casework.disclosure import disclose, is_demonstration
from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope, hazards_in, histories
from accord.casework.journal import first_broken_line
from accord.casework.progress import progress
from accord.gateways.files import FileStore
from accord.records.base import Base
from accord.records.cap import CapVersion
from accord.records.factory import Factory, Occupant, Signatory
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.rules.bangla import is_bangla
from accord.rules.cap_words import danger_in
from accord.rules.disclosure import last_approvals
from accord.rules.history import hazard_on
from accord.rules.moments import Moment
from accord.rules.progress import Tally
from accord.rules.public_text import public_text
from accord.rules.timelines import parse_timeline
from accord.rules.vocabulary import (
    DISCIPLINE_OF_CATEGORY,
    CapState,
    Coverage,
    Discipline,
    FactoryStatus,
    Origin,
    Severity,
    Status,
)

BEHIND, COMPLETED, ON_TRACK = 90101, 90102, 90103
PROMISED = {
    BEHIND: FactoryStatus.BEHIND_SCHEDULE,
    COMPLETED: FactoryStatus.INITIAL_CAP_COMPLETED,
    ON_TRACK: FactoryStatus.ON_TRACK,
}
NEXT_STATUSES = {
    Status.IN_PROGRESS: {Status.PENDING_VERIFICATION, Status.CORRECTED, Status.WITHDRAWN},
    Status.PENDING_VERIFICATION: {Status.IN_PROGRESS, Status.CORRECTED, Status.WITHDRAWN},
    Status.CORRECTED: {Status.IN_PROGRESS},
    Status.WITHDRAWN: set(),
}


@pytest.fixture
def demo(session: Session, photos: FileStore, moment: Moment) -> Session:
    """A database that holds the demonstration, anchored today."""
    load_demo(session, photos, moment=moment)
    return session


def later(moment: Moment, days: int) -> Moment:
    return Moment(moment.now + timedelta(days=days), moment.zone)


def every_hazard(session: Session) -> list[Hazard]:
    return list(session.scalars(select(Hazard).order_by(Hazard.id)))


def rows_of(session: Session, record: type[Base]) -> list[tuple[Any, ...]]:
    table = record.__table__
    # The public key is drawn by lot, so that it tells nothing.
    columns = [column for column in table.columns if column.name != "public_key"]
    return [tuple(row) for row in session.execute(select(*columns).order_by(*table.primary_key))]


def test_the_demonstration_names_its_factories_and_marks_the_installation(
    session: Session, photos: FileStore, moment: Moment
) -> None:
    assert not is_demonstration(session)

    numbers = load_demo(session, photos, moment=moment)

    assert numbers == [BEHIND, COMPLETED, ON_TRACK]
    assert is_demonstration(session)


def test_loading_is_noted_in_the_journal(demo: Session) -> None:
    [line] = demo.scalars(select(JournalEntry))

    assert line.deed == "loaded the demonstration"
    assert '"anchor": "2024-07-01"' in line.details
    assert first_broken_line(demo) is None


def test_the_demonstration_is_refused_where_a_factory_is_on_record(
    session: Session, photos: FileStore, moment: Moment
) -> None:
    session.add(Factory(number=9490, name="A real factory Ltd.", coverage=Coverage.ACTIVE))
    session.flush()

    with pytest.raises(DemoRefused, match="on record here already"):
        load_demo(session, photos, moment=moment)

    assert session.scalar(select(func.count()).select_from(Factory)) == 1
    assert not is_demonstration(session)


def test_the_demonstration_is_refused_a_second_time(demo: Session, photos: FileStore, moment: Moment) -> None:
    with pytest.raises(DemoRefused):
        load_demo(demo, photos, moment=moment)


def test_the_demonstration_cannot_end_after_today(session: Session, photos: FileStore, moment: Moment) -> None:
    with pytest.raises(DemoRefused, match="still to come"):
        load_demo(session, photos, moment=moment, anchor=moment.today + timedelta(days=1))


def test_nothing_is_written_for_good_before_the_caller_commits(
    session: Session, photos: FileStore, moment: Moment
) -> None:
    load_demo(session, photos, moment=moment)

    session.rollback()

    assert every_hazard(session) == []


def test_the_same_anchor_twice_gives_the_same_data(session: Session, photos: FileStore, moment: Moment) -> None:
    records = (Factory, Occupant, Inspection, CapVersion, Hazard, HazardFactory, HazardEvent, Deadline, LogEntry)
    anchor = date(2024, 3, 15)
    load_demo(session, photos, moment=moment, anchor=anchor)
    first = [rows_of(session, record) for record in records]
    session.rollback()

    load_demo(session, photos, moment=later(moment, 40), anchor=anchor)

    assert [rows_of(session, record) for record in records] == first


@pytest.mark.parametrize("days", [0, 5, 14])
def test_each_factory_has_its_promised_status_for_two_weeks(demo: Session, moment: Moment, days: int) -> None:
    then = later(moment, days)

    statuses = {number: progress(demo, Scope(factory=number), moment=then).status for number in PROMISED}

    assert statuses == PROMISED


def test_the_factory_behind_schedule_has_something_of_everything(demo: Session, moment: Moment) -> None:
    behind = progress(demo, Scope(factory=BEHIND), moment=moment)

    initial = behind.initial
    assert min(initial.corrected, initial.pending_verification, initial.in_progress, initial.withdrawn) >= 2
    assert min(behind.new.corrected, behind.new.pending_verification, behind.new.in_progress) >= 1
    assert behind.overdue >= 5
    assert behind.no_date == 2
    assert behind.reopened >= 5
    disciplines = {hazard.discipline for hazard in demo.scalars(select(Hazard).join(HazardFactory).join(Factory))}
    assert disciplines == set(Discipline)


def test_the_completed_factory_still_shows_an_overdue_new_hazard(demo: Session, moment: Moment) -> None:
    completed = progress(demo, Scope(factory=COMPLETED), moment=moment)

    assert completed.status is FactoryStatus.INITIAL_CAP_COMPLETED
    assert completed.initial.corrected == completed.initial.applicable > 0
    assert completed.overdue == 1


def test_the_factory_on_track_was_never_overdue_and_has_its_finance_plan_agreed(demo: Session, moment: Moment) -> None:
    days = (moment.today - timedelta(days=day) for day in range(0, 650))
    factory = factory_numbered(demo, ON_TRACK)
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
    approvals = last_approvals(disclose(demo, factory, moment=moment, number=1).approvals)
    assert {approval.discipline for approval in approvals} == set(Discipline)
    assert all(approval.finance_agreed for approval in approvals)


def test_a_hazard_of_the_shared_building_counts_for_both_factories_and_once_for_the_programme(
    demo: Session, moment: Moment
) -> None:
    [shared] = [hazard for hazard in every_hazard(demo) if len(hazard.links) > 1]

    assert {link.factory.number for link in shared.links} == {BEHIND, ON_TRACK}
    assert shared.discipline is Discipline.STRUCTURAL
    one_by_one = sum(_count(demo, Scope(factory=number), moment) for number in PROMISED)
    assert _count(demo, Scope(), moment) == one_by_one - 1 == len(every_hazard(demo))
    occupants = shared.building.occupants if shared.building else []
    assert {occupant.factory.number for occupant in occupants if occupant.factory} == {BEHIND, ON_TRACK}
    assert [occupant.other_use for occupant in occupants if occupant.other_use] == ["bank"]


def _count(session: Session, scope: Scope, moment: Moment) -> int:
    whole = progress(session, scope, moment=moment)
    return sum(tally.applicable + tally.withdrawn for tally in (whole.initial, whole.new))


@pytest.mark.parametrize("number", [*PROMISED, None])
def test_the_disciplines_add_up_to_the_whole(demo: Session, moment: Moment, number: int | None) -> None:
    whole = progress(demo, Scope(factory=number), moment=moment)

    parts = [progress(demo, Scope(factory=number, discipline=word), moment=moment) for word in Discipline]

    assert sum((part.initial for part in parts), Tally()) == whole.initial
    assert sum((part.new for part in parts), Tally()) == whole.new
    assert sum(part.overdue for part in parts) == whole.overdue
    assert sum(part.no_date for part in parts) == whole.no_date
    assert sum(part.reopened for part in parts) == whole.reopened


def test_the_two_biggest_factories_have_25_to_45_hazards(demo: Session, moment: Moment) -> None:
    counts = {number: _count(demo, Scope(factory=number), moment) for number in PROMISED}

    assert all(25 <= count <= 45 for count in counts.values()), counts


def test_every_hazard_and_factory_has_its_texts_in_bangla(demo: Session) -> None:
    texts = [
        text
        for hazard in every_hazard(demo)
        for text in (hazard.observation_bn, hazard.recommended_action_bn, hazard.final_action_plan_bn)
    ]
    texts += [
        text
        for factory in demo.scalars(select(Factory))
        for text in (factory.name_bn, factory.address_bn, factory.summary_bn)
    ]

    assert all(text and is_bangla(text) for text in texts)


def test_every_hazard_is_described_in_full(demo: Session) -> None:
    for hazard in every_hazard(demo):
        assert hazard.observation, hazard.item
        assert hazard.recommended_action, hazard.item
        assert hazard.final_action_plan, hazard.item
        assert hazard.location, hazard.item
        assert hazard.category, hazard.item
        assert DISCIPLINE_OF_CATEGORY[hazard.category] is hazard.discipline
        assert parse_timeline(hazard.recommended_timeline or ""), hazard.recommended_timeline


def test_no_two_hazards_say_the_same(demo: Session) -> None:
    hazards = every_hazard(demo)

    for name in ("observation", "observation_bn"):
        assert len({getattr(hazard, name) for hazard in hazards}) == len(hazards)


def test_no_hazard_calls_for_an_order_since_orders_are_not_kept_yet(demo: Session) -> None:
    for hazard in every_hazard(demo):
        assert hazard.severity is not Severity.SEVERE_AND_IMMINENT
        assert danger_in(hazard.discipline, hazard.observation, hazard.recommended_action) is None


def test_no_public_text_names_a_person_or_has_to_be_cut(demo: Session) -> None:
    programme = programme_told()
    people = [programme.chief_safety_officer, *(name for names in programme.engineers.values() for name in names)]
    people += [story.claimant for story in factories_told()]
    surnames = [person.split(",")[0].split()[-1] for person in people]

    texts = [
        text
        for hazard in every_hazard(demo)
        for text in (
            hazard.observation,
            hazard.observation_bn,
            hazard.recommended_action,
            hazard.recommended_action_bn,
            hazard.final_action_plan,
            hazard.final_action_plan_bn,
            hazard.location,
            *(event.reason for event in hazard.events),
            *(change.reason for change in hazard.deadlines),
            *(comment.text for comment in hazard.log),
        )
        if text
    ]

    assert [text for text in texts if public_text(text) != text] == []
    assert [text for text in texts for surname in surnames if surname in text] == []


@pytest.mark.parametrize("weekday", range(7))
def test_every_history_can_have_happened_whatever_weekday_the_anchor_is(
    session: Session, photos: FileStore, moment: Moment, weekday: int
) -> None:
    load_demo(session, photos, moment=moment, anchor=moment.today - timedelta(days=weekday))

    for hazard in every_hazard(session):
        days = [event.effective_on for event in hazard.events]
        assert hazard.events[0].status is Status.IN_PROGRESS
        assert days[0] == hazard.found_on
        assert all(before < after for before, after in pairwise(days)), (hazard.discipline, hazard.item)
        for before, after in pairwise(hazard.events):
            assert after.status in NEXT_STATUSES[before.status], (hazard.discipline, hazard.item)
        assert all(event.effective_on.strftime("%A") != "Friday" for event in hazard.events)


def test_the_current_status_equals_the_replay(demo: Session, moment: Moment) -> None:
    found = histories(demo, select(Hazard.id), moment=moment)

    for hazard in every_hazard(demo):
        state = hazard_on(found[hazard.id], as_of=moment.today, known_at=moment.today)
        assert state is not None
        assert hazard.status is state.status


def test_everything_was_recorded_on_the_day_it_happened(demo: Session, moment: Moment) -> None:
    for event in demo.scalars(select(HazardEvent)):
        assert moment.civil_date(event.recorded_at) == event.effective_on
    for deadline in demo.scalars(select(Deadline)):
        assert moment.civil_date(deadline.recorded_at) == deadline.holds_from
    for comment in demo.scalars(select(LogEntry)):
        assert moment.civil_date(comment.recorded_at) == comment.dated_on
    for visit in demo.scalars(select(Inspection)):
        assert moment.civil_date(visit.recorded_at) == visit.inspected_on


@pytest.mark.parametrize("zone", ["Asia/Dhaka", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_nothing_is_dated_after_now_even_just_after_midnight(session: Session, photos: FileStore, zone: str) -> None:
    midnight = Moment(datetime(2024, 7, 1, 0, 1, tzinfo=ZoneInfo(zone)), ZoneInfo(zone))

    load_demo(session, photos, moment=midnight)

    for record in (Inspection, CapVersion, Hazard, HazardEvent, Deadline, LogEntry):
        assert all(row.recorded_at < midnight.now for row in session.scalars(select(record)))


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

    assert len(withdrawals) >= 3
    assert all(event.reason and "chief safety officer" in event.actor for event in withdrawals)


def test_a_claim_that_was_not_accepted_and_a_reopening_say_why(demo: Session) -> None:
    for hazard in every_hazard(demo):
        for event in hazard.events[1:]:
            if event.status is Status.IN_PROGRESS:
                assert event.reason, (hazard.discipline, hazard.item)


def test_deadlines_chain_and_every_change_has_its_reason(demo: Session) -> None:
    chains = [hazard.deadlines for hazard in every_hazard(demo)]

    for hazard, chain in zip(every_hazard(demo), chains, strict=True):
        place = (hazard.discipline, hazard.item)
        assert all(change.holds_from >= hazard.found_on for change in chain), place
        assert all(change.due_on and change.due_on >= change.holds_from for change in chain), place
        assert all(before.holds_from < after.holds_from for before, after in pairwise(chain)), place
        assert all(change.reason for change in chain[1:]), place
        assert all(change.approved_by for change in chain), place
    assert sum(len(chain) > 1 for chain in chains) >= 20


def test_a_dated_hazard_lies_on_a_floor_of_its_building_within_the_factorys_occupancy(demo: Session) -> None:
    for hazard in every_hazard(demo):
        assert hazard.building
        assert hazard.floor is None or hazard.floor in hazard.building.floors
        assert hazard.zone is None or hazard.zone.floor is hazard.floor
        for link in hazard.links:
            stays = [stay for stay in link.factory.occupancies if stay.building is hazard.building]
            assert [stay for stay in stays if stay.from_on and stay.from_on <= hazard.found_on]


def test_no_factory_has_two_lead_brands_and_two_of_four_brands_agreed_to_be_named(
    demo: Session, moment: Moment
) -> None:
    agreed = set(demo.scalars(select(Signatory.name).where(Signatory.agreed_to_be_named)))

    assert len(agreed) == 2
    assert demo.scalar(select(func.count()).select_from(Signatory)) == 4
    for number in PROMISED:
        factory = factory_numbered(demo, number)
        assert sum(sourcing.is_lead for sourcing in factory.sourcings) == 1
        shown = disclose(demo, factory, moment=moment, number=1).factory
        assert set(shown.signatories_named) <= agreed
        assert shown.signatory_count >= len(shown.signatories_named) >= 1


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
    edition = disclose(demo, factory_numbered(demo, BEHIND), moment=moment, number=1)

    assert edition.is_demonstration
    assert [building.is_shared for building in edition.factory.buildings] == [False, True]
    assert len(edition.hazards) == _count(demo, Scope(factory=BEHIND), moment)
    assert {hazard.origin for hazard in edition.hazards} == set(Origin)
    assert max(hazard.reopened_count for hazard in edition.hazards) == 2
    assert [hazard.shared_with for hazard in edition.hazards if hazard.shared_with] == [(ON_TRACK,)]


def test_the_programmes_rate_fell_when_a_factory_and_a_building_joined(demo: Session, moment: Moment) -> None:
    joined_on = demo.scalars(
        select(Inspection.inspected_on).join(Factory).where(Factory.number == ON_TRACK).order_by(Inspection.id)
    ).first()
    assert joined_on
    before, after = joined_on - timedelta(days=1), joined_on + timedelta(days=14)

    rates = [progress(demo, Scope(), moment=moment, as_of=day, known_at=day).initial for day in (before, after)]

    assert rates[0].verified_percent > rates[1].verified_percent  # type: ignore[operator]
    assert rates[0].corrected == rates[1].corrected
