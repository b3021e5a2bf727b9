"""Every check of `accord doctor` finds what it is there for, and each can fail."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from casework import test_backup as backups
from casework import test_backup_of_photos as of_photos
from gateways.servers import Certificate, a_mail_server, a_tls_server
from sqlalchemy.orm import Session

from accord.casework.backup import take_backup
from accord.casework.doctor import examine, machine
from accord.casework.doctor.examine import CHECKS
from accord.casework.snapshot import rebuild_snapshot
from accord.casework.upkeep import note_backup, note_rehearsal
from accord.gateways.files import FileStore
from accord.gateways.probes.certificate import good_until
from accord.records.base import open_engine, reading
from accord.records.clockwork import ClockworkRun
from accord.rules.clockwork import minute
from accord.rules.upkeep import GB, MB, Verdict, worst

NOON = backups.NOON
with_photos = of_photos.with_photos
LONG_KEY = "k" * 48
ALL_CHECKS = {check.name for check in CHECKS}


@pytest.fixture(scope="module")
def in_order(with_photos, tmp_path_factory):
    """An installation with which nothing is wrong, on the day it was last worked on; tests work on copies."""
    folder = tmp_path_factory.mktemp("in-order")
    settings = of_photos.settings_in(shutil.copytree(with_photos, folder / "instance"))
    (settings.instance / "secret-key").write_text(LONG_KEY)
    (settings.instance / "secret-key").chmod(0o600)
    engine = open_engine(settings.database_url)
    with reading(engine) as session:
        rebuild_snapshot(session, settings.snapshot, moment=NOON)
    with Session(engine) as session:
        for job in ("orders", "snapshot", "heartbeat"):
            period = NOON.today.isoformat() if job == "snapshot" else minute(NOON)
            session.add(ClockworkRun(job=job, period=period, began_at=NOON.now, ended_at=NOON.now))
        session.commit()
    engine.dispose()
    taken = take_backup(settings, folder / "backup.tar.gz", moment=NOON)
    note_backup(settings, taken, folder / "backup.tar.gz", moment=NOON)
    note_rehearsal(settings, folder / "backup.tar.gz", moment=NOON, manifest=taken.manifest, trouble=None)
    return settings.instance


@pytest.fixture(scope="module")
def mail_port():
    """A mail server of this machine."""
    with a_mail_server() as port:
        yield port


@pytest.fixture
def here(in_order, tmp_path, monkeypatch, mail_port):
    """A copy of that installation, on a machine that is in order."""
    folder = shutil.copytree(in_order, tmp_path / "instance")
    folder.chmod(0o700)
    for name in ("accord.sqlite", "public.sqlite"):
        os.utime(folder / name, (NOON.now.timestamp(),) * 2)
    has_room(monkeypatch)
    monkeypatch.setattr(machine, "is_kept_right", lambda: True)
    return replace(
        of_photos.settings_in(folder),
        secret_key=LONG_KEY,
        mail_url=f"smtp://127.0.0.1:{mail_port}",
        base_url="http://127.0.0.1:8000",
    )


def has_room(monkeypatch, *, free=100 * GB, inodes=1_000):
    told = SimpleNamespace(f_bavail=free, f_frsize=1, f_blocks=200 * GB, f_favail=inodes, f_files=1_000)
    monkeypatch.setattr(os, "statvfs", lambda _folder: told)


def later(**age):
    return replace(NOON, now=NOON.now + timedelta(**age))


def change(settings, *statements):
    backups.change(settings.database_file, "PRAGMA foreign_keys = OFF", *statements)
    os.utime(settings.database_file, (NOON.now.timestamp(),) * 2)


def scribble(file):
    """Write over the middle of a database."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)
    os.utime(file, (NOON.now.timestamp(),) * 2)


def first_of(folder):
    return next(path for path in sorted(folder.rglob("*")) if path.is_file())


def rewritten(path):
    path.write_bytes(bytes(path.stat().st_size))


def grown_log(settings):
    with (settings.instance / "accord.sqlite-wal").open("wb") as log:
        log.truncate(65 * MB)


