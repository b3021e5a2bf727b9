"""The nightly backup: taken, carried away, old ones removed; and what goes wrong is not kept quiet."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/server/nightly-backup"
NIGHTS = [f"{year}-{month:02}-{day:02}" for year in (2023, 2024) for month in range(1, 13) for day in range(1, 29)]


@pytest.fixture
def night(tmp_path):
    """One night with a stand-in for `accord` and a hook, each of which notes its words."""
    (tmp_path / "backups").mkdir()

    def passed(accord='for file; do :; done; echo archive > "$file"', hook="exit 0"):
        for name, deed in (("accord", accord), ("hook", hook)):
            program = tmp_path / name
            program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/{name}.log\n{deed}\n')
            program.chmod(0o755 if deed is not None else 0o644)
        return subprocess.run(
            [SCRIPT, tmp_path / "accord", tmp_path / "backups", tmp_path / "hook"],
            capture_output=True,
            text=True,
            check=False,
        )

    return passed


def archives(tmp_path, pattern="*"):
    return sorted(path.name for path in (tmp_path / "backups").glob(pattern))


def two_years_of_nights(tmp_path, ending=".tar.gz"):
    for day in NIGHTS:
        (tmp_path / f"backups/accord-{day}T193000Z{ending}").touch()


def test_the_archive_is_named_by_its_time_and_handed_to_the_hook(night, tmp_path):
    done = night()

    assert done.returncode == 0
    [name] = archives(tmp_path)
    file = tmp_path / "backups" / name
    assert (tmp_path / "accord.log").read_text() == f"backup {file}\n"
    assert (tmp_path / "hook.log").read_text() == f"{file}\n"


def test_a_fortnight_of_nights_stays_and_of_each_month_the_last_night_for_a_year(night, tmp_path):
    two_years_of_nights(tmp_path)

    night()

    left = archives(tmp_path)
    assert len(left) == 14 + 12
    assert left[-14:-1] == [f"accord-{day}T193000Z.tar.gz" for day in NIGHTS[-13:]]
    months = [name[len("accord-") :][:10] for name in left[:12]]
    assert months == [f"2024-{month:02}-28" for month in range(1, 12)] + ["2024-12-15"]


def test_what_is_no_nightly_backup_is_never_removed(night, tmp_path):
    two_years_of_nights(tmp_path)
    others = ["before-update-2023-01-01T000000Z.tar.gz", "accord-of-my-own.tar.gz", "accord-2019-01-01T000000Z.txt"]
    for name in others:
        (tmp_path / "backups" / name).touch()

    night()

    assert set(others) <= set(archives(tmp_path))


def test_where_something_is_missing_the_rest_is_backed_up_and_the_night_counts_as_failed(night, tmp_path):
    two_years_of_nights(tmp_path)
    whole = set(archives(tmp_path))

    done = night('[ "$2" = --even-if-damaged ] || exit 1; echo archive > "$3"')

    assert done.returncode == 1
    [damaged] = archives(tmp_path, "*-damaged.tar.gz")
    assert (tmp_path / "hook.log").read_text().strip().endswith(damaged)
    assert {name for name in whole if name >= "accord-2024-12-15"} <= set(archives(tmp_path))


def test_damaged_archives_do_not_push_whole_ones_out(night, tmp_path):
    (tmp_path / "backups/accord-2020-01-01T193000Z.tar.gz").touch()
    two_years_of_nights(tmp_path, "-damaged.tar.gz")

    night()

    assert "accord-2020-01-01T193000Z.tar.gz" in archives(tmp_path)
    assert len(archives(tmp_path, "*-damaged.tar.gz")) == 14 + 12


def test_a_backup_that_cannot_be_taken_at_all_removes_nothing(night, tmp_path):
    two_years_of_nights(tmp_path)

    done = night("exit 1")

    assert done.returncode == 1
    assert len(archives(tmp_path)) == len(NIGHTS)
    assert not (tmp_path / "hook.log").exists()


def test_a_copy_that_failed_counts_as_failed_and_old_ones_are_removed_all_the_same(night, tmp_path):
    two_years_of_nights(tmp_path)

    done = night(hook="exit 3")

    assert done.returncode == 1
    assert "The copy to another machine failed" in done.stderr
    assert len(archives(tmp_path)) == 14 + 12


def test_without_a_hook_the_danger_is_named(tmp_path, night):
    night()
    (tmp_path / "hook").chmod(0o644)

    done = subprocess.run(
        [SCRIPT, tmp_path / "accord", tmp_path / "backups", tmp_path / "hook"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "burns with it" in done.stderr
