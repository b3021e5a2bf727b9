"""`accord demo`: an empty installation becomes the demonstration, published as far as anything of it is approved."""

import re
import sqlite3
import stat

import pytest

from accord.casework import publication
from accord.casework.desk import passwords
from accord.cli.base import this_installation
from accord.cli.demo_sign_ins import keep_demo_sign_ins
from accord.gateways.snapshot.reader import PublicSnapshot
from tests.desk_builders_accounts import QUICK

NUMBERS = list(range(90101, 90113))
NOT_INSPECTED = 90111


@pytest.fixture
def prints_nothing(monkeypatch):
    """Put one small file in the place of the printed ones, and quick hashes: both have tests of their own."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)

    def files(edition):
        return [("json", "", f"edition {edition.number} of {edition.factory.number}".encode())]

    monkeypatch.setattr(publication, "edition_files", files)


@pytest.mark.usefixtures("prints_nothing")
def test_the_demonstration_is_published_and_the_factory_without_a_plan_stands_in_the_register_alone(accord, instance):
    answer = accord("demo")

    assert answer.status == 0
    assert answer.out.splitlines()[-1] == f"The demonstration is ready: factories {', '.join(map(str, NUMBERS))}."
    assert f"Factory {NOT_INSPECTED} has no approved plan yet: it stands in the register alone." in answer.err
    public = PublicSnapshot(instance / "public.sqlite")
    assert public.facts().is_demonstration
    shown = {number: public.factory(number, as_of=public.facts().written_at.date()) for number in NUMBERS}
    assert all(shown.values())
    assert [number for number in NUMBERS if public.file(number, kind="json", language="") is None] == [NOT_INSPECTED]


@pytest.mark.usefixtures("prints_nothing")
def test_the_photos_of_the_demonstration_are_private_files_and_those_shown_are_published(accord, instance):
    accord("demo")

    private, published = (
        {path.name for path in (instance / folder).rglob("*") if path.is_file()} for folder in ("photos", "published")
    )
    with sqlite3.connect(instance / "accord.sqlite") as database:
        waiting = database.execute(
            "SELECT photo.sha256 FROM photo JOIN hazard ON hazard.id = photo.hazard_id WHERE NOT EXISTS "
            "(SELECT 1 FROM report WHERE report.inspection_id = COALESCE(photo.inspection_id, hazard.inspection_id) "
            "AND report.state IN ('approved', 'issued'))"
        ).fetchall()
    assert len(private) >= 60
    assert private - published == {sha256 for (sha256,) in waiting}
    assert stat.S_IMODE((instance / "photos").stat().st_mode) == 0o700


@pytest.mark.usefixtures("prints_nothing")
def test_the_demonstration_is_made_once(accord):
    accord("demo")

    again = accord("demo")

    assert again.status == 1
    assert "on record here already" in again.err


@pytest.mark.usefixtures("prints_nothing")
def test_the_people_of_the_demonstration_get_passwords_that_only_its_owner_reads(accord, instance):
    accord("demo")

    file = instance / "demo-sign-ins.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = [re.split(r"  +", line) for line in file.read_text("utf-8").splitlines()]
    with sqlite3.connect(instance / "accord.sqlite") as database:
        kept = dict(database.execute("SELECT email, password_hash FROM person WHERE email LIKE '%@demo.example'"))
        others = database.execute(
            "SELECT count(*) FROM person WHERE email NOT LIKE '%@demo.example' AND password_hash IS NOT NULL"
        ).fetchone()
    database.close()
    assert {email for _, email, *_ in told} == set(kept)
    assert all(passwords.fits(kept[email], password) for _, email, password, _ in told)
    assert others == (0,)
    assert len({password for _, _, password, _ in told}) == len(told)
    assert {"administrator", "fire engineer", "chief safety officer", "case handler"} <= {role for role, *_ in told}


@pytest.mark.usefixtures("prints_nothing")
def test_passwords_are_made_once_and_never_where_there_is_no_demonstration(accord, instance):
    accord("demo")
    before = (instance / "demo-sign-ins.txt").read_text("utf-8")

    keep_demo_sign_ins(this_installation())

    assert (instance / "demo-sign-ins.txt").read_text("utf-8") == before
    (instance / "demo-sign-ins.txt").unlink()
    with sqlite3.connect(instance / "accord.sqlite") as database:
        database.execute("UPDATE person SET password_hash = NULL")
        database.execute("DELETE FROM fact")
    database.close()
    keep_demo_sign_ins(this_installation())
    assert not (instance / "demo-sign-ins.txt").exists()