def kept_open_to_others(path, mode):
    path.chmod(mode)


FAULTS = {
    "disk": (lambda _here, patch: has_room(patch, free=GB - 1), Verdict.BROKEN, "999.9 MB of 200.0 GB free"),
    "database": (lambda here, _: here.database_file.unlink(), Verdict.BROKEN, "there is no database at"),
    "schema": (
        lambda here, _: change(here, "UPDATE alembic_version SET version_num = '0001'"),
        Verdict.BROKEN,
        "stands at 0001",
    ),
    "integrity": (lambda here, _: scribble(here.database_file), Verdict.BROKEN, "the file is damaged"),
    "links": (
        lambda here, _: change(here, "UPDATE hazard_factory SET factory_id = 77"),
        Verdict.BROKEN,
        "1 rows name one that is not there (tables: hazard_factory)",
    ),
    "write-ahead log": (lambda here, _: grown_log(here), Verdict.LOOK, "65.0 MB not yet written back"),
    "journal": (
        lambda here, _: change(here, *backups.UNCHAINED, "UPDATE journal SET actor = 'nobody' WHERE id = 1"),
        Verdict.BROKEN,
        "line 1 was altered",
    ),
    "public snapshot": (lambda here, _: here.snapshot.unlink(), Verdict.BROKEN, "missing, although editions are"),
    "published files": (
        lambda here, _: first_of(here.files).unlink(),
        Verdict.BROKEN,
        "1 of 6 published files are not in order",
    ),
    "photos": (
        lambda here, _: first_of(here.photos).unlink(),
        Verdict.BROKEN,
        "1 of 2 private photos are not in order",
    ),
    "documents": (
        lambda here, _: change(
            here,
            "INSERT INTO stored_file (factory_id, name, sha256, size_bytes, person_id, actor, recorded_at) "
            "SELECT id, 'design.pdf', lower(hex(randomblob(32))), 9, 1, 'the owner', '2024-07-01' FROM factory LIMIT 1",
        ),
        Verdict.BROKEN,
        "1 of 1 documents are not in order",
    ),
    "uploads": (
        lambda here, _: change(
            here,
            "INSERT INTO upload (hazard_id, shows, caption, taken_on, file_name, sha256, size_bytes, state, attempts, "
            "person_id, actor, recorded_at) "
            "SELECT id, 'hazard', '', '2024-06-20', 'a.jpg', lower(hex(randomblob(32))), 9, 'waiting', 0, 1, 'owner', "
            "'2024-07-01 05:59:00' FROM hazard LIMIT 1",
        ),
        Verdict.BROKEN,
        "of 1 photos that wait to be prepared 1 are lost, first upload 1",
    ),
    "fonts": (
        lambda _here, patch: patch.setattr(machine, "missing_fonts", lambda: ("Noto Serif Bengali",)),
        Verdict.BROKEN,
        "PDFs need the font Noto Serif Bengali",
    ),
    "clock": (
        lambda here, _: os.utime(here.snapshot, (later(hours=1).now.timestamp(),) * 2),
        Verdict.BROKEN,
        "60 minutes behind the last change of public.sqlite",
    ),
    "clockwork": (
        lambda here, _: change(here, "DELETE FROM clockwork_run"),
        Verdict.BROKEN,
        "it has never run here",
    ),
    "backup": (lambda here, _: (here.instance / "last-backup.json").unlink(), Verdict.BROKEN, "none was ever taken"),
    "rehearsal": (
        lambda here, _: (here.instance / "last-rehearsal.json").unlink(),
        Verdict.LOOK,
        "no backup was ever restored here",
    ),
    "instance folder": (
        lambda here, _: kept_open_to_others(here.instance, 0o755),
        Verdict.BROKEN,
        "other users of this machine may look into",
    ),
    "secret key": (
        lambda here, _: kept_open_to_others(here.instance / "secret-key", 0o644),
        Verdict.BROKEN,
        "(mode 644)",
    ),
}
"""What is done to an installation, and what the check of that name then says."""

