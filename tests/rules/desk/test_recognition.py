"""What speaks against a letter of recognition that stands, and which number the next one bears."""

from datetime import date

import pytest

from accord.rules.desk.recognition import Doubt, doubts, next_number
from accord.rules.vocabulary import Origin, Severity, Status

TODAY = date(2024, 7, 1)
INITIAL, NEW = Origin.INITIAL, Origin.NEW
OPEN, CLAIMED, DONE, GONE = Status.IN_PROGRESS, Status.PENDING_VERIFICATION, Status.CORRECTED, Status.WITHDRAWN
IMMINENT = Severity.SEVERE_AND_IMMINENT


@pytest.mark.parametrize(
    ("hazards", "has_open_order", "found"),
    [
        ([], False, ()),
        ([(INITIAL, None, DONE), (INITIAL, IMMINENT, GONE)], False, ()),
        ([(NEW, Severity.HIGH, OPEN)], False, ()),
        ([(INITIAL, None, OPEN)], False, (Doubt.INITIAL_HAZARD_OPEN,)),
        ([(INITIAL, None, CLAIMED)], False, (Doubt.INITIAL_HAZARD_OPEN,)),
        ([(NEW, IMMINENT, OPEN)], False, (Doubt.IMMINENT_DANGER,)),
        ([(NEW, IMMINENT, DONE)], True, (Doubt.IMMINENT_DANGER,)),
        ([(INITIAL, IMMINENT, OPEN)], True, (Doubt.INITIAL_HAZARD_OPEN, Doubt.IMMINENT_DANGER)),
    ],
)
def test_a_reopened_initial_hazard_and_imminent_danger_make_a_letter_doubtful(hazards, has_open_order, found):
    assert doubts(hazards, has_open_order=has_open_order) == found


@pytest.mark.parametrize(
    ("last", "following"),
    [
        (None, "LR-2024-001"),
        ("without digits", "LR-2024-001"),
        ("BA/L 017", "BA/L 018"),
        ("BA/L 099", "BA/L 100"),
        ("L 9 bis", "L 10 bis"),
        ("2023/12", "2023/13"),
    ],
)
def test_the_next_number_counts_the_last_digits_on(last, following):
    assert next_number(last, today=TODAY) == following
