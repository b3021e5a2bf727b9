"""Documents, small copies and photos that still wait come back with the installation, and the doctor knows them."""

import shutil
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from accord.casework.backup import BackupRefused, take_backup
from accord.casework.desk.documents import keep_document
from accord.casework.doctor import examine
from accord.casework.restore import restore
from accord.casework.stored import stores
from accord.config import Settings
from accord.records.base import open_engine
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.upkeep import Verdict
from tests.builders import settings_in
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.desk_builders_photos import a_different_photo, a_kept_photo, a_sent_photo
from tests.picture_builders import a_pdf

NOON = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))
SENT, PDF = a_different_photo(3), a_pdf()


def installed(folder: Path) -> Settings:
    folder.mkdir()
    return settings_in(folder)


@pytest.fixture
def here(tmp_path, migrated_database) -> Settings:
    """An installation with one photo, one photo that waits, and one document."""
    settings = installed(tmp_path / "instance")
    shutil.copy(migrated_database, settings.instance / "accord.sqlite")
    kept = stores(settings)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        hazard = a_factory_with_hazard(session, NOON)
        owner = a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), NOON)
        a_kept_photo(session, hazard, photos=kept["photos"], moment=NOON)
        a_sent_photo(session, hazard, owner, uploads=kept["uploads"], moment=NOON, raw=SENT)
        keep_document(
            session,
            hazard.links[0].factory,
            raw=PDF,
            file_name="design.pdf",
            documents=kept["documents"],
            who=owner,
            moment=NOON,
        )
        session.commit()
    engine.dispose()
    return settings


def place_of(settings: Settings, folder: str, content: bytes) -> Path:
    return stores(settings)[folder].path_of(sha256(content).hexdigest())


def test_documents_small_copies_and_what_waits_come_back(here, tmp_path):
    taken = take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)
    fresh = installed(tmp_path / "fresh")

    restored = restore(fresh, tmp_path / "backup.tar.gz", moment=NOON)

    assert taken.left_out == ()
    assert (restored.photos, restored.documents) == (2, 1)
    assert place_of(fresh, "documents", PDF).read_bytes() == PDF
    assert place_of(fresh, "uploads", SENT).read_bytes() == SENT
    assert {found.verdict for name, found in examine(fresh, moment=NOON).items() if name in KINDS} == {Verdict.FINE}
    assert [each.stat().st_mode & 0o077 for each in (fresh.documents, fresh.uploads)] == [0, 0]


def test_a_photo_that_was_made_while_the_backup_ran_is_no_damage(here, tmp_path):
    place_of(here, "uploads", SENT).unlink()
    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)
    fresh = installed(tmp_path / "fresh")

    assert restore(fresh, tmp_path / "backup.tar.gz", moment=NOON).manifest.damage == ()


def test_a_missing_document_or_small_copy_is_named_and_nothing_is_written(here, tmp_path):
    small = next(path for path in here.photos.rglob("*") if path.is_file() and path.stat().st_size < 2000)
    small.unlink()
    place_of(here, "documents", PDF).unlink()

    with pytest.raises(BackupRefused) as refused:
        take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

    assert "the small copy of the private photo of 2024-06-20 of factory 9001, fire, item 1 is missing" in str(
        refused.value
    )
    assert "the document 1 of factory 9001 is missing" in str(refused.value)


KINDS = ("photos", "documents", "uploads")


def test_the_doctor_finds_all_of_them_in_order(here):
    found = examine(here, moment=NOON, is_thorough=True)

    assert [found[name].verdict for name in KINDS] == [Verdict.FINE] * 3
    assert found["uploads"].measured == "1 photos are about to be prepared"


@pytest.mark.parametrize("name", ["documents", "photos"])
def test_the_doctor_names_what_is_missing(here, name):
    folder = here.documents if name == "documents" else here.photos
    next(path for path in folder.rglob("*") if path.is_file()).unlink()

    found = examine(here, moment=NOON)[name]

    assert found.verdict is Verdict.BROKEN
    assert "which is missing" in found.measured


def test_the_doctor_tells_of_photos_that_nobody_prepares_and_of_lost_ones(here):
    later = Moment(NOON.now + timedelta(minutes=11), NOON.zone)

    waits = examine(here, moment=later)["uploads"]
    place_of(here, "uploads", SENT).unlink()
    lost = examine(here, moment=later)["uploads"]

    assert (waits.verdict, lost.verdict) == (Verdict.LOOK, Verdict.BROKEN)
    assert "accord serve" in (waits.advice or "")
    assert "are lost, first upload 1" in lost.measured