SETTINGS = {
    "time zone": ({"zone": ZoneInfo("UTC")}, Verdict.LOOK, "the time of no place"),
    "mail": ({"mail_url": "smtp://127.0.0.1:1"}, Verdict.BROKEN, "Connection refused"),
    "certificate": ({"base_url": "http://accord.example"}, Verdict.BROKEN, "served without TLS"),
}
"""The same for what a setting decides."""


def test_an_installation_that_is_in_order_is_fine_in_every_check(here):
    found = examine(here, moment=NOON, is_thorough=True)

    assert {name: each for name, each in found.items() if each.verdict is not Verdict.FINE} == {}
    assert [each.advice for each in found.values() if each.advice] == []
    assert list(found) == [check.name for check in CHECKS]


def test_each_check_can_fail():
    assert set(FAULTS) | set(SETTINGS) == ALL_CHECKS


@pytest.mark.parametrize("check", FAULTS)
def test_what_is_wrong_is_found_by_its_check_with_what_to_do(here, monkeypatch, check):
    deed, verdict, words = FAULTS[check]
    deed(here, monkeypatch)

    found = examine(here, moment=NOON)[check]

    assert found.verdict is verdict
    assert words in found.measured
    assert found.advice


@pytest.mark.parametrize("check", SETTINGS)
def test_what_is_set_wrong_is_found_by_its_check_with_what_to_do(here, check):
    changes, verdict, words = SETTINGS[check]

    found = examine(replace(here, **changes), moment=NOON)[check]

    assert found.verdict is verdict
    assert words in found.measured
    assert found.advice


def test_a_clockwork_that_stands_still_or_whose_clock_was_put_back_is_broken_and_told_since_when(here):
    still, put_back = examine(here, moment=later(minutes=6)), examine(here, moment=later(hours=-3))

    assert still["clockwork"].verdict is put_back["clockwork"].verdict is Verdict.BROKEN
    assert "it stands still since 6 minutes" in still["clockwork"].measured
    assert "the clock was put back since it last looked" in put_back["clockwork"].measured


def test_a_job_that_fails_is_told_in_its_own_words_as_long_as_it_says_so(here):
    wrong = "UPDATE clockwork_run SET said = 'order 17: KeyError: 4' WHERE job = 'orders'"
    change(here, wrong)

    found = examine(here, moment=NOON)["clockwork"]
    change(here, "UPDATE clockwork_run SET ended_at = '2024-07-01 09:00:00.000000' WHERE job = 'heartbeat'")
    over = examine(here, moment=later(hours=3))["clockwork"]

    assert found.verdict is Verdict.BROKEN
    assert "order 17: KeyError: 4" in found.measured
    assert over.verdict is Verdict.FINE


def test_without_a_mail_server_it_is_broken_once_letters_are_sent_and_worth_a_look_before(here):
    deaf = replace(here, mail_url=None)
    before = examine(deaf, moment=NOON)["mail"]
    change(here, "INSERT INTO go_live (live_from, actor, recorded_at) VALUES ('2024-06-01', 'admin', '2024-06-01')")

    after = examine(deaf, moment=NOON)["mail"]

    assert (before.verdict, after.verdict) == (Verdict.LOOK, Verdict.BROKEN)
    assert "although letters are sent since 2024-06-01" in after.measured


def test_to_look_changes_nothing(here):
    before = backups.contents(here.instance)

    examine(here, moment=NOON, is_thorough=True)

    after = backups.contents(here.instance)
    assert {name: content for name, content in after.items() if not name.endswith(("-shm", "-wal"))} == before


@pytest.mark.parametrize("folder", ["published", "photos"])
def test_a_file_altered_within_its_size_is_found_by_reading_all(here, folder):
    rewritten(first_of(here.instance / folder))
    name = "published files" if folder == "published" else "photos"

    assert examine(here, moment=NOON)[name].verdict is Verdict.FINE
    found = examine(here, moment=NOON, is_thorough=True)[name]
    assert found.verdict is Verdict.BROKEN
    assert "which was altered" in found.measured


