"""The demonstration is loaded into an empty installation, the same each time, and keeps its promise of each factory."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from casework.demonstration import COVERED, COVERED_NO_MORE, ON_TRACK, PROMISED, count, every_hazard, factory, later
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.demo import DemoRefused, load_demo
from accord.casework.disclosure import is_demonstration
from accord.casework.histories import Scope
from accord.casework.journal import first_broken_line
from accord.casework.progress import progress
from accord.gateways.files import FileStore
from accord.records.base import Base
from accord.records.cap import CapVersion, Recognition
from accord.records.escalation import StageChange
from accord.records.factory import CoverageChange, Factory, Occupant, Sourcing
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory, LogEntry
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.records.order import OrderEvent, OrderFactory, OrderPlace, SafetyOrder
from accord.records.photo import Photo
from accord.rules.figures.progress import Tally
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, Discipline

RECORDED = (
    CapVersion,
    CoverageChange,
    Deadline,
    Hazard,
    HazardEvent,
    Inspection,
    LogEntry,
    OrderEvent,
    Photo,
    Recognition,
    Sourcing,
    StageChange,
)
"""All that says when it was recorded."""


def rows_of(session: Session, record: type[Base]) -> list[tuple[Any, ...]]:
    table = record.__table__
    return [tuple(row) for row in session.execute(select(*table.columns).order_by(*table.primary_key))]


def test_the_demonstration_names_its_factories_and_marks_the_installation(
    session: Session, photos: FileStore, moment: Moment
) -> None:
    assert not is_demonstration(session)

    numbers = load_demo(session, photos, moment=moment)

    assert numbers == list(PROMISED) == list(range(90101, 90113))
    assert is_demonstration(session)


def test_loading_is_noted_in_the_journal(demo: Session) -> None:
    [line] = demo.scalars(select(JournalEntry))

    assert line.deed == "loaded the demonstration"
    assert '"anchor": "2024-07-01"' in line.details
    assert f'"hazards": {len(every_hazard(demo))}' in line.details
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
    assert not photos.folder.exists()


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
    records = (*RECORDED, Factory, Occupant, HazardFactory, SafetyOrder, OrderPlace, OrderFactory)
    anchor = date(2024, 3, 15)
    load_demo(session, photos, moment=moment, anchor=anchor)
    first = [rows_of(session, record) for record in records]
    session.rollback()

    load_demo(session, photos, moment=later(moment, 40), anchor=anchor)

    assert [rows_of(session, record) for record in records] == first


@pytest.mark.parametrize("zone", ["Asia/Dhaka", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_nothing_is_dated_after_now_even_just_after_midnight(session: Session, photos: FileStore, zone: str) -> None:
    midnight = Moment(datetime(2024, 7, 1, 0, 1, tzinfo=ZoneInfo(zone)), ZoneInfo(zone))

    load_demo(session, photos, moment=midnight)

    for record in RECORDED:
        instants = list(session.scalars(select(record.recorded_at)))  # type: ignore[attr-defined]
        assert instants, record
        assert max(instants) < midnight.now, record


@pytest.mark.parametrize("days", range(15))
def test_each_factory_has_its_promised_status_for_two_weeks(demo: Session, moment: Moment, days: int) -> None:
    then = later(moment, days)

    statuses = {number: progress(demo, Scope(factory=number), moment=then).status for number in PROMISED}

    assert statuses == PROMISED


@pytest.mark.parametrize("number", [*PROMISED, None])
def test_the_disciplines_add_up_to_the_whole(demo: Session, moment: Moment, number: int | None) -> None:
    whole = progress(demo, Scope(factory=number), moment=moment)

    parts = [progress(demo, Scope(factory=number, discipline=word), moment=moment) for word in Discipline]

    assert sum((part.initial for part in parts), Tally()) == whole.initial
    assert sum((part.new for part in parts), Tally()) == whole.new
    assert sum(part.overdue for part in parts) == whole.overdue
    assert sum(part.no_date for part in parts) == whole.no_date
    assert sum(part.reopened for part in parts) == whole.reopened


def test_the_programme_counts_its_covered_factories_and_a_shared_hazard_once(demo: Session, moment: Moment) -> None:
    counted_twice = sum(len(hazard.links) - 1 for hazard in every_hazard(demo))

    assert counted_twice >= 2
    one_by_one = {number: count(demo, Scope(factory=number), moment) for number in PROMISED}
    assert sum(one_by_one.values()) - counted_twice == len(every_hazard(demo))
    assert count(demo, Scope(), moment) == sum(one_by_one[number] for number in COVERED) - counted_twice


def test_the_five_biggest_factories_have_25_to_45_hazards(demo: Session, moment: Moment) -> None:
    counts = sorted(count(demo, Scope(factory=number), moment) for number in PROMISED)

    assert 25 <= counts[-5] <= counts[-1] <= 45, counts


def test_two_factories_are_covered_no_more_and_the_others_are(demo: Session) -> None:
    said = {each.number: each.coverage for each in demo.scalars(select(Factory))}

    assert said == dict.fromkeys(COVERED, Coverage.ACTIVE) | COVERED_NO_MORE


def test_every_coverage_follows_the_one_before_and_says_why(demo: Session) -> None:
    for number in PROMISED:
        changes = factory(demo, number).coverage_changes
        days = [change.from_on for change in changes]
        assert days == sorted(set(days)), number
        assert changes[-1].coverage is factory(demo, number).coverage, number
        assert all(change.reason and change.reason_bn for change in changes[1:]), number


def test_every_dhaka_district_of_the_programme_has_a_factory(demo: Session) -> None:
    districts = set(demo.scalars(select(Factory.district)))

    assert districts == {"Dhaka", "Gazipur", "Narayanganj", "Chattogram"}


def test_the_programmes_rate_fell_when_a_factory_and_a_building_joined(demo: Session, moment: Moment) -> None:
    joined_on = demo.scalars(
        select(Inspection.inspected_on).join(Factory).where(Factory.number == ON_TRACK).order_by(Inspection.id)
    ).first()
    assert joined_on
    before, after = joined_on - timedelta(days=1), joined_on + timedelta(days=14)

    rates = [progress(demo, Scope(), moment=moment, as_of=day, known_at=day).initial for day in (before, after)]

    assert rates[0].verified_percent > rates[1].verified_percent  # type: ignore[operator]
    assert rates[0].applicable < rates[1].applicable
