"""When an installation is in order, worth a look, or broken."""

from datetime import timedelta

import pytest

from accord.rules.upkeep import (
    GB,
    MB,
    Verdict,
    age_in_words,
    of_certificate,
    of_inodes,
    of_log,
    of_nightly,
    of_rehearsal,
    of_space,
    runs_behind,
    size_in_words,
    worst,
)

FINE, LOOK, BROKEN = Verdict


@pytest.mark.parametrize(
    ("days", "verdict"), [(90, FINE), (21, FINE), (20, LOOK), (7, LOOK), (6, BROKEN), (0, BROKEN), (-1, BROKEN)]
)
def test_a_certificate_is_looked_at_below_21_days_and_broken_below_7(days, verdict):
    assert of_certificate(days) is verdict


@pytest.mark.parametrize(
    ("free", "verdict"), [(5 * GB, FINE), (5 * GB - 1, LOOK), (GB, LOOK), (GB - 1, BROKEN), (0, BROKEN)]
)
def test_a_disk_is_judged_by_the_room_for_a_backup_and_its_rehearsal(free, verdict):
    assert of_space(free) is verdict


def test_a_file_system_that_counts_no_inodes_lacks_none():
    assert of_inodes(0, 0) is FINE
    assert [of_inodes(free, 100) for free in (10, 9, 2, 1)] == [FINE, LOOK, LOOK, BROKEN]


def test_what_is_made_every_night_may_miss_one_night_but_no_week():
    ages = (timedelta(hours=36), timedelta(hours=37), timedelta(days=7), timedelta(days=7, seconds=1))

    assert [of_nightly(age) for age in ages] == [FINE, LOOK, LOOK, BROKEN]


def test_a_backup_that_nobody_restored_for_two_months_is_broken():
    assert [of_rehearsal(timedelta(days=days)) for days in (14, 15, 60, 61)] == [FINE, LOOK, LOOK, BROKEN]


def test_a_log_is_looked_at_once_it_has_outgrown_its_reader():
    assert [of_log(size) for size in (64 * MB, 64 * MB + 1)] == [FINE, LOOK]


def test_a_clock_may_be_set_back_by_a_moment_but_not_by_minutes():
    assert not runs_behind(timedelta(minutes=2))
    assert runs_behind(timedelta(minutes=2, seconds=1))
    assert not runs_behind(timedelta(days=-30))


def test_the_worst_of_all_is_what_an_installation_is():
    assert worst([]) is FINE
    assert worst([FINE, LOOK, FINE]) is LOOK
    assert worst([BROKEN, FINE, LOOK]) is BROKEN


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "0 minutes"),
        (timedelta(seconds=119), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=120), "2 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_an_age_is_told_in_the_unit_a_person_would_use(age, words):
    assert age_in_words(age) == words


def test_room_is_never_rounded_up():
    assert size_in_words(1_999_999_999) == "1.9 GB"
    assert size_in_words(999_999_999) == "999.9 MB"
    assert size_in_words(0) == "0.0 MB"
