"""The public snapshot: the latest editions as they were frozen, and the status that their hazards have today."""

import fcntl
import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select

from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.publication import publish
from accord.casework.snapshot import needs_rebuilding, rebuild_snapshot, show
from accord.gateways.snapshot.place import alone_at
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory
from accord.records.cap import Recognition
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardEvent
from accord.records.inspection import Inspection
from accord.rules.public.edition_object import edition_object
from accord.rules.vocabulary import CapState, Discipline, FactoryStatus, InspectionKind, Source, Status
from tests.desk_builders import a_cap_version, an_engineer

BOTH = {"factory_numbers": (90004, 90005), "factory_names": ("A Ltd.", "B Ltd."), "factory_names_bn": (None, None)}


@pytest.fixture
def place(tmp_path):
    return tmp_path / "public.sqlite"


@pytest.fixture
def happens(session, moment):
    """Record a status of the only hazard, as the desk does."""

    def recorded(status, effective_on, reason=None):
        hazard = session.scalars(select(Hazard)).one()
        hazard.status = status
        session.add(
            HazardEvent(
                hazard_id=hazard.id,
                status=status,
                effective_on=effective_on,
                recorded_at=moment.now,
                source=Source.DESK,
                actor="an engineer",
                person_id=an_engineer(session, hazard.discipline).id,
                reason=reason,
            )
        )
        session.flush()

    return recorded


def rewrite(session, moment, *, words="Not published yet."):
    """Change every text, a date and the factory, as work goes on after an edition."""
    hazard = session.scalars(select(Hazard)).one()
    hazard.observation = hazard.final_action_plan = hazard.location = words
    session.add(
        Deadline(
            hazard_id=hazard.id,
            due_on=date(2030, 1, 1),
            holds_from=date(2018, 1, 1),
            recorded_at=moment.now,
            source=Source.DESK,
            approved_by="the CSO",
        )
    )
    for factory in session.scalars(select(Factory)):
        factory.name = words
    session.flush()


def test_a_rebuilt_snapshot_holds_the_frozen_texts_and_dates_and_the_present_status(
    take, put, public, session, place, moment, happens
):
    take(a_sheet(a_row()))
    put(9490)
    before = public.factory(9490, as_of=moment.today)
    rewrite(session, moment)
    happens(Status.WITHDRAWN, date(2020, 1, 1), "Machine sold. Call 01711123456.")

    rebuild_snapshot(session, place, moment=moment)

    after = public.factory(9490, as_of=moment.today)
    [hazard], [frozen] = after.hazards, before.hazards
    assert after.factory == before.factory
    assert (hazard.status, hazard.status_since) == (Status.WITHDRAWN, date(2020, 1, 1))
    # Nobody has looked at the words of the reason yet: they wait for the next edition.
    assert (hazard.withdrawn_reason, hazard.statuses[-1].reason) == (None, None)
    back = {"status": frozen.status, "status_since": frozen.status_since, "withdrawn_reason": None}
    assert replace(hazard, **back, statuses=frozen.statuses, is_overdue=frozen.is_overdue) == frozen


def test_a_reopened_hazard_is_counted_in_the_snapshot_before_the_next_edition(
    take, put, public, session, place, moment, happens
):
    take(a_sheet(a_row(status=Status.CORRECTED)))
    put(9490)
    happens(Status.IN_PROGRESS, date(2019, 1, 1))

    rebuild_snapshot(session, place, moment=moment)

    assert public.factory(9490, as_of=moment.today).hazards[0].reopened_count == 1
    assert public.register(as_of=moment.today).progress.reopened == 1


def test_publishing_one_factory_shows_no_unpublished_text_under_the_older_edition_of_another(
    take, put, public, session, place, moment
):
    take(a_sheet(a_row(), **BOTH))
    put(90004)
    put(90005)
    rewrite(session, moment, words="Published with the second edition of 90005.")
    publication = put(90005)
    rewrite(session, moment)

    show(session, publication.edition.factory.number, place, moment=moment)
    after_showing = [public.factory(number, as_of=moment.today) for number in (90004, 90005)]
    rebuild_snapshot(session, place, moment=moment)

    assert [public.factory(number, as_of=moment.today) for number in (90004, 90005)] == after_showing
    assert after_showing[0].factory.name == "A Ltd."
    assert {shown.hazards[0].observation for shown in after_showing} == {"Published with the second edition of 90005."}


