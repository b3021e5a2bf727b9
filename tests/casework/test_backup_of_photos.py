"""Photos come back with the installation: private ones as private as before, published ones with their edition."""

import shutil
import stat
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from casework.cap_sheets import a_row, a_sheet, a_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.backup import BackupRefused, take_backup
from accord.casework.coverage import set_coverage
from accord.casework.imports import SourceFile, import_cap
from accord.casework.publication import publish
from accord.casework.restore import RestoreRefused, restore
from accord.casework.snapshot import rebuild_snapshot
from accord.casework.stored import stores
from accord.config import Settings
from accord.gateways.archive import member_from, opened, write_archive
from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.photo import Photo
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, PhotoOf
from accord.schema import migrate
from tests.builders import settings_in

NOON = Moment(now=datetime(2024, 7, 1, 6, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Dhaka"))
CLEARED, UNSEEN = b"a gate with a padlock", b"a gate with somebody before it"


def installed(folder: Path) -> Settings:
    folder.mkdir()
    return settings_in(folder)


def a_photo(settings: Settings, hazard: Hazard, content: bytes, *, is_cleared: bool) -> Photo:
    return Photo(
        hazard_id=hazard.id,
        shows=PhotoOf.HAZARD,
        sha256=stores(settings)["photos"].keep(content),
        width_px=1200,
        height_px=800,
        size_bytes=len(content),
        taken_on=date(2024, 6, 30),
        caption="The gate of stair 2.",
        cleared_at=NOON.now if is_cleared else None,
        cleared_by="a case handler" if is_cleared else None,
        actor="an engineer",
        recorded_at=NOON.now,
    )


@pytest.fixture(scope="module")
def with_photos(tmp_path_factory, migrated_database) -> Path:
    """An installation with one published factory and two photos of its hazard, one of which is published."""
    settings = installed(tmp_path_factory.mktemp("with-photos") / "instance")
    shutil.copy(migrated_database, settings.instance / "accord.sqlite")
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        workbook = a_workbook(a_sheet(a_row(1)))
        import_cap(session, workbook, file=SourceFile("first.xlsx", "1" * 64), actor="an engineer", moment=NOON)
        hazard = session.scalars(select(Hazard)).one()
        session.add(a_photo(settings, hazard, CLEARED, is_cleared=True))
        session.add(a_photo(settings, hazard, UNSEEN, is_cleared=False))
        session.flush()
        kept = stores(settings)
        publish(session, 9490, store=kept["published"], photos=kept["photos"], actor="the CSO", moment=NOON)
        session.commit()
    engine.dispose()
    return settings.instance


@pytest.fixture
def here(with_photos, tmp_path) -> Settings:
    shutil.copytree(with_photos, tmp_path / "instance")
    return settings_in(tmp_path / "instance")


@pytest.fixture
def fresh(tmp_path) -> Settings:
    return installed(tmp_path / "fresh")


@pytest.fixture
def archive(here, tmp_path) -> Path:
    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)
    return tmp_path / "backup.tar.gz"


def place_of(settings: Settings, folder: str, content: bytes) -> Path:
    return stores(settings)[folder].path_of(sha256(content).hexdigest())


def test_private_and_published_photos_come_back_each_to_its_place(archive, fresh):
    restored = restore(fresh, archive, moment=NOON)

    assert (restored.published_files, restored.photos) == (6, 2)
    assert place_of(fresh, "photos", CLEARED).read_bytes() == CLEARED
    assert place_of(fresh, "photos", UNSEEN).read_bytes() == UNSEEN
    assert place_of(fresh, "published", CLEARED).read_bytes() == CLEARED
    assert not place_of(fresh, "published", UNSEEN).exists()


def test_the_folder_of_private_photos_is_closed_to_others_before_and_after(here, archive, fresh):
    restore(fresh, archive, moment=NOON)

    assert [stat.S_IMODE(each.photos.stat().st_mode) for each in (here, fresh)] == [0o700] * 2


def test_what_is_backed_up_is_not_warned_of_as_left_out(here, tmp_path):
    assert take_backup(here, tmp_path / "backup.tar.gz", moment=NOON).left_out == ()


def test_a_second_backup_of_what_was_restored_holds_the_same_files(archive, fresh, tmp_path):
    with opened(archive) as first:
        restore(fresh, archive, moment=NOON)
    take_backup(fresh, tmp_path / "again.tar.gz", moment=NOON)

    with opened(tmp_path / "again.tar.gz") as second:
        stored = [{member.name for member in found.manifest.members if "/" in member.name} for found in (first, second)]
    assert stored[0] == stored[1]
    assert sum(name.startswith("photos/") for name in stored[0]) == 2


@pytest.mark.parametrize(
    ("folder", "content", "said"),
    [
        ("photos", UNSEEN, "the private photo of 2024-06-30 of factory 9490, fire, item 1"),
        ("published", CLEARED, "the photo of edition 1 of factory 9490"),
    ],
)
def test_every_missing_or_altered_photo_is_named_and_nothing_is_written(here, tmp_path, folder, content, said):
    path = place_of(here, folder, content)
    for deed, word in ((lambda: path.write_bytes(b"another"), "was altered"), (path.unlink, "is missing")):
        deed()

        with pytest.raises(BackupRefused) as refused:
            take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

        assert refused.value.sentences[0] == f"{said} {word}: {path}"
        assert not (tmp_path / "backup.tar.gz").exists()


def test_the_rest_is_backed_up_when_told_to_and_the_restore_tells_of_the_photo(here, fresh, tmp_path):
    place_of(here, "photos", UNSEEN).unlink()

    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON, even_if_damaged=True)
    restored = restore(fresh, tmp_path / "backup.tar.gz", moment=NOON)

    [sentence] = restored.manifest.damage
    assert sentence.startswith("the private photo of 2024-06-30 of factory 9490, fire, item 1 is missing")
    assert restored.photos == 1


