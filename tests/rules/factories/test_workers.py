"""Bands of workers as brands publish them."""

import pytest

from accord.rules.factories.workers import worker_band


@pytest.mark.parametrize(
    ("workers", "band"),
    [
        (0, "<1000"),
        (999, "<1000"),
        (1000, "<1000"),
        (1001, "1001-5000"),
        (5000, "1001-5000"),
        (5001, "5001-10000"),
        (10_000, "5001-10000"),
        (10_001, ">10000"),
        (None, None),
    ],
)
def test_the_band_of_so_many_workers(workers, band):
    assert worker_band(workers) == band
