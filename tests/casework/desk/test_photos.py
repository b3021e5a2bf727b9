"""Only photos that were cleared and not taken out are published; what is doubtful is found at every hazard."""

from datetime import timedelta

import pytest
from casework.cap_sheets import a_row, a_sheet, a_workbook
from sqlalchemy import select

from accord.casework.desk.photo_doubts import doubts_of
from accord.casework.desk.photos import TakenOutAlready, clear, is_published, take_back_clearance, take_out
from accord.casework.imports import SourceFile, import_cap
from accord.casework.publication import ChangedMeanwhile, prepare, publish, record
from accord.gateways.files import FileStore
from accord.records.hazard import Hazard
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.desk.photo_doubts import DoubtKind
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.desk_builders_photos import a_kept_photo


@pytest.fixture
def photos(tmp_path):
    return FileStore(tmp_path / "photos", is_private=True)


@pytest.fixture
def who(session, moment):
    return a_visitor(session, a_person(session, Role.CASE_HANDLER), moment)


@pytest.fixture
def hazard(session, moment):
    workbook = a_workbook(a_sheet(a_row(1)))
    import_cap(session, workbook, file=SourceFile("first.xlsx", "1" * 64), actor="an engineer", moment=moment)
    return session.scalars(select(Hazard)).one()


@pytest.fixture
def photo(session, hazard, photos, moment):
    return a_kept_photo(session, hazard, photos=photos, moment=moment)


def shown(session, moment):
    session.expire_all()
    return [each.sha256 for hazard in prepare(session, 9490, moment=moment).edition.hazards for each in hazard.photos]


def test_a_photo_enters_an_edition_when_it_was_cleared_and_leaves_it_with_its_clearance(session, photo, who, moment):
    assert shown(session, moment) == []
    clear(session, [photo], who=who, moment=moment)
    assert shown(session, moment) == [photo.sha256]
    take_back_clearance(session, photo, who=who, moment=moment)
    assert shown(session, moment) == []


def test_a_cleared_photo_that_was_taken_out_is_in_no_edition(session, photo, who, moment):
    clear(session, [photo], who=who, moment=moment)
    take_out(session, photo, reason="a face", who=who, moment=moment)

    assert shown(session, moment) == []
    with pytest.raises(TakenOutAlready):
        clear(session, [photo], who=who, moment=moment)


def test_a_clearance_that_is_taken_back_while_the_edition_is_printed_stops_it(
    session, photo, photos, who, moment, tmp_path
):
    clear(session, [photo], who=who, moment=moment)
    prepared = prepare(session, 9490, moment=moment)
    take_back_clearance(session, photo, who=who, moment=moment)
    session.expire_all()

    with pytest.raises(ChangedMeanwhile):
        record(session, prepared, store=FileStore(tmp_path / "published"), photos=photos, actor="the CSO")


def test_who_takes_a_published_photo_back_is_told_that_an_edition_shows_it(
    session, photo, photos, who, moment, tmp_path
):
    clear(session, [photo], who=who, moment=moment)
    assert not is_published(session, photo)

    publish(session, 9490, store=FileStore(tmp_path / "published"), photos=photos, actor="the CSO", moment=moment)

    assert is_published(session, photo)


def test_each_deed_is_noted_with_the_photo(session, photo, who, moment):
    clear(session, [photo], who=who, moment=moment)
    clear(session, [photo], who=who, moment=moment)
    take_back_clearance(session, photo, who=who, moment=moment)
    take_out(session, photo, reason="a face", who=who, moment=moment)

    deeds = session.scalars(select(JournalEntry.deed).where(JournalEntry.actor == who.actor)).all()
    assert deeds == ["cleared a photo", "took back the clearance of a photo", "took out a photo"]


def test_doubts_are_found_across_factories_by_file_and_within_one_by_likeness(session, moment, photos):
    here = a_factory_with_hazard(session, moment, number=9001)
    beside = a_factory_with_hazard(session, moment, number=9001, item=2)
    away = a_factory_with_hazard(session, moment, number=9002)
    kept = {"photos": photos, "moment": moment}
    a_kept_photo(session, here, **kept, fingerprint=0b1111, upload_sha256="a" * 64)
    alike = a_kept_photo(session, beside, **kept, fingerprint=0b1011, upload_sha256="b" * 64)
    same = a_kept_photo(session, away, **kept, fingerprint=0b0011, upload_sha256="a" * 64)
    a_kept_photo(session, away, **kept, fingerprint=0b1110, upload_sha256="c" * 64)
    gone = a_kept_photo(session, beside, **kept, fingerprint=0b1111, upload_sha256="a" * 64)
    gone.taken_out_at = moment.now
    session.flush()

    found = [
        (each.doubt.kind, each.elsewhere.photo_id) for each in doubts_of(session, [here.id], moment=moment)[here.id]
    ]

    assert found == [(DoubtKind.LOOKS_ALIKE, alike.id), (DoubtKind.SAME_FILE, same.id)]


def test_a_day_is_the_day_of_the_programme_and_not_of_greenwich(session, moment, photos):
    hazard = a_factory_with_hazard(session, moment)
    evening = moment.end_of(hazard.found_on) - timedelta(days=1)
    photo = a_kept_photo(session, hazard, photos=photos, moment=moment, captured_at=evening)

    assert doubts_of(session, [hazard.id], moment=moment) == {}
    photo.captured_at = evening - timedelta(seconds=1)
    session.flush()
    assert [each.doubt.kind for each in doubts_of(session, [hazard.id], moment=moment)[hazard.id]] == [
        DoubtKind.BEFORE_FOUND
    ]
