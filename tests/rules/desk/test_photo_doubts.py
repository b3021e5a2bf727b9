"""A photo is doubtful that was taken too early, or was seen before; each doubt says which."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accord.rules.desk.photo_doubts import EARLIER_DAYS, Doubt, DoubtKind, Evidence, doubts_about
from accord.rules.vocabulary import PhotoOf

FOUND, INSPECTED = date(2024, 1, 10), date(2024, 6, 20)
PHOTO = Evidence(
    id=5,
    hazard_id=1,
    shows=PhotoOf.CORRECTION,
    captured_on=INSPECTED,
    inspected_on=INSPECTED,
    found_on=FOUND,
    upload_sha256="a",
    fingerprint=7,
)


def doubts(photo, *others):
    return doubts_about(photo, others, alike=lambda one, other: abs(one - other) <= 1)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ({}, []),
        ({"captured_on": None}, []),
        ({"captured_on": INSPECTED - timedelta(days=EARLIER_DAYS)}, []),
        ({"captured_on": INSPECTED - timedelta(days=EARLIER_DAYS + 1)}, [DoubtKind.LONG_BEFORE]),
        ({"captured_on": INSPECTED - timedelta(days=60), "inspected_on": None}, []),
        ({"captured_on": FOUND}, [DoubtKind.LONG_BEFORE]),
        ({"captured_on": FOUND - timedelta(days=1)}, [DoubtKind.BEFORE_FOUND]),
        ({"captured_on": FOUND - timedelta(days=1), "inspected_on": None}, [DoubtKind.BEFORE_FOUND]),
        ({"captured_on": FOUND - timedelta(days=1), "shows": PhotoOf.HAZARD, "inspected_on": FOUND}, []),
    ],
)
def test_the_day_of_the_camera_is_held_against_the_inspection_and_the_finding(words, kinds):
    assert [doubt.kind for doubt in doubts(replace(PHOTO, **words))] == kinds


def test_the_same_file_at_another_hazard_is_told_at_both():
    other = replace(PHOTO, id=9, hazard_id=2, fingerprint=None)

    assert doubts(PHOTO, other) == (Doubt(DoubtKind.SAME_FILE, 5, 9),)
    assert doubts(other, PHOTO) == (Doubt(DoubtKind.SAME_FILE, 9, 5),)


def test_the_same_picture_at_one_hazard_is_told_of_the_later_one_alone():
    later = replace(PHOTO, id=9, upload_sha256="b", fingerprint=8)

    assert doubts(later, PHOTO, later) == (Doubt(DoubtKind.LOOKS_ALIKE, 9, 5),)
    assert doubts(PHOTO, PHOTO, later) == ()


def test_another_picture_and_one_without_a_fingerprint_resemble_nothing():
    assert doubts(PHOTO, replace(PHOTO, id=1, hazard_id=2, upload_sha256="b", fingerprint=9)) == ()
    assert doubts(PHOTO, replace(PHOTO, id=1, hazard_id=2, upload_sha256=None, fingerprint=None)) == ()