def test_showing_the_older_edition_of_one_factory_keeps_the_newer_text_of_the_other(
    take, put, public, session, place, moment
):
    take(a_sheet(a_row(), **BOTH))
    old = put(90004)
    rewrite(session, moment, words="Newer.")
    put(90005)

    show(session, old.edition.factory.number, place, moment=moment)

    assert public.factory(90004, as_of=moment.today).hazards[0].observation == "Newer."


def test_a_hazard_that_is_shared_only_later_stays_one_in_all(take, put, public, moment):
    one = {"factory_numbers": (90005,), "factory_names": ("B Ltd.",), "factory_names_bn": (None,)}
    take(a_sheet(a_row(), **one))
    put(90005)
    take(a_sheet(a_row(), **BOTH))

    put(90004)

    register = public.register(as_of=moment.today)
    assert [line.progress.initial.applicable for line in register.lines] == [1, 1]
    assert register.progress.initial.applicable == 1


def test_every_hazard_has_a_key_of_its_own_that_nobody_reads(take, put, session, store):
    take(a_sheet(*(a_row(item) for item in range(1, 6))))

    publication = put(9490)

    keys = set(session.scalars(select(Hazard.public_key)))
    assert len(keys) == 5
    assert {hazard.key for hazard in publication.edition.hazards} == keys
    [csv] = [store.path_of(file.sha256).read_text("utf-8") for file in publication.files if file.format == "csv"]
    assert not any(key in csv for key in keys)


def test_the_edition_that_the_database_holds_as_its_latest_is_shown_also_by_a_late_process(
    take, put, public, session, store, photos, place, moment
):
    take(a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    late = publish(session, 9490, store=store, photos=photos, actor="the CSO", moment=moment)
    take(a_sheet(a_row(final_action_plan="Another plan.")))
    put(9490)

    show(session, late.edition.factory.number, place, moment=moment)

    shown = public.factory(9490, as_of=moment.today)
    assert (shown.edition, shown.hazards[0].final_action_plan) == (2, "Another plan.")


def test_the_writer_ignores_an_edition_older_than_the_one_that_is_shown(take, put, public, place, moment):
    take(a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    first = put(9490)
    take(a_sheet(a_row(final_action_plan="Another plan.")))
    put(9490)

    engine = open_for_writing(place)
    with engine.begin() as connection:
        is_written = put_factory(connection, edition_object(first.edition), first.files, place_of_edition=1)
    engine.dispose()

    assert is_written is False
    assert public.factory(9490, as_of=moment.today).edition == 2


def test_an_edition_that_was_committed_and_never_shown_asks_for_a_new_snapshot(
    take, put, session, store, photos, place, moment
):
    take(a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    put(9490)
    assert not needs_rebuilding(session, place)
    take(a_sheet(a_row(final_action_plan="Another plan.")))

    publish(session, 9490, store=store, photos=photos, actor="the CSO", moment=moment)

    assert needs_rebuilding(session, place)
    rebuild_snapshot(session, place, moment=moment)
    assert not needs_rebuilding(session, place)


def test_a_file_that_is_no_snapshot_is_replaced(take, put, session, public, place, moment):
    take(a_sheet(a_row()))
    put(9490)
    place.write_bytes(b"This is no database at all, and longer than the head of one." * 20)

    assert needs_rebuilding(session, place)
    rebuild_snapshot(session, place, moment=moment)

    assert public.factory(9490, as_of=moment.today).edition == 1


def test_where_nothing_is_published_no_snapshot_stays(session, public, place, moment):
    open_for_writing(place).dispose()

    assert rebuild_snapshot(session, place, moment=moment) == []

    with pytest.raises(NothingPublished):
        public.facts()


def test_only_one_process_at_a_time_writes_the_snapshot(place):
    with alone_at(place), place.with_name("public.sqlite.lock").open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_draft_that_a_killed_process_left_is_no_trouble_and_none_stays(take, put, session, place, moment):
    take(a_sheet(a_row()))
    put(9490)
    place.with_name("public.sqlite.0badcafe.part").write_bytes(b"half a draft")

    rebuild_snapshot(session, place, moment=moment)

    assert list(place.parent.glob("*.part*")) == []


def test_a_rebuild_that_fails_leaves_the_old_snapshot_and_no_draft(
    take, put, session, public, place, moment, monkeypatch
):
    take(a_sheet(a_row()))
    put(9490)
    before = public.factory(9490, as_of=moment.today)

    def fail(*_args, **_named):
        msg = "the disk is full"
        raise OSError(msg)

    monkeypatch.setattr("accord.casework.snapshot.put_orders", fail)

    with pytest.raises(OSError, match="disk is full"):
        rebuild_snapshot(session, place, moment=moment)

    assert public.factory(9490, as_of=moment.today) == before
    assert list(place.parent.glob("*.part*")) == []


@pytest.fixture
def long_known(take, session, moment):
    """A factory with two approved versions in each discipline, recognised for a year, all hazards corrected."""
    first, second = date(2015, 2, 1), date(2019, 2, 1)
    take(a_sheet(a_row(status=Status.CORRECTED, log=()), sheet_date=date(2015, 1, 1), approved_on=first))
    factory = session.scalars(select(Factory)).one()
    session.query(Inspection).delete()
    stamp = {"factory_id": factory.id, "actor": "the CSO", "recorded_at": moment.now}
    for discipline in (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL):
        session.add(
            Inspection(
                factory_id=factory.id,
                discipline=discipline,
                kind=InspectionKind.INITIAL,
                inspected_on=date(2014, 6, 6),
                source=Source.IMPORTED,
                recorded_at=moment.now,
            )
        )
        # The sheet brought the first version of the fire plan.
        for number, day in ((1, first), (2, second))[discipline is Discipline.FIRE :]:
            step = (CapState.TECHNICALLY_APPROVED, day, moment.now)
            a_cap_version(session, factory, discipline, number=number, steps=[step])
    session.add(
        Recognition(
            **stamp, recognised_on=date(2016, 1, 1), withdrawn_on=date(2017, 1, 1), withdrawal_recorded_at=moment.now
        )
    )
    session.add(Recognition(**stamp, recognised_on=date(2020, 1, 1)))
    session.flush()
    return factory


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2014, 1, 1), FactoryStatus.NOT_INSPECTED),
        (date(2015, 1, 15), FactoryStatus.CAP_PENDING),
        (date(2015, 6, 1), FactoryStatus.ON_TRACK),
        (date(2016, 6, 1), FactoryStatus.INITIAL_CAP_COMPLETED),
        (date(2017, 1, 1), FactoryStatus.ON_TRACK),
        (date(2020, 6, 1), FactoryStatus.INITIAL_CAP_COMPLETED),
    ],
)
def test_the_public_status_of_a_past_day_is_the_private_one(long_known, put, public, session, moment, day, status):
    put(9490)

    shown = public.factory(9490, as_of=day)
    [line] = public.register(as_of=day).lines

    private = progress(session, Scope(factory=9490), moment=moment, as_of=day)
    assert shown.status == line.progress.status == private.status == status
    assert line.progress == private


