"""What was done for the worst day: the last backup, and the last time that one was restored."""

from accord.casework.doctor.examination import Examination, Finding, broken, fine, judged, look
from accord.casework.upkeep import last_backup, last_rehearsal
from accord.gateways.notes import NoteUnreadable
from accord.rules.upkeep import age_in_words, of_nightly, of_rehearsal

TAKE_ONE = "run “accord backup FILE” every night, and keep a copy on another machine"
REHEARSE = "run “accord rehearse” every week"


def backup(examined: Examination) -> Finding:
    """Judge how old the last backup is."""
    try:
        last = last_backup(examined.settings)
    except NoteUnreadable as error:
        return broken(str(error), TAKE_ONE)
    if last is None:
        said = "none was ever taken here"
        return (
            fine(f"{said}, and all that is here is invented") if examined.is_demonstration else broken(said, TAKE_ONE)
        )
    age = examined.moment.now - last.at
    said = f"{age_in_words(age)} old: {last.file}"
    if last.has_damage:
        return broken(f"{said}, taken without what was damaged", "mend the damage, then take another")
    return judged(of_nightly(age), said, TAKE_ONE)


def rehearsal(examined: Examination) -> Finding:
    """Judge when a backup was last restored, and whether that went well."""
    try:
        last = last_rehearsal(examined.settings)
    except NoteUnreadable as error:
        return broken(str(error), REHEARSE)
    if last is None:
        said = "no backup was ever restored here to see whether it can be"
        return fine(f"{said}; all that is here is invented") if examined.is_demonstration else look(said, REHEARSE)
    age = examined.moment.now - last.at
    if last.trouble is not None:
        words = " ".join(last.trouble.split())
        return broken(
            f"{last.file} could not be restored {age_in_words(age)} ago: {words}", "take a new backup and rehearse it"
        )
    return judged(of_rehearsal(age), f"{age_in_words(age)} ago {last.file} could be restored", REHEARSE)
