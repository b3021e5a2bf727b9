"""A hazard that was wrongly said to be of a factory: known until the link was taken back, and not from then on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accord.casework.cap_files import export_cap
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.progress import progress
from accord.casework.snapshot import rebuild_snapshot
from accord.casework.unpublished import unpublished_of
from accord.records.hazard import Hazard, HazardFactory
from tests.casework.cap_sheets import a_file, a_workbook

BOTH = {"factory_numbers": (90004, 90005), "factory_names": ("A Ltd.", "B Ltd."), "factory_names_bn": (None, None)}


@pytest.fixture
def shared(take, session):
    """Two hazards that a sheet said to be of 90004 and of 90005."""
    take(a_sheet(a_row(1), a_row(2), **BOTH))
    return list(session.scalars(select(Hazard).order_by(Hazard.item)))


def take_back(session, hazard, number, *, at):
    [link] = [link for link in hazard.links if link.factory.number == number]
    link.removed_at = at.now
    session.flush()
    session.expire_all()


def later(moment, days=3):
    return replace(moment, now=moment.now + timedelta(days=days))


def count(session, number, moment, **known):
    return progress(session, Scope(factory=number), moment=moment, **known).initial.applicable


def test_who_asks_what_was_known_before_is_answered_as_before(shared, session, moment):
    then = later(moment)
    take_back(session, shared[0], 90005, at=then)

    assert count(session, 90005, then, known_at=moment.today) == 2
    assert count(session, 90005, then, known_at=then.today - timedelta(days=1)) == 2
    assert count(session, 90005, then) == 1
    assert count(session, 90005, then, as_of=moment.today) == 1
    assert count(session, 90004, then) == 2


def test_a_hazard_without_any_link_left_counts_in_no_total(shared, session, moment):
    then = later(moment)
    for number in (90004, 90005):
        take_back(session, shared[0], number, at=then)

    assert progress(session, Scope(), moment=then).initial.applicable == 1
    assert progress(session, Scope(), moment=then, known_at=moment.today).initial.applicable == 2


def test_an_edition_and_an_export_leave_it_out_and_name_no_neighbour(shared, put, session, moment):
    then = later(moment)
    take_back(session, shared[0], 90005, at=then)

    of_other, of_first = put(90005, at=then).edition, put(90004, at=then).edition

    assert [hazard.item for hazard in of_other.hazards] == [2]
    assert [hazard.shared_with for hazard in of_first.hazards] == [(), (90005,)]
    assert b"Collapsible gate number 1" not in export_cap(session, 90005, kind="csv", language="en", moment=then)


def test_the_snapshot_drops_it_at_once_although_the_last_edition_froze_it(
    shared, put, public, session, tmp_path, moment
):
    put(90004), put(90005)
    then = later(moment)
    take_back(session, shared[0], 90005, at=then)
    session.commit()

    rebuild_snapshot(session, tmp_path / "public.sqlite", moment=then)

    of_other, of_first = (public.factory(number, as_of=then.today) for number in (90005, 90004))
    assert [hazard.item for hazard in of_other.hazards] == [2]
    assert of_other.progress.initial.applicable == 1
    assert [hazard.shared_with for hazard in of_first.hazards] == [(), (90005,)]


def test_what_was_taken_back_is_not_counted_as_unpublished(shared, session, moment):
    [other] = [link.factory for link in shared[0].links if link.factory.number == 90005]

    before = unpublished_of(session, other, shown=[{"key": shared[1].public_key}], moment=moment)
    take_back(session, shared[0], 90005, at=moment)
    after = unpublished_of(session, other, shown=[{"key": shared[1].public_key}], moment=moment)

    assert len(before) > len(after) == 0


def test_its_number_is_free_for_the_right_hazard(shared, session, moment):
    take_back(session, shared[0], 90005, at=moment)
    right = a_sheet(a_row(1, observation="Stair 2 leads into the store."), a_row(2), sheet_date=date(2019, 1, 1))
    alone = {name: value[1:] for name, value in BOTH.items()}

    workbook = a_workbook(replace(right, **alone))
    report = import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=later(moment))

    assert (report.created, report.unchanged) == (1, 1)
    assert count(session, 90005, later(moment)) == 2


def test_two_standing_links_never_have_one_number(shared, session, moment):
    right = Hazard(**{name: getattr(shared[0], name) for name in ("discipline", "origin", "visit", "found_on")})
    right.item, right.observation, right.source = 1, "Another one.", shared[0].source
    right.status, right.recorded_at = shared[0].status, moment.now
    link = {"factory_id": shared[0].links[0].factory_id, "discipline": right.discipline, "item": 1}
    right.links = [HazardFactory(**link, recorded_at=moment.now)]
    session.add(right)

    with pytest.raises(IntegrityError, match="UNIQUE"):
        session.flush()


def test_a_link_taken_back_by_mistake_stands_again_with_the_next_sheet_that_says_so(shared, take, session, moment):
    take_back(session, shared[0], 90005, at=moment)

    take(a_sheet(a_row(1), a_row(2), sheet_date=date(2019, 1, 1), **BOTH))

    session.expire_all()
    assert all(link.removed_at is None for link in shared[0].links)
    assert count(session, 90005, moment) == 2
