"""What happens after a publication: no green word hides it, and what was taken back does not stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet
from sqlalchemy import select

from accord.casework.coverage import set_coverage
from accord.casework.factories import factory_numbered
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.casework.snapshot import rebuild_snapshot
from accord.records.cap import CapVersion, Recognition
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.hazard import Hazard
from accord.records.photo import Photo
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.vocabulary import CapState, Category, Coverage, Discipline, FactoryStatus, PhotoOf, Status


@pytest.fixture
def place(tmp_path):
    return tmp_path / "public.sqlite"


@pytest.fixture
def completed(take, put, session, moment):
    """A factory that is completed and recognised in public."""
    row = a_row(status=Status.CORRECTED)
    take(*(a_sheet(replace(row, discipline=each), name=each.value) for each in sorted(REQUIRED_DISCIPLINES)))
    factory = factory_numbered(session, 9490)
    letter = {"recognised_on": date(2024, 4, 1), "actor": "the CSO", "recorded_at": moment.now}
    session.add(Recognition(factory_id=factory.id, **letter))
    session.flush()
    put(9490)
    return factory


def status_of(public, moment):
    register = public.register(as_of=moment.today).by_number[9490].status
    assert public.factory(9490, as_of=moment.today).status is register
    return register


@pytest.mark.parametrize(
    ("due_on", "status"),
    [(date(2016, 1, 1), FactoryStatus.BEHIND_SCHEDULE), (date(2030, 1, 1), FactoryStatus.ON_TRACK)],
)
def test_an_open_hazard_that_no_edition_shows_keeps_a_factory_from_the_green_word(
    take, session, public, place, moment, completed, due_on, status
):
    assert status_of(public, moment) is FactoryStatus.INITIAL_CAP_COMPLETED
    take(a_sheet(replace(a_row(due_on=due_on), discipline=Discipline.BOILER), name="Boiler"))

    rebuild_snapshot(session, place, moment=moment)

    assert status_of(public, moment) is status is progress(session, Scope(factory=9490), moment=moment).status
    shown = public.factory(9490, as_of=moment.today)
    assert len(shown.hazards) == 3
    assert shown.progress.initial.corrected == shown.progress.initial.applicable == 3


def test_an_unpublished_hazard_is_told_as_a_number_alone(take, session, place, moment, completed):
    hidden = replace(a_row(observation="Nobody may read this yet."), discipline=Discipline.BOILER)
    take(a_sheet(hidden, name="Boiler"))

    rebuild_snapshot(session, place, moment=moment)

    assert b"Nobody may read this" not in place.read_bytes()


def test_what_a_shared_hazard_is_counted_as_is_what_its_latest_edition_says(take, put, session, public, place, moment):
    both = {"factory_numbers": (9490, 9491), "factory_names": (None, None), "factory_names_bn": (None, None)}
    take(a_sheet(a_row(), **both))
    put(9491)
    hazard = session.scalars(select(Hazard)).one()
    hazard.category = Category.FIRE_DOORS
    session.flush()
    put(9490)

    rebuild_snapshot(session, place, moment=moment)

    [(_, category, _)] = public.programme(as_of=moment.today).by_category
    [shown] = public.factory(9491, as_of=moment.today).hazards
    assert category is shown.category is Category.FIRE_DOORS


def test_a_signatory_that_takes_its_consent_back_is_named_no_more(take, put, session, public, place, moment):
    take(a_sheet(a_row()))
    brand = Signatory(name="Open Brand", agreed_to_be_named=True)
    since = {"from_on": date(2014, 1, 1), "recorded_at": moment.now}
    session.add(Sourcing(signatory=brand, factory=factory_numbered(session, 9490), **since))
    session.flush()
    put(9490)
    assert public.factory(9490, as_of=moment.today).factory.signatories_named == ("Open Brand",)
    brand.agreed_to_be_named = False
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    shown = public.factory(9490, as_of=moment.today).factory
    assert (shown.signatories_named, shown.signatory_count) == ((), 1)
    assert b"Open Brand" not in place.read_bytes()


def test_a_photo_whose_clearance_is_taken_back_is_gone_without_a_new_edition(
    take, put, session, public, place, photos, moment
):
    take(a_sheet(a_row()))
    sha256 = photos.keep(b"a face after all")
    photo = Photo(
        hazard_id=session.scalars(select(Hazard.id)).one(),
        shows=PhotoOf.HAZARD,
        sha256=sha256,
        width_px=1200,
        height_px=800,
        size_bytes=16,
        taken_on=date(2015, 3, 4),
        caption="The gate of stair 2 is locked.",
        cleared_at=moment.now,
        actor="an engineer",
        recorded_at=moment.now,
    )
    session.add(photo)
    session.flush()
    put(9490)
    assert public.photo(sha256)
    photo.cleared_at = None
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    assert public.photo(sha256) is None
    assert public.factory(9490, as_of=moment.today).hazards[0].photos == ()


def test_a_factory_that_became_inactive_still_counts_on_the_days_on_which_it_was_covered(
    session, public, place, moment
):
    factory = Factory(number=9490)
    for coverage, from_on in ((Coverage.ACTIVE, None), (Coverage.INACTIVE, date(2024, 6, 1))):
        set_coverage(factory, coverage, from_on=from_on, actor="the CSO", moment=moment)
    session.add(factory)
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    covered = [public.register(as_of=day).covered for day in (date(2024, 5, 31), date(2024, 6, 1))]
    assert covered == [{9490}, frozenset()]


def test_a_coverage_that_was_recorded_ahead_holds_in_public_once_its_day_has_come(session, public, place, moment):
    factory = Factory(number=9490)
    for coverage, from_on in ((Coverage.ACTIVE, None), (Coverage.CLOSED, moment.today + timedelta(days=1))):
        set_coverage(factory, coverage, from_on=from_on, actor="the CSO", moment=moment)
    session.add(factory)
    session.flush()
    later = replace(moment, now=moment.now + timedelta(days=2))

    rebuild_snapshot(session, place, moment=later)

    line = public.register(as_of=later.today).by_number[9490]
    assert line.coverage is line.factory.coverage is Coverage.CLOSED


def test_a_plan_that_is_only_submitted_makes_no_published_status(take, put, session, public, place, moment, completed):
    stamp = {"source": "desk", "actor": "a manager", "recorded_at": moment.now, "finance_agreed": None}
    draft = CapVersion(factory_id=completed.id, discipline=Discipline.FIRE, number=2, state=CapState.SUBMITTED, **stamp)
    session.add(draft)
    session.flush()

    rebuild_snapshot(session, place, moment=moment)

    assert status_of(public, moment) is FactoryStatus.INITIAL_CAP_COMPLETED