def test_a_file_cut_short_is_found_without_reading_it(here):
    store = FileStore(here.files)
    sha256 = min(backups.state_in(here).published)
    store.path_of(sha256).write_bytes(b"short")

    found = examine(here, moment=NOON)["published files"]

    assert sha256 in found.measured
    assert "of edition 1 of factory 9490" in found.measured


def test_lines_cut_from_the_end_of_the_journal_are_missed_since_the_backup_saw_them(here):
    change(here, *backups.UNCHAINED, "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)")

    found = examine(here, moment=NOON)["journal"]

    assert found.verdict is Verdict.BROKEN
    assert "are not the beginning of it any more" in found.measured


def test_few_inodes_are_as_bad_as_few_bytes(here, monkeypatch):
    has_room(monkeypatch, inodes=10)

    assert examine(here, moment=NOON)["disk"].verdict is Verdict.BROKEN


def test_a_database_that_is_none_stops_no_check_that_needs_none(here):
    here.database_file.write_bytes(b"no database at all" * 1000)
    os.utime(here.database_file, (NOON.now.timestamp(),) * 2)

    found = examine(here, moment=NOON)

    assert found["database"].verdict is Verdict.BROKEN
    assert "not a database" in found["database"].measured
    assert found["journal"].measured.startswith("not looked at")
    assert found["backup"].verdict is Verdict.FINE
    assert set(found) == ALL_CHECKS


def test_a_check_that_meets_a_fault_of_the_machine_says_so_and_stops_no_other(here, monkeypatch):
    def broken(_folder):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "statvfs", broken)

    found = examine(here, moment=NOON)

    assert found["disk"].verdict is Verdict.BROKEN
    assert "could not be looked at: [Errno 5] Input/output error" in found["disk"].measured
    assert worst(each.verdict for name, each in found.items() if name != "disk") is Verdict.FINE


def test_a_mistake_of_ours_is_not_taken_for_a_fault_of_the_machine(here, monkeypatch):
    monkeypatch.setattr(machine, "missing_fonts", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        examine(here, moment=NOON)


def test_tables_that_are_not_there_are_a_finding_and_no_end(here):
    with closing(sqlite3.connect(here.database_file)) as connection, connection:
        connection.execute("DROP TABLE edition_photo")

    found = examine(here, moment=NOON)

    assert found["disk"].verdict is Verdict.FINE
    assert found["published files"].verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    ("age", "verdict"), [({"hours": 36}, Verdict.FINE), ({"hours": 37}, Verdict.LOOK), ({"days": 8}, Verdict.BROKEN)]
)
def test_what_is_made_every_night_grows_old(here, age, verdict):
    found = examine(here, moment=later(**age))

    assert {found[name].verdict for name in ("backup", "public snapshot")} == {verdict}


def test_a_rehearsal_that_failed_is_broken_however_young_it_is(here):
    note_rehearsal(here, here.instance / "b.tar.gz", moment=NOON, manifest=None, trouble="the archive is\ndamaged")

    found = examine(here, moment=NOON)["rehearsal"]

    assert found.verdict is Verdict.BROKEN
    assert found.measured.endswith("could not be restored 0 minutes ago: the archive is damaged")


def test_a_clock_behind_the_journal_is_broken(here):
    found = examine(here, moment=later(hours=-4))["clock"]

    assert found.verdict is Verdict.BROKEN
    assert found.measured.endswith("4 hours behind the newest line of the journal")


@pytest.mark.parametrize(("is_right", "verdict"), [(None, Verdict.FINE), (False, Verdict.LOOK)])
def test_a_clock_that_nothing_keeps_right_is_worth_a_look(here, monkeypatch, is_right, verdict):
    monkeypatch.setattr(machine, "is_kept_right", lambda: is_right)

    assert examine(here, moment=NOON)["clock"].verdict is verdict


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE fact SET value = '1' WHERE name = 'layout'", "of the layout of another version"),
        ("UPDATE factory SET edition = 99", "shows other editions than the latest ones"),
    ],
)
def test_a_snapshot_that_does_not_show_what_was_published_is_broken(here, statement, words):
    backups.change(here.snapshot, statement)

    found = examine(here, moment=NOON)["public snapshot"]

    assert (found.verdict, found.measured) == (Verdict.BROKEN, words)