def test_pages_show_the_last_approved_version_of_each_discipline_and_the_letter_that_stands(
    long_known, put, public, moment
):
    publication = put(9490)

    shown = public.factory(9490, as_of=moment.today)

    assert len(publication.edition.approvals) == 6
    assert [approval.version for approval in shown.approvals] == [2, 2, 2]
    assert shown.recognised_on == date(2020, 1, 1)
    assert public.factory(9490, as_of=date(2017, 1, 1)).recognised_on is None


def test_a_letter_that_is_withdrawn_after_publication_no_longer_counts(long_known, put, public, session, place, moment):
    put(9490)
    for letter in session.scalars(select(Recognition).where(Recognition.withdrawn_on.is_(None))):
        letter.withdrawn_on, letter.withdrawal_recorded_at = date(2024, 1, 1), moment.now
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    assert public.factory(9490, as_of=moment.today).status is FactoryStatus.ON_TRACK


def test_public_figures_of_a_past_day_say_by_when_they_were_known(take, put, public, moment):
    take(a_sheet(a_row()))
    put(9490, replace(moment, now=moment.now + timedelta(days=3)))

    known_at = moment.today + timedelta(days=3)

    assert public.register(as_of=date(2018, 7, 1)).progress.known_at == known_at
    assert public.factory(9490, as_of=date(2018, 7, 1)).progress.known_at == known_at


def test_a_shown_publication_needs_no_more_than_its_factory(take, put, session, place, moment):
    """A snapshot can be brought up to date from the number alone: everything else is read from the editions."""
    take(a_sheet(a_row()))
    put(9490)

    show(session, 9490, place, moment=moment)

    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM file").fetchone() == (5,)
    connection.close()