def packed_again(archive: Path, folder: Path, deed) -> Path:
    """Pack the archive again after something was done to its files, with a list of contents that agrees."""
    with opened(archive) as found:
        folder.mkdir()
        found.unpack_into(folder)
    deed(folder)
    sources = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    members = tuple(member_from(name, path) for name, path in sources.items())
    altered = folder.with_suffix(".tar.gz")
    write_archive(altered, type(found.manifest)(**vars(found.manifest) | {"members": members}), sources)
    return altered


def test_an_archive_that_lacks_its_private_photos_is_refused(archive, fresh, tmp_path):
    altered = packed_again(archive, tmp_path / "unpacked", lambda folder: shutil.rmtree(folder / "photos"))

    with pytest.raises(RestoreRefused, match="lacks 2 private photos, first the private photo of 2024-06-30"):
        restore(fresh, altered, moment=NOON)

    assert not fresh.photos.exists()


@pytest.mark.parametrize("name", ["photos/ab/evil", "photos/aa/" + "ab" * 32, "photos/ab/" + "ab" * 32])
def test_a_file_among_the_photos_that_is_not_what_its_name_says_is_refused(archive, fresh, tmp_path, name):
    def add(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")

    altered = packed_again(archive, tmp_path / "unpacked", add)

    with pytest.raises(RestoreRefused, match="which belongs to no installation"):
        restore(fresh, altered, moment=NOON)


def test_a_database_from_before_there_were_photos_is_backed_up_and_restored(fresh, tmp_path):
    before = installed(tmp_path / "before")
    engine = open_engine(before.database_url)
    migrate(engine, to="0002")
    engine.dispose()

    take_backup(before, tmp_path / "backup.tar.gz", moment=NOON)

    assert restore(fresh, tmp_path / "backup.tar.gz", moment=NOON).photos == 0


def test_a_snapshot_with_a_factory_of_which_nothing_is_published_is_taken_as_it_is(here, fresh, tmp_path):
    engine = open_engine(here.database_url)
    with Session(engine) as session:
        factory = Factory(number=9491, name="Not inspected Ltd.")
        set_coverage(factory, Coverage.ACTIVE, from_on=None, actor="the CSO", moment=NOON)
        session.add(factory)
        session.commit()
        assert rebuild_snapshot(session, here.snapshot, moment=NOON) == [9490, 9491]
    engine.dispose()
    take_backup(here, tmp_path / "backup.tar.gz", moment=NOON)

    assert not restore(fresh, tmp_path / "backup.tar.gz", moment=NOON).snapshot_rebuilt
