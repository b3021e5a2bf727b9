"""What the program needs of the machine: fonts, a clock that is right, a time zone that is meant."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from accord.casework.doctor.examination import Examination, Finding, broken, fine, look
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.gateways.probes.clock import is_kept_right
from accord.records.copying import sqlite_file
from accord.records.journal import JournalEntry
from accord.rules.upkeep import age_in_words, runs_behind

SET_CLOCK = "set the clock right before anything is recorded (timedatectl set-ntp true): every deadline counts by it"


def fonts(_examined: Examination) -> Finding:
    """Judge whether documents can be printed in both languages."""
    if missing := missing_fonts():
        return broken(missing_fonts_sentence(missing), "install them, then restart the site")
    return fine("the fonts of both languages are installed")


def clock(examined: Examination) -> Finding:
    """Judge whether the clock runs behind what is already recorded, and whether something keeps it right."""
    now = examined.moment.now
    newest, what = _newest_record(examined)
    said = f"{now.astimezone(examined.moment.zone):%Y-%m-%d %H:%M %Z}"
    if runs_behind(newest - now):
        return broken(f"{said}, {age_in_words(newest - now)} behind {what}", SET_CLOCK)
    is_right = is_kept_right()
    if is_right is None:
        return fine(f"{said}, not behind any record; whether a time service keeps it cannot be told here")
    if not is_right:
        return look(f"{said}, not behind any record, but no time service keeps it", SET_CLOCK)
    return fine(f"{said}, kept by a time service")


def time_zone(examined: Examination) -> Finding:
    """Judge whether civil dates are those of a place where people work."""
    zone = examined.settings.zone
    offset = f"{examined.moment.now.astimezone(zone):%z}"
    if "/" not in zone.key or zone.key.startswith("Etc/"):
        return look(
            f"{zone.key} (now {offset}) is the time of no place",
            "name the place of the programme in ACCORD_TIMEZONE, such as Asia/Dhaka: days and deadlines begin by it",
        )
    return fine(f"{zone.key} (now {offset})")


def _newest_record(examined: Examination) -> tuple[datetime, str]:
    """Return the latest instant that anything here claims to be of, and what does."""
    found = [
        (datetime.fromtimestamp(file.stat().st_mtime, UTC), f"the last change of {file.name}")
        for file in (sqlite_file(examined.settings.database_url), examined.settings.snapshot)
        if file and file.is_file()
    ]
    last = examined.session.scalar(select(func.max(JournalEntry.at))) if examined.session else None
    if last:
        found.append((last, "the newest line of the journal"))
    return max(found, default=(examined.moment.now, "nothing"))
