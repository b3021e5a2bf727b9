"""The public snapshot: there, readable, of the editions that were published, and of last night."""

from accord.casework.doctor.examination import Examination, Finding, broken, fine, judged
from accord.casework.snapshot import needs_rebuilding
from accord.gateways.snapshot.reader import NothingPublished, PublicSnapshot
from accord.gateways.snapshot.tables import is_of_present_layout
from accord.records.copying import damage_of_sqlite
from accord.rules.upkeep import age_in_words, of_nightly

WRITE_ANEW = "run “accord snapshot”"


def snapshot(examined: Examination) -> Finding:
    """Judge whether the public reads what was published, and reads it of today."""
    file = examined.settings.snapshot
    if not file.is_file():
        if examined.session and needs_rebuilding(examined.session, file):
            return broken("missing, although editions are published", WRITE_ANEW)
        return fine("nothing is published yet")
    if said := damage_of_sqlite(file):
        return broken(f"the file is damaged: {said}", f"remove {file}, then {WRITE_ANEW}")
    if not is_of_present_layout(file):
        return broken("of the layout of another version", WRITE_ANEW)
    if examined.session and needs_rebuilding(examined.session, file):
        return broken("shows other editions than the latest ones", WRITE_ANEW)
    return _age(examined)


def _age(examined: Examination) -> Finding:
    try:
        written_at = PublicSnapshot(examined.settings.snapshot).facts().written_at
    except NothingPublished:
        return broken("empty: its writing was cut off", WRITE_ANEW)
    age = examined.moment.now - written_at
    return judged(
        of_nightly(age),
        f"written {age_in_words(age)} ago",
        f"{WRITE_ANEW}, and see why it is not run every night: what is overdue changes with the day",
    )