def test_a_damaged_snapshot_is_broken(here):
    scribble(here.snapshot)

    assert examine(here, moment=NOON)["public snapshot"].measured.startswith("the file is damaged")


def test_where_nothing_is_set_an_invented_programme_is_fine_and_a_real_one_is_not(here):
    bare = replace(here, mail_url=None, base_url=None)
    (here.instance / "last-backup.json").unlink()
    (here.instance / "last-rehearsal.json").unlink()
    names = ("mail", "certificate", "backup", "rehearsal")

    real = examine(bare, moment=NOON)
    change(here, "INSERT INTO fact (name, value) VALUES ('demonstration', 'yes')")
    invented = examine(bare, moment=NOON)

    assert [real[name].verdict for name in names] == [Verdict.LOOK, Verdict.LOOK, Verdict.BROKEN, Verdict.LOOK]
    assert [invented[name].verdict for name in names] == [Verdict.FINE] * 4
    assert str(here.instance) in invented["mail"].measured


def test_once_letters_are_sent_a_real_programme_without_an_address_is_broken(here):
    change(
        here,
        "INSERT INTO go_live (live_from, reason, actor, recorded_at) "
        "VALUES ('2020-01-01 00:00:00.000000', 'Ready.', 'a test', '2020-01-01 00:00:00.000000')",
    )

    found = examine(replace(here, base_url=None), moment=NOON)["certificate"]

    assert found.verdict is Verdict.BROKEN
    assert "letters carry no link" in found.measured


@pytest.mark.parametrize(("days", "verdict"), [(30, Verdict.FINE), (20, Verdict.LOOK), (6, Verdict.BROKEN)])
def test_a_certificate_is_judged_by_its_days_left(here, tmp_path, monkeypatch, days, verdict):
    certificate = Certificate(tmp_path / "tls", days=40)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))

    with a_tls_server(certificate) as port:
        today = replace(NOON, now=good_until("localhost", port) - timedelta(days=days))
        found = examine(replace(here, base_url=f"https://localhost:{port}"), moment=today)["certificate"]

    assert found.verdict is verdict
    assert f"good for {days} days" in found.measured


def test_an_expired_certificate_is_broken_and_a_silent_address_worth_a_look(here, tmp_path, monkeypatch):
    certificate = Certificate(tmp_path / "tls", days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with a_tls_server(certificate) as port:
        found = examine(replace(here, base_url=f"https://localhost:{port}"), moment=NOON)["certificate"]

    assert found.verdict is Verdict.BROKEN
    assert "certificate has expired" in found.measured
    nowhere = examine(replace(here, base_url=f"https://{'a' * 64}.example"), moment=NOON)["certificate"]
    assert nowhere.verdict is Verdict.LOOK
    assert "from this machine" in nowhere.measured


def test_a_mail_server_that_refuses_is_broken_and_its_password_is_not_told(here):
    replies = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 no: hush", "QUIT": "221 bye"}
    with a_mail_server(replies) as port:
        found = examine(replace(here, mail_url=f"smtp://me:hush@127.0.0.1:{port}"), moment=NOON)["mail"]

    assert found.verdict is Verdict.BROKEN
    assert "refuses the sign-in of me (535)" in found.measured
    assert "hush" not in f"{found.measured} {found.advice}"


def test_a_private_file_of_another_owner_is_found(here, monkeypatch):
    if os.geteuid():
        pytest.skip("only the administrator of the machine may give a file away")
    os.chown(here.database_file, 12345, -1)

    found = examine(here, moment=NOON)["instance folder"]

    assert found.verdict is Verdict.BROKEN
    assert f"chown --reference={here.instance}" in found.advice


def test_a_short_key_is_broken_and_one_in_a_setting_is_not_looked_for(here):
    assert "6 characters" in examine(replace(here, secret_key="k" * 6), moment=NOON)["secret key"].measured
    (here.instance / "secret-key").unlink()
    assert examine(here, moment=NOON)["secret key"].measured == "kept outside the instance folder, in a setting"
