"""When an installation is in order, worth a look, or broken: the numbers that its upkeep is judged by.

All of them are ours: no published rule speaks of the machine. Each has its reason beside it.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

GB = 1_000_000_000
MB = 1_000_000

SPACE_LOOK_BYTES, SPACE_BROKEN_BYTES = 5 * GB, 1 * GB
"""Five: a backup and its rehearsal beside it. One: the next batch of photos fills it, and then nothing is recorded."""
INODES_LOOK_SHARE, INODES_BROKEN_SHARE = 0.10, 0.02
LOG_LOOK_BYTES = 64 * MB
"""A write-ahead log is emptied at about 4 MB; one that has grown so far is held by a reader that never ends."""
NIGHTLY_LOOK, NIGHTLY_BROKEN = timedelta(hours=36), timedelta(days=7)
"""Of what is made every night: one night may be missed by a power cut, a week by nothing that is in order."""
REHEARSAL_LOOK, REHEARSAL_BROKEN = timedelta(days=14), timedelta(days=60)
"""It is rehearsed weekly. A backup that nobody has restored for two months is a hope."""
CERTIFICATE_LOOK_DAYS, CERTIFICATE_BROKEN_DAYS = 21, 7
"""Certbot renews 30 days ahead, so at 21 it has failed for more than a week. A week is what a person needs to act."""
CLOCK_TOLERANCE = timedelta(minutes=2)
"""What a time service may set a clock back by at a start."""


class Verdict(StrEnum):
    """How a part of an installation is."""

    FINE = "fine"
    LOOK = "worth_a_look"
    BROKEN = "broken"


LABELS = {Verdict.FINE: "fine", Verdict.LOOK: "worth a look", Verdict.BROKEN: "broken"}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of them; of none, fine."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.FINE)


def of_space(free_bytes: int) -> Verdict:
    """Return what so few free bytes mean."""
    return _of_little(free_bytes, look=SPACE_LOOK_BYTES, broken=SPACE_BROKEN_BYTES)


def of_inodes(free: int, total: int) -> Verdict:
    """Return what so few free inodes mean; a file system that counts none (total 0) lacks none."""
    if total <= 0:
        return Verdict.FINE
    return _of_little(free / total, look=INODES_LOOK_SHARE, broken=INODES_BROKEN_SHARE)


def of_log(size_bytes: int) -> Verdict:
    """Return what a write-ahead log of this size means."""
    return Verdict.LOOK if size_bytes > LOG_LOOK_BYTES else Verdict.FINE


def of_nightly(age: timedelta) -> Verdict:
    """Return what it means that something made every night is so old."""
    return _of_much(age, look=NIGHTLY_LOOK, broken=NIGHTLY_BROKEN)


def of_rehearsal(age: timedelta) -> Verdict:
    """Return what it means that a backup was last restored so long ago."""
    return _of_much(age, look=REHEARSAL_LOOK, broken=REHEARSAL_BROKEN)


def of_certificate(days_left: int) -> Verdict:
    """Return what it means that a certificate is good for so many days."""
    return _of_little(days_left, look=CERTIFICATE_LOOK_DAYS, broken=CERTIFICATE_BROKEN_DAYS)


def runs_behind(ahead: timedelta) -> bool:
    """Return whether a clock runs behind, where the newest record is so far ahead of it (negative: it is older)."""
    return ahead > CLOCK_TOLERANCE


def age_in_words(age: timedelta) -> str:
    """Return an age as a person says it: minutes up to two hours, hours up to two days, then days, rounded down."""
    minutes = int(age.total_seconds() // 60)
    for unit, length, until in (("minute", 1, 120), ("hour", 60, 48 * 60)):
        if minutes < until:
            return _counted(max(minutes, 0) // length, unit)
    return _counted(minutes // (24 * 60), "day")


def size_in_words(size_bytes: int) -> str:
    """Return a size in GB, or in MB below one, rounded down: what is said to be free is free."""
    unit, name = (GB, "GB") if size_bytes >= GB else (MB, "MB")
    return f"{size_bytes * 10 // unit / 10:,.1f} {name}"


def _of_little(value: float, *, look: float, broken: float) -> Verdict:
    if value < broken:
        return Verdict.BROKEN
    return Verdict.LOOK if value < look else Verdict.FINE


def _of_much(age: timedelta, *, look: timedelta, broken: timedelta) -> Verdict:
    if age > broken:
        return Verdict.BROKEN
    return Verdict.LOOK if age > look else Verdict.FINE


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
