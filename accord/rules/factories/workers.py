"""How many people work in a factory, in the bands of the Transparency Pledge. Source: DOMAIN.md section 8."""

BANDS = ((1_000, "<1000"), (5_000, "1001-5000"), (10_000, "5001-10000"))
"""The most workers of each band, and its name. Ours: the pledge has no band for exactly 1,000; the lowest takes it."""
LARGEST = ">10000"


def worker_band(workers: int | None) -> str | None:
    """Return the band, or None where the number is not known."""
    if workers is None:
        return None
    return next((name for most, name in BANDS if workers <= most), LARGEST)
